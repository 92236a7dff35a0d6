/* web/http.c: cookies, headers, redirects. */
#include "web_test.h"

#include "web/http.h"

static void reads_cookies(void **state)
{
    struct call *call = *state;
    struct request req = {.cookie = "sidx=1; sid=abc; lang=\"en\"; empty=; sid=second;x=y=z"};
    assert_string_equal(request_cookie(&req, call->arena, "sid"), "abc");
    assert_string_equal(request_cookie(&req, call->arena, "lang"), "en");
    assert_string_equal(request_cookie(&req, call->arena, "empty"), "");
    assert_string_equal(request_cookie(&req, call->arena, "x"), "y=z");
    assert_null(request_cookie(&req, call->arena, "si"));
    assert_null(request_cookie(&req, call->arena, "id"));
    static const char *const odd[] = {"", ";", " ; ;", "=", "sid", "; sid", "=sid", "\"", "sid;"};
    for (size_t i = 0; i < COUNT_OF(odd); i++) {
        req.cookie = odd[i];
        assert_null(request_cookie(&req, call->arena, "sid"));
    }
    req.cookie = "sid=\"";
    assert_string_equal(request_cookie(&req, call->arena, "sid"), "\"");
    req.cookie = NULL;
    assert_null(request_cookie(&req, call->arena, "sid"));
}

static void finds_query_values(void **state)
{
    (void)state;
    static const struct pair query[] = {{"a", "1"}, {"b", ""}, {"a", "2"}};
    struct request req = {.query = query, .query_count = 3};
    assert_string_equal(request_query(&req, "a"), "1");
    assert_string_equal(request_query(&req, "b"), "");
    assert_null(request_query(&req, "c"));
}

static void no_header_splits_a_response(void **state)
{
    (void)state;
    struct response res = {0};
    assert_int_equal(response_header(&res, "X-A", "a\r\nX-B: b"), E_INTERNAL);
    assert_int_equal(response_header(&res, "X-A", "a\x7f"), E_INTERNAL);
    assert_int_equal(response_header(&res, "X A", "a"), E_INTERNAL);
    assert_int_equal(response_header(&res, "", "a"), E_INTERNAL);
    assert_int_equal(response_header(&res, "X-A:", "a"), E_INTERNAL);
    assert_int_equal(response_header(&res, "X-A", NULL), E_INTERNAL);
    assert_int_equal(res.header_count, 0);
    for (int i = 0; i < RESPONSE_HEADERS_MAX; i++)
        assert_int_equal(response_header(&res, "X-A", "가"), E_OK);
    assert_int_equal(response_header(&res, "X-A", "a"), E_INTERNAL);
    assert_string_equal(response_header_of(&res, "x-a"), "가");
    assert_null(response_header_of(&res, "x-b"));
}

static void stays_on_this_site(void **state)
{
    (void)state;
    static const char *const here[] = {"/", "/orders/20261120-ABC", "/products?q=a&b=%2F%2F", "/?a",
                                       "/a/b#c"};
    static const char *const away[] = {"",
                                       "//evil.example",
                                       "///x",
                                       "/\\evil.example",
                                       "\\\\x",
                                       "x",
                                       "http://evil.example/",
                                       "https:evil",
                                       "javascript:alert(1)",
                                       "/a//b",
                                       "/\t/evil",
                                       "/a\nb",
                                       "/a\r\nSet-Cookie: x=y",
                                       "\t/",
                                       " /",
                                       "/\x7f/evil",
                                       "/a\\b"};
    for (size_t i = 0; i < COUNT_OF(here); i++) {
        struct response res = {0};
        assert_true(path_is_local(here[i]));
        assert_int_equal(response_redirect(&res, here[i]), E_OK);
        assert_int_equal(res.status, 303);
        assert_string_equal(response_header_of(&res, "Location"), here[i]);
        res = (struct response){0};
        assert_int_equal(response_send_on(&res, here[i]), E_OK);
        assert_int_equal(res.status, 307);
    }
    for (size_t i = 0; i < COUNT_OF(away); i++) {
        struct response res = {0};
        if (path_is_local(away[i]))
            fail_msg("local: %s", away[i]);
        assert_int_equal(response_redirect(&res, away[i]), E_INTERNAL);
        assert_int_equal(response_send_on(&res, away[i]), E_INTERNAL);
        assert_int_equal(res.status, 0);
    }
    assert_false(path_is_local(NULL));
    char longest[PATH_LOCAL_MAX + 2];
    memset(longest, 'a', sizeof longest);
    longest[0] = '/';
    longest[PATH_LOCAL_MAX + 1] = '\0';
    assert_false(path_is_local(longest));
    longest[PATH_LOCAL_MAX] = '\0';
    assert_true(path_is_local(longest));
}

static void sets_cookies(void **state)
{
    struct call *call = *state;
    struct response res = {0};
    assert_int_equal(response_cookie(&res, call->arena, "sid", "abc-_1", 3600, true), E_OK);
    assert_string_equal(res.headers[0].value,
                        "sid=abc-_1; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600; Secure");
    assert_int_equal(response_cookie(&res, call->arena, "sid", "abc", 0, false), E_OK);
    assert_string_equal(res.headers[1].value, "sid=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    assert_int_equal(response_cookie(&res, call->arena, "v", "1", -1, false), E_OK);
    assert_string_equal(res.headers[2].value, "v=1; Path=/; HttpOnly; SameSite=Lax");
    static const char *const wrong[] = {"a;b", "a b", "a,b", "a\"b", "a\\b", "a\nb", "가", "a\x7f"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(response_cookie(&res, call->arena, "sid", wrong[i], 1, false), E_INTERNAL);
    assert_int_equal(response_cookie(&res, call->arena, "s;d", "a", 1, false), E_INTERNAL);
    arena_fail_at(call->arena, 1);
    assert_int_equal(response_cookie(&res, call->arena, "sid", "a", 1, false), E_NO_MEMORY);
    assert_int_equal(res.header_count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(reads_cookies),
        WEB_TEST(finds_query_values),
        WEB_TEST(no_header_splits_a_response),
        WEB_TEST(stays_on_this_site),
        WEB_TEST(sets_cookies),
    };
    return cmocka_run_group_tests_name("web/http", tests, NULL, NULL);
}
