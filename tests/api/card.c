/* Card payments: started at the gateway, completed by its word, its word's refusals, money that
 * comes when nobody waits for it (O4, Y2, Y3, Y4, Y6, Y7). The gateway is the sandbox's. */
#include "support/coupon.h"
#include "support/stack.h"
#include "support/test.h"
#include "support/word.h"

enum { WAIT_MS = 20000 };

struct card_shop {
    struct person seller, buyer;
    long long product; /* 10,000 won, 5 pieces; shipping 3,000 */
};

static struct card_shop shop_new(void)
{
    struct card_shop s = {seller_new(), customer_new(), 0};
    s.product = product_new(&s.seller, 10000, 5);
    return s;
}

static struct answer show(const struct started *s)
{
    return ask("GET", text("/api/order/%s", s->number), s->token);
}

static struct answer show_payment(const struct started *s)
{
    return ask("GET", text("/api/pay/%lld", s->payment), s->token);
}

static void assert_order(const struct started *s, const char *status)
{
    assert_text(show(s), "data.status", status);
}

/* The payment's money was taken and is on its way back, or is back already: once. */
static void assert_goes_back(const struct started *s)
{
    assert_int_equal(db_number("SELECT count(*) FROM refund WHERE payment_id = %lld"
                               " AND kind = 'RETURNED' AND amount = %lld",
                               s->payment, s->amount),
                     1);
    assert_int_equal(db_number("SELECT count(*) FROM payment WHERE payment_id = %lld"
                               " AND status IN ('APPROVED', 'REFUNDED') AND NOT completes_order",
                               s->payment),
                     1);
}

static void wait_for(const char *query, long long wanted)
{
    const long long until = now_ms() + WAIT_MS;
    while (db_number("%s", query) != wanted && now_ms() < until)
        pause_ms(50);
    assert_int_equal(db_number("%s", query), wanted);
}

/* ---- starting ---- */

static void y2_card_payment_is_started_at_the_gateway(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct answer order = order_by_card(s.buyer.token, s.product, 1);
    struct answer first = pay_by_card(s.buyer.token, answer_text(order, "data.orderNo"));
    assert_answer(first, 202, "SUCCESS");
    assert_shape(first, "data", "paymentId:int transactionKey:text checkoutUrl:text");
    struct started c = card_started(s.buyer.token, answer_text(order, "data.orderNo"));
    assert_int(first, "data.paymentId", c.payment);
    assert_text(first, "data.transactionKey", c.transaction);
    assert_text(first, "data.checkoutUrl", c.checkout);
    assert_int_equal(c.amount, 13000);
    struct answer a = show_payment(&c);
    assert_shape(a, "data",
                 "paymentId:int orderNo:text method:text amount:int refunded:int status:text "
                 "transactionKey:text* log:list");
    assert_text(a, "data.status", "PENDING");
    assert_text(a, "data.method", "CARD");
    assert_text(a, "data.transactionKey", c.transaction);
    assert_text(a, "data.log.0.event", "STARTED");
    a = show(&c);
    assert_text(a, "data.status", "PENDING_PAYMENT");
    assert_int(a, "data.paymentId", c.payment);
    assert_stock(s.product, 5, 1);
}

static void y2_same_key_is_answered_the_same(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    const char *number = answer_text(order_by_card(s.buyer.token, s.product, 1), "data.orderNo");
    const char *header_line = text("Idempotency-Key: %s", unique());
    const char *body = text("{\"orderNo\":\"%s\"}", number);
    struct answer first = ASK(.method = "POST", .path = "/api/pay", .token = s.buyer.token,
                              .body = body, .headers = {header_line});
    assert_answer(first, 202, "SUCCESS");
    struct started c = card_started(s.buyer.token, number);
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    struct answer again = ASK(.method = "POST", .path = "/api/pay", .token = s.buyer.token,
                              .body = body, .headers = {header_line});
    assert_answer(again, 202, "SUCCESS");
    assert_string_equal(header(again, "Idempotent-Replayed"), "true");
    assert_string_equal(again.body, first.body);
    assert_answer(ASK(.method = "POST", .path = "/api/pay", .token = s.buyer.token,
                      .body = text("{\"orderNo\":\"%s\",\"paymentMethod\":\"CARD\"}", number),
                      .headers = {header_line}),
                  422, "IDEMPOTENCY_KEY_REUSED");
    assert_answer(pay_by_card(s.buyer.token, number), 409, "ORDER_STATE_CONFLICT");
}

