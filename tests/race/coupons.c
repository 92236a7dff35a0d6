/* A rush for a limited coupon, and one coupon in many orders at once (K2, K3, K6, K7). */
#include <pthread.h>

#include "support/coupon.h"
#include "support/stack.h"
#include "support/test.h"

enum { MEMBERS = 300, CLAIMS = 3, QUANTITY = 100 };

struct rush {
    struct buyer buyers[MEMBERS];
    long long coupon;
};

static struct answer claim(size_t index, void *arg)
{
    const struct rush *rush = arg;
    return coupon_issue(rush->buyers[index % MEMBERS].token, rush->coupon);
}

static long long issued_of(long long coupon, const char *what)
{
    return db_number("SELECT count(%s) FROM issued_coupon WHERE coupon_id = %lld", what, coupon);
}

static void k2_k3_rush_of_300_members_for_100_issues_exactly_100(void **state)
{
    (void)state;
    static struct outcome outcomes[MEMBERS * CLAIMS];
    static struct rush rush;
    rush.coupon = coupon_new("\"type\":\"FIXED\",\"value\":1000,\"quantity\":100");
    buyers_new(rush.buyers, MEMBERS, 0);
    crowd(MEMBERS * CLAIMS, claim, &rush, outcomes);

    const size_t issued = outcomes_of(outcomes, COUNT(outcomes), 201, "SUCCESS");
    const size_t again = outcomes_of(outcomes, COUNT(outcomes), 409, "COUPON_ALREADY_ISSUED");
    const size_t late = outcomes_of(outcomes, COUNT(outcomes), 409, "COUPON_SOLD_OUT");
    assert_outcomes(outcomes, COUNT(outcomes), issued + again + late);
    assert_int_equal(issued, QUANTITY);
    assert_int_equal(issued_of(rush.coupon, "*"), QUANTITY);
    assert_int_equal(issued_of(rush.coupon, "DISTINCT member_id"), QUANTITY);
    audit_is_clean();
}

static void k2_every_coupon_goes_out_while_demand_lasts(void **state)
{
    (void)state;
    static struct outcome outcomes[MEMBERS];
    static struct rush rush;
    rush.coupon = coupon_new("\"type\":\"FIXED\",\"value\":1000,\"quantity\":300");
    buyers_new(rush.buyers, MEMBERS, 0);
    crowd(MEMBERS, claim, &rush, outcomes);

    assert_outcomes(outcomes, MEMBERS, outcomes_of(outcomes, MEMBERS, 201, "SUCCESS"));
    assert_int_equal(issued_of(rush.coupon, "*"), MEMBERS);
    audit_is_clean();
}

struct late {
    struct rush *rush;
    long status;
};

static void *claim_late(void *arg)
{
    struct late *late = arg;
    late->status = claim(0, late->rush).status;
    http_end();
    return NULL;
}

/* All slots are in other hands; nobody is told SOLD_OUT while one may come back. */
static void k2_slot_that_comes_back_is_waited_for(void **state)
{
    (void)state;
    static struct rush rush;
    struct late late = {.rush = &rush};
    pthread_t thread;
    rush.coupon = coupon_new("\"type\":\"FIXED\",\"value\":1000,\"quantity\":3");
    buyers_new(rush.buyers, 1, 0);
    db_do("BEGIN");
    db_do("DELETE FROM coupon_slot WHERE coupon_id = %lld", rush.coupon);
    assert_int_equal(pthread_create(&thread, NULL, claim_late, &late), 0);
    /* Of locks, not of pg_stat_activity: inside of a transaction that one shows its first look for
     * ever. */
    const char *const waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
                                " AND pg_backend_pid() = ANY (pg_blocking_pids(pid))";
    for (const long long until = now_ms() + 2500; db_number(waiting) == 0 && now_ms() < until;)
        pause_ms(5);
    db_do("ROLLBACK");
    (void)pthread_join(thread, NULL);
    assert_int_equal(late.status, 201);
    audit_is_clean();
}

struct scene {
    struct buyer buyer;
    long long product, issued;
    const char *number; /* of a pending order that holds the coupon */
    struct person admin;
};

static struct scene scene_new(void)
{
    struct person seller = seller_new();
    struct scene scene = {.product = product_new(&seller, 10000, 100)};
    buyers_new(&scene.buyer, 1, 900000);
    scene.issued = coupon_issued(scene.buyer.token, FIXED_3000);
    return scene;
}

