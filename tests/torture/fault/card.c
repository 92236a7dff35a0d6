#include "torture/fault/card.h"

void by_card_start(struct scene *s)
{
    (void)buyer_asks(s, "POST", "/api/pay", 202, "{\"orderNo\":\"%s\"}", s->order_no);
}

void by_card_decide(struct scene *s, enum rogue_status status)
{
    struct rogue_transaction transaction;
    assert_true(rogue_transaction(s->order_no, 0, &transaction));
    assert_true(rogue_set(transaction.key, status));
}

void by_card_call_back(struct scene *s, const char *status)
{
    const char *id = unique();
    for (int tries = 0; tries < 10; tries++) {
        const struct answer a = shop_callback(s->order_no, 0, status, id);
        if (a.status == 200)
            return;
        if (!inject_fired() || a.status < 500)
            fail_msg("callback, try %d: %ld %s", tries + 1, a.status, a.body);
        inject_pass(120);
    }
    fail_msg("the callback was never taken");
}

void by_card_pay(struct scene *s)
{
    by_card_start(s);
    by_card_decide(s, ROGUE_APPROVED);
    by_card_call_back(s, "APPROVED");
}

void by_card_refunds_come_to(struct scene *s, const char *status)
{
    work_until(work_of_cashier,
               "SELECT (count(*) > 0 AND bool_and(r.status = '%s'))::int FROM refund r JOIN "
               "payment USING (payment_id) JOIN orders USING (order_id) WHERE order_no = '%s'",
               status, s->order_no);
}

void by_card_books_agree(struct scene *s, const char *status, long long held)
{
    struct rogue_transaction second;
    holds(1, "SELECT count(*) FROM orders WHERE member_id = %lld AND status = '%s'",
          s->buyer.member, status);
    holds(1, "SELECT count(*) FROM orders WHERE member_id = %lld", s->buyer.member);
    holds(BALANCE, "SELECT balance FROM point_balance WHERE member_id = %lld", s->buyer.member);
    holds(held,
          "SELECT sum(payment.amount - payment.refunded) FROM payment JOIN orders USING (order_id) "
          "WHERE "
          "order_no = '%s' AND payment.status IN ('APPROVED', 'PARTIALLY_REFUNDED', "
          "'REFUNDED')",
          s->order_no);
    assert_int_equal(rogue_holds(s->order_no), held);
    if (rogue_transaction(s->order_no, 1, &second))
        fail_msg("a second transaction of one order");
}
