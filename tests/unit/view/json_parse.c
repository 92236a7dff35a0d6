#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "view/json_parse.h"

#define DEPTH 3

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

static const struct json_node *parsed(const char *text)
{
    const struct json_node *root = NULL;
    enum json_fault fault;
    if (json_parse(arena, (struct slice){text, strlen(text)}, DEPTH, &root, &fault) != E_OK)
        fail_msg("refused: %s", text);
    assert_int_equal(fault, JSON_FINE);
    return root;
}

static void refused(const char *text, enum json_fault wanted)
{
    const struct json_node *root = NULL;
    enum json_fault fault;
    const enum err e = json_parse(arena, (struct slice){text, strlen(text)}, DEPTH, &root, &fault);
    if (e != E_INVALID_REQUEST || fault != wanted || root != NULL)
        fail_msg("not refused as it should be: %s", text);
}

static void is_text(const char *json, const char *wanted, size_t size)
{
    const struct json_node *node = parsed(json);
    assert_int_equal(node->kind, JSON_STRING);
    assert_int_equal(node->text.size, size);
    assert_memory_equal(node->text.data, wanted, size + 1);
}

static void is_number(const char *json, enum json_kind kind, int64_t number)
{
    const struct json_node *node = parsed(json);
    assert_int_equal(node->kind, kind);
    assert_int_equal(node->number, number);
}

static void values_of_each_kind(void **state)
{
    (void)state;
    is_number(" 0 ", JSON_INT, 0);
    is_number("-1", JSON_INT, -1);
    is_number("9223372036854775807", JSON_INT, INT64_MAX);
    is_number("9223372036854775808", JSON_INT, INT64_MAX);
    is_number("-9223372036854775808", JSON_INT, INT64_MIN);
    is_number("-99999999999999999999", JSON_INT, INT64_MIN);
    assert_int_equal(parsed("1.5")->kind, JSON_NUMBER);
    assert_int_equal(parsed("1e3")->kind, JSON_NUMBER);
    assert_int_equal(parsed("-0.0E-07")->kind, JSON_NUMBER);
    is_number("true", JSON_BOOL, 1);
    is_number("false", JSON_BOOL, 0);
    is_number("\tnull\r\n", JSON_NULL, 0);
    is_text("\"\"", "", 0);
    is_text("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t", 8);
    is_text("\"장\\uc7A5\\u0041\\u00e9\\ud83D\\ude00\"", "장장Aé😀", 13);
    is_text("\"a\\u0000b\"", "a\0b", 3);
}

static void members_and_items_stand_in_order(void **state)
{
    (void)state;
    const struct json_node *root = parsed("{ \"a\" : [1, [ ] ,2], \"b\":{}, \"\":\"x\" }");
    assert_int_equal(root->kind, JSON_OBJECT);
    assert_int_equal(root->count, 3);
    const struct json_node *list = json_member(root, "a");
    assert_int_equal(list->count, 3);
    assert_int_equal(list->first->number, 1);
    assert_int_equal(list->first->next->kind, JSON_ARRAY);
    assert_int_equal(list->first->next->next->number, 2);
    assert_null(list->first->next->next->next);
    assert_int_equal(json_member(root, "b")->count, 0);
    assert_string_equal(json_member(root, "")->text.data, "x");
    assert_null(json_member(root, "c"));
    assert_null(json_member(list, "a"));
}

static void what_is_no_json_is_refused(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"",
                                        " ",
                                        "{",
                                        "}",
                                        "[1,]",
                                        "[,1]",
                                        "[1 2]",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{a:1}",
                                        "{\"a\":1,}",
                                        "{'a':1}",
                                        "{}{}",
                                        "1 1",
                                        "01",
                                        "-",
                                        "+1",
                                        "1.",
                                        ".5",
                                        "1e",
                                        "1e+",
                                        "-01",
                                        "0x1",
                                        "tru",
                                        "nul",
                                        "True",
                                        "NaN",
                                        "Infinity",
                                        "\"",
                                        "\"\\\"",
                                        "\"\\x\"",
                                        "\"\\u12\"",
                                        "\"\\u12g4\"",
                                        "\"\x01\"",
                                        "\"\xff\"",
                                        "\"\xed\xa0\x80\"",
                                        "\"\\ud800\"",
                                        "\"\\ud800x\"",
                                        "\"\\ud800\\u0041\"",
                                        "\"\\udc00\"",
                                        "\"\\",
                                        "[",
                                        "[1",
                                        "{\"a\":1",
                                        "/**/1",
                                        "1//",
                                        "\"a\nb\""};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        refused(TEXTS[i], JSON_MALFORMED);
}

static void nesting_and_names_have_their_limits(void **state)
{
    (void)state;
    (void)parsed("[{\"a\":[1]},[[]]]");
    refused("[[[[]]]]", JSON_TOO_DEEP);
    refused("{\"a\":[{\"b\":{}}]}", JSON_TOO_DEEP);
    refused("{\"a\":1,\"b\":2,\"\\u0061\":3}", JSON_DUPLICATE);
    refused("[{\"\":1,\"\":1}]", JSON_DUPLICATE);
}

/* Every text cut short anywhere is refused, and read no further than it goes. */
static void a_text_may_end_anywhere(void **state)
{
    (void)state;
    static const char WHOLE[] =
        "{\"a\":[1,-2.5e+3,\"x\\u00e9\\n\\ud83d\\ude00\"],\"b\":[true,null]}";
    for (size_t size = 0; size + 1 < sizeof WHOLE; size++) {
        const struct json_node *root;
        enum json_fault fault;
        char *part = arena_alloc(arena, size);
        assert_non_null(part);
        memcpy(part, WHOLE, size);
        assert_int_equal(json_parse(arena, (struct slice){part, size}, DEPTH, &root, &fault),
                         E_INVALID_REQUEST);
    }
    (void)parsed(WHOLE);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static const char TEXT[] = "{\"a\":[1,\"x\"],\"b\":{\"c\":null,\"d\":2}}";
    const struct slice text = {TEXT, sizeof TEXT - 1};
    const struct json_node *root;
    enum json_fault fault;
    enum err e = E_NO_MEMORY;
    uint64_t nth = 1;
    for (; e == E_NO_MEMORY; nth++) {
        arena_fail_at(arena, nth);
        e = json_parse(arena, text, DEPTH, &root, &fault);
    }
    arena_fail_at(arena, 0);
    assert_int_equal(e, E_OK);
    assert_true(nth > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_of_each_kind, setup, teardown),
        cmocka_unit_test_setup_teardown(members_and_items_stand_in_order, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_json_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(nesting_and_names_have_their_limits, setup, teardown),
        cmocka_unit_test_setup_teardown(a_text_may_end_anywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(every_allocation_may_fail, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
