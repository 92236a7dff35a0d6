/* POST /api/order: placing orders (O1-O5, O7, O10, O11, O13, Y1, Y7). */
#include "support/order_shape.h"
#include "support/test.h"

static struct answer place(const char *token, const char *body)
{
    return call("POST", "/api/order", token, "%s", body);
}

static void check_order_shape(struct answer a)
{
    assert_shape(a, "data", ORDER);
    assert_shape(a, "data.amounts", AMOUNTS);
    assert_shape(a, "data.shipping", "recipient:text phone:text address:object");
    assert_shape(a, "data.shipping.address", "postcode:text line1:text line2:text*");
    for (size_t i = 0; i < answer_count(a, "data.items"); i++)
        assert_shape(a, text("data.items.%zu", i), ORDER_LINE);
}

static void check_amounts(struct answer a, long long items, long long discount, long long shipping)
{
    assert_int(a, "data.amounts.items", items);
    assert_int(a, "data.amounts.itemDiscount", discount);
    assert_int(a, "data.amounts.orderDiscount", 0);
    assert_int(a, "data.amounts.shippingFee", shipping);
    assert_int(a, "data.amounts.payable", items - discount + shipping);
    assert_int(a, "data.amounts.refunded", 0);
}

static void y7_order_and_pay_in_one_call(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_discounted(&seller, 10000, 1000, 5);
    charge(&buyer, 50000);
    struct answer a = order_paid(buyer.token, product, 2);
    assert_answer(a, 201, "SUCCESS");
    check_order_shape(a);
    assert_text(a, "data.status", "PAID");
    assert_text(a, "data.paymentMethod", "POINT");
    assert_true(answer_has(a, "data.paymentId"));
    assert_false(answer_has(a, "data.expiresAt"));
    check_amounts(a, 20000, 2000, 3000);
    assert_int(a, "data.items.0.productId", product);
    assert_int(a, "data.items.0.unitPrice", 10000);
    assert_int(a, "data.items.0.unitDiscount", 1000);
    assert_int(a, "data.items.0.quantity", 2);
    assert_int(a, "data.items.0.lineTotal", 18000);
    assert_int(a, "data.items.0.shippingFee", 3000);
    assert_text(a, "data.items.0.status", "PAID");
    assert_int(a, "data.items.0.sellerId", seller.seller);
    assert_int_equal(balance_of(&buyer), 50000 - 21000);
    assert_stock(product, 3, 0);
}

static void o10_order_number_is_public_and_unguessable(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    struct answer a = order_pending(buyer.token, product_new(&seller, 1000, 5), 1);
    const char *number = answer_text(a, "data.orderNo");
    assert_int_equal(strlen(number), 19);
    assert_int_equal(db_number("SELECT count(*) WHERE '%s' ~ '^[0-9]{8}-[0-9A-HJKMNP-TV-Z]{10}$' "
                               "AND left('%s', 8) = "
                               "to_char('%s'::timestamptz AT TIME ZONE 'Asia/Seoul', 'YYYYMMDD')",
                               number, number, answer_text(a, "data.createdAt")),
                     1);
}

static void y7_pending_order_reserves_stock_and_takes_no_points(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 5);
    charge(&buyer, 50000);
    struct answer a = order_pending(buyer.token, product, 2);
    assert_answer(a, 201, "SUCCESS");
    check_order_shape(a);
    assert_text(a, "data.status", "PENDING_PAYMENT");
    assert_text(a, "data.items.0.status", "PENDING_PAYMENT");
    assert_false(answer_has(a, "data.paymentId"));
    assert_int_equal(db_number("SELECT extract(epoch FROM '%s'::timestamptz - '%s'::timestamptz)",
                               answer_text(a, "data.expiresAt"), answer_text(a, "data.createdAt")),
                     86400);
    assert_int_equal(balance_of(&buyer), 50000);
    assert_stock(product, 5, 2);
}

