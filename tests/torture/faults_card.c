/* Paying by card, and card money that goes back, with each fallible call failing once, the
 * gateway's among them: see torture/fault/trial.h. After every attempt the gateway's own books are
 * held against the shop's. */
#include "torture/fault/card.h"

/* ---- steps ---- */

/* An order by card, and its payment at the gateway. */
static void start(struct scene *s)
{
    place_order(s, "CARD", "");
    by_card_start(s);
}

static void pay(struct scene *s)
{
    place_order(s, "CARD", "");
    by_card_pay(s);
}

/* ---- flows ---- */

static void pay_by_callback(struct scene *s)
{
    pay(s);
    by_card_books_agree(s, "PAID", s->payable);
}

static void pay_and_come_back(struct scene *s)
{
    struct answer a;
    start(s);
    const long long payment = db_number(
        "SELECT payment_id FROM payment JOIN orders USING (order_id) WHERE order_no = '%s'",
        s->order_no);
    by_card_decide(s, ROGUE_APPROVED);
    /* The page never fails for the gateway's sake: it says that the payment is being looked at. */
    for (int tries = 0; tries < 10; tries++) {
        a = shop_request("GET", text("/pay/return?payment=%lld", payment), s->buyer.token, NULL,
                         NULL);
        if (a.status == 303 &&
            db_number("SELECT (status = 'PAID')::int FROM orders WHERE order_no = '%s'",
                      s->order_no) == 1)
            break;
        if (!inject_fired() || (a.status != 303 && a.status < 500))
            fail_msg("coming back, try %d: %ld %s", tries + 1, a.status, a.body);
        inject_pass(120);
    }
    by_card_books_agree(s, "PAID", s->payable);
}

static void be_asked_for(struct scene *s)
{
    start(s);
    by_card_decide(s, ROGUE_APPROVED);
    inject_pass(60);
    work_until(shop_follow, "SELECT (status = 'PAID')::int FROM orders WHERE order_no = '%s'",
               s->order_no);
    by_card_books_agree(s, "PAID", s->payable);
}

static void be_declined(struct scene *s)
{
    start(s);
    by_card_decide(s, ROGUE_DECLINED);
    by_card_call_back(s, "DECLINED");
    holds(1, "SELECT (status = 'FAILED')::int FROM orders WHERE order_no = '%s'", s->order_no);
    holds(0,
          "SELECT sum(on_hand_delta) + sum(reserved_delta) FROM stock_entry JOIN orders USING "
          "(order_id) WHERE order_no = '%s'",
          s->order_no);
    assert_int_equal(rogue_holds(s->order_no), 0);
}

static void pay_and_give_back(struct scene *s)
{
    pay(s);
    cancel_order(s);
    by_card_refunds_come_to(s, "DONE");
    by_card_books_agree(s, "REFUNDED", 0);
}

/* One line and then the other: two refunds of one payment. */
static void give_back_in_two(struct scene *s)
{
    pay(s);
    for (size_t i = 0; i < 2; i++)
        (void)buyer_asks(s, "POST", "/api/refund", 200, "{\"orderNo\":\"%s\",\"itemIds\":[%lld]}",
                         s->order_no, s->items[i]);
    by_card_refunds_come_to(s, "DONE");
    by_card_books_agree(s, "REFUNDED", 0);
}

/* The approval comes when the order is over. */
static void pay_too_late(struct scene *s)
{
    start(s);
    inject_pass(25LL * 3600);
    work_until(shop_expire, "SELECT (status = 'FAILED')::int FROM orders WHERE order_no = '%s'",
               s->order_no);
    by_card_decide(s, ROGUE_APPROVED);
    by_card_call_back(s, "APPROVED");
    by_card_refunds_come_to(s, "DONE");
    by_card_books_agree(s, "FAILED", 0);
}

/* ---- trials ---- */

TRIAL(pay_by_callback, "card, callback", DATABASE_FAULTS)
TRIAL(pay_by_callback, "card, callback", GATEWAY_FAULTS)
TRIAL(pay_and_come_back, "card, buyer's return", DATABASE_FAULTS)
TRIAL(pay_and_come_back, "card, buyer's return", GATEWAY_FAULTS)
TRIAL(be_asked_for, "card, reconciliation", DATABASE_FAULTS)
TRIAL(be_asked_for, "card, reconciliation", GATEWAY_FAULTS)
TRIAL(be_declined, "card, declined", DATABASE_FAULTS)
TRIAL(pay_and_give_back, "card, cancel, refund", DATABASE_FAULTS)
TRIAL(pay_and_give_back, "card, cancel, refund", GATEWAY_FAULTS)
TRIAL(give_back_in_two, "card, two refunds", DATABASE_FAULTS)
TRIAL(give_back_in_two, "card, two refunds", GATEWAY_FAULTS)
TRIAL(pay_too_late, "card, expiry, late approval, refund", DATABASE_FAULTS)
TRIAL(pay_too_late, "card, expiry, late approval, refund", GATEWAY_FAULTS)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(pay_by_callback_survives_DATABASE_FAULTS),
        PROVES(pay_by_callback_survives_GATEWAY_FAULTS),
        PROVES(pay_and_come_back_survives_DATABASE_FAULTS),
        PROVES(pay_and_come_back_survives_GATEWAY_FAULTS),
        PROVES(be_asked_for_survives_DATABASE_FAULTS),
        PROVES(be_asked_for_survives_GATEWAY_FAULTS),
        PROVES(be_declined_survives_DATABASE_FAULTS),
        PROVES(pay_and_give_back_survives_DATABASE_FAULTS),
        PROVES(pay_and_give_back_survives_GATEWAY_FAULTS),
        PROVES(give_back_in_two_survives_DATABASE_FAULTS),
        PROVES(give_back_in_two_survives_GATEWAY_FAULTS),
        PROVES(pay_too_late_survives_DATABASE_FAULTS),
        PROVES(pay_too_late_survives_GATEWAY_FAULTS),
    };
    cmocka_set_test_filter(getenv("TORTURE_TRIAL"));
    return cmocka_run_group_tests(tests, trial_open, trial_close);
}
