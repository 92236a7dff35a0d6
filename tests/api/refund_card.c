/* Card money on its way back through the sandbox's gateway: the buyer is answered at once, the
 * worker does the rest (O7-O9, Y5, Y6). */
#include "support/card_deal.h"
#include "support/coupon.h"
#include "support/order_shape.h"
#include "support/test.h"

static struct answer payment(const struct deal *d)
{
    return ask("GET", text("/api/pay/%lld", d->payment), d->buyer.token);
}

static struct answer retry(const struct deal *d, const char *token)
{
    return ask("POST", text("/api/admin/refund/%lld/retry", d->payment), token);
}

static long long notices(const struct deal *d, const char *kind)
{
    return db_number("SELECT count(*) FROM notice WHERE subject = '%s' AND kind = '%s'", d->number,
                     kind);
}

/* From now on the gateway does not know the transaction, and refuses for good; or knows it again.
 */
static void hide_transaction(const struct deal *d)
{
    (void)db_do("UPDATE payment SET transaction_key = 'hidden-' || transaction_key"
                " WHERE payment_id = %lld",
                d->payment);
}

static void show_transaction(const struct deal *d)
{
    (void)db_do("UPDATE payment SET transaction_key = substr(transaction_key, 8)"
                " WHERE payment_id = %lld",
                d->payment);
}

static void wait_for_refunds(const struct deal *d, const char *status, long long count)
{
    db_wait(count, "SELECT count(*) FROM refund WHERE payment_id = %lld AND status = '%s'",
            d->payment, status);
}

static void assert_log(struct answer a, size_t last, const char *event, const char *detail)
{
    assert_int_equal(answer_count(a, "data.log"), last + 1);
    assert_text(a, text("data.log.%zu.event", last), event);
    assert_text(a, text("data.log.%zu.detail", last), detail);
}

/* ---- what goes back ---- */

static void y5_card_cancel_answers_at_once_and_is_done_by_the_worker(void **state)
{
    (void)state;
    struct deal d = deal_by_card(2);
    const size_t logged = answer_count(payment(&d), "data.log");
    struct answer a = deal_claim(&d, d.buyer.token, 0, "cancel");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", ORDER);
    assert_text(a, "data.items.0.status", "CANCEL_PROCESSING");
    assert_text(a, "data.status", "PAID");
    assert_int(a, "data.amounts.refunded", 0);
    card_refunded(&d, "PARTIALLY_CANCELLED", PRICE_0);
    assert_stock(d.products[0], STOCK, 0);
    assert_stock(d.products[1], STOCK - 2, 0);
    static const char *const HISTORY[][3] = {
        {"CANCEL_REQUESTED", "CANCEL_REQUESTED", "BUYER"},
        {"CANCEL_ACCEPTED", "CANCEL_PROCESSING", "SYSTEM"},
        {"CANCELLED", "CANCELLED", "SYSTEM"},
    };
    deal_history(&d, 0, HISTORY, COUNT(HISTORY));
    a = payment(&d);
    assert_text(a, "data.status", "PARTIALLY_REFUNDED");
    assert_text(a, text("data.log.%zu.event", logged), "REFUND_REQUESTED");
    assert_log(a, logged + 1, "REFUNDED", text("CARD %d", PRICE_0));
    assert_int_equal(notices(&d, "REFUNDED"), 1);

    /* The seller's fee goes with the seller's last line. */
    assert_answer(deal_claim(&d, d.buyer.token, 1, "cancel"), 200, "SUCCESS");
    card_refunded(&d, "REFUNDED", PRICE_0 + PRICE_1 + 3000);
    assert_text(payment(&d), "data.status", "REFUNDED");
    assert_int_equal(notices(&d, "REFUNDED"), 2);
}

static void o7_card_order_is_cancelled_as_a_whole_by_one_refund(void **state)
{
    (void)state;
    struct deal d = deal_by_card(3);
    struct answer a = deal_cancel(&d, d.buyer.token);
    assert_answer(a, 200, "SUCCESS");
    for (int i = 0; i < 3; i++)
        assert_text(a, text("data.items.%d.status", i), "CANCEL_PROCESSING");
    card_refunded(&d, "REFUNDED", answer_int(a, "data.amounts.payable"));
    assert_int_equal(db_number("SELECT count(*) FROM refund WHERE payment_id = %lld", d.payment),
                     1);
    for (int i = 0; i < 3; i++)
        assert_stock(d.products[i], STOCK, 0);
    assert_int_equal(db_number("SELECT count(*) FROM event_out WHERE aggregateid = '%s'"
                               " AND type IN ('order.refunded', 'delivery.cancelled')",
                               d.number),
                     2);
    assert_answer(deal_cancel(&d, d.buyer.token), 409, "ORDER_STATE_CONFLICT");
}

