/* /api/product/{id}/stock: what is there, by hand, and its history (S1-S4). */
#include "support/test.h"

static struct answer adjust(const char *token, long long product, const char *body)
{
    return call("PATCH", text("/api/product/%lld/stock", product), token, "%s", body);
}

static void s1_stock_is_on_hand_reserved_and_available(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 10);
    assert_answer(order_pending(buyer.token, product, 4), 201, "SUCCESS");
    struct answer a = ask("GET", text("/api/product/%lld/stock", product), NULL);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "productId:int onHand:int reserved:int available:int");
    assert_int(a, "data.productId", product);
    assert_int(a, "data.onHand", 10);
    assert_int(a, "data.reserved", 4);
    assert_int(a, "data.available", 6);
    assert_answer(ask("GET", "/api/product/999999999999/stock", NULL), 404, "PRODUCT_NOT_FOUND");
}

static void s2_seller_adjusts_by_hand(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 10);
    struct answer a = adjust(seller.token, product, "{\"delta\":5,\"reason\":\"입고\"}");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "productId:int onHand:int reserved:int available:int");
    assert_int(a, "data.onHand", 15);
    a = adjust(seller.token, product, "{\"delta\":-15}");
    assert_int(a, "data.onHand", 0);
    assert_stock(product, 0, 0);
}

static void s2_never_below_what_is_reserved(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 10);
    assert_answer(order_pending(buyer.token, product, 4), 201, "SUCCESS");
    assert_answer(adjust(seller.token, product, "{\"delta\":-7}"), 409, "STOCK_NOT_ENOUGH");
    assert_stock(product, 10, 4);
    assert_answer(adjust(seller.token, product, "{\"delta\":-6}"), 200, "SUCCESS");
    assert_stock(product, 4, 4);
}

