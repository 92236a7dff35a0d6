/* /api/cart: members' and guests' carts (B1-B8). */
#include "support/test.h"

#define LINE                                                                                       \
    "cartItemId:int productId:int name:text price:int discount:int quantity:int available:int "    \
    "lineTotal:int status:text addedAt:time expiresAt:time"

static struct answer add(const char *token, long long product, long long quantity)
{
    return call("POST", "/api/cart", token, "{\"productId\":%lld,\"quantity\":%lld}", product,
                quantity);
}

static struct answer change(const char *token, long long line, const char *body)
{
    return call("PATCH", text("/api/cart/%lld", line), token, "%s", body);
}

static struct answer show(const char *token)
{
    struct answer a = ask("GET", "/api/cart", token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "items:list total:int selectedTotal:int");
    return a;
}

static void b1_added_line_is_told_whole(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_discounted(&seller, 10000, 1000, 9);
    struct answer a = add(buyer.token, product, 2);
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", LINE);
    assert_int(a, "data.productId", product);
    assert_int(a, "data.price", 10000);
    assert_int(a, "data.discount", 1000);
    assert_int(a, "data.quantity", 2);
    assert_int(a, "data.available", 9);
    assert_int(a, "data.lineTotal", 18000);
    assert_text(a, "data.status", "ORDER_WAITING");
    assert_int_equal(db_number("SELECT extract(epoch FROM '%s'::timestamptz - '%s'::timestamptz)",
                               answer_text(a, "data.expiresAt"), answer_text(a, "data.addedAt")),
                     7 * 86400);
}

static void b1_adding_again_adds_to_the_line(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    const long long line = cart_line(buyer.token, product, 2);
    struct answer a = add(buyer.token, product, 3);
    assert_answer(a, 201, "SUCCESS");
    assert_int(a, "data.cartItemId", line);
    assert_int(a, "data.quantity", 5);
    a = add(buyer.token, product, 1);
    assert_answer(a, 409, "STOCK_NOT_ENOUGH");
    assert_row(a, "quantity", "STOCK_NOT_ENOUGH");
    assert_int(show(buyer.token), "data.items.0.quantity", 5);
}

static void b1_sold_out_product_cannot_be_added(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 0);
    struct answer a = add(buyer.token, product, 1);
    assert_answer(a, 409, "STOCK_NOT_ENOUGH");
    assert_int(a, "errors.0.productId", product);
    assert_int(a, "errors.0.requested", 1);
    assert_int(a, "errors.0.available", 0);
    assert_answer(add(buyer.token, 999999999999, 1), 404, "PRODUCT_NOT_FOUND");
    assert_int_equal(answer_count(show(buyer.token), "data.items"), 0);
}