static void o1_cart_lines_are_ordered_and_leave_the_cart(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long one = product_new(&seller, 30000, 5), two = product_new(&seller, 20000, 5);
    const long long left = product_new(&seller, 1000, 5);
    const long long a_line = cart_line(buyer.token, one, 1);
    const long long left_line = cart_line(buyer.token, left, 1);
    const long long b_line = cart_line(buyer.token, two, 2);
    charge(&buyer, 100000);
    struct answer a = place(buyer.token, text("{\"cartItemIds\":[%lld,%lld],"
                                              "\"paymentMethod\":\"POINT\"}",
                                              b_line, a_line));
    assert_answer(a, 201, "SUCCESS");
    check_order_shape(a);
    assert_int_equal(answer_count(a, "data.items"), 2);
    assert_int(a, "data.items.0.productId", two);
    assert_int(a, "data.items.0.quantity", 2);
    assert_int(a, "data.items.1.productId", one);
    check_amounts(a, 70000, 0, 0);
    struct answer cart = ask("GET", "/api/cart", buyer.token);
    assert_int_equal(answer_count(cart, "data.items"), 1);
    assert_int(cart, "data.items.0.cartItemId", left_line);
}

static void o1_list_of_products_leaves_the_cart_alone(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 5);
    cart_line(buyer.token, product, 2);
    charge(&buyer, 50000);
    assert_answer(order_paid(buyer.token, product, 1), 201, "SUCCESS");
    assert_int(ask("GET", "/api/cart", buyer.token), "data.items.0.quantity", 2);
}

static void o2_members_delivery_data_come_from_the_profile(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    struct answer a = order_pending(buyer.token, product_new(&seller, 10000, 5), 1);
    assert_text(a, "data.shipping.recipient", "홍길동");
    assert_text(a, "data.shipping.phone", "01012345678");
    assert_text(a, "data.shipping.address.postcode", "06236");
    assert_text(a, "data.shipping.address.line2", "7층");
}

static void o2_members_may_override_delivery_data(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    struct answer a = order_by_card(buyer.token, product_new(&seller, 10000, 5), 1);
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.shipping.recipient", "김받음");
    assert_text(a, "data.shipping.phone", "01023456789");
    assert_text(a, "data.shipping.address.postcode", "04524");
    assert_false(answer_has(a, "data.shipping.address.line2"));
}

