/* web/csrf.c: which unsafe requests go on. */
#include "web_test.h"

#include "web/csrf.h"

static const char ORIGIN[] = "https://shop.example";
static const struct slice SECRET = {"0123456789abcdef0123456789abcdef0123456789a", 43};

static bool allowed(const char *method, const char *site, const char *origin)
{
    struct request req = {.method = method, .sec_fetch_site = site, .origin = origin};
    return csrf_allowed(&req, ORIGIN, false, SECRET, NULL);
}

static void lets_safe_and_bearer_pass(void **state)
{
    (void)state;
    assert_true(allowed("GET", "cross-site", "https://evil.example"));
    assert_true(allowed("HEAD", NULL, NULL));
    struct request req = {.method = "POST", .sec_fetch_site = "cross-site"};
    assert_true(csrf_allowed(&req, ORIGIN, true, SECRET, NULL));
}

static void asks_where_it_comes_from(void **state)
{
    (void)state;
    assert_true(allowed("POST", "same-origin", NULL));
    assert_true(allowed("DELETE", "same-origin", "https://other.example"));
    assert_false(allowed("POST", "same-site", ORIGIN));
    assert_false(allowed("POST", "cross-site", ORIGIN));
    assert_false(allowed("POST", "none", ORIGIN));
    assert_true(allowed("POST", NULL, ORIGIN));
    assert_true(allowed("POST", NULL, "https://SHOP.example:443"));
    static const char *const others[] = {"null",
                                         "",
                                         "http://shop.example",
                                         "https://shop.example:8443",
                                         "https://shop.example.evil",
                                         "https://shop.exampl",
                                         "https://evil.example",
                                         "https://shop.example/"};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_false(allowed("PATCH", NULL, others[i]));
    assert_false(allowed("POST", NULL, NULL));
    struct request req = {.method = "POST", .origin = "http://127.0.0.1:8080"};
    assert_true(csrf_allowed(&req, "http://127.0.0.1:8080", false, SECRET, NULL));
    assert_false(csrf_allowed(&req, "http://127.0.0.1:80", false, SECRET, NULL));
}

static void asks_for_the_token(void **state)
{
    struct call *call = *state;
    struct request req = {.method = "POST"};
    const char *token = csrf_token(call->arena, SECRET);
    assert_int_equal(strlen(token), 43);
    assert_true(csrf_allowed(&req, ORIGIN, false, SECRET, token));
    assert_false(csrf_allowed(&req, ORIGIN, false, SECRET, ""));
    assert_false(csrf_allowed(&req, ORIGIN, false, SECRET, SECRET.data));
    struct slice other = {SECRET.data, 42}, none = {"", 0};
    assert_false(csrf_allowed(&req, ORIGIN, false, other, token));
    assert_false(csrf_allowed(&req, ORIGIN, false, none, token));
    assert_null(csrf_token(call->arena, none));
    req.csrf_token = token;
    assert_true(csrf_allowed(&req, ORIGIN, false, SECRET, NULL));
    assert_false(csrf_allowed(&req, ORIGIN, false, SECRET, "wrong"));
    /* A right token does not help a request that says it comes from elsewhere. */
    req.origin = "https://evil.example";
    assert_false(csrf_allowed(&req, ORIGIN, false, SECRET, token));
}

static void takes_secrets_of_any_size(void **state)
{
    struct call *call = *state;
    char secret[200];
    struct request req = {.method = "POST"};
    memset(secret, 's', sizeof secret);
    const char *before = "";
    for (size_t size = 1; size <= sizeof secret; size++) {
        const char *token = csrf_token(call->arena, (struct slice){secret, size});
        assert_true(csrf_allowed(&req, ORIGIN, false, (struct slice){secret, size}, token));
        assert_string_not_equal(token, before);
        before = token;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(lets_safe_and_bearer_pass),
        WEB_TEST(asks_where_it_comes_from),
        WEB_TEST(asks_for_the_token),
        WEB_TEST(takes_secrets_of_any_size),
    };
    return cmocka_run_group_tests_name("web/csrf", tests, NULL, NULL);
}