static void y2_orders_that_do_not_wait_start_no_payment(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct person other = customer_new();
    const char *number = answer_text(order_by_card(s.buyer.token, s.product, 1), "data.orderNo");
    assert_answer(pay_by_card(other.token, number), 404, "ORDER_NOT_FOUND");
    assert_answer(pay_by_card(NULL, number), 401, "UNAUTHENTICATED");
    assert_answer(pay_by_card(s.buyer.token, "20260101-0000000000"), 404, "ORDER_NOT_FOUND");
    db_do("UPDATE orders SET expires_at = now() - interval '1 second' WHERE order_no = '%s'",
          number);
    assert_answer(pay_by_card(s.buyer.token, number), 409, "ORDER_STATE_CONFLICT");
    number = answer_text(order_by_card(s.buyer.token, s.product, 1), "data.orderNo");
    assert_answer(ask("POST", text("/api/order/%s/cancel", number), s.buyer.token), 200, "SUCCESS");
    assert_answer(pay_by_card(s.buyer.token, number), 409, "ORDER_STATE_CONFLICT");
    assert_int_equal(db_number("SELECT count(*) FROM payment p JOIN orders o USING (order_id)"
                               " WHERE o.member_id = %lld",
                               s.buyer.member),
                     0);
}

static void o4_method_may_be_changed_while_paying(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    const char *number = answer_text(order_pending(s.buyer.token, s.product, 1), "data.orderNo");
    struct started c = card_started(s.buyer.token, number);
    assert_text(show(&c), "data.paymentMethod", "CARD");
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    assert_order(&c, "PAID");
}

static void k6_revoked_coupon_is_found_before_the_gateway_is_called(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    for (int started = 0; started < 2; started++) {
        const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
        struct answer a = call("POST", "/api/order", s.buyer.token,
                               "{\"items\":[{\"productId\":%lld,\"quantity\":1}],\"couponId\":%lld,"
                               "\"paymentMethod\":\"CARD\"}",
                               s.product, issued);
        assert_answer(a, 201, "SUCCESS");
        const char *number = answer_text(a, "data.orderNo");
        struct started c = {0};
        if (started)
            c = card_started(s.buyer.token, number);
        assert_answer(coupon_revoke(issued), 200, "SUCCESS");
        if (!started) {
            assert_answer(pay_by_card(s.buyer.token, number), 409, "COUPON_NOT_USABLE");
            continue;
        }
        /* What was started before is honoured. */
        approve_silently(&c);
        assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
        assert_order(&c, "PAID");
        assert_true(coupon_is(&s.buyer, "USED", issued));
        /* It comes back as what it is: revoked. */
        assert_answer(ask("POST", text("/api/order/%s/cancel", number), s.buyer.token), 200,
                      "SUCCESS");
        wait_for(text("SELECT count(*) FROM issued_coupon WHERE issued_coupon_id = %lld"
                      " AND order_id IS NULL",
                      issued),
                 1);
        assert_true(coupon_is(&s.buyer, "REVOKED", issued));
    }
}

/* ---- the gateway's word ---- */

static void y4_approval_pays_the_order(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 2);
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    struct answer a = show(&c);
    assert_text(a, "data.status", "PAID");
    assert_text(a, "data.items.0.status", "PAID");
    assert_text(a, "data.paymentMethod", "CARD");
    assert_int(a, "data.paymentId", c.payment);
    assert_stock(s.product, 3, 0);
    a = show_payment(&c);
    assert_text(a, "data.status", "APPROVED");
    assert_text(a, "data.log.2.event", "APPROVED");
    assert_int_equal(balance_of(&s.buyer), 0);
    assert_int_equal(db_number("SELECT count(*) FROM event_out WHERE aggregateid = '%s'"
                               " AND type IN ('order.paid', 'delivery.requested')",
                               c.number),
                     2);
}

