/* What the worker keeps of coupons and of sales, while it does not come to it: what is left of a
 * coupon is right all the same (K2), and nobody who orders waits (R2). */
#include "support/coupon.h"
#include "support/test.h"

enum { QUANTITY = 10000, ISSUED = 6000 };

/* What the list of open templates says is left. */
static long long left(long long coupon)
{
    struct answer a = ask("GET", "/api/coupon?limit=100", NULL);
    assert_answer(a, 200, "SUCCESS");
    for (int i = 0; i < 100; i++) {
        const char *item = text("data.items.%d", i);
        if (answer_raw(a, item) == NULL)
            break;
        if (answer_int(a, text("%s.couponId", item)) == coupon)
            return answer_int(a, text("%s.remaining", item));
    }
    fail_msg("coupon %lld is not in the list", coupon);
    return -1;
}

static void k2_what_is_left_is_exact_however_much_is_not_folded_yet(void **state)
{
    (void)state;
    const long long coupon = coupon_new("\"type\":\"FIXED\",\"value\":1000,\"quantity\":10000");
    (void)db_do("UPDATE coupon SET issue_ends_at = now() + interval '1 hour'"
                " WHERE coupon_id = %lld",
                coupon);
    /* The worker's own lock: it neither folds nor makes slots. */
    (void)db_number("SELECT 1 FROM pg_advisory_lock(hashtextextended('coupon', 0))");
    (void)db_do("INSERT INTO coupon_issue_delta (coupon_id)"
                " SELECT %lld FROM generate_series(1, %d)",
                coupon, ISSUED);
    const long long found = left(coupon);
    (void)db_do("DELETE FROM coupon_issue_delta WHERE coupon_id = %lld", coupon);
    (void)db_number("SELECT 1 FROM pg_advisory_unlock(hashtextextended('coupon', 0))");
    assert_int_equal(found, QUANTITY - ISSUED);
    assert_int_equal(left(coupon), QUANTITY);
}

/* All that the ranking writes is locked, as by a fold that never ends. */
static void r2_orders_do_not_wait_for_the_ranking(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    charge(&buyer, 100000);
    assert_answer(order_paid(buyer.token, product, 1), 201, "SUCCESS");
    (void)db_do("BEGIN");
    (void)db_number("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('ranking', 0))");
    (void)db_do("LOCK TABLE sale_daily, ranking_state IN ACCESS EXCLUSIVE MODE");
    (void)db_do("LOCK TABLE product_popularity IN EXCLUSIVE MODE");
    (void)db_do("DELETE FROM sale_delta");
    struct answer paid = order_paid(buyer.token, product, 1);
    struct answer waits = order_pending(buyer.token, product, 1);
    struct answer back = {0}, later = {0};
    if (paid.status == 201 && waits.status == 201) {
        back = ask("POST", text("/api/order/%s/cancel", answer_text(paid, "data.orderNo")),
                   buyer.token);
        later = call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\"}",
                     answer_text(waits, "data.orderNo"));
    }
    (void)db_do("ROLLBACK");
    assert_answer(paid, 201, "SUCCESS");
    assert_answer(waits, 201, "SUCCESS");
    assert_answer(back, 200, "SUCCESS");
    assert_answer(later, 200, "SUCCESS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(k2_what_is_left_is_exact_however_much_is_not_folded_yet),
        PROVES(r2_orders_do_not_wait_for_the_ranking),
    };
    return RUN_TESTS(tests);
}
