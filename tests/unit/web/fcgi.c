/* web/fcgi.c over streams in memory: what nginx sends, and what it gets back. */
#include "web_test.h"

#include "web/fcgi.h"

/* A stream that reads `in` in pieces of `piece` bytes, and one that collects what is written. */
static unsigned char in_bytes[4096], out_bytes[8192], out_buffer[64];
static size_t in_size, in_at, in_piece, out_size;
static bool out_broken;

static void fill(struct FCGX_Stream *stream)
{
    size_t left = in_size - in_at, size = left < in_piece ? left : in_piece;
    if (size == 0) {
        stream->isClosed = 1;
        return;
    }
    stream->rdNext = in_bytes + in_at;
    stream->stop = stream->rdNext + size;
    in_at += size;
}

static void drain(struct FCGX_Stream *stream, int close)
{
    (void)close;
    size_t size = (size_t)(stream->wrNext - out_buffer);
    if (out_broken || out_size + size > sizeof out_bytes - 1) {
        stream->isClosed = 1;
        stream->FCGI_errno = 32;
        return;
    }
    memcpy(out_bytes + out_size, out_buffer, size);
    out_size += size;
    out_bytes[out_size] = '\0';
    stream->wrNext = out_buffer;
}

struct link {
    FCGX_Request fcgi;
    FCGX_Stream in, out;
    struct request request;
};

static void link_up(struct link *link, char **params, const char *body, size_t piece)
{
    *link = (struct link){
        .in = {.isReader = 1, .fillBuffProc = fill},
        .out = {.wrNext = out_buffer,
                .stop = out_buffer + sizeof out_buffer,
                .emptyBuffProc = drain},
    };
    link->in.rdNext = link->in.stop = link->in.stopUnget = in_bytes;
    link->fcgi = (FCGX_Request){.in = &link->in, .out = &link->out, .envp = params, .ipcFd = -1};
    in_size = strlen(body);
    memcpy(in_bytes, body, in_size);
    in_at = out_size = 0;
    in_piece = piece;
    out_broken = false;
}

static void reads_the_head(void **state)
{
    struct call *call = *state;
    char *params[] = {"REQUEST_METHOD=HEAD",
                      "SCRIPT_NAME=/products/가",
                      "DOCUMENT_URI=/other",
                      "QUERY_STRING=q=%EA%B0%80&limit=5",
                      "CONTENT_TYPE= Application/JSON ; charset=x",
                      "CONTENT_LENGTH=12",
                      "REQUEST_ID=0af7-Z_9",
                      "REMOTE_ADDR=192.0.2.1",
                      "HTTP_COOKIE=sid=1",
                      "HTTP_AUTHORIZATION=Bearer x",
                      "HTTP_ORIGIN=http://a",
                      "HTTP_SEC_FETCH_SITE=same-origin",
                      "HTTP_ACCEPT_LANGUAGE=en",
                      "HTTP_ACCEPT=*/*",
                      "HTTP_ACCEPT_ENCODING=gzip",
                      "HTTP_IDEMPOTENCY_KEY=",
                      "HTTP_X_CSRF_TOKEN=t",
                      NULL};
    struct link link;
    link_up(&link, params, "", 1);
    assert_int_equal(fcgi_request(&link.fcgi, call->arena, &link.request), E_OK);
    const struct request *req = &link.request;
    assert_string_equal(req->method, "GET");
    assert_true(req->head);
    assert_string_equal(req->path, "/products/가");
    assert_string_equal(request_query(req, "q"), "가");
    assert_int_equal(req->query_count, 2);
    assert_string_equal(req->query_text, "q=%EA%B0%80&limit=5");
    assert_string_equal(req->content_type, "application/json");
    assert_int_equal(req->body_size, 12);
    assert_string_equal(req->id, "0af7-Z_9");
    assert_string_equal(req->remote_address, "192.0.2.1");
    assert_string_equal(req->cookie, "sid=1");
    assert_string_equal(req->authorization, "Bearer x");
    assert_string_equal(req->origin, "http://a");
    assert_string_equal(req->sec_fetch_site, "same-origin");
    assert_string_equal(req->accept_language, "en");
    assert_string_equal(req->accept, "*/*");
    assert_true(req->gzip);
    assert_string_equal(req->idempotency_key, "");
    assert_string_equal(req->csrf_token, "t");
}

