#include "support/card.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "support/database.h"
#include "support/gateway.h"
#include "support/stack.h"

struct answer card_pay(const char *token, const char *order_no)
{
    return call("POST", "/api/pay", token, "{\"orderNo\":\"%s\",\"paymentMethod\":\"CARD\"}",
                order_no);
}

struct answer card_pay_insist(const char *token, const char *order_no, int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    struct answer answer;
    while (((answer = card_pay(token, order_no)).status == 0 || answer.status >= 500) &&
           now_ms() < deadline)
        pause_ms(50);
    return answer;
}

const char *card_transaction(const char *order_no)
{
    struct rogue_transaction transaction;
    const char *key = NULL;
    for (size_t i = 0; rogue_transaction(order_no, i, &transaction); i++)
        key = text("%s", transaction.key);
    return key;
}

/* ---- to the end ---- */

static void decide_open(void)
{
    struct rogue_transaction transaction;
    for (size_t i = 0; rogue_transaction(NULL, i, &transaction); i++)
        if (transaction.status == ROGUE_PENDING)
            (void)rogue_decide(transaction.key, true, CALLBACK_NEVER);
}

static long long open_business(void)
{
    return db_number(
        "SELECT (SELECT count(*) FROM payment WHERE method = 'CARD' AND ask_at IS NOT NULL)"
        " + (SELECT count(*) FROM refund WHERE status <> 'DONE')");
}

static void retry_failed(const struct person *admin)
{
    long long payment;
    while ((payment = db_number("SELECT coalesce(min(payment_id), 0) FROM refund"
                                " WHERE status = 'FAILED'")) != 0) {
        struct answer a = ask("POST", text("/api/admin/refund/%lld/retry", payment), admin->token);
        if (a.status != 200)
            fail_msg("%s: %ld %s", a.asked, a.status, a.body);
    }
}

/* Nothing waits for its time; a lease (20 s) that is 8 s old is a dead worker's, and over. */
static void hurry(void)
{
    (void)db_do("UPDATE payment SET ask_at = now() WHERE ask_at > now()");
    (void)db_do("UPDATE refund SET next_at = now() WHERE status = 'PENDING' AND next_at > now()"
                " AND claim IS NULL");
    (void)db_do("UPDATE refund SET claimed_until = now() WHERE claimed_until > now()"
                " AND claimed_until < now() + interval '12 s'");
}

void card_finish(const struct person *admin, int seconds, void (*before_each_look)(void))
{
    const long long deadline = now_ms() + seconds * 1000LL;
    for (;;) {
        if (before_each_look != NULL)
            before_each_look();
        retry_failed(admin);
        if (open_business() == 0)
            return;
        if (now_ms() > deadline)
            fail_msg("%lld payments and refunds are still open", open_business());
        hurry();
        http_forget();
        pause_ms(150);
    }
}

void card_settle(const struct person *admin, int seconds)
{
    rogue_quiet();
    card_finish(admin, seconds, decide_open);
}

/* ---- both books ---- */

static size_t compare_transaction(const struct rogue_transaction *transaction)
{
    const char *const status = transaction->status == ROGUE_APPROVED   ? "APPROVED"
                               : transaction->status == ROGUE_DECLINED ? "DECLINED"
                                                                       : "PENDING";
    if (db_number("SELECT count(*) FROM payment p JOIN orders o USING (order_id)"
                  " WHERE p.transaction_key = '%s' AND p.payment_key = '%s' AND o.order_no = '%s'"
                  " AND p.amount = %lld AND p.refunded = %lld"
                  " AND (SELECT count(*) FROM refund r"
                  "      WHERE r.payment_id = p.payment_id AND r.status = 'DONE') = %zu"
                  " AND CASE WHEN '%s' = 'APPROVED'"
                  "          THEN p.status IN ('APPROVED', 'PARTIALLY_REFUNDED', 'REFUNDED')"
                  "          ELSE p.status = '%s' END",
                  transaction->key, transaction->payment_key, transaction->order_no,
                  transaction->amount, transaction->refunded, transaction->refunds, status,
                  status) == 1)
        return 0;
    print_error("%s of %s: %s, %lld won, %lld refunded: the shop does not know it so\n",
                transaction->key, transaction->order_no, status, transaction->amount,
                transaction->refunded);
    return 1;
}

static size_t compare_order(const char *order_no)
{
    const long long holds =
        db_number("SELECT coalesce(sum(o.payable - o.refunded), 0) FROM orders o JOIN payment p"
                  " ON p.order_id = o.order_id AND p.completes_order AND p.method = 'CARD'"
                  " WHERE o.order_no = '%s'",
                  order_no);
    if (holds == rogue_holds(order_no))
        return 0;
    print_error("%s: the shop holds %lld won, the gateway %lld\n", order_no, holds,
                rogue_holds(order_no));
    return 1;
}

void card_books_agree(void)
{
    struct rogue_transaction transaction;
    size_t wrong = 0, count = 0;
    for (; rogue_transaction(NULL, count, &transaction); count++)
        wrong += compare_transaction(&transaction) + compare_order(transaction.order_no);
    assert_int_equal(wrong, 0);
    assert_int_equal(db_number("SELECT count(*) FROM payment WHERE transaction_key IS NOT NULL"),
                     count);
    assert_int_equal(db_number("SELECT coalesce(sum(o.payable - o.refunded), 0) FROM orders o"
                               " JOIN payment p ON p.order_id = o.order_id AND p.completes_order"
                               " AND p.method = 'CARD'"),
                     rogue_holds(NULL));
    audit_is_clean();
}
