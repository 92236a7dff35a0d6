/* Claims on the lines of paid orders: cancelling, returning, exchanging (O7-O9, S3). */
#include "support/deal.h"
#include "support/test.h"

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
    struct answer a = deal_cancel(&d, d.buyer.token);
    deal_refunded(&d, a, "REFUNDED", answer_int(a, "data.amounts.payable"));
    assert_int(a, "data.amounts.refunded", 900 + 3800 + 11700 + 6000);
    for (size_t i = 0; i < 3; i++) {
        assert_text(a, text("data.items.%zu.status", i), "CANCELLED");
        assert_stock(d.products[i], STOCK, 0);
        assert_int_equal(sales_of(d.products[i]), 0);
    }
    static const char *const WANTED[][3] = {{"CANCEL_REQUESTED", "CANCEL_REQUESTED", "BUYER"},
                                            {"CANCEL_ACCEPTED", "CANCEL_PROCESSING", "SYSTEM"},
                                            {"CANCELLED", "CANCELLED", "SYSTEM"}};
    deal_history(&d, 1, WANTED, COUNT(WANTED));
    assert_answer(deal_cancel(&d, d.buyer.token), 409, "ORDER_STATE_CONFLICT");
    assert_answer(refund(d.buyer.token, d.number, ""), 409, "ORDER_STATE_CONFLICT");
    assert_int_equal(balance_of(&d.buyer), BALANCE);
    assert_stock(d.products[0], STOCK, 0);
}

static void o8_cancel_of_a_line_in_preparation_waits_for_its_seller(void **state)
{
    (void)state;
    struct deal d = deal_new(2);
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "PREPARING"), 200, "SUCCESS");
    struct answer a = deal_cancel(&d, d.buyer.token);
    deal_refunded(&d, a, "PARTIALLY_CANCELLED", PRICE_1);
    assert_text(a, "data.items.0.status", "CANCEL_REQUESTED");
    assert_text(a, "data.items.1.status", "CANCELLED");
    assert_answer(deal_cancel(&d, d.buyer.token), 409, "ORDER_STATE_CONFLICT");
    /* The seller refuses, the buyer asks again, the seller agrees: the fee comes back with it. */
    a = deal_move(&d, d.sellers[0].token, 0, "PREPARING");
    deal_refunded(&d, a, "PARTIALLY_CANCELLED", PRICE_1);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    a = deal_move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING");
    assert_text(a, "data.items.0.status", "CANCELLED");
    deal_refunded(&d, a, "REFUNDED", PRICE_0 + PRICE_1 + 3000);
    static const char *const WANTED[][3] = {{"STATUS_CHANGED", "PREPARING", "SELLER"},
                                            {"CANCEL_REQUESTED", "CANCEL_REQUESTED", "BUYER"},
                                            {"CANCEL_REFUSED", "PREPARING", "SELLER"},
                                            {"CANCEL_REQUESTED", "CANCEL_REQUESTED", "BUYER"},
                                            {"CANCEL_ACCEPTED", "CANCEL_PROCESSING", "SELLER"},
                                            {"CANCELLED", "CANCELLED", "SYSTEM"}};
    deal_history(&d, 0, WANTED, COUNT(WANTED));
    assert_stock(d.products[0], STOCK, 0);
}

static void o8_seller_who_cannot_supply_cancels(void **state)
{
    (void)state;
    struct deal d = deal_new(3);
    struct answer a = deal_move(&d, d.sellers[1].token, 2, "CANCEL_PROCESSING");
    deal_refunded(&d, a, "PARTIALLY_CANCELLED", PRICE_2 + 3000);
    assert_text(a, "data.items.2.status", "CANCELLED");
    assert_stock(d.products[2], STOCK, 0);
    assert_answer(deal_move(&d, d.sellers[0].token, 2, "CANCEL_PROCESSING"), 404,
                  "ORDER_ITEM_NOT_FOUND");
}

