/* /api/order-sheet, and orders made of sheets: every answer and every refusal (H1, H2). */
#include "support/sheet.h"
#include "support/coupon.h"
#include "support/order_shape.h"
#include "support/test.h"

struct shopper {
    struct person seller, buyer;
    long long product; /* 10,000 won, 1,000 off */
};

static struct shopper shopper_new(void)
{
    struct shopper s = {seller_new(), customer_new(), 0};
    s.product = product_discounted(&s.seller, 10000, 1000, 100);
    charge(&s.buyer, 500000);
    return s;
}

/* The seller's PATCH of a product. */
static void change(const struct person *seller, long long product, const char *fields)
{
    assert_answer(call("PATCH", text("/api/product/%lld", product), seller->token, "{%s}", fields),
                  200, "SUCCESS");
}

static long long in_cart(const char *token)
{
    return (long long)answer_count(ask("GET", "/api/cart", token), "data.items");
}

static struct answer sheet_of_cart(const char *token, long long first, long long second)
{
    return call("POST", "/api/order-sheet", token, "{\"cartItemIds\":[%lld,%lld]}", first, second);
}

/* ---- making and reading ---- */

static void h1_sheet_fixes_lines_and_amounts_and_shows_them_again(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    struct answer a = sheet_ask(s.buyer.token, s.product, 2, "");
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", SHEET);
    assert_shape(a, "data.items.0", SHEET_LINE);
    assert_shape(a, "data.amounts", AMOUNTS);
    assert_int(a, "data.items.0.productId", s.product);
    assert_int(a, "data.items.0.unitPrice", 10000);
    assert_int(a, "data.items.0.unitDiscount", 1000);
    assert_int(a, "data.items.0.quantity", 2);
    assert_int(a, "data.items.0.lineTotal", 18000);
    assert_int(a, "data.items.0.shippingFee", 3000);
    assert_int(a, "data.items.0.sellerId", s.seller.seller);
    assert_int(a, "data.amounts.items", 20000);
    assert_int(a, "data.amounts.itemDiscount", 2000);
    assert_int(a, "data.amounts.shippingFee", 3000);
    assert_int(a, "data.amounts.payable", 21000);
    assert_int_equal(answer_count(a, "data.usableCoupons"), 0);
    assert_stock(s.product, 100, 0);

    /* What the shop asks for by now is not what the sheet says. */
    change(&s.seller, s.product, "\"price\":20000");
    struct answer b = sheet_show(s.buyer.token, answer_int(a, "data.orderSheetId"));
    assert_answer(b, 200, "SUCCESS");
    assert_string_equal(answer_raw(b, "data"), answer_raw(a, "data"));
}

static void h2_sheet_lives_for_half_an_hour(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long sheet = sheet_new(s.buyer.token, s.product, 1, "");
    assert_int_equal(db_number("SELECT extract(epoch FROM expires_at - created_at)::bigint"
                               " FROM order_sheet WHERE sheet_id = %lld",
                               sheet),
                     1800);
    sheet_let_expire(sheet);
    assert_answer(sheet_show(s.buyer.token, sheet), 410, "ORDER_SHEET_EXPIRED");
    assert_answer(sheet_order(s.buyer.token, sheet), 410, "ORDER_SHEET_EXPIRED");
    assert_stock(s.product, 100, 0);
}

static void h1_sheet_is_its_owners_alone(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    struct person other = customer_new();
    const char *const guest = guest_new();
    const long long sheet = sheet_new(s.buyer.token, s.product, 1, "");
    const char *const strangers[] = {other.token, guest};
    for (size_t i = 0; i < COUNT(strangers); i++) {
        assert_answer(sheet_show(strangers[i], sheet), 404, "ORDER_SHEET_NOT_FOUND");
        assert_answer(call("POST", "/api/order", strangers[i],
                           "{\"orderSheetId\":%lld,\"paymentMethod\":\"CARD\"," SHIPPING "}",
                           sheet),
                      404, "ORDER_SHEET_NOT_FOUND");
    }
    assert_answer(sheet_show(s.buyer.token, 999999999999), 404, "ORDER_SHEET_NOT_FOUND");
    assert_answer(sheet_show(NULL, sheet), 401, "UNAUTHENTICATED");
    assert_answer(sheet_ask(NULL, s.product, 1, ""), 401, "UNAUTHENTICATED");
}

