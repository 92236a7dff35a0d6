/* An order as a whole: what it is made of, what it tells, and that a refused one leaves no trace
 * (B6, B7, O4, O10, O11, O13, S3). */
#include "support/coupon.h"
#include "support/order_shape.h"
#include "support/test.h"

static struct answer order_lines(const char *token, const char *lines, const char *more)
{
    return call("POST", "/api/order", token, "{\"cartItemIds\":[%s],%s\"paymentMethod\":\"POINT\"}",
                lines, more);
}

static void b6_b7_part_of_the_cart_is_ordered_and_the_rest_waits(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long one = cart_line(buyer.token, product_new(&seller, 1000, 5), 1);
    const long long two = cart_line(buyer.token, product_new(&seller, 2000, 5), 2);
    const long long three = cart_line(buyer.token, product_new(&seller, 3000, 5), 3);
    charge(&buyer, 50000);
    struct answer cart = ask("GET", "/api/cart", buyer.token);
    for (size_t i = 0; i < 3; i++)
        assert_text(cart, text("data.items.%zu.status", i), "ORDER_WAITING");

    struct answer a = order_lines(buyer.token, text("%lld,%lld", one, three), "");
    assert_answer(a, 201, "SUCCESS");
    assert_int_equal(answer_count(a, "data.items"), 2);
    assert_int(a, "data.amounts.items", 10000);
    cart = ask("GET", "/api/cart", buyer.token);
    assert_int_equal(answer_count(cart, "data.items"), 1);
    assert_int(cart, "data.items.0.cartItemId", two);
    assert_text(cart, "data.items.0.status", "ORDER_WAITING");
    assert_int(cart, "data.items.0.quantity", 2);
}

static void b7_all_of_the_cart_is_ordered(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long one = cart_line(buyer.token, product_new(&seller, 1000, 5), 1);
    const long long two = cart_line(buyer.token, product_new(&seller, 2000, 5), 2);
    charge(&buyer, 50000);
    struct answer a = order_lines(buyer.token, text("%lld,%lld", one, two), "");
    assert_answer(a, 201, "SUCCESS");
    assert_int_equal(answer_count(a, "data.items"), 2);
    assert_int_equal(answer_count(ask("GET", "/api/cart", buyer.token), "data.items"), 0);
    assert_answer(order_lines(buyer.token, text("%lld", one), ""), 404, "CART_ITEM_NOT_FOUND");
}

static struct answer order_by(const char *token, long long product, const char *method)
{
    return call("POST", "/api/order", token, "{\"items\":[{\"productId\":%lld,\"quantity\":1}]%s}",
                product, method);
}

static void o4_method_of_payment_is_chosen(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 10);
    charge(&buyer, 50000);
    struct answer a = order_by(buyer.token, product, ",\"paymentMethod\":\"POINT\"");
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.paymentMethod", "POINT");
    assert_text(a, "data.status", "PAID");
    a = order_by(buyer.token, product, ",\"paymentMethod\":\"CARD\"");
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.paymentMethod", "CARD");
    assert_text(a, "data.status", "PENDING_PAYMENT");
    assert_int_equal(balance_of(&buyer), 46000);
    assert_invalid(order_by(buyer.token, product, ""), "paymentMethod", "REQUIRED");
    assert_invalid(order_by(buyer.token, product, ",\"paymentMethod\":\"CASH\""), "paymentMethod",
                   "INVALID_VALUE");
    assert_stock(product, 9, 1);
}

/* Two sellers, an immediate discount and a coupon: every figure, and once more as the order is read
 * again. */
static void o10_o11_order_and_its_lines_tell_every_figure(void **state)
{
    (void)state;
    struct person first = seller_new(), second = seller_new(), buyer = customer_new();
    const long long products[] = {product_discounted(&first, 10000, 1000, 5),
                                  product_new(&second, 50000, 5), product_new(&first, 500, 5)};
    const long long coupon =
        coupon_issued(buyer.token, "\"type\":\"PERCENT\",\"value\":10,\"quantity\":1");
    charge(&buyer, 100000);
    struct answer placed =
        call("POST", "/api/order", buyer.token,
             "{\"items\":[{\"productId\":%lld,\"quantity\":2},{\"productId\":%lld,"
             "\"quantity\":1},{\"productId\":%lld,\"quantity\":3}],\"couponId\":%lld,"
             "\"paymentMethod\":\"POINT\"}",
             products[0], products[1], products[2], coupon);
    assert_answer(placed, 201, "SUCCESS");
    struct answer read =
        ask("GET", text("/api/order/%s", answer_text(placed, "data.orderNo")), buyer.token);
    assert_string_equal(answer_raw(read, "data"), answer_raw(placed, "data"));
    assert_shape(read, "data", ORDER);
    static const struct {
        const char *name;
        long long value;
    } AMOUNTS_WANTED[] = {{"items", 71500},      {"itemDiscount", 2000}, {"orderDiscount", 6950},
                          {"shippingFee", 3000}, {"payable", 65550},     {"refunded", 0}};
    for (size_t i = 0; i < COUNT(AMOUNTS_WANTED); i++)
        assert_int(read, text("data.amounts.%s", AMOUNTS_WANTED[i].name), AMOUNTS_WANTED[i].value);
    static const struct {
        long long price, discount, quantity, total, shipping;
    } LINES[] = {{10000, 1000, 2, 18000, 3000}, {50000, 0, 1, 50000, 0}, {500, 0, 3, 1500, 0}};
    for (size_t i = 0; i < COUNT(LINES); i++) {
        const char *line = text("data.items.%zu", i); /* its place in the list is its position */
        assert_shape(read, line, ORDER_LINE);
        assert_int(read, text("%s.productId", line), products[i]);
        assert_int(read, text("%s.unitPrice", line), LINES[i].price);
        assert_int(read, text("%s.unitDiscount", line), LINES[i].discount);
        assert_int(read, text("%s.quantity", line), LINES[i].quantity);
        assert_int(read, text("%s.lineTotal", line), LINES[i].total);
        assert_int(read, text("%s.shippingFee", line), LINES[i].shipping);
    }
    assert_int_equal(balance_of(&buyer), 100000 - 65550);
}

