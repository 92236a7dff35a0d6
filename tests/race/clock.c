/* The moment at which an order expires: workers, payers and cancellers at once. Whoever comes first
 * decides, the others find it decided: an order is paid, cancelled or failed, never two of them
 * (O6, Y7). Besides the workers of this program the shop's own one is at work. */
#include "support/test.h"

#include <stdio.h>
#include <time.h>

#include "base/clock.h"
#include "worker/job.h"

static struct settings settings;

enum { WORKERS = 2, PRICE = 10000, PAYABLE = 13000 };

/* Runs one of the worker's jobs again and again for a while, its clock `ahead` of ours. In a thread
 * of its own: gives how often a run failed. */
static size_t run_job(enum err (*job)(struct db *db, struct call *call), span ahead, int ms)
{
    size_t failures = 0;
    struct call call = {.arena = arena_new(16 << 20), .settings = &settings};
    struct db *db = db_new(getenv("JANGTEO_DB"));
    if (call.arena == NULL || db == NULL)
        abort();
    const int64_t until = clock_monotonic_ms() + ms;
    do {
        call.now = instant_add(clock_now(), ahead);
        db_serve(db, &call);
        failures += job(db, &call) != E_OK;
        arena_reset(call.arena);
    } while (clock_monotonic_ms() < until);
    db_free(db);
    arena_free(call.arena);
    return failures;
}

/* What a client that was a worker gives back. */
static struct answer worker_answer(size_t failures)
{
    return (struct answer){.status = failures == 0 ? 1 : 2};
}

static long long state_of(const char *number, const char *status)
{
    return db_number("SELECT count(*) FROM orders WHERE order_no = '%s' AND status = '%s'", number,
                     status);
}

/* ---- everybody at one order ---- */

struct scene {
    struct buyer buyer;
    const char *number;
};

/* The workers' clock is ahead of the shop's: what is due to them may still be paid. */
static struct answer pay_cancel_or_expire(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index < WORKERS)
        return worker_answer(run_job(job_expire, SPAN_SECONDS(60), 30));
    if (index % 3 == 0)
        return ask("POST", text("/api/order/%s/cancel", scene->number), scene->buyer.token);
    return call("POST", "/api/pay", scene->buyer.token, "{\"orderNo\":\"%s\"}", scene->number);
}

static void o6_paying_cancelling_and_expiring_at_once_leaves_one_end(void **state)
{
    (void)state;
    enum { CLIENTS = 14, ROUNDS = 15 };
    static struct outcome outcomes[CLIENTS];
    const struct person seller = seller_new();
    for (int round = 0; round < ROUNDS; round++) {
        struct scene scene = {0};
        const long long product = product_new(&seller, PRICE, 5);
        buyers_new(&scene.buyer, 1, 900000);
        scene.number = answer_text(order_pending(scene.buyer.token, product, 1), "data.orderNo");
        db_do("UPDATE orders SET expires_at = now() + interval '30 seconds' WHERE order_no = '%s'",
              scene.number);
        crowd(CLIENTS, pay_cancel_or_expire, &scene, outcomes);

        const size_t won = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
        const size_t workers = outcomes_of(outcomes, CLIENTS, 1, NULL);
        assert_outcomes(outcomes, CLIENTS, won + lost + workers);
        assert_int_equal(workers, WORKERS);
        const bool paid = state_of(scene.number, "PAID") == 1;
        const bool failed = state_of(scene.number, "FAILED") == 1;
        const bool cancelled = state_of(scene.number, "CANCELLED") == 1;
        /* A cancel that comes after the payment takes it back: both have won. */
        const bool refunded = state_of(scene.number, "REFUNDED") == 1;
        assert_int_equal(paid + failed + cancelled + refunded, 1);
        assert_int_equal(won, refunded ? 2 : failed ? 0 : 1);
        assert_int_equal(db_number("SELECT balance FROM point_balance WHERE member_id = %lld",
                                   scene.buyer.member),
                         paid ? 900000 - PAYABLE : 900000);
        assert_stock(product, paid ? 4 : 5, 0);
    }
    audit_is_clean();
}

/* ---- many orders, each paid at the moment its time runs out ---- */

enum { ORDERS = 80, PAYERS = 8, FIRST_END_MS = 400, BETWEEN_ENDS_MS = 12 };
enum { WORK_MS = FIRST_END_MS + ORDERS * BETWEEN_ENDS_MS + 300 };

struct boundary {
    struct buyer buyers[ORDERS];
    char numbers[ORDERS][24];
    instant ends[ORDERS];
};

static void wait_until(instant t)
{
    const int64_t us = t.us - clock_now().us;
    if (us > 0)
        (void)nanosleep(&(struct timespec){us / 1000000, us % 1000000 * 1000}, NULL);
}

/* Each payer takes a share of the orders and tries each once, from 10 ms before its end to 3 ms
 * after; every order is tried by two. Gives the first answer that is neither yes nor "too late". */
static struct answer pay_share(const struct boundary *it, size_t payer)
{
    for (size_t i = payer / 2; i < ORDERS; i += PAYERS / 2) {
        const int64_t ms = (int64_t)(i * 5 % 14) - 10;
        http_forget();
        wait_until(instant_add(it->ends[i], SPAN_MS(ms)));
        struct answer answer =
            call("POST", "/api/pay", it->buyers[i].token, "{\"orderNo\":\"%s\"}", it->numbers[i]);
        if (answer.status != 200 && answer.status != 409)
            return answer;
    }
    return (struct answer){.status = 3};
}

static struct answer pay_or_expire(size_t index, void *arg)
{
    if (index < WORKERS)
        return worker_answer(run_job(job_expire, SPAN_MS(0), WORK_MS));
    return pay_share(arg, index - WORKERS);
}

