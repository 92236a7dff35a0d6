/* Totals, shipping, coupons and the spreading of discounts (H1, O10, O11, K1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/money.h"
#include "shop/pricing/pricing_rules.h"

static const struct shipping_policy POLICY = {.fee = 3000, .free_from = 50000};

static struct price_line line(int64_t seller, int64_t price, int64_t discount, int64_t quantity)
{
    return (struct price_line){
        .seller = {seller}, .unit_price = price, .unit_discount = discount, .quantity = quantity};
}

static void o10_amounts_add_up(void **state)
{
    (void)state;
    struct price_line lines[] = {line(1, 10000, 1000, 2), line(1, 5000, 0, 1)};
    struct amounts a;
    assert_int_equal(pricing_total(lines, 2, &POLICY, NULL, &a), E_OK);
    assert_int_equal(a.items, 25000);
    assert_int_equal(a.item_discount, 2000);
    assert_int_equal(a.order_discount, 0);
    assert_int_equal(a.shipping_fee, 3000);
    assert_int_equal(a.payable, 26000);
    assert_int_equal(lines[0].line_total, 18000);
    assert_int_equal(lines[1].line_total, 5000);
}

static void o11_shipping_stands_on_each_sellers_first_line(void **state)
{
    (void)state;
    struct price_line lines[] = {line(1, 10000, 0, 1), line(2, 60000, 0, 1), line(1, 1000, 0, 1),
                                 line(3, 49900, 0, 1), line(2, 100, 0, 1)};
    struct amounts a;
    assert_int_equal(pricing_total(lines, 5, &POLICY, NULL, &a), E_OK);
    const int64_t fees[] = {3000, 0, 0, 3000, 0};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(lines[i].shipping_fee, fees[i]);
    assert_int_equal(a.shipping_fee, 6000);
}

static void o11_shipping_is_free_from_exactly_the_threshold(void **state)
{
    (void)state;
    struct price_line at[] = {line(1, 25000, 0, 1), line(1, 25000, 0, 1)};
    struct price_line below[] = {line(1, 25000, 0, 1), line(1, 25000, 100, 1)};
    struct amounts a;
    assert_int_equal(pricing_total(at, 2, &POLICY, NULL, &a), E_OK);
    assert_int_equal(a.shipping_fee, 0);
    assert_int_equal(pricing_total(below, 2, &POLICY, NULL, &a), E_OK);
    assert_int_equal(a.shipping_fee, 3000);
}

static void k1_coupons_discount_the_base(void **state)
{
    (void)state;
    static const struct {
        struct price_coupon coupon;
        enum err result;
        int64_t discount, shipping;
    } CASES[] = {
        {{COUPON_FIXED, 5000, 0, 0}, E_OK, 5000, 3000},
        {{COUPON_FIXED, 50000, 0, 0}, E_OK, 19900, 3000},
        {{COUPON_PERCENT, 15, 0, 0}, E_OK, 2985, 3000},
        {{COUPON_PERCENT, 33, 0, 0}, E_OK, 6567, 3000},
        {{COUPON_PERCENT, 100, 0, 0}, E_OK, 19900, 3000},
        {{COUPON_PERCENT, 50, 0, 1000}, E_OK, 1000, 3000},
        {{COUPON_FREE_SHIPPING, 0, 0, 0}, E_OK, 0, 0},
        {{COUPON_FIXED, 1000, 19900, 0}, E_OK, 1000, 3000},
        {{COUPON_FIXED, 1000, 19901, 0}, E_COUPON_NOT_USABLE, 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct price_line lines[] = {line(1, 10000, 100, 1), line(1, 5000, 0, 2)};
        struct amounts a;
        assert_int_equal(pricing_total(lines, 2, &POLICY, &CASES[i].coupon, &a), CASES[i].result);
        if (CASES[i].result != E_OK)
            continue;
        assert_int_equal(a.order_discount, CASES[i].discount);
        assert_int_equal(a.shipping_fee, CASES[i].shipping);
        assert_int_equal(a.payable, 19900 - CASES[i].discount + CASES[i].shipping);
        assert_int_equal(lines[0].discount_piece + lines[1].discount_piece, CASES[i].discount);
    }
}

static void pieces_add_up_and_none_exceeds_its_line(void **state)
{
    (void)state;
    uint64_t seed = 42;
    for (int round = 0; round < 20000; round++) {
        int64_t totals[7], pieces[7], base = 0, sum = 0;
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const size_t count = 1 + (seed >> 33) % 7;
        for (size_t i = 0; i < count; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            totals[i] = (int64_t)((seed >> 33) % 30);
            base += totals[i];
        }
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        const int64_t discount = (int64_t)((seed >> 33) % (uint64_t)(base + 1));
        assert_int_equal(pricing_spread(discount, totals, count, pieces), E_OK);
        for (size_t i = 0; i < count; i++) {
            assert_in_range(pieces[i], 0, totals[i]);
            sum += pieces[i];
        }
        assert_int_equal(sum, discount);
    }
}

static void leftover_wons_go_to_the_first_lines_with_room(void **state)
{
    (void)state;
    const int64_t totals[] = {1, 100, 100};
    int64_t pieces[3];
    assert_int_equal(pricing_spread(200, totals, 3, pieces), E_OK);
    assert_int_equal(pieces[0], 1);
    assert_int_equal(pieces[1], 100);
    assert_int_equal(pieces[2], 99);
    const int64_t even[] = {10, 10, 10};
    assert_int_equal(pricing_spread(11, even, 3, pieces), E_OK);
    assert_int_equal(pieces[0], 4);
    assert_int_equal(pieces[1], 4);
    assert_int_equal(pieces[2], 3);
}

static void nothing_to_pay_has_no_pieces(void **state)
{
    (void)state;
    struct price_line lines[] = {line(1, 0, 0, 3)};
    const struct shipping_policy free_shipping = {.fee = 0, .free_from = 1};
    struct amounts a;
    assert_int_equal(pricing_total(lines, 1, &free_shipping, NULL, &a), E_OK);
    assert_int_equal(a.payable, 0);
    assert_int_equal(lines[0].discount_piece, 0);
}

static void sums_past_the_limit_are_refused(void **state)
{
    (void)state;
    static const struct shipping_policy DEAR = {.fee = MONEY_MAX, .free_from = INT64_MAX};
    static const struct price_coupon NO_COUPON = {.type = COUPON_NONE};
    const struct {
        struct price_line lines[2];
        const struct shipping_policy *policy;
    } cases[] = {
        {{line(1, MONEY_MAX, 0, 2), line(1, 0, 0, 1)}, &POLICY},
        {{line(1, MONEY_MAX, 0, 1), line(1, 1, 0, 1)}, &POLICY},
        {{line(1, 1, 0, 1), line(2, 1, 0, 1)}, &DEAR},
        {{line(1, 1, 0, 1), line(1, 0, 0, 1)}, &DEAR},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct price_line lines[] = {cases[i].lines[0], cases[i].lines[1]};
        struct amounts a = {.items = 7};
        assert_int_equal(pricing_total(lines, 2, cases[i].policy, NULL, &a), E_INVALID_REQUEST);
        assert_int_equal(pricing_total(lines, 2, cases[i].policy, &NO_COUPON, &a),
                         E_INVALID_REQUEST);
        assert_int_equal(a.items, 7);
    }
    const int64_t totals[] = {MONEY_MAX, 1};
    int64_t pieces[2];
    assert_int_equal(pricing_spread(1, totals, 2, pieces), E_INVALID_REQUEST);
}

static void k1_no_coupon_takes_nothing_off(void **state)
{
    (void)state;
    static const struct price_coupon NO_COUPON = {.type = COUPON_NONE};
    struct price_line lines[] = {line(1, 10000, 0, 1)};
    struct amounts a;
    assert_int_equal(pricing_total(lines, 1, &POLICY, &NO_COUPON, &a), E_OK);
    assert_int_equal(a.order_discount, 0);
    assert_int_equal(a.payable, 13000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(o10_amounts_add_up),
        cmocka_unit_test(o11_shipping_stands_on_each_sellers_first_line),
        cmocka_unit_test(o11_shipping_is_free_from_exactly_the_threshold),
        cmocka_unit_test(k1_coupons_discount_the_base),
        cmocka_unit_test(pieces_add_up_and_none_exceeds_its_line),
        cmocka_unit_test(leftover_wons_go_to_the_first_lines_with_room),
        cmocka_unit_test(nothing_to_pay_has_no_pieces),
        cmocka_unit_test(sums_past_the_limit_are_refused),
        cmocka_unit_test(k1_no_coupon_takes_nothing_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
