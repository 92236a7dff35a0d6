/* Card payments whose news comes from many sides at once (O6, Y2, Y4, Y6, Y7). The gateway is the
 * sandbox's; its worker asks beside all of it. */
#include "support/stack.h"
#include "support/test.h"
#include "support/word.h"

enum { CLIENTS = 120, WAIT_MS = 20000 };
static struct outcome outcomes[CLIENTS];

struct scene {
    struct person seller;
    struct buyer buyer;
    long long product; /* 10,000 won; shipping 3,000 */
    struct started paid;
    const char *id; /* of the callback whose copies come */
};

static struct scene scene_new(void)
{
    struct scene scene = {.seller = seller_new()};
    scene.product = product_new(&scene.seller, 10000, 100);
    buyers_new(&scene.buyer, 1, 500000);
    return scene;
}

static void start(struct scene *scene)
{
    scene->paid = card_order(scene->buyer.token, scene->product, 1);
    scene->id = text("copies-%s", unique());
}

static long long orders_in(const struct scene *scene, const char *status)
{
    return db_number("SELECT count(*) FROM orders WHERE order_no = '%s' AND status = '%s'",
                     scene->paid.number, status);
}

static long long approvals(const struct scene *scene)
{
    return db_number("SELECT count(*) FROM payment_log WHERE payment_id = %lld"
                     " AND event = 'APPROVED'",
                     scene->paid.payment);
}

static long long returns(const struct scene *scene)
{
    return db_number("SELECT count(*) FROM refund WHERE payment_id = %lld AND kind = 'RETURNED'"
                     " AND amount = %lld",
                     scene->paid.payment, scene->paid.amount);
}

static struct answer copy_or_poll(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index < 100)
        return SAY(.of = &scene->paid, .status = "APPROVED",
                   .id = index % 2 == 0 ? scene->id : NULL);
    return ask("GET", text("/api/order/%s", scene->paid.number), scene->buyer.token);
}

static void y6_100_callbacks_while_the_buyer_polls_pay_once(void **state)
{
    (void)state;
    struct scene scene = scene_new();
    start(&scene);
    crowd(CLIENTS, copy_or_poll, &scene, outcomes);
    assert_outcomes(outcomes, CLIENTS, outcomes_of(outcomes, CLIENTS, 200, "SUCCESS"));
    assert_int_equal(orders_in(&scene, "PAID"), 1);
    assert_int_equal(approvals(&scene), 1);
    assert_int_equal(returns(&scene), 0);
    assert_stock(scene.product, 99, 0);
    audit_is_clean();
}

static struct answer callback_or_return(size_t index, void *arg)
{
    const struct scene *scene = arg;
    return index % 2 == 0 ? SAY(.of = &scene->paid, .status = "APPROVED")
                          : come_back(scene->buyer.token, scene->paid.payment);
}

static void y4_callback_return_and_worker_at_once_pay_once(void **state)
{
    (void)state;
    enum { COMERS = 24, ROUNDS = 5 };
    struct scene scene = scene_new();
    for (int round = 0; round < ROUNDS; round++) {
        start(&scene);
        approve_silently(&scene.paid);
        db_do("UPDATE payment SET ask_at = now() WHERE payment_id = %lld", scene.paid.payment);
        crowd(COMERS, callback_or_return, &scene, outcomes);
        assert_outcomes(outcomes, COMERS,
                        outcomes_of(outcomes, COMERS, 200, "SUCCESS") +
                            outcomes_of(outcomes, COMERS, 303, NULL));
        assert_int_equal(orders_in(&scene, "PAID"), 1);
        assert_int_equal(approvals(&scene), 1);
        assert_int_equal(returns(&scene), 0);
    }
    assert_stock(scene.product, 100 - ROUNDS, 0);
    audit_is_clean();
}

static struct answer points_or_card(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index % 2 == 0)
        return SAY(.of = &scene->paid, .status = "APPROVED");
    return call("POST", "/api/pay", scene->buyer.token,
                "{\"orderNo\":\"%s\",\"paymentMethod\":\"POINT\"}", scene->paid.number);
}

