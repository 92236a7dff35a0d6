/* Many orders for the same stock at once: never oversold, nothing lost, no deadlock (S2, S5, O13).
 */
#include "support/test.h"

static struct answer buy(const char *token, long long product, long long quantity)
{
    return order_paid(token, product, quantity);
}

struct rush {
    struct buyer *buyers;
    long long product;
};

static struct answer buy_one(size_t index, void *arg)
{
    const struct rush *rush = arg;
    return buy(rush->buyers[index].token, rush->product, 1);
}

static void s5_q5_of_500_buyers_exactly_100_get_the_100_pieces(void **state)
{
    (void)state;
    enum { BUYERS = 500, PIECES = 100 };
    static struct buyer buyers[BUYERS];
    static struct outcome outcomes[BUYERS];
    struct person seller = seller_new();
    struct rush rush = {buyers, product_new(&seller, 1000, PIECES)};
    buyers_new(buyers, BUYERS, 10000);
    crowd(BUYERS, buy_one, &rush, outcomes);

    const size_t sold = outcomes_of(outcomes, BUYERS, 201, "SUCCESS");
    const size_t refused = outcomes_of(outcomes, BUYERS, 409, "STOCK_NOT_ENOUGH");
    assert_outcomes(outcomes, BUYERS, sold + refused);
    assert_int_equal(sold, PIECES);
    assert_stock(rush.product, 0, 0);
    assert_int_equal(db_number("SELECT count(*) FROM orders JOIN order_item USING (order_id) "
                               "WHERE product_id = %lld AND orders.status = 'PAID'",
                               rush.product),
                     PIECES);
    assert_int_equal(db_number("SELECT count(*) FROM stock_entry "
                               "WHERE product_id = %lld AND kind = 'SOLD'",
                               rush.product),
                     PIECES);
    /* Who got nothing paid nothing. */
    assert_int_equal(db_number("SELECT sum(balance) FROM point_balance WHERE member_id BETWEEN "
                               "%lld AND %lld",
                               buyers[0].member, buyers[BUYERS - 1].member),
                     BUYERS * 10000 - PIECES * 4000);
    audit_is_clean();
}

/* ---- the same products in opposite orders ---- */

enum { PRODUCTS = 10 };

struct opposite {
    struct buyer *buyers;
    long long products[PRODUCTS];
};

static struct answer buy_all(size_t index, void *arg)
{
    const struct opposite *all = arg;
    const char *items = "";
    for (size_t i = 0; i < PRODUCTS; i++) {
        const size_t at = index % 2 == 0 ? i : PRODUCTS - 1 - i;
        items = text("%s%s{\"productId\":%lld,\"quantity\":1}", items, i > 0 ? "," : "",
                     all->products[at]);
    }
    return call("POST", "/api/order", all->buyers[index].token,
                "{\"items\":[%s],\"paymentMethod\":\"POINT\"}", items);
}

static void o13_opposite_orders_of_ten_products_all_succeed(void **state)
{
    (void)state;
    enum { CLIENTS = 64 };
    static struct buyer buyers[CLIENTS];
    static struct outcome outcomes[CLIENTS];
    struct person seller = seller_new();
    struct opposite all = {.buyers = buyers};
    for (size_t i = 0; i < PRODUCTS; i++)
        all.products[i] = product_new(&seller, 1000, CLIENTS);
    buyers_new(buyers, CLIENTS, 20000);
    crowd(CLIENTS, buy_all, &all, outcomes);

    assert_outcomes(outcomes, CLIENTS, outcomes_of(outcomes, CLIENTS, 201, "SUCCESS"));
    for (size_t i = 0; i < PRODUCTS; i++)
        assert_stock(all.products[i], 0, 0);
    audit_is_clean();
}

/* ---- a seller takes stock away meanwhile ---- */

enum { TAKERS = 16, ADJUST_BUYERS = 64, ADJUST_PIECES = 60 };

struct adjusting {
    struct buyer *buyers;
    const struct person *seller;
    long long product;
};

static struct answer buy_or_take(size_t index, void *arg)
{
    const struct adjusting *it = arg;
    if (index < ADJUST_BUYERS)
        return buy(it->buyers[index].token, it->product, 1);
    return call("PATCH", text("/api/product/%lld/stock", it->product), it->seller->token,
                "{\"delta\":-3,\"reason\":\"폐기\"}");
}

static void s2_stock_taken_by_hand_while_buyers_order_adds_up(void **state)
{
    (void)state;
    enum { ALL = ADJUST_BUYERS + TAKERS };
    static struct buyer buyers[ADJUST_BUYERS];
    static struct outcome outcomes[ALL];
    struct person seller = seller_new();
    struct adjusting it = {buyers, &seller, product_new(&seller, 1000, ADJUST_PIECES)};
    buyers_new(buyers, ADJUST_BUYERS, 10000);
    crowd(ALL, buy_or_take, &it, outcomes);

    const long long sold = (long long)outcomes_of(outcomes, ALL, 201, "SUCCESS");
    const long long taken = (long long)outcomes_of(outcomes, ALL, 200, "SUCCESS");
    const size_t refused = outcomes_of(outcomes, ALL, 409, "STOCK_NOT_ENOUGH");
    assert_outcomes(outcomes, ALL, (size_t)(sold + taken) + refused);
    assert_true(sold > 0 && sold + 3 * taken <= ADJUST_PIECES);
    /* A buyer is refused only where nothing is left, a taker where fewer than three are. */
    assert_true(ADJUST_PIECES - sold - 3 * taken < 3);
    assert_stock(it.product, ADJUST_PIECES - sold - 3 * taken, 0);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(s5_q5_of_500_buyers_exactly_100_get_the_100_pieces),
        PROVES(o13_opposite_orders_of_ten_products_all_succeed),
        PROVES(s2_stock_taken_by_hand_while_buyers_order_adds_up),
    };
    return RUN_TESTS(tests);
}
