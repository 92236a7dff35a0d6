/* Sales become the popular products: folded once, however late they commit and however many workers
 * look, day by day of Seoul (R1-R3); and coupons up to their last microsecond (K4). */
#include "store/moment.h"

#include <pthread.h>

#include "shop/order/order.h"
#include "worker/job.h"

static struct settings settings;
static struct client client;
static PGconn *conn;

#define NOON "2026-11-20 03:00:00+00"

static void run(job_fn *job, instant now)
{
    assert_int_equal(run_by(&client, job, now), E_OK);
}

static void check_text(const char *sql, const char *expected)
{
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
        fail_msg("%s\n%s", sql, PQerrorMessage(conn));
    const bool is_right = strcmp(PQgetvalue(result, 0, 0), expected) == 0;
    if (!is_right)
        print_error("%s\ngives %s, not %s\n", sql, PQgetvalue(result, 0, 0), expected);
    PQclear(result);
    assert_true(is_right);
}

#define SOLD(product) "SELECT sold FROM product_popularity WHERE product_id = " product
#define DELTAS "SELECT count(*) FROM sale_delta"
#define WINDOW "SELECT window_from || ' ' || window_to FROM ranking_state"

static void sell(PGconn *by, const char *product, const char *day, const char *quantity)
{
    char sql[200];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO sale_delta (product_id, sold_on, quantity) VALUES (%s, '%s', %s)",
                   product, day, quantity);
    store_exec(by, sql);
}

static void r2_sales_are_folded_once(void **state)
{
    (void)state;
    run(job_ranking, at(NOON));
    check_text(SOLD("900001"), "2"); /* folded before */
    check_text(SOLD("900002"), "1"); /* folded now */
    check_text(DELTAS, "0");
    run(job_ranking, at(NOON));
    check_text(SOLD("900001"), "2");
    check_text(SOLD("900002"), "1");
    check_text(WINDOW, "2026-11-18 2026-11-20");
}

static void r1_what_is_cancelled_does_not_count(void **state)
{
    (void)state;
    sell(conn, "900001", "2026-11-20", "-2");
    run(job_ranking, at(NOON));
    check_text(SOLD("900001"), "0");
    sell(conn, "900001", "2026-11-20", "2");
    run(job_ranking, at(NOON));
    check_text(SOLD("900001"), "2");
}

/* It was first and has the lower number; the fold goes past it meanwhile. */
static void r2_sale_that_commits_late_is_counted_then(void **state)
{
    (void)state;
    PGconn *slow = store_connect();
    store_exec(slow, "BEGIN");
    sell(slow, "900001", "2026-11-20", "5");
    sell(conn, "900001", "2026-11-20", "3");
    run(job_ranking, at(NOON));
    check_text(SOLD("900001"), "5");
    store_exec(slow, "COMMIT");
    PQfinish(slow);
    run(job_ranking, at(NOON));
    check_text(SOLD("900001"), "10");
    check_text(DELTAS, "0");
}

static void r2_fold_that_fails_takes_nothing(void **state)
{
    (void)state;
    sell(conn, "900001", "2026-11-20", "1");
    store_exec(conn,
               "ALTER TABLE sale_daily ADD CONSTRAINT full_up CHECK (quantity < 11) NOT VALID");
    assert_int_not_equal(run_by(&client, job_ranking, at(NOON)), E_OK);
    check_text(DELTAS, "1");
    store_exec(conn, "ALTER TABLE sale_daily DROP CONSTRAINT full_up");
    run(job_ranking, at(NOON));
    check_text(SOLD("900001"), "11");
}

struct worker {
    pthread_t thread;
    struct client client;
    enum err result;
};

static void *work(void *arg)
{
    struct worker *worker = arg;
    for (int i = 0; i < 10 && worker->result == E_OK; i++)
        worker->result = run_by(&worker->client, job_ranking, at(NOON));
    return NULL;
}