/* Everything an order touches, as one text. */
static const char *touched(const struct person *buyer, long long product, const char *cart)
{
    return text("%s balance %lld, entries %lld, orders %lld, stock %lld %lld, history %lld, "
                "coupons held %lld, lines %lld",
                cart, balance_of(buyer),
                db_number("SELECT count(*) FROM point_entry WHERE member_id = %lld", buyer->member),
                db_number("SELECT count(*) FROM orders WHERE member_id = %lld", buyer->member),
                db_number("SELECT on_hand FROM stock WHERE product_id = %lld", product),
                db_number("SELECT reserved FROM stock WHERE product_id = %lld", product),
                db_number("SELECT count(*) FROM stock_entry WHERE product_id = %lld", product),
                db_number("SELECT count(*) FROM issued_coupon WHERE member_id = %lld"
                          " AND (status <> 'AVAILABLE' OR order_id IS NOT NULL)",
                          buyer->member),
                db_number("SELECT count(*) FROM order_item WHERE product_id = %lld", product));
}

/* Refused at the very last step, by a balance one won too small. */
static void o13_order_that_is_refused_leaves_no_trace(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 5);
    const long long line = cart_line(buyer.token, product, 2);
    const long long coupon = coupon_issued(buyer.token, FIXED_3000);
    charge(&buyer, 20000);
    assert_answer(call("PATCH", "/api/point/use", buyer.token, "{\"amount\":1}"), 200, "SUCCESS");
    const char *cart = answer_raw(ask("GET", "/api/cart", buyer.token), "data");
    const char *before = touched(&buyer, product, cart);
    const char *with = text("\"couponId\":%lld,", coupon);

    assert_answer(order_lines(buyer.token, text("%lld", line), with), 400, "BALANCE_NOT_ENOUGH");
    cart = answer_raw(ask("GET", "/api/cart", buyer.token), "data");
    assert_string_equal(touched(&buyer, product, cart), before);
    charge(&buyer, 100);
    assert_answer(order_lines(buyer.token, text("%lld", line), with), 201, "SUCCESS");
    assert_int_equal(balance_of(&buyer), 99);
    assert_stock(product, 3, 0);
}

static void s3_reservation_is_final_once_it_is_paid(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    charge(&buyer, 50000);
    struct answer a = order_pending(buyer.token, product, 3);
    assert_answer(a, 201, "SUCCESS");
    const char *number = answer_text(a, "data.orderNo");
    assert_stock(product, 5, 3);
    assert_answer(order_pending(buyer.token, product, 3), 409, "STOCK_NOT_ENOUGH");
    assert_answer(call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\"}", number), 200,
                  "SUCCESS");
    assert_stock(product, 2, 0);
    struct answer history =
        ask("GET", text("/api/product/%lld/stock/history", product), seller.token);
    static const char *const KINDS[] = {"SOLD", "RESERVED", "INITIAL"};
    assert_int_equal(answer_count(history, "data.items"), COUNT(KINDS));
    for (size_t i = 0; i < COUNT(KINDS); i++)
        assert_text(history, text("data.items.%zu.kind", i), KINDS[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(b6_b7_part_of_the_cart_is_ordered_and_the_rest_waits),
        PROVES(b7_all_of_the_cart_is_ordered),
        PROVES(o4_method_of_payment_is_chosen),
        PROVES(o10_o11_order_and_its_lines_tell_every_figure),
        PROVES(o13_order_that_is_refused_leaves_no_trace),
        PROVES(s3_reservation_is_final_once_it_is_paid),
    };
    return RUN_TESTS(tests);
}
