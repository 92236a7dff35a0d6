/* Two instances of the shop over one database, each with its own programs, worker and nginx, and
 * buyers at both at the same time (Q1): what is scarce goes out once, one key is one effect, both
 * workers meet over the same rows, and one instance may die whole.
 *
 * INSTANCES_SECONDS: how long shoppers go on while one dies (12). */
#include "support/coupon.h"
#include "support/load.h"
#include "support/stack.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <time.h>

#include <libpq-fe.h>

enum { CLIENTS = 64 };

static struct stack first, second;
static struct load load; /* too large for a stack frame */
static struct person seller;
static struct outcome outcomes[400];
static bool failed = true;

/* Every other client asks at the second instance. */
static void choose_instance(size_t index)
{
    http_at(index % 2 == 0 ? first.url : second.url);
}

static long long balance(long long member)
{
    return db_number("SELECT balance FROM point_balance WHERE member_id = %lld", member);
}

/* ---- what is scarce ---- */

struct rush {
    struct buyer *buyers;
    size_t buyer_count;
    long long wanted; /* a coupon template or a product */
};

static struct answer claim(size_t index, void *arg)
{
    const struct rush *rush = arg;
    choose_instance(index);
    return coupon_issue(rush->buyers[index / 2].token, rush->wanted);
}

/* Each member asks at both. */
static void k2_q1_limited_coupon_is_rushed_for_at_both(void **state)
{
    (void)state;
    enum { MEMBERS = 150, QUANTITY = 60 };
    static struct buyer buyers[MEMBERS];
    struct rush rush = {buyers, MEMBERS,
                        coupon_new("\"type\":\"FIXED\",\"value\":1000,\"quantity\":60")};
    buyers_new(buyers, MEMBERS, 0);
    const size_t count = (size_t)2 * MEMBERS;
    crowd(count, claim, &rush, outcomes);

    const size_t issued = outcomes_of(outcomes, count, 201, "SUCCESS");
    assert_outcomes(outcomes, count,
                    issued + outcomes_of(outcomes, count, 409, "COUPON_ALREADY_ISSUED") +
                        outcomes_of(outcomes, count, 409, "COUPON_SOLD_OUT"));
    assert_int_equal(issued, QUANTITY);
    assert_int_equal(db_number("SELECT count(DISTINCT member_id) FROM issued_coupon"
                               " WHERE coupon_id = %lld",
                               rush.wanted),
                     QUANTITY);
    audit_is_clean();
}

static struct answer buy(size_t index, void *arg)
{
    const struct rush *rush = arg;
    choose_instance(index);
    return order_paid(rush->buyers[index % rush->buyer_count].token, rush->wanted, 1);
}

static void s5_q1_last_pieces_are_bought_at_both(void **state)
{
    (void)state;
    enum { BUYERS = 200, PIECES = 50 };
    static struct buyer buyers[BUYERS];
    struct rush rush = {buyers, BUYERS, product_new(&seller, 1000, PIECES)};
    buyers_new(buyers, BUYERS, 10000);
    crowd(BUYERS, buy, &rush, outcomes);

    const size_t sold = outcomes_of(outcomes, BUYERS, 201, "SUCCESS");
    assert_outcomes(outcomes, BUYERS,
                    sold + outcomes_of(outcomes, BUYERS, 409, "STOCK_NOT_ENOUGH"));
    assert_int_equal(sold, PIECES);
    assert_stock(rush.wanted, 0, 0);
    audit_is_clean();
}

static void p7_q1_balance_that_pays_three_orders_pays_three_at_both(void **state)
{
    (void)state;
    struct buyer buyer;
    struct rush rush = {&buyer, 1, product_new(&seller, 1000, CLIENTS)};
    buyers_new(&buyer, 1, 3 * 4000 + 3999);
    crowd(CLIENTS, buy, &rush, outcomes);

    const size_t paid = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
    assert_outcomes(outcomes, CLIENTS,
                    paid + outcomes_of(outcomes, CLIENTS, 400, "BALANCE_NOT_ENOUGH"));
    assert_int_equal(paid, 3);
    assert_int_equal(balance(buyer.member), 3999);
    audit_is_clean();
}

