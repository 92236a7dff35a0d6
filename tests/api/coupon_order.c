/* Coupons in orders: discount, hold, use, return (K1, K6, K7). */
#include "support/coupon.h"
#include "support/sheet.h"
#include "support/test.h"

struct shopper {
    struct person seller, buyer;
    long long product; /* 10,000 won */
};

static struct shopper shopper_new(void)
{
    struct shopper s = {seller_new(), customer_new(), 0};
    s.product = product_new(&s.seller, 10000, 100);
    charge(&s.buyer, 500000);
    return s;
}

/* Orders `quantity` pieces with a coupon; paid at once, or later. */
static struct answer order_with(const struct shopper *s, long long issued, long long quantity,
                                bool pay)
{
    return call("POST", "/api/order", s->buyer.token,
                "{\"items\":[{\"productId\":%lld,\"quantity\":%lld}],\"couponId\":%lld,"
                "\"paymentMethod\":\"POINT\",\"pay\":%s}",
                s->product, quantity, issued, pay ? "true" : "false");
}

static void k7_paid_order_uses_the_coupon(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    struct answer a = order_with(&s, issued, 1, true);
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.status", "PAID");
    assert_int(a, "data.couponId", issued);
    assert_int(a, "data.amounts.orderDiscount", 3000);
    assert_int(a, "data.amounts.payable", 10000);
    assert_int_equal(balance_of(&s.buyer), 490000);
    a = ask("GET", text("/api/order/%s", answer_text(a, "data.orderNo")), s.buyer.token);
    assert_int(a, "data.couponId", issued);
    assert_true(coupon_is(&s.buyer, "USED", issued));
    assert_answer(order_with(&s, issued, 1, true), 409, "COUPON_NOT_USABLE");
    assert_answer(sheet_ask(s.buyer.token, s.product, 1, text(",\"couponId\":%lld", issued)), 409,
                  "COUPON_NOT_USABLE");
    assert_answer(coupon_revoke(issued), 409, "COUPON_NOT_USABLE");
    assert_int_equal(balance_of(&s.buyer), 490000);
}

static void k1_each_type_discounts_by_its_rule(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    static const struct {
        const char *fields;
        long long quantity, discount, shipping;
    } CASES[] = {
        {"\"type\":\"FIXED\",\"value\":99999,\"quantity\":1", 1, 10000, 3000},
        {"\"type\":\"PERCENT\",\"value\":33,\"quantity\":1", 3, 9900, 3000},
        {"\"type\":\"PERCENT\",\"value\":33,\"maxDiscount\":5000,\"quantity\":1", 3, 5000, 3000},
        {"\"type\":\"FREE_SHIPPING\",\"quantity\":1", 1, 0, 0},
        {"\"type\":\"FIXED\",\"value\":1000,\"minOrderAmount\":20000,\"quantity\":1", 2, 1000,
         3000},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const long long base = 10000 * CASES[i].quantity;
        struct answer a =
            order_with(&s, coupon_issued(s.buyer.token, CASES[i].fields), CASES[i].quantity, true);
        assert_answer(a, 201, "SUCCESS");
        assert_int(a, "data.amounts.items", base);
        assert_int(a, "data.amounts.orderDiscount", CASES[i].discount);
        assert_int(a, "data.amounts.shippingFee", CASES[i].shipping);
        assert_int(a, "data.amounts.payable", base - CASES[i].discount + CASES[i].shipping);
    }
}

static void k1_order_below_the_minimum_is_refused(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(
        s.buyer.token, "\"type\":\"FIXED\",\"value\":1,\"minOrderAmount\":10001,\"quantity\":1");
    assert_answer(order_with(&s, issued, 1, true), 409, "COUPON_NOT_USABLE");
    assert_true(coupon_is(&s.buyer, "AVAILABLE", issued));
    assert_stock(s.product, 100, 0);
}

static void k6_another_members_coupon_is_not_there(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    struct person other = customer_new();
    const long long issued = coupon_issued(other.token, FIXED_3000);
    assert_answer(order_with(&s, issued, 1, true), 404, "COUPON_NOT_FOUND");
    assert_answer(order_with(&s, 999999999999, 1, true), 404, "COUPON_NOT_FOUND");
    assert_answer(call("POST", "/api/order", guest_new(),
                       "{\"items\":[{\"productId\":%lld,\"quantity\":1}],\"couponId\":%lld,"
                       "\"paymentMethod\":\"CARD\"," SHIPPING "}",
                       s.product, issued),
                  404, "COUPON_NOT_FOUND");
}

static void k7_pending_order_holds_the_coupon_until_it_is_cancelled(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    struct answer order = order_with(&s, issued, 1, false);
    assert_answer(order, 201, "SUCCESS");
    const char *number = answer_text(order, "data.orderNo");
    struct answer list = ask("GET", "/api/coupon/mine", s.buyer.token);
    assert_text(list, text("%s.heldBy", coupon_in(list, issued)), number);
    assert_answer(order_with(&s, issued, 1, true), 409, "COUPON_NOT_USABLE");
    assert_answer(order_with(&s, issued, 1, false), 409, "COUPON_NOT_USABLE");
    assert_answer(ask("POST", text("/api/order/%s/cancel", number), s.buyer.token), 200, "SUCCESS");
    list = ask("GET", "/api/coupon/mine", s.buyer.token);
    assert_false(answer_has(list, text("%s.heldBy", coupon_in(list, issued))));
    assert_answer(order_with(&s, issued, 1, true), 201, "SUCCESS");
}

