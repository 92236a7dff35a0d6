/* Every statement that a request runs or the worker runs at every tick, over a shop after years of
 * business (large.sql): no table that grows is read from end to end, and what a request reads stays
 * bounded. Each is planned as the programs' prepared statements are (a generic plan) and for its
 * own parameters, and really run. */
#include "store/store.h"

#include <json-c/json.h>
#include <string.h>

#include "db/statements.h"

/* Rows that one scan of a request may read: a search looks at 2,000 names. */
#define ROWS_MAX 5000
/* Entries of an index that a bitmap may hold: half of all names hold a 1. */
#define BITMAP_MAX 150000

#define NOW "'2026-11-20T12:00:00Z'"
#define LAST_ID "9223372036854775807"

/* Parameters of each statement, fit for the data of large.sql; "" for none. Lists that are not in
 * the order of prices look for prices that no product has. */
static const char *const PARAMETERS[STMT_COUNT] = {
    [Q_books_keep] = "'{a,b}', '{0,1}', " NOW ", '{\"\",\"\"}'",
    [Q_books_last] = "",
    [Q_cart_list] = "2, NULL, '2026-11-13Z'",
    [Q_cart_count] = "2, NULL, '2026-11-13Z'",
    [Q_cart_delete_expired_of] = "2, NULL, '2026-11-13Z'",
    [Q_cart_product] = "2, NULL, 2",
    [Q_cart_line_of_product] = "2, NULL, 2",
    [Q_cart_add_member] = "2, 7, 1, " NOW,
    [Q_cart_add_guest] = "2, 7, 1, " NOW,
    [Q_cart_lock_item] = "2, NULL, 1, '2026-11-13Z'",
    [Q_cart_set_quantity] = "1, 5",
    [Q_cart_delete] = "2, NULL, '{1,100001}'",
    [Q_cart_clear] = "NULL, 2",
    [Q_cart_take_over] = "2, 2, '2026-11-13Z'",
    [Q_cart_delete_products] = "2, NULL, '{2,3,4}'",
    [Q_cart_sweep] = "'2026-11-21Z'",
    [Q_product_list_newest] = "21, " LAST_ID ", " LAST_ID ", 1000000, 2000000",
    [Q_product_list_price_asc] = "21, -1, 0, 10000, 20000",
    [Q_product_list_price_desc] = "21, " LAST_ID ", " LAST_ID ", 10000, 20000",
    [Q_product_list_popular] = "21, " LAST_ID ", " LAST_ID ", 1000000, 2000000",
    [Q_product_category_newest] = "21, " LAST_ID ", " LAST_ID ", 1000000, 2000000, '분류3'",
    [Q_product_category_price_asc] = "21, -1, 0, 10000, 20000, '분류3'",
    [Q_product_category_price_desc] = "21, " LAST_ID ", " LAST_ID ", 10000, 20000, '분류3'",
    [Q_product_category_popular] = "21, " LAST_ID ", " LAST_ID ", 1000000, 2000000, '분류3'",
    [Q_product_window_newest] = LAST_ID ", " LAST_ID ", NULL",
    [Q_product_window_category_newest] = LAST_ID ", " LAST_ID ", '분류3'",
    [Q_product_window_popular] = LAST_ID ", " LAST_ID ", NULL",
    [Q_product_window_category_popular] = LAST_ID ", " LAST_ID ", '분류3'",
    [Q_product_range_count] = "0, 100000",
    [Q_product_range_category_count] = "0, 100000, '분류3'",
    [Q_product_range_list] = "21, " LAST_ID ", " LAST_ID ", 10000, 10900, NULL, '감귤', 'popular'",
    [Q_product_range_category_list] =
        "21, " LAST_ID ", " LAST_ID ", 10000, 40000, '분류3', '감귤', 'popular'",
    [Q_product_all_newest] = "21, " LAST_ID,
    [Q_product_all_category_newest] = "21, " LAST_ID ", '분류3'",
    [Q_product_search] = "21, " LAST_ID ", " LAST_ID ", 0, " LAST_ID ", NULL, '감귤', 'popular'",
    [Q_product_search_category] =
        "21, " LAST_ID ", " LAST_ID ", 0, " LAST_ID ", '분류3', '감귤', 'popular'",
    [Q_product_of_seller] = "21, 0, " LAST_ID ", 3",
    [Q_product_find_of_seller] = "3, " LAST_ID ", 21, '감귤', 'ON_SALE'",
    [Q_product_low_of_seller] = "3, 5",
    [Q_product_get] = "1",
    [Q_sitemap_parts] = "4000, 50000",
    [Q_sitemap_products] = "4000, 4000",
    [Q_product_lock] = "1",
    [Q_product_seller_stays] = "1",
    [Q_product_insert] = "1, '새 상품', '', '분류3', 1000, 0, " NOW,
    [Q_product_insert_popularity] = "200001, '분류3'",
    [Q_product_update] = "1, NULL, NULL, NULL, 2000, NULL, NULL, " NOW,
    [Q_product_update_popularity] = "1, NULL",
    [Q_category_adjust] = "'분류3', 1",
    [Q_category_list] = "",
    [Q_coupon_insert] =
        "'쿠폰', '', 'FIXED', 1000, 0, NULL, 100, " NOW ", '2027-01-01Z', 365, " NOW,
    [Q_coupon_make_slots] = "20000, 5000",
    [Q_coupon_get] = "1",
    [Q_coupon_list_open] = NOW ", " NOW ", 0, 21",
    [Q_coupon_list_soon] = NOW ", '2026-11-27T12:00:00Z', 12",
    [Q_coupon_list_all] = LAST_ID ", 21",
    [Q_coupon_list_issued] = "77, " LAST_ID ", 21",
    [Q_coupon_list_issued_to] = "2, 22",
    [Q_coupon_issued_since] = "77, " NOW,
    [Q_coupon_lock_issuing] = "1, 2",
    [Q_coupon_which_has] = "22, '{1,2,3}'",
    [Q_coupon_to_issue] = "1, 1000000000, 22",
    [Q_coupon_issue] = "1, 77, 200000, " NOW ", 900001, " NOW "::timestamptz + interval '1 day'",
    [Q_coupon_issued_lock] = "1, NULL",
    [Q_coupon_issued_lock_of_sheet] = "1, 22",
    [Q_coupon_issued_read] = "1, 22",
    [Q_coupon_list_of_member] = "1, " LAST_ID ", 'AVAILABLE', " NOW ", 21",
    [Q_coupon_list_usable] = "1, " NOW ", 100",
    [Q_coupon_revoke] = "1, " NOW,
    [Q_coupon_hold] = "1, 2, true, " NOW,
    [Q_coupon_use] = "41, " NOW,
    [Q_coupon_release] = "41, " NOW,
    [Q_db_ping] = "",
    [Q_db_schema_version] = "",
    [Q_event_insert] = "'20260101-0000300001', 'order.paid', '{}', 'DATA_PLATFORM', " NOW,
    [Q_event_sweep] = "'2026-11-13Z'",
    [Q_event_list] = LAST_ID ", 21",
    [Q_event_list_in_state] = LAST_ID ", 21, 'PARKED'",
    [Q_desk_member_newest] = LAST_ID ", 21",
    [Q_desk_member_by_id] = "77, " LAST_ID ", 21",
    [Q_desk_member_named] = "'{77,78,79}'",
    [Q_desk_member_by_email] = "'member77@example.com', " LAST_ID ", 21",
    [Q_desk_member_by_phone] = "'01012345678', " LAST_ID ", 21",
    [Q_desk_member_by_name] = "'김77', " LAST_ID ", 21",
    [Q_desk_order_rate] = NOW,
    [Q_desk_refunds_failed] = "",
    [Q_desk_order_newest] = LAST_ID ", 21",
    [Q_desk_order_by_name] = "'김77', " LAST_ID ", 21",
    [Q_desk_order_by_no] = "'20260101-0000000001', " LAST_ID ", 21",
    [Q_desk_order_by_phone] = "'01012345678', " LAST_ID ", 21",
    [Q_desk_order_by_member] = "2, " LAST_ID ", 21",
    [Q_desk_order_by_email] = "'member77@example.com', " LAST_ID ", 21",
    [Q_desk_order_refund_failed] = LAST_ID ", 21",
    [Q_desk_line_events] = "7, 500",
    [Q_desk_payments] = "7, 500",
    [Q_desk_refunds] = "3, 500",
    [Q_event_list_of_order] = "'20260101-0000000001', 500",
    [Q_notice_list_about_of_member] = "2, '20260101-0000000001', 1000",
    [Q_notice_list_about_of_sellers] = "'{3,4}', '20260101-0000000001', 1, 1000",
    [Q_notice_list_about_of_guest] = "4, '20260101-0000000001', 1000",
    [Q_event_resend_parked] = "'DATA_PLATFORM', " NOW ", 1000",
    [Q_event_resend] = "1, " NOW,
    [Q_idempotency_claim] = "1, false, 'm2', 'key2', '2026-11-19Z'",
    [Q_idempotency_try_lock] = "1",
    [Q_idempotency_wait_lock] = "1",
    [Q_idempotency_find] = "'m2', 'key1', '2026-11-19Z'",
    [Q_idempotency_insert] = "'m2', 'key1', '\\x00', 200, '', NULL, '{}', " NOW,
    [Q_idempotency_forget] = "'m2'",
    [Q_idempotency_sweep] = "'2026-11-21Z'",
    [Q_member_insert] = "'new@example.com', 'x', '김새로', '01012345678', '06236', '길 1', NULL,"
                        " 'CUSTOMER', " NOW,
    [Q_member_by_email] = "'member77@example.com'",
    [Q_member_by_id] = "77",
    [Q_member_profile] = "77",
    [Q_member_update] = "77, '김하나', NULL, true, '06236', '길 1', NULL, 'y', 'x', " NOW,
    [Q_member_reset_password] = "'member77@example.com', 'x', " NOW,
    [Q_member_set_status] = "77, 'SUSPENDED', " NOW,
    [Q_member_lock] = "77",
    [Q_member_open_business] = "77",
    [Q_member_erase] = "77, " NOW,
    [Q_seller_erase] = "77",
    [Q_seller_promote] = "5000, " NOW,
    [Q_seller_insert] =
        "5000, '새 상점', '9999999999', '0212345678', '06236', '길 1', NULL, '생활', " NOW,
    [Q_notice_insert] = "'ORDER_PAID', '20260101-0000000001', '상품', NULL, 4000, " NOW ", 2, NULL",
    [Q_notice_insert_for_seller] =
        "'ORDER_RECEIVED', '20260101-0000000001', '상품', NULL, 4000, " NOW ", 3",
    [Q_notice_insert_for_order] = "'ORDER_PAID', '20260101-0000000001', '상품', 4000, " NOW
                                  ", 2, NULL, 'ORDER_RECEIVED', '{3,4}', '{상품,상품}', '{1,2}'",
    [Q_notice_insert_for_admins] = "'CONVERSION_LOW', NULL, NULL, NULL, 12, " NOW,
    [Q_notice_list_of_member] = "2, " LAST_ID ", 21",
    [Q_notice_list_unread_of_member] = "2, " LAST_ID ", 21",
    [Q_notice_list_of_guest] = "4, " LAST_ID ", 21, true",
    [Q_notice_count_unread_of_member] = "2, 99",
    [Q_notice_count_unread_of_guest] = "4, 99",
    [Q_notice_read] = "10, 11, NULL, " NOW,
    [Q_notice_read_all_of_member] = "2, " NOW,
    [Q_notice_read_all_of_guest] = "4, " NOW,
    [Q_notice_listen] = "'m2', 'ko', " NOW,
    [Q_notice_claim] = NOW ", '2026-11-21Z', 1, 256",
    [Q_notice_pushed] = "'{590001,590002}', 1",
    [Q_notice_push_failed] = "590001, 1, " NOW ", 'http://10.0.0.1'",
    [Q_notice_push_release] = "'{590001}', 1",
    [Q_notice_silence] = "77",
    [Q_notice_forget] = "77",
    [Q_notice_sweep] = "'2026-11-20Z'",
    [Q_notice_listener_sweep] = "'2026-11-20T00:10:00Z'",
    [Q_order_new_ids] = "2, NULL",
    [Q_order_lock_placing] = "'m2'",
    [Q_order_pending_count] = "11, NULL, " NOW,
    [Q_order_member_delivery] = "77",
    [Q_order_lock_cart] = "2, NULL, '{1,100001}'",
    [Q_order_offers_of_cart] = "2, NULL, '{1,100001}', '2026-11-13Z'",
    [Q_order_lock_cart_of_sheet] = "2, NULL, 1",
    [Q_order_offers_of_sheet] = "1",
    [Q_order_offers_of_products] = "'{1,2,3}', '{1,1,1}'",
    [Q_order_insert] =
        "900001, '20261120-A000000001', 2, NULL, 'PENDING_PAYMENT', 'POINT', 1000, 0, 0,"
        " 3000, 4000, '김하나', '01012345678', '06236', '길 1', NULL, " NOW ", " NOW ", NULL",
    [Q_order_items_insert] =
        "300001, '{1,2}', '{2,3}', '{상품,상품}', '{1000,1000}', '{0,0}', '{1,1}',"
        " '{1000,1000}', '{0,0}', '{3000,3000}', " NOW ", 2, true, '{900001,900002}'",
    [Q_order_sales_insert] = "'{1,2}', '{1,1}', '2026-11-20'",
    [Q_order_get] = "'20260101-0000000001', 2, NULL, false",
    [Q_order_lock] = "'20260101-0000000001', 2, NULL, false",
    [Q_order_items_by_no] = "'20260101-0000000001'",
    [Q_order_items_by_ids] = "'{1,100001,300000}'",
    [Q_order_list_of_member] = "2, " LAST_ID ", 21",
    [Q_order_list_of_guest] = "4, " LAST_ID ", 21",
    [Q_order_look_up] = "'20260101-0000000003', '01012345678', 7",
    [Q_order_history] = "1",
    [Q_order_item_events] = "1",
    [Q_order_lines_of_seller] = "3, '{PAID,DELIVERED}', " LAST_ID ", 21",
    [Q_order_lines_of_seller_named] = "3, '{1,2,3}'",
    [Q_order_days_of_seller] = "3, '2025-12-01Z'",
    [Q_order_work_of_seller] = "3, '{PAID,PREPARING,DELIVERED}'",
    [Q_order_set_status] = "10, 'CANCELLED', " NOW ", NULL, NULL",
    [Q_order_items_set_status] =
        "10, 'PENDING_PAYMENT', 'CANCELLED', 'ORDER_CANCELLED', 'BUYER', 11, " NOW,
    [Q_order_list_expired] = "'2027-02-01Z', '2027-01-01Z', 1000, 100",
    [Q_order_list_delivered] = "'2026-02-01Z', '2026-01-01Z', 1000, 100",
    [Q_order_try_lock] = "'20260101-0000000010'",
    [Q_order_items_standing] = "7, '2026-02-01Z'",
    [Q_claim_steps] = "'{1,1,2}', '{CANCEL_REQUESTED,CANCEL_ACCEPTED,CANCEL_REQUESTED}',"
                      " '{PAID,CANCEL_REQUESTED,PAID}',"
                      " '{CANCEL_REQUESTED,CANCEL_PROCESSING,CANCEL_REQUESTED}',"
                      " '{BUYER,SYSTEM,BUYER}', 2, NULL, " NOW,
    [Q_claim_set_order] = "1, 'PARTIALLY_CANCELLED', 1000, " NOW,
    [Q_claim_refund_payment] = "1, 1000, " NOW,
    [Q_refund_insert] = "1, 1000, '주소를 잘못 적었어요', '{1,2}', " NOW,
    [Q_refund_promised] = "3",
    [Q_refund_sums] = "3",
    [Q_refund_take] = NOW ", '2026-11-20T12:00:20Z', 7",
    [Q_refund_lock] = "20, 7",
    [Q_refund_set_done] = "20, " NOW,
    [Q_refund_set_failed] = "20, 7, 'HTTP 500', " NOW ", true, " NOW,
    [Q_refund_retry] = "20, " NOW,
    [Q_claim_sales_back] = "1, '{4,5}'",
    [Q_payment_insert_done] = "10, 'POINT', 4000, " NOW ", NULL",
    [Q_payment_return] = "3, 'rk', 4000, " NOW,
    [Q_payment_insert_card] = "10, 4000, 'pk', " NOW ", " NOW,
    [Q_payment_lock_open] = "10",
    [Q_payment_lock_card] = "'pk3'",
    [Q_payment_order_of] = "'pk3'",
    [Q_payment_get_card] = "1, 2, NULL",
    [Q_payment_set_started] = "3, 'tk', 'http://gateway/', " NOW,
    [Q_payment_call_again] = "3",
    [Q_payment_cancel_unstarted] = "3, " NOW,
    [Q_payment_note] = "3, 'NOTED', '', " NOW,
    [Q_payment_set_result] = "3, 'APPROVED', true, 'tk', 'callback', " NOW ", NULL",
    [Q_payment_note_callback] = "'w', 3, " NOW,
    [Q_payment_sweep_callbacks] = "'2026-11-19Z'",
    [Q_payment_claim] = NOW ", " NOW ", 8",
    [Q_payment_ask_again] = "3, " NOW ", 'PENDING'",
    [Q_payment_forget] = "3, " NOW,
    [Q_payment_get] = "1, 2, NULL, false",
    [Q_payment_log_of] = "1",
    [Q_picture_insert] = "'fe000000000000000000000000000001', " NOW,
    [Q_picture_file_insert] = "'00000000000000000000000000000001', 320, 240, '\\x01'",
    [Q_picture_set] = "1, '00000000000000000000000000000002', " NOW,
    [Q_picture_find] = "'00000000000000000000000000000001', 640",
    [Q_point_balance] = "1",
    [Q_point_change] = "1, 1000, 'CHARGE', NULL, " NOW ", 100000000",
    [Q_point_pay_order] = "1, 1000, 900001, " NOW,
    [Q_point_refund_order] = "1, 1000, 900001, " NOW,
    [Q_point_forfeit] = "1, " NOW,
    [Q_point_history] = "1, " LAST_ID ", 21",
    [Q_ranking_state_get] = "",
    [Q_ranking_top] = "10",
    [Q_session_resolve] = "decode(lpad('1', 64, '0'), 'hex')",
    [Q_session_seen] = "1, " NOW,
    [Q_session_insert_member] = "1, '\\xfe01', 'x', " NOW ", '2026-12-20Z'",
    [Q_session_insert_guest] = "'\\xfe02', " NOW ", '2026-12-20Z'",
    [Q_session_delete] = "1",
    [Q_session_delete_others] = "1, NULL",
    [Q_session_sweep_ended] = "'2027-02-01Z'",
    [Q_session_sweep_idle] = "'2026-02-01Z'",
    [Q_login_failure_lock] = "'\\xfe03', " NOW,
    [Q_login_failure_count] = "'\\xfe03', 1, " NOW ", " NOW,
    [Q_login_failure_forget] = "'\\xfe03'",
    [Q_login_failure_take_back] = "'\\xfe03'",
    [Q_login_failure_sweep] = "'2026-02-01Z'",
    [Q_guest_lock_due] = "'2026-02-01Z'",
    [Q_guest_sweep] = "'{1,2,50001}', " NOW,
    [Q_sheet_insert] =
        "2, NULL, 1000, 0, 0, 3000, 4000, NULL, " NOW ", '2026-11-21Z', '{0}', '{1}',"
        " '{2}', '{상품}', '{1000}', '{0}', '{1}', '{1000}', '{0}', '{3000}'",
    [Q_sheet_get] = "3, 4, NULL",
    [Q_sheet_lock] = "3, 4, NULL",
    [Q_sheet_items] = "3, 4, NULL",
    [Q_sheet_set_order] = "3, 3",
    [Q_sheet_leave_cart] = "3, 4, NULL",
    [Q_sheet_forget] = "4",
    [Q_sheet_sweep] = "'2026-11-21Z', '2026-11-21Z'",
    [Q_sheet_conversion] = "'2026-11-20T11:00:00Z', 2000",
    [Q_sheet_note_conversion] = "true, " NOW,
    [Q_stock_get] = "1",
    [Q_stock_insert] = "200001, 5, " NOW,
    [Q_stock_adjust] = "1, 5, 'SELLER', 2, NULL, " NOW,
    [Q_stock_lock] = "'{1,2,3}'",
    [Q_stock_move] = "'{1,2,3}', '{1,1,1}', -1, 0, 'SOLD', 1, 'BUYER', 2, " NOW ", 5",
    [Q_stock_history] = "1, " LAST_ID ", 21",
    [Q_stock_owner] = "1",
};

