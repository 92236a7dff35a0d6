/* Claims on paid orders: cancelling, returning, exchanging, refunds (O7-O9, Y5). */
#include "support/order_shape.h"
#include "support/test.h"

/* An order of up to three lines, paid by points; lines 0 and 1 are the first seller's. */
struct deal {
    struct person sellers[2], buyer;
    long long products[3], items[3];
    const char *number;
    long long payment;
};

#define BALANCE 100000
#define STOCK 10

static struct deal deal_new(size_t lines)
{
    struct deal d = {.sellers = {seller_new()}, .buyer = customer_new()};
    if (lines > 2)
        d.sellers[1] = seller_new();
    charge(&d.buyer, BALANCE);
    const char *items = "";
    for (size_t i = 0; i < lines; i++) {
        d.products[i] = product_discounted(&d.sellers[i / 2], 1000 * (1 << i), 100, STOCK);
        items = text("%s%s{\"productId\":%lld,\"quantity\":%zu}", items, i > 0 ? "," : "",
                     d.products[i], i + 1);
    }
    struct answer a = call("POST", "/api/order", d.buyer.token,
                           "{\"items\":[%s],\"paymentMethod\":\"POINT\"}", items);
    assert_answer(a, 201, "SUCCESS");
    d.number = answer_text(a, "data.orderNo");
    d.payment = answer_int(a, "data.paymentId");
    for (size_t i = 0; i < lines; i++)
        d.items[i] = answer_int(a, text("data.items.%zu.itemId", i));
    return d;
}

/* What the lines of deal_new cost: 900, 3800, 11700, and 3000 of shipping a seller. */
static const long long PRICES[] = {900, 3800, 11700};

static struct answer show(const struct deal *d)
{
    return ask("GET", text("/api/order/%s", d->number), d->buyer.token);
}

static struct answer cancel(const struct deal *d, const char *token)
{
    return ask("POST", text("/api/order/%s/cancel", d->number), token);
}

static struct answer claim(const struct deal *d, const char *token, size_t line, const char *what)
{
    return call("POST", text("/api/order/%s/items/%lld/%s", d->number, d->items[line], what), token,
                "{\"reason\":\"마음이 바뀌었어요\"}");
}

static struct answer move(const struct deal *d, const char *token, size_t line, const char *status)
{
    return call("PATCH", text("/api/order/%s/items/%lld", d->number, d->items[line]), token,
                "{\"status\":\"%s\"}", status);
}

static void go(const struct deal *d, size_t line, const char *const *way, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_answer(move(d, d->sellers[line / 2].token, line, way[i]), 200, "SUCCESS");
}

static void deliver(const struct deal *d, size_t line)
{
    static const char *const WAY[] = {"PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"};
    go(d, line, WAY, COUNT(WAY));
}

static struct answer refund(const char *token, const char *number, const char *more)
{
    return call("POST", "/api/refund", token, "{\"orderNo\":\"%s\"%s}", number, more);
}

/* The order's state, what it gave back, and that the buyer has it. */
static void check_refunded(const struct deal *d, struct answer a, const char *status,
                           long long refunded)
{
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", ORDER);
    assert_text(a, "data.status", status);
    assert_int(a, "data.amounts.refunded", refunded);
    assert_int_equal(balance_of(&d->buyer),
                     BALANCE - answer_int(a, "data.amounts.payable") + refunded);
    assert_string_equal(answer_raw(show(d), "data"), answer_raw(a, "data"));
}

