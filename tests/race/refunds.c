/* Card refunds in a shop of this test's own, at a gateway that misbehaves, while buyers and sellers
 * ask at once and the worker is killed: each line's money goes back exactly once, in our books and
 * in the gateway's (Y5, Y6). */
#include "support/deal.h"
#include "support/gateway.h"
#include "support/stack.h"
#include "support/test.h"

#include <signal.h>

enum { WAIT_S = 30, CLIENTS = 20 };

static struct stack stack;
static struct person admin;
static bool failed = true;

static void wait_for(long long wanted, const char *query)
{
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    long long found;
    while ((found = db_number("%s", query)) != wanted && now_ms() < deadline)
        pause_ms(20);
    if (found != wanted)
        fail_msg("%s: %lld, not %lld", query, found, wanted);
}

/* The order's lines are the first seller's and, of three, the second's. */
static struct deal card_deal(size_t lines)
{
    struct deal d = deal_placed(lines, "CARD");
    struct rogue_transaction transaction;
    struct answer a = call("POST", "/api/pay", d.buyer.token, "{\"orderNo\":\"%s\"}", d.number);
    assert_answer(a, 202, "SUCCESS");
    d.payment = answer_int(a, "data.paymentId");
    assert_true(rogue_transaction(d.number, 0, &transaction));
    assert_true(rogue_decide(transaction.key, true, CALLBACK_ONCE));
    wait_for(
        1, text("SELECT count(*) FROM orders WHERE order_no = '%s' AND status = 'PAID'", d.number));
    return d;
}

static long long refunds_in(const struct deal *d, const char *status)
{
    return db_number("SELECT count(*) FROM refund WHERE payment_id = %lld AND status = '%s'",
                     d->payment, status);
}

/* Both books tell of `refunds` refunds, and that the shop keeps `kept` of the order's money. */
static void settled(const struct deal *d, const char *status, size_t refunds, long long kept)
{
    struct rogue_transaction transaction;
    wait_for(1, text("SELECT count(*) FROM orders WHERE order_no = '%s' AND status = '%s'",
                     d->number, status));
    assert_int_equal(
        db_number("SELECT payable - refunded FROM orders WHERE order_no = '%s'", d->number), kept);
    assert_true(rogue_transaction(d->number, 0, &transaction));
    assert_int_equal(transaction.refunds, refunds);
    assert_int_equal(rogue_holds(d->number), kept);
}

static void books_agree(void)
{
    audit_is_clean();
    assert_int_equal(rogue_holds(NULL),
                     db_number("SELECT coalesce(sum(amount - refunded), 0)::bigint FROM payment"
                               " WHERE method = 'CARD' AND status IN"
                               " ('APPROVED', 'PARTIALLY_REFUNDED', 'REFUNDED')"));
}

static void kill_worker(void)
{
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    while (!stack_signal(&stack, PART_WORKER, 0, SIGKILL)) {
        assert_true(now_ms() < deadline);
        pause_ms(20);
    }
}

/* The leases of a worker that died are over now. */
static void end_leases(void)
{
    (void)db_do("UPDATE refund SET claimed_until = now() - interval '1 s' WHERE claim IS NOT NULL");
}

/* ---- many at once ---- */

static struct outcome outcomes[CLIENTS];

static struct answer cancel_any_line(size_t index, void *arg)
{
    const struct deal *d = arg;
    return deal_claim(d, d->buyer.token, index % 3, "cancel");
}

