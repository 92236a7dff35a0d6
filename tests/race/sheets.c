/* Order sheets under many hands: one sheet in many orders, prices that move while sheets are made
 * and ordered (H1). */
#include "support/sheet.h"
#include "support/stack.h"
#include "support/test.h"

#include <pthread.h>

struct scene {
    struct person seller;
    const char *token; /* of the buyer */
    long long product, sheet;
    long status; /* what a thread's order was answered */
};

static struct answer order_it(size_t index, void *arg)
{
    const struct scene *scene = arg;
    (void)index;
    return sheet_order(scene->token, scene->sheet);
}

static void h1_one_sheet_ordered_32_times_at_once_gives_one_order(void **state)
{
    (void)state;
    enum { CLIENTS = 32, ROUNDS = 3 };
    static struct outcome outcomes[CLIENTS];
    struct scene scene = {.seller = seller_new()};
    for (int round = 0; round < ROUNDS; round++) {
        scene.product = product_new(&scene.seller, 10000, 100);
        struct buyer buyer;
        buyers_new(&buyer, 1, 900000);
        scene.token = buyer.token;
        const long long line = cart_line(scene.token, scene.product, 2);
        struct answer a =
            call("POST", "/api/order-sheet", scene.token, "{\"cartItemIds\":[%lld]}", line);
        assert_answer(a, 201, "SUCCESS");
        scene.sheet = answer_int(a, "data.orderSheetId");
        crowd(CLIENTS, order_it, &scene, outcomes);

        const size_t won = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT");
        assert_outcomes(outcomes, CLIENTS, won + lost);
        assert_int_equal(won, 1);
        assert_stock(scene.product, 98, 0);
        assert_int_equal(
            db_number("SELECT balance FROM point_balance WHERE member_id = %lld", buyer.member),
            900000 - 23000);
    }
    audit_is_clean();
}

static void *order_in_thread(void *arg)
{
    struct scene *scene = arg;
    scene->status = order_it(0, scene).status;
    http_end();
    return NULL;
}

/* Whoever guesses a sheet's number may order it while it is being made: it is there as a whole. */
static void h1_sheet_made_while_it_is_ordered_is_ordered_once(void **state)
{
    (void)state;
    struct scene scene = {.seller = seller_new()};
    struct buyer buyer;
    pthread_t thread;
    scene.product = product_new(&scene.seller, 10000, 100);
    buyers_new(&buyer, 1, 900000);
    scene.token = buyer.token;
    scene.sheet = db_number("SELECT last_value + 1 FROM order_sheet_sheet_id_seq");
    (void)db_do("BEGIN");
    (void)db_do("UPDATE member SET name = name WHERE member_id = %lld", buyer.member);
    assert_int_equal(pthread_create(&thread, NULL, order_in_thread, &scene), 0);
    const long long until = now_ms() + 2500;
    while (db_number("SELECT count(*) FROM pg_locks WHERE NOT granted"
                     " AND pg_backend_pid() = ANY (pg_blocking_pids(pid))") == 0 &&
           now_ms() < until)
        pause_ms(5);
    const long long made = sheet_new(buyer.token, scene.product, 2, "");
    (void)db_do("COMMIT");
    (void)pthread_join(thread, NULL);

    assert_int_equal(made, scene.sheet);
    assert_int_equal(scene.status, 201);
    assert_int_equal(
        db_number("SELECT count(*) FROM order_sheet s JOIN orders o USING (order_id)"
                  " JOIN order_item i USING (order_id) WHERE s.sheet_id = %lld"
                  " AND order_id BETWEEN 1 AND (SELECT last_value FROM orders_order_id_seq)"
                  " AND item_id BETWEEN 1 AND (SELECT last_value FROM order_item_item_id_seq)",
                  made),
        1);
    assert_answer(order_it(0, &scene), 409, "ORDER_STATE_CONFLICT");
    audit_is_clean();
}

/* ---- prices on the move ---- */

enum { SHOPPERS = 24, PRICERS = 4, TURNS = 6 };

struct market {
    struct person seller;
    struct buyer buyers[SHOPPERS];
    long long product;
};

static struct answer reprice(const struct market *market, size_t index)
{
    struct answer last = {0};
    for (int turn = 0; turn < TURNS * 2; turn++)
        last = call("PATCH", text("/api/product/%lld", market->product), market->seller.token,
                    "{\"price\":%zu}", 1000 * (1 + (index + (size_t)turn) % 5));
    return last;
}