/* ---- one cart, one key ---- */

struct one {
    struct buyer buyer;
    long long line;
    const char *method, *path, *body, *key;
};

static struct answer order_the_line(size_t index, void *arg)
{
    const struct one *one = arg;
    choose_instance(index);
    return call("POST", "/api/order", one->buyer.token,
                "{\"cartItemIds\":[%lld],\"paymentMethod\":\"POINT\"}", one->line);
}

static void o1_q1_one_cart_is_ordered_once(void **state)
{
    (void)state;
    const long long product = product_new(&seller, 1000, 100);
    struct one one = {0};
    buyers_new(&one.buyer, 1, 900000);
    one.line = cart_line(one.buyer.token, product, 2);
    crowd(CLIENTS, order_the_line, &one, outcomes);

    const size_t placed = outcomes_of(outcomes, CLIENTS, 201, "SUCCESS");
    assert_outcomes(outcomes, CLIENTS, placed + outcomes_of(outcomes, CLIENTS, 404, NULL));
    assert_int_equal(placed, 1);
    assert_stock(product, 98, 0);
    audit_is_clean();
}

static struct answer send_copy(size_t index, void *arg)
{
    const struct one *one = arg;
    choose_instance(index);
    return ASK(.method = one->method, .path = one->path, .token = one->buyer.token,
               .body = one->body, .headers = {one->key});
}

static void send_copies(struct one *one, long status)
{
    size_t effects = 0, replayed = 0;
    one->key = text("Idempotency-Key: %s", unique());
    crowd(CLIENTS, send_copy, one, outcomes);
    for (size_t i = 0; i < CLIENTS; i++) {
        effects += outcomes[i].status == status && !outcomes[i].replayed;
        replayed += outcomes[i].status == status && outcomes[i].replayed;
    }
    assert_outcomes(outcomes, CLIENTS,
                    effects + replayed +
                        outcomes_of(outcomes, CLIENTS, 409, "IDEMPOTENCY_IN_PROGRESS"));
    assert_int_equal(effects, 1);
}

static void o13_q1_one_key_is_one_effect_wherever_it_is_sent(void **state)
{
    (void)state;
    const long long product = product_new(&seller, 1000, 100);
    struct one one = {.method = "PATCH", .path = "/api/point/charge", .body = "{\"amount\":9000}"};
    buyers_new(&one.buyer, 1, 0);
    send_copies(&one, 200);
    assert_int_equal(balance(one.buyer.member), 9000);
    one.method = "POST";
    one.path = "/api/order";
    one.body = text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],\"paymentMethod\":\"POINT\"}",
                    product);
    send_copies(&one, 201);
    assert_int_equal(balance(one.buyer.member), 5000);
    assert_stock(product, 99, 0);
    audit_is_clean();
}

/* ---- both workers ---- */

static struct answer leave_unpaid(size_t index, void *arg)
{
    const struct rush *rush = arg;
    choose_instance(index);
    return order_pending(rush->buyers[index].token, rush->wanted, 1);
}

static bool becomes(long long wanted, int seconds, const char *query, long long id)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    while (db_number(query, id) != wanted && now_ms() < deadline)
        pause_ms(50);
    return db_number(query, id) == wanted;
}

/* Orders that end while two workers look, and sales that both fold. */
static void o6_r2_q1_two_workers_do_everything_once(void **state)
{
    (void)state;
    enum { ORDERS = 100, SALES = 40 };
    static struct buyer buyers[ORDERS];
    struct rush rush = {buyers, ORDERS, product_new(&seller, 1000, 1000)};
    buyers_new(buyers, ORDERS, 10000);
    crowd(ORDERS, leave_unpaid, &rush, outcomes);
    assert_outcomes(outcomes, ORDERS, outcomes_of(outcomes, ORDERS, 201, "SUCCESS"));
    assert_stock(rush.wanted, 1000, ORDERS);
    assert_int_equal(
        db_do("UPDATE orders SET created_at = now() - interval '25 h', expires_at = now()"
              " WHERE status = 'PENDING_PAYMENT'"),
        ORDERS);
    crowd(SALES, buy, &rush, outcomes);
    assert_outcomes(outcomes, SALES, outcomes_of(outcomes, SALES, 201, "SUCCESS"));

    assert_true(becomes(0, 30,
                        "SELECT count(*) FROM orders WHERE status = 'PENDING_PAYMENT'"
                        " AND %lld > 0",
                        1));
    assert_true(becomes(SALES, 30, "SELECT sold FROM product_popularity WHERE product_id = %lld",
                        rush.wanted));
    assert_stock(rush.wanted, 1000 - SALES, 0);
    assert_int_equal(db_number("SELECT count(*) FROM order_item_event JOIN order_item USING"
                               " (item_id) WHERE product_id = %lld AND event = 'ORDER_EXPIRED'",
                               rush.wanted),
                     ORDERS);
    audit_is_clean();
}

