/* What time does to the shop: each of the worker's jobs, run at a time of the test's choosing over
 * a small shop in balance, up to the last microsecond before and at the moment itself. */
#include "store/moment.h"

#include <pthread.h>

#include "db/audit.h"
#include "shop/cart/cart.h"
#include "shop/member/session.h"
#include "shop/order/order.h"
#include "worker/job.h"

static struct settings settings;
static struct client client;
static PGconn *conn;

static void run(job_fn *job, instant now)
{
    assert_int_equal(run_by(&client, job, now), E_OK);
}

static enum err run_tx(enum err (*body)(struct tx *tx, void *arg), void *arg, instant now)
{
    client.call.now = now;
    return tx_run(client.db, body, arg);
}

static long long number(const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1)
        fail_msg("%s\n%s", sql, PQerrorMessage(conn));
    const long long value = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return value;
}

static void check_number(const char *sql, long long expected)
{
    const long long found = number(sql);
    if (found != expected)
        fail_msg("%s\ngives %lld, not %lld", sql, found, expected);
}

static void books_balance(void)
{
    struct audit_report report;
    char message[300] = "";
    arena_reset(client.call.arena);
    assert_int_equal(audit_run(client.call.arena, store_conninfo(), "sql/audit", message,
                               sizeof message, &report),
                     E_OK);
    for (size_t i = 0; i < report.law_count; i++)
        if (report.laws[i].violations > 0)
            print_error("the law %s is broken\n", report.laws[i].name);
    assert_int_equal(report.violations, 0);
}

/* ---- orders that were not paid ---- */

/* The fixture's two pending orders end at this instant. */
#define ORDERS_END "2026-11-21 00:00:00+00"

static enum err pay(struct tx *tx, void *arg)
{
    struct order order;
    (void)arg;
    return order_pay_by_points(tx, (member_id){900001}, "20261120-F000000002", &order);
}

static enum err pay_and_undo(struct tx *tx, void *arg)
{
    TRY(pay(tx, arg));
    TRY(db_flush(tx->db));
    return E_FORBIDDEN;
}

static void o6_order_past_its_time_is_not_paid_though_no_worker_came(void **state)
{
    (void)state;
    assert_int_equal(run_tx(pay_and_undo, NULL, before(at(ORDERS_END))), E_FORBIDDEN);
    assert_int_equal(run_tx(pay, NULL, at(ORDERS_END)), E_ORDER_STATE_CONFLICT);
    check_number("SELECT balance FROM point_balance WHERE member_id = 900001", 74000);
}

static void o6_s3_order_fails_at_its_time_and_gives_its_stock_back(void **state)
{
    (void)state;
    run(job_expire, before(at(ORDERS_END)));
    check_number("SELECT count(*) FROM orders WHERE status = 'PENDING_PAYMENT'", 2);
    run(job_expire, at(ORDERS_END));
    check_number("SELECT count(*) FROM orders WHERE order_id IN (900002, 900005)"
                 " AND status = 'FAILED' AND failure_reason = 'EXPIRED' AND expires_at IS NULL"
                 " AND updated_at = '" ORDERS_END "'",
                 2);
    check_number("SELECT count(*) FROM order_item WHERE order_id IN (900002, 900005)"
                 " AND status = 'FAILED'",
                 2);
    check_number("SELECT count(*) FROM order_item_event WHERE item_id IN (900003, 900006)"
                 " AND event = 'ORDER_EXPIRED' AND from_status = 'PENDING_PAYMENT'"
                 " AND to_status = 'FAILED' AND actor = 'SYSTEM' AND created_at = '" ORDERS_END "'",
                 2);
    check_number("SELECT sum(reserved) FROM stock", 0);
    check_number("SELECT count(*) FROM stock_entry WHERE kind = 'RELEASED' AND actor = 'SYSTEM'"
                 " AND order_id IN (900002, 900005)",
                 2);
    run(job_expire, at("2027-11-21 00:00:00+00"));
    check_number("SELECT count(*) FROM order_item_event WHERE event = 'ORDER_EXPIRED'", 3);
    assert_int_equal(run_tx(pay, NULL, before(at(ORDERS_END))), E_ORDER_STATE_CONFLICT);
    books_balance();
}

/* ---- a crowd of them, and two workers ---- */

#define CROWD "250"
#define CROWD_END "2027-01-01 00:00:00+00"

