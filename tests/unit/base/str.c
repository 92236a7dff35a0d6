#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/str.h"

#define TEXT(literal) ((struct slice){(literal), sizeof(literal) - 1})

static int set_up(void **state)
{
    *state = arena_new(1 << 20);
    return *state == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void test_strbuf_grows(void **state)
{
    struct strbuf buf = strbuf_make(*state, 100000);
    assert_string_equal(buf.data, "");
    for (int i = 0; i < 1000; i++) {
        strbuf_puts(&buf, "ab");
        strbuf_add(&buf, "c\0d", 3);
        strbuf_printf(&buf, "%03d", i);
        assert_int_equal(buf.data[buf.size], '\0');
    }
    struct slice text;
    assert_int_equal(strbuf_finish(&buf, &text), E_OK);
    assert_int_equal(text.size, 8000);
    assert_memory_equal(text.data, "abc\0d000abc\0d001", 16);
}

static void test_an_empty_strbuf_is_an_empty_text(void **state)
{
    struct strbuf buf = strbuf_make(*state, 0);
    strbuf_puts(&buf, "");
    strbuf_printf(&buf, "%s", "");
    struct slice text;
    assert_int_equal(strbuf_finish(&buf, &text), E_OK);
    assert_int_equal(text.size, 0);
    assert_string_equal(text.data, "");
}

static void test_strbuf_limit(void **state)
{
    struct strbuf buf = strbuf_make(*state, 5);
    strbuf_puts(&buf, "12345");
    struct slice text = {NULL, 77};
    assert_int_equal(strbuf_finish(&buf, &text), E_OK);
    assert_string_equal(text.data, "12345");

    strbuf_puts(&buf, "6");
    strbuf_puts(&buf, "");
    text = (struct slice){NULL, 77};
    assert_int_equal(strbuf_finish(&buf, &text), E_NO_MEMORY);
    assert_int_equal(text.size, 77);
    assert_string_equal(buf.data, "12345");

    struct strbuf roomy = strbuf_make(*state, 100);
    strbuf_puts(&roomy, "12345");
    strbuf_add(&roomy, (char[96]){0}, 96);
    strbuf_puts(&roomy, "6"); /* nothing after what did not fit, though there were room */
    strbuf_int(&roomy, 7);
    assert_int_equal(strbuf_finish(&roomy, &text), E_NO_MEMORY);
    assert_string_equal(roomy.data, "12345");

    struct strbuf wild = strbuf_make(*state, 100);
    volatile size_t huge = SIZE_MAX - 3;
    strbuf_puts(&wild, "12345");
    strbuf_add(&wild, "6", huge);
    assert_true(wild.failed);
    assert_string_equal(wild.data, "12345");

    struct strbuf printed = strbuf_make(*state, 5);
    strbuf_printf(&printed, "%06d", 1);
    assert_int_equal(strbuf_finish(&printed, &text), E_NO_MEMORY);
}

static void test_strbuf_without_memory(void **state)
{
    (void)state;
    struct arena *arena = arena_new(200);
    struct strbuf buf = strbuf_make(arena, SIZE_MAX);
    struct slice text;
    for (int i = 0; i < 100; i++)
        strbuf_puts(&buf, "abcdef");
    assert_true(buf.failed);
    assert_int_equal(strbuf_finish(&buf, &text), E_NO_MEMORY);
    arena_free(arena);
}

/* Eight plain bytes are looked at together. */
static void test_utf8_wherever_it_breaks(void **state)
{
    (void)state;
    char text[30];
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'a', sizeof text);
        assert_true(utf8_valid(text, at));
        text[at] = '\x80';
        assert_false(utf8_valid(text, sizeof text));
        assert_true(utf8_valid(text, at));
        if (at + 3 <= sizeof text) {
            memcpy(text + at, "장", 3);
            assert_true(utf8_valid(text, sizeof text));
            assert_false(utf8_valid(text, at + 2));
        }
    }
}