static void o8_returned_line_waits_for_its_money(void **state)
{
    (void)state;
    struct deal d = deal_by_card(1);
    deal_deliver(&d, 0);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "return"), 200, "SUCCESS");
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "RETURN_PROCESSING"), 200, "SUCCESS");
    hide_transaction(&d);
    struct answer a = deal_move(&d, d.sellers[0].token, 0, "RETURNED");
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.items.0.status", "RETURN_PROCESSING");
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "RETURNED"), 409, "ORDER_STATE_CONFLICT");
    wait_for_refunds(&d, "FAILED", 1);
    assert_stock(d.products[0], STOCK - 1, 0);
    show_transaction(&d);
    struct person admin = admin_person();
    assert_answer(retry(&d, admin.token), 200, "SUCCESS");
    card_refunded(&d, "REFUNDED", PRICE_0); /* what was sent keeps its shipping fee */
    assert_stock(d.products[0], STOCK, 0);
    static const char *const HISTORY[][3] = {
        {"STATUS_CHANGED", "PREPARING", "SELLER"},
        {"STATUS_CHANGED", "DISPATCHED", "SELLER"},
        {"STATUS_CHANGED", "IN_TRANSIT", "SELLER"},
        {"STATUS_CHANGED", "DELIVERED", "SELLER"},
        {"RETURN_REQUESTED", "RETURN_REQUESTED", "BUYER"},
        {"RETURN_ACCEPTED", "RETURN_PROCESSING", "SELLER"},
        {"RETURN_RECEIVED", "RETURN_PROCESSING", "SELLER"},
        {"RETURNED", "RETURNED", "SYSTEM"},
    };
    deal_history(&d, 0, HISTORY, COUNT(HISTORY));
}

static void o7_card_coupon_comes_back_with_the_whole_order(void **state)
{
    (void)state;
    struct deal d = deal_by_card(1);
    const long long issued =
        coupon_issued(d.buyer.token, "\"type\":\"FIXED\",\"value\":1000,\"quantity\":1");
    struct answer a = call("POST", "/api/order", d.buyer.token,
                           "{\"items\":[{\"productId\":%lld,\"quantity\":2}],\"couponId\":%lld,"
                           "\"paymentMethod\":\"CARD\"}",
                           d.products[0], issued);
    assert_answer(a, 201, "SUCCESS");
    const char *number = answer_text(a, "data.orderNo");
    const long long payable = answer_int(a, "data.amounts.payable");
    assert_int_equal(payable, 2 * PRICE_0 - 1000 + 3000);
    (void)card_buy(d.buyer.token, number);
    assert_true(coupon_is(&d.buyer, "USED", issued));
    assert_answer(ask("POST", text("/api/order/%s/cancel", number), d.buyer.token), 200, "SUCCESS");
    db_wait(1, "SELECT count(*) FROM orders WHERE order_no = '%s' AND refunded = %lld", number,
            payable);
    assert_true(coupon_is(&d.buyer, "AVAILABLE", issued));
}

static void y5_guest_gets_card_money_back(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *guest = guest_new();
    const long long product = product_new(&seller, 20000, 3);
    struct answer a = call("POST", "/api/order", guest,
                           "{\"items\":[{\"productId\":%lld,\"quantity\":2}],"
                           "\"paymentMethod\":\"CARD\"," SHIPPING "}",
                           product);
    assert_answer(a, 201, "SUCCESS");
    const char *number = answer_text(a, "data.orderNo");
    (void)card_buy(guest, number);
    assert_answer(refund(guest, number, ""), 200, "SUCCESS");
    db_wait(1, "SELECT count(*) FROM orders WHERE order_no = '%s' AND status = 'REFUNDED'", number);
    a = ask("GET", text("/api/order/%s", number), guest);
    assert_int(a, "data.amounts.refunded", 43000);
    assert_stock(product, 3, 0);
}

static void y6_approval_of_a_dead_order_is_given_back_as_a_whole(void **state)
{
    (void)state;
    struct deal d = deal_placed(1, "CARD");
    struct answer a = call("POST", "/api/pay", d.buyer.token, "{\"orderNo\":\"%s\"}", d.number);
    assert_answer(a, 202, "SUCCESS");
    d.payment = answer_int(a, "data.paymentId");
    const char *url = answer_text(a, "data.checkoutUrl");
    assert_answer(deal_cancel(&d, d.buyer.token), 200, "SUCCESS");
    card_approve(url);
    db_wait(1, "SELECT count(*) FROM payment WHERE payment_id = %lld AND status = 'REFUNDED'",
            d.payment);
    a = payment(&d);
    assert_int(a, "data.refunded", PRICE_0 + 3000);
    const size_t logged = answer_count(a, "data.log");
    assert_log(a, logged - 1, "REFUNDED", text("CARD %d", PRICE_0 + 3000));
    a = deal_show(&d);
    assert_text(a, "data.status", "CANCELLED");
    assert_int(a, "data.amounts.refunded", 0);
    assert_int_equal(balance_of(&d.buyer), BALANCE);
    assert_int_equal(notices(&d, "PAYMENT_RETURNED"), 1);
    assert_int_equal(notices(&d, "REFUNDED"), 0);
    assert_stock(d.products[0], STOCK, 0);
}

