/* app/idempotency.c: which values are keys. What needs a database is in tests/store/transact.c. */
#include "app_test.h"

#include "app/idempotency.h"

static void keys_stand_bare_or_quoted(void **state)
{
    static const struct {
        const char *value, *key;
    } CASES[] = {
        {"abc", "abc"}, {"\"abc\"", "abc"}, {"a b~!", "a b~!"}, {"\"a\\\"b\\\\c\"", "a\"b\\c"},
        {"\"", "\""},   {"", NULL},         {"\"\"", NULL},     {"a\tb", NULL},
        {"열쇠", NULL}, {"\"a\\\"", NULL},  {"\"a\\b\"", NULL}, {"a\x7f", NULL},
    };
    struct app_test *test = *state;
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        bool no_memory;
        const char *key = idempotency_key_parse(test->call.arena, CASES[i].value, &no_memory);
        if (CASES[i].key == NULL)
            assert_null(key);
        else
            assert_string_equal(key, CASES[i].key);
        assert_false(no_memory);
    }
}

static void keys_have_a_length(void **state)
{
    struct app_test *test = *state;
    char text[1000];
    bool no_memory;
    memset(text, 'k', sizeof text);
    text[255] = '\0';
    assert_non_null(idempotency_key_parse(test->call.arena, text, &no_memory));
    text[255] = 'k';
    text[256] = '\0';
    assert_null(idempotency_key_parse(test->call.arena, text, &no_memory));
    text[256] = 'k';
    text[999] = '\0';
    assert_null(idempotency_key_parse(test->call.arena, text, &no_memory));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(keys_stand_bare_or_quoted),
        APP_TEST(keys_have_a_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