static void h1_what_no_order_could_be_made_of_is_refused(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const char *const t = s.buyer.token, *const path = "/api/order-sheet";
    const long long gone = product_new(&s.seller, 1000, 5);
    change(&s.seller, gone, "\"status\":\"DISCONTINUED\"");
    assert_invalid(call("POST", path, t, "{}"), "items", "REQUIRED");
    assert_invalid(call("POST", path, t, "{\"items\":[]}"), "items", "TOO_FEW");
    assert_invalid(call("POST", path, t,
                        "{\"cartItemIds\":[1],\"items\":[{\"productId\":%lld,\"quantity\":1}]}",
                        s.product),
                   "items", "CONFLICTING");
    assert_invalid(call("POST", path, t,
                        "{\"items\":[{\"productId\":%lld,\"quantity\":1},"
                        "{\"productId\":%lld,\"quantity\":1}]}",
                        s.product, s.product),
                   "items[1]", "DUPLICATE");
    assert_invalid(sheet_ask(t, s.product, 0, ""), "items[0].quantity", "OUT_OF_RANGE");
    assert_answer(call("POST", path, t, "{\"cartItemIds\":[999999999999]}"), 404,
                  "CART_ITEM_NOT_FOUND");
    assert_answer(sheet_ask(t, 999999999999, 1, ""), 404, "PRODUCT_NOT_FOUND");
    assert_answer(sheet_ask(t, gone, 1, ""), 409, "PRODUCT_NOT_ON_SALE");
    struct answer a = sheet_ask(t, s.product, 101, "");
    assert_answer(a, 409, "STOCK_NOT_ENOUGH");
    assert_row(a, "items[0]", "STOCK_NOT_ENOUGH");
    assert_answer(sheet_ask(t, s.product, 1, ",\"couponId\":999999999999"), 404,
                  "COUPON_NOT_FOUND");
}

/* ---- coupons ---- */

static void h1_usable_coupons_are_told_the_best_first(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const char *const t = s.buyer.token;
    const long long small = coupon_issued(t, "\"type\":\"FIXED\",\"value\":500,\"quantity\":1");
    const long long best = coupon_issued(t, "\"type\":\"PERCENT\",\"value\":40,\"quantity\":1");
    const long long free = coupon_issued(t, "\"type\":\"FREE_SHIPPING\",\"quantity\":1");
    (void)coupon_issued(t, "\"type\":\"FIXED\",\"value\":1,\"minOrderAmount\":9001,\"quantity\":1");
    coupon_let_expire(coupon_issued(t, FIXED_3000));
    assert_answer(coupon_revoke(coupon_issued(t, FIXED_3000)), 200, "SUCCESS");
    struct answer a = sheet_ask(t, s.product, 1, text(",\"couponId\":%lld", small));
    assert_answer(a, 201, "SUCCESS");
    assert_int(a, "data.amounts.orderDiscount", 500);
    assert_int(a, "data.amounts.payable", 11500);
    assert_int_equal(answer_count(a, "data.usableCoupons"), 3);
    assert_shape(a, "data.usableCoupons.0",
                 "issuedCouponId:int couponId:int name:text type:text value:int status:text "
                 "issuedAt:time expiresAt:time discount:int");
    const struct {
        long long id, discount;
    } order[] = {{best, 3600}, {free, 3000}, {small, 500}};
    for (size_t i = 0; i < COUNT(order); i++) {
        assert_int(a, text("data.usableCoupons.%zu.issuedCouponId", i), order[i].id);
        assert_int(a, text("data.usableCoupons.%zu.discount", i), order[i].discount);
    }
}