/* Orders of one towel each, and one of a bottle that ends first. */
static void make_crowd(void)
{
    store_exec(conn, "UPDATE stock SET on_hand = on_hand + 1000, reserved = " CROWD
                     " WHERE product_id = 900002;"
                     "UPDATE stock SET reserved = 1 WHERE product_id = 900001;"
                     "INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta,"
                     " on_hand_after, reserved_after, actor, created_at)"
                     " VALUES (900002, 'ADJUSTED', 1000, 0, 1049, 0, 'SELLER', '2026-12-01Z')");
    store_exec(
        conn,
        "INSERT INTO orders (order_id, order_no, member_id, status, payment_method, items_amount,"
        " item_discount, order_discount, shipping_fee, payable, refunded, recipient, phone,"
        " postcode, line1, created_at, updated_at, expires_at) OVERRIDING SYSTEM VALUE "
        "SELECT 910000 + n, '20261201-' || lpad(n::text, 10, '0'), 900001, 'PENDING_PAYMENT',"
        " 'POINT', 5000, 0, 0, 3000, 8000, 0, '김하나', '01012345678', '06236', '테헤란로 1',"
        " '2026-12-01Z', '2026-12-01Z', timestamptz '" CROWD_END
        "' - make_interval(secs => n / 100)"
        " FROM generate_series(0, " CROWD ") n;"
        "UPDATE orders SET expires_at = '2026-12-31Z' WHERE order_id = 910000;"
        "INSERT INTO order_item (item_id, order_id, position, product_id, seller_id, name,"
        " unit_price, unit_discount, quantity, line_total, discount_piece, shipping_fee, status,"
        " updated_at) OVERRIDING SYSTEM VALUE "
        "SELECT order_id, order_id, 1, CASE order_id WHEN 910000 THEN 900001 ELSE 900002 END,"
        " 900001, '상품', 5000, 0, 1, 5000, 0, 3000, 'PENDING_PAYMENT', created_at"
        " FROM orders WHERE order_id >= 910000;"
        "INSERT INTO order_item_event (item_id, event, to_status, actor, created_at) "
        "SELECT item_id, 'ORDER_PLACED', 'PENDING_PAYMENT', 'BUYER', updated_at"
        " FROM order_item WHERE item_id >= 910000;"
        "INSERT INTO stock_entry (product_id, kind, on_hand_delta, reserved_delta, on_hand_after,"
        " reserved_after, order_id, actor, created_at) "
        "SELECT product_id, 'RESERVED', 0, 1, CASE product_id WHEN 900001 THEN 98 ELSE 1049 END,"
        " CASE product_id WHEN 900001 THEN 1 ELSE order_id - 910000 END, order_id, 'BUYER',"
        " '2026-12-01Z'"
        " FROM order_item WHERE order_id >= 910000 ORDER BY order_id");
}

struct worker {
    pthread_t thread;
    struct client client;
    enum err result;
};

static void *work(void *arg)
{
    struct worker *worker = arg;
    worker->result = run_by(&worker->client, job_expire, at("2027-02-01 00:00:00+00"));
    return NULL;
}

static void o6_two_workers_end_each_order_once_and_one_that_fails_holds_up_none(void **state)
{
    (void)state;
    struct worker workers[2];
    make_crowd();
    books_balance();
    store_exec(conn, "UPDATE stock SET reserved = 0 WHERE product_id = 900001");
    for (size_t i = 0; i < 2; i++) {
        client_open(&workers[i].client);
        workers[i].client.call.settings = &settings;
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    }
    for (size_t i = 0; i < 2; i++) {
        (void)pthread_join(workers[i].thread, NULL);
        client_close(&workers[i].client);
    }
    assert_true(workers[0].result != E_OK || workers[1].result != E_OK);
    check_number("SELECT count(*) FROM orders WHERE status = 'PENDING_PAYMENT'", 1);
    check_number("SELECT order_id FROM orders WHERE status = 'PENDING_PAYMENT'", 910000);
    check_number("SELECT count(*) FROM order_item_event WHERE event = 'ORDER_EXPIRED'"
                 " AND item_id > 910000",
                 strtoll(CROWD, NULL, 10));
    store_exec(conn, "UPDATE stock SET reserved = 1 WHERE product_id = 900001");
    run(job_expire, at("2027-02-01 00:00:00+00"));
    check_number("SELECT count(*) FROM orders WHERE status = 'PENDING_PAYMENT'", 0);
    books_balance();
}

