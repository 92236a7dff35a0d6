/* Whole requests, from what nginx sends to what it gets back, through the real programs. The input:
 *
 *   what the database does (fuzz/whole/world.h)
 *   POST /login?next=/cart
 *   Content-Type: application/x-www-form-urlencoded
 *
 *   the body
 *
 * Nothing in an answer may be what the input or the database wanted to smuggle into it: "<x9z"
 * stands for markup, and headers and JSON must stay what they are. */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "app/dispatch.h"
#include "base/log.h"
#include "base/signature.h"
#include "fuzz/support/curl.h"
#include "fuzz/support/fuzz.h"
#include "fuzz/support/link.h"
#include "fuzz/whole/answer.h"
#include "fuzz/whole/world.h"
#include "web/fcgi.h"

#define PROGRAMS_MAX 40

static const struct program *programs[PROGRAMS_MAX];
static size_t program_count;

/* In the place of app/main.c: each program's main hands itself over as this process starts. */
int app_main(const struct program *program)
{
    if (program_count == PROGRAMS_MAX)
        abort();
    programs[program_count++] = program;
    return 0;
}

/* As nginx finds it: by the path. */
static const struct program *program_of(struct call *call, const struct request *req)
{
    for (size_t i = 0; i < program_count; i++) {
        struct route_match match = {0};
        route_find(programs[i]->routes, programs[i]->route_count, call->arena, req->method,
                   req->path, &match);
        if (match.path_known)
            return programs[i];
    }
    return programs[0];
}

/* ---- the request ---- */

static void add(struct call *call, struct link *link, const char *name, const char *value)
{
    char *param = arena_printf(call->arena, "%s=%s", name, value);
    if (param == NULL)
        abort();
    link_param(link, param);
}

static void add_request_line(struct call *call, struct link *link, const char *line)
{
    const size_t method = strcspn(line, " ");
    const char *path = line[method] == ' ' ? line + method + 1 : "/";
    const size_t size = strcspn(path, "?");
    add(call, link, "REQUEST_METHOD", arena_strndup(call->arena, line, method));
    add(call, link, "SCRIPT_NAME", arena_strndup(call->arena, path, size));
    if (path[size] == '?')
        add(call, link, "QUERY_STRING", path + size + 1);
}

static void add_header(struct call *call, struct link *link, const char *line)
{
    const size_t size = strcspn(line, ":");
    const char *value = line[size] == ':' ? line + size + 1 : "";
    char *name = arena_printf(call->arena, "HTTP_%.*s", (int)size, line);
    for (char *c = name; *c != '\0'; c++)
        *c = *c == '-' ? '_' : (char)toupper((unsigned char)*c);
    const bool content = strncmp(name, "HTTP_CONTENT_", 13) == 0;
    add(call, link, content ? name + 5 : name, value + strspn(value, " "));
}

/* "Webhook-Sign: id" stands for the headers of a body that the gateway has signed now. */
static void sign(struct call *call, struct link *link, const char *id, struct slice body)
{
    const int64_t now_s = call->now.us / 1000000;
    char signature[SIGNATURE_SIZE];
    if (!signature_make(call->settings->gateway_webhook_secret, id, now_s, body, signature))
        return;
    add(call, link, "HTTP_WEBHOOK_ID", id);
    add(call, link, "HTTP_WEBHOOK_TIMESTAMP", arena_printf(call->arena, "%" PRId64, now_s));
    add(call, link, "HTTP_WEBHOOK_SIGNATURE", signature);
}

#define HEADERS_MAX 24

static void read_input(struct call *call, struct slice rest, struct link *link)
{
    static const char SIGN[] = "Webhook-Sign: ";
    const char *lines[HEADERS_MAX], *signer = NULL;
    size_t count = 0;
    world_open(fuzz_line(call, &rest), call->now);
    const char *request_line = fuzz_line(call, &rest);
    for (const char *line; *(line = fuzz_line(call, &rest)) != '\0';) {
        if (strncmp(line, SIGN, sizeof SIGN - 1) == 0)
            signer = line + sizeof SIGN - 1;
        else if (count < HEADERS_MAX)
            lines[count++] = line;
    }
    link_open(link, rest);
    add_request_line(call, link, request_line);
    for (size_t i = 0; i < count; i++)
        add_header(call, link, lines[i]);
    add(call, link, "CONTENT_LENGTH", arena_printf(call->arena, "%zu", rest.size));
    if (signer != NULL)
        sign(call, link, signer, rest);
}

/* ---- the answer ---- */

static bool stands_in(struct slice text, const char *sought)
{
    return memmem(text.data, text.size, sought, strlen(sought)) != NULL;
}

static void answer_holds(const struct request *req, const struct response *res)
{
    const struct slice written = link_written();
    const char *type = res->content_type != NULL ? res->content_type : "";
    HOLDS(res->status >= 200 && res->status < 600);
    const char *end = memmem(written.data, written.size, "\r\n\r\n", 4);
    HOLDS(end != NULL);
    const size_t sent = written.size - (size_t)(end + 4 - written.data);
    const bool empty = req->head || res->status == 204 || res->status == 304;
    HOLDS(sent == (empty ? 0 : res->body.size));
    if (response_header_of(res, "Content-Encoding") != NULL)
        return;
    if (strncmp(type, "application/json", 16) == 0)
        HOLDS(answer_is_json(res->body));
    if (strncmp(type, "text/html", 9) == 0)
        HOLDS(!stands_in(res->body, "<x9z") && utf8_valid(res->body.data, res->body.size));
}

static enum err read_body(void *arg, struct arena *arena, size_t limit, struct request *request)
{
    return fcgi_read_body(arg, arena, limit, request);
}

static void start(void)
{
    const char *templates = getenv("JANGTEO_TEMPLATES");
    if (templates == NULL) {
        (void)fprintf(stderr, "JANGTEO_TEMPLATES must be set\n");
        exit(EXIT_FAILURE);
    }
    tpl_root(templates);
    log_open("fuzz");
    curl_answers((struct gateway_answer){
        .status = 201,
        .body = {"{\"transactionKey\":\"tx\",\"checkoutUrl\":\"http://127.0.0.1:1/pay\"}", 62}});
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct db *db;
    struct call *call = fuzz_call();
    if (db == NULL) {
        start();
        db = db_new("");
        HOLDS(db != NULL && program_count > 0);
    }
    struct link link;
    struct request req;
    struct response res;
    const struct route *route;
    read_input(call, fuzz_bytes(call, data, size), &link);
    HOLDS(fcgi_request(&link.fcgi, call->arena, &req) == E_OK);
    call->request_id = req.id;
    const struct body_source source = {read_body, &link.fcgi};
    (void)dispatch(program_of(call, &req), db, call, &req, &source, &res, &route);
    HOLDS(fcgi_respond(&link.fcgi, &req, &res));
    answer_holds(&req, &res);
    return 0;
}
