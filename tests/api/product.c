/* /api/product: what sellers do with their products (C1-C4, M3). */
#include "support/test.h"

#define PRODUCT                                                                                    \
    "productId:int name:text description:text price:int discount:int stock:int status:text "       \
    "category:text sellerId:int imageUrl:text?"

static struct answer create(const char *token, const char *body)
{
    return call("POST", "/api/product", token, "%s", body);
}

static struct answer change(const struct person *seller, long long product, const char *body)
{
    return call("PATCH", text("/api/product/%lld", product), seller->token, "%s", body);
}

static struct answer show(long long product)
{
    return ask("GET", text("/api/product/%lld", product), NULL);
}

static void c1_seller_creates_a_product(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *body = "{\"name\":\" 유자차 \",\"price\":12000,\"discount\":2000,\"stock\":7,"
                       "\"description\":\"첫 줄\\r\\n둘째 줄\",\"category\":\"음료\"}";
    struct answer a = create(seller.token, body);
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", PRODUCT);
    assert_text(a, "data.name", "유자차");
    assert_text(a, "data.description", "첫 줄\\n둘째 줄");
    assert_int(a, "data.price", 12000);
    assert_int(a, "data.discount", 2000);
    assert_int(a, "data.stock", 7);
    assert_text(a, "data.status", "ON_SALE");
    assert_text(a, "data.category", "음료");
    assert_int(a, "data.sellerId", seller.seller);
    assert_string_equal(answer_raw(a, "data.imageUrl"), "null");
    struct answer seen = show(answer_int(a, "data.productId"));
    assert_answer(seen, 200, "SUCCESS");
    assert_string_equal(answer_raw(seen, "data"), answer_raw(a, "data"));
}

static void c1_optional_fields_have_defaults(void **state)
{
    (void)state;
    struct person seller = seller_new();
    struct answer a =
        create(seller.token, "{\"name\":\"빈 것\",\"price\":0,\"category\":\"시험\"}");
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.description", "");
    assert_int(a, "data.discount", 0);
    assert_int(a, "data.stock", 0);
    assert_text(a, "data.status", "SOLD_OUT");
}

static void c2_refused_fields_are_named(void **state)
{
    (void)state;
    struct person seller = seller_new();
    static const struct {
        const char *name, *value, *field, *code;
    } CASES[] = {
        {"price", "-100", "price", "OUT_OF_RANGE"},
        {"price", "150", "price", "NOT_MULTIPLE"},
        {"price", "1000000100", "price", "OUT_OF_RANGE"},
        {"price", "100.0", "price", "INVALID_TYPE"},
        {"price", "1e3", "price", "INVALID_TYPE"},
        {"price", "\"1000\"", "price", "INVALID_TYPE"},
        {"discount", "1100", "discount", "ABOVE_PRICE"},
        {"discount", "-1", "discount", "OUT_OF_RANGE"},
        {"stock", "-1", "stock", "OUT_OF_RANGE"},
        {"stock", "1.5", "stock", "INVALID_TYPE"},
        {"name", "\"   \"", "name", "TOO_SHORT"},
        {"name", "\"a\\nb\"", "name", "INVALID_TEXT"},
        {"name", "7", "name", "INVALID_TYPE"},
        {"category", "\"\"", "category", "TOO_SHORT"},
        {"description", "\"\\u0000\"", "description", "INVALID_TEXT"},
        {"status", "\"ON_SALE\"", "status", "UNKNOWN_FIELD"},
        {"sellerId", "1", "sellerId", "UNKNOWN_FIELD"},
    };
    static const char *const GOOD[][2] = {
        {"name", "\"이름\""}, {"price", "1000"}, {"category", "\"시험\""}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *body = text("{\"%s\":%s", CASES[i].name, CASES[i].value);
        for (size_t k = 0; k < COUNT(GOOD); k++)
            if (strcmp(GOOD[k][0], CASES[i].name) != 0)
                body = text("%s,\"%s\":%s", body, GOOD[k][0], GOOD[k][1]);
        assert_invalid(create(seller.token, text("%s}", body)), CASES[i].field, CASES[i].code);
    }
    struct answer a = create(seller.token, "{}");
    assert_invalid(a, "name", "REQUIRED");
    assert_invalid(a, "price", "REQUIRED");
    assert_invalid(a, "category", "REQUIRED");
}

static void c2_lengths_are_counted_in_characters(void **state)
{
    (void)state;
    struct person seller = seller_new();
    char name[400] = "";
    for (int i = 0; i < 100; i++)
        strncat(name, "가", sizeof name - strlen(name) - 1);
    const char *form = "{\"name\":\"%s%s\",\"price\":100,\"category\":\"시험\"}";
    assert_answer(create(seller.token, text(form, name, "")), 201, "SUCCESS");
    assert_invalid(create(seller.token, text(form, name, "나")), "name", "TOO_LONG");
}

static void c1_only_sellers_create_products(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *body = "{\"name\":\"이름\",\"price\":1000,\"category\":\"시험\"}";
    assert_answer(create(NULL, body), 401, "UNAUTHENTICATED");
    assert_answer(create(guest_new(), body), 401, "UNAUTHENTICATED");
    assert_answer(create(p.token, body), 403, "FORBIDDEN");
}

static void c3_seller_changes_what_was_sent_and_nothing_else(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_discounted(&seller, 10000, 1000, 3);
    struct answer a = change(&seller, product, "{\"price\":20000}");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", PRODUCT);
    assert_int(a, "data.price", 20000);
    assert_int(a, "data.discount", 1000);
    a = change(&seller, product,
               "{\"name\":\"새 이름\",\"description\":\"새 설명\",\"category\":\"새 분류\","
               "\"discount\":0}");
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.name", "새 이름");
    assert_text(a, "data.description", "새 설명");
    assert_text(a, "data.category", "새 분류");
    assert_int(a, "data.discount", 0);
    assert_int(a, "data.price", 20000);
    assert_string_equal(answer_raw(show(product), "data"), answer_raw(a, "data"));
}