static void y4_decline_fails_the_order(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    struct answer a = call("POST", "/api/order", s.buyer.token,
                           "{\"items\":[{\"productId\":%lld,\"quantity\":2}],\"couponId\":%lld,"
                           "\"paymentMethod\":\"CARD\"}",
                           s.product, issued);
    struct started c = card_started(s.buyer.token, answer_text(a, "data.orderNo"));
    assert_answer(SAY(.of = &c, .status = "DECLINED"), 200, "SUCCESS");
    a = show(&c);
    assert_text(a, "data.status", "FAILED");
    assert_text(a, "data.failureReason", "PAYMENT_DECLINED");
    assert_text(a, "data.items.0.status", "FAILED");
    assert_stock(s.product, 5, 0);
    assert_text(show_payment(&c), "data.status", "DECLINED");
    assert_int_equal(db_number("SELECT count(*) FROM issued_coupon WHERE issued_coupon_id = %lld"
                               " AND status = 'AVAILABLE' AND order_id IS NULL",
                               issued),
                     1);
    assert_int_equal(db_number("SELECT count(*) FROM notice WHERE member_id = %lld"
                               " AND kind = 'PAYMENT_FAILED'",
                               s.buyer.member),
                     1);
    assert_answer(pay_by_card(s.buyer.token, c.number), 409, "ORDER_STATE_CONFLICT");
}

static void y6_word_that_is_not_the_gateways_changes_nothing(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    const char *other_secret = "whsec_b3RoZXIga2V5IG9mIGNhbGxiYWNrcw==";
    assert_answer(call("POST", "/api/pay/callback", NULL, "{}"), 401, "UNAUTHENTICATED");
    assert_answer(SAY(.of = &c, .status = "APPROVED", .secret = other_secret), 401,
                  "UNAUTHENTICATED");
    assert_answer(SAY(.of = &c, .status = "APPROVED", .seconds_more = -310), 401,
                  "UNAUTHENTICATED");
    assert_answer(SAY(.of = &c, .status = "APPROVED", .seconds_more = 310), 401, "UNAUTHENTICATED");
    static const char *const HEADERS[][3] = {
        {"webhook-id: x", "webhook-timestamp: 1", "webhook-signature: v1,AAAA"},
        {"webhook-id: x", "webhook-timestamp: 1e9", "webhook-signature: v1,AAAA"},
        {"webhook-id: x", "webhook-timestamp: 99999999999999999999", "webhook-signature: v1"},
        {"webhook-id: x", "webhook-timestamp: -1", "webhook-signature: "},
    };
    for (size_t i = 0; i < COUNT(HEADERS); i++)
        assert_answer(ASK(.method = "POST", .path = "/api/pay/callback", .body = "{}",
                          .headers = {HEADERS[i][0], HEADERS[i][1], HEADERS[i][2]}),
                      401, "UNAUTHENTICATED");
    assert_order(&c, "PENDING_PAYMENT");
    assert_text(show_payment(&c), "data.status", "PENDING");
}

static void y6_word_of_something_else_is_refused_by_name(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    struct started other = card_order(s.buyer.token, s.product, 1);
    assert_invalid(SAY(.of = &c, .status = "APPROVED", .amount_more = 1), "amount",
                   "INVALID_VALUE");
    assert_invalid(SAY(.of = &c, .status = "APPROVED", .amount_more = -13000), "amount",
                   "INVALID_VALUE");
    assert_invalid(SAY(.of = &c, .status = "APPROVED", .amount_more = -13001), "amount",
                   "OUT_OF_RANGE");
    assert_invalid(SAY(.of = &c, .status = "APPROVED", .number = other.number), "orderNo",
                   "INVALID_VALUE");
    assert_invalid(SAY(.of = &c, .status = "PENDING"), "status", "INVALID_VALUE");
    assert_invalid(SAY(.of = &c, .status = "APPROVED", .payment_key = ""), "paymentKey",
                   "TOO_SHORT");
    assert_invalid(SAY(.of = &c, .body = "{"), "", "MALFORMED");
    assert_invalid(SAY(.of = &c, .body = ""), "transactionKey", "REQUIRED");
    assert_answer(SAY(.of = &c, .status = "APPROVED", .transaction = other.transaction), 404,
                  "PAYMENT_NOT_FOUND");
    assert_answer(SAY(.of = &c, .status = "APPROVED", .payment_key = "nobody"), 404,
                  "PAYMENT_NOT_FOUND");
    assert_order(&c, "PENDING_PAYMENT");
    assert_order(&other, "PENDING_PAYMENT");
    /* What the gateway adds to its document, or says in its own words, is let pass. */
    assert_answer(
        SAY(.of = &c, .body = text("{\"transactionKey\":\"%s\",\"paymentKey\":\"%s\","
                                   "\"orderNo\":\"%s\",\"amount\":13000,"
                                   "\"status\":\"APPROVED\",\"reason\":\"\\u202e\\u001b%0*d\","
                                   "\"card\":{\"last4\":[4,2]}}",
                                   c.transaction, c.payment_key, c.number, 10000, 0)),
        200, "SUCCESS");
    assert_order(&c, "PAID");
}