/* Words that many names or none hold, short and long; the rows they find are bounded all the same.
 */
static const char *const SEARCHES[] = {
    "감",   "차", "가", "z",  "1",           "L",         "!!!",
    "a--b", "%",  "_",  "\\", "유기농 감귤", "감귤 1234", "유기농 감귤 12345"};

/* A category, a word; prices that no product has. */
#define SEARCH_PARAMETERS "21, " LAST_ID ", " LAST_ID ", 1000000, 2000000, %s, '%s', 'newest'"

/* Statements that no request runs, and who does. */
static const char *const NOT_OF_REQUESTS[STMT_COUNT] = {
    [Q_coupon_unmade] = "the worker",
    [Q_coupon_try_lock] = "the worker",
    [Q_coupon_fold] = "the worker, batch by batch",
    [Q_coupon_expire] = "the worker, batch by batch",
    [Q_demo_lock] = "the demo shop is filled before the shop opens",
    [Q_demo_has_products] = "the same",
    [Q_demo_has_admin] = "the same",
    [Q_event_claim] = "the worker's couriers",
    [Q_event_set_delivered] = "the same",
    [Q_event_set_failed] = "the same",
    [Q_event_release] = "the same",
    [Q_figure_events] = "metrics and the admins' pages: it counts what waits",
    [Q_figure_orders_pending] = "the same",
    [Q_probe_echo] = "tests only",
    [Q_probe_sleep] = "tests only",
    [Q_probe_series] = "tests only",
    [Q_probe_insert] = "tests only",
    [Q_probe_add] = "tests only",
    [Q_probe_read] = "tests only",
    [Q_probe_delete] = "tests only",
    [Q_ranking_try_lock] = "the worker",
    [Q_ranking_fold] = "the worker, batch by batch",
    [Q_ranking_refresh] = "the worker: it sums whole days",
    [Q_ranking_state_set] = "the worker",
};