static void o6_order_under_lock_is_passed_over_and_ends_the_next_time(void **state)
{
    (void)state;
    store_exec(
        conn,
        "INSERT INTO orders (order_id, order_no, member_id, status, payment_method, items_amount,"
        " item_discount, order_discount, shipping_fee, payable, refunded, recipient, phone,"
        " postcode, line1, created_at, updated_at, expires_at) OVERRIDING SYSTEM VALUE "
        "SELECT 920000, '20261201-K000000001', 900001, 'PENDING_PAYMENT', 'POINT', 0, 0, 0, 0, 0, "
        "0,"
        " '김하나', '01012345678', '06236', '테헤란로 1', '2026-12-01Z', '2026-12-01Z',"
        " '2026-12-02Z'");
    PGconn *other = store_connect();
    store_exec(other, "BEGIN; SELECT FROM orders WHERE order_id = 920000 FOR UPDATE");
    run(job_expire, at("2027-02-01 00:00:00+00"));
    check_number("SELECT count(*) FROM orders WHERE status = 'PENDING_PAYMENT'", 1);
    store_exec(other, "COMMIT");
    PQfinish(other);
    run(job_expire, at("2027-02-01 00:00:00+00"));
    check_number("SELECT count(*) FROM orders WHERE status = 'PENDING_PAYMENT'", 0);
    store_exec(conn, "DELETE FROM orders WHERE order_id = 920000");
}

/* ---- lines that have arrived ---- */

static void arrive(const char *item, const char *status, const char *when)
{
    char sql[600];
    (void)snprintf(sql, sizeof sql,
                   "INSERT INTO order_item_event (item_id, event, from_status, to_status, actor,"
                   " created_at) SELECT item_id, 'STATUS_CHANGED', status, '%s', 'SELLER', '%s'"
                   " FROM order_item WHERE item_id = %s;"
                   "UPDATE order_item SET status = '%s', updated_at = '%s' WHERE item_id = %s",
                   status, when, item, status, when, item);
    store_exec(conn, sql);
}

static void o8_line_is_confirmed_when_it_has_stood_long_enough(void **state)
{
    (void)state;
    const char *const confirmed = "SELECT count(*) FROM order_item WHERE status = 'CONFIRMED'";
    arrive("900001", "DELIVERED", "2026-11-22Z");
    arrive("900002", "RETURN_REQUESTED", "2026-11-22Z");
    run(job_confirm, before(at("2026-11-29 00:00:00+00")));
    check_number(confirmed, 0);
    run(job_confirm, at("2026-11-29 00:00:00+00"));
    check_number(confirmed, 1);
    check_number("SELECT count(*) FROM order_item_event WHERE item_id = 900001"
                 " AND from_status = 'DELIVERED' AND to_status = 'CONFIRMED' AND actor = 'SYSTEM'"
                 " AND created_at = '2026-11-29Z'",
                 1);
    check_number("SELECT count(*) FROM orders WHERE order_id = 900001 AND status = 'PAID'", 1);
    /* The seller refuses what the buyer wanted: the time begins anew. */
    arrive("900002", "DELIVERED", "2026-11-30Z");
    run(job_confirm, before(at("2026-12-07 00:00:00+00")));
    check_number(confirmed, 1);
    run(job_confirm, at("2026-12-07 00:00:00+00"));
    check_number(confirmed, 2);
    check_number("SELECT count(*) FROM orders WHERE order_id = 900001 AND status = 'COMPLETED'", 1);
    books_balance();
}

static void o8_exchanged_line_is_confirmed_too(void **state)
{
    (void)state;
    store_exec(conn, "UPDATE orders SET status = 'PAID' WHERE order_id = 900001");
    arrive("900001", "EXCHANGED", "2026-12-10Z");
    run(job_confirm, before(at("2026-12-17 00:00:00+00")));
    check_number("SELECT count(*) FROM order_item WHERE status = 'EXCHANGED'", 1);
    run(job_confirm, at("2026-12-17 00:00:00+00"));
    check_number("SELECT count(*) FROM orders WHERE order_id = 900001 AND status = 'COMPLETED'", 1);
    books_balance();
}

/* ---- carts ---- */

static void b5_line_leaves_the_cart_when_its_week_is_over(void **state)
{
    (void)state;
    const struct owner owner = {.member = {900001}};
    const instant end = at("2026-11-27 00:00:00+00");
    struct cart cart;
    client.call.now = before(end);
    assert_int_equal(cart_get(client.db, owner, NULL, 0, &cart), E_OK);
    assert_int_equal(cart.count, 1);
    client.call.now = end;
    assert_int_equal(cart_get(client.db, owner, NULL, 0, &cart), E_OK);
    assert_int_equal(cart.count, 0);
    run(job_carts, before(end));
    check_number("SELECT count(*) FROM cart_item", 2);
    run(job_carts, end);
    check_number("SELECT count(*) FROM cart_item", 0);
}