static void bears_with_nonsense(void **state)
{
    struct call *call = *state;
    char *params[] = {"REQUEST_METHOD=",
                      "QUERY_STRING=a=%zz",
                      "CONTENT_LENGTH=-1",
                      "REQUEST_ID=a b\"",
                      "HTTP_ORIGIN=",
                      "HTTP_ACCEPT_ENCODING=gzip, br",
                      NULL};
    struct link link;
    link_up(&link, params, "", 1);
    assert_int_equal(fcgi_request(&link.fcgi, call->arena, &link.request), E_OK);
    const struct request *req = &link.request;
    assert_string_equal(req->method, "GET");
    assert_string_equal(req->path, "/");
    assert_true(req->query_broken);
    assert_int_equal(req->query_count, 0);
    assert_int_equal(req->body_size, -1);
    assert_int_equal(strlen(req->id), 32);
    assert_null(req->origin);
    assert_false(req->gzip);
    assert_null(req->content_type);
    assert_null(req->idempotency_key);
    assert_int_equal(fcgi_read_body(&link.fcgi, call->arena, 10, &link.request), E_INVALID_REQUEST);
    char *none[] = {NULL};
    link_up(&link, none, "", 1);
    assert_int_equal(fcgi_request(&link.fcgi, call->arena, &link.request), E_OK);
    assert_false(req->query_broken);
    assert_int_equal(fcgi_read_body(&link.fcgi, call->arena, 10, &link.request), E_OK);
    assert_int_equal(req->body.size, 0);
}

static enum err read_body(struct call *call, struct link *link, char *length, const char *body,
                          size_t piece)
{
    char *params[] = {length, NULL};
    link_up(link, params, body, piece);
    assert_int_equal(fcgi_request(&link->fcgi, call->arena, &link->request), E_OK);
    return fcgi_read_body(&link->fcgi, call->arena, 10, &link->request);
}

static void reads_bodies_within_bounds(void **state)
{
    struct call *call = *state;
    struct link link;
    for (size_t piece = 1; piece <= 11; piece++) {
        assert_int_equal(read_body(call, &link, "CONTENT_LENGTH=10", "0123456789", piece), E_OK);
        assert_int_equal(link.request.body.size, 10);
        assert_string_equal(link.request.body.data, "0123456789");
    }
    assert_int_equal(read_body(call, &link, "CONTENT_LENGTH=3", "0123456789", 4), E_OK);
    assert_string_equal(link.request.body.data, "012");
    assert_int_equal(read_body(call, &link, "CONTENT_LENGTH=11", "0123456789A", 4),
                     E_BODY_TOO_LARGE);
    assert_int_equal(in_at, 0);
    assert_int_equal(read_body(call, &link, "CONTENT_LENGTH=9223372036854775807", "", 4),
                     E_BODY_TOO_LARGE);
    assert_int_equal(read_body(call, &link, "CONTENT_LENGTH=9223372036854775808", "", 4),
                     E_INVALID_REQUEST);
    assert_int_equal(read_body(call, &link, "CONTENT_LENGTH=5", "0123", 4), E_INVALID_REQUEST);
    assert_int_equal(link.request.body.size, 0);
}

static const char *respond(struct link *link, const struct request *req, const struct response *res)
{
    char *none[] = {NULL};
    link_up(link, none, "", 1);
    assert_true(fcgi_respond(&link->fcgi, req, res));
    return (const char *)out_bytes;
}

static void writes_responses(void **state)
{
    (void)state;
    struct link link;
    struct request req = {.method = "GET", .id = "r-1"};
    struct response res = {
        .status = 201, .content_type = "application/json", .body = {"{\"a\":1}", 7}};
    assert_int_equal(response_header(&res, "Set-Cookie", "a=1"), E_OK);
    assert_int_equal(response_header(&res, "Set-Cookie", "b=2"), E_OK);
    assert_string_equal(respond(&link, &req, &res),
                        "Status: 201 Created\r\nContent-Type: application/json\r\n"
                        "Content-Length: 7\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
                        "Cache-Control: no-store\r\nX-Request-Id: r-1\r\n\r\n{\"a\":1}");
    req.head = true;
    assert_string_equal(respond(&link, &req, &res),
                        "Status: 201 Created\r\nContent-Type: application/json\r\n"
                        "Content-Length: 7\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
                        "Cache-Control: no-store\r\nX-Request-Id: r-1\r\n\r\n");
    req.head = false;
    struct response empty = {.status = 204, .content_type = "application/json", .body = {"x", 1}};
    assert_int_equal(response_header(&empty, "cache-control", "private"), E_OK);
    assert_string_equal(
        respond(&link, &req, &empty),
        "Status: 204 No Content\r\ncache-control: private\r\nX-Request-Id: r-1\r\n\r\n");
    struct response large = {.status = 200, .body = {(const char *)in_bytes, sizeof in_bytes}};
    respond(&link, &req, &large);
    assert_true(out_size > sizeof in_bytes);
}

static void notices_that_nginx_is_gone(void **state)
{
    (void)state;
    struct link link;
    struct request req = {.method = "GET", .id = "r-1"};
    struct response res = {.status = 200, .body = {"x", 1}};
    char *none[] = {NULL};
    link_up(&link, none, "", 1);
    out_broken = true;
    assert_false(fcgi_respond(&link.fcgi, &req, &res));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(reads_the_head),
        WEB_TEST(bears_with_nonsense),
        WEB_TEST(reads_bodies_within_bounds),
        WEB_TEST(writes_responses),
        WEB_TEST(notices_that_nginx_is_gone),
    };
    return cmocka_run_group_tests_name("web/fcgi", tests, NULL, NULL);
}
