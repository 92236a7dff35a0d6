/* /api/pay: paying pending orders by points, and what became of payments (Y1, Y3, Y4, Y7). */
#include "support/order_shape.h"
#include "support/test.h"
#include "support/word.h"

static struct answer pay(const char *token, const char *number)
{
    return call("POST", "/api/pay", token, "{\"orderNo\":\"%s\"}", number);
}

static struct answer payment(const char *token, long long id)
{
    return ask("GET", text("/api/pay/%lld", id), token);
}

static void y7_pending_order_is_paid_by_points(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 5);
    charge(&buyer, 50000);
    const char *number = answer_text(order_pending(buyer.token, product, 2), "data.orderNo");
    struct answer a = pay(buyer.token, number);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", ORDER);
    assert_text(a, "data.status", "PAID");
    assert_text(a, "data.items.0.status", "PAID");
    assert_false(answer_has(a, "data.expiresAt"));
    assert_int_equal(balance_of(&buyer), 27000);
    assert_stock(product, 3, 0);
    assert_string_equal(answer_raw(ask("GET", text("/api/order/%s", number), buyer.token), "data"),
                        answer_raw(a, "data"));
    assert_answer(pay(buyer.token, number), 409, "ORDER_STATE_CONFLICT");
    assert_answer(ask("POST", text("/api/order/%s/cancel", "20260101-0000000000"), buyer.token),
                  404, "ORDER_NOT_FOUND");
    assert_int_equal(balance_of(&buyer), 27000);
}

static void y1_too_small_a_balance_leaves_the_order_pending(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 5);
    charge(&buyer, 12900);
    const char *number = answer_text(order_pending(buyer.token, product, 1), "data.orderNo");
    assert_answer(pay(buyer.token, number), 400, "BALANCE_NOT_ENOUGH");
    struct answer a = ask("GET", text("/api/order/%s", number), buyer.token);
    assert_text(a, "data.status", "PENDING_PAYMENT");
    assert_stock(product, 5, 1);
    charge(&buyer, 100);
    assert_answer(pay(buyer.token, number), 200, "SUCCESS");
    assert_int_equal(balance_of(&buyer), 0);
}

static void y7_card_order_may_be_paid_by_points_instead(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 5);
    charge(&buyer, 50000);
    struct answer a = order_by_card(buyer.token, product, 1);
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.status", "PENDING_PAYMENT");
    a = call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\",\"paymentMethod\":\"POINT\"}",
             answer_text(a, "data.orderNo"));
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.status", "PAID");
    assert_text(a, "data.paymentMethod", "POINT");
}

static void y3_payment_tells_its_amount_state_and_log(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new(), other = customer_new();
    charge(&buyer, 50000);
    struct answer order = order_paid(buyer.token, product_new(&seller, 10000, 5), 1);
    const long long id = answer_int(order, "data.paymentId");
    struct answer a = payment(buyer.token, id);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data",
                 "paymentId:int orderNo:text method:text amount:int refunded:int status:text "
                 "transactionKey:text* log:list");
    assert_shape(a, "data.log.0", "event:text at:time detail:text");
    assert_text(a, "data.orderNo", answer_text(order, "data.orderNo"));
    assert_text(a, "data.method", "POINT");
    assert_text(a, "data.status", "APPROVED");
    assert_int(a, "data.amount", 13000);
    assert_int(a, "data.refunded", 0);
    assert_answer(payment(other.token, id), 404, "PAYMENT_NOT_FOUND");
    assert_answer(payment(buyer.token, 999999999999), 404, "PAYMENT_NOT_FOUND");
    assert_answer(payment(NULL, id), 401, "UNAUTHENTICATED");
    assert_answer(payment(seller.token, id), 404, "PAYMENT_NOT_FOUND");
}

static void o6_order_past_its_time_is_not_paid_any_more(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    charge(&buyer, 50000);
    const char *number =
        answer_text(order_pending(buyer.token, product_new(&seller, 10000, 5), 1), "data.orderNo");
    db_do("UPDATE orders SET expires_at = now() - interval '1 second' WHERE order_no = '%s'",
          number);
    assert_answer(pay(buyer.token, number), 409, "ORDER_STATE_CONFLICT");
    assert_int_equal(balance_of(&buyer), 50000);
}