static void test_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t size;
        bool valid;
        size_t length;
    } CASES[] = {
#define BYTES(literal) literal, sizeof(literal) - 1
        {BYTES(""), true, 0},
        {BYTES("abc"), true, 3},
        {BYTES("a\0b"), true, 3},
        {BYTES("장터"), true, 2},
        {BYTES("\xC2\x80"), true, 1},
        {BYTES("\xDF\xBF"), true, 1},
        {BYTES("\xE0\xA0\x80"), true, 1},
        {BYTES("\xED\x9F\xBF"), true, 1},
        {BYTES("\xEE\x80\x80"), true, 1},
        {BYTES("\xEF\xBF\xBF"), true, 1},
        {BYTES("\xF0\x90\x80\x80"), true, 1},
        {BYTES("\xF4\x8F\xBF\xBF"), true, 1},
        {BYTES("😀x"), true, 2},
        {BYTES("\x80"), false, 0},
        {BYTES("\xC0\x80"), false, 0},         /* overlong NUL */
        {BYTES("\xC1\xBF"), false, 0},         /* overlong */
        {BYTES("\xE0\x9F\xBF"), false, 0},     /* overlong */
        {BYTES("\xF0\x8F\xBF\xBF"), false, 0}, /* overlong */
        {BYTES("\xED\xA0\x80"), false, 0},     /* surrogate */
        {BYTES("\xF4\x90\x80\x80"), false, 0}, /* above U+10FFFF */
        {BYTES("\xF5\x80\x80\x80"), false, 0},
        {BYTES("\xFF"), false, 0},
        {BYTES("a\xC3"), false, 0}, /* cut */
        {BYTES("\xE3\x80"), false, 0},
        {BYTES("\xF0\x9F\x98"), false, 0},
        {BYTES("\xC3("), false, 0},
        {BYTES("\xE3\x80("), false, 0},
        {BYTES("\xF0\x9F\x98("), false, 0},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        /* A copy of the exact size: a read past the end is seen. */
        struct arena *arena = arena_new(4096);
        char *copy = arena_alloc(arena, CASES[i].size);
        memcpy(copy, CASES[i].data, CASES[i].size);
        assert_int_equal(utf8_valid(copy, CASES[i].size), CASES[i].valid);
        if (CASES[i].valid)
            assert_int_equal(utf8_length(copy, CASES[i].size), CASES[i].length);
        arena_free(arena);
    }
    assert_int_equal(utf8_step("장터", 6), 3);
    assert_int_equal(utf8_step("장", 2), 0);
    assert_int_equal(utf8_step("", 0), 0);
}

static void test_to_int(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t min, max, value;
        bool good;
    } CASES[] = {
        {"0", 0, 10, 0, true},
        {"7", 0, 10, 7, true},
        {"10", 0, 10, 10, true},
        {"11", 0, 10, 0, false},
        {"-1", 0, 10, 0, false},
        {"-1", -5, 10, -1, true},
        {"9223372036854775807", INT64_MIN, INT64_MAX, INT64_MAX, true},
        {"9223372036854775808", INT64_MIN, INT64_MAX, 0, false},
        {"-9223372036854775808", INT64_MIN, INT64_MAX, INT64_MIN, true},
        {"-9223372036854775809", INT64_MIN, INT64_MAX, 0, false},
        {"99999999999999999999999", INT64_MIN, INT64_MAX, 0, false},
        {"", INT64_MIN, INT64_MAX, 0, false},
        {"-", INT64_MIN, INT64_MAX, 0, false},
        {"-0", INT64_MIN, INT64_MAX, 0, false},
        {"+1", INT64_MIN, INT64_MAX, 0, false},
        {"01", INT64_MIN, INT64_MAX, 0, false},
        {"00", INT64_MIN, INT64_MAX, 0, false},
        {"-01", INT64_MIN, INT64_MAX, 0, false},
        {" 1", INT64_MIN, INT64_MAX, 0, false},
        {"1 ", INT64_MIN, INT64_MAX, 0, false},
        {"1.5", INT64_MIN, INT64_MAX, 0, false},
        {"1e3", INT64_MIN, INT64_MAX, 0, false},
        {"0x1", INT64_MIN, INT64_MAX, 0, false},
        {"１", INT64_MIN, INT64_MAX, 0, false},
        {"--1", INT64_MIN, INT64_MAX, 0, false},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        int64_t value = 4711;
        bool good =
            str_to_int(CASES[i].text, strlen(CASES[i].text), CASES[i].min, CASES[i].max, &value);
        assert_int_equal(good, CASES[i].good);
        assert_true(value == (good ? CASES[i].value : 4711));
    }
    int64_t value = 0;
    assert_true(str_to_int("123x", 3, 0, 1000, &value));
    assert_int_equal(value, 123);
    assert_false(str_to_int("1\0", 2, 0, 1000, &value));
}

