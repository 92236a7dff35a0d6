/* Refunds of paid orders: how much goes back, where to, and /api/refund (Y5, P3). */
#include "support/deal.h"
#include "support/test.h"

/* ---- what goes back ---- */

static void y5_payment_and_ledger_tell_the_refund(void **state)
{
    (void)state;
    struct deal d = deal_new(2);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    struct answer a = ask("GET", text("/api/pay/%lld", d.payment), d.buyer.token);
    assert_text(a, "data.status", "PARTIALLY_REFUNDED");
    assert_int(a, "data.refunded", PRICE_0);
    assert_answer(deal_claim(&d, d.buyer.token, 1, "cancel"), 200, "SUCCESS");
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
    charge(&d.buyer, PRICE_0 + 3000); /* at the limit */
    assert_answer(deal_cancel(&d, d.buyer.token), 200, "SUCCESS");
    assert_int_equal(balance_of(&d.buyer), 1003900);
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

static void y5_shipping_fee_stays_when_all_is_returned(void **state)
{
    (void)state;
    struct deal d = deal_new(1);
    deal_deliver(&d, 0);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "return"), 200, "SUCCESS");
    static const char *const WAY[] = {"RETURN_PROCESSING", "RETURNED"};
    deal_go(&d, 0, WAY, COUNT(WAY));
    deal_refunded(&d, deal_show(&d), "REFUNDED", PRICE_0);
    assert_text(ask("GET", text("/api/pay/%lld", d.payment), d.buyer.token), "data.status",
                "PARTIALLY_REFUNDED");
}

/* ---- /api/refund ---- */

static void y5_refund_of_named_lines_is_all_or_none(void **state)
{
    (void)state;
    struct deal d = deal_new(3);
    struct answer a =
        refund(d.buyer.token, d.number, text(",\"itemIds\":[%lld,%lld]", d.items[2], d.items[0]));
    deal_refunded(&d, a, "PARTIALLY_CANCELLED", PRICE_0 + PRICE_2 + 3000);
    assert_text(a, "data.items.1.status", "PAID");
    a = refund(d.buyer.token, d.number, text(",\"itemIds\":[%lld,%lld]", d.items[1], d.items[0]));
    assert_answer(a, 409, "ORDER_STATE_CONFLICT");
    assert_text(deal_show(&d), "data.items.1.status", "PAID");
    a = refund(d.buyer.token, d.number, ",\"reason\":\"전부 취소\"");
    deal_refunded(&d, a, "REFUNDED", answer_int(a, "data.amounts.payable"));
}

static void y5_refund_by_an_admin_is_at_once(void **state)
{
    (void)state;
    struct person admin = admin_person();
    struct deal d = deal_new(2);
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "PREPARING"), 200, "SUCCESS");
    assert_answer(deal_move(&d, d.sellers[0].token, 1, "PREPARING"), 200, "SUCCESS");
    assert_answer(deal_claim(&d, d.buyer.token, 1, "cancel"), 200, "SUCCESS");
    deal_refunded(&d, refund(admin.token, d.number, ""), "REFUNDED", 7700);
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
        deal_refunded(&d, a, "PARTIALLY_CANCELLED", PRICE_0);
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
    assert_int_equal(balance_of(&d.buyer), BALANCE - PRICE_0 - 3000);
}

static void books_balance_after_all_of_it(void **state)
{
    (void)state;
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y5_payment_and_ledger_tell_the_refund),
        PROVES(p3_refund_is_not_bound_by_the_balance_limit),
        PROVES(o7_what_costs_nothing_is_cancelled_without_a_refund),
        PROVES(y5_shipping_fee_stays_when_all_is_returned),
        PROVES(y5_refund_of_named_lines_is_all_or_none),
        PROVES(y5_refund_by_an_admin_is_at_once),
        PROVES(y5_same_key_refunds_once),
        PROVES(refused_refunds_are_told_exactly),
        PROVES(books_balance_after_all_of_it),
    };
    return RUN_TESTS(tests);
}
