/* What may be charged and used, and what a price may be (P2, P5, C2). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/call.h"
#include "base/money.h"
#include "shop/catalog/product_rules.h"
#include "shop/point/point_rules.h"

static const struct settings SETTINGS = {.point_charge_max = 1000000, .point_unit = 100};

static struct call call_new(void)
{
    return (struct call){.arena = arena_new(65536), .settings = &SETTINGS};
}

static void p2_charges_are_positive_bounded_and_in_units(void **state)
{
    (void)state;
    static const struct {
        int64_t amount;
        enum err result;
        enum problem_code problem;
    } CASES[] = {
        {100, E_OK, 0},
        {1000000, E_OK, 0},
        {0, E_INVALID_REQUEST, P_OUT_OF_RANGE},
        {-100, E_INVALID_REQUEST, P_OUT_OF_RANGE},
        {1000100, E_INVALID_REQUEST, P_OUT_OF_RANGE},
        {150, E_INVALID_REQUEST, P_NOT_MULTIPLE},
        {99, E_INVALID_REQUEST, P_NOT_MULTIPLE},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct call call = call_new();
        assert_int_equal(point_check_charge(&call, CASES[i].amount), CASES[i].result);
        if (CASES[i].result == E_OK) {
            assert_null(call.problems.first);
        } else {
            assert_string_equal(call.problems.first->field, "amount");
            assert_int_equal(call.problems.first->code, CASES[i].problem);
        }
        arena_free(call.arena);
    }
}

static void p5_any_positive_amount_may_be_used(void **state)
{
    (void)state;
    struct call call = call_new();
    assert_int_equal(point_check_use(&call, 1), E_OK);
    assert_int_equal(point_check_use(&call, 0), E_INVALID_REQUEST);
    assert_int_equal(point_check_use(&call, -1), E_INVALID_REQUEST);
    assert_int_equal(point_check_use(&call, MONEY_MAX), E_OK);
    assert_int_equal(point_check_use(&call, MONEY_MAX + 1), E_INVALID_REQUEST);
    arena_free(call.arena);
}

static void c2_prices_are_multiples_of_100_and_cover_their_discount(void **state)
{
    (void)state;
    static const struct {
        int64_t price, discount;
        const char *field;
    } CASES[] = {
        {0, 0, NULL},          {100, 100, NULL},         {12300, 1, NULL},       {150, 0, "price"},
        {-100, -100, "price"}, {1000, 1001, "discount"}, {1000, -1, "discount"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct call call = call_new();
        const enum err e = product_check_price(&call, CASES[i].price, CASES[i].discount);
        assert_int_equal(e, CASES[i].field == NULL ? E_OK : E_INVALID_REQUEST);
        if (CASES[i].field != NULL)
            assert_string_equal(call.problems.first->field, CASES[i].field);
        arena_free(call.arena);
    }
}

static void c7_a_range_of_prices_has_its_ends_in_order(void **state)
{
    (void)state;
    static const struct {
        struct price_range range;
        bool good;
    } CASES[] = {
        {{false, false, 0, 0}, true},     {{true, false, 5000, 0}, true},
        {{false, true, 0, 0}, true},      {{true, true, 5000, 5000}, true},
        {{true, true, 4999, 5000}, true}, {{true, true, 5001, 5000}, false},
        {{true, true, 1, 0}, false},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct call call = call_new();
        const enum err e = product_check_range(&call, &CASES[i].range);
        assert_int_equal(e, CASES[i].good ? E_OK : E_INVALID_REQUEST);
        if (!CASES[i].good) {
            assert_string_equal(call.problems.first->field, "minPrice");
            assert_int_equal(call.problems.first->code, P_ABOVE_MAXIMUM);
        }
        arena_free(call.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p2_charges_are_positive_bounded_and_in_units),
        cmocka_unit_test(p5_any_positive_amount_may_be_used),
        cmocka_unit_test(c2_prices_are_multiples_of_100_and_cover_their_discount),
        cmocka_unit_test(c7_a_range_of_prices_has_its_ends_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
