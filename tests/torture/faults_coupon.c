/* A coupon issued, used, and back again, with each fallible call failing once: see
 * torture/fault/trial.h. */
#include <stdio.h>

#include "torture/fault/card.h"

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

/* From now on the gateway does not know the transaction, and refuses for good; or knows it again.
 */
static void hide_transaction(struct scene *s)
{
    db_do("UPDATE payment SET transaction_key = 'hidden-' || transaction_key FROM orders WHERE "
          "orders.order_id = payment.order_id AND order_no = '%s'",
          s->order_no);
}

static void show_transaction(struct scene *s)
{
    db_do("UPDATE payment SET transaction_key = substr(transaction_key, 8) FROM orders WHERE "
          "orders.order_id = payment.order_id AND order_no = '%s'",
          s->order_no);
}

static void send_back(struct scene *s, size_t line)
{
    (void)buyer_asks(s, "POST", "/api/refund", 200, "{\"orderNo\":\"%s\",\"itemIds\":[%lld]}",
                     s->order_no, s->items[line]);
}

/* The answer tells all that has befallen the payment, which is more after a fault. */
static void admin_retries(struct scene *s)
{
    const long long payment = db_number(
        "SELECT payment_id FROM payment JOIN orders USING (order_id) WHERE order_no = '%s'",
        s->order_no);
    for (int tries = 0; tries < 10; tries++) {
        const struct answer a = shop_request("POST", text("/api/admin/refund/%lld/retry", payment),
                                             admin.token, NULL, NULL);
        if (a.status == 200 || (tries > 0 && a.status == 409)) /* done before, but not heard of */
            return;
        if (!inject_fired() || a.status < 500)
            fail_msg("retry, try %d: %ld %s", tries + 1, a.status, a.body);
        inject_pass(120);
    }
    fail_msg("the retry was never taken");
}

/* A line and then the other; the first one's refund is refused, and carried out when an admin has
 * it tried again. Of the discount each line bore its share, of the shipping fee the last one gives
 * back all. */
static void give_back_in_two(struct scene *s)
{
    enum { SHARE = COUPON_VALUE * PRICE / (PRICE + PRICE_OTHER) };
    place_with(s, "CARD", false);
    by_card_pay(s);
    coupon_is(s, "USED", true);
    hide_transaction(s);
    send_back(s, 0);
    by_card_refunds_come_to(s, "FAILED");
    by_card_books_agree(s, "PAID", s->payable);
    show_transaction(s);
    admin_retries(s);
    by_card_refunds_come_to(s, "DONE");
    by_card_books_agree(s, "PARTIALLY_CANCELLED", s->payable - (PRICE - SHARE));
    coupon_is(s, "USED", true);
    send_back(s, 1);
    by_card_refunds_come_to(s, "DONE");
    by_card_books_agree(s, "REFUNDED", 0);
    coupon_is(s, "AVAILABLE", false);
}

/* ---- trials ---- */

TRIAL(use_and_get_back, "coupon, order by points, cancel", DATABASE_FAULTS)
TRIAL(pay_later, "coupon, order, pay by points", DATABASE_FAULTS)
TRIAL(expire, "coupon, order, expiry", DATABASE_FAULTS)
TRIAL(give_back_in_two, "coupon, card, two refunds, a retry", DATABASE_FAULTS)
TRIAL(give_back_in_two, "coupon, card, two refunds, a retry", GATEWAY_FAULTS)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(use_and_get_back_survives_DATABASE_FAULTS),
        PROVES(pay_later_survives_DATABASE_FAULTS),
        PROVES(expire_survives_DATABASE_FAULTS),
        PROVES(give_back_in_two_survives_DATABASE_FAULTS),
        PROVES(give_back_in_two_survives_GATEWAY_FAULTS),
    };
    cmocka_set_test_filter(getenv("TORTURE_TRIAL"));
    return cmocka_run_group_tests(tests, trial_open, trial_close);
}
