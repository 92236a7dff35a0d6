/* One member's cart and orders from many sides at once (O1, O7, O13, Y7, B1, B8). */
#include "support/test.h"

struct scene {
    struct buyer buyer;
    long long product, line;
    const char *number;
};

static struct scene scene_new(long long stock)
{
    struct person seller = seller_new();
    struct scene scene = {.product = product_new(&seller, 10000, stock)};
    buyers_new(&scene.buyer, 1, 900000);
    return scene;
}

static long long orders_of(const struct scene *scene, const char *status)
{
    return db_number("SELECT count(*) FROM orders WHERE member_id = %lld AND status = '%s'",
                     scene->buyer.member, status);
}

static long long balance_of_buyer(const struct scene *scene)
{
    return db_number("SELECT balance FROM point_balance WHERE member_id = %lld",
                     scene->buyer.member);
}

static struct answer order_cart(size_t index, void *arg)
{
    (void)index;
    const struct scene *scene = arg;
    return call("POST", "/api/order", scene->buyer.token,
                "{\"cartItemIds\":[%lld],\"paymentMethod\":\"POINT\"}", scene->line);
}

static void o1_same_cart_ordered_by_16_clients_is_ordered_once(void **state)
{
    (void)state;
    enum { CLIENTS = 16 };
    static struct outcome outcomes[CLIENTS];
    struct scene scene = scene_new(100);
    scene.line = cart_line(scene.buyer.token, scene.product, 2);
    crowd(CLIENTS, order_cart, &scene, outcomes);

    const size_t won = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
    const size_t lost = outcomes_of(outcomes, CLIENTS, 404, "CART_ITEM_NOT_FOUND");
    assert_outcomes(outcomes, CLIENTS, won + lost);
    assert_int_equal(won, 1);
    assert_int_equal(orders_of(&scene, "PAID"), 1);
    assert_int_equal(balance_of_buyer(&scene), 900000 - 23000);
    assert_stock(scene.product, 98, 0);
    audit_is_clean();
}

static struct answer order_later(size_t index, void *arg)
{
    (void)index;
    const struct scene *scene = arg;
    return order_pending(scene->buyer.token, scene->product, 1);
}

static void pending_orders_placed_at_once_stay_within_their_limit(void **state)
{
    (void)state;
    enum { CLIENTS = 20, PENDING_MAX = 5 };
    static struct outcome outcomes[CLIENTS];
    struct scene scene = scene_new(100);
    crowd(CLIENTS, order_later, &scene, outcomes);

    const size_t placed = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
    const size_t refused = outcomes_of(outcomes, CLIENTS, 429, "TOO_MANY_REQUESTS");
    assert_outcomes(outcomes, CLIENTS, placed + refused);
    assert_int_equal(placed, PENDING_MAX);
    assert_int_equal(orders_of(&scene, "PENDING_PAYMENT"), PENDING_MAX);
    assert_stock(scene.product, 100, PENDING_MAX);
    audit_is_clean();
}

static struct answer pay_or_cancel(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index % 2 == 0)
        return call("POST", "/api/pay", scene->buyer.token, "{\"orderNo\":\"%s\"}", scene->number);
    return ask("POST", text("/api/order/%s/cancel", scene->number), scene->buyer.token);
}

static void y7_paying_and_cancelling_at_once_leaves_one_end(void **state)
{
    (void)state;
    enum { CLIENTS = 16, ROUNDS = 10 };
    static struct outcome outcomes[CLIENTS];
    for (int round = 0; round < ROUNDS; round++) {
        struct scene scene = scene_new(5);
        scene.number =
            answer_text(order_pending(scene.buyer.token, scene.product, 2), "data.orderNo");
        crowd(CLIENTS, pay_or_cancel, &scene, outcomes);

        const size_t won = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
        assert_outcomes(outcomes, CLIENTS, won + lost);
        /* A cancel that comes after the payment takes it back: both have won. */
        const bool paid = orders_of(&scene, "PAID") == 1;
        const bool refunded = orders_of(&scene, "REFUNDED") == 1;
        assert_int_equal(won, refunded ? 2 : 1);
        assert_int_equal(orders_of(&scene, "CANCELLED"), paid || refunded ? 0 : 1);
        assert_int_equal(balance_of_buyer(&scene), paid ? 877000 : 900000);
        assert_stock(scene.product, paid ? 3 : 5, 0);
    }
    audit_is_clean();
}

static struct answer add_to_cart(size_t index, void *arg)
{
    (void)index;
    const struct scene *scene = arg;
    return call("POST", "/api/cart", scene->buyer.token, "{\"productId\":%lld,\"quantity\":1}",
                scene->product);
}

static void b1_adding_at_once_counts_every_piece_in_one_line(void **state)
{
    (void)state;
    enum { CLIENTS = 32 };
    static struct outcome outcomes[CLIENTS];
    struct scene scene = scene_new(1000);
    crowd(CLIENTS, add_to_cart, &scene, outcomes);

    assert_outcomes(outcomes, CLIENTS, outcomes_of(outcomes, CLIENTS, 201, "SUCCESS"));
    assert_int_equal(
        db_number("SELECT quantity FROM cart_item WHERE member_id = %lld", scene.buyer.member),
        CLIENTS);
    audit_is_clean();
}

/* ---- one guest's cart, taken over by many log-ins at once ---- */

struct take_over {
    struct person person;
    const char *guest;
};

static struct answer log_in_as_guest(size_t index, void *arg)
{
    (void)index;
    const struct take_over *it = arg;
    return call("POST", "/api/session", it->guest,
                "{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}", it->person.email);
}

static void b8_guests_cart_is_taken_over_once(void **state)
{
    (void)state;
    enum { CLIENTS = 4 };
    static struct outcome outcomes[CLIENTS];
    struct person seller = seller_new();
    struct take_over it = {customer_new(), guest_new()};
    cart_line(it.guest, product_new(&seller, 1000, 100), 3);
    crowd(CLIENTS, log_in_as_guest, &it, outcomes);

    assert_outcomes(outcomes, CLIENTS, outcomes_of(outcomes, CLIENTS, 200, "SUCCESS"));
    assert_int_equal(
        db_number("SELECT sum(quantity) FROM cart_item WHERE member_id = %lld", it.person.member),
        3);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o1_same_cart_ordered_by_16_clients_is_ordered_once),
        PROVES(pending_orders_placed_at_once_stay_within_their_limit),
        PROVES(y7_paying_and_cancelling_at_once_leaves_one_end),
        PROVES(b1_adding_at_once_counts_every_piece_in_one_line),
        PROVES(b8_guests_cart_is_taken_over_once),
    };
    return RUN_TESTS(tests);
}
