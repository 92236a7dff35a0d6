/* Idempotency-Key on the money calls: one effect, however often a request is sent. */
#include "support/test.h"

/* A money call under a key (the header's whole value). */
static struct answer keyed(const char *method, const char *path, const char *token, const char *key,
                           const char *body)
{
    return ASK(.method = method, .path = path, .token = token, .body = body,
               .headers = {text("Idempotency-Key: %s", key)});
}

static struct answer charge_keyed(const char *token, const char *key, long long amount)
{
    return keyed("PATCH", "/api/point/charge", token, key, text("{\"amount\":%lld}", amount));
}

static void assert_replay(struct answer first, struct answer again)
{
    assert_null(header(first, "Idempotent-Replayed"));
    assert_non_null(header(again, "Idempotent-Replayed"));
    assert_string_equal(header(again, "Idempotent-Replayed"), "true");
    assert_int_equal(again.status, first.status);
    assert_string_equal(again.body, first.body);
    assert_string_not_equal(header(first, "X-Request-Id"), header(again, "X-Request-Id"));
}

/* Sends one request twice under a new key. */
static void assert_replayed(const char *method, const char *path, const char *token,
                            const char *body)
{
    const char *key = unique();
    struct answer first = keyed(method, path, token, key, body);
    assert_replay(first, keyed(method, path, token, key, body));
}

static void y7_same_key_and_body_give_the_first_answer_again(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *key = unique();
    struct answer first = charge_keyed(p.token, key, 1000);
    assert_answer(first, 200, "SUCCESS");
    charge(&p, 500);
    struct answer again = charge_keyed(p.token, key, 1000);
    assert_replay(first, again);
    assert_int(again, "data.balance", 1000);
    assert_int_equal(balance_of(&p), 1500);
}

static void every_money_call_honours_a_key(void **state)
{
    (void)state;
    struct person seller = seller_new(), p = customer_new();
    const long long product = product_new(&seller, 10000, 9);
    charge(&p, 100000);
    const char *body = text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],"
                            "\"paymentMethod\":\"POINT\"}",
                            product);
    assert_replayed("POST", "/api/order", p.token, body);
    assert_stock(product, 8, 0);
    assert_int_equal(balance_of(&p), 87000);

    assert_replayed("PATCH", "/api/point/use", p.token, "{\"amount\":7000}");
    assert_int_equal(balance_of(&p), 80000);

    body = text("{\"orderNo\":\"%s\"}",
                answer_text(order_pending(p.token, product, 1), "data.orderNo"));
    assert_replayed("POST", "/api/pay", p.token, body);
    assert_int_equal(balance_of(&p), 67000);
    assert_stock(product, 7, 0);
}

static void same_key_with_another_request_is_422(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *key = unique();
    assert_answer(charge_keyed(p.token, key, 1000), 200, "SUCCESS");
    assert_answer(charge_keyed(p.token, key, 2000), 422, "IDEMPOTENCY_KEY_REUSED");
    /* The key comes before what is wrong with the amount. */
    assert_answer(charge_keyed(p.token, key, 1001), 422, "IDEMPOTENCY_KEY_REUSED");
    assert_answer(keyed("PATCH", "/api/point/charge", p.token, key, "{ \"amount\":1000}"), 422,
                  "IDEMPOTENCY_KEY_REUSED");
    assert_answer(keyed("PATCH", "/api/point/use", p.token, key, "{\"amount\":1000}"), 422,
                  "IDEMPOTENCY_KEY_REUSED");
    assert_int_equal(balance_of(&p), 1000);
}

static void refusal_leaves_the_key_free(void **state)
{
    (void)state;
    struct person seller = seller_new(), p = customer_new();
    const long long product = product_new(&seller, 10000, 1);
    const char *key = unique();
    const char *body = text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],"
                            "\"paymentMethod\":\"POINT\"}",
                            product);
    assert_answer(keyed("POST", "/api/order", p.token, key, body), 400, "BALANCE_NOT_ENOUGH");
    charge(&p, 13000);
    struct answer a = keyed("POST", "/api/order", p.token, key, body);
    assert_answer(a, 201, "SUCCESS");
    assert_null(header(a, "Idempotent-Replayed"));
    /* What was recorded stands, though the balance is empty by now. */
    assert_replay(a, keyed("POST", "/api/order", p.token, key, body));
    assert_int_equal(balance_of(&p), 0);
}

static void keys_belong_to_their_caller(void **state)
{
    (void)state;
    struct person a = customer_new(), b = customer_new();
    const char *key = unique();
    assert_answer(charge_keyed(a.token, key, 1000), 200, "SUCCESS");
    struct answer other = charge_keyed(b.token, key, 1000);
    assert_answer(other, 200, "SUCCESS");
    assert_null(header(other, "Idempotent-Replayed"));
    assert_int_equal(balance_of(&b), 1000);
}

static void guest_has_keys_too(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const long long product = product_new(&seller, 10000, 9);
    const char *guest = guest_new();
    const char *body = text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],"
                            "\"paymentMethod\":\"CARD\"," SHIPPING "}",
                            product);
    assert_replayed("POST", "/api/order", guest, body);
    assert_stock(product, 9, 1);
}

static void key_may_stand_bare_or_quoted(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *key = unique();
    struct answer first = charge_keyed(p.token, key, 1000);
    assert_replay(first, charge_keyed(p.token, text("\"%s\"", key), 1000));
    assert_int_equal(balance_of(&p), 1000);
}

static void key_is_1_to_255_printable_characters(void **state)
{
    (void)state;
    struct person p = customer_new();
    char longest[257] = {0};
    memset(longest, 'k', 255);
    assert_answer(charge_keyed(p.token, longest, 100), 200, "SUCCESS");
    longest[255] = 'k';
    assert_invalid(charge_keyed(p.token, longest, 100), "Idempotency-Key", "INVALID_FORMAT");
    assert_invalid(charge_keyed(p.token, "\"\"", 100), "Idempotency-Key", "INVALID_FORMAT");
    assert_invalid(charge_keyed(p.token, "키", 100), "Idempotency-Key", "INVALID_FORMAT");
    assert_int_equal(balance_of(&p), 100);
}

static void key_is_forgotten_after_24_hours(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *key = unique();
    assert_answer(charge_keyed(p.token, key, 1000), 200, "SUCCESS");
    db_do("UPDATE idempotency SET created_at = now() - interval '24 hours 1 second' "
          "WHERE key = '%s'",
          key);
    struct answer a = charge_keyed(p.token, key, 1000);
    assert_answer(a, 200, "SUCCESS");
    assert_null(header(a, "Idempotent-Replayed"));
    assert_int_equal(balance_of(&p), 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y7_same_key_and_body_give_the_first_answer_again),
        PROVES(every_money_call_honours_a_key),
        PROVES(same_key_with_another_request_is_422),
        PROVES(refusal_leaves_the_key_free),
        PROVES(keys_belong_to_their_caller),
        PROVES(guest_has_keys_too),
        PROVES(key_may_stand_bare_or_quoted),
        PROVES(key_is_1_to_255_printable_characters),
        PROVES(key_is_forgotten_after_24_hours),
    };
    return RUN_TESTS(tests);
}
