/* Copies of one request under one key at once: one effect, one answer. */
#include "support/test.h"

enum { COPIES = 50 };

struct copies {
    struct buyer buyer;
    const char *method, *path, *body, *key;
};

static struct answer send_copy(size_t index, void *arg)
{
    (void)index;
    const struct copies *copies = arg;
    return ASK(.method = copies->method, .path = copies->path, .token = copies->buyer.token,
               .body = copies->body, .headers = {copies->key});
}

/* Sends the copies and checks that one had the effect and all others repeat it or were too early.
 */
static void send_copies(struct copies *copies, long status, struct outcome outcomes[COPIES])
{
    copies->key = text("Idempotency-Key: %s", unique());
    crowd(COPIES, send_copy, copies, outcomes);
    size_t first = 0, replayed = 0;
    for (size_t i = 0; i < COPIES; i++) {
        first += outcomes[i].status == status && !outcomes[i].replayed;
        replayed += outcomes[i].status == status && outcomes[i].replayed;
    }
    const size_t early = outcomes_of(outcomes, COPIES, 409, "IDEMPOTENCY_IN_PROGRESS");
    assert_outcomes(outcomes, COPIES, first + replayed + early);
    assert_int_equal(first, 1);
    struct answer later = send_copy(0, copies);
    assert_answer(later, status, "SUCCESS");
    assert_non_null(header(later, "Idempotent-Replayed"));
}

static void o13_fifty_copies_of_one_order_are_one_order(void **state)
{
    (void)state;
    static struct outcome outcomes[COPIES];
    struct person seller = seller_new();
    const long long product = product_new(&seller, 10000, COPIES);
    struct copies copies = {.method = "POST", .path = "/api/order"};
    buyers_new(&copies.buyer, 1, 900000);
    copies.body = text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],"
                       "\"paymentMethod\":\"POINT\"}",
                       product);
    send_copies(&copies, 201, outcomes);

    const char *number = NULL;
    for (size_t i = 0; i < COPIES; i++) {
        if (outcomes[i].order_no[0] == '\0')
            continue;
        number = number != NULL ? number : outcomes[i].order_no;
        assert_string_equal(outcomes[i].order_no, number);
    }
    assert_int_equal(
        db_number("SELECT count(*) FROM orders WHERE member_id = %lld", copies.buyer.member), 1);
    assert_int_equal(
        db_number("SELECT balance FROM point_balance WHERE member_id = %lld", copies.buyer.member),
        887000);
    assert_stock(product, COPIES - 1, 0);
    audit_is_clean();
}

static void p6_fifty_copies_of_one_charge_are_one_charge(void **state)
{
    (void)state;
    static struct outcome outcomes[COPIES];
    struct copies copies = {
        .method = "PATCH", .path = "/api/point/charge", .body = "{\"amount\":1000}"};
    buyers_new(&copies.buyer, 1, 0);
    send_copies(&copies, 200, outcomes);
    assert_int_equal(
        db_number("SELECT balance FROM point_balance WHERE member_id = %lld", copies.buyer.member),
        1000);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o13_fifty_copies_of_one_order_are_one_order),
        PROVES(p6_fifty_copies_of_one_charge_are_one_charge),
    };
    return RUN_TESTS(tests);
}
