#include "support/http.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include <curl/curl.h>
#include <json-c/json.h>

#include "support/exchange.h"

/* Longer than the shop's own deadlines: past it something hangs. */
#define ANSWER_TIMEOUT_S 60L

struct kept {
    struct kept *next;
    void *memory;
    struct json_object *json;
};

static _Thread_local struct {
    CURL *curl;
    struct kept *kept;
    const char *url; /* NULL: JANGTEO_URL */
} client;

static void *must(void *memory)
{
    if (memory == NULL) {
        (void)fputs("out of memory\n", stderr);
        abort();
    }
    return memory;
}

static void keep(void *memory, struct json_object *json)
{
    struct kept *kept = must(malloc(sizeof *kept));
    *kept = (struct kept){client.kept, memory, json};
    client.kept = kept;
}

void http_forget(void)
{
    while (client.kept != NULL) {
        struct kept *next = client.kept->next;
        free(client.kept->memory);
        json_object_put(client.kept->json);
        free(client.kept);
        client.kept = next;
    }
}

void http_end(void)
{
    http_forget();
    if (client.curl != NULL)
        curl_easy_cleanup(client.curl);
    client.curl = NULL;
}

static const char *vtext(const char *format, va_list args)
{
    char *made = NULL;
    if (vasprintf(&made, format, args) < 0)
        made = NULL;
    keep(must(made), NULL);
    return made;
}

const char *text(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *made = vtext(format, args);
    va_end(args);
    return made;
}

const char *unique(void)
{
    static atomic_ullong last;
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return text("%llxx%xx%llx", (unsigned long long)now.tv_sec, (unsigned)getpid(),
                atomic_fetch_add(&last, 1) + 1);
}

void http_at(const char *url)
{
    client.url = url;
}

const char *shop_url(void)
{
    const char *url = client.url != NULL ? client.url : getenv("JANGTEO_URL");
    if (url == NULL) {
        (void)fputs("JANGTEO_URL is not set: run `make api` or `make race`\n", stderr);
        exit(2);
    }
    return url;
}

const char *shop_origin(void)
{
    const char *origin = client.url == NULL ? getenv("PUBLIC_URL") : NULL;
    return origin != NULL && origin[0] != '\0' ? origin : shop_url();
}

/* ---- one exchange ---- */

struct buffer {
    char *data;
    size_t size;
};

static void append(struct buffer *buffer, const char *data, size_t size)
{
    buffer->data = must(realloc(buffer->data, buffer->size + size + 1));
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

static size_t take_body(char *data, size_t one, size_t size, void *arg)
{
    append(arg, data, one * size);
    return one * size;
}

static size_t take_head(char *data, size_t one, size_t size, void *arg)
{
    struct buffer *head = arg;
    /* A status line: what came before belongs to an interim answer. */
    if (one * size > 5 && memcmp(data, "HTTP/", 5) == 0)
        head->size = 0;
    append(head, data, one * size);
    return one * size;
}

static void once(void)
{
    (void)curl_global_init(CURL_GLOBAL_ALL);
}

static CURL *handle(void)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    (void)pthread_once(&started, once);
    if (client.curl == NULL)
        client.curl = must(curl_easy_init());
    curl_easy_reset(client.curl);
    return client.curl;
}

static struct curl_slist *add(struct curl_slist *list, const char *line)
{
    return must(curl_slist_append(list, line));
}

static struct curl_slist *header_lines(const struct ask *ask)
{
    struct curl_slist *list = add(NULL, "Expect:");
    if (ask->token != NULL)
        list = add(list, text("Authorization: Bearer %s", ask->token));
    else if (!ask->no_origin)
        list = add(list, text("Origin: %s", shop_origin()));
    if (ask->type == NULL && ask->body != NULL)
        list = add(list, "Content-Type: application/json");
    else if (ask->type != NULL)
        list = add(list, text("Content-Type:%s%s", ask->type[0] != '\0' ? " " : "", ask->type));
    for (size_t i = 0; i < ASK_HEADERS_MAX && ask->headers[i] != NULL; i++)
        list = add(list, ask->headers[i]);
    return list;
}

static void set_body(CURL *curl, const struct ask *ask)
{
    if (ask->body == NULL)
        return;
    const size_t size = ask->size > 0 ? ask->size : strlen(ask->body);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, ask->body);
}

static void set_method(CURL *curl, const char *method)
{
    if (strcmp(method, "HEAD") == 0)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
}

static struct json_object *parse(const struct buffer *body)
{
    return body->size > 0 && (body->data[0] == '{' || body->data[0] == '[')
               ? json_tokener_parse(body->data)
               : NULL;
}

struct answer ask_for(struct ask ask)
{
    CURL *curl = handle();
    struct buffer body = {0}, head = {0};
    struct curl_slist *lines = header_lines(&ask);
    append(&body, "", 0);
    append(&head, "", 0);
    curl_easy_setopt(curl, CURLOPT_URL, text("%s%s", shop_url(), ask.path));
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, ANSWER_TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_head);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &head);
    set_body(curl, &ask);
    set_method(curl, ask.method);

    struct answer answer = {.asked = text("%s %s", ask.method, ask.path)};
    const CURLcode result = curl_easy_perform(curl);
    if (result == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    else
        answer.asked = text("%s (%s)", answer.asked, curl_easy_strerror(result));
    curl_slist_free_all(lines);
    keep(head.data, NULL);
    answer.json = parse(&body);
    keep(body.data, answer.json);
    answer.body = body.data;
    answer.size = body.size;
    answer.head = head.data;
    exchange_keep(&ask, &answer);
    return answer;
}

struct answer ask(const char *method, const char *path, const char *token)
{
    return ASK(.method = method, .path = path, .token = token);
}

struct answer call(const char *method, const char *path, const char *token, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *body = vtext(format, args);
    va_end(args);
    return ASK(.method = method, .path = path, .token = token, .body = body);
}

const char *header_starting(struct answer answer, const char *name, const char *prefix)
{
    const size_t size = strlen(name);
    for (const char *line = answer.head; line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n');
        if (strncasecmp(line, name, size) == 0 && line[size] == ':') {
            const char *value = line + size + 1;
            value += strspn(value, " \t");
            if (strncmp(value, prefix, strlen(prefix)) == 0)
                return text("%.*s", (int)strcspn(value, "\r\n"), value);
        }
        line = end != NULL ? end + 1 : NULL;
    }
    return NULL;
}

const char *header(struct answer answer, const char *name)
{
    return header_starting(answer, name, "");
}