static void h1_sheet_brings_its_coupon_into_the_order(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    const long long sheet =
        sheet_new(s.buyer.token, s.product, 1, text(",\"couponId\":%lld", issued));
    const long long late =
        sheet_new(s.buyer.token, s.product, 1, text(",\"couponId\":%lld", issued));
    struct answer a = sheet_order(s.buyer.token, sheet);
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.status", "PAID");
    assert_int(a, "data.couponId", issued);
    assert_int(a, "data.amounts.payable", 9000);
    assert_true(coupon_is(&s.buyer, "USED", issued));
    /* The coupon has gone into that one. */
    assert_answer(sheet_order(s.buyer.token, late), 409, "COUPON_NOT_USABLE");
}

/* ---- ordering ---- */

static void h1_sheet_is_ordered_as_it_is_and_once(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long sheet = sheet_new(s.buyer.token, s.product, 2, "");
    struct answer a = sheet_order(s.buyer.token, sheet);
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", ORDER);
    assert_text(a, "data.status", "PAID");
    assert_int(a, "data.amounts.payable", 21000);
    assert_int_equal(balance_of(&s.buyer), 479000);
    assert_stock(s.product, 98, 0);
    assert_answer(sheet_order(s.buyer.token, sheet), 409, "ORDER_STATE_CONFLICT");
    sheet_let_expire(sheet);
    assert_answer(sheet_order(s.buyer.token, sheet), 409, "ORDER_STATE_CONFLICT");
    assert_int_equal(balance_of(&s.buyer), 479000);
    assert_stock(s.product, 98, 0);
    audit_is_clean();
}

static void h1_order_names_one_source(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const char *const t = s.buyer.token;
    const long long sheet = sheet_new(t, s.product, 1, "");
    static const char *const BESIDE[][2] = {
        {",\"items\":[{\"productId\":1,\"quantity\":1}]", "orderSheetId"},
        {",\"cartItemIds\":[1]", "orderSheetId"},
        {",\"couponId\":1", "couponId"},
    };
    for (size_t i = 0; i < COUNT(BESIDE); i++)
        assert_invalid(call("POST", "/api/order", t,
                            "{\"orderSheetId\":%lld,\"paymentMethod\":\"POINT\"%s}", sheet,
                            BESIDE[i][0]),
                       BESIDE[i][1], "CONFLICTING");
    assert_invalid(
        call("POST", "/api/order", t, "{\"orderSheetId\":\"x\",\"paymentMethod\":\"POINT\"}"),
        "orderSheetId", "INVALID_TYPE");
    assert_answer(sheet_order(t, sheet), 201, "SUCCESS");
}

static void h1_key_sent_again_shows_the_first_order(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const char *const body = text("{\"orderSheetId\":%lld,\"paymentMethod\":\"POINT\"}",
                                  sheet_new(s.buyer.token, s.product, 1, ""));
    const char *const key = text("Idempotency-Key: %s", unique());
    struct answer first = ASK(.method = "POST", .path = "/api/order", .token = s.buyer.token,
                              .body = body, .headers = {key});
    struct answer again = ASK(.method = "POST", .path = "/api/order", .token = s.buyer.token,
                              .body = body, .headers = {key});
    assert_answer(first, 201, "SUCCESS");
    assert_answer(again, 201, "SUCCESS");
    assert_string_equal(first.body, again.body);
    assert_stock(s.product, 99, 0);
}

static void h1_guest_orders_a_sheet_by_card(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const char *const guest = guest_new();
    struct answer a = sheet_ask(guest, s.product, 1, "");
    assert_answer(a, 201, "SUCCESS");
    assert_int_equal(answer_count(a, "data.usableCoupons"), 0);
    a = call("POST", "/api/order", guest,
             "{\"orderSheetId\":%lld,\"paymentMethod\":\"CARD\"," SHIPPING "}",
             answer_int(a, "data.orderSheetId"));
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.status", "PENDING_PAYMENT");
    assert_stock(s.product, 100, 1);
}

/* ---- what changed since ---- */

static void refused_with_new_amounts(struct answer a, long long payable)
{
    assert_answer(a, 409, "ORDER_SHEET_CHANGED");
    assert_shape(a, "data", "amounts:object");
    assert_shape(a, "data.amounts", AMOUNTS);
    assert_int(a, "data.amounts.payable", payable);
}

