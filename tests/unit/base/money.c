#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/money.h"

#define REFUSED INT64_C(-77)

static void test_arithmetic(void **state)
{
    (void)state;
    static const struct {
        enum err (*operate)(int64_t a, int64_t b, int64_t *ret_result);
        int64_t a, b, result; /* REFUSED: E_INVALID_REQUEST */
    } CASES[] = {
        {money_add, 1000, 234, 1234},
        {money_add, MONEY_MAX, 0, MONEY_MAX},
        {money_add, MONEY_MAX, 1, REFUSED},
        {money_add, -MONEY_MAX, -1, REFUSED},
        {money_add, INT64_MAX, 1, REFUSED},
        {money_add, INT64_MIN, -1, REFUSED},
        {money_add, INT64_MAX, -INT64_MAX, 0},
        {money_sub, 1000, 234, 766},
        {money_sub, 0, MONEY_MAX, -MONEY_MAX},
        {money_sub, -1, MONEY_MAX, REFUSED},
        {money_sub, 0, INT64_MIN, REFUSED},
        {money_mul, 1500, 999, 1498500},
        {money_mul, -3, 4, -12},
        {money_mul, MONEY_MAX, 1, MONEY_MAX},
        {money_mul, MONEY_MAX, 2, REFUSED},
        {money_mul, MONEY_MAX, MONEY_MAX, REFUSED},
        {money_mul, INT64_MIN, -1, REFUSED},
        {money_mul, 0, INT64_MIN, 0},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        int64_t result = REFUSED;
        enum err e = CASES[i].operate(CASES[i].a, CASES[i].b, &result);
        assert_int_equal(e, CASES[i].result == REFUSED ? E_INVALID_REQUEST : E_OK);
        assert_true(result == CASES[i].result);
    }
}

static void test_share(void **state)
{
    (void)state;
    static const struct {
        int64_t amount, numerator, denominator, share;
    } CASES[] = {
        {10000, 15, 100, 1500},
        {9999, 10, 100, 999},
        {99, 1, 100, 0},
        {0, 5, 7, 0},
        {5, 0, 7, 0},
        {MONEY_MAX, MONEY_MAX, MONEY_MAX, MONEY_MAX},
        {MONEY_MAX, MONEY_MAX - 1, MONEY_MAX, MONEY_MAX - 1},
        {INT64_MAX, INT64_MAX, INT64_MAX, REFUSED},
        {MONEY_MAX, 2, 1, REFUSED},
        {-1, 1, 1, REFUSED},
        {1, -1, 1, REFUSED},
        {1, 1, 0, REFUSED},
        {1, 1, -1, REFUSED},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        int64_t share = REFUSED;
        enum err e = money_share(CASES[i].amount, CASES[i].numerator, CASES[i].denominator, &share);
        assert_int_equal(e, CASES[i].share == REFUSED ? E_INVALID_REQUEST : E_OK);
        assert_true(share == CASES[i].share);
    }
}

static void test_format(void **state)
{
    (void)state;
    static const struct {
        int64_t amount;
        const char *text;
    } CASES[] = {
        {0, "0"},
        {7, "7"},
        {999, "999"},
        {1000, "1,000"},
        {-100, "-100"},
        {-1000, "-1,000"},
        {1234500, "1,234,500"},
        {123456, "123,456"},
        {MONEY_MAX, "1,000,000,000,000,000"},
        {INT64_MAX, "9,223,372,036,854,775,807"},
        {INT64_MIN, "-9,223,372,036,854,775,808"},
    };
    struct arena *arena = arena_new(4096);
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_string_equal(money_format(arena, CASES[i].amount), CASES[i].text);
    arena_fail_at(arena, 1);
    assert_null(money_format(arena, 1));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_share),
        cmocka_unit_test(test_format),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