/* ---- while it is under way ---- */

static void o8_line_under_refund_cannot_be_cancelled_again_and_others_can(void **state)
{
    (void)state;
    struct deal d = deal_by_card(3);
    struct person admin = admin_person();
    hide_transaction(&d);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    static const char *const WAYS[] = {"cancel", "return", "exchange", "confirm"};
    for (size_t i = 0; i < COUNT(WAYS); i++)
        assert_answer(deal_claim(&d, d.buyer.token, 0, WAYS[i]), 409, "ORDER_STATE_CONFLICT");
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "CANCEL_PROCESSING"), 409,
                  "ORDER_STATE_CONFLICT");
    assert_answer(deal_move(&d, admin.token, 0, "CANCELLED"), 409, "ORDER_STATE_CONFLICT");
    assert_answer(refund(d.buyer.token, d.number, text(",\"itemIds\":[%lld]", d.items[0])), 409,
                  "ORDER_STATE_CONFLICT");
    /* The seller's other line brings the fee, though the first one's money is not back yet. */
    assert_answer(deal_move(&d, d.sellers[0].token, 1, "CANCEL_PROCESSING"), 200, "SUCCESS");
    deal_deliver(&d, 2);
    assert_answer(deal_claim(&d, d.buyer.token, 2, "confirm"), 200, "SUCCESS");
    assert_text(deal_show(&d), "data.status", "PAID");
    assert_answer(
        call("DELETE", "/api/member/me", d.buyer.token, "{\"password\":\"" PASSWORD "\"}"), 409,
        "MEMBER_HAS_OPEN_BUSINESS");
    wait_for_refunds(&d, "FAILED", 2);
    show_transaction(&d);
    assert_answer(retry(&d, admin.token), 200, "SUCCESS");
    card_refunded(&d, "COMPLETED", PRICE_0 + PRICE_1 + 3000);
}

static void y5_refused_refund_is_told_and_tried_again_by_an_admin(void **state)
{
    (void)state;
    struct deal d = deal_by_card(1);
    struct person admin = admin_person();
    const size_t logged = answer_count(payment(&d), "data.log");
    assert_answer(retry(&d, admin.token), 409, "ORDER_STATE_CONFLICT");
    hide_transaction(&d);
    assert_answer(deal_cancel(&d, d.buyer.token), 200, "SUCCESS");
    wait_for_refunds(&d, "FAILED", 1);
    assert_text(deal_show(&d), "data.items.0.status", "CANCEL_PROCESSING");
    assert_int(deal_show(&d), "data.amounts.refunded", 0);
    assert_log(payment(&d), logged + 1, "REFUND_FAILED", text("CARD %d", PRICE_0 + 3000));
    assert_int_equal(db_number("SELECT count(*) FROM notice WHERE subject = '%s'"
                               " AND kind = 'REFUND_FAILED' AND member_id = %lld",
                               d.number, d.buyer.member),
                     1);
    assert_int_equal(db_number("SELECT count(*) FROM notice WHERE subject = '%s'"
                               " AND kind = 'REFUND_FAILED' AND member_id = %lld",
                               d.number, admin.member),
                     1);

    assert_answer(retry(&d, d.buyer.token), 403, "FORBIDDEN");
    assert_answer(retry(&d, NULL), 401, "UNAUTHENTICATED");
    assert_answer(ask("POST", "/api/admin/refund/999999999/retry", admin.token), 404,
                  "PAYMENT_NOT_FOUND");
    show_transaction(&d);
    const long long key =
        db_number("SELECT hashtext(refund_key) FROM refund WHERE payment_id = %lld", d.payment);
    struct answer a = retry(&d, admin.token);
    assert_answer(a, 200, "SUCCESS");
    assert_int(a, "data.paymentId", d.payment);
    assert_text(a, text("data.log.%zu.event", logged + 2), "REFUND_RETRIED");
    card_refunded(&d, "REFUNDED", PRICE_0 + 3000);
    assert_int_equal(
        db_number("SELECT hashtext(refund_key) FROM refund WHERE payment_id = %lld", d.payment),
        key);
    assert_answer(retry(&d, admin.token), 409, "ORDER_STATE_CONFLICT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y5_card_cancel_answers_at_once_and_is_done_by_the_worker),
        PROVES(o7_card_order_is_cancelled_as_a_whole_by_one_refund),
        PROVES(o8_returned_line_waits_for_its_money),
        PROVES(o7_card_coupon_comes_back_with_the_whole_order),
        PROVES(y5_guest_gets_card_money_back),
        PROVES(y6_approval_of_a_dead_order_is_given_back_as_a_whole),
        PROVES(o8_line_under_refund_cannot_be_cancelled_again_and_others_can),
        PROVES(y5_refused_refund_is_told_and_tried_again_by_an_admin),
    };
    return RUN_TESTS(tests);
}