static void s2_refused_deltas_are_named(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 10);
    static const struct {
        const char *body, *field, *code;
    } CASES[] = {
        {"{}", "delta", "REQUIRED"},
        {"{\"delta\":0}", "delta", "INVALID_VALUE"},
        {"{\"delta\":1.5}", "delta", "INVALID_TYPE"},
        {"{\"delta\":\"1\"}", "delta", "INVALID_TYPE"},
        {"{\"delta\":1e1}", "delta", "INVALID_TYPE"},
        {"{\"delta\":2000000000}", "delta", "OUT_OF_RANGE"},
        {"{\"delta\":999999999}", "delta", "OUT_OF_RANGE"},
        {"{\"delta\":1,\"reason\":3}", "reason", "INVALID_TYPE"},
        {"{\"delta\":1,\"reason\":\"\"}", "reason", "TOO_SHORT"},
        {"{\"onHand\":5,\"delta\":1}", "onHand", "UNKNOWN_FIELD"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_invalid(adjust(seller.token, product, CASES[i].body), CASES[i].field, CASES[i].code);
    assert_stock(product, 10, 0);
}

static void s2_only_the_products_own_seller(void **state)
{
    (void)state;
    struct person seller = seller_new(), other = seller_new(), p = customer_new();
    const long long product = product_new(&seller, 1000, 10);
    const char *body = "{\"delta\":1}", *history = text("/api/product/%lld/stock/history", product);
    assert_answer(adjust(NULL, product, body), 401, "UNAUTHENTICATED");
    assert_answer(adjust(p.token, product, body), 403, "FORBIDDEN");
    assert_answer(adjust(other.token, product, body), 403, "FORBIDDEN");
    assert_answer(adjust(seller.token, 999999999999, body), 404, "PRODUCT_NOT_FOUND");
    assert_answer(ask("GET", history, NULL), 401, "UNAUTHENTICATED");
    assert_answer(ask("GET", history, p.token), 403, "FORBIDDEN");
    assert_answer(ask("GET", history, other.token), 403, "FORBIDDEN");
    assert_answer(ask("GET", "/api/product/999999999999/stock/history", seller.token), 404,
                  "PRODUCT_NOT_FOUND");
    assert_stock(product, 10, 0);
}

static void s4_every_change_is_recorded(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 60000, 10);
    charge(&buyer, 500000);
    assert_answer(adjust(seller.token, product, "{\"delta\":2,\"reason\":\"입고\"}"), 200,
                  "SUCCESS");
    struct answer paid = order_paid(buyer.token, product, 1);
    struct answer pending = order_pending(buyer.token, product, 2);
    struct answer cancelled = order_pending(buyer.token, product, 3);
    assert_answer(call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\"}",
                       answer_text(pending, "data.orderNo")),
                  200, "SUCCESS");
    assert_answer(ask("POST", text("/api/order/%s/cancel", answer_text(cancelled, "data.orderNo")),
                      buyer.token),
                  200, "SUCCESS");

    static const struct {
        const char *kind, *actor;
        long long on_hand_delta, reserved_delta, on_hand_after, reserved_after;
    } WANTED[] = {
        {"RELEASED", "BUYER", 0, -3, 9, 0},  {"SOLD", "BUYER", -2, -2, 9, 3},
        {"RESERVED", "BUYER", 0, 3, 11, 5},  {"RESERVED", "BUYER", 0, 2, 11, 2},
        {"SOLD", "BUYER", -1, 0, 11, 0},     {"ADJUSTED", "SELLER", 2, 0, 12, 0},
        {"INITIAL", "SELLER", 10, 0, 10, 0},
    };
    struct answer a = ask("GET", text("/api/product/%lld/stock/history", product), seller.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "items:list nextCursor:text?");
    assert_int_equal(answer_count(a, "data.items"), COUNT(WANTED));
    for (size_t i = 0; i < COUNT(WANTED); i++) {
        const char *way = text("data.items.%zu", i);
        assert_shape(a, way,
                     "kind:text onHandDelta:int reservedDelta:int onHandAfter:int "
                     "reservedAfter:int orderNo:text* actor:text reason:text* at:time");
        assert_text(a, text("%s.kind", way), WANTED[i].kind);
        assert_text(a, text("%s.actor", way), WANTED[i].actor);
        assert_int(a, text("%s.onHandDelta", way), WANTED[i].on_hand_delta);
        assert_int(a, text("%s.reservedDelta", way), WANTED[i].reserved_delta);
        assert_int(a, text("%s.onHandAfter", way), WANTED[i].on_hand_after);
        assert_int(a, text("%s.reservedAfter", way), WANTED[i].reserved_after);
    }
    assert_text(a, "data.items.4.orderNo", answer_text(paid, "data.orderNo"));
    assert_text(a, "data.items.0.orderNo", answer_text(cancelled, "data.orderNo"));
    assert_text(a, "data.items.5.reason", "입고");
    assert_false(answer_has(a, "data.items.5.orderNo"));
}

static void s4_history_is_paged_to_its_end(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 1);
    for (int i = 1; i <= 4; i++)
        assert_answer(adjust(seller.token, product, text("{\"delta\":%d}", i)), 200, "SUCCESS");
    const char *path = text("/api/product/%lld/stock/history?limit=2", product);
    struct answer a = ask("GET", path, seller.token);
    long long wanted = 4;
    for (int page = 1; page <= 3; page++) {
        assert_answer(a, 200, "SUCCESS");
        for (size_t i = 0; i < answer_count(a, "data.items"); i++, wanted--)
            assert_int(a, text("data.items.%zu.onHandDelta", i), wanted > 0 ? wanted : 1);
        if (page < 3)
            a = ask("GET", text("%s&cursor=%s", path, answer_text(a, "data.nextCursor")),
                    seller.token);
    }
    assert_int_equal(wanted, -1);
    assert_string_equal(answer_raw(a, "data.nextCursor"), "null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(s1_stock_is_on_hand_reserved_and_available),
        PROVES(s2_seller_adjusts_by_hand),
        PROVES(s2_never_below_what_is_reserved),
        PROVES(s2_refused_deltas_are_named),
        PROVES(s2_only_the_products_own_seller),
        PROVES(s4_every_change_is_recorded),
        PROVES(s4_history_is_paged_to_its_end),
    };
    return RUN_TESTS(tests);
}
