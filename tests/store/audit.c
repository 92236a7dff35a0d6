/* Each law of sql/audit/ finds a shop that was broken by hand, and none finds fault with one that
 * is in balance. All of it happens in a transaction that is rolled back. */
#include "store/store.h"

#include "base/arena.h"
#include "db/audit.h"

struct breach {
    const char *law;
    const char *sql; /* breaks it; drops what would not let it */
};

/* A refund of a payment under way, for a line. */
#define REFUND_FOR(payment, amount, item)                                                          \
    "INSERT INTO refund (refund_id, payment_id, refund_key, amount, reason, kind, status, "        \
    "attempts, next_at, created_at) OVERRIDING SYSTEM VALUE VALUES (900009, " payment              \
    ", 'fixture-r9', " amount ", 'x', 'CLAIM', 'PENDING', 0, now(), now());"                       \
    "INSERT INTO refund_item (refund_id, item_id) VALUES (900009, " item ");"

/* The paid order is one that its buyer and seller must have been told of. */
#define PAID_NOW "UPDATE payment SET created_at = now() + interval '1 s' WHERE payment_id = 900001;"

static const struct breach BREACHES[] = {
    {"stock_equals_history", "UPDATE stock SET on_hand = 97 WHERE product_id = 900001"},
    {"stock_equals_history", "UPDATE stock SET reserved = 2 WHERE product_id = 900001"},
    {"stock_equals_history", "DELETE FROM stock WHERE product_id = 900002"},
    {"stock_history_runs", "UPDATE stock_entry SET on_hand_after = 97 WHERE entry_id = 900003"},
    {"stock_history_runs", "UPDATE stock_entry SET reserved_after = 1 WHERE entry_id = 900006"},
    {"stock_history_runs", "DELETE FROM stock_entry WHERE entry_id = 900004"},
    {"stock_history_runs", "UPDATE stock_entry SET kind = 'ADJUSTED' WHERE entry_id = 900001"},
    {"stock_reserved_by_pending_orders",
     "UPDATE order_item SET quantity = 2, line_total = 18000 WHERE item_id = 900003"},
    {"stock_reserved_by_pending_orders", "UPDATE stock SET reserved = 0 WHERE product_id = 900002"},
    {"stock_history_matches_lines", "DELETE FROM stock_entry WHERE entry_id = 900003"},
    {"stock_history_matches_lines", "DELETE FROM stock_entry WHERE entry_id = 900007"},
    {"stock_history_matches_lines",
     "UPDATE stock_entry SET order_id = 900004 WHERE entry_id = 900005"},
    {"stock_history_matches_lines",
     "UPDATE order_item SET status = 'RETURNED' WHERE item_id = 900001"},
    {"stock_history_matches_lines",
     "INSERT INTO order_item_event (item_id, event, from_status, to_status, actor, created_at)"
     " VALUES (900001, 'x', 'PAID', 'EXCHANGE_PROCESSING', 'SELLER', now())"},
    {"balance_equals_ledger", "UPDATE point_balance SET balance = 74001 WHERE member_id = 900001"},
    {"balance_equals_ledger", "DELETE FROM point_entry WHERE entry_id = 900002"},
    {"balance_equals_ledger", "DELETE FROM point_balance WHERE member_id = 900003"},
    {"ledger_runs", "UPDATE point_entry SET balance_after = 74001 WHERE entry_id = 900002"},
    {"ledger_runs", "UPDATE point_entry SET amount = 100001 WHERE entry_id = 900001"},
    {"nothing_negative", "ALTER TABLE point_balance DROP CONSTRAINT point_balance_not_negative;"
                         "UPDATE point_balance SET balance = -1 WHERE member_id = 900001"},
    {"nothing_negative", "ALTER TABLE point_entry DROP CONSTRAINT point_entry_balance_after;"
                         "UPDATE point_entry SET balance_after = -1 WHERE entry_id = 900001"},
    {"nothing_negative", "ALTER TABLE stock DROP CONSTRAINT stock_reserved_within_on_hand;"
                         "UPDATE stock SET reserved = 99 WHERE product_id = 900001"},
    {"nothing_negative", "ALTER TABLE stock_entry DROP CONSTRAINT stock_entry_reserved;"
                         "UPDATE stock_entry SET reserved_after = -1 WHERE entry_id = 900003"},
    {"nothing_negative", "ALTER TABLE product DROP CONSTRAINT product_discount_range;"
                         "UPDATE product SET discount = 10100 WHERE product_id = 900001"},
    {"nothing_negative", "ALTER TABLE cart_item DROP CONSTRAINT cart_item_quantity;"
                         "UPDATE cart_item SET quantity = 0 WHERE cart_item_id = 900001"},
    {"nothing_negative", "ALTER TABLE orders DROP CONSTRAINT orders_refunded;"
                         "UPDATE orders SET refunded = 26001 WHERE order_id = 900001"},
    {"nothing_negative", "ALTER TABLE order_item DROP CONSTRAINT order_item_shipping_fee;"
                         "UPDATE order_item SET shipping_fee = -1 WHERE item_id = 900001"},
    {"nothing_negative", "ALTER TABLE payment DROP CONSTRAINT payment_amount,"
                         " DROP CONSTRAINT payment_refunded;"
                         "UPDATE payment SET amount = -1 WHERE payment_id = 900002"},
    {"nothing_negative", "ALTER TABLE category DROP CONSTRAINT category_products_not_negative;"
                         "UPDATE category SET products = -1 WHERE category = 'fixture'"},
    {"events_match_orders", "UPDATE event_out SET aggregateid = 'x' WHERE id = 900002"},
    {"events_match_orders",
     "UPDATE event_out SET aggregateid = '20261120-F000000002' WHERE id = 900001"},
    {"events_match_orders",
     "UPDATE event_out SET aggregateid = '20261120-F000000003' WHERE id = 900002"},
    {"events_match_orders",
     "UPDATE event_out SET aggregateid = '20261120-F000000001' WHERE id = 900003"},
    {"paid_order_has_its_payment", "UPDATE payment SET amount = 25999 WHERE payment_id = 900001"},
    {"paid_order_has_its_payment",
     "UPDATE payment SET completes_order = false WHERE payment_id = 900001"},
    {"paid_order_has_its_payment",
     "DROP INDEX payment_one_completes_order;"
     "INSERT INTO payment (order_id, method, amount, refunded, status, completes_order,"
     " created_at, updated_at) VALUES (900001, 'NONE', 0, 0, 'APPROVED', true, now(), now())"},
    {"paid_order_has_its_payment",
     "ALTER TABLE payment DROP CONSTRAINT payment_completes;"
     "UPDATE payment SET completes_order = true WHERE payment_id = 900002"},
    {"payment_one_open",
     "DROP INDEX payment_one_open_per_order;"
     "INSERT INTO payment (order_id, method, amount, refunded, status, completes_order, "
     "payment_key,"
     " ask_at, created_at, updated_at)"
     " VALUES (900005, 'CARD', 8000, 0, 'PENDING', false, 'x', now(), now(), now())"},
    {"unwanted_money_goes_back", "DELETE FROM refund WHERE refund_id = 900001"},
    {"unwanted_money_goes_back", "UPDATE refund SET amount = 7999 WHERE refund_id = 900001"},
    {"unwanted_money_goes_back", "UPDATE refund SET payment_id = 900001 WHERE refund_id = 900001"},
    {"unwanted_money_goes_back",
     "UPDATE refund SET payment_id = 900002 WHERE refund_id = 900001;"
     "UPDATE payment SET status = 'DECLINED' WHERE payment_id = 900003"},
    {"payment_is_logged", "DELETE FROM payment_log WHERE payment_id = 900001"},
    {"point_payments_match_ledger", "DELETE FROM point_entry WHERE entry_id = 900002"},
    {"point_payments_match_ledger",
     "UPDATE point_entry SET amount = -25999 WHERE entry_id = 900002"},
    {"point_payments_match_ledger",
     "UPDATE point_entry SET member_id = 900002 WHERE entry_id = 900002"},
    {"point_payments_match_ledger",
     "UPDATE point_entry SET order_id = 999999 WHERE entry_id = 900002"},
    {"point_payments_match_ledger",
     "INSERT INTO point_entry (member_id, kind, amount, balance_after, order_id, created_at)"
     " VALUES (900001, 'REFUND', 26000, 100000, 900001, now())"},
    {"order_amounts_equal_lines",
     "UPDATE orders SET items_amount = 25001, payable = 26001 WHERE order_id = 900001"},
    {"order_amounts_equal_lines",
     "UPDATE order_item SET discount_piece = 1 WHERE item_id = 900001"},
    {"order_amounts_equal_lines",
     "UPDATE order_item SET shipping_fee = 2999 WHERE item_id = 900001"},
    {"order_amounts_equal_lines", "ALTER TABLE order_item DROP CONSTRAINT order_item_line_total;"
                                  "UPDATE order_item SET line_total = 1 WHERE item_id = 900001"},
    {"order_amounts_equal_lines", "DELETE FROM order_item_event WHERE item_id = 900003;"
                                  "DELETE FROM order_item WHERE item_id = 900003"},
    {"order_status_follows_lines",
     "UPDATE orders SET status = 'COMPLETED' WHERE order_id = 900001"},
    {"order_status_follows_lines",
     "UPDATE order_item SET status = 'CANCELLED' WHERE item_id = 900001"},
    {"order_status_follows_lines",
     "UPDATE order_item SET status = 'CONFIRMED' WHERE order_id = 900001"},
    {"order_status_follows_lines",
     "UPDATE order_item SET status = 'PENDING_PAYMENT' WHERE item_id = 900002"},
    {"order_status_follows_lines", "UPDATE orders SET status = 'REFUNDED' WHERE order_id = 900004"},
    {"line_history_leads_to_status",
     "UPDATE order_item SET status = 'PREPARING' WHERE item_id = 900001"},
    {"line_history_leads_to_status",
     "UPDATE order_item_event SET from_status = 'FAILED' WHERE event_id = 900002"},
    {"line_history_leads_to_status", "DELETE FROM order_item_event WHERE event_id = 900001"},
    {"line_history_leads_to_status", "DELETE FROM order_item_event WHERE item_id = 900003"},
    {"order_sheet_amounts_equal_lines",
     "UPDATE order_sheet SET items_amount = 25001, payable = 26001 WHERE sheet_id = 900001"},
    {"order_sheet_amounts_equal_lines", "UPDATE order_sheet SET item_discount = 1999,"
                                        " payable = 26001 WHERE sheet_id = 900001"},
    {"order_sheet_amounts_equal_lines",
     "UPDATE order_sheet_item SET discount_piece = 1 WHERE sheet_id = 900002"},
    {"order_sheet_amounts_equal_lines",
     "UPDATE order_sheet_item SET shipping_fee = 1 WHERE sheet_id = 900002"},
    {"order_sheet_amounts_equal_lines", "DELETE FROM order_sheet_item WHERE sheet_id = 900002"},
    {"order_is_as_its_sheet", "UPDATE order_sheet SET member_id = 900002 WHERE sheet_id = 900001"},
    {"order_is_as_its_sheet", "UPDATE order_sheet SET shipping_fee = 2999, payable = 25999"
                              " WHERE sheet_id = 900001"},
    {"order_is_as_its_sheet",
     "UPDATE order_sheet SET issued_coupon_id = 900001 WHERE sheet_id = 900001"},
    {"order_is_as_its_sheet", "UPDATE order_sheet_item SET unit_price = 5001, unit_discount = 1"
                              " WHERE sheet_id = 900001 AND position = 2"},
    {"order_is_as_its_sheet",
     "DELETE FROM order_sheet_item WHERE sheet_id = 900001 AND position = 2"},
    {"dead_orders_hold_nothing", "DELETE FROM stock_entry WHERE entry_id = 900007"},
    {"dead_orders_hold_nothing", "ALTER TABLE orders DROP CONSTRAINT orders_pending_expires;"
                                 "UPDATE orders SET expires_at = now() WHERE order_id = 900003"},
    {"dead_orders_hold_nothing",
     "UPDATE stock_entry SET order_id = 900004 WHERE entry_id = 900004"},
    {"order_lines_in_order", "UPDATE order_item SET position = 3 WHERE item_id = 900002"},
    {"order_lines_in_order", "UPDATE order_item SET product_id = 900001 WHERE item_id = 900002"},
    {"order_lines_in_order", "UPDATE order_item SET shipping_fee = 1 WHERE item_id = 900002"},
    {"order_lines_in_order",
     "INSERT INTO seller (seller_id, member_id, business_name, category, created_at)"
     " OVERRIDING SYSTEM VALUE VALUES (900002, 900001, 'x', 'x', now());"
     "UPDATE order_item SET seller_id = 900002 WHERE item_id = 900001"},
    {"order_refunds_equal_payments", "UPDATE orders SET refunded = 1 WHERE order_id = 900001"},
    {"order_refunds_equal_payments", "UPDATE orders SET refunded = 1 WHERE order_id = 900004"},
    {"order_refunds_equal_payments",
     "UPDATE order_item SET status = 'CANCELLED' WHERE item_id = 900001"},
    /* One line cancelled, its price given back: with it a won of shipping, or none of it all. */
    {"order_refunds_equal_payments",
     "UPDATE order_item SET status = 'CANCELLED' WHERE item_id = 900001;"
     "UPDATE orders SET refunded = 18001 WHERE order_id = 900001;"
     "UPDATE payment SET refunded = 18001, status = 'PARTIALLY_REFUNDED' WHERE order_id = 900001"},
    {"order_refunds_equal_payments",
     "UPDATE order_item SET status = 'CANCELLED' WHERE order_id = 900001;"
     "UPDATE orders SET refunded = 23000 WHERE order_id = 900001;"
     "UPDATE payment SET refunded = 23000, status = 'PARTIALLY_REFUNDED' WHERE order_id = 900001"},
    {"order_refunds_equal_payments",
     "UPDATE order_item SET status = 'RETURNED' WHERE order_id = 900001;"
     "UPDATE orders SET refunded = 26000 WHERE order_id = 900001;"
     "UPDATE payment SET refunded = 26000, status = 'REFUNDED' WHERE order_id = 900001"},
    /* What is promised counts, and so do the lines it is promised for. */
    {"order_refunds_equal_payments",
     "UPDATE order_item SET status = 'CANCEL_PROCESSING' WHERE item_id = 900001;" REFUND_FOR(
         "900001", "18001", "900001")},
    {"order_refunds_equal_payments",
     "UPDATE order_item SET status = 'CANCEL_PROCESSING' WHERE order_id = 900001;" REFUND_FOR(
         "900001", "23000",
         "900001") "INSERT INTO refund_item (item_id, refund_id) VALUES (900002, 900009)"},
    {"refund_moves_its_lines", REFUND_FOR("900001", "18000", "900001")},
    {"refund_moves_its_lines",
     "UPDATE order_item SET status = 'CANCEL_PROCESSING' WHERE item_id = 900001"},
    {"refund_moves_its_lines",
     "INSERT INTO refund_item (item_id, refund_id) VALUES (900001, 900001)"},
    {"refund_moves_its_lines",
     "UPDATE order_item SET status = 'CANCEL_PROCESSING' WHERE item_id = 900004;" REFUND_FOR(
         "900001", "18000", "900004")},
    {"refund_moves_its_lines",
     "UPDATE order_item SET status = 'CANCELLED' WHERE item_id = 900001;" REFUND_FOR(
         "900001", "18000", "900001")},
    {"refund_moves_its_lines",
     "UPDATE order_item SET status = 'RETURN_PROCESSING' WHERE item_id = 900001;" REFUND_FOR(
         "900001", "18000",
         "900001") "UPDATE refund SET status = 'DONE', done_at = now() WHERE refund_id = 900009"},
    {"refund_moves_its_lines", "UPDATE refund SET kind = 'CLAIM' WHERE refund_id = 900001"},
    {"card_refunds_add_up", REFUND_FOR("900001", "18000", "900001")},
    {"card_refunds_add_up",
     "UPDATE refund SET status = 'DONE', done_at = now() WHERE refund_id = 900001"},
    {"card_refunds_add_up",
     "UPDATE payment SET refunded = 8000, status = 'REFUNDED' WHERE payment_id = 900003"},
    {"card_refunds_add_up", "UPDATE refund SET amount = 8001 WHERE refund_id = 900001"},
    {"sales_equal_sold_stock", "DELETE FROM sale_delta WHERE product_id = 900002"},
    {"sales_equal_sold_stock", "UPDATE sale_daily SET quantity = 3 WHERE product_id = 900001"},
    {"sales_equal_sold_stock",
     "UPDATE sale_daily SET sold_on = '2026-11-21' WHERE product_id = 900001"},
    {"category_counts_products", "UPDATE category SET products = 3 WHERE category = 'fixture'"},
    {"category_counts_products",
     "UPDATE product SET status = 'DISCONTINUED' WHERE product_id = 900001"},
    {"category_counts_products", "DELETE FROM category WHERE category = 'fixture'"},
    {"product_has_its_rows", "DELETE FROM product_popularity WHERE product_id = 900001"},
    {"product_has_its_rows", "DELETE FROM stock WHERE product_id = 900001"},
    {"product_has_its_rows",
     "UPDATE product SET status = 'DISCONTINUED' WHERE product_id = 900001"},
    {"picture_has_three_widths", "DELETE FROM picture_file WHERE picture_id = 900001"},
    {"picture_has_three_widths",
     "DELETE FROM picture_file WHERE picture_id = 900001 AND width = 640"},
    {"cart_line_has_one_owner",
     "ALTER TABLE cart_item DROP CONSTRAINT cart_item_one_owner;"
     "UPDATE cart_item SET member_id = NULL WHERE cart_item_id = 900001"},
    {"cart_line_has_one_owner", "DROP INDEX cart_item_member_product;"
                                "INSERT INTO cart_item (member_id, product_id, quantity, added_at)"
                                " VALUES (900001, 900001, 1, now())"},
    {"order_has_one_owner", "ALTER TABLE orders DROP CONSTRAINT orders_one_owner;"
                            "UPDATE orders SET guest_id = 900001 WHERE order_id = 900001"},
    {"order_has_one_owner", "UPDATE payment SET method = 'POINT', payment_key = NULL,"
                            " transaction_key = NULL, ask_at = NULL WHERE payment_id = 900002"},
    {"withdrawn_members_hold_nothing",
     "UPDATE order_sheet SET member_id = 900003 WHERE sheet_id = 900001"},
    {"withdrawn_members_hold_nothing",
     "UPDATE point_balance SET balance = 1 WHERE member_id = 900003"},
    {"withdrawn_members_hold_nothing",
     "UPDATE session SET member_id = 900003 WHERE session_id = 900001"},
    {"withdrawn_members_hold_nothing",
     "UPDATE orders SET member_id = 900003 WHERE order_id = 900001"},
    {"withdrawn_members_hold_nothing", "UPDATE seller SET member_id = 900003"
                                       " WHERE seller_id = 900001"},
    {"withdrawn_members_hold_nothing",
     "ALTER TABLE member DROP CONSTRAINT member_personal_data;"
     "UPDATE member SET phone = '01000000000' WHERE member_id = 900003"},
    {"notices_tell_of_orders", PAID_NOW "DELETE FROM notice WHERE notice_id = 900001"},
    {"notices_tell_of_orders", PAID_NOW "DELETE FROM notice WHERE notice_id = 900002"},
    {"notices_tell_of_orders", PAID_NOW "UPDATE notice SET member_id = 900001"
                                        " WHERE notice_id = 900002"},
    {"notices_tell_of_orders",
     PAID_NOW "INSERT INTO notice (member_id, kind, subject, amount, created_at)"
              " VALUES (900001, 'ORDER_PAID', '20261120-F000000001', 26000, now())"},
    {"notices_have_a_reader", "UPDATE notice SET member_id = 999999 WHERE notice_id = 900001"},
    {"notices_have_a_reader",
     "UPDATE notice SET member_id = NULL, guest_id = 999999 WHERE notice_id = 900001"},
    {"notices_have_a_reader",
     "UPDATE notice SET member_id = 900003, created_at = '2026-11-19Z' WHERE notice_id = 900001"},
    {"coupon_slots_add_up", "DELETE FROM coupon_slot WHERE coupon_id = 900001"},
    {"coupon_slots_add_up", "UPDATE coupon_slot SET slot_no = 4 WHERE coupon_id = 900001"},
    {"coupon_slots_add_up", "DELETE FROM issued_coupon WHERE issued_coupon_id = 900002"},
    {"coupon_slots_add_up", "UPDATE coupon_supply SET remaining = 1 WHERE coupon_id = 900001"},
    {"coupon_slots_add_up", "UPDATE coupon SET quantity = 4 WHERE coupon_id = 900001"},
    {"coupon_slots_add_up", "DELETE FROM coupon_supply WHERE coupon_id = 900001"},
    {"coupon_one_per_member",
     "ALTER TABLE issued_coupon DROP CONSTRAINT issued_coupon_one_per_member;"
     "UPDATE issued_coupon SET member_id = 900001 WHERE issued_coupon_id = 900002"},
    {"coupon_one_per_member",
     "ALTER TABLE issued_coupon DROP CONSTRAINT issued_coupon_slot_key;"
     "UPDATE issued_coupon SET slot_no = 1 WHERE issued_coupon_id = 900002"},
    {"coupon_one_per_member", "UPDATE coupon_slot SET slot_no = 1 WHERE coupon_id = 900001"},
    {"coupon_follows_its_order",
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id = 900001"},
    {"coupon_follows_its_order",
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id = 900002"},
    {"coupon_follows_its_order",
     "UPDATE issued_coupon SET order_id = 900002 WHERE issued_coupon_id = 900001"},
    {"coupon_follows_its_order",
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id = 900004;"
     "UPDATE issued_coupon SET order_id = 900004 WHERE issued_coupon_id = 900001"},
    {"coupon_follows_its_order",
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id = 900002;"
     "UPDATE issued_coupon SET order_id = 900002, status = 'USED' WHERE issued_coupon_id = 900001"},
    {"coupon_follows_its_order",
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id = 900001;"
     "UPDATE issued_coupon SET order_id = 900001 WHERE issued_coupon_id = 900001"},
    {"order_discount_equals_coupon",
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id = 900001"},
    {"order_discount_equals_coupon",
     "UPDATE orders SET order_discount = 1, payable = payable - 1 WHERE order_id = 900001"},
    {"order_discount_equals_coupon",
     "UPDATE issued_coupon SET type = 'FREE_SHIPPING', value = 0 WHERE coupon_id = 900001;"
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id = 900001"},
    {"seller_has_a_shop", "UPDATE seller SET member_id = 900001 WHERE seller_id = 900001"},
    {"seller_has_a_shop", "UPDATE member SET role = 'CUSTOMER' WHERE member_id = 900002"},
};

/* The folder of laws, and a shop in balance on a connection of its own. */
struct bench {
    struct arena *arena;
    struct script script;
    struct sql_file *laws;
    size_t law_count;
};

static void run(struct bench *bench, const char *sql)
{
    if (script_run(&bench->script, sql) != E_OK)
        fail_msg("%s\n%s", sql, bench->script.message);
}

static int set_up(void **state)
{
    static struct bench bench;
    char message[300] = "";
    bench.arena = arena_new(64 << 20);
    if (sql_folder_read(bench.arena, "sql/audit", message, sizeof message, &bench.laws,
                        &bench.law_count) != E_OK ||
        script_open(&bench.script, store_conninfo(), 60000) != E_OK) {
        print_error("%s %s\n", message, bench.script.message);
        return -1;
    }
    char *fixture = store_read_file(STORE_FIXTURE);
    run(&bench, "BEGIN");
    run(&bench, fixture);
    free(fixture);
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    script_close(&bench->script);
    arena_free(bench->arena);
    return 0;
}

static int64_t violations(struct bench *bench, const char *name)
{
    for (size_t i = 0; i < bench->law_count; i++) {
        struct audit_law law;
        if (strcmp(bench->laws[i].name, name) != 0)
            continue;
        if (audit_run_law(&bench->script, bench->arena, &bench->laws[i], &law) != E_OK)
            fail_msg("%s: %s", name, bench->script.message);
        return law.violations;
    }
    fail_msg("sql/audit/%s.sql is missing", name);
    return 0;
}

static void law_accepts_a_shop_in_balance(void **state)
{
    struct bench *bench = *state;
    int broken = 0;
    for (size_t i = 0; i < bench->law_count; i++)
        if (violations(bench, bench->laws[i].name) != 0) {
            print_error("%s: broken in a shop in balance\n", bench->laws[i].name);
            broken++;
        }
    assert_int_equal(broken, 0);
}

static void law_finds_what_breaks_it(void **state)
{
    struct bench *bench = *state;
    int blind = 0;
    for (size_t i = 0; i < COUNT_OF(BREACHES); i++) {
        run(bench, "SAVEPOINT before");
        run(bench, BREACHES[i].sql);
        if (violations(bench, BREACHES[i].law) == 0) {
            print_error("%s: does not see: %s\n", BREACHES[i].law, BREACHES[i].sql);
            blind++;
        }
        run(bench, "ROLLBACK TO before");
    }
    assert_int_equal(blind, 0);
}

/* A new law without a breach of its own is found here. */
static void q2_law_has_a_breach(void **state)
{
    struct bench *bench = *state;
    for (size_t i = 0; i < bench->law_count; i++) {
        bool found = false;
        for (size_t b = 0; b < COUNT_OF(BREACHES); b++)
            found |= strcmp(BREACHES[b].law, bench->laws[i].name) == 0;
        if (!found)
            fail_msg("nothing here breaks %s", bench->laws[i].name);
    }
}

static void audit_reports_every_law(void **state)
{
    struct bench *bench = *state;
    struct audit_report report;
    char message[300] = "";
    enum err e =
        audit_run(bench->arena, store_conninfo(), "sql/audit", message, sizeof message, &report);
    if (e != E_OK)
        fail_msg("%s", message);
    assert_int_equal(report.law_count, bench->law_count);
    assert_int_equal(report.violations, 0);
}

/* Several workers: one audit at a time. */
static void audit_leaves_it_to_one_that_is_at_work(void **state)
{
    struct bench *bench = *state;
    struct audit_report report;
    char message[300] = "";
    PGconn *other = store_connect();
    store_exec(other, "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('audit', 0))");
    assert_int_equal(audit_run_alone(bench->arena, store_conninfo(), "sql/audit", message,
                                     sizeof message, &report),
                     E_OK);
    assert_int_equal(report.law_count, 0);
    store_exec(other, "ROLLBACK");
    PQfinish(other);
    assert_int_equal(
        audit_run(bench->arena, store_conninfo(), "sql/audit", message, sizeof message, &report),
        E_OK);
    assert_int_equal(report.law_count, bench->law_count);
    assert_int_equal(audit_run_alone(bench->arena, store_conninfo(), "sql/audit", message,
                                     sizeof message, &report),
                     E_OK);
    assert_int_equal(report.law_count, bench->law_count);
}

static void audit_says_what_went_wrong(void **state)
{
    struct bench *bench = *state;
    struct audit_report report;
    char message[300] = "";
    assert_int_equal(
        audit_run(bench->arena, store_conninfo(), "sql/nowhere", message, sizeof message, &report),
        E_INTERNAL);
    assert_non_null(strstr(message, "sql/nowhere"));
    const struct sql_file wrong = {"wrong", "SELECT nothing FROM nowhere;\n"};
    struct audit_law law;
    run(bench, "SAVEPOINT before");
    assert_int_equal(audit_run_law(&bench->script, bench->arena, &wrong, &law), E_INTERNAL);
    assert_non_null(strstr(bench->script.message, "nowhere"));
    run(bench, "ROLLBACK TO before");
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(law_accepts_a_shop_in_balance),
        cmocka_unit_test(law_finds_what_breaks_it),
        cmocka_unit_test(q2_law_has_a_breach),
        cmocka_unit_test(audit_reports_every_law),
        cmocka_unit_test(audit_leaves_it_to_one_that_is_at_work),
        cmocka_unit_test(audit_says_what_went_wrong),
    };
    return cmocka_run_group_tests_name("store/audit", tests, set_up, tear_down);
}
