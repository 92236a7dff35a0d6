/* Counters under 16 clients, in a shop of this test's own: they add up exactly, also when programs
 * are killed; and an audit that hangs holds up neither the other jobs nor the worker's end. */
#include "support/exposition.h"
#include "support/stack.h"
#include "support/test.h"

#include <signal.h>

enum { CLIENTS = 16, ROUNDS = 60, WAIT_S = 20 };

static struct stack stack;
static struct person seller;
static struct person buyers[CLIENTS];
static long long product;
static bool failed = true;

static double metric(const char *series)
{
    return exposition_sum(metrics_now(), series);
}

/* A product, an order that waits, and its end: two programs and three routes. */
static struct answer shop_on(size_t index, void *arg)
{
    struct answer a = {0};
    const char *token = buyers[index].token;
    (void)arg;
    for (int round = 0; round < ROUNDS; round++) {
        http_forget();
        a = ask("GET", text("/api/product/%lld", product), NULL);
        if (a.status != 200)
            return a;
        a = order_pending(token, product, 1);
        if (a.status != 201)
            return a;
        a = ask("POST", text("/api/order/%s/cancel", answer_text(a, "data.orderNo")), token);
        if (a.status != 200)
            return a;
    }
    return a;
}

static void counters_add_up_under_16_clients(void **state)
{
    (void)state;
    static struct outcome outcomes[CLIENTS];
    stack_start(&stack);
    seller = seller_new();
    product = product_new(&seller, 1000, 1000000);
    for (size_t i = 0; i < CLIENTS; i++)
        buyers[i] = customer_new();
    crowd(CLIENTS, shop_on, NULL, outcomes);
    assert_outcomes(outcomes, CLIENTS, outcomes_of(outcomes, CLIENTS, 200, "SUCCESS"));

    const long long all = CLIENTS * ROUNDS;
    assert_int_equal(metric("jangteo_http_requests_total{route=\"/api/product/{id}\","
                            "method=\"GET\",status=\"2xx\"}"),
                     all);
    assert_int_equal(
        metric("jangteo_http_requests_total{route=\"/api/order\",method=\"POST\",status=\"2xx\"}"),
        all);
    assert_int_equal(metric("jangteo_http_request_seconds_count{route=\"/api/order\","
                            "method=\"POST\",status=\"2xx\"}"),
                     all);
    assert_int_equal(metric("jangteo_orders_total{event=\"PLACED\"}"), all);
    assert_int_equal(metric("jangteo_orders_total{event=\"CANCELLED\"}"), all);
    assert_int_equal(metric("jangteo_orders_pending"), 0);
    assert_int_equal(db_number("SELECT count(*) FROM orders"), all);
    audit_is_clean();
}

static void killed_programs_take_no_number_with_them(void **state)
{
    (void)state;
    const double placed = metric("jangteo_orders_total{event=\"PLACED\"}");
    const double starts = metric("jangteo_process_starts_total{");
    unsigned killed = 0;
    for (unsigned i = 0; i < 40; i++)
        killed += stack_signal(&stack, PART_PROGRAM, i, SIGKILL); /* unless it just died */
    assert_true(killed > 20);
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    while (!stack_is_ready(&stack, WAIT_S) || metric("jangteo_process_starts_total{") == starts)
        assert_true(now_ms() < deadline);
    assert_true(placed > 0);
    assert_true(metric("jangteo_orders_total{event=\"PLACED\"}") == placed);
    assert_true(metric("jangteo_requests_in_flight{") >= 1); /* this one */
    assert_true(metric("jangteo_requests_in_flight{program=\"api-order\"}") == 0);
}

/* ---- the audit ---- */

static bool rises(const char *series)
{
    const double before = metric(series);
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    while (metric(series) <= before) {
        if (now_ms() > deadline)
            return false;
        pause_ms(50);
    }
    return true;
}

static void audit_that_hangs_holds_nothing_up(void **state)
{
    (void)state;
    /* No job reads this table but the audit. */
    (void)db_do("BEGIN");
    (void)db_do("LOCK TABLE seller IN ACCESS EXCLUSIVE MODE");
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    while (db_number("SELECT count(*) FROM pg_locks WHERE NOT granted"
                     " AND relation = 'seller'::regclass") == 0) {
        assert_true(now_ms() < deadline);
        pause_ms(50);
    }
    const double audits = metric("jangteo_job_seconds_count{job=\"audit\"}");
    assert_true(rises("jangteo_job_seconds_count{job=\"expire\"}"));
    assert_true(rises("jangteo_job_seconds_count{job=\"ranking\"}"));
    assert_true(metric("jangteo_job_seconds_count{job=\"audit\"}") == audits);

    /* The worker ends by itself while its audit waits, and another follows. */
    const long long before = now_ms();
    assert_true(stack_signal(&stack, PART_WORKER, 0, SIGTERM));
    while (metric("jangteo_process_starts_total{program=\"worker\"}") < 2) {
        assert_true(now_ms() < before + WAIT_S * 1000LL);
        pause_ms(50);
    }
    assert_int_equal(stack_log_lines(&stack, "worker ended"), 1);
    (void)db_do("ROLLBACK");
    assert_true(rises("jangteo_job_seconds_count{job=\"audit\"}"));
    assert_int_equal(metric("jangteo_audit_violations{"), 0);
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    stack_make(&stack);
    stack.loses_programs = true;
    return setenv("AUDIT_INTERVAL", "300ms", 1);
}

static int tear_down(void **state)
{
    stack_remove(&stack, failed);
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(counters_add_up_under_16_clients),
        PROVES(killed_programs_take_no_number_with_them),
        PROVES(audit_that_hangs_holds_nothing_up),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
