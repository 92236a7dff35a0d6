/* When an order sheet may be used, what changes it, what coupons are worth, when too few are paid
 * for (H1-H3). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shop/sheet/sheet_rules.h"

static const instant NOW = {3000}, END = {4000};

static void h2_sheet_is_over_at_its_last_moment(void **state)
{
    (void)state;
    const order_id none = {0}, made = {7};
    assert_false(sheet_expired(END, (instant){END.us - 1}));
    assert_true(sheet_expired(END, END));
    assert_int_equal(sheet_check_use(none, END, NOW), E_OK);
    assert_int_equal(sheet_check_use(none, END, END), E_ORDER_SHEET_EXPIRED);
    assert_int_equal(sheet_check_use(made, END, NOW), E_ORDER_STATE_CONFLICT);
    assert_int_equal(sheet_check_use(made, END, END), E_ORDER_STATE_CONFLICT);
}

static enum err same(const struct amounts *amounts, const struct price_line *line)
{
    static const struct amounts THEN = {
        .items = 10, .item_discount = 1, .order_discount = 2, .shipping_fee = 3, .payable = 10};
    static const struct price_line LINE = {.unit_price = 10,
                                           .unit_discount = 1,
                                           .quantity = 1,
                                           .line_total = 9,
                                           .shipping_fee = 3,
                                           .discount_piece = 2};
    return sheet_check_same(&THEN, &LINE, amounts != NULL ? amounts : &THEN,
                            line != NULL ? line : &LINE, 1);
}

static void h1_any_amount_that_is_another_changes_the_sheet(void **state)
{
    (void)state;
    const struct amounts then = {
        .items = 10, .item_discount = 1, .order_discount = 2, .shipping_fee = 3, .payable = 10};
    const size_t amounts[] = {
        offsetof(struct amounts, items),          offsetof(struct amounts, item_discount),
        offsetof(struct amounts, order_discount), offsetof(struct amounts, shipping_fee),
        offsetof(struct amounts, payable),
    };
    assert_int_equal(same(NULL, NULL), E_OK);
    for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
        struct amounts now = then;
        *(int64_t *)(void *)((char *)&now + amounts[i]) += 1;
        assert_int_equal(same(&now, NULL), E_ORDER_SHEET_CHANGED);
    }
    struct amounts refunded = then;
    refunded.refunded = 1;
    assert_int_equal(same(&refunded, NULL), E_OK);
}

/* Lines whose changes make up for one another leave the sums as they were. */
static void h1_any_line_that_is_another_changes_the_sheet(void **state)
{
    (void)state;
    const size_t members[] = {
        offsetof(struct price_line, unit_price),   offsetof(struct price_line, unit_discount),
        offsetof(struct price_line, quantity),     offsetof(struct price_line, line_total),
        offsetof(struct price_line, shipping_fee), offsetof(struct price_line, discount_piece),
    };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        struct price_line line = {.unit_price = 10,
                                  .unit_discount = 1,
                                  .quantity = 1,
                                  .line_total = 9,
                                  .shipping_fee = 3,
                                  .discount_piece = 2};
        *(int64_t *)(void *)((char *)&line + members[i]) += 1;
        assert_int_equal(same(NULL, &line), E_ORDER_SHEET_CHANGED);
    }
}

static const struct shipping_policy POLICY = {.fee = 3000, .free_from = 50000};

static int64_t worth(enum coupon_type type, int64_t value, int64_t least)
{
    const struct price_coupon coupon = {.type = type, .value = value, .min_order_amount = least};
    struct price_line lines[] = {
        {.seller = {1}, .unit_price = 10000, .unit_discount = 1000, .quantity = 2},
        {.seller = {2}, .unit_price = 2000, .quantity = 1},
    };
    int64_t result = -1;
    const enum err e = sheet_coupon_worth(lines, 2, &POLICY, &coupon, &result);
    assert_true(e == E_OK || e == E_COUPON_NOT_USABLE);
    return result;
}

static void h1_coupon_is_worth_what_it_takes_off_the_whole(void **state)
{
    (void)state;
    assert_int_equal(worth(COUPON_FIXED, 3000, 20000), 3000);
    assert_int_equal(worth(COUPON_FIXED, 90000, 0), 20000);
    assert_int_equal(worth(COUPON_PERCENT, 10, 0), 2000);
    assert_int_equal(worth(COUPON_FREE_SHIPPING, 0, 0), 6000);
    assert_int_equal(worth(COUPON_FIXED, 3000, 20001), -1);
    struct price_line endless[] = {{.seller = {1}, .unit_price = INT64_MAX, .quantity = 2}};
    const struct price_coupon coupon = {.type = COUPON_NONE};
    int64_t untouched = -1;
    assert_int_equal(sheet_coupon_worth(endless, 1, &POLICY, &coupon, &untouched),
                     E_INVALID_REQUEST);
    assert_int_equal(untouched, -1);
}

static void h1_best_coupon_stands_in_front(void **state)
{
    (void)state;
    const struct coupon_worth best = {2000, {900}, {9}}, soon = {1000, {100}, {8}},
                              old = {1000, {200}, {3}}, young = {1000, {200}, {4}};
    const struct coupon_worth *const order[] = {&best, &soon, &old, &young};
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 4; k++) {
            const int sign = sheet_compare_coupons(order[i], order[k]);
            assert_true(i == k ? sign == 0 : (i < k ? sign < 0 : sign > 0));
        }
}

static enum conversion_state judge(int64_t sheets, int64_t paid)
{
    return conversion_judge(&(struct conversion){sheets, paid}, 20, 50);
}

static void h3_ratio_is_low_below_the_bound_once_there_are_enough(void **state)
{
    (void)state;
    assert_int_equal(judge(49, 0), CONVERSION_UNKNOWN);
    assert_int_equal(judge(50, 0), CONVERSION_LOW);
    assert_int_equal(judge(50, 9), CONVERSION_LOW);
    assert_int_equal(judge(50, 10), CONVERSION_FINE);
    assert_int_equal(judge(1000, 199), CONVERSION_LOW);
    assert_int_equal(conversion_judge(&(struct conversion){1, 0}, 0, 1), CONVERSION_FINE);
    assert_int_equal(conversion_percent(&(struct conversion){0, 0}), 100);
    assert_int_equal(conversion_percent(&(struct conversion){1000, 199}), 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(h2_sheet_is_over_at_its_last_moment),
        cmocka_unit_test(h1_any_amount_that_is_another_changes_the_sheet),
        cmocka_unit_test(h1_any_line_that_is_another_changes_the_sheet),
        cmocka_unit_test(h1_coupon_is_worth_what_it_takes_off_the_whole),
        cmocka_unit_test(h1_best_coupon_stands_in_front),
        cmocka_unit_test(h3_ratio_is_low_below_the_bound_once_there_are_enough),
    };
    return cmocka_run_group_tests_name("shop/sheet_rules", tests, NULL, NULL);
}
