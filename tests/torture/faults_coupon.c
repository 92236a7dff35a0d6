/* A coupon issued, used, and back again, with each fallible call failing once: see
 * torture/fault/trial.h. */
#include <stdio.h>

#include "torture/fault/trial.h"

/* ---- steps ---- */

static long long issue(struct scene *s)
{
    const struct answer a = INSIST(.method = "POST", .path = text("/api/coupon/%lld/issue", coupon),
                                   .token = s->buyer.token, .key = unique(), .status = 201);
    holds(1, "SELECT count(*) FROM issued_coupon WHERE member_id = %lld", s->buyer.member);
    return answer_int(a, "data.issuedCouponId");
}

static void place_with(struct scene *s, const char *method, bool pay)
{
    char more[80];
    (void)snprintf(more, sizeof more, ",\"couponId\":%lld,\"pay\":%s", issue(s),
                   pay ? "true" : "false");
    place_order(s, method, more);
    assert_int_equal(s->payable, PRICE + PRICE_OTHER + FEE - COUPON_VALUE);
}

static void coupon_is(struct scene *s, const char *status, bool with_order)
{
    holds(1,
          "SELECT count(*) FROM issued_coupon WHERE member_id = %lld AND status = '%s' AND "
          "(order_id IS NOT NULL) = %s",
          s->buyer.member, status, with_order ? "true" : "false");
    holds(1, "SELECT count(*) FROM orders WHERE member_id = %lld", s->buyer.member);
}

/* ---- flows ---- */

static void use_and_get_back(struct scene *s)
{
    place_with(s, "POINT", true);
    coupon_is(s, "USED", true);
    cancel_order(s);
    coupon_is(s, "AVAILABLE", false);
    holds(BALANCE, "SELECT balance FROM point_balance WHERE member_id = %lld", s->buyer.member);
}

static void pay_later(struct scene *s)
{
    place_with(s, "POINT", false);
    coupon_is(s, "AVAILABLE", true);
    (void)buyer_asks(s, "POST", "/api/pay", 200, "{\"orderNo\":\"%s\"}", s->order_no);
    coupon_is(s, "USED", true);
    holds(BALANCE - s->payable, "SELECT balance FROM point_balance WHERE member_id = %lld",
          s->buyer.member);
}

static void expire(struct scene *s)
{
    place_with(s, "POINT", false);
    inject_pass(25LL * 3600);
    work_until(shop_expire, "SELECT (status = 'FAILED')::int FROM orders WHERE order_no = '%s'",
               s->order_no);
    coupon_is(s, "AVAILABLE", false);
    holds(0,
          "SELECT sum(on_hand_delta) + sum(reserved_delta) FROM stock_entry JOIN orders USING "
          "(order_id) WHERE member_id = %lld",
          s->buyer.member);
}

/* ---- trials ---- */

TRIAL(use_and_get_back, "coupon, order by points, cancel", DATABASE_FAULTS)
TRIAL(pay_later, "coupon, order, pay by points", DATABASE_FAULTS)
TRIAL(expire, "coupon, order, expiry", DATABASE_FAULTS)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(use_and_get_back_survives_DATABASE_FAULTS),
        PROVES(pay_later_survives_DATABASE_FAULTS),
        PROVES(expire_survives_DATABASE_FAULTS),
    };
    cmocka_set_test_filter(getenv("TORTURE_TRIAL"));
    return cmocka_run_group_tests(tests, trial_open, trial_close);
}
