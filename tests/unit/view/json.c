#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "view/json.h"

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return arena == NULL;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const char *rendered(struct json root)
{
    struct slice text;
    assert_int_equal(json_render(root, &text), E_OK);
    assert_int_equal(strlen(text.data), text.size);
    return text.data;
}

static void values_of_each_kind(void **state)
{
    (void)state;
    struct json root = json_new(arena);
    json_int(root, "least", INT64_MIN);
    json_int(root, "most", INT64_MAX);
    json_bool(root, "yes", true);
    json_text(root, "text", "장터 </script> \"/\" \n");
    json_text(root, "none", NULL);
    json_time(root, "at", (instant){0});
    json_time(root, "never", INSTANT_NONE);
    json_null(root, "null");
    struct json list = json_array(root, "items");
    json_int(json_object(list, NULL), "n", 1);
    json_text(list, NULL, "two");
    json_null(list, NULL);
    assert_string_equal(rendered(root),
                        "{\"least\":-9223372036854775808,\"most\":9223372036854775807,\"yes\":true,"
                        "\"text\":\"장터 </script> \\\"/\\\" \\n\",\"none\":null,"
                        "\"at\":\"1970-01-01T09:00:00+09:00\",\"never\":null,\"null\":null,"
                        "\"items\":[{\"n\":1},\"two\",null]}");
}

static void what_a_text_must_not_hold_is_escaped(void **state)
{
    (void)state;
    struct json root = json_new(arena);
    json_text(root, "a\"b", "\\\b\f\r\t\x01\x1f\x7f");
    json_text(root, "", "");
    assert_string_equal(rendered(root),
                        "{\"a\\\"b\":\"\\\\\\b\\f\\r\\t\\u0001\\u001f\x7f\",\"\":\"\"}");
}

static void an_empty_document(void **state)
{
    (void)state;
    assert_string_equal(rendered(json_new(arena)), "{}");
}

static void a_text_that_is_not_utf8_fails_the_document(void **state)
{
    (void)state;
    struct json root = json_new(arena);
    json_text(root, "bad", "\xff");
    json_text(json_object(root, "later"), "good", "x");
    struct slice text = {"untouched", 9};
    assert_int_equal(json_render(root, &text), E_INTERNAL);
    assert_string_equal(text.data, "untouched");
}

/* Whichever allocation of the arena fails, the document tells it and nothing leaks. */
static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (uint64_t nth = 1; nth <= 8; nth++) {
        arena_reset(arena);
        arena_fail_at(arena, nth);
        struct json root = json_new(arena);
        json_int(json_object(root, "a"), "b", 1);
        struct slice text = {NULL, 0};
        enum err e = json_render(root, &text);
        assert_true(e == E_OK || e == E_NO_MEMORY);
        assert_true((e == E_OK) == (text.data != NULL));
        arena_fail_at(arena, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_of_each_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(what_a_text_must_not_hold_is_escaped, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_document, setup, teardown),
        cmocka_unit_test_setup_teardown(a_text_that_is_not_utf8_fails_the_document, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(every_allocation_may_fail, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