static void test_trim(void **state)
{
    (void)state;
    static const struct {
        struct slice text, trimmed;
    } CASES[] = {
        {TEXT(""), TEXT("")},
        {TEXT("a"), TEXT("a")},
        {TEXT(" \t\r\n\v\fa b\n "), TEXT("a b")},
        {TEXT("\u3000 장 터 \u3000"), TEXT("장 터")},
        {TEXT(" \u3000\u3000 "), TEXT("")},
        {TEXT("\u00a0x"), TEXT("\u00a0x")},
        {TEXT("\xE3\x80"), TEXT("\xE3\x80")},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct slice out = str_trim(CASES[i].text);
        assert_int_equal(out.size, CASES[i].trimmed.size);
        assert_memory_equal(out.data, CASES[i].trimmed.data, out.size);
    }
    assert_int_equal(str_trim((struct slice){NULL, 0}).size, 0);
}

static void test_equal_nocase(void **state)
{
    (void)state;
    assert_true(str_equal_nocase("", ""));
    assert_true(str_equal_nocase("Content-Type", "content-tYPE"));
    assert_false(str_equal_nocase("abc", "ab"));
    assert_false(str_equal_nocase("ab", "abc"));
    assert_false(str_equal_nocase("[", "{"));
    assert_false(str_equal_nocase("É", "é"));
}

static void test_hex(void **state)
{
    assert_string_equal(str_hex(*state, "\x00\x7f\xff\x0a", 4), "007fff0a");
    assert_string_equal(str_hex(*state, "", 0), "");
    assert_null(str_hex(*state, "", SIZE_MAX));
    arena_fail_at(*state, 1);
    assert_null(str_hex(*state, "x", 1));
}

static void test_url_decode(void **state)
{
    static const struct {
        struct slice text;
        const char *decoded; /* NULL: refused */
    } CASES[] = {
        {TEXT(""), ""},         {TEXT("a+b%20c"), "a b c"},
        {TEXT("%2B%2b"), "++"}, {TEXT("%EC%9E%A5"), "장"},
        {TEXT("%25"), "%"},     {TEXT("%"), NULL},
        {TEXT("%2"), NULL},     {TEXT("a%2g"), NULL},
        {TEXT("%g2"), NULL},    {TEXT("%00"), NULL},
        {TEXT("a\0b"), NULL},   {TEXT("%-1"), NULL},
        {TEXT("%%20"), NULL},   {TEXT("%ff"), "\xff"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        char *text = NULL;
        enum err e = str_url_decode(*state, CASES[i].text, &text);
        if (CASES[i].decoded == NULL) {
            assert_int_equal(e, E_INVALID_REQUEST);
            assert_null(text);
        } else {
            assert_int_equal(e, E_OK);
            assert_string_equal(text, CASES[i].decoded);
        }
    }
    char *text = NULL;
    arena_fail_at(*state, 1);
    assert_int_equal(str_url_decode(*state, TEXT("a"), &text), E_NO_MEMORY);
    assert_null(text);
}

static void test_url_encode(void **state)
{
    assert_string_equal(str_url_encode(*state, ""), "");
    assert_string_equal(str_url_encode(*state, "AZaz09-._~"), "AZaz09-._~");
    assert_string_equal(str_url_encode(*state, "a b&c=d/e?장"), "a%20b%26c%3Dd%2Fe%3F%EC%9E%A5");
    arena_fail_at(*state, 1);
    assert_null(str_url_encode(*state, "a"));

    char every[256], *decoded = NULL;
    for (int i = 0; i < 255; i++)
        every[i] = (char)(unsigned char)(i + 1);
    every[255] = '\0';
    const char *encoded = str_url_encode(*state, every);
    struct slice text = {encoded, strlen(encoded)};
    assert_int_equal(str_url_decode(*state, text, &decoded), E_OK);
    assert_string_equal(decoded, every);
}

static void test_points(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t point;
        size_t step;
    } CASES[] = {
        {"a", 'a', 1},         {"\x7f", 0x7F, 1},          {"\xc2\x80", 0x80, 2},
        {"\u07ff", 0x7FF, 2},  {"\u0800", 0x800, 3},       {"장", 0xC7A5, 3},
        {"\uffff", 0xFFFF, 3}, {"\U00010000", 0x10000, 4}, {"\U0010ffff", 0x10FFFF, 4},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        size_t step;
        assert_int_equal(utf8_point(CASES[i].text, strlen(CASES[i].text), &step), CASES[i].point);
        assert_int_equal(step, CASES[i].step);
    }
}

