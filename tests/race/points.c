/* One member's points from many sides at once: never overdrawn, no won lost (P3, P6, P7). */
#include "support/test.h"

struct spree {
    struct buyer buyer;
    long long product;
};

static long long balance(const struct spree *spree)
{
    return db_number("SELECT balance FROM point_balance WHERE member_id = %lld",
                     spree->buyer.member);
}

static long long ledger_rows(const struct spree *spree, const char *kind)
{
    return db_number("SELECT count(*) FROM point_entry WHERE member_id = %lld AND kind = '%s'",
                     spree->buyer.member, kind);
}

static struct spree spree_new(long long points, long long price, long long stock)
{
    struct person seller = seller_new();
    struct spree spree = {.product = product_new(&seller, price, stock)};
    buyers_new(&spree.buyer, 1, points);
    return spree;
}

static struct answer order_one(size_t index, void *arg)
{
    (void)index;
    const struct spree *spree = arg;
    return order_paid(spree->buyer.token, spree->product, 1);
}

static void p7_balance_that_pays_one_order_pays_exactly_one_of_32(void **state)
{
    (void)state;
    enum { CLIENTS = 32 };
    static struct outcome outcomes[CLIENTS];
    struct spree spree = spree_new(13000, 10000, CLIENTS);
    crowd(CLIENTS, order_one, &spree, outcomes);

    const size_t paid = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
    const size_t refused = outcomes_of(outcomes, CLIENTS, 400, "BALANCE_NOT_ENOUGH");
    assert_outcomes(outcomes, CLIENTS, paid + refused);
    assert_int_equal(paid, 1);
    assert_int_equal(balance(&spree), 0);
    assert_int_equal(ledger_rows(&spree, "ORDER_PAYMENT"), 1);
    assert_int_equal(
        db_number("SELECT count(*) FROM orders WHERE member_id = %lld", spree.buyer.member), 1);
    assert_stock(spree.product, CLIENTS - 1, 0);
    audit_is_clean();
}

static struct answer charge_use_or_order(size_t index, void *arg)
{
    const struct spree *spree = arg;
    if (index % 3 == 0)
        return call("PATCH", "/api/point/charge", spree->buyer.token, "{\"amount\":5000}");
    if (index % 3 == 1)
        return call("PATCH", "/api/point/use", spree->buyer.token, "{\"amount\":700}");
    return order_one(index, arg);
}

static void p6_charges_uses_and_orders_of_one_member_add_up(void **state)
{
    (void)state;
    enum { CLIENTS = 66 };
    static struct outcome outcomes[CLIENTS];
    struct spree spree = spree_new(20000, 1000, CLIENTS);
    crowd(CLIENTS, charge_use_or_order, &spree, outcomes);

    const size_t changed = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
    const size_t ordered = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
    const size_t refused = outcomes_of(outcomes, CLIENTS, 400, "BALANCE_NOT_ENOUGH");
    assert_outcomes(outcomes, CLIENTS, changed + ordered + refused);
    const long long charged = ledger_rows(&spree, "CHARGE") - 1, used = ledger_rows(&spree, "USE");
    assert_int_equal(charged, CLIENTS / 3);
    assert_int_equal(charged + used, changed);
    assert_int_equal(ledger_rows(&spree, "ORDER_PAYMENT"), ordered);
    assert_int_equal(balance(&spree),
                     20000 + 5000 * charged - 700 * used - 4000 * (long long)ordered);
    audit_is_clean();
}

static struct answer charge_100000(size_t index, void *arg)
{
    (void)index;
    const struct spree *spree = arg;
    return call("PATCH", "/api/point/charge", spree->buyer.token, "{\"amount\":100000}");
}

static void p3_charges_at_once_stop_at_the_limit(void **state)
{
    (void)state;
    enum { CLIENTS = 32 };
    static struct outcome outcomes[CLIENTS];
    struct spree spree = spree_new(50000, 1000, 1);
    crowd(CLIENTS, charge_100000, &spree, outcomes);

    const size_t charged = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
    const size_t refused = outcomes_of(outcomes, CLIENTS, 400, "BALANCE_LIMIT_EXCEEDED");
    assert_outcomes(outcomes, CLIENTS, charged + refused);
    assert_int_equal(charged, 9);
    assert_int_equal(balance(&spree), 950000);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(p7_balance_that_pays_one_order_pays_exactly_one_of_32),
        PROVES(p6_charges_uses_and_orders_of_one_member_add_up),
        PROVES(p3_charges_at_once_stop_at_the_limit),
    };
    return RUN_TESTS(tests);
}
