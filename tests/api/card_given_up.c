/* Card payments of dead orders that the gateway leaves open for a week and longer: given up, and
 * followed to their end all the same (Y6). The gateway is the sandbox's; days pass in the database.
 */
#include "support/stack.h"
#include "support/test.h"
#include "support/word.h"

enum { WAIT_MS = 20000 };

static void wait_for(const char *query, long long wanted)
{
    const long long until = now_ms() + WAIT_MS;
    while (db_number("%s", query) != wanted && now_ms() < until)
        pause_ms(50);
    assert_int_equal(db_number("%s", query), wanted);
}

/* `hours` old, and to be asked for by the worker at once. */
static void grow_old(const struct started *c, int hours)
{
    (void)db_do("UPDATE payment SET created_at = now() - interval '%d hours', ask_at = now()"
                " WHERE payment_id = %lld AND ask_at IS NOT NULL",
                hours, c->payment);
}

/* Waits until the worker has asked in vain, and will ask again in about `hours`. */
static void wait_asked(const struct started *c, int hours)
{
    wait_for(text("SELECT count(*) FROM payment WHERE payment_id = %lld AND status = 'CANCELLED'"
                  " AND ask_at BETWEEN now() + interval '%d hours' AND now() + interval '%d hours'",
                  c->payment, hours - 1, hours + 1),
             1);
}

/* The payment of a cancelled order, a week old. */
static struct started given_up(void)
{
    struct person seller = seller_new(), buyer = customer_new();
    struct started c = card_order(text("%s", buyer.token), product_new(&seller, 10000, 5), 1);
    assert_answer(ask("POST", text("/api/order/%s/cancel", c.number), c.token), 200, "SUCCESS");
    grow_old(&c, 169);
    wait_asked(&c, 24);
    assert_text(ask("GET", text("/api/pay/%lld", c.payment), c.token), "data.status", "CANCELLED");
    return c;
}

static long long at_gateway(const struct started *c, const char *field)
{
    struct answer a = ask("GET", text("/sandbox/gateway/transactions/%s", c->transaction),
                          getenv("GATEWAY_SECRET"));
    assert_int_equal(a.status, 200);
    return answer_int(a, field);
}

/* No callback, no buyer who comes back: the worker alone finds out. */
static void y6_silent_approval_on_the_eighth_day_gives_the_money_back_once(void **state)
{
    (void)state;
    struct started c = given_up();
    approve_silently(&c);
    assert_int_equal(at_gateway(&c, "refunded"), 0);
    grow_old(&c, 193);
    wait_for(text("SELECT count(*) FROM payment WHERE payment_id = %lld AND status = 'REFUNDED'"
                  " AND refunded = amount AND ask_at IS NULL",
                  c.payment),
             1);
    assert_int_equal(at_gateway(&c, "refunded"), c.amount);
    /* The news comes once more, by a callback that had lost its way. */
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    assert_int_equal(
        db_number("SELECT count(*) FROM refund WHERE payment_id = %lld AND amount = %lld",
                  c.payment, c.amount),
        1);
    assert_int_equal(at_gateway(&c, "refunded"), c.amount);
    assert_text(ask("GET", text("/api/order/%s", c.number), c.token), "data.status", "CANCELLED");
}

static void y6_given_up_payment_is_asked_for_less_and_less_often(void **state)
{
    (void)state;
    struct started c = given_up();
    grow_old(&c, 24 * 8);
    wait_asked(&c, 24);
    grow_old(&c, 24 * 80);
    wait_asked(&c, 240);
}

static void y6_transaction_that_the_gateway_forgets_is_asked_for_a_month(void **state)
{
    (void)state;
    struct started c = given_up();
    (void)db_do("UPDATE payment SET transaction_key = 'no-such-%lld' WHERE payment_id = %lld",
                c.payment, c.payment);
    grow_old(&c, 24 * 29);
    wait_asked(&c, 87);
    grow_old(&c, 24 * 30);
    wait_for(text("SELECT count(*) FROM payment WHERE payment_id = %lld AND status = 'CANCELLED'"
                  " AND ask_at IS NULL",
                  c.payment),
             1);
    assert_int_equal(db_number("SELECT count(*) FROM payment_log WHERE payment_id = %lld"
                               " AND event = 'GATEWAY_FORGOT'",
                               c.payment),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y6_silent_approval_on_the_eighth_day_gives_the_money_back_once),
        PROVES(y6_given_up_payment_is_asked_for_less_and_less_often),
        PROVES(y6_transaction_that_the_gateway_forgets_is_asked_for_a_month),
    };
    return RUN_TESTS(tests);
}