static void y5_20_card_refunds_of_its_lines_at_once_sum_to_what_was_paid(void **state)
{
    (void)state;
    for (int round = 0; round < 3; round++) {
        struct deal d = card_deal(3);
        crowd(CLIENTS, cancel_any_line, &d, outcomes);
        const size_t won = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
        assert_int_equal(won, 3);
        assert_outcomes(outcomes, CLIENTS,
                        won + outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT"));
        settled(&d, "REFUNDED", 3, 0);
        for (size_t i = 0; i < 3; i++)
            assert_stock(d.products[i], STOCK, 0);
    }
    books_agree();
}

static struct answer cancel_both_sides(size_t index, void *arg)
{
    const struct deal *d = arg;
    switch (index % 4) {
    case 0:
        return deal_move(d, d->sellers[0].token, index / 4 % 2, "CANCEL_PROCESSING");
    case 1:
        return deal_claim(d, d->buyer.token, index / 4 % 2, "cancel");
    case 2:
        return deal_cancel(d, d->buyer.token);
    default:
        return refund(d->buyer.token, d->number, "");
    }
}

static void y5_card_cancel_from_buyer_and_seller_at_once_gives_back_once(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        struct deal d = card_deal(2);
        crowd(CLIENTS, cancel_both_sides, &d, outcomes);
        const size_t won = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
        assert_true(won == 1 || won == 2);
        assert_outcomes(outcomes, CLIENTS,
                        won + outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT"));
        settled(&d, "REFUNDED", won, 0);
    }
    books_agree();
}

/* ---- the worker dies ---- */

static void y5_worker_killed_between_answer_and_commit_gives_back_once(void **state)
{
    (void)state;
    struct deal d = card_deal(1);
    struct rogue_transaction transaction = {.refunds = 0};
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    rogue_feel(ROGUE_REFUND, ROGUE_FAILS);
    assert_answer(deal_cancel(&d, d.buyer.token), 200, "SUCCESS");
    /* The worker gets its answer and cannot record it: the order is ours. */
    (void)db_do("BEGIN");
    (void)db_number("SELECT order_id FROM orders WHERE order_no = '%s' FOR UPDATE", d.number);
    rogue_feel(ROGUE_REFUND, ROGUE_WORKS);
    while (transaction.refunds == 0 && now_ms() < deadline) {
        pause_ms(10);
        assert_true(rogue_transaction(d.number, 0, &transaction));
    }
    kill_worker();
    (void)db_do("COMMIT");
    assert_int_equal(refunds_in(&d, "PENDING"), 1);
    end_leases();
    settled(&d, "REFUNDED", 1, 0);
    books_agree();
}

static void y5_workers_killed_again_and_again_give_back_once(void **state)
{
    (void)state;
    enum { DEALS = 3 };
    static struct deal deals[DEALS];
    for (size_t i = 0; i < DEALS; i++)
        deals[i] = card_deal(3);
    rogue_feel(ROGUE_REFUND, ROGUE_DIES);
    for (size_t i = 0; i < DEALS; i++) {
        for (size_t line = 0; line < 3; line++)
            assert_answer(deal_claim(&deals[i], deals[i].buyer.token, line, "cancel"), 200,
                          "SUCCESS");
        kill_worker();
        if (i == DEALS / 2)
            rogue_feel(ROGUE_REFUND, ROGUE_WORKS);
    }
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    while (db_number("SELECT count(*) FROM refund WHERE status <> 'DONE'") > 0 &&
           now_ms() < deadline) {
        /* Older than a lease that a living worker would need. */
        (void)db_do("UPDATE refund SET claimed_until = now() - interval '1 s'"
                    " WHERE claimed_until < now() + interval '17 s'");
        pause_ms(50);
    }
    for (size_t i = 0; i < DEALS; i++)
        settled(&deals[i], "REFUNDED", 3, 0);
    books_agree();
}

/* ---- the gateway misbehaves ---- */

/* Every way of not answering, whether it did it or not, ends in one refund. */
static void y6_gateway_whose_answers_are_lost_gives_back_once(void **state)
{
    (void)state;
    static const enum rogue_mood MOODS[] = {
        ROGUE_FAILS,     ROGUE_SHUTS,        ROGUE_GABBLES,   ROGUE_TRUNCATES,
        ROGUE_MISCOUNTS, ROGUE_SWAPS_AMOUNT, ROGUE_SWAPS_KEY, ROGUE_DIES,
    };
    for (size_t i = 0; i < COUNT(MOODS); i++) {
        struct deal d = card_deal(2);
        rogue_feel(ROGUE_REFUND, MOODS[i]);
        assert_answer(deal_claim(&d, d.buyer.token, 1, "cancel"), 200, "SUCCESS");
        wait_for(1, text("SELECT count(*) FROM refund WHERE payment_id = %lld AND attempts >= 2",
                         d.payment));
        assert_text(deal_show(&d), "data.items.1.status", "CANCEL_PROCESSING");
        assert_int(deal_show(&d), "data.amounts.refunded", 0);
        rogue_feel(ROGUE_REFUND, ROGUE_WORKS);
        settled(&d, "PARTIALLY_CANCELLED", 1, PRICE_0 + 3000);
    }
    books_agree();
}

static void y5_gateway_that_is_down_or_slow_holds_up_no_buyer(void **state)
{
    (void)state;
    struct deal slow = card_deal(1), down = card_deal(1), points = deal_new(1);
    rogue_feel(ROGUE_REFUND, ROGUE_SLOW);
    assert_answer(deal_cancel(&slow, slow.buyer.token), 200, "SUCCESS");
    assert_answer(deal_cancel(&points, points.buyer.token), 200, "SUCCESS");
    deal_refunded(&points, deal_show(&points), "REFUNDED", PRICE_0 + 3000);
    wait_for(1, text("SELECT count(*) FROM refund WHERE payment_id = %lld AND attempts >= 1",
                     slow.payment));
    rogue_be_down(true);
    assert_answer(deal_cancel(&down, down.buyer.token), 200, "SUCCESS");
    wait_for(1, text("SELECT count(*) FROM refund WHERE payment_id = %lld AND attempts >= 2",
                     down.payment));
    rogue_feel(ROGUE_REFUND, ROGUE_WORKS);
    rogue_be_down(false);
    settled(&slow, "REFUNDED", 1, 0);
    settled(&down, "REFUNDED", 1, 0);
    books_agree();
}

static void y5_gateway_that_refuses_is_asked_again_by_an_admin_only(void **state)
{
    (void)state;
    struct deal d = card_deal(2);
    rogue_feel(ROGUE_REFUND, ROGUE_REFUSES);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    assert_answer(deal_claim(&d, d.buyer.token, 1, "cancel"), 200, "SUCCESS");
    wait_for(2, text("SELECT count(*) FROM refund WHERE payment_id = %lld AND status = 'FAILED'",
                     d.payment));
    assert_int_equal(
        db_number("SELECT max(attempts) FROM refund WHERE payment_id = %lld", d.payment), 1);
    settled(&d, "PAID", 0, PRICE_0 + PRICE_1 + 3000);
    rogue_feel(ROGUE_REFUND, ROGUE_WORKS);
    assert_answer(ask("POST", text("/api/admin/refund/%lld/retry", d.payment), admin.token), 200,
                  "SUCCESS");
    settled(&d, "REFUNDED", 2, 0);
    books_agree();
}

static void y5_refund_fails_after_the_last_try(void **state)
{
    (void)state;
    struct deal d = card_deal(1);
    rogue_feel(ROGUE_REFUND, ROGUE_DIES);
    assert_answer(deal_cancel(&d, d.buyer.token), 200, "SUCCESS");
    (void)db_do("UPDATE refund SET attempts = 39 WHERE payment_id = %lld", d.payment);
    wait_for(1, text("SELECT count(*) FROM refund WHERE payment_id = %lld AND status = 'FAILED'",
                     d.payment));
    assert_int_equal(db_number("SELECT count(*) FROM notice WHERE subject = '%s'"
                               " AND kind = 'REFUND_FAILED'",
                               d.number),
                     2);
    /* It did give the money back; asked again by the same key it only says so. */
    rogue_feel(ROGUE_REFUND, ROGUE_WORKS);
    assert_answer(ask("POST", text("/api/admin/refund/%lld/retry", d.payment), admin.token), 200,
                  "SUCCESS");
    settled(&d, "REFUNDED", 1, 0);
    books_agree();
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    rogue_start();
    stack_make(&stack);
    static const char *const ENVIRONMENT[][2] = {
        {"RETRY_BASE", "50ms"},
        {"RETRY_MAX", "40"},
        {"WORKER_TICK", "50ms"},
        {"JANGTEO_ADMIN_EMAIL", "admin@jangteo.example"},
        {"JANGTEO_ADMIN_PASSWORD", "admin of a shop under fire"},
    };
    for (size_t i = 0; i < COUNT(ENVIRONMENT); i++)
        assert_int_equal(setenv(ENVIRONMENT[i][0], ENVIRONMENT[i][1], 1), 0);
    stack_start(&stack);
    admin = admin_person();
    return 0;
}

static int tear_down(void **state)
{
    stack_remove(&stack, failed);
    rogue_stop();
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y5_20_card_refunds_of_its_lines_at_once_sum_to_what_was_paid),
        PROVES(y5_card_cancel_from_buyer_and_seller_at_once_gives_back_once),
        PROVES(y5_worker_killed_between_answer_and_commit_gives_back_once),
        PROVES(y5_workers_killed_again_and_again_give_back_once),
        PROVES(y6_gateway_whose_answers_are_lost_gives_back_once),
        PROVES(y5_gateway_that_is_down_or_slow_holds_up_no_buyer),
        PROVES(y5_gateway_that_refuses_is_asked_again_by_an_admin_only),
        PROVES(y5_refund_fails_after_the_last_try),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