/* Orders whose times run out one by one; kept beside them too, since being paid forgets it. */
static void make_boundary(struct boundary *it, long long product)
{
    char end[INSTANT_TEXT_SIZE];
    buyers_new(it->buyers, ORDERS, 100000);
    db_do("CREATE TEMP TABLE ends (order_id bigint, at timestamptz)");
    for (size_t i = 0; i < ORDERS; i++) {
        struct answer a = order_pending(it->buyers[i].token, product, 1);
        assert_answer(a, 201, "SUCCESS");
        (void)snprintf(it->numbers[i], sizeof it->numbers[i], "%s", answer_text(a, "data.orderNo"));
    }
    const instant first = instant_add(clock_now(), SPAN_MS(FIRST_END_MS));
    db_do("BEGIN");
    for (size_t i = 0; i < ORDERS; i++) {
        it->ends[i] = instant_add(first, SPAN_MS(i * BETWEEN_ENDS_MS));
        db_do("WITH o AS (UPDATE orders SET expires_at = '%s' WHERE order_no = '%s' "
              "RETURNING order_id, expires_at) INSERT INTO ends SELECT * FROM o",
              instant_sql(it->ends[i], end), it->numbers[i]);
    }
    db_do("COMMIT");
}

static void o6_order_paid_at_its_last_moment_is_paid_or_failed_never_both(void **state)
{
    (void)state;
    enum { CLIENTS = WORKERS + PAYERS };
    static struct boundary it;
    static struct outcome outcomes[CLIENTS];
    const struct person seller = seller_new();
    const long long product = product_new(&seller, PRICE, 1000);
    make_boundary(&it, product);
    crowd(CLIENTS, pay_or_expire, &it, outcomes);

    assert_outcomes(outcomes, CLIENTS,
                    outcomes_of(outcomes, CLIENTS, 1, NULL) +
                        outcomes_of(outcomes, CLIENTS, 3, NULL));
    const long long paid =
        db_number("SELECT count(*) FROM orders JOIN ends USING (order_id) WHERE status = 'PAID'");
    const long long failed =
        db_number("SELECT count(*) FROM orders JOIN ends USING (order_id) WHERE status = 'FAILED'");
    print_message("%lld paid, %lld failed\n", paid, failed);
    assert_int_equal(paid + failed, ORDERS);
    assert_int_equal(db_number("SELECT count(*) FROM ends e JOIN payment p USING (order_id) "
                               "WHERE p.created_at >= e.at"),
                     0);
    assert_int_equal(db_number("SELECT count(*) FROM ends e JOIN orders o USING (order_id) "
                               "WHERE o.status = 'FAILED' AND o.updated_at < e.at"),
                     0);
    assert_int_equal(db_number("SELECT sum(balance) FROM point_balance WHERE member_id BETWEEN "
                               "%lld AND %lld",
                               it.buyers[0].member, it.buyers[ORDERS - 1].member),
                     ORDERS * 100000 - paid * PAYABLE);
    assert_stock(product, 1000 - paid, 0);
    audit_is_clean();
}

/* ---- lines confirmed by the buyer and by the worker ---- */

struct arrival {
    struct buyer buyer;
    const char *number;
    long long item;
};

static struct answer confirm(size_t index, void *arg)
{
    const struct arrival *it = arg;
    if (index < WORKERS)
        return worker_answer(run_job(job_confirm, SPAN_MS(0), 30));
    return call("POST", text("/api/order/%s/items/%lld/confirm", it->number, it->item),
                it->buyer.token, "{}");
}

static void o8_line_is_confirmed_once_by_buyer_or_worker(void **state)
{
    (void)state;
    enum { CLIENTS = 8, ROUNDS = 10 };
    static struct outcome outcomes[CLIENTS];
    const struct person seller = seller_new();
    const long long product = product_new(&seller, PRICE, 100);
    for (int round = 0; round < ROUNDS; round++) {
        struct arrival it = {0};
        buyers_new(&it.buyer, 1, 900000);
        struct answer a = order_paid(it.buyer.token, product, 1);
        it.number = answer_text(a, "data.orderNo");
        it.item = answer_int(a, "data.items.0.itemId");
        db_do("INSERT INTO order_item_event (item_id, event, from_status, to_status, actor,"
              " created_at) VALUES (%lld, 'STATUS_CHANGED', 'PAID', 'DELIVERED', 'SELLER', now())",
              it.item);
        db_do("UPDATE order_item SET status = 'DELIVERED', updated_at = now() - interval '8 days'"
              " WHERE item_id = %lld",
              it.item);
        crowd(CLIENTS, confirm, &it, outcomes);

        const size_t won = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
        assert_outcomes(outcomes, CLIENTS, won + lost + outcomes_of(outcomes, CLIENTS, 1, NULL));
        const long long by_worker =
            db_number("SELECT count(*) FROM order_item_event WHERE item_id = %lld AND "
                      "to_status = 'CONFIRMED' AND actor = 'SYSTEM'",
                      it.item);
        assert_int_equal((long long)won + by_worker, 1);
        assert_int_equal(state_of(it.number, "COMPLETED"), 1);
    }
    audit_is_clean();
}

static int set_up(void **state)
{
    (void)state;
    char message[400];
    return settings_load(&settings, message, sizeof message) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o6_paying_cancelling_and_expiring_at_once_leaves_one_end),
        PROVES(o6_order_paid_at_its_last_moment_is_paid_or_failed_never_both),
        PROVES(o8_line_is_confirmed_once_by_buyer_or_worker),
    };
    return cmocka_run_group_tests(tests, set_up, test_end);
}
