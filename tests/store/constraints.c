/* The schema defends itself: each CHECK and UNIQUE is provoked, on a small shop that is rolled
 * back. */
#include "store/store.h"

#include "base/err.h"

struct provocation {
    const char *constraint;
    const char *sql;
};

#define ORDER(changes) "UPDATE orders SET " changes " WHERE order_id = 900001"
#define LINE(changes) "UPDATE order_item SET " changes " WHERE item_id = 900001"
#define PAYMENT(changes) "UPDATE payment SET " changes " WHERE payment_id = 900001"
#define CARD(changes) "UPDATE payment SET " changes " WHERE payment_id = 900002"
#define REFUND(changes) "UPDATE refund SET " changes " WHERE refund_id = 900001"
#define MEMBER(changes) "UPDATE member SET " changes " WHERE member_id = 900001"
#define SELLER(changes) "UPDATE seller SET " changes " WHERE seller_id = 900001"
#define PRODUCT(changes) "UPDATE product SET " changes " WHERE product_id = 900001"
#define STOCK(changes) "UPDATE stock SET " changes " WHERE product_id = 900001"
#define ENTRY(changes) "UPDATE stock_entry SET " changes " WHERE entry_id = 900003"
#define SHEET(set) "UPDATE order_sheet SET " set " WHERE sheet_id = 900001"
#define SHEET_LINE(set)                                                                            \
    "UPDATE order_sheet_item SET " set " WHERE sheet_id = 900001 AND position = 1"
#define COUPON(changes) "UPDATE coupon SET " changes " WHERE coupon_id = 900001"
#define SUPPLY(changes) "UPDATE coupon_supply SET " changes " WHERE coupon_id = 900001"
#define ISSUED(changes) "UPDATE issued_coupon SET " changes " WHERE issued_coupon_id = 900001"
#define EVENT(changes) "UPDATE event_out SET " changes " WHERE id = 900002"
#define NOTICE(changes) "UPDATE notice SET " changes " WHERE notice_id = 900001"
#define POINT(changes) "UPDATE point_entry SET " changes " WHERE entry_id = 900001"