/* Tables that do not grow with the shop's business; every other one does. */
static const char *const SMALL_TABLES[] = {"audit_result", "category", "conversion_watch",
                                           "ranking_state", "schema_migration"};

static bool grows(const char *table)
{
    for (size_t i = 0; i < sizeof SMALL_TABLES / sizeof SMALL_TABLES[0]; i++)
        if (strcmp(table, SMALL_TABLES[i]) == 0)
            return false;
    return true;
}

/* The database is this program's while it runs: filled here, emptied at the end. */
static int fill(void **state)
{
    PGconn *conn = store_connect();
    PGresult *result = PQexec(conn, "SELECT 1 FROM member LIMIT 1");
    if (PQntuples(result) != 0)
        fail_msg("JANGTEO_DB names a shop that is in use");
    PQclear(result);
    char *sql = store_read_file("tests/store/large.sql");
    store_exec(conn, sql);
    free(sql);
    store_exec(conn, "SET client_min_messages = error"); /* the server's own tables are not ours */
    store_exec(conn, "VACUUM (ANALYZE)");
    /* As the shop's own server is set, whatever this one is. */
    store_exec(conn, "SET random_page_cost = 1.1; SET work_mem = '8MB'; SET jit = off;"
                     "SET effective_cache_size = '1GB'; SET max_parallel_workers_per_gather = 0;"
                     "SET statement_timeout = '10s'");
    *state = conn;
    return 0;
}

