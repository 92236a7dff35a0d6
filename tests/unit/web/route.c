/* web/route.c: which route a method and a path find. */
#include "web_test.h"

#include "web/route.h"

static const struct route ROUTES[] = {
    {.method = "GET", .pattern = "/"},
    {.method = "GET", .pattern = "/api/order"},
    {.method = "POST", .pattern = "/api/order"},
    {.method = "GET", .pattern = "/api/order/{no}"},
    {.method = "GET", .pattern = "/api/point/{id}"},
    {.method = "PATCH", .pattern = "/api/point/charge"},
    {.method = "POST", .pattern = "/api/order/{no}/items/{id}"},
    {.method = "PATCH", .pattern = "/api/order/{no}/items/{id}"},
};

static struct route_match find(void **state, const char *method, const char *path)
{
    struct call *call = *state;
    struct route_match match;
    route_find(ROUTES, COUNT_OF(ROUTES), call->arena, method, path, &match);
    return match;
}

static void finds_by_method_and_path(void **state)
{
    assert_ptr_equal(find(state, "GET", "/").route, &ROUTES[0]);
    assert_ptr_equal(find(state, "POST", "/api/order").route, &ROUTES[2]);
    assert_ptr_equal(find(state, "HEAD", "/api/order").route, &ROUTES[1]);
    struct route_match match = find(state, "PATCH", "/api/order/20261120-ABC/items/42");
    assert_ptr_equal(match.route, &ROUTES[7]);
    assert_string_equal(match.params.text[0], "20261120-ABC");
    assert_int_equal(match.params.id[0], 42);
    assert_int_equal(find(state, "GET", "/api/point/1000000000000000").params.id[0], ID_MAX);
}

static void names_the_methods_of_a_path(void **state)
{
    struct route_match match = find(state, "DELETE", "/api/order");
    assert_null(match.route);
    assert_true(match.path_known);
    assert_string_equal(match.allow, "GET, POST");
    assert_string_equal(find(state, "GET", "/api/point/charge").allow, "PATCH");
    assert_string_equal(find(state, "get", "/").allow, "GET");
}

static void knows_no_other_path(void **state)
{
    static const char *const paths[] = {"",
                                        "//",
                                        "/api",
                                        "/api/order/",
                                        "/api/orders",
                                        "/api/order/a/items",
                                        "/api/order//items/1",
                                        "/api/order/a/items/1/",
                                        "/api/point/0",
                                        "/api/point/-1",
                                        "/api/point/01",
                                        "/api/point/1x",
                                        "/api/point/",
                                        "/api/point/1000000000000001",
                                        "/api/point/99999999999999999999",
                                        "api/order",
                                        "/api/order/\xff",
                                        "/api/order/a\nb",
                                        "/api/order/a\x7f"};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct route_match match = find(state, "GET", paths[i]);
        if (match.path_known || match.route != NULL)
            fail_msg("found: %s", paths[i]);
        assert_string_equal(match.allow, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(finds_by_method_and_path),
        WEB_TEST(names_the_methods_of_a_path),
        WEB_TEST(knows_no_other_path),
    };
    return cmocka_run_group_tests_name("web/route", tests, NULL, NULL);
}
