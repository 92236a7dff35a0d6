/* Metrics of what goes on behind the requests: the worker's jobs, events, connections, order
 * sheets, and a law of the books that is broken. */
#include "support/exposition.h"
#include "support/sheet.h"
#include "support/stack.h"
#include "support/test.h"

#include <pthread.h>

enum { WAIT_MS = 20000 };

static double metric(const char *series)
{
    return exposition_value(metrics_now(), series);
}

static void wait_at_least(const char *series, double wanted)
{
    const long long until = now_ms() + WAIT_MS;
    while (metric(series) < wanted && now_ms() < until)
        pause_ms(50);
    if (metric(series) < wanted)
        fail_msg("%s is %g, not %g", series, metric(series), wanted);
}

static void o6_orders_that_expire_are_counted_once_each(void **state)
{
    (void)state;
    static const char *const EXPIRED = "jangteo_orders_total{event=\"EXPIRED\"}";
    static const char *const ITEMS = "jangteo_job_items_total{job=\"expire\"}";
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    const double expired = metric(EXPIRED), items = metric(ITEMS);
    for (int i = 0; i < 2; i++) {
        struct answer a = order_pending(buyer.token, product, 1);
        assert_answer(a, 201, "SUCCESS");
        (void)db_do("UPDATE orders SET expires_at = now() - interval '1 second'"
                    " WHERE order_no = '%s'",
                    answer_text(a, "data.orderNo"));
    }
    wait_at_least(EXPIRED, expired + 2);
    wait_at_least(ITEMS, items + 2);
    assert_true(metric(EXPIRED) == expired + 2);
    assert_true(metric(ITEMS) == items + 2);
}

static void x1_deliveries_of_events_and_their_lag_are_counted(void **state)
{
    (void)state;
    static const char *const SERIES[] = {
        "jangteo_events_total{destination=\"DATA_PLATFORM\",outcome=\"DELIVERED\"}",
        "jangteo_events_total{destination=\"DELIVERY\",outcome=\"DELIVERED\"}",
        "jangteo_event_lag_seconds_count{destination=\"DATA_PLATFORM\"}",
        "jangteo_event_lag_seconds_count{destination=\"DELIVERY\"}",
    };
    double before[COUNT(SERIES)];
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    charge(&buyer, 100000);
    for (size_t i = 0; i < COUNT(SERIES); i++)
        before[i] = metric(SERIES[i]);
    assert_answer(order_paid(buyer.token, product, 1), 201, "SUCCESS");
    for (size_t i = 0; i < COUNT(SERIES); i++)
        wait_at_least(SERIES[i], before[i] + 1);
    assert_true(metric("jangteo_event_lag_seconds_sum{destination=\"DELIVERY\"}") > 0);
}

static void h3_sheets_and_their_conversion_are_told(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    charge(&buyer, 100000);
    const char *before = metrics_now();
    (void)sheet_new(buyer.token, product, 1, "");
    assert_answer(sheet_order(buyer.token, sheet_new(buyer.token, product, 1, "")), 201, "SUCCESS");
    const char *after = metrics_now();
    static const char *const MADE = "jangteo_order_sheets{state=\"MADE\"}";
    static const char *const PAID = "jangteo_order_sheets{state=\"PAID\"}";
    assert_true(exposition_value(after, MADE) == exposition_value(before, MADE) + 2);
    assert_true(exposition_value(after, PAID) == exposition_value(before, PAID) + 1);
    const double ratio = exposition_value(after, "jangteo_order_sheet_conversion_ratio");
    const double told = exposition_value(after, PAID) / exposition_value(after, MADE);
    assert_true(ratio > 0 && ratio <= told && told - ratio < 2e-6);
}

/* ---- connections ---- */

struct waiting {
    const char *path, *token;
    long status;
};

static void *cancel(void *arg)
{
    struct waiting *waiting = arg;
    waiting->status = ask("POST", waiting->path, waiting->token).status;
    http_end();
    return NULL;
}

static void connections_are_told_and_those_that_are_busy(void **state)
{
    (void)state;
    static const char *const OPEN = "jangteo_database_connections{program=\"api-claim\"}";
    static const char *const BUSY = "jangteo_database_connections_busy{program=\"api-claim\"}";
    struct person seller = seller_new(), buyer = customer_new();
    struct answer a = order_pending(buyer.token, product_new(&seller, 1000, 5), 1);
    const char *number = answer_text(a, "data.orderNo");
    struct waiting waiting = {text("/api/order/%s/cancel", number), text("%s", buyer.token), 0};
    pthread_t thread;
    assert_true(metric(BUSY) == 0);
    (void)db_do("BEGIN");
    (void)db_do("UPDATE orders SET updated_at = updated_at WHERE order_no = '%s'", number);
    assert_int_equal(pthread_create(&thread, NULL, cancel, &waiting), 0);
    const long long until = now_ms() + WAIT_MS;
    double busy = 0, open = 0;
    while (busy < 1 && now_ms() < until) {
        const char *now = ask("GET", "/metrics", NULL).body;
        busy = exposition_value(now, BUSY);
        open = exposition_value(now, OPEN);
    }
    (void)db_do("ROLLBACK");
    (void)pthread_join(thread, NULL);
    assert_true(busy == 1);
    assert_true(open >= busy);
    assert_int_equal(waiting.status, 200);
    assert_true(metric(BUSY) == 0);
}

/* ---- the books ---- */

static void law_that_is_broken_is_told_until_it_holds_again(void **state)
{
    (void)state;
    static const char *const LAW = "jangteo_audit_violations{law=\"category_counts_products\"}";
    struct person admin = admin_person();
    const char *name = text("breach %s", unique());
    (void)db_do("INSERT INTO category (category, products) VALUES ('%s', 7)", name);
    struct answer a = ask("POST", "/api/admin/audit", admin.token),
                  told = ask("GET", "/metrics", NULL);
    (void)db_do("DELETE FROM category WHERE category = '%s'", name); /* before anything can fail */
    assert_answer(a, 200, "SUCCESS");
    assert_true(exposition_value(told.body, LAW) == 1);
    assert_answer(ask("POST", "/api/admin/audit", admin.token), 200, "SUCCESS");
    assert_true(metric(LAW) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o6_orders_that_expire_are_counted_once_each),
        PROVES(x1_deliveries_of_events_and_their_lag_are_counted),
        PROVES(h3_sheets_and_their_conversion_are_told),
        PROVES(connections_are_told_and_those_that_are_busy),
        PROVES(law_that_is_broken_is_told_until_it_holds_again),
    };
    return RUN_TESTS(tests);
}