static int empty(void **state)
{
    if (*state == NULL) /* not ours */
        return 0;
    store_exec(*state,
               "SET statement_timeout = 0;"
               "DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(oid::regclass::text, ', ')"
               " || ' RESTART IDENTITY' FROM pg_class WHERE relkind = 'r'"
               " AND relnamespace = 'public'::regnamespace"
               " AND relname <> 'schema_migration'); END $$");
    PQfinish(*state);
    return 0;
}

/* ---- reading a plan ---- */

static double number(struct json_object *node, const char *name)
{
    struct json_object *value;
    return json_object_object_get_ex(node, name, &value) ? json_object_get_double(value) : 0;
}

static const char *word(struct json_object *node, const char *name)
{
    struct json_object *value;
    return json_object_object_get_ex(node, name, &value) ? json_object_get_string(value) : "";
}

/* Rows that a node read in all, those thrown away too. */
static double rows_read(struct json_object *node)
{
    return number(node, "Actual Loops") *
           (number(node, "Actual Rows") + number(node, "Rows Removed by Filter") +
            number(node, "Rows Removed by Index Recheck"));
}

static int faults_of_node(const struct stmt_info *info, const char *mode, struct json_object *node)
{
    const char *type = word(node, "Node Type"), *table = word(node, "Relation Name");
    const bool bitmap = strcmp(type, "Bitmap Index Scan") == 0;
    const double rows = rows_read(node);
    if (strcmp(type, "Seq Scan") == 0 && grows(table)) {
        print_error("%s (%s plan): reads all of %s\n", info->name, mode, table);
        return 1;
    }
    if ((table[0] != '\0' || bitmap) && rows > (bitmap ? BITMAP_MAX : ROWS_MAX)) {
        print_error("%s (%s plan): %s reads %.0f rows of %s%s\n", info->name, mode, type, rows,
                    table, word(node, "Index Name"));
        return 1;
    }
    return 0;
}