static void y6_copies_and_words_out_of_order_change_nothing_more(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    const char *id = text("copy-%s", unique());
    for (int i = 0; i < 3; i++)
        assert_answer(SAY(.of = &c, .status = "APPROVED", .id = id), 200, "SUCCESS");
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    assert_answer(SAY(.of = &c, .status = "DECLINED"), 200, "SUCCESS");
    assert_order(&c, "PAID");
    assert_stock(s.product, 4, 0);
    assert_text(show_payment(&c), "data.status", "APPROVED");
    assert_int_equal(db_number("SELECT count(*) FROM payment_log WHERE payment_id = %lld"
                               " AND event = 'APPROVED'",
                               c.payment),
                     1);
}

/* ---- money that nobody waits for ---- */

static void y6_approval_after_a_cancel_gives_the_money_back(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    assert_answer(ask("POST", text("/api/order/%s/cancel", c.number), c.token), 200, "SUCCESS");
    assert_text(show_payment(&c), "data.status", "PENDING");
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    assert_order(&c, "CANCELLED");
    assert_goes_back(&c);
    assert_stock(s.product, 5, 0);
}

static void y6_money_of_a_buyer_who_left_goes_back_untold(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    assert_answer(ask("POST", text("/api/order/%s/cancel", c.number), c.token), 200, "SUCCESS");
    assert_int_equal(
        call("DELETE", "/api/member/me", c.token, "{\"password\":\"" PASSWORD "\"}").status, 204);
    approve_silently(&c);
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    wait_for(
        text("SELECT count(*) FROM refund WHERE payment_id = %lld AND status = 'DONE'", c.payment),
        1);
    assert_int_equal(
        db_number("SELECT count(*) FROM notice WHERE member_id = %lld", s.buyer.member), 0);
}

static void y6_approval_after_expiry_gives_the_money_back(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    db_do("UPDATE orders SET expires_at = now() - interval '1 second' WHERE order_no = '%s'",
          c.number);
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    struct answer a = show(&c);
    assert_text(a, "data.status", "FAILED");
    assert_text(a, "data.failureReason", "EXPIRED");
    assert_goes_back(&c);
    assert_stock(s.product, 5, 0);
}

static void y6_approval_after_a_decline_gives_the_money_back(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    assert_answer(SAY(.of = &c, .status = "DECLINED"), 200, "SUCCESS");
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    assert_order(&c, "FAILED");
    assert_goes_back(&c);
}

static void y7_first_completion_wins_over_a_second(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    charge(&s.buyer, 50000);
    struct started c = card_order(s.buyer.token, s.product, 1);
    struct answer a = call("POST", "/api/pay", c.token,
                           "{\"orderNo\":\"%s\",\"paymentMethod\":\"POINT\"}", c.number);
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.paymentMethod", "POINT");
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    a = show(&c);
    assert_text(a, "data.status", "PAID");
    assert_text(a, "data.paymentMethod", "POINT");
    assert_goes_back(&c);
    assert_int_equal(balance_of(&s.buyer), 37000);
    assert_stock(s.product, 4, 0);
}

/* ---- the buyer's way ---- */

static const char *cookie(const char *token)
{
    return text("Cookie: sid=%s", token);
}

static struct answer post_pay(const char *token, const char *number)
{
    return ASK(.method = "POST", .path = "/pay", .type = "application/x-www-form-urlencoded",
               .body = text("orderNo=%s", number), .headers = {cookie(token)});
}

