/* Money and stock of paid orders, claimed back from many sides at once (O8, Y5, S3). */
#include "support/test.h"

enum { CLIENTS = 20, LINES = 5 };
static struct outcome outcomes[CLIENTS];

struct scene {
    struct person seller;
    struct buyer buyer;
    long long products[LINES], items[LINES];
    size_t lines;
    const char *number;
};

/* A paid order of so many lines: 1000 won each, 3000 of shipping. */
static void order_new(struct scene *scene)
{
    const char *items = "";
    for (size_t i = 0; i < scene->lines; i++)
        items = text("%s%s{\"productId\":%lld,\"quantity\":1}", items, i > 0 ? "," : "",
                     scene->products[i]);
    struct answer a = call("POST", "/api/order", scene->buyer.token,
                           "{\"items\":[%s],\"paymentMethod\":\"POINT\"}", items);
    assert_answer(a, 201, "SUCCESS");
    scene->number = answer_text(a, "data.orderNo");
    for (size_t i = 0; i < scene->lines; i++)
        scene->items[i] = answer_int(a, text("data.items.%zu.itemId", i));
}

static struct scene scene_new(size_t lines)
{
    struct scene scene = {.seller = seller_new(), .lines = lines};
    for (size_t i = 0; i < lines; i++)
        scene.products[i] = product_new(&scene.seller, 1000, 100);
    buyers_new(&scene.buyer, 1, 900000);
    order_new(&scene);
    return scene;
}

static long long balance_of_buyer(const struct scene *scene)
{
    return db_number("SELECT balance FROM point_balance WHERE member_id = %lld",
                     scene->buyer.member);
}

static struct answer refund_all(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index % 2 == 0)
        return ask("POST", text("/api/order/%s/cancel", scene->number), scene->buyer.token);
    return call("POST", "/api/refund", scene->buyer.token, "{\"orderNo\":\"%s\"}", scene->number);
}

static void y5_20_refunds_of_one_order_at_once_give_back_once(void **state)
{
    (void)state;
    struct scene scene = scene_new(3);
    crowd(CLIENTS, refund_all, &scene, outcomes);

    const size_t won = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
    const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
    assert_outcomes(outcomes, CLIENTS, won + lost);
    assert_int_equal(won, 1);
    assert_int_equal(balance_of_buyer(&scene), 900000);
    for (size_t i = 0; i < scene.lines; i++)
        assert_stock(scene.products[i], 100, 0);
    audit_is_clean();
}

static struct answer refund_line(size_t index, void *arg)
{
    const struct scene *scene = arg;
    return call("POST", "/api/refund", scene->buyer.token,
                "{\"orderNo\":\"%s\",\"itemIds\":[%lld]}", scene->number,
                scene->items[index % scene->lines]);
}

static void y5_20_refunds_of_its_lines_at_once_sum_to_what_was_paid(void **state)
{
    (void)state;
    struct scene scene = scene_new(LINES);
    crowd(CLIENTS, refund_line, &scene, outcomes);

    const size_t won = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
    const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
    assert_outcomes(outcomes, CLIENTS, won + lost);
    assert_int_equal(won, LINES);
    assert_int_equal(balance_of_buyer(&scene), 900000);
    assert_int_equal(db_number("SELECT count(*) FROM orders WHERE order_no = '%s' AND"
                               " status = 'REFUNDED' AND refunded = payable",
                               scene.number),
                     1);
    audit_is_clean();
}

static struct answer cancel_or_prepare(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index % 2 == 0)
        return ask("POST", text("/api/order/%s/cancel", scene->number), scene->buyer.token);
    return call("PATCH", text("/api/order/%s/items/%lld", scene->number, scene->items[0]),
                scene->seller.token, "{\"status\":\"PREPARING\"}");
}

/* Whoever is first: cancelled with its money back, or prepared and then asked for and perhaps
 * prepared again, still paid. Never both. */