static void c3_discount_never_passes_the_price_either_way(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_discounted(&seller, 10000, 5000, 3);
    assert_invalid(change(&seller, product, "{\"price\":4900}"), "discount", "ABOVE_PRICE");
    assert_invalid(change(&seller, product, "{\"discount\":10001}"), "discount", "ABOVE_PRICE");
    assert_answer(change(&seller, product, "{\"price\":4900,\"discount\":4900}"), 200, "SUCCESS");
}

static void c3_stock_and_unknown_statuses_are_not_changed_here(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 3);
    assert_invalid(change(&seller, product, "{\"stock\":5}"), "stock", "UNKNOWN_FIELD");
    assert_invalid(change(&seller, product, "{\"status\":\"SOLD_OUT\"}"), "status",
                   "INVALID_VALUE");
    assert_invalid(change(&seller, product, "{\"status\":\"DELETED\"}"), "status", "INVALID_VALUE");
    assert_invalid(change(&seller, product, "{\"price\":150}"), "price", "NOT_MULTIPLE");
}

static void c1_another_sellers_product_is_403_and_an_unknown_one_404(void **state)
{
    (void)state;
    struct person seller = seller_new(), other = seller_new(), p = customer_new();
    const long long product = product_new(&seller, 1000, 3);
    assert_answer(change(&other, product, "{\"price\":2000}"), 403, "FORBIDDEN");
    assert_answer(change(&p, product, "{\"price\":2000}"), 403, "FORBIDDEN");
    assert_answer(change(&other, 999999999999, "{\"price\":2000}"), 404, "PRODUCT_NOT_FOUND");
    assert_answer(ask("DELETE", text("/api/product/%lld", product), other.token), 403, "FORBIDDEN");
    assert_answer(ask("DELETE", "/api/product/999999999999", other.token), 404,
                  "PRODUCT_NOT_FOUND");
    assert_int(show(product), "data.price", 1000);
}

static void m3_admin_may_do_what_a_seller_may(void **state)
{
    (void)state;
    struct person admin = admin_person(), seller = seller_new();
    const long long product = product_new(&seller, 1000, 3);
    assert_answer(change(&admin, product, "{\"price\":2000}"), 200, "SUCCESS");
    assert_answer(ask("GET", text("/api/product/%lld/stock/history", product), admin.token), 200,
                  "SUCCESS");
    assert_answer(ask("DELETE", text("/api/product/%lld", product), admin.token), 204, "");
}

static void c4_deleted_product_is_gone_but_past_orders_keep_it(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 60000, 3);
    charge(&buyer, 100000);
    struct answer order = order_paid(buyer.token, product, 1);
    assert_answer(order, 201, "SUCCESS");
    assert_answer(ask("DELETE", text("/api/product/%lld", product), seller.token), 204, "");
    assert_answer(show(product), 404, "PRODUCT_NOT_FOUND");
    assert_answer(ask("GET", text("/api/product/%lld/stock", product), NULL), 404,
                  "PRODUCT_NOT_FOUND");
    assert_answer(change(&seller, product, "{\"price\":2000}"), 404, "PRODUCT_NOT_FOUND");
    assert_answer(ask("DELETE", text("/api/product/%lld", product), seller.token), 404,
                  "PRODUCT_NOT_FOUND");
    assert_answer(order_paid(buyer.token, product, 1), 404, "PRODUCT_NOT_FOUND");
    struct answer a =
        ask("GET", text("/api/order/%s", answer_text(order, "data.orderNo")), buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_int(a, "data.items.0.productId", product);
    assert_int(a, "data.items.0.unitPrice", 60000);
}

static void c6_discontinued_product_is_shown_but_not_sold(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 3);
    const long long line = cart_line(buyer.token, product, 1);
    struct answer a = change(&seller, product, "{\"status\":\"DISCONTINUED\"}");
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.status", "DISCONTINUED");
    assert_text(show(product), "data.status", "DISCONTINUED");
    charge(&buyer, 10000);
    assert_answer(order_paid(buyer.token, product, 1), 409, "PRODUCT_NOT_ON_SALE");
    assert_answer(call("POST", "/api/order", buyer.token,
                       "{\"cartItemIds\":[%lld],\"paymentMethod\":\"POINT\"}", line),
                  409, "PRODUCT_NOT_ON_SALE");
    assert_answer(
        call("POST", "/api/cart", buyer.token, "{\"productId\":%lld,\"quantity\":1}", product), 409,
        "PRODUCT_NOT_ON_SALE");
    assert_answer(change(&seller, product, "{\"status\":\"ON_SALE\"}"), 200, "SUCCESS");
    assert_answer(order_paid(buyer.token, product, 1), 201, "SUCCESS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(c1_seller_creates_a_product),
        PROVES(c1_optional_fields_have_defaults),
        PROVES(c2_refused_fields_are_named),
        PROVES(c2_lengths_are_counted_in_characters),
        PROVES(c1_only_sellers_create_products),
        PROVES(c3_seller_changes_what_was_sent_and_nothing_else),
        PROVES(c3_discount_never_passes_the_price_either_way),
        PROVES(c3_stock_and_unknown_statuses_are_not_changed_here),
        PROVES(c1_another_sellers_product_is_403_and_an_unknown_one_404),
        PROVES(m3_admin_may_do_what_a_seller_may),
        PROVES(c4_deleted_product_is_gone_but_past_orders_keep_it),
        PROVES(c6_discontinued_product_is_shown_but_not_sold),
    };
    return RUN_TESTS(tests);
}