static void h1_price_that_changed_is_refused_with_the_new_amounts(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    static const struct {
        const char *fields;
        long long payable;
    } CASES[] = {
        {"\"price\":12000", 14000},
        {"\"price\":10000,\"discount\":0", 13000},
        {"\"price\":11000,\"discount\":2000", 12000}, /* as much to pay, but not the same */
        {"\"price\":60000,\"discount\":0", 60000},    /* ships free by now */
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        change(&s.seller, s.product, "\"price\":10000,\"discount\":1000");
        const long long sheet = sheet_new(s.buyer.token, s.product, 1, "");
        change(&s.seller, s.product, CASES[i].fields);
        refused_with_new_amounts(sheet_order(s.buyer.token, sheet), CASES[i].payable);
        change(&s.seller, s.product, "\"price\":10000,\"discount\":1000");
        assert_answer(sheet_order(s.buyer.token, sheet), 201, "SUCCESS");
    }
    assert_stock(s.product, 96, 0);
    assert_int_equal(balance_of(&s.buyer), 452000);
}

static void h1_coupon_whose_minimum_is_missed_now_counts_for_nothing(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(
        s.buyer.token, "\"type\":\"FIXED\",\"value\":3000,\"minOrderAmount\":9000,\"quantity\":1");
    const long long sheet =
        sheet_new(s.buyer.token, s.product, 1, text(",\"couponId\":%lld", issued));
    change(&s.seller, s.product, "\"price\":9000");
    refused_with_new_amounts(sheet_order(s.buyer.token, sheet), 11000);
    assert_true(coupon_is(&s.buyer, "AVAILABLE", issued));
}

static void h1_coupon_revoked_since_is_not_usable(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long issued = coupon_issued(s.buyer.token, FIXED_3000);
    const long long sheet =
        sheet_new(s.buyer.token, s.product, 1, text(",\"couponId\":%lld", issued));
    assert_answer(coupon_revoke(issued), 200, "SUCCESS");
    assert_answer(sheet_order(s.buyer.token, sheet), 409, "COUPON_NOT_USABLE");
    assert_stock(s.product, 100, 0);
}

static void h1_product_that_is_gone_or_short_is_refused(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const long long short_of = sheet_new(s.buyer.token, s.product, 100, "");
    const long long sheet = sheet_new(s.buyer.token, s.product, 1, "");
    assert_answer(order_paid(s.buyer.token, s.product, 1), 201, "SUCCESS");
    struct answer a = sheet_order(s.buyer.token, short_of);
    assert_answer(a, 409, "STOCK_NOT_ENOUGH");
    assert_row(a, "items[0]", "STOCK_NOT_ENOUGH");
    assert_int(a, "errors.0.requested", 100);
    assert_int(a, "errors.0.available", 99);
    change(&s.seller, s.product, "\"status\":\"DISCONTINUED\"");
    assert_answer(sheet_order(s.buyer.token, sheet), 409, "PRODUCT_NOT_ON_SALE");
    assert_answer(ask("DELETE", text("/api/product/%lld", s.product), s.seller.token), 204, NULL);
    assert_answer(sheet_order(s.buyer.token, sheet), 404, "PRODUCT_NOT_FOUND");
}

/* ---- the cart ---- */

static void h1_ordered_lines_leave_the_cart(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const char *const t = s.buyer.token;
    const long long kept = product_new(&s.seller, 1000, 5), other = product_new(&s.seller, 2000, 5);
    const long long first = cart_line(t, s.product, 2), second = cart_line(t, other, 1);
    (void)cart_line(t, kept, 1);
    struct answer a = sheet_of_cart(t, first, second);
    assert_answer(a, 201, "SUCCESS");
    assert_int(a, "data.items.0.quantity", 2);
    assert_int_equal(in_cart(t), 3);
    assert_answer(sheet_order(t, answer_int(a, "data.orderSheetId")), 201, "SUCCESS");
    a = ask("GET", "/api/cart", t);
    assert_int_equal(answer_count(a, "data.items"), 1);
    assert_int(a, "data.items.0.productId", kept);
}

static void h1_sheet_of_products_leaves_the_cart_alone(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    (void)cart_line(s.buyer.token, s.product, 1);
    const long long sheet = sheet_new(s.buyer.token, s.product, 1, "");
    assert_answer(sheet_order(s.buyer.token, sheet), 201, "SUCCESS");
    assert_int_equal(in_cart(s.buyer.token), 1);
}