/* Where one breach cannot come alone, the other's constraint is dropped first. */
static const struct provocation PROVOCATIONS[] = {
    {"member_role", MEMBER("role = 'KING'")},
    {"member_status", MEMBER("status = 'ASLEEP'")},
    {"member_personal_data", MEMBER("phone = NULL")},
    {"member_email_form", MEMBER("email = 'Upper@example.com'")},
    {"member_phone_form", MEMBER("phone = '010-1234-5678'")},
    {"member_email_key", MEMBER("email = 'fixture-seller@example.com'")},
    {"seller_business_name", SELLER("business_name = ''")},
    {"seller_registration_form", SELLER("registration_number = '123-45-67891'")},
    {"seller_category", SELLER("category = ''")},
    {"seller_member_key",
     "INSERT INTO seller (member_id, business_name, registration_number, category, created_at)"
     " VALUES (900002, 'x', '1234567890', 'x', now())"},
    {"seller_registration_key",
     "INSERT INTO seller (member_id, business_name, registration_number, category, created_at)"
     " VALUES (900001, 'x', '1234567891', 'x', now())"},
    {"cart_item_guest_id_fkey", "UPDATE cart_item SET guest_id = 1 WHERE cart_item_id = 900002"},
    {"orders_guest_id_fkey", "UPDATE orders SET guest_id = 1 WHERE order_id = 900005"},
    {"guest_order_view_guest_id_fkey", "INSERT INTO guest_order_view VALUES (1, 900005)"},
    {"session_one_owner", "UPDATE session SET guest_id = 900001 WHERE session_id = 900001"},
    {"session_token_key", "UPDATE session SET token_hash = '\\x02fe' WHERE session_id = 900001"},
    {"point_balance_not_negative",
     "UPDATE point_balance SET balance = -1 WHERE member_id = 900001"},
    {"point_entry_kind", POINT("kind = 'GIFT', amount = -1")},
    {"point_entry_balance_after", POINT("balance_after = -1")},
    {"point_entry_sign", POINT("amount = -1")},
    {"point_entry_cause", POINT("order_id = 900002")},
    {"point_entry_one_payment_per_order",
     "INSERT INTO point_entry (member_id, kind, amount, balance_after, order_id, created_at)"
     " VALUES (900001, 'ORDER_PAYMENT', -1, 0, 900001, now())"},
    {"picture_hash_form", "UPDATE picture SET hash = 'XYZ' WHERE picture_id = 900001"},
    {"picture_hash_key", "INSERT INTO picture (hash, created_at)"
                         " VALUES ('fe000000000000000000000000000001', now())"},
    {"picture_file_width", "UPDATE picture_file SET width = 100 WHERE picture_id = 900001"},
    {"picture_file_height", "UPDATE picture_file SET height = 0 WHERE picture_id = 900001"},
    {"picture_file_size", "UPDATE picture_file SET bytes = '' WHERE picture_id = 900001"},
    {"product_name_length", PRODUCT("name = ''")},
    {"product_description_length", PRODUCT("description = repeat('x', 5001)")},
    {"product_category_length", PRODUCT("category = ''")},
    {"product_price_range", PRODUCT("price = 10050")},
    {"product_discount_range", PRODUCT("discount = 10100")},
    {"product_status", PRODUCT("status = 'LOST'")},
    {"category_products_not_negative",
     "UPDATE category SET products = -1 WHERE category = 'fixture'"},
    {"stock_on_hand_not_negative", STOCK("on_hand = -1")},
    {"stock_reserved_not_negative", STOCK("reserved = -1")},
    {"stock_reserved_within_on_hand", STOCK("reserved = 99")},
    {"stock_on_hand_limit", STOCK("on_hand = 2000000001")},
    {"stock_entry_kind", ENTRY("kind = 'STOLEN'")},
    {"stock_entry_on_hand", ENTRY("on_hand_after = -1")},
    {"stock_entry_reserved", ENTRY("reserved_after = 99")},
    {"stock_entry_actor", ENTRY("actor = 'CAT'")},
    {"stock_entry_shape", ENTRY("on_hand_delta = 2")},
    {"stock_entry_order", ENTRY("order_id = NULL")},
    {"ranking_state_only_row_check",
     "INSERT INTO ranking_state (only_row, window_from, window_to, refreshed_at)"
     " VALUES (false, '2026-11-18', '2026-11-20', now())"},
    {"cart_item_quantity", "UPDATE cart_item SET quantity = 1000 WHERE cart_item_id = 900001"},
    {"cart_item_one_owner", "UPDATE cart_item SET guest_id = 900001 WHERE cart_item_id = 900001"},
    {"cart_item_member_product", "INSERT INTO cart_item (member_id, product_id, quantity, added_at)"
                                 " VALUES (900001, 900001, 1, now())"},
    {"cart_item_guest_product", "INSERT INTO cart_item (guest_id, product_id, quantity, added_at)"
                                " VALUES (900001, 900001, 1, now())"},
    {"orders_no_form", ORDER("order_no = '20261120-ILOU000000'")},
    {"orders_no_key", ORDER("order_no = '20261120-F000000002'")},
    {"orders_status", ORDER("status = 'LOST'")},
    {"orders_failure_reason", "UPDATE orders SET failure_reason = 'RAIN' WHERE order_id = 900003"},
    {"orders_payment_method", ORDER("payment_method = 'SHELLS'")},
    {"orders_items_amount",
     "ALTER TABLE orders DROP CONSTRAINT orders_item_discount; " ORDER("items_amount = -1")},
    {"orders_item_discount", ORDER("item_discount = 25001")},
    {"orders_order_discount", ORDER("order_discount = 23001")},
    {"orders_shipping_fee",
     "ALTER TABLE orders DROP CONSTRAINT orders_payable; " ORDER("shipping_fee = -1")},
    {"orders_payable", ORDER("payable = 26001")},
    {"orders_refunded", ORDER("refunded = 26001")},
    {"orders_recipient", ORDER("recipient = ''")},
    {"orders_phone", ORDER("phone = '12'")},
    {"orders_postcode", ORDER("postcode = '123-456'")},
    {"orders_line1", ORDER("line1 = ''")},
    {"orders_one_owner", ORDER("guest_id = 900001")},
    {"orders_pending_expires", ORDER("expires_at = now()")},
    {"orders_failed_reason", ORDER("failure_reason = 'EXPIRED'")},
    {"orders_guests_pay_by_card",
     "UPDATE orders SET payment_method = 'POINT' WHERE order_id = 900005"},
    {"order_item_position_range", LINE("position = 101")},
    {"order_item_position_key", LINE("position = 2")},
    {"order_item_unit_price", "ALTER TABLE order_item DROP CONSTRAINT order_item_unit_discount,"
                              " DROP CONSTRAINT order_item_line_total; " LINE("unit_price = -1")},
    {"order_item_unit_discount",
     "ALTER TABLE order_item DROP CONSTRAINT order_item_line_total; " LINE(
         "unit_discount = 10001")},
    {"order_item_quantity", LINE("quantity = 1000, line_total = 9000000")},
    {"order_item_line_total", LINE("line_total = 18001")},
    {"order_item_discount_piece", LINE("discount_piece = 18001")},
    {"order_item_shipping_fee", LINE("shipping_fee = -1")},
    {"order_item_status", LINE("status = 'LOST'")},
    {"order_item_event_actor", "UPDATE order_item_event SET actor = 'CAT' WHERE event_id = 900001"},
    {"payment_method", PAYMENT("method = 'SHELLS'")},
    {"payment_amount", PAYMENT("amount = -1")},
    {"payment_refunded",
     "ALTER TABLE payment DROP CONSTRAINT payment_refund_status; " PAYMENT("refunded = 26001")},
    {"payment_status", PAYMENT("status = 'LOST', completes_order = false")},
    {"payment_none_is_nothing", PAYMENT("method = 'NONE'")},
    {"payment_refund_status", PAYMENT("refunded = 1")},
    {"payment_completes", PAYMENT("status = 'DECLINED'")},
    {"payment_one_open_per_order",
     "INSERT INTO payment (order_id, method, amount, refunded, status, completes_order, "
     "payment_key,"
     " ask_at, created_at, updated_at)"
     " VALUES (900005, 'CARD', 1, 0, 'PENDING', false, 'x', now(), now(), now())"},
    {"payment_one_completes_order",
     "INSERT INTO payment (order_id, method, amount, refunded, status, completes_order,"
     " created_at, updated_at) VALUES (900001, 'NONE', 0, 0, 'APPROVED', true, now(), now())"},
    {"payment_asks", CARD("asks = -1")},
    {"payment_key_key", CARD("payment_key = 'fixture-3'")},
    {"payment_transaction_key_key", CARD("transaction_key = 'fixture-t3'")},
    {"payment_key_is_a_cards", CARD("payment_key = NULL")},
    {"payment_transaction_is_a_cards", PAYMENT("transaction_key = 'x'")},
    {"payment_checkout_of_transaction", CARD("checkout_url = 'x', transaction_key = NULL")},
    {"payment_approved_has_transaction",
     CARD("status = 'APPROVED', ask_at = NULL, transaction_key = NULL")},
    {"payment_open_is_followed", CARD("ask_at = NULL")},
    {"refund_key_key",
     "INSERT INTO refund (payment_id, refund_key, amount, reason, kind, status,"
     " attempts, next_at, created_at)"
     " VALUES (900001, 'fixture-r1', 1, '', 'CLAIM', 'PENDING', 0, now(), now())"},
    {"refund_one_returned",
     "INSERT INTO refund (payment_id, refund_key, amount, reason, kind, status,"
     " attempts, next_at, created_at)"
     " VALUES (900003, 'x', 1, '', 'RETURNED', 'PENDING', 0, now(), now())"},
    {"refund_amount", REFUND("amount = 0")},
    {"refund_kind", REFUND("kind = 'GIFT'")},
    {"refund_status", REFUND("status = 'LOST'")},
    {"refund_attempts", REFUND("attempts = -1")},
    {"refund_done", REFUND("status = 'DONE'")},
    {"refund_failed_why", REFUND("status = 'FAILED'")},
    {"refund_claimed", REFUND("claim = 1")},
    {"refund_claim_pending",
     REFUND("status = 'FAILED', last_error = 'x', claim = 1, claimed_until = now()")},
    {"gateway_callback_id", "UPDATE gateway_callback SET webhook_id = repeat('x', 201)"
                            " WHERE webhook_id = 'fixture-w1'"},
    {"coupon_name", COUPON("name = ''")},
    {"coupon_description", COUPON("description = repeat('x', 1001)")},
    {"coupon_type", COUPON("type = 'GIFT', value = 0")},
    {"coupon_value", COUPON("type = 'PERCENT', value = 101")},
    {"coupon_min_order_amount", COUPON("min_order_amount = -1")},
    {"coupon_max_discount", COUPON("max_discount = 100")},
    {"coupon_quantity", COUPON("quantity = 1000001")},
    {"coupon_valid_days", COUPON("valid_days = 0")},
    {"coupon_window", COUPON("issue_ends_at = issue_starts_at")},
    {"coupon_supply_made", SUPPLY("made = 4")},
    {"coupon_supply_remaining", SUPPLY("remaining = -1")},
    {"coupon_slot_no", "UPDATE coupon_slot SET slot_no = 0 WHERE coupon_id = 900001"},
    {"issued_coupon_status", ISSUED("status = 'LOST'")},
    {"issued_coupon_one_per_member", ISSUED("member_id = 900002")},
    {"issued_coupon_slot_key", ISSUED("slot_no = 2")},
    {"issued_coupon_slot_no", ISSUED("slot_no = 0")},
    {"issued_coupon_validity", ISSUED("expires_at = issued_at")},
    {"issued_coupon_revoked", ISSUED("status = 'REVOKED'")},
    {"issued_coupon_order", ISSUED("status = 'USED'")},
    {"issued_coupon_one_per_order",
     "ALTER TABLE issued_coupon DROP CONSTRAINT issued_coupon_order;"
     "UPDATE issued_coupon SET order_id = 900002 WHERE coupon_id = 900001"},
    {"orders_coupon_is_a_members",
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id = 900005"},
    {"orders_one_live_per_coupon",
     "UPDATE orders SET issued_coupon_id = 900001 WHERE order_id IN (900001, 900002)"},
    {"order_sheet_items_amount",
     "ALTER TABLE order_sheet DROP CONSTRAINT order_sheet_item_discount; " SHEET(
         "items_amount = -1")},
    {"order_sheet_item_discount", SHEET("item_discount = 25001")},
    {"order_sheet_order_discount", SHEET("order_discount = 23001, issued_coupon_id = 900001")},
    {"order_sheet_shipping_fee", SHEET("shipping_fee = -1, payable = 22999")},
    {"order_sheet_payable", SHEET("payable = 26001")},
    {"order_sheet_one_per_order",
     "UPDATE order_sheet SET order_id = 900001 WHERE sheet_id = 900002"},
    {"order_sheet_one_owner", SHEET("guest_id = 900001")},
    {"order_sheet_discount_by_coupon", SHEET("order_discount = 1, payable = 25999")},
    {"order_sheet_coupon_is_a_members",
     "UPDATE order_sheet SET issued_coupon_id = 900001 WHERE sheet_id = 900002"},
    {"order_sheet_life", SHEET("expires_at = created_at")},
    {"order_sheet_guest_id_fkey", "UPDATE order_sheet SET guest_id = 999999, member_id = NULL"
                                  " WHERE sheet_id = 900002"},
    {"order_sheet_item_position", SHEET_LINE("position = 101")},
    {"order_sheet_item_product", SHEET_LINE("product_id = 900002")},
    {"order_sheet_item_unit_price",
     "ALTER TABLE order_sheet_item DROP CONSTRAINT order_sheet_item_unit_discount,"
     " DROP CONSTRAINT order_sheet_item_line_total; " SHEET_LINE("unit_price = -1")},
    {"order_sheet_item_unit_discount",
     "ALTER TABLE order_sheet_item DROP CONSTRAINT order_sheet_item_line_total; " SHEET_LINE(
         "unit_discount = 10001")},
    {"order_sheet_item_quantity", SHEET_LINE("quantity = 1000, line_total = 9000000")},
    {"order_sheet_item_line_total", SHEET_LINE("line_total = 18001")},
    {"order_sheet_item_discount_piece", SHEET_LINE("discount_piece = 18001")},
    {"order_sheet_item_shipping_fee", SHEET_LINE("shipping_fee = -1")},
    {"conversion_watch_only_row",
     "INSERT INTO conversion_watch (only_row, low, changed_at) VALUES (false, false, now())"},
    {"event_out_aggregatetype", EVENT("aggregatetype = 'cat'")},
    {"event_out_type", EVENT("type = 'delivery.lost'")},
    {"event_out_destination",
     "ALTER TABLE event_out DROP CONSTRAINT event_out_type_goes_to; " EVENT(
         "destination = 'MOON'")},
    {"event_out_state", EVENT("state = 'LOST'")},
    {"event_out_attempts", EVENT("attempts = -1")},
    {"event_out_type_goes_to", EVENT("destination = 'DATA_PLATFORM'")},
    {"event_out_delivered", EVENT("state = 'DELIVERED'")},
    {"event_out_claimed", EVENT("claim = 1")},
    {"event_out_claim_pending", EVENT("state = 'PARKED', claim = 1, claimed_until = now()")},
    {"event_out_once",
     "INSERT INTO event_out (aggregatetype, aggregateid, type, payload, destination, state,"
     " attempts, created_at, next_try_at) VALUES ('order', '20261120-F000000001',"
     " 'delivery.requested', '{}', 'DELIVERY', 'PENDING', 0, now(), now())"},
    {"notice_kind", NOTICE("kind = 'GOSSIP'")},
    {"notice_one_reader", NOTICE("guest_id = 900001")},
    {"notice_state", NOTICE("state = 'PREPARING'")},
    {"notice_push_attempts", "UPDATE notice_push SET attempts = -1 WHERE notice_id = 900001"},
    {"notice_listener_reader", "UPDATE notice_listener SET reader = 'm0'"},
    {"notice_listener_lang", "UPDATE notice_listener SET lang = 'fr'"},
    {"audit_result_violations",
     "INSERT INTO audit_result (name, violations, ran_at) VALUES ('x', -1, now())"},
    {"payment_log_event", "UPDATE payment_log SET event = '' WHERE payment_id = 900001"},
    {"login_failure_count", "INSERT INTO login_failure (subject, failures, failed_at, open_at)"
                            " VALUES ('\\x00', -1, now(), now())"},
};

/* Whether the statement fails with a violation of just that constraint. */
static bool is_refused(PGconn *conn, const struct provocation *p)
{
    store_exec(conn, "SAVEPOINT before");
    PGresult *result = PQexec(conn, p->sql);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    bool refused =
        state != NULL && name != NULL && strcmp(name, p->constraint) == 0 &&
        (strcmp(state, "23514") == 0 || strcmp(state, "23505") == 0 || strcmp(state, "23503") == 0);
    if (!refused)
        print_error("%s: not provoked: %s\n", p->constraint, PQresultErrorMessage(result));
    PQclear(result);
    store_exec(conn, "ROLLBACK TO before");
    return refused;
}

static void q2_constraint_refuses_what_breaks_it(void **state)
{
    (void)state;
    PGconn *conn = store_connect();
    store_exec(conn, "BEGIN");
    store_load_fixture(conn);
    int bad = 0;
    for (size_t i = 0; i < COUNT_OF(PROVOCATIONS); i++)
        bad += !is_refused(conn, &PROVOCATIONS[i]);
    PQfinish(conn);
    assert_int_equal(bad, 0);
}

static bool is_provoked(const char *constraint)
{
    for (size_t i = 0; i < COUNT_OF(PROVOCATIONS); i++)
        if (strcmp(PROVOCATIONS[i].constraint, constraint) == 0)
            return true;
    return false;
}

/* A new constraint without a test of its own is found here. */
static void q2_constraint_of_the_schema_is_provoked(void **state)
{
    (void)state;
    PGconn *conn = store_connect();
    PGresult *result =
        PQexec(conn, "SELECT conname FROM pg_constraint"
                     " WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'u')"
                     " UNION ALL "
                     "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                     " WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace"
                     "   AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)");
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    int missing = 0;
    for (int i = 0; i < PQntuples(result); i++)
        if (!is_provoked(PQgetvalue(result, i, 0))) {
            print_error("%s: nothing here provokes it\n", PQgetvalue(result, i, 0));
            missing++;
        }
    PQclear(result);
    PQfinish(conn);
    assert_int_equal(missing, 0);
}

/* A name in the table that the schema does not know would never match. */
static void constraint_with_an_error_exists(void **state)
{
    (void)state;
#define CONSTRAINT(name, error) assert_true(is_provoked(name));
#include "db/constraints.def"
#undef CONSTRAINT
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(q2_constraint_refuses_what_breaks_it),
        cmocka_unit_test(q2_constraint_of_the_schema_is_provoked),
        cmocka_unit_test(constraint_with_an_error_exists),
    };
    return cmocka_run_group_tests_name("store/constraints", tests, NULL, NULL);
}