static void k7_coupon_that_comes_back_after_its_time_is_expired(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    const char *number = answer_text(order_with(&s, issued, 1, false), "data.orderNo");
    coupon_let_expire(issued);
    assert_true(coupon_is(&s.buyer, "AVAILABLE", issued));
    assert_answer(ask("POST", text("/api/order/%s/cancel", number), s.buyer.token), 200, "SUCCESS");
    assert_true(coupon_is(&s.buyer, "EXPIRED", issued));
}

static void k7_coupon_comes_back_when_the_whole_paid_order_is_cancelled(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    const char *number = answer_text(order_with(&s, issued, 1, true), "data.orderNo");
    assert_true(coupon_is(&s.buyer, "USED", issued));
    struct answer a = ask("POST", text("/api/order/%s/cancel", number), s.buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.status", "REFUNDED");
    assert_int(a, "data.amounts.refunded", 10000);
    assert_int_equal(balance_of(&s.buyer), 500000);
    assert_true(coupon_is(&s.buyer, "AVAILABLE", issued));
    assert_answer(order_with(&s, issued, 1, true), 201, "SUCCESS");
}

static void k7_held_coupon_is_used_when_the_order_is_paid_later(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    const char *number = answer_text(order_with(&s, issued, 2, false), "data.orderNo");
    coupon_let_expire(issued); /* validity was judged when the order was placed */
    struct answer a = call("POST", "/api/pay", s.buyer.token, "{\"orderNo\":\"%s\"}", number);
    assert_answer(a, 200, "SUCCESS");
    assert_int(a, "data.couponId", issued);
    assert_int_equal(balance_of(&s.buyer), 480000);
    assert_true(coupon_is(&s.buyer, "USED", issued));
}

static void k6_revoked_coupon_is_found_when_paying(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    const char *number = answer_text(order_with(&s, issued, 1, false), "data.orderNo");
    assert_answer(coupon_revoke(issued), 200, "SUCCESS");
    assert_answer(call("POST", "/api/pay", s.buyer.token, "{\"orderNo\":\"%s\"}", number), 409,
                  "COUPON_NOT_USABLE");
    struct answer a = ask("GET", text("/api/order/%s", number), s.buyer.token);
    assert_text(a, "data.status", "PENDING_PAYMENT");
    assert_int_equal(balance_of(&s.buyer), 500000);
    assert_answer(ask("POST", text("/api/order/%s/cancel", number), s.buyer.token), 200, "SUCCESS");
    assert_true(coupon_is(&s.buyer, "REVOKED", issued));
}

static void k7_order_that_is_refused_leaves_the_coupon(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    assert_answer(order_with(&s, issued, 101, true), 409, "STOCK_NOT_ENOUGH");
    assert_answer(order_with(&s, issued, 60, true), 400, "BALANCE_NOT_ENOUGH");
    assert_answer(order_with(&s, issued, 1, true), 201, "SUCCESS");
}

static void k7_order_that_the_coupon_pays_in_full_is_paid_at_once(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued =
        coupon_issued(s.buyer.token, "\"type\":\"PERCENT\",\"value\":100,\"quantity\":1");
    struct answer a = order_with(&s, issued, 5, false);
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.status", "PAID");
    assert_int(a, "data.amounts.payable", 0);
    assert_true(coupon_is(&s.buyer, "USED", issued));
    /* What was free is given back as it was paid. */
    const char *way = text("/api/pay/%lld", answer_int(a, "data.paymentId"));
    a = ask("POST", text("/api/order/%s/cancel", answer_text(a, "data.orderNo")), s.buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.status", "REFUNDED");
    assert_int(a, "data.amounts.refunded", 0);
    a = ask("GET", way, s.buyer.token);
    assert_text(a, "data.status", "REFUNDED");
    assert_text(a, "data.method", "NONE");
    assert_true(coupon_is(&s.buyer, "AVAILABLE", issued));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(k7_paid_order_uses_the_coupon),
        PROVES(k1_each_type_discounts_by_its_rule),
        PROVES(k1_order_below_the_minimum_is_refused),
        PROVES(k6_another_members_coupon_is_not_there),
        PROVES(k7_pending_order_holds_the_coupon_until_it_is_cancelled),
        PROVES(k7_coupon_that_comes_back_after_its_time_is_expired),
        PROVES(k7_coupon_comes_back_when_the_whole_paid_order_is_cancelled),
        PROVES(k7_held_coupon_is_used_when_the_order_is_paid_later),
        PROVES(k6_revoked_coupon_is_found_when_paying),
        PROVES(k7_order_that_is_refused_leaves_the_coupon),
        PROVES(k7_order_that_the_coupon_pays_in_full_is_paid_at_once),
    };
    return RUN_TESTS(tests);
}
