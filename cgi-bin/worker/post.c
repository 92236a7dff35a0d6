#include "worker/post.h"

#include <curl/curl.h>
#include <stdlib.h>

/* What an answer may hold; nobody reads it. */
#define ANSWER_MAX ((size_t)64 << 10)
#define LOOK_EVERY_MS 500

struct post_line {
    CURLM *multi;
};

/* One POST under way. */
struct transfer {
    struct post *post;
    CURL *curl;
    struct curl_slist *headers;
    size_t answer_size;
};

struct post_line *post_line_new(void)
{
    struct post_line *line = calloc(1, sizeof *line);
    if (line != NULL && (line->multi = curl_multi_init()) == NULL) {
        free(line);
        return NULL;
    }
    return line;
}

void post_line_free(struct post_line *line)
{
    if (line == NULL)
        return;
    curl_multi_cleanup(line->multi);
    free(line);
}

void post_line_wake(struct post_line *line)
{
    (void)curl_multi_wakeup(line->multi);
}

void post_wait(struct post_line *line, int64_t ms)
{
    (void)curl_multi_poll(line->multi, NULL, 0, (int)ms, NULL);
}

// NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's
static size_t take_answer(char *data, size_t size, size_t count, void *arg)
{
    struct transfer *transfer = arg;
    (void)data;
    transfer->answer_size += size * count;
    return transfer->answer_size <= ANSWER_MAX ? size * count : 0;
}

static bool set_options(struct transfer *transfer)
{
    CURL *curl = transfer->curl;
    const struct post *post = transfer->post;
    const long deadline_ms = post->deadline_ms > 0 ? post->deadline_ms : POST_MS;
    /* The address is called as it is set: no proxy, no redirect, no other protocol. */
    return curl_easy_setopt(curl, CURLOPT_URL, post->url) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, post->unix_socket) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOPROXY, "*") == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)POST_CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, deadline_ms) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_HTTPHEADER, transfer->headers) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->body.size) ==
               CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_POSTFIELDS, post->body.data) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer) == CURLE_OK &&
           curl_easy_setopt(curl, CURLOPT_PRIVATE, transfer) == CURLE_OK;
}

static bool prepare(struct transfer *transfer)
{
    for (const char *const *header = transfer->post->headers; *header != NULL; header++) {
        struct curl_slist *longer = curl_slist_append(transfer->headers, *header);
        if (longer == NULL)
            return false;
        transfer->headers = longer;
    }
    transfer->curl = curl_easy_init();
    return transfer->curl != NULL && set_options(transfer);
}

static void judge(struct arena *arena, struct transfer *transfer, CURLcode result)
{
    struct post *post = transfer->post;
    long status = 0;
    (void)curl_easy_getinfo(transfer->curl, CURLINFO_RESPONSE_CODE, &status);
    /* An answer that was too long to be taken was an answer all the same. */
    const bool answered = result == CURLE_OK || result == CURLE_WRITE_ERROR;
    if (answered && status >= 200 && status < 300) {
        post->outcome = POST_DELIVERED;
        return;
    }
    post->outcome = POST_FAILED;
    post->error = answered ? arena_printf(arena, "HTTP %ld", status) : curl_easy_strerror(result);
    if (post->error == NULL)
        post->error = "out of memory";
}

static void take_results(struct post_line *line, struct arena *arena)
{
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(line->multi, &left)) != NULL;) {
        struct transfer *transfer = NULL;
        if (message->msg == CURLMSG_DONE &&
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer) == CURLE_OK &&
            transfer != NULL)
            judge(arena, transfer, message->data.result);
    }
}

static void run(struct post_line *line, struct arena *arena, const atomic_bool *stop)
{
    int running = 0;
    do {
        if (curl_multi_perform(line->multi, &running) != CURLM_OK)
            return;
        take_results(line, arena);
        if (running > 0)
            (void)curl_multi_poll(line->multi, NULL, 0, LOOK_EVERY_MS, NULL);
    } while (running > 0 && !atomic_load(stop));
}

enum err post_all(struct post_line *line, struct arena *arena, struct post *posts, size_t count,
                  const atomic_bool *stop)
{
    struct transfer *transfers = NEW_ARRAY(arena, struct transfer, count);
    TRY_NEW(transfers);
    bool prepared = true;
    for (size_t i = 0; i < count; i++) {
        transfers[i].post = &posts[i];
        prepared = prepared && prepare(&transfers[i]);
    }
    for (size_t i = 0; prepared && i < count; i++)
        (void)curl_multi_add_handle(line->multi, transfers[i].curl);
    if (prepared)
        run(line, arena, stop);
    for (size_t i = 0; i < count; i++) {
        (void)curl_multi_remove_handle(line->multi, transfers[i].curl);
        curl_easy_cleanup(transfers[i].curl);
        curl_slist_free_all(transfers[i].headers);
    }
    return prepared ? E_OK : E_NO_MEMORY;
}