static void o8_dispatched_lines_are_not_cancelled(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    static const char *const WAY[] = {"PREPARING", "DISPATCHED"};
    deal_go(&d, 0, WAY, COUNT(WAY));
    assert_answer(deal_cancel(&d, d.buyer.token), 409, "ORDER_STATE_CONFLICT");
    assert_answer(deal_claim(&d, d.buyer.token, 0, "cancel"), 409, "ORDER_STATE_CONFLICT");
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING"), 409,
                  "ORDER_STATE_CONFLICT");
    assert_answer(refund(d.buyer.token, d.number, ""), 409, "ORDER_STATE_CONFLICT");
    assert_int_equal(balance_of(&d.buyer), BALANCE - PRICE_0 - 3000);
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
        assert_answer(deal_claim(&d, d.buyer.token, 0, CLAIMS[i]), 409, "ORDER_STATE_CONFLICT");
    assert_answer(refund(d.buyer.token, d.number, ""), 409, "ORDER_STATE_CONFLICT");
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING"), 409,
                  "ORDER_STATE_CONFLICT");
    assert_answer(deal_cancel(&d, d.buyer.token), 200, "SUCCESS");
}

/* ---- returning and exchanging ---- */

static void o8_returned_line_is_refunded_when_the_seller_has_it(void **state)
{
    (void)state;
    struct deal d = deal_new(2);
    deal_deliver(&d, 0);
    deal_deliver(&d, 1);
    struct answer a = deal_claim(&d, d.buyer.token, 0, "return");
    deal_refunded(&d, a, "PAID", 0);
    assert_text(a, "data.items.0.status", "RETURN_REQUESTED");
    a = deal_move(&d, d.sellers[0].token, 0, "DELIVERED");
    assert_text(a, "data.items.0.status", "DELIVERED");
    assert_answer(deal_claim(&d, d.buyer.token, 0, "return"), 200, "SUCCESS");
    a = deal_move(&d, d.sellers[0].token, 0, "RETURN_PROCESSING");
    deal_refunded(&d, a, "PAID", 0);
    assert_stock(d.products[0], STOCK - 1, 0);
    a = deal_move(&d, d.sellers[0].token, 0, "RETURNED");
    deal_refunded(&d, a, "PARTIALLY_CANCELLED", PRICE_0);
    assert_text(a, "data.items.0.status", "RETURNED");
    assert_stock(d.products[0], STOCK, 0);
    assert_int_equal(sales_of(d.products[0]), 1);
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "RETURNED"), 409, "ORDER_STATE_CONFLICT");
    a = deal_claim(&d, d.buyer.token, 1, "confirm");
    deal_refunded(&d, a, "COMPLETED", PRICE_0);
    assert_answer(deal_claim(&d, d.buyer.token, 1, "return"), 409, "ORDER_STATE_CONFLICT");
}

static void o8_exchange_takes_a_replacement_and_its_return_brings_it_back(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    deal_deliver(&d, 0);
    assert_stock(d.products[0], STOCK - 1, 0);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "exchange"), 200, "SUCCESS");
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "DELIVERED"), 200, "SUCCESS");
    assert_answer(deal_claim(&d, d.buyer.token, 0, "exchange"), 200, "SUCCESS");
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "EXCHANGE_PROCESSING"), 200, "SUCCESS");
    assert_stock(d.products[0], STOCK - 2, 0);
    struct answer a =
        ask("GET", text("/api/product/%lld/stock/history", d.products[0]), d.sellers[0].token);
    assert_text(a, "data.items.0.kind", "EXCHANGED");
    assert_text(a, "data.items.0.orderNo", d.number);
    assert_text(a, "data.items.0.actor", "SELLER");
    a = deal_move(&d, d.sellers[0].token, 0, "EXCHANGED");
    deal_refunded(&d, a, "PAID", 0);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "exchange"), 409, "ORDER_STATE_CONFLICT");
    assert_answer(deal_claim(&d, d.buyer.token, 0, "return"), 200, "SUCCESS");
    static const char *const WAY[] = {"RETURN_PROCESSING", "RETURNED"};
    deal_go(&d, 0, WAY, COUNT(WAY));
    deal_refunded(&d, deal_show(&d), "REFUNDED", PRICE_0);
    assert_stock(d.products[0], STOCK - 1, 0);
}