static void refused_payments_are_told_exactly(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new(), other = customer_new();
    charge(&other, 50000);
    const char *number =
        answer_text(order_pending(buyer.token, product_new(&seller, 10000, 5), 1), "data.orderNo");
    assert_answer(pay(other.token, number), 404, "ORDER_NOT_FOUND");
    assert_answer(pay(buyer.token, "20260101-0000000000"), 404, "ORDER_NOT_FOUND");
    assert_answer(pay(NULL, number), 401, "UNAUTHENTICATED");
    assert_invalid(call("POST", "/api/pay", buyer.token, "{}"), "orderNo", "REQUIRED");
    assert_invalid(call("POST", "/api/pay", buyer.token, "{\"orderNo\":1}"), "orderNo",
                   "INVALID_TYPE");
    assert_invalid(call("POST", "/api/pay", buyer.token,
                        "{\"orderNo\":\"%s\",\"paymentMethod\":\"CASH\"}", number),
                   "paymentMethod", "INVALID_VALUE");
    assert_int_equal(balance_of(&other), 50000);
}

static void o2_guest_cannot_pay_by_points(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *guest = guest_new();
    const char *number =
        answer_text(order_by_card(guest, product_new(&seller, 10000, 5), 1), "data.orderNo");
    assert_invalid(
        call("POST", "/api/pay", guest, "{\"orderNo\":\"%s\",\"paymentMethod\":\"POINT\"}", number),
        "paymentMethod", "INVALID_VALUE");
}

/* The gateway may say why in its own words, and more: nobody is shown what was not asked for. */
static void y4_words_of_the_gateway_are_shown_to_nobody(void **state)
{
    (void)state;
    static const char *const STATUSES[] = {"DECLINED", "APPROVED"};
    struct person seller = seller_new(), buyer = customer_new(), admin = admin_person();
    const long long product = product_new(&seller, 10000, 5);
    for (size_t i = 0; i < COUNT(STATUSES); i++) {
        struct started c = card_order(buyer.token, product, 1);
        const char *body = text(
            "{\"transactionKey\":\"%s\",\"paymentKey\":\"%s\",\"orderNo\":\"%s\",\"amount\":%lld,"
            "\"status\":\"%s\",\"reason\":\"<script>hitme</script>\",\"hitme\":[\"hitme\"]}",
            c.transaction, c.payment_key, c.number, c.amount, STATUSES[i]);
        assert_answer(SAY(.of = &c, .body = body, .id = text("hitme-%s", unique())), 200,
                      "SUCCESS");
        assert_text(payment(buyer.token, c.payment), "data.status", STATUSES[i]);
        const struct {
            const char *token, *path;
        } places[] = {
            {buyer.token, text("/api/pay/%lld", c.payment)},
            {buyer.token, text("/api/order/%s", c.number)},
            {buyer.token, text("/orders/%s", c.number)},
            {buyer.token, "/me/notifications"},
            {seller.token, "/seller/orders?stage=new"},
            {admin.token, text("/admin/orders/%s", c.number)},
        };
        for (size_t j = 0; j < COUNT(places); j++) {
            struct answer a = ask("GET", places[j].path, places[j].token);
            assert_int_equal(a.status, 200);
            if (strstr(a.body, "hitme") != NULL)
                fail_msg("%s shows what the gateway said", places[j].path);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y7_pending_order_is_paid_by_points),
        PROVES(y1_too_small_a_balance_leaves_the_order_pending),
        PROVES(y7_card_order_may_be_paid_by_points_instead),
        PROVES(y3_payment_tells_its_amount_state_and_log),
        PROVES(o6_order_past_its_time_is_not_paid_any_more),
        PROVES(refused_payments_are_told_exactly),
        PROVES(o2_guest_cannot_pay_by_points),
        PROVES(y4_words_of_the_gateway_are_shown_to_nobody),
    };
    return RUN_TESTS(tests);
}