/* What was put into the cart since was not ordered, and stays; what was taken out is. */
static void h1_cart_changed_since_keeps_what_the_sheet_does_not_name(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const char *const t = s.buyer.token;
    const long long other = product_new(&s.seller, 2000, 5);
    const long long first = cart_line(t, s.product, 2), second = cart_line(t, other, 1);
    struct answer a = sheet_of_cart(t, first, second);
    assert_answer(a, 201, "SUCCESS");
    assert_answer(call("PATCH", text("/api/cart/%lld", first), t, "{\"quantity\":5}"), 200,
                  "SUCCESS");
    assert_answer(ask("DELETE", text("/api/cart/%lld", second), t), 204, NULL);
    a = sheet_order(t, answer_int(a, "data.orderSheetId"));
    assert_answer(a, 201, "SUCCESS");
    assert_int(a, "data.items.0.quantity", 2);
    assert_int(a, "data.items.1.productId", other);
    a = ask("GET", "/api/cart", t);
    assert_int_equal(answer_count(a, "data.items"), 1);
    assert_int(a, "data.items.0.cartItemId", first);
    assert_int(a, "data.items.0.quantity", 3);
    assert_stock(s.product, 98, 0);
    assert_stock(other, 4, 0);
}

static void h1_line_without_any_stock_leaves_the_cart_when_the_order_fails(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    const char *const t = s.buyer.token;
    const long long scarce = product_new(&s.seller, 1000, 1);
    const long long first = cart_line(t, s.product, 1), second = cart_line(t, scarce, 1);
    struct answer a = sheet_of_cart(t, first, second);
    assert_answer(a, 201, "SUCCESS");
    assert_answer(order_paid(t, scarce, 1), 201, "SUCCESS");
    a = sheet_order(t, answer_int(a, "data.orderSheetId"));
    assert_answer(a, 409, "STOCK_NOT_ENOUGH");
    assert_row(a, "items[1]", "STOCK_NOT_ENOUGH");
    assert_int_equal(in_cart(t), 1);
}

/* ---- who leaves ---- */

static void h1_member_who_leaves_leaves_no_sheet(void **state)
{
    (void)state;
    struct shopper s = shopper_new();
    (void)sheet_new(s.buyer.token, s.product, 1, "");
    assert_answer(
        call("DELETE", "/api/member/me", s.buyer.token, "{\"password\":\"" PASSWORD "\"}"), 204,
        NULL);
    assert_int_equal(
        db_number("SELECT count(*) FROM order_sheet WHERE member_id = %lld", s.buyer.member), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(h1_sheet_fixes_lines_and_amounts_and_shows_them_again),
        PROVES(h2_sheet_lives_for_half_an_hour),
        PROVES(h1_sheet_is_its_owners_alone),
        PROVES(h1_what_no_order_could_be_made_of_is_refused),
        PROVES(h1_usable_coupons_are_told_the_best_first),
        PROVES(h1_sheet_brings_its_coupon_into_the_order),
        PROVES(h1_sheet_is_ordered_as_it_is_and_once),
        PROVES(h1_order_names_one_source),
        PROVES(h1_key_sent_again_shows_the_first_order),
        PROVES(h1_guest_orders_a_sheet_by_card),
        PROVES(h1_price_that_changed_is_refused_with_the_new_amounts),
        PROVES(h1_coupon_whose_minimum_is_missed_now_counts_for_nothing),
        PROVES(h1_coupon_revoked_since_is_not_usable),
        PROVES(h1_product_that_is_gone_or_short_is_refused),
        PROVES(h1_ordered_lines_leave_the_cart),
        PROVES(h1_sheet_of_products_leaves_the_cart_alone),
        PROVES(h1_cart_changed_since_keeps_what_the_sheet_does_not_name),
        PROVES(h1_line_without_any_stock_leaves_the_cart_when_the_order_fails),
        PROVES(h1_member_who_leaves_leaves_no_sheet),
    };
    return RUN_TESTS(tests);
}
