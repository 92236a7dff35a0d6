/* sandbox-sink: stands in for the data platform and the delivery system, over real HTTP and knowing
 * nothing of the shop but its signing key. POST /sandbox/data-platform and /sandbox/delivery take
 * what is signed rightly (204, else 401); GET /sandbox/events shows what arrived, newest first:
 * {items:[{destination,id,arrivedAt,valid,document}]}. It is kept in memory, the last of it only;
 * one thread serves, so that nothing is shared. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/signature.h"
#include "view/json.h"
#include "web/fcgi.h"

enum { KEPT = 200, ID_SIZE = 128, TOLERANCE_S = 300 };
#define ARENA_LIMIT ((size_t)64 << 20)

struct arrival {
    char destination[16];
    char id[ID_SIZE];
    instant at;
    bool valid;
    char *document;
};

struct sink {
    FCGX_Request fcgi;
    struct arena *arena;
    const char *secret;
    struct arrival kept[KEPT];
    size_t count; /* arrivals in all; the n-th stands at n % KEPT */
};

static const char *header_of(const struct sink *sink, const char *name)
{
    const char *value = FCGX_GetParam(name, sink->fcgi.envp);
    return value != NULL ? value : "";
}

static bool is_signed(const struct sink *sink, struct slice body)
{
    const char *sent = header_of(sink, "HTTP_WEBHOOK_TIMESTAMP");
    const int64_t now_s = clock_now().us / 1000000;
    int64_t sent_s;
    return str_to_int(sent, strlen(sent), now_s - TOLERANCE_S, now_s + TOLERANCE_S, &sent_s) &&
           signature_valid(sink->secret, header_of(sink, "HTTP_WEBHOOK_ID"), sent_s, body,
                           header_of(sink, "HTTP_WEBHOOK_SIGNATURE"));
}

static enum err take(struct sink *sink, struct request *req, const char *destination,
                     struct response *res)
{
    TRY(fcgi_read_body(&sink->fcgi, sink->arena, BODY_MAX, req));
    struct arrival *arrival = &sink->kept[sink->count % KEPT];
    char *document = strndup(req->body.data != NULL ? req->body.data : "", req->body.size);
    TRY_NEW(document);
    free(arrival->document);
    *arrival = (struct arrival){
        .at = clock_now(), .valid = is_signed(sink, req->body), .document = document};
    (void)snprintf(arrival->destination, sizeof arrival->destination, "%s", destination);
    (void)snprintf(arrival->id, sizeof arrival->id, "%s", header_of(sink, "HTTP_WEBHOOK_ID"));
    sink->count++;
    res->status = arrival->valid ? 204 : 401;
    return E_OK;
}

static enum err show(const struct sink *sink, struct response *res)
{
    struct json root = json_new(sink->arena);
    struct json items = json_array(root, "items");
    const size_t kept = sink->count < KEPT ? sink->count : KEPT;
    for (size_t i = 0; i < kept; i++) {
        const struct arrival *arrival = &sink->kept[(sink->count - 1 - i) % KEPT];
        struct json item = json_object(items, NULL);
        json_text(item, "destination", arrival->destination);
        json_text(item, "id", arrival->id);
        json_time(item, "arrivedAt", arrival->at);
        json_bool(item, "valid", arrival->valid);
        json_text(item, "document", arrival->document);
    }
    TRY(json_render(root, &res->body));
    *res = (struct response){.status = 200, .content_type = "application/json", .body = res->body};
    return E_OK;
}

static enum err answer(struct sink *sink, struct request *req, struct response *res)
{
    const bool post = strcmp(req->method, "POST") == 0;
    if (post && strcmp(req->path, "/sandbox/data-platform") == 0)
        return take(sink, req, "data-platform", res);
    if (post && strcmp(req->path, "/sandbox/delivery") == 0)
        return take(sink, req, "delivery", res);
    if (strcmp(req->method, "GET") == 0 && strcmp(req->path, "/sandbox/events") == 0)
        return show(sink, res);
    return E_NOT_FOUND;
}

static void serve(struct sink *sink)
{
    while (FCGX_Accept_r(&sink->fcgi) == 0) {
        struct request req = {.method = "GET", .path = "/", .id = "-"};
        struct response res = {0};
        enum err e = fcgi_request(&sink->fcgi, sink->arena, &req);
        if (e == E_OK)
            e = answer(sink, &req, &res);
        if (e != E_OK)
            res = (struct response){.status = err_status(e)};
        (void)fcgi_respond(&sink->fcgi, &req, &res);
        FCGX_Finish_r(&sink->fcgi);
        arena_reset(sink->arena);
    }
}

int main(void)
{
    static struct sink sink;
    static struct settings settings;
    char message[500];
    log_open("sandbox-sink");
    if (!settings_load(&settings, message, sizeof message)) {
        log_write(LOG_ERROR, "%s", message);
        return 2;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    sink.secret = settings.events_secret;
    sink.arena = arena_new(ARENA_LIMIT);
    if (sink.arena == NULL || FCGX_Init() != 0 || FCGX_IsCGI() ||
        FCGX_InitRequest(&sink.fcgi, 0, 0) != 0) {
        log_write(LOG_ERROR, "cannot start: no FastCGI socket on descriptor 0");
        return EXIT_FAILURE;
    }
    serve(&sink);
    return EXIT_SUCCESS;
}