static int faults_of_plan(const struct stmt_info *info, const char *mode, struct json_object *node)
{
    struct json_object *parts;
    int faults = faults_of_node(info, mode, node);
    if (json_object_object_get_ex(node, "Plans", &parts))
        for (size_t i = 0; i < json_object_array_length(parts); i++)
            faults += faults_of_plan(info, mode, json_object_array_get_idx(parts, i));
    return faults;
}

/* Runs the prepared statement with its parameters, takes its plan, and undoes it. */
static int faults_of_run(PGconn *conn, enum stmt stmt, const char *parameters, const char *mode)
{
    const struct stmt_info *info = &stmt_table[stmt];
    char sql[1000];
    (void)snprintf(sql, sizeof sql, "EXPLAIN (ANALYZE, TIMING off, FORMAT json) EXECUTE %s%s%s%s",
                   info->name, parameters[0] != '\0' ? "(" : "", parameters,
                   parameters[0] != '\0' ? ")" : "");
    store_exec(conn, "BEGIN");
    PGresult *result = PQexec(conn, sql);
    int faults = 1;
    if (PQresultStatus(result) == PGRES_TUPLES_OK) {
        struct json_object *plans = json_tokener_parse(PQgetvalue(result, 0, 0)), *plan;
        assert_true(json_object_object_get_ex(json_object_array_get_idx(plans, 0), "Plan", &plan));
        faults = faults_of_plan(info, mode, plan);
        json_object_put(plans);
    } else {
        print_error("%s: %s", info->name, PQresultErrorMessage(result));
    }
    PQclear(result);
    store_exec(conn, "ROLLBACK");
    return faults;
}