static void b5_carts_are_emptied_batch_by_batch_but_not_under_anybodys_hands(void **state)
{
    (void)state;
    store_exec(conn,
               "INSERT INTO guest (guest_id, created_at) OVERRIDING SYSTEM VALUE"
               " SELECT 930000 + n, '2026-11-19Z' FROM generate_series(1, 1200) n;"
               "INSERT INTO cart_item (guest_id, product_id, quantity, added_at)"
               " SELECT 930000 + n, 900001, 1, '2026-11-20Z' FROM generate_series(1, 1200) n");
    PGconn *other = store_connect();
    store_exec(other, "BEGIN; SELECT FROM cart_item WHERE guest_id = 930007 FOR UPDATE");
    run(job_carts, at("2027-01-01 00:00:00+00"));
    check_number("SELECT count(*) FROM cart_item", 1);
    store_exec(other, "COMMIT");
    PQfinish(other);
    run(job_carts, at("2027-01-01 00:00:00+00"));
    check_number("SELECT count(*) FROM cart_item", 0);
    store_exec(conn, "DELETE FROM guest WHERE guest_id > 930000");
}

/* ---- sessions and guests ---- */

static enum err open_guest(struct tx *tx, void *arg)
{
    return session_open_guest(tx, arg);
}

static bool resolves(const char *token, instant now)
{
    struct session session;
    client.call.now = now;
    return session_resolve(client.db, token, &session) == E_OK;
}

static void session_that_has_ended_serves_nobody_and_is_deleted(void **state)
{
    (void)state;
    struct session_opened idle, old;
    char idle_token[SESSION_TOKEN_SIZE + 1], old_token[SESSION_TOKEN_SIZE + 1];
    assert_int_equal(run_tx(open_guest, &idle, at("2027-03-01 00:00:00+00")), E_OK);
    assert_int_equal(run_tx(open_guest, &old, at("2027-02-10 00:00:00+00")), E_OK);
    (void)snprintf(idle_token, sizeof idle_token, "%s", idle.token);
    (void)snprintf(old_token, sizeof old_token, "%s", old.token);
    assert_true(resolves(old_token, at("2027-02-20 00:00:00+00")));
    assert_true(resolves(old_token, at("2027-03-04 00:00:00+00")));
    /* One was seen last two weeks before, the other began thirty days before. */
    assert_false(resolves(idle_token, at("2027-03-15 00:00:00+00")));
    assert_false(resolves(old_token, at("2027-03-12 00:00:00+00")));

    const char *const left = "SELECT count(*) FROM session WHERE created_at > '2027-01-01Z'";
    run(job_sessions, before(at("2027-03-12 00:00:00+00")));
    check_number(left, 2);
    run(job_sessions, at("2027-03-12 00:00:00+00"));
    check_number(left, 1);
    run(job_sessions, before(at("2027-03-15 00:00:00+00")));
    check_number(left, 1);
    run(job_sessions, at("2027-03-15 00:00:00+00"));
    check_number(left, 0);
    /* The guests went with their sessions; the one who ordered stays, and is not looked at again.
     */
    run(job_sessions, at("2027-03-16 00:00:00+00"));
    check_number("SELECT count(*) FROM guest WHERE created_at > '2027-01-01Z'", 0);
    check_number("SELECT count(*) FROM guest WHERE guest_id = 900001 AND looked_at = 'infinity'",
                 1);
    books_balance();
}