static void r2_two_workers_count_every_sale_once(void **state)
{
    (void)state;
    struct worker workers[2] = {0};
    store_exec(conn, "INSERT INTO sale_delta (product_id, sold_on, quantity)"
                     " SELECT 900002, '2026-11-19', 1 FROM generate_series(1, 45000)");
    for (size_t i = 0; i < 2; i++) {
        client_open(&workers[i].client);
        workers[i].client.call.settings = &settings;
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < 2; i++) {
        (void)pthread_join(workers[i].thread, NULL);
        client_close(&workers[i].client);
        assert_int_equal(workers[i].result, E_OK);
    }
    run(job_ranking, at(NOON));
    check_text(DELTAS, "0");
    check_text(SOLD("900002"), "45001");
    check_text("SELECT quantity FROM sale_daily WHERE sold_on = '2026-11-19'", "45000");
}

static void r3_day_falls_out_at_midnight_in_seoul(void **state)
{
    (void)state;
    const instant midnight = at("2026-11-21 15:00:00+00"); /* the 22nd begins */
    run(job_ranking, before(midnight));
    check_text(WINDOW, "2026-11-19 2026-11-21");
    check_text(SOLD("900002"), "45001");
    run(job_ranking, midnight);
    check_text(WINDOW, "2026-11-20 2026-11-22");
    check_text(SOLD("900002"), "1"); /* the 19th is out */
    run(job_ranking, at("2026-11-22 15:00:00+00"));
    check_text(SOLD("900001"), "0");
    check_text(SOLD("900002"), "0");
}

static void r3_day_that_is_over_still_takes_its_own_late_sales(void **state)
{
    (void)state;
    const instant next = at("2026-11-20 15:00:01+00"); /* a second into the 21st */
    sell(conn, "900001", "2026-11-20", "4");
    sell(conn, "900001", "2026-11-21", "100");
    run(job_ranking, next);
    check_text("SELECT quantity FROM sale_daily WHERE product_id = 900001"
               " AND sold_on = '2026-11-20'",
               "15");
    check_text("SELECT quantity FROM sale_daily WHERE product_id = 900001"
               " AND sold_on = '2026-11-21'",
               "100");
    check_text(SOLD("900001"), "115");
    check_text("SELECT refreshed_at = '2026-11-20 15:00:01+00' FROM ranking_state", "t");
}

/* ---- the day of a sale ---- */

static enum err pay(struct tx *tx, void *arg)
{
    struct order order;
    return order_pay_by_points(tx, (member_id){900001}, arg, &order);
}

static void pay_at(const char *order_no, instant now)
{
    arena_reset(client.call.arena);
    client.call.now = now;
    assert_int_equal(tx_run(client.db, pay, (void *)(uintptr_t)order_no), E_OK);
}

/* A second order like the fixture's, that waits for its payment too. */
static void make_another(void)
{
    store_exec(conn, "UPDATE stock SET reserved = reserved + 1 WHERE product_id = 900001;"
                     "INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta,"
                     " on_hand_after, reserved_after, order_id, actor, created_at)"
                     " VALUES (900001, 'RESERVED', 0, 1, 98, 2, 900012, 'BUYER', '2026-11-20Z')");
    store_exec(
        conn,
        "INSERT INTO orders (order_id, order_no, member_id, status, payment_method, items_amount,"
        " item_discount, order_discount, shipping_fee, payable, refunded, recipient, phone,"
        " postcode, line1, created_at, updated_at, expires_at) OVERRIDING SYSTEM VALUE VALUES"
        " (900012, '20261120-F000000012', 900001, 'PENDING_PAYMENT', 'POINT', 10000, 1000, 0, 3000,"
        " 12000, 0, '김하나', '01012345678', '06236', '테헤란로 1', '2026-11-20Z', '2026-11-20Z',"
        " '2026-11-21Z');"
        "INSERT INTO order_item (item_id, order_id, position, product_id, seller_id, name,"
        " unit_price, unit_discount, quantity, line_total, discount_piece, shipping_fee, status,"
        " updated_at) OVERRIDING SYSTEM VALUE VALUES (900013, 900012, 1, 900001, 900001,"
        " '유리 물병', 10000, 1000, 1, 9000, 0, 3000, 'PENDING_PAYMENT', '2026-11-20Z')");
}

