/* What nginx passes on: parameters, one a line, an empty line, and the body. Then an answer goes
 * back. */
#include <strings.h>

#include "fuzz/support/fuzz.h"
#include "fuzz/support/link.h"
#include "web/csrf.h"
#include "web/fcgi.h"

#define BODY_LIMIT 5000

static void head_holds(const struct request *req)
{
    HOLDS(req->method[0] != '\0' && strcmp(req->method, "HEAD") != 0);
    HOLDS(req->id[0] != '\0' && strlen(req->id) <= 64);
    HOLDS(req->id[strcspn(req->id, " \r\n\t\"\\")] == '\0');
    HOLDS(req->body_size >= -1);
    HOLDS(!req->query_broken || req->query_count == 0);
    for (size_t i = 0; i < req->query_count; i++)
        HOLDS(utf8_valid(req->query[i].value, strlen(req->query[i].value)));
    for (const char *c = req->content_type; c != NULL && *c != '\0'; c++)
        HOLDS((*c < 'A' || *c > 'Z') && *c != ';');
}

/* Another site's page gets nothing through. */
static void csrf_holds(const struct request *req, struct call *call)
{
    static const struct slice SECRET = {"secret", 6};
    const bool taken = csrf_allowed(req, "http://127.0.0.1:8080", false, SECRET, req->csrf_token);
    if (taken && request_is_unsafe(req))
        HOLDS(req->sec_fetch_site != NULL ? strcmp(req->sec_fetch_site, "same-origin") == 0
              : req->origin != NULL
                  ? strncasecmp(req->origin, "http://127.0.0.1:8080", 21) == 0
                  : strcmp(req->csrf_token, csrf_token(call->arena, SECRET)) == 0);
}

static void answer_goes_back(struct link *link, const struct request *req)
{
    const struct response res = {
        .status = 200, .content_type = "text/plain", .body = {"a body", 6}};
    HOLDS(fcgi_respond(&link->fcgi, req, &res));
    const struct slice written = link_written();
    const char *end = memmem(written.data, written.size, "\r\n\r\n", 4);
    HOLDS(end != NULL);
    HOLDS(written.data + written.size - (end + 4) == (req->head ? 0 : 6));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    struct slice rest = fuzz_bytes(call, data, size);
    char *params[LINK_PARAMS_MAX];
    size_t count = 0;
    for (const char *line; *(line = fuzz_line(call, &rest)) != '\0';)
        if (count < LINK_PARAMS_MAX)
            params[count++] = (char *)(uintptr_t)line;
    struct link link;
    struct request req;
    link_open(&link, rest);
    for (size_t i = 0; i < count; i++)
        link_param(&link, params[i]);
    HOLDS(fcgi_request(&link.fcgi, call->arena, &req) == E_OK);
    head_holds(&req);
    csrf_holds(&req, call);
    const enum err e = fcgi_read_body(&link.fcgi, call->arena, BODY_LIMIT, &req);
    HOLDS(e == E_OK || e == E_INVALID_REQUEST || e == E_BODY_TOO_LARGE);
    HOLDS(e != E_OK || (req.body.size == (size_t)req.body_size && req.body.size <= BODY_LIMIT));
    HOLDS(e != E_OK || req.body.size <= rest.size);
    answer_goes_back(&link, &req);
    return 0;
}