/* ---- one of them dies ---- */

/* Orders acknowledged so far, by all: a shop that stands still does not add to them. */
static bool goes_on(size_t more, int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    const long long start = db_number("SELECT count(*) FROM orders");
    while (db_number("SELECT count(*) FROM orders") < start + (long long)more) {
        if (now_ms() > deadline)
            return false;
        pause_ms(50);
    }
    return true;
}

static void q1_instance_that_dies_whole_takes_nothing_with_it(void **state)
{
    (void)state;
    const long long part = setting("INSTANCES_SECONDS", 12) * 1000LL / 3;
    http_at(NULL);
    load_start(&load, &(struct load_plan){.seed = (unsigned)time(NULL), .other = second.url});
    pause_ms((int)part);
    assert_true(goes_on(20, 20));
    stack_kill(&second);
    pause_ms((int)part);
    assert_true(goes_on(20, 20));
    stack_start_beside(&second, &first);
    pause_ms((int)part);
    const bool went_on = goes_on(20, 20);
    load_stop(&load);
    size_t unanswered = 0;
    for (size_t i = 0; i < LOAD_CLIENTS; i++)
        unanswered += load.clients[i].unknown;
    assert_true(went_on && unanswered > 0);
    load_is_all_there(&load);
    audit_is_clean();
    failed = false;
}

/* ---- the two ---- */

/* Whether its server says yes to that; false also when there is none. */
static bool server_says(const char *question)
{
    PGconn *conn =
        PQconnectdb(text("host=%s/pg dbname=postgres user=postgres connect_timeout=5", first.run));
    PGresult *result = PQexec(conn, question);
    const bool yes = PQresultStatus(result) == PGRES_COMMAND_OK ||
                     (PQntuples(result) == 1 && PQgetvalue(result, 0, 0)[0] == 't');
    PQclear(result);
    PQfinish(conn);
    return yes;
}

/* The database allows for both: its server starts again with more connections. */
static void make_room(void)
{
    const long long deadline = now_ms() + 30000;
    assert_true(server_says("ALTER SYSTEM SET max_connections = 400"));
    db_end();
    assert_true(stack_signal(&first, PART_POSTMASTER, 0, SIGINT));
    while (!server_says("SELECT current_setting('max_connections')::int = 400")) {
        assert_true(now_ms() < deadline);
        pause_ms(50);
    }
    assert_true(stack_is_ready(&first, 30));
}

static int set_up(void **state)
{
    (void)state;
    stack_make(&first);
    stack_start(&first);
    make_room();
    stack_make(&second);
    second.loses_programs = true;
    stack_start_beside(&second, &first);
    seller = seller_new();
    http_forget();
    return 0;
}

static int tear_down(void **state)
{
    stack_remove(&second, failed);
    stack_remove(&first, failed);
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(k2_q1_limited_coupon_is_rushed_for_at_both),
        PROVES(s5_q1_last_pieces_are_bought_at_both),
        PROVES(p7_q1_balance_that_pays_three_orders_pays_three_at_both),
        PROVES(o1_q1_one_cart_is_ordered_once),
        PROVES(o13_q1_one_key_is_one_effect_wherever_it_is_sent),
        PROVES(o6_r2_q1_two_workers_do_everything_once),
        PROVES(q1_instance_that_dies_whole_takes_nothing_with_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