static void reads_little(PGconn *conn, const char *mode)
{
    char sql[8000];
    int faults = 0;
    (void)snprintf(sql, sizeof sql, "DEALLOCATE ALL; SET plan_cache_mode = force_%s_plan", mode);
    store_exec(conn, sql);
    for (enum stmt i = 0; i < STMT_COUNT; i++) {
        if (PARAMETERS[i] == NULL)
            continue;
        (void)snprintf(sql, sizeof sql, "PREPARE %s AS %s", stmt_table[i].name, stmt_table[i].sql);
        store_exec(conn, sql);
        faults += faults_of_run(conn, i, PARAMETERS[i], mode);
    }
    assert_int_equal(faults, 0);
}

/* ---- the tests ---- */

static void statement_of_requests_has_parameters_here(void **state)
{
    (void)state;
    int missing = 0;
    for (size_t i = 0; i < STMT_COUNT; i++)
        if ((PARAMETERS[i] == NULL) == (NOT_OF_REQUESTS[i] == NULL)) {
            print_error("%s: needs parameters here, or a reason to have none\n",
                        stmt_table[i].name);
            missing++;
        }
    assert_int_equal(missing, 0);
}

static void q5_statement_reads_little_by_its_generic_plan(void **state)
{
    reads_little(*state, "generic");
}

