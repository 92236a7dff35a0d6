/* What becomes of things by themselves: the shop's own worker at its work (O6, O8, B5). */
#include "support/stack.h"
#include "support/test.h"

/* Far more than the worker needs, even where much else runs. */
#define PATIENCE_MS 20000

#define assert_becomes(expected, ...)                                                              \
    do {                                                                                           \
        const long long deadline_ms = now_ms() + PATIENCE_MS;                                      \
        while (db_number(__VA_ARGS__) != (expected)) {                                             \
            assert_true(now_ms() < deadline_ms);                                                   \
            pause_ms(50);                                                                          \
        }                                                                                          \
    } while (0)

static void o6_order_not_paid_in_time_fails_by_itself(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 5);
    charge(&buyer, 50000);
    struct answer a = order_pending(buyer.token, product, 2);
    const char *number = answer_text(a, "data.orderNo");
    const long long item = answer_int(a, "data.items.0.itemId");
    assert_stock(product, 5, 2);
    db_do("UPDATE orders SET expires_at = now() - interval '1 second' WHERE order_no = '%s'",
          number);
    assert_becomes(1, "SELECT count(*) FROM orders WHERE order_no = '%s' AND status = 'FAILED'",
                   number);

    a = ask("GET", text("/api/order/%s", number), buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.status", "FAILED");
    assert_text(a, "data.failureReason", "EXPIRED");
    assert_text(a, "data.items.0.status", "FAILED");
    assert_false(answer_has(a, "data.expiresAt"));
    assert_stock(product, 5, 0);
    assert_int_equal(db_number("SELECT count(*) FROM event_out WHERE aggregateid = '%s'"
                               " AND type = 'order.cancelled'"
                               " AND payload->>'status' = 'FAILED'"
                               " AND payload->>'failureReason' = 'EXPIRED'"
                               " AND payload->'items'->0->>'status' = 'FAILED'",
                               number),
                     1);
    a = ask("GET", text("/api/order/%s/items/%lld/history", number, item), buyer.token);
    assert_int_equal(answer_count(a, "data.items"), 2);
    assert_text(a, "data.items.1.event", "ORDER_EXPIRED");
    assert_text(a, "data.items.1.from", "PENDING_PAYMENT");
    assert_text(a, "data.items.1.to", "FAILED");
    assert_text(a, "data.items.1.actor", "SYSTEM");
    assert_answer(call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\"}", number), 409,
                  "ORDER_STATE_CONFLICT");
    assert_answer(ask("POST", text("/api/order/%s/cancel", number), buyer.token), 409,
                  "ORDER_STATE_CONFLICT");
    assert_int_equal(balance_of(&buyer), 50000);
}

static void o6_expired_orders_make_room_for_others(void **state)
{
    (void)state;
    enum { PENDING_MAX = 5 };
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, PENDING_MAX);
    for (int i = 0; i < PENDING_MAX; i++)
        assert_answer(order_pending(buyer.token, product, 1), 201, "SUCCESS");
    assert_answer(order_pending(buyer.token, product_new(&seller, 100, 1), 1), 429,
                  "TOO_MANY_REQUESTS");
    db_do("UPDATE orders SET expires_at = now() - interval '1 second' WHERE member_id = %lld",
          buyer.member);
    assert_becomes(PENDING_MAX, "SELECT on_hand - reserved FROM stock WHERE product_id = %lld",
                   product);
    assert_answer(order_pending(buyer.token, product, PENDING_MAX), 201, "SUCCESS");
}

static void o8_line_is_confirmed_by_itself(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    charge(&buyer, 50000);
    struct answer a = order_paid(buyer.token, product_new(&seller, 10000, 5), 1);
    const char *number = answer_text(a, "data.orderNo");
    const long long item = answer_int(a, "data.items.0.itemId");
    static const char *const WAY[] = {"PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"};
    for (size_t i = 0; i < COUNT(WAY); i++)
        assert_answer(call("PATCH", text("/api/order/%s/items/%lld", number, item), seller.token,
                           "{\"status\":\"%s\"}", WAY[i]),
                      200, "SUCCESS");
    db_do("UPDATE order_item SET updated_at = now() - interval '7 days' WHERE item_id = %lld",
          item);
    assert_becomes(1, "SELECT count(*) FROM orders WHERE order_no = '%s' AND status = 'COMPLETED'",
                   number);
    a = ask("GET", text("/api/order/%s", number), buyer.token);
    assert_text(a, "data.items.0.status", "CONFIRMED");
    a = ask("GET", text("/api/order/%s/items/%lld/history", number, item), buyer.token);
    assert_text(a, text("data.items.%zu.actor", answer_count(a, "data.items") - 1), "SYSTEM");
}

static void b5_lines_sessions_and_answers_go_by_themselves(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *guest = guest_new();
    const long long line = cart_line(guest, product_new(&seller, 1000, 5), 2);
    const long long id =
        db_number("SELECT guest_id FROM cart_item WHERE cart_item_id = %lld", line);
    db_do("UPDATE cart_item SET added_at = now() - interval '7 days' WHERE cart_item_id = %lld",
          line);
    db_do("UPDATE session SET seen_at = now() - interval '14 days' WHERE guest_id = %lld", id);
    db_do("INSERT INTO idempotency (caller, key, fingerprint, status, content_type, body, "
          "created_at) VALUES ('g%lld', 'k', '', 200, '', '', now() - interval '24 hours')",
          id);
    assert_becomes(0, "SELECT count(*) FROM cart_item WHERE cart_item_id = %lld", line);
    assert_becomes(0, "SELECT count(*) FROM session WHERE guest_id = %lld", id);
    assert_becomes(0, "SELECT count(*) FROM idempotency WHERE caller = 'g%lld'", id);
    db_do("UPDATE guest SET created_at = now() - interval '1 day', looked_at = NULL "
          "WHERE guest_id = %lld",
          id);
    assert_becomes(0, "SELECT count(*) FROM guest WHERE guest_id = %lld", id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o6_order_not_paid_in_time_fails_by_itself),
        PROVES(o6_expired_orders_make_room_for_others),
        PROVES(o8_line_is_confirmed_by_itself),
        PROVES(b5_lines_sessions_and_answers_go_by_themselves),
    };
    return RUN_TESTS(tests);
}