/* Whatever the zone of the server or of this process. */
static void r1_sale_belongs_to_seouls_day(void **state)
{
    (void)state;
    const instant midnight = at("2026-11-20 15:00:00+00");
    make_another();
    store_exec(conn, "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L',"
                     " current_database(), 'America/Los_Angeles'); END $$");
    client_close(&client);
    client_open(&client);
    client.call.settings = &settings;
    pay_at("20261120-F000000002", before(midnight));
    check_text("SELECT string_agg(sold_on::text, ' ') FROM sale_delta", "2026-11-20");
    pay_at("20261120-F000000012", midnight);
    check_text("SELECT string_agg(sold_on::text, ' ' ORDER BY delta_id) FROM sale_delta",
               "2026-11-20 2026-11-21");
}

/* ---- coupons ---- */

static void k4_coupon_expires_at_its_time(void **state)
{
    (void)state;
    const char *const status = "SELECT status FROM issued_coupon WHERE issued_coupon_id = 900001";
    const instant end = at("2026-12-01 00:00:00+00");
    store_exec(conn, "UPDATE issued_coupon SET expires_at = '2026-12-01Z'"
                     " WHERE issued_coupon_id = 900001");
    run(job_coupons, before(end));
    check_text(status, "AVAILABLE");
    run(job_coupons, end);
    check_text(status, "EXPIRED");
}

/* The last stretch of the largest quantity there is, which the worker comes to after 960,000 slots
 * and all the others made like these. */
static void k2_slots_of_a_million_coupons_are_made_to_the_last(void **state)
{
    (void)state;
    store_exec(conn, "INSERT INTO coupon (coupon_id, name, description, type, value,"
                     " min_order_amount, quantity, issue_starts_at, issue_ends_at, valid_days,"
                     " created_at) OVERRIDING SYSTEM VALUE VALUES (900090, '백만', '', 'FIXED',"
                     " 1000, 0, 1000000, '2026-01-01Z', '2027-01-01Z', 30, '2026-01-01Z');"
                     "INSERT INTO coupon_supply (coupon_id, quantity, made, remaining)"
                     " VALUES (900090, 1000000, 960000, 1000000)");
    run(job_coupons, at(NOON));
    check_text("SELECT made FROM coupon_supply WHERE coupon_id = 900090", "1000000");
    check_text("SELECT count(*) || ' ' || min(slot_no) || ' ' || max(slot_no) FROM coupon_slot"
               " WHERE coupon_id = 900090",
               "40000 960001 1000000");
    run(job_coupons, at(NOON));
    check_text("SELECT count(*) FROM coupon_slot WHERE coupon_id = 900090", "40000");
    store_exec(conn, "DELETE FROM coupon_slot WHERE coupon_id = 900090;"
                     "DELETE FROM coupon_supply WHERE coupon_id = 900090;"
                     "DELETE FROM coupon WHERE coupon_id = 900090");
}

static int set_up(void **state)
{
    char message[200] = "";
    (void)state;
    conn = store_connect();
    store_load_fixture(conn);
    store_exec(conn, "ALTER TABLE stock_entry ALTER entry_id RESTART WITH 900100;"
                     "ALTER TABLE order_item_event ALTER event_id RESTART WITH 900100");
    if (!settings_load(&settings, message, sizeof message)) {
        print_error("%s\n", message);
        return -1;
    }
    client_open(&client);
    client.call.settings = &settings;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    client_close(&client);
    PQfinish(conn);
    return 0;
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r2_sales_are_folded_once),
        cmocka_unit_test(r1_what_is_cancelled_does_not_count),
        cmocka_unit_test(r2_sale_that_commits_late_is_counted_then),
        cmocka_unit_test(r2_fold_that_fails_takes_nothing),
        cmocka_unit_test(r2_two_workers_count_every_sale_once),
        cmocka_unit_test(r3_day_falls_out_at_midnight_in_seoul),
        cmocka_unit_test(r3_day_that_is_over_still_takes_its_own_late_sales),
        cmocka_unit_test(r1_sale_belongs_to_seouls_day),
        cmocka_unit_test(k2_slots_of_a_million_coupons_are_made_to_the_last),
        cmocka_unit_test(k4_coupon_expires_at_its_time),
    };
    return cmocka_run_group_tests_name("store/ranking", tests, set_up, tear_down);
}
