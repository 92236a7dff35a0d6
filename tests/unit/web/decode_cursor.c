/* web/decode_cursor.c: cursors are opaque, and those of other lists are refused. */
#include "web_test.h"

#include "web/decode.h"

static void comes_back(void **state)
{
    static const int64_t values[] = {0, -1, 1, ID_MAX, INT64_MAX, INT64_MIN};
    struct call *call = *state;
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        struct cursor cursor;
        const char *text = cursor_encode(call->arena, "product.newest", values[i], -values[i] / 3);
        assert_non_null(text);
        assert_true(strlen(text) <= 200);
        assert_int_equal(cursor_decode(call, "product.newest", text, &cursor), E_OK);
        assert_true(cursor.set && cursor.key == values[i] && cursor.id == -values[i] / 3);
    }
}

static void none_is_the_first_page(void **state)
{
    struct cursor cursor = {.key = 3, .set = true};
    assert_int_equal(cursor_decode(*state, "order", NULL, &cursor), E_OK);
    assert_false(cursor.set);
}

static void refuses_others(void **state)
{
    /* order:1:2 = b3JkZXI6MToy */
    static const char *const texts[] = {"",
                                        "x",
                                        "b3JkZXI6MToy=",
                                        "b3JkZXI6MToy ",
                                        "b3JkZXI6MToz\n",
                                        "b3JkZXI6MTo",
                                        "b3JkZXI=",
                                        "b3JkZXI6MQ",
                                        "b3JkZXI",
                                        "b3JkZXI6",
                                        "b3JkZXI6MTp4",
                                        "////",
                                        "b3JkZXI6MTowMg",
                                        "b3JkZXI6MToyAA",
                                        "b3JkZXI6OTk5OTk5OTk5OTk5OTk5OTk5OTk6MQ"};
    struct call *call = *state;
    struct cursor cursor;
    assert_int_equal(cursor_decode(call, "order", "b3JkZXI6MToy", &cursor), E_OK);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        forget_problems(call);
        if (cursor_decode(call, "order", texts[i], &cursor) != E_INVALID_REQUEST)
            fail_msg("accepted: %s", texts[i]);
        assert_problem(call, "cursor", P_INVALID_VALUE);
        assert_int_equal(cursor.id, 2);
    }
    assert_int_equal(cursor_decode(call, "orders", "b3JkZXI6MToy", &cursor), E_INVALID_REQUEST);
    assert_int_equal(cursor_decode(call, "orde", "b3JkZXI6MToy", &cursor), E_INVALID_REQUEST);
    char huge[4096];
    memset(huge, 'A', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    assert_int_equal(cursor_decode(call, "order", huge, &cursor), E_INVALID_REQUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WEB_TEST(comes_back),
        WEB_TEST(none_is_the_first_page),
        WEB_TEST(refuses_others),
    };
    return cmocka_run_group_tests_name("web/decode_cursor", tests, NULL, NULL);
}
