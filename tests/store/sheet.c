/* What time does to order sheets: when they go, and what their conversion comes to, at times of the
 * test's choosing over a small shop in balance (H2, H3). */
#include "store/handle.h"

#include <pthread.h>

#include "shop/member/session.h"
#include "shop/sheet/sheet.h"
#include "worker/job.h"

static struct settings settings;
static struct client client;
static PGconn *conn;

static instant at(const char *text)
{
    instant t;
    assert_true(instant_from_sql(text, &t));
    return t;
}

static instant before(instant t)
{
    return (instant){t.us - 1};
}

static enum err run_by(struct client *worker, instant now)
{
    arena_reset(worker->call.arena);
    worker->call.now = now;
    return job_sheets(worker->db, &worker->call);
}

static void run(instant now)
{
    assert_int_equal(run_by(&client, now), E_OK);
}

static void check_number(const char *sql, long long expected)
{
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
        fail_msg("%s\n%s", sql, PQerrorMessage(conn));
    const long long found = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    if (found != expected)
        fail_msg("%s\ngives %lld, not %lld", sql, found, expected);
}

/* `count` sheets of the guest, a second apart from `from` on; the first `paid` of them are of
 * orders that were. */
static void make_sheets(const char *from, int count, int paid)
{
    char sql[3000];
    (void)snprintf(
        sql, sizeof sql,
        "WITH ordered AS ("
        " INSERT INTO orders (order_no, member_id, status, payment_method, items_amount,"
        " item_discount, order_discount, shipping_fee, payable, refunded, recipient, phone,"
        " postcode, line1, created_at, updated_at)"
        " SELECT '20261201-' || lpad((nextval('sheet_test'))::text, 10, '0'), 900001, 'PAID',"
        " 'POINT', 0, 0, 0, 0, 0, 0, '김하나', '01012345678', '06236', '테헤란로 1', '%s', '%s'"
        " FROM generate_series(1, %d) RETURNING order_id)"
        "INSERT INTO order_sheet (guest_id, items_amount, item_discount, order_discount,"
        " shipping_fee, payable, created_at, expires_at, order_id)"
        "SELECT 900001, 0, 0, 0, 0, 0, t, t + interval '30 min',"
        " (SELECT order_id FROM (SELECT order_id, row_number() OVER () AS k FROM ordered) o"
        "  WHERE k = n)"
        " FROM generate_series(1, %d) n,"
        " LATERAL (SELECT timestamptz '%s' + (n - 1) * interval '1 s' AS t) made",
        from, from, paid, count, from);
    store_exec(conn, sql);
    /* As autovacuum does before long: a plan made for two sheets would read all for each of many.
     */
    store_exec(conn, "ANALYZE order_sheet, orders");
}

static void drop_sheets(void)
{
    store_exec(conn, "DELETE FROM order_sheet; DELETE FROM conversion_watch; DELETE FROM notice;"
                     " DELETE FROM orders WHERE order_no LIKE '20261201-%'");
}

static struct conversion conversion_at(instant now)
{
    struct conversion conversion;
    arena_reset(client.call.arena);
    client.call.now = now;
    assert_int_equal(sheet_conversion(client.db, &conversion), E_OK);
    return conversion;
}

/* ---- sheets go ---- */

static void h2_sheet_goes_once_it_is_over_and_counts_no_more(void **state)
{
    (void)state;
    /* The fixture's two live until half past, and count until one. */
    run(before(at("2026-11-20 01:00:00+00")));
    check_number("SELECT count(*) FROM order_sheet", 2);
    run(at("2026-11-20 01:00:00+00"));
    check_number("SELECT count(*) FROM order_sheet", 0);
    check_number("SELECT count(*) FROM order_sheet_item", 0);
}