static void o8_exchanged_line_is_confirmed(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    deal_deliver(&d, 0);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "exchange"), 200, "SUCCESS");
    static const char *const WAY[] = {"EXCHANGE_PROCESSING", "EXCHANGED"};
    deal_go(&d, 0, WAY, COUNT(WAY));
    deal_refunded(&d, deal_claim(&d, d.buyer.token, 0, "confirm"), "COMPLETED", 0);
}

static void s5_exchange_without_a_replacement_in_stock_is_refused(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    deal_deliver(&d, 0);
    assert_answer(call("PATCH", text("/api/product/%lld/stock", d.products[0]), d.sellers[0].token,
                       "{\"delta\":%d}", 1 - STOCK),
                  200, "SUCCESS");
    assert_answer(deal_claim(&d, d.buyer.token, 0, "exchange"), 200, "SUCCESS");
    struct answer a = deal_move(&d, d.sellers[0].token, 0, "EXCHANGE_PROCESSING");
    assert_answer(a, 409, "STOCK_NOT_ENOUGH");
    assert_row(a, "items[0]", "STOCK_NOT_ENOUGH");
    assert_int(a, "errors.0.productId", d.products[0]);
    assert_int(a, "errors.0.requested", 1);
    assert_int(a, "errors.0.available", 0);
    assert_text(deal_show(&d), "data.items.0.status", "EXCHANGE_REQUESTED");
    assert_stock(d.products[0], 0, 0);
}

/* ---- the order's page ---- */

static void o8_page_offers_what_the_table_lets_the_buyer_do(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    const char *page = text("/orders/%s", d.number);
    const char *item = text("%s/items/%lld", page, d.items[0]);
    struct answer a = ask("GET", page, d.buyer.token);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.body, text("action=\"%s/cancel\"", page)));
    assert_non_null(strstr(a.body, text("action=\"%s/cancel\"", item)));
    assert_null(strstr(a.body, text("action=\"%s/return\"", item)));
    deal_deliver(&d, 0);
    a = ask("GET", page, d.buyer.token);
    assert_null(strstr(a.body, text("action=\"%s/cancel\"", page)));
    assert_null(strstr(a.body, text("action=\"%s/cancel\"", item)));
    assert_non_null(strstr(a.body, text("action=\"%s/confirm\"", item)));
    assert_non_null(strstr(a.body, text("action=\"%s/exchange\"", item)));
    assert_non_null(strstr(a.body, text("action=\"%s/return\"", item)));
    assert_int_equal(ask("POST", text("%s/exchange", item), d.buyer.token).status, 303);
    assert_text(deal_show(&d), "data.items.0.status", "EXCHANGE_REQUESTED");
    assert_int_equal(ask("POST", text("%s/return", item), d.buyer.token).status, 409);
}

/* ---- what is refused, what is kept ---- */

static void refused_claims_are_told_exactly(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    struct person other = customer_new();
    static const char *const CLAIMS[] = {"cancel", "return", "exchange", "confirm"};
    for (size_t i = 0; i < COUNT(CLAIMS); i++) {
        assert_answer(deal_claim(&d, other.token, 0, CLAIMS[i]), 404, "ORDER_NOT_FOUND");
        assert_answer(deal_claim(&d, d.sellers[0].token, 0, CLAIMS[i]), 404, "ORDER_NOT_FOUND");
        assert_answer(deal_claim(&d, NULL, 0, CLAIMS[i]), 401, "UNAUTHENTICATED");
        assert_answer(
            ask("POST", text("/api/order/%s/items/1/%s", d.number, CLAIMS[i]), d.buyer.token), 404,
            "ORDER_ITEM_NOT_FOUND");
        assert_invalid(call("POST",
                            text("/api/order/%s/items/%lld/%s", d.number, d.items[0], CLAIMS[i]),
                            d.buyer.token, "{\"reason\":1}"),
                       "reason", "INVALID_TYPE");
        if (i > 0) /* neither is for a line that was not delivered */
            assert_answer(deal_claim(&d, d.buyer.token, 0, CLAIMS[i]), 409, "ORDER_STATE_CONFLICT");
    }
    assert_answer(deal_claim(&d, d.buyer.token, 0, "eat"), 404, "ENTITY_NOT_FOUND");
    assert_answer(deal_cancel(&d, other.token), 404, "ORDER_NOT_FOUND");
    assert_text(deal_show(&d), "data.status", "PAID");
}