static void o2_guest_pays_by_card_on_the_pages(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 10000, 5);
    const char *guest = guest_new();
    const char *number = answer_text(order_by_card(guest, product, 1), "data.orderNo");
    struct answer page =
        ASK(.method = "GET", .path = text("/orders/%s", number), .headers = {cookie(guest)});
    assert_int_equal(page.status, 200);
    assert_non_null(strstr(page.body, "action=\"/pay\""));
    struct answer a = post_pay(guest, number);
    assert_int_equal(a.status, 303);
    struct started c = card_started(guest, number);
    assert_string_equal(header(a, "Location"), c.checkout);
    /* Back without having paid: it is being checked. */
    a = come_back(guest, c.payment);
    assert_int_equal(a.status, 303);
    assert_string_equal(header(a, "Location"), text("/orders/%s?payment=checking", number));
    page = ASK(.method = "GET", .path = header(a, "Location"), .headers = {cookie(guest)});
    assert_non_null(strstr(page.body, "결제를 확인하고 있습니다"));
    approve_silently(&c);
    a = come_back(guest, c.payment);
    assert_string_equal(header(a, "Location"), text("/orders/%s", number));
    assert_order(&c, "PAID");
    assert_string_equal(header(come_back(guest, c.payment), "Location"),
                        text("/orders/%s", number));
}

static struct answer post_form(const char *guest, const char *path, const char *form)
{
    return ASK(.method = "POST", .path = path, .type = "application/x-www-form-urlencoded",
               .body = form, .headers = {cookie(guest)});
}

static void y2_checkout_by_card_leads_to_the_gateway_at_once(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *guest = guest_new();
    const char *wanted = text("/checkout?product=%lld&quantity=1", product_new(&seller, 10000, 5));
    struct answer a = ASK(.method = "GET", .path = wanted, .headers = {cookie(guest)});
    assert_int_equal(a.status, 303);
    const char *sheet = strstr(header(a, "Location"), "sheet=");
    assert_non_null(sheet);
    const char *form = text("%s&paymentMethod=CARD&shipping.recipient=Kim"
                            "&shipping.phone=01023456789&shipping.address.postcode=04524"
                            "&shipping.address.line1=Sejong-daero&idempotency_key=%s",
                            sheet, unique());
    a = post_form(guest, "/checkout", form);
    assert_int_equal(a.status, 307);
    const char *way = header(a, "Location"), *number = strrchr(way, '/') + 1;
    assert_string_equal(way, text("/pay/%s", number));
    /* Asking for that address starts nothing; the form that the browser takes there does. */
    a = ASK(.method = "GET", .path = way, .headers = {cookie(guest)});
    assert_int_equal(a.status, 303);
    assert_string_equal(header(a, "Location"), text("/orders/%s", number));
    assert_false(answer_has(ask("GET", text("/api/order/%s", number), guest), "data.paymentId"));
    a = post_form(guest, way, form);
    assert_int_equal(a.status, 303);
    struct started c = card_started(guest, number);
    assert_string_equal(header(a, "Location"), c.checkout);
    /* Sent again, all of it leads to the same payment of the same order. */
    a = post_form(guest, "/checkout", form);
    assert_int_equal(a.status, 307);
    assert_string_equal(header(a, "Location"), way);
    assert_string_equal(header(post_form(guest, way, form), "Location"), c.checkout);
    assert_int_equal(answer_count(ask("GET", "/api/order", guest), "data.items"), 1);
    assert_int_equal(post_form(guest_new(), way, form).status, 404);
    assert_int_equal(post_form(guest, "/pay/nonsense", form).status, 404);
}

static void y4_return_of_a_stranger_tells_nothing(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    approve_silently(&c);
    assert_string_equal(header(come_back(guest_new(), c.payment), "Location"), "/orders");
    assert_string_equal(header(come_back("nobody", c.payment), "Location"), "/orders");
    assert_string_equal(header(come_back(s.buyer.token, 999999999), "Location"), "/orders");
    assert_order(&c, "PENDING_PAYMENT");
    assert_int_equal(post_pay(s.seller.token, c.number).status, 404);
    assert_int_equal(post_pay(s.buyer.token, "nonsense").status, 404);
    assert_int_equal(come_back(s.buyer.token, c.payment).status, 303);
    assert_order(&c, "PAID");
    assert_string_equal(header(post_pay(s.buyer.token, c.number), "Location"),
                        text("/orders/%s", c.number));
}