static void test_blank(void **state)
{
    (void)state;
    static const char *const BLANK[] = {"",
                                        " \t\n",
                                        "\xc2\xa0\u3000",
                                        "\u200b\u200d\ufeff",
                                        "\u3164",
                                        "\u115f\u1160\uffa0",
                                        "\u2800",
                                        "\U000e0020\ufe0f"};
    static const char *const SEEN[] = {"a", " .", "\u200b가", "\u3131", "\U0001f600", "\u2801"};
    for (size_t i = 0; i < COUNT_OF(BLANK); i++)
        assert_true(utf8_blank(BLANK[i], strlen(BLANK[i])));
    for (size_t i = 0; i < COUNT_OF(SEEN); i++)
        assert_false(utf8_blank(SEEN[i], strlen(SEEN[i])));
}

static void test_runs_left(void **state)
{
    (void)state;
    static const char *const LEFT[] = {"abc א", "مرحبا", "\ufe8d", "\u200f", "\U0001e900"};
    static const char *const RIGHT[] = {"", "abc", "가나다 (1)", "\u0900", "\U0001f600", "\u200e"};
    for (size_t i = 0; i < COUNT_OF(LEFT); i++)
        assert_true(utf8_runs_left(LEFT[i], strlen(LEFT[i])));
    for (size_t i = 0; i < COUNT_OF(RIGHT); i++)
        assert_false(utf8_runs_left(RIGHT[i], strlen(RIGHT[i])));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

static void test_an_excerpt_is_one_line_of_so_many_letters(void **state)
{
    assert_string_equal(str_excerpt(*state, "  밤과\r\n\t 감  ", 20), "밤과 감");
    assert_string_equal(str_excerpt(*state, "가나다라", 4), "가나다라");
    assert_string_equal(str_excerpt(*state, "가나다라마", 4), "가나다…");
    assert_string_equal(str_excerpt(*state, "ab", 1), "…");
    assert_string_equal(str_excerpt(*state, " \n ", 5), "");
    assert_string_equal(str_excerpt(*state, "", 5), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_strbuf_grows),
        TEST(test_an_empty_strbuf_is_an_empty_text),
        TEST(test_strbuf_limit),
        TEST(test_strbuf_without_memory),
        TEST(test_utf8_wherever_it_breaks),
        TEST(test_utf8),
        TEST(test_to_int),
        TEST(test_trim),
        TEST(test_equal_nocase),
        TEST(test_hex),
        TEST(test_url_decode),
        TEST(test_url_encode),
        TEST(test_points),
        TEST(test_blank),
        TEST(test_runs_left),
        TEST(test_an_excerpt_is_one_line_of_so_many_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
