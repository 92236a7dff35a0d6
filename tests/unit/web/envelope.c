/* web/envelope.c: what an error looks like to a client. */
#include "web_test.h"

#include <json-c/json.h>

#include "web/envelope.h"

static struct json_object *parse(const struct response *res)
{
    struct json_object *root = json_tokener_parse(res->body.data);
    assert_non_null(root);
    assert_string_equal(res->content_type, "application/json");
    return root;
}

static const char *text_at(struct json_object *object, const char *key)
{
    struct json_object *value;
    return json_object_object_get_ex(object, key, &value) ? json_object_get_string(value)
                                                          : "(none)";
}

static void names_the_error(void **state)
{
    struct call *call = *state;
    struct response res = {0};
    envelope_error(&res, call->arena, LANG_EN, E_ORDER_NOT_FOUND, &call->problems, "r-1");
    struct json_object *root = parse(&res);
    assert_int_equal(res.status, 404);
    assert_string_equal(text_at(root, "code"), "ORDER_NOT_FOUND");
    assert_string_equal(text_at(root, "message"), message_error(LANG_EN, E_ORDER_NOT_FOUND));
    assert_string_equal(text_at(root, "requestId"), "r-1");
    assert_string_equal(text_at(root, "errors"), "(none)");
    json_object_put(root);
}

static void names_fields_and_products(void **state)
{
    struct call *call = *state;
    struct response res = {0};
    problem_add_shortage(&call->problems, call->arena, "items[1].quantity", (product_id){7}, 3, 0);
    problem_add_bounds(&call->problems, call->arena, "name", P_TOO_LONG, 1, 20);
    envelope_error(&res, call->arena, LANG_KO, E_STOCK_NOT_ENOUGH, &call->problems, "r-1");
    struct json_object *root = parse(&res), *errors, *value;
    assert_int_equal(res.status, 409);
    assert_true(json_object_object_get_ex(root, "errors", &errors));
    assert_int_equal(json_object_array_length(errors), 2);
    struct json_object *first = json_object_array_get_idx(errors, 0);
    assert_string_equal(text_at(first, "field"), "items[1].quantity");
    assert_string_equal(text_at(first, "code"), "STOCK_NOT_ENOUGH");
    assert_true(json_object_object_get_ex(first, "reason", &value));
    assert_string_equal(text_at(first, "productId"), "7");
    assert_string_equal(text_at(first, "requested"), "3");
    assert_string_equal(text_at(first, "available"), "0");
    struct json_object *second = json_object_array_get_idx(errors, 1);
    assert_string_equal(text_at(second, "code"), "TOO_LONG");
    assert_string_equal(text_at(second, "productId"), "(none)");
    assert_string_equal(text_at(second, "available"), "(none)");
    json_object_put(root);
}

static void tells_no_detail_of_a_fault(void **state)
{
    struct call *call = *state;
    struct response res = {0};
    problem_add(&call->problems, call->arena, "secret_column", P_INVALID_TYPE);
    envelope_error(&res, call->arena, LANG_KO, E_INTERNAL, &call->problems, "r-1");
    assert_int_equal(res.status, 500);
    assert_null(strstr(res.body.data, "secret_column"));
}

static void answers_without_memory(void **state)
{
    struct call *call = *state;
    problem_add(&call->problems, call->arena, "name", P_REQUIRED);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        bool whole = false;
        for (uint64_t nth = 1; !whole; nth++) {
            struct response res = {0};
            arena_fail_at(call->arena, nth);
            envelope_error(&res, call->arena, (enum lang)lang, E_FORBIDDEN, &call->problems, "r-1");
            struct json_object *root = parse(&res);
            assert_string_equal(text_at(root, "requestId"), "r-1");
            whole = res.status == 403;
            assert_true(whole || res.status == 500);
            json_object_put(root);
        }
    }
    arena_fail_at(call->arena, 0);
}

static void adds_what_a_status_must_have(void **state)
{
    struct call *call = *state;
    struct response res = {.status = 405};
    assert_int_equal(envelope_headers(&res, call->arena, "GET, POST", 0), E_OK);
    assert_string_equal(response_header_of(&res, "Allow"), "GET, POST");
    assert_int_equal(res.header_count, 1);
    res = (struct response){.status = 503};
    assert_int_equal(envelope_headers(&res, call->arena, NULL, 0), E_OK);
    assert_string_equal(response_header_of(&res, "Retry-After"), "2");
    res = (struct response){.status = 429};
    assert_int_equal(envelope_headers(&res, call->arena, NULL, 77), E_OK);
    assert_string_equal(response_header_of(&res, "Retry-After"), "77");
    res = (struct response){.status = 404};
    assert_int_equal(envelope_headers(&res, call->arena, "GET", 5), E_OK);
    assert_int_equal(res.header_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(names_the_error),
        WEB_TEST(names_fields_and_products),
        WEB_TEST(tells_no_detail_of_a_fault),
        WEB_TEST(answers_without_memory),
        WEB_TEST(adds_what_a_status_must_have),
    };
    return cmocka_run_group_tests_name("web/envelope", tests, NULL, NULL);
}