static void h2_sheet_that_lives_longer_than_it_counts_stays(void **state)
{
    (void)state;
    const span window = settings.conversion_window;
    make_sheets("2026-12-01 00:00:00+00", 1, 0);
    settings.conversion_window = SPAN_SECONDS(1);
    run(before(at("2026-12-01 00:30:00+00")));
    check_number("SELECT count(*) FROM order_sheet", 1);
    run(at("2026-12-01 00:30:00+00"));
    check_number("SELECT count(*) FROM order_sheet", 0);
    settings.conversion_window = window;
    drop_sheets();
}

static void h2_sheets_go_batch_by_batch_but_not_under_anybodys_hands(void **state)
{
    (void)state;
    make_sheets("2026-12-01 00:00:00+00", 1200, 0);
    PGconn *other = store_connect();
    store_exec(other, "BEGIN; SELECT FROM order_sheet WHERE created_at = '2026-12-01Z' FOR UPDATE");
    run(at("2027-01-01 00:00:00+00"));
    check_number("SELECT count(*) FROM order_sheet", 1);
    store_exec(other, "COMMIT");
    PQfinish(other);
    run(at("2027-01-01 00:00:00+00"));
    check_number("SELECT count(*) FROM order_sheet", 0);
    drop_sheets();
}

static enum err sweep_guests(struct tx *tx, void *arg)
{
    return guest_sweep(tx, arg);
}

static void h2_guest_with_a_sheet_stays(void **state)
{
    (void)state;
    int64_t count;
    store_exec(conn, "INSERT INTO guest (guest_id, created_at) OVERRIDING SYSTEM VALUE"
                     " VALUES (930001, '2026-11-19Z'), (930002, '2026-11-19Z');"
                     "INSERT INTO order_sheet (guest_id, items_amount, item_discount,"
                     " order_discount, shipping_fee, payable, created_at, expires_at)"
                     " VALUES (930001, 0, 0, 0, 0, 0, '2026-12-01Z', '2026-12-02Z')");
    client.call.now = at("2026-12-01 00:00:00+00");
    assert_int_equal(tx_run(client.db, sweep_guests, &count), E_OK);
    check_number("SELECT count(*) FROM guest WHERE guest_id = 930001", 1);
    check_number("SELECT count(*) FROM guest WHERE guest_id = 930002", 0);
    drop_sheets();
}

/* ---- conversion ---- */

static void h3_ratio_counts_the_sheets_of_the_window_and_paid_orders(void **state)
{
    (void)state;
    make_sheets("2026-12-01 00:00:00+00", 100, 30);
    struct conversion c = conversion_at(at("2026-12-01 00:30:00+00"));
    assert_int_equal(c.sheets, 100);
    assert_int_equal(c.paid, 30);
    /* Orders that came to nothing do not count, those given back later do. */
    store_exec(conn, "UPDATE orders SET status = 'CANCELLED' WHERE order_id IN"
                     " (SELECT order_id FROM order_sheet WHERE order_id IS NOT NULL"
                     "  ORDER BY order_id LIMIT 4);"
                     "UPDATE orders SET status = 'REFUNDED' WHERE order_id IN"
                     " (SELECT order_id FROM order_sheet WHERE order_id IS NOT NULL"
                     "  ORDER BY order_id DESC LIMIT 4)");
    c = conversion_at(at("2026-12-01 00:30:00+00"));
    assert_int_equal(c.paid, 26);
    /* The window moves on: what was made a second before it is out. */
    c = conversion_at(at("2026-12-01 01:00:10+00"));
    assert_int_equal(c.sheets, 89);
    c = conversion_at(at("2026-12-01 02:00:00+00"));
    assert_int_equal(c.sheets, 0);
    assert_int_equal(c.paid, 0);
    drop_sheets();
}

/* Of 9,001 every fifth is looked at and stands for five. */
static void h3_ratio_of_many_sheets_is_taken_from_a_sample(void **state)
{
    (void)state;
    const span window = settings.conversion_window;
    settings.conversion_window = SPAN_HOURS(24);
    make_sheets("2026-12-01 00:00:00+00", 9001, 4500);
    store_exec(conn, "UPDATE orders SET status = 'CANCELLED' WHERE order_id IN"
                     " (SELECT order_id FROM order_sheet WHERE sheet_id % 2 = 0)");
    struct conversion c = conversion_at(at("2026-12-01 12:00:00+00"));
    assert_in_range(c.sheets, 8995, 9005);
    assert_in_range(c.paid, 2240, 2260);
    settings.conversion_window = window;
    drop_sheets();
}