static void guest_goes_when_nothing_refers_to_it(void **state)
{
    (void)state;
    store_exec(conn, "INSERT INTO guest (guest_id, created_at) OVERRIDING SYSTEM VALUE VALUES"
                     " (940001, '2027-05-01Z'), (940002, '2027-05-01Z'), (940003, '2027-05-01Z'),"
                     " (940004, '2027-05-01Z');"
                     "INSERT INTO session (token_hash, guest_id, created_at, seen_at, expires_at)"
                     " VALUES ('\\x03fe', 940002, '2027-05-01Z', '2027-05-01Z', '2027-05-31Z');"
                     "INSERT INTO cart_item (guest_id, product_id, quantity, added_at)"
                     " VALUES (940003, 900001, 1, '2027-05-01Z');"
                     "INSERT INTO guest_order_view (guest_id, order_id) VALUES (940004, 900005)");
    const char *const left = "SELECT count(*) FROM guest WHERE guest_id > 940000";
    run(job_sessions, before(at("2027-05-02 00:00:00+00")));
    check_number(left, 4);
    run(job_sessions, at("2027-05-02 00:00:00+00"));
    check_number(left, 2);
    check_number("SELECT count(*) FROM guest_order_view", 0);
    check_number("SELECT count(*) FROM guest WHERE guest_id IN (940002, 940003)"
                 " AND looked_at = '2027-05-02Z'",
                 2);
    store_exec(conn, "DELETE FROM cart_item");
    run(job_sessions, before(at("2027-05-03 00:00:00+00")));
    check_number(left, 2);
    run(job_sessions, at("2027-05-03 00:00:00+00"));
    check_number(left, 1);
}

/* A table that comes to refer to guests must be asked before one is deleted. */
static void whatever_refers_to_guests_is_asked_before_one_goes(void **state)
{
    (void)state;
    PGresult *result = PQexec(conn, "SELECT conrelid::regclass::text FROM pg_constraint"
                                    " WHERE contype = 'f' AND confrelid = 'guest'::regclass");
    assert_true(PQntuples(result) >= 4);
    for (int i = 0; i < PQntuples(result); i++)
        if (strstr(stmt_table[Q_guest_sweep].sql, PQgetvalue(result, i, 0)) == NULL)
            fail_msg("guest_sweep does not ask %s", PQgetvalue(result, i, 0));
    PQclear(result);
}

/* ---- answers kept for repeated calls ---- */

static void answer_is_kept_for_a_day(void **state)
{
    (void)state;
    store_exec(conn,
               "INSERT INTO idempotency (caller, key, fingerprint, status, content_type, body,"
               " created_at) SELECT 'm900001', n::text, '\\x00', 200, '', '{}',"
               " timestamptz '2026-11-20Z' + make_interval(secs => n % 2)"
               " FROM generate_series(1, 1200) n");
    run(job_idempotency, before(at("2026-11-21 00:00:00+00")));
    check_number("SELECT count(*) FROM idempotency", 1200);
    run(job_idempotency, at("2026-11-21 00:00:00+00"));
    check_number("SELECT count(*) FROM idempotency", 600);
    run(job_idempotency, at("2026-11-21 00:00:01+00"));
    check_number("SELECT count(*) FROM idempotency", 0);
}

static int set_up(void **state)
{
    (void)state;
    char message[400];
    conn = store_connect();
    if (number("SELECT count(*) FROM (SELECT FROM member LIMIT 1) m") != 0) {
        print_error("JANGTEO_DB names a shop that is in use\n");
        return -1;
    }
    store_load_fixture(conn);
    /* What is written from now on comes behind the fixture's rows. */
    store_exec(conn, "ALTER TABLE stock_entry ALTER entry_id RESTART WITH 900100;"
                     "ALTER TABLE order_item_event ALTER event_id RESTART WITH 900100;"
                     "ALTER TABLE guest ALTER guest_id RESTART WITH 950000");
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
    if (client.db != NULL)
        client_close(&client);
    PQfinish(conn);
    return 0;
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(o6_order_past_its_time_is_not_paid_though_no_worker_came),
        cmocka_unit_test(o6_s3_order_fails_at_its_time_and_gives_its_stock_back),
        cmocka_unit_test(o6_two_workers_end_each_order_once_and_one_that_fails_holds_up_none),
        cmocka_unit_test(o6_order_under_lock_is_passed_over_and_ends_the_next_time),
        cmocka_unit_test(o8_line_is_confirmed_when_it_has_stood_long_enough),
        cmocka_unit_test(o8_exchanged_line_is_confirmed_too),
        cmocka_unit_test(b5_line_leaves_the_cart_when_its_week_is_over),
        cmocka_unit_test(b5_carts_are_emptied_batch_by_batch_but_not_under_anybodys_hands),
        cmocka_unit_test(session_that_has_ended_serves_nobody_and_is_deleted),
        cmocka_unit_test(guest_goes_when_nothing_refers_to_it),
        cmocka_unit_test(whatever_refers_to_guests_is_asked_before_one_goes),
        cmocka_unit_test(answer_is_kept_for_a_day),
    };
    return cmocka_run_group_tests_name("store/clock", tests, set_up, tear_down);
}
