/* /metrics over HTTP: the text is right, only this machine itself may read it, and counters move by
 * exactly what was asked for, whichever thread of whichever program answered. */
#include "support/coupon.h"
#include "support/exposition.h"
#include "support/test.h"

/* How far a series moved. */
#define assert_moved(before, after, series, by)                                                    \
    do {                                                                                           \
        const double moved = exposition_value(after, series) - exposition_value(before, series);   \
        if (moved != (double)(by))                                                                 \
            fail_msg("%s moved by %g, not %g", series, moved, (double)(by));                       \
    } while (0)

static void text_is_what_prometheus_reads(void **state)
{
    (void)state;
    struct answer a = ask("GET", "/metrics", NULL);
    assert_string_equal(header(a, "Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
    assert_string_equal(header(a, "Cache-Control"), "no-store");
    const char *text = metrics_now();
    assert_int_equal(exposition_value(text, "jangteo_up{part=\"database\"}"), 1);
    assert_int_equal(exposition_sum(text, "jangteo_build_info{"), 1);
    assert_int_equal(exposition_value(text, "jangteo_metrics_dropped_total"), 0);
    assert_int_equal(exposition_value(text, "jangteo_processes{program=\"api-order\"}"), 1);
    assert_int_equal(exposition_value(text, "jangteo_threads{program=\"api-order\"}"), 12);
    assert_true(exposition_value(text, "jangteo_process_resident_bytes{program=\"worker\"}") > 1e6);
    assert_int_equal(exposition_value(text, "jangteo_requests_in_flight{program=\"api-health\"}"),
                     1);
    assert_true(exposition_value(text, "jangteo_job_seconds_count{job=\"expire\"}") > 0);
    assert_true(exposition_value(text, "jangteo_database_statements_total") > 0);
}

static void law_of_the_books_has_its_line(void **state)
{
    (void)state;
    const char *text = metrics_now();
    assert_true(exposition_value(text, "jangteo_audit_last_run_timestamp_seconds") > 1.7e9);
    assert_non_null(strstr(text, "jangteo_audit_violations{law=\"balance_equals_ledger\"} 0\n"));
    assert_int_equal(exposition_sum(text, "jangteo_audit_violations{"), 0);
    assert_non_null(
        strstr(text, "jangteo_events_waiting{destination=\"DELIVERY\",state=\"PARKED\"}"));
    assert_non_null(strstr(text, "jangteo_event_oldest_seconds{destination=\"DATA_PLATFORM\"}"));
}

static void what_came_through_a_proxy_is_refused(void **state)
{
    (void)state;
    static const char *const HEADERS[] = {"X-Forwarded-For: 203.0.113.9",
                                          "X-Forwarded-For: 127.0.0.1",
                                          "X-Forwarded-For: nonsense",
                                          "X-Forwarded-For: 203.0.113.9, 127.0.0.1",
                                          "Forwarded: for=127.0.0.1",
                                          "X-Real-IP: 127.0.0.1",
                                          "Via: 1.1 proxy"};
    for (size_t i = 0; i < COUNT(HEADERS); i++) {
        struct answer a = ASK(.method = "GET", .path = "/metrics", .headers = {HEADERS[i]});
        assert_int_equal(a.status, 403);
        assert_null(strstr(a.body, "jangteo_"));
    }
}

/* ---- requests ---- */

static struct answer look_around(size_t index, void *arg)
{
    const long long product = *(const long long *)arg;
    switch (index % 4) {
    case 0:
        return ask("GET", text("/api/product/%lld", product), NULL);
    case 1:
        return ask("GET", "/api/product/999999999", NULL);
    case 2:
        return ask("GET", "/api/cart", NULL);
    default:
        return ask("GET", text("/nowhere/%zu", index), NULL);
    }
}

#define PRODUCT "route=\"/api/product/{id}\",method=\"GET\""

static void requests_are_counted_exactly(void **state)
{
    (void)state;
    enum { CLIENTS = 160, EACH = CLIENTS / 4 };
    static struct outcome outcomes[CLIENTS];
    const struct person seller = seller_new();
    long long product = product_new(&seller, 1000, 10);
    const char *before = metrics_now();
    crowd(CLIENTS, look_around, &product, outcomes);
    const char *after = metrics_now();
    size_t bytes = 0;
    for (size_t i = 0; i < CLIENTS; i++)
        bytes += i % 4 < 2 ? outcomes[i].size : 0;
    assert_moved(before, after, "jangteo_http_requests_total{" PRODUCT ",status=\"2xx\"}", EACH);
    assert_moved(before, after, "jangteo_http_requests_total{" PRODUCT ",status=\"4xx\"}", EACH);
    assert_moved(before, after, "jangteo_http_request_seconds_count{" PRODUCT ",status=\"2xx\"}",
                 EACH);
    assert_moved(before, after, "jangteo_http_request_seconds_count{" PRODUCT ",status=\"4xx\"}",
                 EACH);
    assert_moved(before, after, "jangteo_http_response_bytes_total{" PRODUCT "}", bytes);
    assert_moved(before, after,
                 "jangteo_http_requests_total{route=\"/api/cart\",method=\"GET\",status=\"4xx\"}",
                 EACH);
    /* One series for all that nobody knows, whatever clients think of. */
    assert_moved(before, after,
                 "jangteo_http_requests_total{route=\"unknown\",method=\"GET\",status=\"4xx\"}",
                 EACH);
    assert_moved(before, after, "jangteo_http_errors_total{code=\"PRODUCT_NOT_FOUND\"}", EACH);
    assert_moved(before, after, "jangteo_http_errors_total{code=\"UNAUTHENTICATED\"}", EACH);
    assert_moved(before, after, "jangteo_http_errors_total{code=\"ENTITY_NOT_FOUND\"}", EACH);
    assert_int_equal(exposition_sum(after, "jangteo_http_requests_total{") -
                         exposition_sum(before, "jangteo_http_requests_total{"),
                     CLIENTS + 1); /* and the metrics themselves */
}

static void method_is_one_of_a_few(void **state)
{
    (void)state;
    const char *before = metrics_now();
    (void)ASK(.method = "HEAD", .path = "/healthz");
    (void)ASK(.method = "BREW", .path = "/healthz");
    (void)ASK(.method = "DELETE", .path = "/healthz");
    const char *after = metrics_now();
    assert_moved(before, after,
                 "jangteo_http_requests_total{route=\"/healthz\",method=\"HEAD\",status=\"2xx\"}",
                 1);
    assert_moved(before, after,
                 "jangteo_http_requests_total{route=\"unknown\",method=\"other\",status=\"4xx\"}",
                 1);
    assert_moved(before, after,
                 "jangteo_http_requests_total{route=\"unknown\",method=\"DELETE\",status=\"4xx\"}",
                 1);
    assert_null(strstr(after, "BREW"));
}

/* What a client may say where, each with a mark that stands nowhere else. */
static void labels_hold_nothing_that_clients_say(void **state)
{
    (void)state;
    static const char *const METHODS[] = {"HITME", "GET", "POST", "DELETE"};
    static const char *const PATHS[] = {
        "/hitme",
        "/api/hitme?hitme=1",
        "/api/order/hitme",
        "/orders/hitme%22%7D%20666%0A",
        "/products?sort=hitme",
        "/products/1/hitme",
        "/media/hitme",
        "/admin/events?state=hitme",
        "/api/coupon/hitme/issue",
    };
    static const char *const HOST = "Host: hitme.example";
    for (size_t m = 0; m < COUNT(METHODS); m++)
        for (size_t i = 0; i < COUNT(PATHS); i++) {
            struct answer a =
                ASK(.method = METHODS[m], .path = PATHS[i], .token = "hitme", .type = "hitme/hitme",
                    .body = m >= 2 ? "{\"hitme\":1}" : NULL,
                    .headers = {HOST, "User-Agent: hitme\"} 1", "Referer: http://hitme.example/",
                                "X-Request-Id: hitme", "Origin: http://hitme.example",
                                "Accept-Language: hitme", "Idempotency-Key: hitme",
                                "Cookie: lang=hitme; sid=hitme"});
            assert_in_range(a.status, 200, 499);
        }
    struct answer said = ASK(.method = "GET", .path = "/metrics?hitme",
                             .headers = {HOST, "User-Agent: hitme", "X-Request-Id: hitme"});
    assert_int_equal(said.status, 200);
    assert_null(exposition_fault(said.body));
    assert_null(strcasestr(said.body, "hitme"));
}

/* ---- business ---- */

static void orders_payments_and_refunds_are_counted(void **state)
{
    (void)state;
    const struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    charge(&buyer, 100000);
    const char *before = metrics_now();
    struct answer paid = order_paid(buyer.token, product, 1);
    assert_answer(paid, 201, "SUCCESS");
    struct answer pending = order_pending(buyer.token, product, 1);
    assert_answer(pending, 201, "SUCCESS");
    const char *halfway = metrics_now();
    assert_answer(order_paid(buyer.token, product, 100), 409, "STOCK_NOT_ENOUGH");
    const char *number = answer_text(pending, "data.orderNo");
    assert_answer(ask("POST", text("/api/order/%s/cancel", number), buyer.token), 200, "SUCCESS");
    number = answer_text(paid, "data.orderNo");
    assert_answer(ask("POST", text("/api/order/%s/cancel", number), buyer.token), 200, "SUCCESS");
    const char *after = metrics_now();

    assert_moved(before, after, "jangteo_orders_total{event=\"PLACED\"}", 2);
    assert_moved(before, after, "jangteo_orders_total{event=\"PAID\"}", 1);
    assert_moved(before, after, "jangteo_orders_total{event=\"CANCELLED\"}", 1);
    assert_moved(before, after, "jangteo_payments_total{method=\"POINT\",outcome=\"DONE\"}", 1);
    assert_moved(before, after, "jangteo_refunds_total{method=\"POINT\",outcome=\"DONE\"}", 1);
    assert_moved(before, after, "jangteo_stock_shortages_total", 1);
    assert_moved(before, halfway, "jangteo_orders_pending", 1);
    assert_moved(before, after, "jangteo_orders_pending", 0);
}

/* The same request again says the same and does nothing. */
static void repeated_order_is_counted_once(void **state)
{
    (void)state;
    const struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    const char *key = text("Idempotency-Key: %s", unique());
    const char *body = text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],"
                            "\"paymentMethod\":\"POINT\",\"pay\":false}",
                            product);
    const char *before = metrics_now();
    for (int i = 0; i < 3; i++)
        assert_answer(ASK(.method = "POST", .path = "/api/order", .token = buyer.token,
                          .body = body, .headers = {key}),
                      201, "SUCCESS");
    assert_moved(before, metrics_now(), "jangteo_orders_total{event=\"PLACED\"}", 1);
}