static void o8_cancel_against_the_sellers_prepare_has_one_winner(void **state)
{
    (void)state;
    enum { ROUNDS = 10 };
    struct scene scene = scene_new(1);
    for (int round = 0; round < ROUNDS; round++) {
        if (round > 0)
            order_new(&scene);
        const long long before = balance_of_buyer(&scene);
        crowd(CLIENTS, cancel_or_prepare, &scene, outcomes);
        const size_t won = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
        assert_outcomes(outcomes, CLIENTS, won + lost);
        const bool refunded = db_number("SELECT count(*) FROM orders WHERE order_no = '%s'"
                                        " AND status = 'REFUNDED'",
                                        scene.number) == 1;
        assert_int_equal(balance_of_buyer(&scene), refunded ? before + 4000 : before);
        assert_int_equal(refunded, db_number("SELECT count(*) FROM order_item WHERE item_id = %lld"
                                             " AND status = 'CANCELLED'",
                                             scene.items[0]));
        assert_true(won >= 1);
    }
    audit_is_clean();
}

/* One buyer's orders over the same products, in every order of lines: some are placed while others
 * are cancelled, and the balance is charged meanwhile. No deadlock gets to a client. */
static struct answer order_or_cancel(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index % 3 == 0)
        return call("PATCH", "/api/point/charge", scene->buyer.token, "{\"amount\":100}");
    if (index % 3 == 1)
        return call("POST", "/api/refund", scene->buyer.token,
                    "{\"orderNo\":\"%s\",\"itemIds\":[%lld,%lld]}", scene->number, scene->items[1],
                    scene->items[0]);
    return call(
        "POST", "/api/order", scene->buyer.token,
        "{\"items\":[{\"productId\":%lld,\"quantity\":1},{\"productId\":%lld,\"quantity\":1}],"
        "\"paymentMethod\":\"POINT\"}",
        scene->products[index % 2], scene->products[1 - index % 2]);
}

static void s3_orders_refunds_and_charges_at_once_balance(void **state)
{
    (void)state;
    enum { ROUNDS = 5 };
    struct scene scene = scene_new(2);
    for (int round = 0; round < ROUNDS; round++) {
        if (round > 0)
            order_new(&scene);
        crowd(CLIENTS, order_or_cancel, &scene, outcomes);
        const size_t done = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS") +
                            outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
        const size_t late = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
        assert_outcomes(outcomes, CLIENTS, done + late);
        assert_int_equal(late, CLIENTS / 3); /* of 7 refunds the first one wins */
    }
    audit_is_clean();
}

struct farewell {
    struct person buyer;
    const char *number;
};

static struct answer leave_or_cancel(size_t index, void *arg)
{
    const struct farewell *it = arg;
    if (index == 0)
        return call("DELETE", "/api/member/me", it->buyer.token, "{\"password\":\"" PASSWORD "\"}");
    return ask("POST", text("/api/order/%s/cancel", it->number), it->buyer.token);
}

/* Leaving is refused while the order is open, so the money is back before anybody is gone. */
static void m2_member_who_leaves_at_once_with_the_refund_misses_nothing(void **state)
{
    (void)state;
    enum { FEW = 4, ROUNDS = 5 };
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 100);
    for (int round = 0; round < ROUNDS; round++) {
        struct farewell it = {.buyer = customer_new()};
        charge(&it.buyer, 4000);
        it.number = answer_text(order_paid(it.buyer.token, product, 1), "data.orderNo");
        crowd(FEW, leave_or_cancel, &it, outcomes);
        const size_t won = outcomes_of(outcomes, FEW, 200, "SUCCESS");
        const size_t left = outcomes_of(outcomes, FEW, 204, NULL);
        const size_t refused = outcomes_of(outcomes, FEW, 409, NULL);
        assert_outcomes(outcomes, FEW,
                        won + left + refused + outcomes_of(outcomes, FEW, 401, NULL));
        assert_int_equal(won, 1);
        assert_int_equal(db_number("SELECT sum(amount) FROM point_entry WHERE member_id = %lld"
                                   " AND kind = 'REFUND'",
                                   it.buyer.member),
                         4000);
    }
    assert_stock(product, 100, 0);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y5_20_refunds_of_one_order_at_once_give_back_once),
        PROVES(y5_20_refunds_of_its_lines_at_once_sum_to_what_was_paid),
        PROVES(o8_cancel_against_the_sellers_prepare_has_one_winner),
        PROVES(s3_orders_refunds_and_charges_at_once_balance),
        PROVES(m2_member_who_leaves_at_once_with_the_refund_misses_nothing),
    };
    return RUN_TESTS(tests);
}
