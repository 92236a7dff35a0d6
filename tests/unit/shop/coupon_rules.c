/* What a template may say, when a coupon is issued, used, revoked (K1, K4, K6-K8). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/money.h"
#include "shop/coupon/coupon_rules.h"

static const instant BEFORE = {1000}, START = {2000}, NOW = {3000}, END = {4000}, AFTER = {5000};

/* The first problem that terms of a type have; NULL for none. */
static const char *refusal(enum coupon_type type, int64_t value, int64_t max_discount, instant ends)
{
    static char field[40];
    struct call call = {.arena = arena_new(10000)};
    const struct coupon_terms terms = {
        .name = "x",
        .discount = {.type = type, .value = value, .max_discount = max_discount},
        .quantity = 1,
        .issue_starts_at = START,
        .issue_ends_at = ends,
        .valid_days = 1,
    };
    const enum err e = coupon_check_terms(&call, &terms);
    assert_int_equal(e == E_OK, call.problems.count == 0);
    if (e != E_OK)
        (void)snprintf(field, sizeof field, "%s", call.problems.first->field);
    arena_free(call.arena);
    return e == E_OK ? NULL : field;
}

static void k1_value_fits_the_type(void **state)
{
    (void)state;
    assert_null(refusal(COUPON_FIXED, 1, 0, END));
    assert_null(refusal(COUPON_FIXED, MONEY_MAX, 0, END));
    assert_string_equal(refusal(COUPON_FIXED, 0, 0, END), "value");
    assert_null(refusal(COUPON_PERCENT, 1, 0, END));
    assert_null(refusal(COUPON_PERCENT, 100, 5000, END));
    assert_string_equal(refusal(COUPON_PERCENT, 0, 0, END), "value");
    assert_string_equal(refusal(COUPON_PERCENT, 101, 0, END), "value");
    assert_null(refusal(COUPON_FREE_SHIPPING, 0, 0, END));
    assert_string_equal(refusal(COUPON_FREE_SHIPPING, 1, 0, END), "value");
    assert_string_equal(refusal(COUPON_NONE, 1, 0, END), "type");
}

static void k1_most_is_for_percent_and_the_window_is_one(void **state)
{
    (void)state;
    assert_string_equal(refusal(COUPON_FIXED, 100, 50, END), "maxDiscount");
    assert_string_equal(refusal(COUPON_FREE_SHIPPING, 0, 50, END), "maxDiscount");
    assert_string_equal(refusal(COUPON_FIXED, 100, 0, START), "issueEndsAt");
    assert_string_equal(refusal(COUPON_FIXED, 100, 0, BEFORE), "issueEndsAt");
}

static void k2_issued_inside_the_window_once_all_slots_are_there(void **state)
{
    (void)state;
    const struct coupon_terms terms = {
        .quantity = 10, .issue_starts_at = START, .issue_ends_at = END};
    const struct coupon_supply full = {10, 10}, half = {5, 10}, last = {10, 1}, none = {10, 0};
    assert_int_equal(coupon_check_issue(&terms, &full, START), E_OK);
    assert_int_equal(coupon_check_issue(&terms, &last, NOW), E_OK);
    assert_int_equal(coupon_check_issue(&terms, &full, BEFORE), E_COUPON_NOT_ISSUABLE);
    assert_int_equal(coupon_check_issue(&terms, &full, END), E_COUPON_NOT_ISSUABLE);
    assert_int_equal(coupon_check_issue(&terms, &half, NOW), E_COUPON_NOT_ISSUABLE);
    assert_int_equal(coupon_check_issue(&terms, &none, NOW), E_COUPON_SOLD_OUT);
    assert_int_equal(coupon_check_issue(&terms, &none, AFTER), E_COUPON_NOT_ISSUABLE);
}

/* Every state, held by order 7 or by none, before and after its time: what it is, and whether it
 * may be used in a new order, paid by order 7, revoked. */
static void k4_k6_k7_k8_states_decide_what_may_be_done(void **state)
{
    (void)state;
    static const struct {
        enum coupon_status status;
        int64_t order;
        bool over;
        enum coupon_status shown;
        bool use, pay, revoke;
    } CASES[] = {
        {COUPON_AVAILABLE, 0, false, COUPON_AVAILABLE, true, false, true},
        {COUPON_AVAILABLE, 0, true, COUPON_EXPIRED, false, false, false},
        {COUPON_AVAILABLE, 7, false, COUPON_AVAILABLE, false, true, true},
        {COUPON_AVAILABLE, 7, true, COUPON_AVAILABLE, false, true, true},
        {COUPON_AVAILABLE, 8, false, COUPON_AVAILABLE, false, false, true},
        {COUPON_USED, 7, false, COUPON_USED, false, false, false},
        {COUPON_USED, 7, true, COUPON_USED, false, false, false},
        {COUPON_EXPIRED, 0, true, COUPON_EXPIRED, false, false, false},
        {COUPON_REVOKED, 0, false, COUPON_REVOKED, false, false, true},
        {COUPON_REVOKED, 0, true, COUPON_REVOKED, false, false, true},
        {COUPON_REVOKED, 7, false, COUPON_REVOKED, false, false, true},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        const struct coupon_hold hold = {
            CASES[i].status, {CASES[i].order}, CASES[i].over ? NOW : AFTER};
        assert_int_equal(coupon_status_at(&hold, NOW), CASES[i].shown);
        assert_int_equal(coupon_check_use(&hold, NOW), CASES[i].use ? E_OK : E_COUPON_NOT_USABLE);
        assert_int_equal(coupon_check_pay(&hold, (order_id){7}),
                         CASES[i].pay ? E_OK : E_COUPON_NOT_USABLE);
        assert_int_equal(coupon_check_revoke(&hold, NOW),
                         CASES[i].revoke ? E_OK : E_COUPON_NOT_USABLE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(k1_value_fits_the_type),
        cmocka_unit_test(k1_most_is_for_percent_and_the_window_is_one),
        cmocka_unit_test(k2_issued_inside_the_window_once_all_slots_are_there),
        cmocka_unit_test(k4_k6_k7_k8_states_decide_what_may_be_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