static void coupons_and_log_ins_are_counted(void **state)
{
    (void)state;
    const struct person one = customer_new(), other = customer_new();
    const long long coupon = coupon_new("\"type\":\"FIXED\",\"value\":1000,\"quantity\":1");
    const char *before = metrics_now();
    assert_answer(coupon_issue(one.token, coupon), 201, "SUCCESS");
    assert_answer(coupon_issue(one.token, coupon), 409, "COUPON_ALREADY_ISSUED");
    assert_answer(coupon_issue(other.token, coupon), 409, "COUPON_SOLD_OUT");
    assert_answer(call("POST", "/api/session", NULL,
                       "{\"email\":\"%s\",\"password\":\"not the right one\"}", one.email),
                  401, "INVALID_CREDENTIALS");
    assert_answer(call("POST", "/api/session", NULL,
                       "{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}", one.email),
                  200, "SUCCESS");
    const char *after = metrics_now();
    assert_moved(before, after, "jangteo_coupon_issues_total", 1);
    assert_moved(before, after, "jangteo_coupon_sold_outs_total", 1);
    assert_moved(before, after, "jangteo_login_failures_total", 1);
}

/* Hashing is what takes the time: no address is known from how long a log-in takes. */
static void log_in_costs_one_hash_whether_the_account_exists_or_not(void **state)
{
    (void)state;
    const struct person known = customer_new(), suspended = customer_new();
    db_do("UPDATE member SET status = 'SUSPENDED' WHERE member_id = %lld", suspended.member);
    const char *const emails[] = {known.email, suspended.email, text("%s@test.example", unique()),
                                  "no address at all", "@"};
    for (size_t i = 0; i < COUNT(emails); i++) {
        const char *before = metrics_now();
        assert_answer(call("POST", "/api/session", NULL,
                           "{\"email\":\"%s\",\"password\":\"not the right one\"}", emails[i]),
                      401, "INVALID_CREDENTIALS");
        assert_moved(before, metrics_now(), "jangteo_password_hashes_total", 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(text_is_what_prometheus_reads),
        PROVES(law_of_the_books_has_its_line),
        PROVES(what_came_through_a_proxy_is_refused),
        PROVES(requests_are_counted_exactly),
        PROVES(method_is_one_of_a_few),
        PROVES(labels_hold_nothing_that_clients_say),
        PROVES(orders_payments_and_refunds_are_counted),
        PROVES(repeated_order_is_counted_once),
        PROVES(coupons_and_log_ins_are_counted),
        PROVES(log_in_costs_one_hash_whether_the_account_exists_or_not),
    };
    return RUN_TESTS(tests);
}
