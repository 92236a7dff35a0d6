/* What a key is refused for, on each of the calls that take one (Y7): it was another request's, or
 * its first request still runs. */
#include <pthread.h>

#include "support/coupon.h"
#include "support/stack.h"
#include "support/test.h"

enum { WAIT_MS = 20000, CALLS = 6 };

/* A call that succeeds, and another body for the same way. */
struct keyed {
    const char *method, *path, *body, *other;
    long status;
    const char *token, *key;
};

/* The calls of one member, each with a new key. */
static void calls_new(struct keyed calls[CALLS])
{
    struct person seller = seller_new(), p = customer_new();
    const long long product = product_new(&seller, 1000, 9);
    charge(&p, 100000);
    const char *paid = answer_text(order_paid(p.token, product, 1), "data.orderNo");
    const char *pending = answer_text(order_pending(p.token, product, 1), "data.orderNo");
    const char *order = "{\"items\":[{\"productId\":%lld,\"quantity\":%d}],"
                        "\"paymentMethod\":\"POINT\"}";
    const struct keyed made[CALLS] = {
        {"PATCH", "/api/point/charge", "{\"amount\":1000}", "{\"amount\":2000}", 200, 0, 0},
        {"PATCH", "/api/point/use", "{\"amount\":1000}", "{\"amount\":2000}", 200, 0, 0},
        {"POST", "/api/order", text(order, product, 1), text(order, product, 2), 201, 0, 0},
        {"POST", "/api/pay", text("{\"orderNo\":\"%s\"}", pending),
         text("{\"orderNo\":\"%s\",\"paymentMethod\":\"POINT\"}", pending), 200, 0, 0},
        {"POST", "/api/refund", text("{\"orderNo\":\"%s\"}", paid),
         text("{\"orderNo\":\"%s\",\"reason\":\"변심\"}", paid), 200, 0, 0},
        {"POST", text("/api/coupon/%lld/issue", coupon_new(FIXED_3000)), "{}", "{ }", 201, 0, 0},
    };
    for (size_t i = 0; i < CALLS; i++) {
        calls[i] = made[i];
        calls[i].token = text("%s", p.token);
        calls[i].key = text("Idempotency-Key: %s", unique());
    }
}

/* In any thread. */
static struct answer send_keyed(const struct keyed *keyed, const char *body)
{
    return ASK(.method = keyed->method, .path = keyed->path, .token = keyed->token, .body = body,
               .headers = {keyed->key});
}

static void y7_every_key_with_another_body_is_422(void **state)
{
    (void)state;
    struct keyed calls[CALLS];
    calls_new(calls);
    for (size_t i = 0; i < CALLS; i++) {
        assert_answer(send_keyed(&calls[i], calls[i].body), calls[i].status, "SUCCESS");
        assert_answer(send_keyed(&calls[i], calls[i].other), 422, "IDEMPOTENCY_KEY_REUSED");
    }
}

static void *send_first(void *arg)
{
    const struct keyed *keyed = arg;
    (void)send_keyed(keyed, keyed->body);
    http_end();
    return NULL;
}

/* Whoever holds a key and waits to record its answer. */
static bool is_held_up(void)
{
    return db_number("SELECT count(*) FROM pg_locks w JOIN pg_locks k USING (pid)"
                     " WHERE w.relation = 'idempotency'::regclass AND NOT w.granted"
                     " AND k.locktype = 'advisory' AND k.granted") > 0;
}

/* The first request is held up where it records its answer, with all else done. */
static void y7_every_copy_of_a_call_under_way_is_409(void **state)
{
    (void)state;
    struct keyed calls[CALLS];
    calls_new(calls);
    for (size_t i = 0; i < CALLS; i++) {
        pthread_t first;
        const long long deadline = now_ms() + WAIT_MS;
        db_do("BEGIN");
        db_do("LOCK TABLE idempotency IN EXCLUSIVE MODE");
        assert_int_equal(pthread_create(&first, NULL, send_first, &calls[i]), 0);
        while (!is_held_up() && now_ms() < deadline)
            pause_ms(5);
        struct answer copy = send_keyed(&calls[i], calls[i].body);
        db_do("COMMIT");
        assert_int_equal(pthread_join(first, NULL), 0);
        assert_answer(copy, 409, "IDEMPOTENCY_IN_PROGRESS");
        assert_answer(send_keyed(&calls[i], calls[i].body), calls[i].status, "SUCCESS");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y7_every_key_with_another_body_is_422),
        PROVES(y7_every_copy_of_a_call_under_way_is_409),
    };
    return RUN_TESTS(tests);
}
