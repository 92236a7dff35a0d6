/* What all of /api shares: bodies, the envelope in two languages, refusals that nginx speaks,
 * health. */
#include "support/test.h"

static struct answer post_cart(const char *token, const char *type, const char *body, size_t size)
{
    return ASK(.method = "POST", .path = "/api/cart", .token = token, .type = type, .body = body,
               .size = size);
}

static void q4_body_must_be_json_and_say_so(void **state)
{
    (void)state;
    const char *guest = guest_new();
    const char *body = "{\"productId\":1,\"quantity\":1}";
    static const char *const WRONG[] = {"text/plain", "application/x-www-form-urlencoded",
                                        "multipart/form-data; boundary=x", "application/jsonp", ""};
    for (size_t i = 0; i < COUNT(WRONG); i++)
        assert_answer(post_cart(guest, WRONG[i], body, 0), 415, "UNSUPPORTED_MEDIA_TYPE");
    assert_answer(post_cart(guest, "application/json; charset=utf-8", "{}", 0), 400,
                  "INVALID_REQUEST");
    assert_answer(post_cart(guest, "Application/JSON", "{}", 0), 400, "INVALID_REQUEST");
}

static void q4_broken_json_is_400_and_crashes_nothing(void **state)
{
    (void)state;
    const char *guest = guest_new();
    static const struct {
        const char *body, *field, *code;
    } CASES[] = {
        {"{", "", "MALFORMED"},
        {"nonsense", "", "MALFORMED"},
        {"{\"productId\":1,}", "", "MALFORMED"},
        {"{'productId':1}", "", "MALFORMED"},
        {"{\"productId\":1} {}", "", "MALFORMED"},
        {"{\"productId\":01}", "", "MALFORMED"},
        {"{\"productId\":NaN}", "", "MALFORMED"},
        {"/* note */{}", "", "MALFORMED"},
        {"[]", "", "INVALID_TYPE"},
        {"null", "", "INVALID_TYPE"},
        {"1", "", "INVALID_TYPE"},
        {"\"text\"", "", "INVALID_TYPE"},
        {"{\"productId\":1,\"productId\":2,\"quantity\":1}", "", "DUPLICATE"},
        {"{\"productId\":null,\"quantity\":1}", "productId", "INVALID_TYPE"},
        {"{\"productId\":{},\"quantity\":1}", "productId", "INVALID_TYPE"},
        {"{\"productId\":[],\"quantity\":1}", "productId", "INVALID_TYPE"},
        {"{\"productId\":true,\"quantity\":1}", "productId", "INVALID_TYPE"},
        {"{\"productId\":1e3,\"quantity\":1}", "productId", "INVALID_TYPE"},
        {"{\"productId\":99999999999999999999,\"quantity\":1}", "productId", "OUT_OF_RANGE"},
        {"{\"productId\":-99999999999999999999,\"quantity\":1}", "productId", "OUT_OF_RANGE"},
        {"{\"note\":\"\\u0000\"}", "note", "INVALID_TEXT"},
        {"{\"note\":\"\\ud800\"}", "note", "INVALID_TEXT"},
        {"{\"note\":\"\xc3\x28\"}", "note", "INVALID_TEXT"},
        {"{\"no\\u0000te\":1}", "", "INVALID_TEXT"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_invalid(post_cart(guest, NULL, CASES[i].body, 0), CASES[i].field, CASES[i].code);
    /* A raw NUL, in a text and bare. */
    assert_answer(post_cart(guest, NULL, "{\"note\":\"a\0b\"}", 14), 400, "INVALID_REQUEST");
    assert_answer(post_cart(guest, NULL, "{}\0", 3), 400, "INVALID_REQUEST");
}

static void q4_too_deep_and_too_many_are_400(void **state)
{
    (void)state;
    const char *guest = guest_new();
    char deep[60001] = "";
    memset(deep, '[', 60000);
    struct answer a = post_cart(guest, NULL, deep, 0);
    assert_answer(a, 400, "INVALID_REQUEST");
    assert_text(a, "errors.0.code", "TOO_DEEP");
    for (size_t i = 0; i < 60000; i += 3)
        memcpy(deep + i, i == 0 ? "[[]" : ",[]", 3);
    assert_answer(post_cart(guest, NULL, deep, 0), 400, "INVALID_REQUEST");
}

static void q4_body_over_64_kib_is_413(void **state)
{
    (void)state;
    const char *guest = guest_new();
    char *body = malloc(200000);
    assert_non_null(body);
    memset(body, ' ', 200000);
    memcpy(body, "{}", 2);
    struct answer fits = post_cart(guest, NULL, body, 65536);
    struct answer over = post_cart(guest, NULL, body, 65537);
    struct answer far_over = post_cart(guest, NULL, body, 200000);
    free(body);
    assert_answer(fits, 400, "INVALID_REQUEST");
    assert_answer(over, 413, "BODY_TOO_LARGE");
    assert_answer(far_over, 413, "BODY_TOO_LARGE");
}

static void q4_every_problem_is_named_not_only_the_first(void **state)
{
    (void)state;
    struct answer a =
        post_cart(guest_new(), NULL, "{\"productId\":\"x\",\"quantity\":0,\"more\":1}", 0);
    assert_invalid(a, "productId", "INVALID_TYPE");
    assert_invalid(a, "quantity", "OUT_OF_RANGE");
    assert_invalid(a, "more", "UNKNOWN_FIELD");
    assert_int_equal(answer_count(a, "errors"), 3);
    assert_shape(a, "errors.0", "field:text code:text reason:text");
    assert_shape(a, "", "code:text message:text errors:list requestId:text");
}

static struct answer speaking(const char *path, const char *language)
{
    return ASK(.method = "GET", .path = path,
               .headers = {language != NULL ? text("Accept-Language: %s", language) : NULL});
}

static void q4_messages_are_korean_or_english_as_asked(void **state)
{
    (void)state;
    static const struct {
        const char *path, *language, *message;
    } CASES[] = {
        {"/api/category", NULL, "요청에 성공했습니다."},
        {"/api/category", "ko", "요청에 성공했습니다."},
        {"/api/category", "fr", "요청에 성공했습니다."},
        {"/api/category", "en", "The request succeeded."},
        {"/api/category", "en-US,en;q=0.9,ko;q=0.8", "The request succeeded."},
        {"/api/category", "ko;q=0.5,en;q=0.9", "The request succeeded."},
        {"/api/category", "ko-KR,ko;q=0.9,en;q=0.8", "요청에 성공했습니다."},
        {"/api/cart", NULL, "로그인이 필요합니다."},
        {"/api/cart", "en", "Please log in first."},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct answer a = speaking(CASES[i].path, CASES[i].language);
        assert_text(a, "message", CASES[i].message);
    }
    assert_shape(speaking("/api/category", NULL), "", "code:text message:text data:object");
}

static void q4_request_ids_are_fresh_and_ours(void **state)
{
    (void)state;
    struct answer a =
        ASK(.method = "GET", .path = "/api/category", .headers = {"X-Request-Id: mine"});
    struct answer b = ask("GET", "/api/category", NULL);
    assert_answer(a, 200, "SUCCESS");
    assert_string_not_equal(header(a, "X-Request-Id"), "mine");
    assert_string_not_equal(header(a, "X-Request-Id"), header(b, "X-Request-Id"));
}

static void json_is_never_kept_by_caches(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = ask("GET", "/api/member/me", p.token);
    assert_string_equal(header(a, "Cache-Control"), "no-store");
    assert_string_equal(header(a, "X-Content-Type-Options"), "nosniff");
}

static void q4_unknown_paths_are_404_in_the_envelope(void **state)
{
    (void)state;
    static const char *const PATHS[] = {
        "/api",
        "/api/",
        "/api/nothing",
        "/api/nothing/1",
        "/api/cart/1/2",
        "/api/member/me/",
        "/api//cart/1x",
        "/api/order/",
        "/api/point/1/all",
        "/api/popular",
        "/api/product/%00",
        "/api/cart/99999999999999999999",
    };
    for (size_t i = 0; i < COUNT(PATHS); i++) {
        struct answer a = ask("GET", PATHS[i], NULL);
        /* nginx itself refuses an escaped NUL. */
        if (strstr(PATHS[i], "%00") != NULL)
            assert_answer(a, 400, "INVALID_REQUEST");
        else
            assert_answer(a, 404, "ENTITY_NOT_FOUND");
    }
}

static void q4_methods_nobody_has_are_405_in_the_envelope(void **state)
{
    (void)state;
    static const char *const METHODS[] = {"PUT", "TRACE", "PROPFIND", "OPTIONS"};
    for (size_t i = 0; i < COUNT(METHODS); i++) {
        struct answer a = ask(METHODS[i], "/api/cart", guest_new());
        assert_answer(a, 405, "METHOD_NOT_ALLOWED");
        assert_non_null(header(a, "Allow"));
    }
}

static void q4_head_is_get_without_a_body(void **state)
{
    (void)state;
    struct answer a = ask("HEAD", "/api/category", NULL);
    assert_int_equal(a.status, 200);
    assert_int_equal(a.size, 0);
}

static void q4_nginx_refuses_in_the_envelope_too(void **state)
{
    (void)state;
    char *path = malloc(20000);
    assert_non_null(path);
    memset(path, 'x', 19999);
    path[19999] = '\0';
    memcpy(path, "/api/product?q=", 15);
    struct answer too_long = ask("GET", path, NULL);
    memcpy(path, "X-Filler: ", 10);
    struct answer header_too_long =
        ASK(.method = "GET", .path = "/api/category", .headers = {path, "Accept-Language: en"});
    free(path);
    assert_answer(too_long, 400, "INVALID_REQUEST");
    assert_answer(header_too_long, 400, "INVALID_REQUEST");
}

static void health_and_readiness(void **state)
{
    (void)state;
    assert_answer(ask("GET", "/healthz", NULL), 200, "SUCCESS");
    assert_answer(ask("GET", "/readyz", NULL), 200, "SUCCESS");
    assert_int_equal(ask("POST", "/healthz", NULL).status, 405);
}

static void q4_pages_refuse_as_pages(void **state)
{
    (void)state;
    struct answer a = ask("GET", "/nothing-here", NULL);
    assert_int_equal(a.status, 404);
    assert_int_equal(strncmp(header(a, "Content-Type"), "text/html", 9), 0);
    assert_non_null(header(a, "X-Request-Id"));
}

/* A line that is too long came without its headers: nobody knows which language they would ask for.
 */
static void q4_page_in_an_unknown_language_is_in_both(void **state)
{
    (void)state;
    static const char KOREAN[] = "<h1>잘못된 요청입니다.</h1>";
    static const char ENGLISH[] = "<h2 lang=\"en\">The request is not valid.</h2>";
    static char body[66000];
    char path[9001] = "/?";
    memset(path + 2, 'x', sizeof path - 3);
    struct answer a = ASK(.method = "GET", .path = path, .headers = {"Accept-Language: en"});
    assert_int_equal(a.status, 400);
    assert_non_null(strstr(a.body, KOREAN));
    assert_non_null(strstr(a.body, ENGLISH));

    memset(body, 'x', sizeof body - 1);
    static const struct {
        const char *header, *language;
        bool both;
    } CASES[] = {
        {"Accept-Language: en", "<html lang=\"en\">", false},
        {"Accept-Language: ko", "<html lang=\"ko\">", false},
        {"Accept-Language: fr", "<html lang=\"ko\">", false},
        {"Cookie: lang=en", "<html lang=\"en\">", false},
        {"Cookie: lang=ko", "<html lang=\"ko\">", false},
        {"Accept-Language:", "<html lang=\"ko\">", true},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        a = ASK(.method = "POST", .path = "/login", .body = body, .headers = {CASES[i].header});
        assert_int_equal(a.status, 413);
        assert_non_null(strstr(a.body, CASES[i].language));
        assert_int_equal(strstr(a.body, "<h2 lang=\"en\">") != NULL, CASES[i].both);
    }
}

/* What headers say that nobody asked for is kept to itself: not in a page, not in the envelope, not
 * in a header, whether the request is taken or refused. */
static void q4_headers_are_not_said_back(void **state)
{
    (void)state;
    static const char *const PATHS[] = {
        "/",
        "/products?q=nothing",
        "/login",
        "/cart",
        "/orders/20260101-0000000000",
        "/nothing-here",
        "/products?limit=0",
        "/seller",
        "/%00",
        "/robots.txt",
        "/sitemap.xml",
        "/docs",
        "/sandbox/gateway/checkout/none",
        "/api/nothing",
        "/api/category",
        "/api/cart",
        "/api/product/%00",
        "/api/openapi.json",
        "/healthz",
    };
    for (size_t i = 0; i < COUNT(PATHS); i++) {
        struct answer a =
            ASK(.method = "GET", .path = PATHS[i],
                .headers = {"Host: hitme.example", "User-Agent: <hitme>",
                            "Referer: http://hitme.example/", "X-Request-Id: hitme",
                            "X-Forwarded-Host: hitme.example", "X-Forwarded-Proto: hitme",
                            "Forwarded: host=hitme.example", "X-Original-URL: /hitme"});
        assert_in_range(a.status, 200, 404);
        if (strcasestr(a.body, "hitme") != NULL || strcasestr(a.head, "hitme") != NULL)
            fail_msg("%s says a header back: %s%s", PATHS[i], a.head, a.body);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(q4_body_must_be_json_and_say_so),
        PROVES(q4_broken_json_is_400_and_crashes_nothing),
        PROVES(q4_too_deep_and_too_many_are_400),
        PROVES(q4_body_over_64_kib_is_413),
        PROVES(q4_every_problem_is_named_not_only_the_first),
        PROVES(q4_messages_are_korean_or_english_as_asked),
        PROVES(q4_request_ids_are_fresh_and_ours),
        PROVES(json_is_never_kept_by_caches),
        PROVES(q4_unknown_paths_are_404_in_the_envelope),
        PROVES(q4_methods_nobody_has_are_405_in_the_envelope),
        PROVES(q4_head_is_get_without_a_body),
        PROVES(q4_nginx_refuses_in_the_envelope_too),
        PROVES(health_and_readiness),
        PROVES(q4_pages_refuse_as_pages),
        PROVES(q4_page_in_an_unknown_language_is_in_both),
        PROVES(q4_headers_are_not_said_back),
    };
    return RUN_TESTS(tests);
}