static void o3_refused_fields_are_named(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long p = product_new(&seller, 1000, 5);
    const char *item = text("\"items\":[{\"productId\":%lld,\"quantity\":1}]", p);
    const char *many = "";
    for (int i = 0; i < 101; i++)
        many = text("%s%s{\"productId\":%d,\"quantity\":1}", many, i > 0 ? "," : "", i + 1);
    const struct {
        const char *body, *field, *code;
    } cases[] = {
        {"{\"paymentMethod\":\"POINT\"}", "items", "REQUIRED"},
        {text("{%s}", item), "paymentMethod", "REQUIRED"},
        {text("{%s,\"paymentMethod\":\"CASH\"}", item), "paymentMethod", "INVALID_VALUE"},
        {text("{%s,\"paymentMethod\":1}", item), "paymentMethod", "INVALID_TYPE"},
        {text("{%s,\"cartItemIds\":[1],\"paymentMethod\":\"POINT\"}", item), "items",
         "CONFLICTING"},
        {"{\"items\":[],\"paymentMethod\":\"POINT\"}", "items", "TOO_FEW"},
        {"{\"cartItemIds\":[],\"paymentMethod\":\"POINT\"}", "cartItemIds", "TOO_FEW"},
        {text("{\"items\":[%s],\"paymentMethod\":\"POINT\"}", many), "items", "TOO_MANY"},
        {"{\"items\":{},\"paymentMethod\":\"POINT\"}", "items", "INVALID_TYPE"},
        {"{\"items\":[1],\"paymentMethod\":\"POINT\"}", "items[0]", "INVALID_TYPE"},
        {"{\"items\":[{\"productId\":1,\"quantity\":0}],\"paymentMethod\":\"POINT\"}",
         "items[0].quantity", "OUT_OF_RANGE"},
        {"{\"items\":[{\"productId\":1,\"quantity\":1000}],\"paymentMethod\":\"POINT\"}",
         "items[0].quantity", "OUT_OF_RANGE"},
        {"{\"items\":[{\"productId\":1,\"quantity\":1.5}],\"paymentMethod\":\"POINT\"}",
         "items[0].quantity", "INVALID_TYPE"},
        {"{\"items\":[{\"productId\":\"1\",\"quantity\":1}],\"paymentMethod\":\"POINT\"}",
         "items[0].productId", "INVALID_TYPE"},
        {"{\"items\":[{\"productId\":1,\"quantity\":1,\"price\":1}],\"paymentMethod\":\"POINT\"}",
         "items[0].price", "UNKNOWN_FIELD"},
        {text("{\"items\":[{\"productId\":%lld,\"quantity\":1},{\"productId\":%lld,"
              "\"quantity\":1}],\"paymentMethod\":\"POINT\"}",
              p, p),
         "items[1]", "DUPLICATE"},
        {"{\"cartItemIds\":[7,7],\"paymentMethod\":\"POINT\"}", "cartItemIds[1]", "DUPLICATE"},
        {"{\"cartItemIds\":[\"7\"],\"paymentMethod\":\"POINT\"}", "cartItemIds[0]", "INVALID_TYPE"},
        {text("{%s,\"paymentMethod\":\"POINT\",\"pay\":1}", item), "pay", "INVALID_TYPE"},
        {text("{%s,\"paymentMethod\":\"POINT\",\"total\":1}", item), "total", "UNKNOWN_FIELD"},
        {text("{%s,\"paymentMethod\":\"POINT\",\"shipping\":{}}", item), "shipping.recipient",
         "REQUIRED"},
        {text("{%s,\"paymentMethod\":\"POINT\",\"shipping\":{\"recipient\":\"a\",\"phone\":"
              "\"0101234567x\",\"address\":{\"postcode\":\"12345\",\"line1\":\"b\"}}}",
              item),
         "shipping.phone", "INVALID_FORMAT"},
        {text("{%s,\"paymentMethod\":\"POINT\",\"shipping\":{\"recipient\":\"a\",\"phone\":"
              "\"01012345678\",\"address\":{\"postcode\":\"1234x\",\"line1\":\"b\"}}}",
              item),
         "shipping.address.postcode", "INVALID_FORMAT"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_invalid(place(buyer.token, cases[i].body), cases[i].field, cases[i].code);
    assert_int_equal(db_number("SELECT count(*) FROM orders WHERE member_id = %lld", buyer.member),
                     0);
}

static void o3_unknown_products_and_lines_are_404(void **state)
{
    (void)state;
    struct person buyer = customer_new();
    struct answer a = order_paid(buyer.token, 999999999999, 1);
    assert_answer(a, 404, "PRODUCT_NOT_FOUND");
    assert_row(a, "items[0]", "NOT_FOUND");
    a = place(buyer.token, "{\"cartItemIds\":[999999999999],\"paymentMethod\":\"POINT\"}");
    assert_answer(a, 404, "CART_ITEM_NOT_FOUND");
    assert_row(a, "cartItemIds[0]", "NOT_FOUND");
    assert_answer(place(NULL, "{}"), 401, "UNAUTHENTICATED");
}

static void o5_shortage_fails_whole_and_names_each_product(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long plenty = product_new(&seller, 1000, 50), few = product_new(&seller, 1000, 2);
    const long long none = product_new(&seller, 1000, 0);
    charge(&buyer, 100000);
    struct answer a =
        place(buyer.token, text("{\"items\":[{\"productId\":%lld,\"quantity\":1},"
                                "{\"productId\":%lld,\"quantity\":3},"
                                "{\"productId\":%lld,\"quantity\":1}],\"paymentMethod\":\"POINT\"}",
                                plenty, few, none));
    assert_answer(a, 409, "STOCK_NOT_ENOUGH");
    assert_int_equal(answer_count(a, "errors"), 2);
    assert_shape(a, "errors.0",
                 "field:text code:text reason:text productId:int requested:int available:int");
    assert_text(a, "errors.0.field", "items[1]");
    assert_text(a, "errors.0.code", "STOCK_NOT_ENOUGH");
    assert_int(a, "errors.0.productId", few);
    assert_int(a, "errors.0.requested", 3);
    assert_int(a, "errors.0.available", 2);
    assert_text(a, "errors.1.field", "items[2]");
    assert_int(a, "errors.1.productId", none);
    assert_int(a, "errors.1.available", 0);
    assert_stock(plenty, 50, 0);
    assert_int_equal(balance_of(&buyer), 100000);
    assert_int_equal(answer_count(ask("GET", "/api/order", buyer.token), "data.items"), 0);
}

static void o5_lines_without_any_stock_leave_the_cart(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new(), other = customer_new();
    const long long gone = product_new(&seller, 1000, 1), few = product_new(&seller, 1000, 5);
    const long long gone_line = cart_line(buyer.token, gone, 1);
    const long long few_line = cart_line(buyer.token, few, 5);
    assert_answer(order_pending(other.token, gone, 1), 201, "SUCCESS");
    assert_answer(order_pending(other.token, few, 1), 201, "SUCCESS");
    struct answer a = place(buyer.token, text("{\"cartItemIds\":[%lld,%lld],"
                                              "\"paymentMethod\":\"POINT\"}",
                                              gone_line, few_line));
    assert_answer(a, 409, "STOCK_NOT_ENOUGH");
    assert_int_equal(answer_count(a, "errors"), 2);
    assert_int(a, "errors.0.productId", gone);
    struct answer cart = ask("GET", "/api/cart", buyer.token);
    assert_int_equal(answer_count(cart, "data.items"), 1);
    assert_int(cart, "data.items.0.cartItemId", few_line);
    assert_int(cart, "data.items.0.quantity", 5);
}

static void y1_too_small_a_balance_leaves_no_order(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 5);
    const long long line = cart_line(buyer.token, product, 1);
    charge(&buyer, 12900);
    assert_answer(order_paid(buyer.token, product, 1), 400, "BALANCE_NOT_ENOUGH");
    assert_answer(
        place(buyer.token, text("{\"cartItemIds\":[%lld],\"paymentMethod\":\"POINT\"}", line)), 400,
        "BALANCE_NOT_ENOUGH");
    assert_int_equal(balance_of(&buyer), 12900);
    assert_stock(product, 5, 0);
    assert_int_equal(answer_count(ask("GET", "/api/order", buyer.token), "data.items"), 0);
    assert_int_equal(answer_count(ask("GET", "/api/cart", buyer.token), "data.items"), 1);
}

static void o10_shipping_is_per_seller_and_free_from_50000(void **state)
{
    (void)state;
    struct person s1 = seller_new(), s2 = seller_new(), buyer = customer_new();
    const long long a1 = product_discounted(&s1, 30000, 5100, 9);
    const long long b1 = product_new(&s1, 100, 9), c2 = product_new(&s2, 1000, 9);
    charge(&buyer, 500000);
    const char *form = "{\"items\":[{\"productId\":%lld,\"quantity\":1},"
                       "{\"productId\":%lld,\"quantity\":2},{\"productId\":%lld,\"quantity\":%d}],"
                       "\"paymentMethod\":\"POINT\"}";
    /* s1: 49,800 and 100 are 49,900. */
    struct answer a = place(buyer.token, text(form, c2, a1, b1, 1));
    assert_answer(a, 201, "SUCCESS");
    check_amounts(a, 1000 + 60000 + 100, 10200, 6000);
    assert_int(a, "data.items.0.shippingFee", 3000);
    assert_int(a, "data.items.1.shippingFee", 3000);
    assert_int(a, "data.items.2.shippingFee", 0);
    /* And with one more exactly 50,000: free. */
    a = place(buyer.token, text(form, c2, a1, b1, 2));
    assert_answer(a, 201, "SUCCESS");
    check_amounts(a, 1000 + 60000 + 200, 10200, 3000);
    assert_int(a, "data.items.1.shippingFee", 0);
}

static void c3_orders_keep_the_price_they_were_placed_at(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_discounted(&seller, 10000, 1000, 5);
    charge(&buyer, 50000);
    struct answer order = order_pending(buyer.token, product, 1);
    assert_answer(call("PATCH", text("/api/product/%lld", product), seller.token,
                       "{\"price\":90000,\"discount\":0,\"name\":\"다른 이름\"}"),
                  200, "SUCCESS");
    const char *number = answer_text(order, "data.orderNo");
    struct answer a = ask("GET", text("/api/order/%s", number), buyer.token);
    assert_string_equal(answer_raw(a, "data"), answer_raw(order, "data"));
    a = call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\"}", number);
    assert_answer(a, 200, "SUCCESS");
    check_amounts(a, 10000, 1000, 3000);
    assert_int_equal(balance_of(&buyer), 50000 - 12000);
}