/* Whoever is first; other money is not taken, or goes back. */
static void y7_points_against_card_have_one_winner(void **state)
{
    (void)state;
    enum { PAYERS = 6, ROUNDS = 10 };
    struct scene scene = scene_new();
    long long by_points = 0;
    for (int round = 0; round < ROUNDS; round++) {
        start(&scene);
        crowd(PAYERS, points_or_card, &scene, outcomes);
        const size_t won = outcomes_of(outcomes, PAYERS, 200, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, PAYERS, 409, "ORDER_STATE_CONFLICT");
        assert_outcomes(outcomes, PAYERS, won + lost);
        assert_true(won == PAYERS / 2 || won == PAYERS / 2 + 1);
        assert_int_equal(orders_in(&scene, "PAID"), 1);
        assert_int_equal(approvals(&scene), 1);
        assert_int_equal(returns(&scene), won - PAYERS / 2);
        by_points += returns(&scene);
    }
    assert_int_equal(
        db_number("SELECT balance FROM point_balance WHERE member_id = %lld", scene.buyer.member),
        500000 - 13000 * by_points);
    assert_stock(scene.product, 100 - ROUNDS, 0);
    audit_is_clean();
}

static struct answer approve(size_t index, void *arg)
{
    const struct scene *scene = arg;
    (void)index;
    return SAY(.of = &scene->paid, .status = "APPROVED");
}

/* The worker expires while approvals come: paid, or failed with the money on its way back. */
static void o6_expiry_against_approval_leaves_paid_or_failed(void **state)
{
    (void)state;
    enum { COMERS = 8, ROUNDS = 12 };
    struct scene scene = scene_new();
    for (int round = 0; round < ROUNDS; round++) {
        start(&scene);
        db_do("UPDATE orders SET expires_at = now() + %d * interval '1 ms' WHERE order_no = '%s'",
              2 * round, scene.paid.number);
        crowd(COMERS, approve, &scene, outcomes);
        assert_outcomes(outcomes, COMERS, outcomes_of(outcomes, COMERS, 200, "SUCCESS"));
        const long long paid = orders_in(&scene, "PAID");
        assert_int_equal(paid + orders_in(&scene, "FAILED"), 1);
        assert_int_equal(returns(&scene), 1 - paid);
        assert_int_equal(approvals(&scene), 1);
    }
    audit_is_clean();
}

static struct answer start_payment(size_t index, void *arg)
{
    const struct scene *scene = arg;
    return ASK(.method = "POST", .path = "/api/pay", .token = scene->buyer.token,
               .body = text("{\"orderNo\":\"%s\"}", scene->paid.number),
               .headers = {index % 4 == 0 ? text("Idempotency-Key: %s", scene->id) : NULL});
}

static void y2_32_starts_at_once_are_one_payment(void **state)
{
    (void)state;
    enum { STARTERS = 32 };
    struct scene scene = scene_new();
    scene.paid.number =
        answer_text(order_by_card(scene.buyer.token, scene.product, 1), "data.orderNo");
    scene.id = unique();
    crowd(STARTERS, start_payment, &scene, outcomes);
    const size_t started = outcomes_of(outcomes, STARTERS, 202, "SUCCESS");
    const size_t busy = outcomes_of(outcomes, STARTERS, 409, "IDEMPOTENCY_IN_PROGRESS");
    assert_outcomes(outcomes, STARTERS, started + busy);
    assert_true(started >= STARTERS * 3 / 4);
    assert_int_equal(db_number("SELECT count(*) FROM payment p JOIN orders o USING (order_id)"
                               " WHERE o.order_no = '%s'",
                               scene.paid.number),
                     1);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y6_100_callbacks_while_the_buyer_polls_pay_once),
        PROVES(y4_callback_return_and_worker_at_once_pay_once),
        PROVES(y7_points_against_card_have_one_winner),
        PROVES(o6_expiry_against_approval_leaves_paid_or_failed),
        PROVES(y2_32_starts_at_once_are_one_payment),
    };
    return RUN_TESTS(tests);
}