/* Makes a sheet and orders it, again and again; the answer that stands is the first that no shop
 * may give, or the last. */
static struct answer shop(size_t index, void *arg)
{
    const struct market *market = arg;
    if (index >= SHOPPERS)
        return reprice(market, index);
    const char *token = market->buyers[index].token;
    struct answer last = {0};
    for (int turn = 0; turn < TURNS; turn++) {
        last = sheet_ask(token, market->product, 1, "");
        if (last.status != 201)
            return last;
        last = sheet_order(token, answer_int(last, "data.orderSheetId"));
        const bool may_be = last.status == 201 ||
                            (last.status == 409 &&
                             strcmp(answer_raw(last, "code"), "\"ORDER_SHEET_CHANGED\"") == 0);
        if (!may_be)
            return last;
    }
    return last;
}

/* That an order costs what its sheet said is a law of the books. */
static void h1_order_has_its_sheets_amounts_while_prices_move(void **state)
{
    (void)state;
    enum { CLIENTS = SHOPPERS + PRICERS };
    static struct outcome outcomes[CLIENTS];
    static struct market market;
    market.seller = seller_new();
    market.product = product_new(&market.seller, 1000, 1000);
    buyers_new(market.buyers, SHOPPERS, 900000);
    crowd(CLIENTS, shop, &market, outcomes);

    const size_t priced = outcomes_of(outcomes, CLIENTS, 200, "SUCCESS");
    const size_t ordered = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
    const size_t changed = outcomes_of(outcomes, CLIENTS, 409, "ORDER_SHEET_CHANGED");
    assert_outcomes(outcomes, CLIENTS, priced + ordered + changed);
    assert_int_equal(priced, PRICERS);
    assert_int_equal(
        db_number("SELECT count(*) FROM order_sheet_item WHERE product_id = %lld", market.product),
        SHOPPERS * TURNS);
    const long long orders =
        db_number("SELECT count(*) FROM order_item WHERE product_id = %lld", market.product);
    assert_int_equal(db_number("SELECT count(*) FROM order_sheet s JOIN order_sheet_item i"
                               " USING (sheet_id) WHERE product_id = %lld AND order_id IS NOT NULL",
                               market.product),
                     orders);
    assert_stock(market.product, 1000 - orders, 0);
    audit_is_clean();
}

/* ---- the owner goes ---- */

static struct answer order_or_leave(size_t index, void *arg)
{
    const struct scene *scene = arg;
    if (index % 8 != 0)
        return order_it(index, arg);
    return call("DELETE", "/api/member/me", scene->token, "{\"password\":\"" PASSWORD "\"}");
}

static void h1_sheet_of_a_member_who_leaves_is_ordered_or_gone(void **state)
{
    (void)state;
    enum { CLIENTS = 8, ROUNDS = 4 };
    static struct outcome outcomes[CLIENTS];
    struct scene scene = {.seller = seller_new()};
    scene.product = product_new(&scene.seller, 10000, 100);
    for (int round = 0; round < ROUNDS; round++) {
        const struct person buyer = customer_new();
        charge(&buyer, 500000);
        scene.token = buyer.token;
        scene.sheet = sheet_new(buyer.token, scene.product, 1, "");
        crowd(CLIENTS, order_or_leave, &scene, outcomes);

        const size_t left = outcomes_of(outcomes, CLIENTS, 204, NULL);
        const size_t won = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
        const size_t lost = outcomes_of(outcomes, CLIENTS, 409, "ORDER_STATE_CONFLICT") +
                            outcomes_of(outcomes, CLIENTS, 409, "MEMBER_HAS_OPEN_BUSINESS") +
                            outcomes_of(outcomes, CLIENTS, 401, "UNAUTHENTICATED") +
                            outcomes_of(outcomes, CLIENTS, 404, "MEMBER_NOT_FOUND") +
                            outcomes_of(outcomes, CLIENTS, 404, "ORDER_SHEET_NOT_FOUND");
        assert_outcomes(outcomes, CLIENTS, left + won + lost);
        assert_int_equal(left + won, 1);
    }
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(h1_one_sheet_ordered_32_times_at_once_gives_one_order),
        PROVES(h1_sheet_made_while_it_is_ordered_is_ordered_once),
        PROVES(h1_order_has_its_sheets_amounts_while_prices_move),
        PROVES(h1_sheet_of_a_member_who_leaves_is_ordered_or_gone),
    };
    return RUN_TESTS(tests);
}