static void b1_refused_fields_are_named(void **state)
{
    (void)state;
    struct person buyer = customer_new();
    static const struct {
        const char *body, *field, *code;
    } CASES[] = {
        {"{}", "productId", "REQUIRED"},
        {"{\"productId\":1}", "quantity", "REQUIRED"},
        {"{\"productId\":0,\"quantity\":1}", "productId", "OUT_OF_RANGE"},
        {"{\"productId\":\"1\",\"quantity\":1}", "productId", "INVALID_TYPE"},
        {"{\"productId\":1,\"quantity\":0}", "quantity", "OUT_OF_RANGE"},
        {"{\"productId\":1,\"quantity\":-1}", "quantity", "OUT_OF_RANGE"},
        {"{\"productId\":1,\"quantity\":1000}", "quantity", "OUT_OF_RANGE"},
        {"{\"productId\":1,\"quantity\":1.5}", "quantity", "INVALID_TYPE"},
        {"{\"productId\":1,\"quantity\":1e1}", "quantity", "INVALID_TYPE"},
        {"{\"productId\":1,\"quantity\":1,\"price\":1}", "price", "UNKNOWN_FIELD"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_invalid(call("POST", "/api/cart", buyer.token, "%s", CASES[i].body), CASES[i].field,
                       CASES[i].code);
}

static void b2_quantity_goes_up_down_and_to_a_number(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long line = cart_line(buyer.token, product_new(&seller, 1000, 5), 2);
    struct answer a = change(buyer.token, line, "{\"quantity\":4}");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", LINE);
    assert_int(a, "data.quantity", 4);
    assert_int(change(buyer.token, line, "{\"delta\":1}"), "data.quantity", 5);
    assert_int(change(buyer.token, line, "{\"delta\":-4}"), "data.quantity", 1);
}

static void b2_quantity_stays_between_one_and_what_is_available(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long line = cart_line(buyer.token, product_new(&seller, 1000, 5), 2);
    assert_answer(change(buyer.token, line, "{\"quantity\":6}"), 409, "STOCK_NOT_ENOUGH");
    assert_answer(change(buyer.token, line, "{\"delta\":4}"), 409, "STOCK_NOT_ENOUGH");
    assert_invalid(change(buyer.token, line, "{\"delta\":-2}"), "quantity", "OUT_OF_RANGE");
    assert_invalid(change(buyer.token, line, "{\"quantity\":0}"), "quantity", "OUT_OF_RANGE");
    assert_invalid(change(buyer.token, line, "{}"), "quantity", "REQUIRED");
    assert_invalid(change(buyer.token, line, "{\"quantity\":1,\"delta\":1}"), "quantity",
                   "CONFLICTING");
    assert_int(show(buyer.token), "data.items.0.quantity", 2);
}

static void b2_line_of_a_product_off_sale_keeps_its_quantity(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    const long long line = cart_line(buyer.token, product, 2);
    assert_answer(call("PATCH", text("/api/product/%lld", product), seller.token,
                       "{\"status\":\"DISCONTINUED\"}"),
                  200, "SUCCESS");
    assert_answer(change(buyer.token, line, "{\"quantity\":1}"), 409, "PRODUCT_NOT_ON_SALE");
    assert_int(show(buyer.token), "data.items.0.quantity", 2);
}

static void another_ones_line_is_404(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new(), other = customer_new();
    const long long line = cart_line(buyer.token, product_new(&seller, 1000, 5), 2);
    assert_answer(change(other.token, line, "{\"quantity\":1}"), 404, "CART_ITEM_NOT_FOUND");
    assert_answer(ask("DELETE", text("/api/cart/%lld", line), other.token), 404,
                  "CART_ITEM_NOT_FOUND");
    assert_answer(ask("DELETE", text("/api/cart?ids=%lld", line), other.token), 204, "");
    assert_answer(call("POST", "/api/order", other.token,
                       "{\"cartItemIds\":[%lld],\"paymentMethod\":\"POINT\"}", line),
                  404, "CART_ITEM_NOT_FOUND");
    assert_int_equal(answer_count(show(buyer.token), "data.items"), 1);
}

static void b3_one_a_selection_and_all_are_deleted(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    long long lines[5];
    for (size_t i = 0; i < COUNT(lines); i++)
        lines[i] = cart_line(buyer.token, product_new(&seller, 1000, 5), 1);
    assert_answer(ask("DELETE", text("/api/cart/%lld", lines[0]), buyer.token), 204, "");
    assert_answer(ask("DELETE", text("/api/cart/%lld", lines[0]), buyer.token), 404,
                  "CART_ITEM_NOT_FOUND");
    assert_answer(ask("DELETE", text("/api/cart?ids=%lld,%lld", lines[1], lines[2]), buyer.token),
                  204, "");
    struct answer a = show(buyer.token);
    assert_int_equal(answer_count(a, "data.items"), 2);
    assert_int(a, "data.items.0.cartItemId", lines[3]);
    /* An empty selection empties nothing. */
    assert_invalid(ask("DELETE", "/api/cart?ids=", buyer.token), "ids", "REQUIRED");
    assert_invalid(ask("DELETE", "/api/cart?ids=x", buyer.token), "ids[0]", "INVALID_TYPE");
    assert_int_equal(answer_count(show(buyer.token), "data.items"), 2);
    assert_answer(ask("DELETE", "/api/cart", buyer.token), 204, "");
    assert_int_equal(answer_count(show(buyer.token), "data.items"), 0);
}

static void b4_cart_shows_the_latest_price_and_the_selected_total(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long a_product = product_new(&seller, 1000, 5);
    const long long a_line = cart_line(buyer.token, a_product, 2);
    const long long b_line = cart_line(buyer.token, product_new(&seller, 5000, 5), 1);
    assert_answer(call("PATCH", text("/api/product/%lld", a_product), seller.token,
                       "{\"price\":3000,\"discount\":500}"),
                  200, "SUCCESS");
    struct answer a = show(buyer.token);
    assert_shape(a, "data.items.0", LINE);
    assert_int(a, "data.items.0.price", 3000);
    assert_int(a, "data.items.0.lineTotal", 5000);
    assert_int(a, "data.total", 10000);
    assert_int(a, "data.selectedTotal", 10000);
    a = ask("GET", text("/api/cart?selected=%lld", b_line), buyer.token);
    assert_int(a, "data.total", 10000);
    assert_int(a, "data.selectedTotal", 5000);
    a = ask("GET", text("/api/cart?selected=%lld,%lld", a_line, b_line), buyer.token);
    assert_int(a, "data.selectedTotal", 10000);
    a = ask("GET", "/api/cart?selected=", buyer.token);
    assert_int(a, "data.selectedTotal", 0);
    assert_answer(ask("GET", "/api/cart?selected=1,x", buyer.token), 400, "INVALID_REQUEST");
}

static void b5_line_is_over_after_seven_days(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    const long long line = cart_line(buyer.token, product, 2);
    db_do("UPDATE cart_item SET added_at = now() - interval '7 days 1 second' "
          "WHERE cart_item_id = %lld",
          line);
    assert_int_equal(answer_count(show(buyer.token), "data.items"), 0);
    assert_answer(change(buyer.token, line, "{\"quantity\":1}"), 404, "CART_ITEM_NOT_FOUND");
    assert_answer(call("POST", "/api/order", buyer.token,
                       "{\"cartItemIds\":[%lld],\"paymentMethod\":\"POINT\"}", line),
                  404, "CART_ITEM_NOT_FOUND");
    struct answer a = add(buyer.token, product, 1);
    assert_answer(a, 201, "SUCCESS");
    assert_int(a, "data.quantity", 1);
}

static void b8_guests_cart_becomes_the_members_at_log_in(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long both = product_new(&seller, 1000, 5), only = product_new(&seller, 2000, 9);
    const char *guest = guest_new();
    cart_line(buyer.token, both, 3);
    cart_line(guest, both, 4);
    cart_line(guest, only, 2);
    struct answer a = call("POST", "/api/session", guest,
                           "{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}", buyer.email);
    assert_answer(a, 200, "SUCCESS");
    struct answer cart = show(answer_text(a, "data.token"));
    assert_int_equal(answer_count(cart, "data.items"), 2);
    /* Quantities add up, bounded by stock. */
    assert_int(cart, "data.items.0.productId", both);
    assert_int(cart, "data.items.0.quantity", 5);
    assert_int(cart, "data.items.1.productId", only);
    assert_int(cart, "data.items.1.quantity", 2);
    assert_answer(ask("GET", "/api/cart", guest), 401, "UNAUTHENTICATED");
}

static void b8_guest_has_a_cart_and_a_visitor_has_none(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 5);
    const char *guest = guest_new();
    cart_line(guest, product, 1);
    assert_int_equal(answer_count(show(guest), "data.items"), 1);
    assert_int_equal(answer_count(show(guest_new()), "data.items"), 0);
    assert_answer(ask("GET", "/api/cart", NULL), 401, "UNAUTHENTICATED");
    assert_answer(add(NULL, product, 1), 401, "UNAUTHENTICATED");
}

static void cart_holds_at_most_100_lines(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    for (int i = 0; i < 100; i++)
        cart_line(buyer.token, product_new(&seller, 1000, 5), 1);
    const long long more = product_new(&seller, 1000, 5);
    assert_invalid(add(buyer.token, more, 1), "productId", "TOO_MANY");
    struct answer a = show(buyer.token);
    assert_int_equal(answer_count(a, "data.items"), 100);
    assert_answer(add(buyer.token, answer_int(a, "data.items.0.productId"), 1), 201, "SUCCESS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(b1_added_line_is_told_whole),
        PROVES(b1_adding_again_adds_to_the_line),
        PROVES(b1_sold_out_product_cannot_be_added),
        PROVES(b1_refused_fields_are_named),
        PROVES(b2_quantity_goes_up_down_and_to_a_number),
        PROVES(b2_quantity_stays_between_one_and_what_is_available),
        PROVES(b2_line_of_a_product_off_sale_keeps_its_quantity),
        PROVES(another_ones_line_is_404),
        PROVES(b3_one_a_selection_and_all_are_deleted),
        PROVES(b4_cart_shows_the_latest_price_and_the_selected_total),
        PROVES(b5_line_is_over_after_seven_days),
        PROVES(b8_guests_cart_becomes_the_members_at_log_in),
        PROVES(b8_guest_has_a_cart_and_a_visitor_has_none),
        PROVES(cart_holds_at_most_100_lines),
    };
    return RUN_TESTS(tests);
}