/* ---- the worker ---- */

static void y6_lost_callback_is_made_up_for(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    approve_silently(&c);
    assert_order(&c, "PENDING_PAYMENT");
    db_do("UPDATE payment SET ask_at = now() WHERE payment_id = %lld", c.payment);
    wait_for(
        text("SELECT count(*) FROM orders WHERE order_no = '%s' AND status = 'PAID'", c.number), 1);
    assert_text(show_payment(&c), "data.log.2.detail", "worker");
}

static void y6_payment_of_a_dead_order_is_followed_to_its_end(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    assert_answer(ask("POST", text("/api/order/%s/cancel", c.number), c.token), 200, "SUCCESS");
    approve_silently(&c);
    db_do("UPDATE payment SET ask_at = now() WHERE payment_id = %lld", c.payment);
    wait_for(text("SELECT count(*) FROM refund WHERE payment_id = %lld", c.payment), 1);
    assert_goes_back(&c);
    assert_order(&c, "CANCELLED");
}

static void y6_start_whose_answer_was_lost_is_made_up_for(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    db_do("UPDATE payment SET transaction_key = NULL, checkout_url = NULL, ask_at = now()"
          " WHERE payment_id = %lld",
          c.payment);
    wait_for(text("SELECT count(*) FROM payment WHERE payment_id = %lld"
                  " AND transaction_key = '%s' AND checkout_url = '%s' AND ask_at > now()",
                  c.payment, c.transaction, c.checkout),
             1);
}

/* The word comes before our own record of the transaction. */
static void y6_callback_may_come_before_the_answer(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    db_do("UPDATE payment SET transaction_key = NULL, checkout_url = NULL"
          " WHERE payment_id = %lld",
          c.payment);
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    assert_order(&c, "PAID");
    assert_text(show_payment(&c), "data.transactionKey", c.transaction);
}

static void y6_old_callbacks_are_forgotten(void **state)
{
    (void)state;
    struct card_shop s = shop_new();
    struct started c = card_order(s.buyer.token, s.product, 1);
    assert_answer(SAY(.of = &c, .status = "APPROVED"), 200, "SUCCESS");
    const char *left =
        text("SELECT count(*) FROM gateway_callback WHERE payment_id = %lld", c.payment);
    assert_int_equal(db_number("%s", left), 1);
    db_do("UPDATE gateway_callback SET received_at = now() - interval '25 hours'"
          " WHERE payment_id = %lld",
          c.payment);
    wait_for(left, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y2_card_payment_is_started_at_the_gateway),
        PROVES(y2_same_key_is_answered_the_same),
        PROVES(y2_orders_that_do_not_wait_start_no_payment),
        PROVES(o4_method_may_be_changed_while_paying),
        PROVES(k6_revoked_coupon_is_found_before_the_gateway_is_called),
        PROVES(y4_approval_pays_the_order),
        PROVES(y4_decline_fails_the_order),
        PROVES(y6_word_that_is_not_the_gateways_changes_nothing),
        PROVES(y6_word_of_something_else_is_refused_by_name),
        PROVES(y6_copies_and_words_out_of_order_change_nothing_more),
        PROVES(y6_approval_after_a_cancel_gives_the_money_back),
        PROVES(y6_money_of_a_buyer_who_left_goes_back_untold),
        PROVES(y6_approval_after_expiry_gives_the_money_back),
        PROVES(y6_approval_after_a_decline_gives_the_money_back),
        PROVES(y7_first_completion_wins_over_a_second),
        PROVES(o2_guest_pays_by_card_on_the_pages),
        PROVES(y2_checkout_by_card_leads_to_the_gateway_at_once),
        PROVES(y4_return_of_a_stranger_tells_nothing),
        PROVES(y6_lost_callback_is_made_up_for),
        PROVES(y6_payment_of_a_dead_order_is_followed_to_its_end),
        PROVES(y6_start_whose_answer_was_lost_is_made_up_for),
        PROVES(y6_callback_may_come_before_the_answer),
        PROVES(y6_old_callbacks_are_forgotten),
    };
    return RUN_TESTS(tests);
}