/* Every other one waits for its payment. */
static struct answer order_with_coupon(size_t index, void *arg)
{
    const struct scene *scene = arg;
    return call("POST", "/api/order", scene->buyer.token,
                "{\"items\":[{\"productId\":%lld,\"quantity\":1}],\"couponId\":%lld,"
                "\"paymentMethod\":\"POINT\",\"pay\":%s}",
                scene->product, scene->issued, index % 2 == 0 ? "true" : "false");
}

static void k7_one_coupon_in_32_orders_at_once_goes_into_one(void **state)
{
    (void)state;
    enum { CLIENTS = 32 };
    static struct outcome outcomes[CLIENTS];
    struct scene scene = scene_new();
    crowd(CLIENTS, order_with_coupon, &scene, outcomes);

    const size_t won = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
    const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "COUPON_NOT_USABLE");
    assert_outcomes(outcomes, CLIENTS, won + lost);
    assert_int_equal(won, 1);
    assert_int_equal(
        db_number("SELECT count(*) FROM orders WHERE issued_coupon_id = %lld", scene.issued), 1);
    audit_is_clean();
}

static struct answer pay_cancel_or_order(size_t index, void *arg)
{
    const struct scene *scene = arg;
    switch (index % 4) {
    case 0:
        return call("POST", "/api/pay", scene->buyer.token, "{\"orderNo\":\"%s\"}", scene->number);
    case 1:
        return ask("POST", text("/api/order/%s/cancel", scene->number), scene->buyer.token);
    default:
        return order_with_coupon(index, arg);
    }
}

static void k6_k7_paying_cancelling_and_ordering_anew_at_once_stay_in_step(void **state)
{
    (void)state;
    enum { CLIENTS = 24, ROUNDS = 5 };
    static struct outcome outcomes[CLIENTS];
    for (int round = 0; round < ROUNDS; round++) {
        struct scene scene = scene_new();
        struct answer order = order_with_coupon(1, &scene);
        assert_answer(order, 201, "SUCCESS");
        scene.number = answer_text(order, "data.orderNo");
        crowd(CLIENTS, pay_cancel_or_order, &scene, outcomes);

        const size_t done = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS") +
                            outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "COUPON_NOT_USABLE") +
                            outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
        assert_outcomes(outcomes, CLIENTS, done + lost);
        /* A cancel that comes after the payment takes it back: both have won. */
        const bool refunded = db_number("SELECT count(*) FROM orders WHERE order_no = '%s'"
                                        " AND status = 'REFUNDED'",
                                        scene.number) == 1;
        assert_int_equal(outcomes_of(outcomes, CLIENTS, 200, "SUCCESS"), refunded ? 2 : 1);
    }
    audit_is_clean();
}

static struct answer pay_or_revoke(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index % 2 == 0)
        return call("POST", "/api/pay", scene->buyer.token, "{\"orderNo\":\"%s\"}", scene->number);
    return ask("POST", text("/api/coupon/issued/%lld/revoke", scene->issued), scene->admin.token);
}

static void k6_k8_coupon_revoked_while_it_is_paid_with_is_used_or_revoked(void **state)
{
    (void)state;
    enum { CLIENTS = 8, ROUNDS = 10 };
    static struct outcome outcomes[CLIENTS];
    const struct person admin = admin_person();
    for (int round = 0; round < ROUNDS; round++) {
        struct scene scene = scene_new();
        scene.admin = admin;
        scene.number = answer_text(order_with_coupon(1, &scene), "data.orderNo");
        crowd(CLIENTS, pay_or_revoke, &scene, outcomes);

        const bool used = db_number("SELECT count(*) FROM issued_coupon WHERE issued_coupon_id = "
                                    "%lld AND status = 'USED'",
                                    scene.issued) == 1;
        const size_t done = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "COUPON_NOT_USABLE") +
                            outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
        assert_outcomes(outcomes, CLIENTS, done + lost);
        /* Revoking again says the same; paying again does not. */
        assert_int_equal(done, used ? 1 : CLIENTS / 2);
    }
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(k2_k3_rush_of_300_members_for_100_issues_exactly_100),
        PROVES(k2_every_coupon_goes_out_while_demand_lasts),
        PROVES(k2_slot_that_comes_back_is_waited_for),
        PROVES(k7_one_coupon_in_32_orders_at_once_goes_into_one),
        PROVES(k6_k7_paying_cancelling_and_ordering_anew_at_once_stay_in_step),
        PROVES(k6_k8_coupon_revoked_while_it_is_paid_with_is_used_or_revoked),
    };
    return RUN_TESTS(tests);
}