static void o9_reason_is_kept_with_what_was_asked(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    assert_int_equal(db_number("SELECT count(*) FROM order_item_event WHERE item_id = %lld"
                               " AND reason = '마음이 바뀌었어요' AND actor = 'BUYER'"
                               " AND actor_member_id = %lld",
                               d.items[0], d.buyer.member),
                     1);
    assert_int_equal(db_number("SELECT count(*) FROM order_item_event WHERE item_id = %lld"
                               " AND event <> 'PAYMENT_COMPLETED' AND actor = 'SYSTEM'"
                               " AND actor_member_id IS NULL AND reason IS NULL",
                               d.items[0]),
                     2);
}

static long long events_of(const struct deal *d, const char *type)
{
    return db_number("SELECT count(*) FROM event_out WHERE aggregateid = '%s' AND type = '%s'",
                     d->number, type);
}

static void x1_x2_each_refund_and_each_cancelled_line_is_told(void **state)
{
    (void)state;
    struct deal d = deal_new(3);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    assert_int_equal(events_of(&d, "order.refunded"), 1);
    assert_int_equal(events_of(&d, "delivery.cancelled"), 1);
    assert_answer(deal_cancel(&d, d.buyer.token), 200, "SUCCESS");
    assert_int_equal(events_of(&d, "order.refunded"), 2);
    assert_int_equal(events_of(&d, "delivery.cancelled"), 2);
    assert_int_equal(db_number("SELECT sum((payload->>'refundAmount')::bigint) FROM event_out"
                               " WHERE aggregateid = '%s' AND type = 'order.refunded'",
                               d.number),
                     answer_int(deal_show(&d), "data.amounts.refunded"));
}

static void m2_member_leaves_only_after_the_refund(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    const char *body = "{\"password\":\"" PASSWORD "\"}";
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "PREPARING"), 200, "SUCCESS");
    assert_answer(deal_cancel(&d, d.buyer.token), 200, "SUCCESS");
    assert_answer(call("DELETE", "/api/member/me", d.buyer.token, "%s", body), 409,
                  "MEMBER_HAS_OPEN_BUSINESS");
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING"), 200, "SUCCESS");
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
        PROVES(o8_cancel_of_a_line_in_preparation_waits_for_its_seller),
        PROVES(o8_seller_who_cannot_supply_cancels),
        PROVES(o8_dispatched_lines_are_not_cancelled),
        PROVES(o8_order_that_waits_for_payment_has_no_claims_by_line),
        PROVES(o8_returned_line_is_refunded_when_the_seller_has_it),
        PROVES(o8_exchange_takes_a_replacement_and_its_return_brings_it_back),
        PROVES(o8_exchanged_line_is_confirmed),
        PROVES(s5_exchange_without_a_replacement_in_stock_is_refused),
        PROVES(o8_page_offers_what_the_table_lets_the_buyer_do),
        PROVES(refused_claims_are_told_exactly),
        PROVES(o9_reason_is_kept_with_what_was_asked),
        PROVES(x1_x2_each_refund_and_each_cancelled_line_is_told),
        PROVES(m2_member_leaves_only_after_the_refund),
        PROVES(books_balance_after_all_of_it),
    };
    return RUN_TESTS(tests);
}
