#include "web/fcgi.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <sodium.h>

#include "web/decode.h"

static const char *param(const FCGX_Request *fcgi, const char *name)
{
    return FCGX_GetParam(name, fcgi->envp);
}

/* A value, NULL when it is empty. */
static const char *param_filled(const FCGX_Request *fcgi, const char *name)
{
    const char *value = param(fcgi, name);

    return value != NULL && value[0] != '\0' ? value : NULL;
}

static const char *param_or(const FCGX_Request *fcgi, const char *name, const char *otherwise)
{
    const char *value = param_filled(fcgi, name);

    return value != NULL ? value : otherwise;
}

/* A reader that stalls must not hold its thread for ever. A socket without timeouts (a pipe in a
 * trial) is no reason to refuse the request. */
static void bound_waits(const FCGX_Request *fcgi)
{
    struct timeval wait = {.tv_sec = FCGI_WAIT_MS / 1000};

    if (fcgi->ipcFd < 0)
        return;
    (void)setsockopt(fcgi->ipcFd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    (void)setsockopt(fcgi->ipcFd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
}

#define REQUEST_ID_MAX 64

/* Letters, digits, '-' and '_': fit for a header, a log line and JSON as it stands. */
static bool is_request_id(const char *text)
{
    static const char allowed[] = "0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    size_t size = text != NULL ? strspn(text, allowed) : 0;

    return size > 0 && size <= REQUEST_ID_MAX && text[size] == '\0';
}

static enum err read_request_id(const FCGX_Request *fcgi, struct arena *arena, const char **ret_id)
{
    const char *id = param(fcgi, "REQUEST_ID");

    if (!is_request_id(id)) {
        unsigned char bytes[16];
        randombytes_buf(bytes, sizeof bytes);
        id = str_hex(arena, bytes, sizeof bytes);
        TRY_NEW(id);
    }
    *ret_id = id;
    return E_OK;
}

/* "Application/JSON; charset=utf-8" becomes "application/json". */
static enum err read_content_type(const FCGX_Request *fcgi, struct arena *arena,
                                  const char **ret_type)
{
    const char *sent = param_filled(fcgi, "CONTENT_TYPE");

    if (sent == NULL)
        return E_OK;
    struct slice type = str_trim((struct slice){sent, strcspn(sent, ";")});
    char *lower = arena_strndup(arena, type.data, type.size);
    TRY_NEW(lower);
    for (char *c = lower; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    *ret_type = lower;
    return E_OK;
}

/* Both are nginx's $uri: decoded and normalised, without the query. */
static const char *read_path(const FCGX_Request *fcgi)
{
    return param_or(fcgi, "SCRIPT_NAME", param_or(fcgi, "DOCUMENT_URI", "/"));
}

static int64_t read_length(const FCGX_Request *fcgi)
{
    const char *text = param_filled(fcgi, "CONTENT_LENGTH");
    int64_t length = 0;

    if (text != NULL && !str_to_int(text, strlen(text), 0, INT64_MAX, &length))
        return -1;
    return length;
}

/* nginx has judged the client's header: it says "gzip" or nothing. */
static bool read_gzip(const FCGX_Request *fcgi)
{
    const char *encoding = param(fcgi, "HTTP_ACCEPT_ENCODING");

    return encoding != NULL && strcmp(encoding, "gzip") == 0;
}

/* Problems of the query are the route's to report, if it reads the query at all. */
static enum err read_query(struct arena *arena, struct request *request)
{
    struct call call = {.arena = arena};
    struct slice text = {request->query_text, strlen(request->query_text)};
    enum err e = decode_form(&call, text, &request->query, &request->query_count);

    request->query_broken = e == E_INVALID_REQUEST;
    return e == E_NO_MEMORY ? e : E_OK;
}

static void read_headers(const FCGX_Request *fcgi, struct request *request)
{
    request->cookie = param_filled(fcgi, "HTTP_COOKIE");
    request->authorization = param_filled(fcgi, "HTTP_AUTHORIZATION");
    request->origin = param_filled(fcgi, "HTTP_ORIGIN");
    request->sec_fetch_site = param_filled(fcgi, "HTTP_SEC_FETCH_SITE");
    request->accept_language = param_filled(fcgi, "HTTP_ACCEPT_LANGUAGE");
    request->accept = param_filled(fcgi, "HTTP_ACCEPT");
    request->idempotency_key = param(fcgi, "HTTP_IDEMPOTENCY_KEY");
    request->csrf_token = param_filled(fcgi, "HTTP_X_CSRF_TOKEN");
    request->webhook_id = param_filled(fcgi, "HTTP_WEBHOOK_ID");
    request->webhook_timestamp = param_filled(fcgi, "HTTP_WEBHOOK_TIMESTAMP");
    request->webhook_signature = param_filled(fcgi, "HTTP_WEBHOOK_SIGNATURE");
}

enum err fcgi_request(FCGX_Request *fcgi, struct arena *arena, struct request *ret_request)
{
    struct request request = {
        .method = param_or(fcgi, "REQUEST_METHOD", "GET"),
        .path = read_path(fcgi),
        .query_text = param_or(fcgi, "QUERY_STRING", ""),
        .remote_address = param_or(fcgi, "REMOTE_ADDR", ""),
        .body = {"", 0},
        .body_size = read_length(fcgi),
        .gzip = read_gzip(fcgi),
    };

    bound_waits(fcgi);
    if (strcmp(request.method, "HEAD") == 0) {
        request.method = "GET";
        request.head = true;
    }
    read_headers(fcgi, &request);
    TRY(read_request_id(fcgi, arena, &request.id));
    TRY(read_content_type(fcgi, arena, &request.content_type));
    TRY(read_query(arena, &request));
    *ret_request = request;
    return E_OK;
}

enum err fcgi_read_body(FCGX_Request *fcgi, struct arena *arena, size_t limit,
                        struct request *request)
{
    if (request->body_size < 0)
        return E_INVALID_REQUEST;
    if ((uint64_t)request->body_size > limit || request->body_size > INT32_MAX - 1)
        return E_BODY_TOO_LARGE;
    if (request->body_size == 0)
        return E_OK;

    size_t size = (size_t)request->body_size;
    char *body = arena_alloc(arena, size + 1);
    TRY_NEW(body);
    if (FCGX_GetStr(body, (int)size, fcgi->in) != (int)size)
        return E_INVALID_REQUEST;
    request->body = (struct slice){body, size};
    return E_OK;
}

static const char *reason(int status)
{
    static const struct {
        int status;
        const char *text;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {410, "Gone"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
    };

    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].status == status)
            return reasons[i].text;
    return "Status";
}

static bool put(FCGX_Request *fcgi, struct slice text)
{
    while (text.size > 0) {
        int piece = text.size < INT32_MAX ? (int)text.size : INT32_MAX;
        if (FCGX_PutStr(text.data, piece, fcgi->out) != piece)
            return false;
        text = (struct slice){text.data + piece, text.size - (size_t)piece};
    }
    return true;
}

static bool put_text(FCGX_Request *fcgi, const char *text)
{
    return put(fcgi, (struct slice){text, strlen(text)});
}

static bool put_header(FCGX_Request *fcgi, const char *name, const char *value)
{
    return put_text(fcgi, name) && put_text(fcgi, ": ") && put_text(fcgi, value) &&
           put_text(fcgi, "\r\n");
}

bool fcgi_respond(FCGX_Request *fcgi, const struct request *request,
                  const struct response *response)
{
    /* 204 and 304 have no content to describe. */
    bool content = response->status != 204 && response->status != 304;
    char status[80], length[24];
    snprintf(status, sizeof status, "%d %s", response->status, reason(response->status));
    snprintf(length, sizeof length, "%zu", response->body.size);

    bool good = put_header(fcgi, "Status", status);
    if (content && response->content_type != NULL)
        good = good && put_header(fcgi, "Content-Type", response->content_type);
    if (content)
        good = good && put_header(fcgi, "Content-Length", length);
    for (size_t i = 0; i < response->header_count; i++)
        good = good && put_header(fcgi, response->headers[i].name, response->headers[i].value);
    if (response_header_of(response, "Cache-Control") == NULL)
        good = good && put_header(fcgi, "Cache-Control", "no-store");
    good = good && put_header(fcgi, "X-Request-Id", request->id) && put_text(fcgi, "\r\n");
    if (content && !request->head)
        good = good && put(fcgi, response->body);
    /* Closed here, not by FCGX_Finish_r, so that the last bytes and the end of the request go in
     * one write, and its failure is seen. */
    return good && FCGX_FClose(fcgi->err) == 0 && FCGX_FClose(fcgi->out) == 0;
}