struct worker {
    pthread_t thread;
    struct client client;
    enum err result;
};

static instant crowd_time;

static void *work(void *arg)
{
    struct worker *worker = arg;
    for (int i = 0; i < 20 && worker->result == E_OK; i++)
        worker->result = run_by(&worker->client, crowd_time);
    return NULL;
}

static void all_workers(instant now)
{
    struct worker workers[4] = {0};
    crowd_time = now;
    for (size_t i = 0; i < 4; i++) {
        client_open(&workers[i].client);
        workers[i].client.call.settings = &settings;
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        (void)pthread_join(workers[i].thread, NULL);
        client_close(&workers[i].client);
        assert_int_equal(workers[i].result, E_OK);
    }
}

static void h3_n2_admins_are_told_once_a_fall_however_many_workers_watch(void **state)
{
    (void)state;
    const char *const told = "SELECT count(*) FROM notice WHERE kind = 'CONVERSION_LOW'";
    make_sheets("2026-12-01 00:00:00+00", 49, 0);
    all_workers(at("2026-12-01 00:10:00+00"));
    check_number(told, 0); /* too few to say */
    make_sheets("2026-12-01 00:10:00+00", 51, 11);
    all_workers(at("2026-12-01 00:20:00+00"));
    check_number(told, 2); /* a row an admin */
    check_number("SELECT count(*) FROM notice WHERE kind = 'CONVERSION_LOW' AND amount = 11"
                 " AND created_at = '2026-12-01T00:20Z'",
                 2);
    make_sheets("2026-12-01 00:20:00+00", 20, 20); /* 31 of 120: it recovers */
    all_workers(at("2026-12-01 00:30:00+00"));
    check_number(told, 2);
    make_sheets("2026-12-01 00:30:00+00", 80, 0); /* 31 of 200 */
    all_workers(at("2026-12-01 00:40:00+00"));
    check_number(told, 4);
    /* The night comes, nobody buys; in the morning it is as low as before. */
    all_workers(at("2026-12-01 09:00:00+00"));
    make_sheets("2026-12-01 09:00:00+00", 60, 0);
    all_workers(at("2026-12-01 09:10:00+00"));
    check_number(told, 4);
    drop_sheets();
}

static int set_up(void **state)
{
    char message[200];
    (void)state;
    assert_true(settings_load(&settings, message, sizeof message));
    conn = store_connect();
    store_load_fixture(conn);
    store_exec(conn,
               "CREATE SEQUENCE sheet_test;"
               "INSERT INTO member (email, password_hash, name, phone, postcode, line1, role,"
               " status, created_at, updated_at)"
               " SELECT 'sheet-admin' || n || '@example.com', 'x', 'x', '01012345678', '06236',"
               " 'x', 'ADMIN', 'ACTIVE', now(), now() FROM generate_series(1, 2) n");
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
        cmocka_unit_test(h2_sheet_goes_once_it_is_over_and_counts_no_more),
        cmocka_unit_test(h2_sheet_that_lives_longer_than_it_counts_stays),
        cmocka_unit_test(h2_sheets_go_batch_by_batch_but_not_under_anybodys_hands),
        cmocka_unit_test(h2_guest_with_a_sheet_stays),
        cmocka_unit_test(h3_ratio_counts_the_sheets_of_the_window_and_paid_orders),
        cmocka_unit_test(h3_ratio_of_many_sheets_is_taken_from_a_sample),
        cmocka_unit_test(h3_n2_admins_are_told_once_a_fall_however_many_workers_watch),
    };
    return cmocka_run_group_tests_name("store/sheet", tests, set_up, tear_down);
}