static void check_history(const struct deal *d, size_t line, const char *const (*wanted)[3],
                          size_t count)
{
    struct answer a = ask(
        "GET", text("/api/order/%s/items/%lld/history", d->number, d->items[line]), d->buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_int_equal(answer_count(a, "data.items"), count + 2); /* placed and paid */
    for (size_t i = 0; i < count; i++) {
        assert_text(a, text("data.items.%zu.event", i + 2), wanted[i][0]);
        assert_text(a, text("data.items.%zu.to", i + 2), wanted[i][1]);
        assert_text(a, text("data.items.%zu.actor", i + 2), wanted[i][2]);
    }
}

static long long sales_of(long long product)
{
    return db_number("SELECT coalesce(sum(quantity), 0) FROM"
                     " (SELECT quantity FROM sale_delta WHERE product_id = %lld UNION ALL"
                     "  SELECT quantity FROM sale_daily WHERE product_id = %lld) s",
                     product, product);
}

/* ---- cancelling ---- */

static void o7_cancelled_paid_order_gives_everything_back(void **state)
{
    (void)state;
    struct deal d = deal_new(3);
    assert_int_equal(sales_of(d.products[2]), 3);
    struct answer a = cancel(&d, d.buyer.token);
    check_refunded(&d, a, "REFUNDED", answer_int(a, "data.amounts.payable"));
    assert_int(a, "data.amounts.refunded", 900 + 3800 + 11700 + 6000);
    for (size_t i = 0; i < 3; i++) {
        assert_text(a, text("data.items.%zu.status", i), "CANCELLED");
        assert_stock(d.products[i], STOCK, 0);
        assert_int_equal(sales_of(d.products[i]), 0);
    }
    static const char *const WANTED[][3] = {{"CANCEL_REQUESTED", "CANCEL_REQUESTED", "BUYER"},
                                            {"CANCEL_ACCEPTED", "CANCEL_PROCESSING", "SYSTEM"},
                                            {"CANCELLED", "CANCELLED", "SYSTEM"}};
    check_history(&d, 1, WANTED, COUNT(WANTED));
    assert_answer(cancel(&d, d.buyer.token), 409, "ORDER_STATE_CONFLICT");
    assert_answer(refund(d.buyer.token, d.number, ""), 409, "ORDER_STATE_CONFLICT");
    assert_int_equal(balance_of(&d.buyer), BALANCE);
    assert_stock(d.products[0], STOCK, 0);
}

static void y5_payment_and_ledger_tell_the_refund(void **state)
{
    (void)state;
    struct deal d = deal_new(2);
    assert_answer(claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    struct answer a = ask("GET", text("/api/pay/%lld", d.payment), d.buyer.token);
    assert_text(a, "data.status", "PARTIALLY_REFUNDED");
    assert_int(a, "data.refunded", PRICES[0]);
    assert_answer(claim(&d, d.buyer.token, 1, "cancel"), 200, "SUCCESS");
    a = ask("GET", text("/api/pay/%lld", d.payment), d.buyer.token);
    assert_text(a, "data.status", "REFUNDED");
    assert_int(a, "data.refunded", 7700);
    assert_int_equal(answer_count(a, "data.log"), 3);
    assert_text(a, "data.log.1.event", "REFUNDED");
    assert_text(a, "data.log.2.detail", "POINT 6800");
    a = ask("GET", text("/api/point/%lld/history", d.buyer.member), d.buyer.token);
    assert_text(a, "data.items.0.kind", "REFUND");
    assert_int(a, "data.items.0.amount", 6800);
    assert_int(a, "data.items.0.balanceAfter", BALANCE);
    assert_text(a, "data.items.0.orderNo", d.number);
}

static void p3_refund_is_not_bound_by_the_balance_limit(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    charge(&d.buyer, 900000);
    charge(&d.buyer, PRICES[0] + 3000); /* at the limit */
    assert_answer(cancel(&d, d.buyer.token), 200, "SUCCESS");
    assert_int_equal(balance_of(&d.buyer), 1003900);
}

static void o8_cancel_of_a_line_in_preparation_waits_for_its_seller(void **state)
{
    (void)state;
    struct deal d = deal_new(2);
    assert_answer(move(&d, d.sellers[0].token, 0, "PREPARING"), 200, "SUCCESS");
    struct answer a = cancel(&d, d.buyer.token);
    check_refunded(&d, a, "PARTIALLY_CANCELLED", PRICES[1]);
    assert_text(a, "data.items.0.status", "CANCEL_REQUESTED");
    assert_text(a, "data.items.1.status", "CANCELLED");
    assert_answer(cancel(&d, d.buyer.token), 409, "ORDER_STATE_CONFLICT");
    /* The seller refuses, the buyer asks again, the seller agrees: the fee comes back with it. */
    a = move(&d, d.sellers[0].token, 0, "PREPARING");
    check_refunded(&d, a, "PARTIALLY_CANCELLED", PRICES[1]);
    assert_answer(claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    a = move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING");
    assert_text(a, "data.items.0.status", "CANCELLED");
    check_refunded(&d, a, "REFUNDED", PRICES[0] + PRICES[1] + 3000);
    static const char *const WANTED[][3] = {{"STATUS_CHANGED", "PREPARING", "SELLER"},
                                            {"CANCEL_REQUESTED", "CANCEL_REQUESTED", "BUYER"},
                                            {"CANCEL_REFUSED", "PREPARING", "SELLER"},
                                            {"CANCEL_REQUESTED", "CANCEL_REQUESTED", "BUYER"},
                                            {"CANCEL_ACCEPTED", "CANCEL_PROCESSING", "SELLER"},
                                            {"CANCELLED", "CANCELLED", "SYSTEM"}};
    check_history(&d, 0, WANTED, COUNT(WANTED));
    assert_stock(d.products[0], STOCK, 0);
}

static void o8_seller_who_cannot_supply_cancels(void **state)
{
    (void)state;
    struct deal d = deal_new(3);
    struct answer a = move(&d, d.sellers[1].token, 2, "CANCEL_PROCESSING");
    check_refunded(&d, a, "PARTIALLY_CANCELLED", PRICES[2] + 3000);
    assert_text(a, "data.items.2.status", "CANCELLED");
    assert_stock(d.products[2], STOCK, 0);
    assert_answer(move(&d, d.sellers[0].token, 2, "CANCEL_PROCESSING"), 404,
                  "ORDER_ITEM_NOT_FOUND");
}

static void o8_dispatched_lines_are_not_cancelled(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    static const char *const WAY[] = {"PREPARING", "DISPATCHED"};
    go(&d, 0, WAY, COUNT(WAY));
    assert_answer(cancel(&d, d.buyer.token), 409, "ORDER_STATE_CONFLICT");
    assert_answer(claim(&d, d.buyer.token, 0, "cancel"), 409, "ORDER_STATE_CONFLICT");
    assert_answer(move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING"), 409,
                  "ORDER_STATE_CONFLICT");
    assert_answer(refund(d.buyer.token, d.number, ""), 409, "ORDER_STATE_CONFLICT");
    assert_int_equal(balance_of(&d.buyer), BALANCE - PRICES[0] - 3000);
}

static void o8_order_that_waits_for_payment_has_no_claims_by_line(void **state)
{
    (void)state;
    struct deal d = {.buyer = customer_new(), .sellers = {seller_new()}};
    struct answer a = order_pending(d.buyer.token, product_new(&d.sellers[0], 1000, 5), 1);
    d.number = answer_text(a, "data.orderNo");
    d.items[0] = answer_int(a, "data.items.0.itemId");
    static const char *const CLAIMS[] = {"cancel", "return", "exchange", "confirm"};
    for (size_t i = 0; i < COUNT(CLAIMS); i++)
        assert_answer(claim(&d, d.buyer.token, 0, CLAIMS[i]), 409, "ORDER_STATE_CONFLICT");
    assert_answer(refund(d.buyer.token, d.number, ""), 409, "ORDER_STATE_CONFLICT");
    assert_answer(move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING"), 409,
                  "ORDER_STATE_CONFLICT");
    assert_answer(cancel(&d, d.buyer.token), 200, "SUCCESS");
}

static void o7_what_costs_nothing_is_cancelled_without_a_refund(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long paying = product_new(&seller, 50000, 5), gift = product_new(&seller, 0, 5);
    charge(&buyer, 50000);
    struct answer a =
        call("POST", "/api/order", buyer.token,
             "{\"items\":[{\"productId\":%lld,\"quantity\":1},{\"productId\":%lld,\"quantity\":1}],"
             "\"paymentMethod\":\"POINT\"}",
             paying, gift);
    assert_answer(a, 201, "SUCCESS");
    const char *number = answer_text(a, "data.orderNo");
    a = refund(buyer.token, number,
               text(",\"itemIds\":[%lld]", answer_int(a, "data.items.1.itemId")));
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.status", "PARTIALLY_CANCELLED");
    assert_int(a, "data.amounts.refunded", 0);
    assert_stock(gift, 5, 0);
    assert_int_equal(balance_of(&buyer), 0);
}

/* ---- returning and exchanging ---- */

static void o8_returned_line_is_refunded_when_the_seller_has_it(void **state)
{
    (void)state;
    struct deal d = deal_new(2);
    deliver(&d, 0);
    deliver(&d, 1);
    struct answer a = claim(&d, d.buyer.token, 0, "return");
    check_refunded(&d, a, "PAID", 0);
    assert_text(a, "data.items.0.status", "RETURN_REQUESTED");
    a = move(&d, d.sellers[0].token, 0, "DELIVERED");
    assert_text(a, "data.items.0.status", "DELIVERED");
    assert_answer(claim(&d, d.buyer.token, 0, "return"), 200, "SUCCESS");
    a = move(&d, d.sellers[0].token, 0, "RETURN_PROCESSING");
    check_refunded(&d, a, "PAID", 0);
    assert_stock(d.products[0], STOCK - 1, 0);
    a = move(&d, d.sellers[0].token, 0, "RETURNED");
    check_refunded(&d, a, "PARTIALLY_CANCELLED", PRICES[0]);
    assert_text(a, "data.items.0.status", "RETURNED");
    assert_stock(d.products[0], STOCK, 0);
    assert_int_equal(sales_of(d.products[0]), 1);
    assert_answer(move(&d, d.sellers[0].token, 0, "RETURNED"), 409, "ORDER_STATE_CONFLICT");
    a = claim(&d, d.buyer.token, 1, "confirm");
    check_refunded(&d, a, "COMPLETED", PRICES[0]);
    assert_answer(claim(&d, d.buyer.token, 1, "return"), 409, "ORDER_STATE_CONFLICT");
}

static void y5_shipping_fee_stays_when_all_is_returned(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    deliver(&d, 0);
    assert_answer(claim(&d, d.buyer.token, 0, "return"), 200, "SUCCESS");
    static const char *const WAY[] = {"RETURN_PROCESSING", "RETURNED"};
    go(&d, 0, WAY, COUNT(WAY));
    check_refunded(&d, show(&d), "REFUNDED", PRICES[0]);
    assert_text(ask("GET", text("/api/pay/%lld", d.payment), d.buyer.token), "data.status",
                "PARTIALLY_REFUNDED");
}

static void o8_exchange_takes_a_replacement_and_its_return_brings_it_back(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    deliver(&d, 0);
    assert_stock(d.products[0], STOCK - 1, 0);
    assert_answer(claim(&d, d.buyer.token, 0, "exchange"), 200, "SUCCESS");
    assert_answer(move(&d, d.sellers[0].token, 0, "DELIVERED"), 200, "SUCCESS");
    assert_answer(claim(&d, d.buyer.token, 0, "exchange"), 200, "SUCCESS");
    assert_answer(move(&d, d.sellers[0].token, 0, "EXCHANGE_PROCESSING"), 200, "SUCCESS");
    assert_stock(d.products[0], STOCK - 2, 0);
    struct answer a =
        ask("GET", text("/api/product/%lld/stock/history", d.products[0]), d.sellers[0].token);
    assert_text(a, "data.items.0.kind", "EXCHANGED");
    assert_text(a, "data.items.0.orderNo", d.number);
    assert_text(a, "data.items.0.actor", "SELLER");
    a = move(&d, d.sellers[0].token, 0, "EXCHANGED");
    check_refunded(&d, a, "PAID", 0);
    assert_answer(claim(&d, d.buyer.token, 0, "exchange"), 409, "ORDER_STATE_CONFLICT");
    assert_answer(claim(&d, d.buyer.token, 0, "return"), 200, "SUCCESS");
    static const char *const WAY[] = {"RETURN_PROCESSING", "RETURNED"};
    go(&d, 0, WAY, COUNT(WAY));
    check_refunded(&d, show(&d), "REFUNDED", PRICES[0]);
    assert_stock(d.products[0], STOCK - 1, 0);
}

static void o8_exchanged_line_is_confirmed(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    deliver(&d, 0);
    assert_answer(claim(&d, d.buyer.token, 0, "exchange"), 200, "SUCCESS");
    static const char *const WAY[] = {"EXCHANGE_PROCESSING", "EXCHANGED"};
    go(&d, 0, WAY, COUNT(WAY));
    check_refunded(&d, claim(&d, d.buyer.token, 0, "confirm"), "COMPLETED", 0);
}

static void s5_exchange_without_a_replacement_in_stock_is_refused(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    deliver(&d, 0);
    assert_answer(call("PATCH", text("/api/product/%lld/stock", d.products[0]), d.sellers[0].token,
                       "{\"delta\":%d}", 1 - STOCK),
                  200, "SUCCESS");
    assert_answer(claim(&d, d.buyer.token, 0, "exchange"), 200, "SUCCESS");
    assert_answer(move(&d, d.sellers[0].token, 0, "EXCHANGE_PROCESSING"), 409, "STOCK_NOT_ENOUGH");
    assert_text(show(&d), "data.items.0.status", "EXCHANGE_REQUESTED");
    assert_stock(d.products[0], 0, 0);
}

/* ---- /api/refund ---- */

static void y5_refund_of_named_lines_is_all_or_none(void **state)
{
    (void)state;
    struct deal d = deal_new(3);
    struct answer a =
        refund(d.buyer.token, d.number, text(",\"itemIds\":[%lld,%lld]", d.items[2], d.items[0]));
    check_refunded(&d, a, "PARTIALLY_CANCELLED", PRICES[0] + PRICES[2] + 3000);
    assert_text(a, "data.items.1.status", "PAID");
    a = refund(d.buyer.token, d.number, text(",\"itemIds\":[%lld,%lld]", d.items[1], d.items[0]));
    assert_answer(a, 409, "ORDER_STATE_CONFLICT");
    assert_text(show(&d), "data.items.1.status", "PAID");
    a = refund(d.buyer.token, d.number, ",\"reason\":\"전부 취소\"");
    check_refunded(&d, a, "REFUNDED", answer_int(a, "data.amounts.payable"));
}

static void y5_refund_by_an_admin_is_at_once(void **state)
{
    (void)state;
    struct person admin = admin_person();
    struct deal d = deal_new(2);
    assert_answer(move(&d, d.sellers[0].token, 0, "PREPARING"), 200, "SUCCESS");
    assert_answer(move(&d, d.sellers[0].token, 1, "PREPARING"), 200, "SUCCESS");
    assert_answer(claim(&d, d.buyer.token, 1, "cancel"), 200, "SUCCESS");
    check_refunded(&d, refund(admin.token, d.number, ""), "REFUNDED", 7700);
    assert_answer(refund(admin.token, d.number, ""), 409, "ORDER_STATE_CONFLICT");
}

static void y5_same_key_refunds_once(void **state)
{
    (void)state;
    struct deal d = deal_new(2);
    const char *body = text("{\"orderNo\":\"%s\",\"itemIds\":[%lld]}", d.number, d.items[0]);
    for (int i = 0; i < 2; i++) {
        struct answer a = ASK(.method = "POST", .path = "/api/refund", .token = d.buyer.token,
                              .body = body, .headers = {"Idempotency-Key: refund-1"});
        check_refunded(&d, a, "PARTIALLY_CANCELLED", PRICES[0]);
        assert_true((header(a, "Idempotent-Replayed") != NULL) == (i == 1));
    }
}

static void refused_refunds_are_told_exactly(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    struct person other = customer_new();
    assert_answer(refund(other.token, d.number, ""), 404, "ORDER_NOT_FOUND");
    assert_answer(refund(d.sellers[0].token, d.number, ""), 404, "ORDER_NOT_FOUND");
    assert_answer(refund(d.buyer.token, "20260101-0000000000", ""), 404, "ORDER_NOT_FOUND");
    assert_answer(refund(NULL, d.number, ""), 401, "UNAUTHENTICATED");
    assert_answer(refund(d.buyer.token, d.number, ",\"itemIds\":[1]"), 404, "ORDER_ITEM_NOT_FOUND");
    assert_invalid(
        refund(d.buyer.token, d.number, text(",\"itemIds\":[%lld,%lld]", d.items[0], d.items[0])),
        "itemIds", "DUPLICATE");
    assert_invalid(refund(d.buyer.token, d.number, ",\"itemIds\":[]"), "itemIds", "TOO_FEW");
    assert_invalid(refund(d.buyer.token, d.number, ",\"itemIds\":\"all\""), "itemIds",
                   "INVALID_TYPE");
    assert_invalid(refund(d.buyer.token, d.number, ",\"much\":1"), "much", "UNKNOWN_FIELD");
    assert_invalid(call("POST", "/api/refund", d.buyer.token, "{}"), "orderNo", "REQUIRED");
    assert_answer(ask("GET", "/api/refund", d.buyer.token), 405, "METHOD_NOT_ALLOWED");
    assert_int_equal(balance_of(&d.buyer), BALANCE - PRICES[0] - 3000);
}

static void refused_claims_are_told_exactly(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    struct person other = customer_new();
    static const char *const CLAIMS[] = {"cancel", "return", "exchange", "confirm"};
    for (size_t i = 0; i < COUNT(CLAIMS); i++) {
        assert_answer(claim(&d, other.token, 0, CLAIMS[i]), 404, "ORDER_NOT_FOUND");
        assert_answer(claim(&d, d.sellers[0].token, 0, CLAIMS[i]), 404, "ORDER_NOT_FOUND");
        assert_answer(claim(&d, NULL, 0, CLAIMS[i]), 401, "UNAUTHENTICATED");
        assert_answer(
            ask("POST", text("/api/order/%s/items/1/%s", d.number, CLAIMS[i]), d.buyer.token), 404,
            "ORDER_ITEM_NOT_FOUND");
        assert_invalid(call("POST",
                            text("/api/order/%s/items/%lld/%s", d.number, d.items[0], CLAIMS[i]),
                            d.buyer.token, "{\"reason\":1}"),
                       "reason", "INVALID_TYPE");
        if (i > 0) /* neither is for a line that was not delivered */
            assert_answer(claim(&d, d.buyer.token, 0, CLAIMS[i]), 409, "ORDER_STATE_CONFLICT");
    }
    assert_answer(claim(&d, d.buyer.token, 0, "eat"), 404, "ENTITY_NOT_FOUND");
    assert_answer(cancel(&d, other.token), 404, "ORDER_NOT_FOUND");
    assert_text(show(&d), "data.status", "PAID");
}

static void o9_reason_is_kept_with_what_was_asked(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    assert_answer(claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    assert_int_equal(db_number("SELECT count(*) FROM order_item_event WHERE item_id = %lld"
                               " AND reason = '마음이 바뀌었어요' AND actor = 'BUYER'"
                               " AND actor_member_id = %lld",
                               d.items[0], d.buyer.member),
                     1);
    assert_int_equal(db_number("SELECT count(*) FROM order_item_event WHERE item_id = %lld"
                               " AND actor = 'SYSTEM' AND actor_member_id IS NULL"
                               " AND reason IS NULL",
                               d.items[0]),
                     2);
}

static void m2_member_leaves_only_after_the_refund(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    const char *body = "{\"password\":\"" PASSWORD "\"}";
    assert_answer(move(&d, d.sellers[0].token, 0, "PREPARING"), 200, "SUCCESS");
    assert_answer(cancel(&d, d.buyer.token), 200, "SUCCESS");
    assert_answer(call("DELETE", "/api/member/me", d.buyer.token, "%s", body), 409,
                  "MEMBER_HAS_OPEN_BUSINESS");
    assert_answer(move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING"), 200, "SUCCESS");
    assert_int_equal(call("DELETE", "/api/member/me", d.buyer.token, "%s", body).status, 204);
}

static void books_balance_after_all_of_it(void **state)
{
    (void)state;
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o7_cancelled_paid_order_gives_everything_back),
        PROVES(y5_payment_and_ledger_tell_the_refund),
        PROVES(p3_refund_is_not_bound_by_the_balance_limit),
        PROVES(o8_cancel_of_a_line_in_preparation_waits_for_its_seller),
        PROVES(o8_seller_who_cannot_supply_cancels),
        PROVES(o8_dispatched_lines_are_not_cancelled),
        PROVES(o8_order_that_waits_for_payment_has_no_claims_by_line),
        PROVES(o7_what_costs_nothing_is_cancelled_without_a_refund),
        PROVES(o8_returned_line_is_refunded_when_the_seller_has_it),
        PROVES(y5_shipping_fee_stays_when_all_is_returned),
        PROVES(o8_exchange_takes_a_replacement_and_its_return_brings_it_back),
        PROVES(o8_exchanged_line_is_confirmed),
        PROVES(s5_exchange_without_a_replacement_in_stock_is_refused),
        PROVES(y5_refund_of_named_lines_is_all_or_none),
        PROVES(y5_refund_by_an_admin_is_at_once),
        PROVES(y5_same_key_refunds_once),
        PROVES(refused_refunds_are_told_exactly),
        PROVES(refused_claims_are_told_exactly),
        PROVES(o9_reason_is_kept_with_what_was_asked),
        PROVES(m2_member_leaves_only_after_the_refund),
        PROVES(books_balance_after_all_of_it),
    };
    return RUN_TESTS(tests);
}