static void q5_statement_reads_little_by_a_plan_of_its_own(void **state)
{
    reads_little(*state, "custom");
}

static void q5_search_reads_little_whatever_is_sought(void **state)
{
    char sql[8000];
    int faults = 0;
    (void)snprintf(sql, sizeof sql,
                   "DEALLOCATE ALL; SET plan_cache_mode = force_generic_plan;"
                   "PREPARE product_search AS %s; PREPARE product_search_category AS %s",
                   stmt_table[Q_product_search].sql, stmt_table[Q_product_search_category].sql);
    store_exec(*state, sql);
    for (size_t i = 0; i < sizeof SEARCHES / sizeof SEARCHES[0]; i++) {
        (void)snprintf(sql, sizeof sql, SEARCH_PARAMETERS, "NULL", SEARCHES[i]);
        faults += faults_of_run(*state, Q_product_search, sql, SEARCHES[i]);
        (void)snprintf(sql, sizeof sql, SEARCH_PARAMETERS, "'분류3'", SEARCHES[i]);
        faults += faults_of_run(*state, Q_product_search_category, sql, SEARCHES[i]);
    }
    assert_int_equal(faults, 0);
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statement_of_requests_has_parameters_here),
        cmocka_unit_test(q5_statement_reads_little_by_its_generic_plan),
        cmocka_unit_test(q5_statement_reads_little_by_a_plan_of_its_own),
        cmocka_unit_test(q5_search_reads_little_whatever_is_sought),
    };
    return cmocka_run_group_tests_name("store/plans", tests, fill, empty);
}