static void order_with_nothing_to_pay_is_paid_at_once(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    /* Free shipping needs 50,000, so only the product is free here: its fee is paid. */
    const long long gift = product_discounted(&seller, 60000, 60000, 5);
    struct answer a = order_paid(buyer.token, gift, 1);
    assert_answer(a, 400, "BALANCE_NOT_ENOUGH");
    charge(&buyer, 3000);
    a = order_paid(buyer.token, gift, 1);
    assert_answer(a, 201, "SUCCESS");
    check_amounts(a, 60000, 60000, 3000);
    assert_int_equal(balance_of(&buyer), 0);
}

static void pending_orders_are_limited_and_cancelling_makes_room(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 10000, 50);
    const char *first = NULL;
    for (int i = 0; i < 5; i++) {
        struct answer a = order_pending(buyer.token, product, 1);
        assert_answer(a, 201, "SUCCESS");
        first = first != NULL ? first : answer_text(a, "data.orderNo");
    }
    struct answer a = order_pending(buyer.token, product, 1);
    assert_answer(a, 429, "TOO_MANY_REQUESTS");
    assert_non_null(header(a, "Retry-After"));
    assert_answer(order_by_card(buyer.token, product, 1), 429, "TOO_MANY_REQUESTS");
    charge(&buyer, 100000);
    assert_answer(order_paid(buyer.token, product, 1), 201, "SUCCESS");
    assert_answer(ask("POST", text("/api/order/%s/cancel", first), buyer.token), 200, "SUCCESS");
    assert_answer(order_pending(buyer.token, product, 1), 201, "SUCCESS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y7_order_and_pay_in_one_call),
        PROVES(o10_order_number_is_public_and_unguessable),
        PROVES(y7_pending_order_reserves_stock_and_takes_no_points),
        PROVES(o1_cart_lines_are_ordered_and_leave_the_cart),
        PROVES(o1_list_of_products_leaves_the_cart_alone),
        PROVES(o2_members_delivery_data_come_from_the_profile),
        PROVES(o2_members_may_override_delivery_data),
        PROVES(o3_refused_fields_are_named),
        PROVES(o3_unknown_products_and_lines_are_404),
        PROVES(o5_shortage_fails_whole_and_names_each_product),
        PROVES(o5_lines_without_any_stock_leave_the_cart),
        PROVES(y1_too_small_a_balance_leaves_no_order),
        PROVES(o10_shipping_is_per_seller_and_free_from_50000),
        PROVES(c3_orders_keep_the_price_they_were_placed_at),
        PROVES(order_with_nothing_to_pay_is_paid_at_once),
        PROVES(pending_orders_are_limited_and_cancelling_makes_room),
    };
    return RUN_TESTS(tests);
}
