/* How many coupons a second go out: as the shop gives them out, from slots; from the same slots but
 * always starting at the first; and beside them the obvious way, one row that counts down. All on
 * the database of a stack, by so many clients at once, each coupon a transaction. Then the same
 * rush over HTTP.
 *
 * The counter is given the better hand: two round trips a coupon, the row locked in the second half
 * of the first, nothing asked of the template and no second look at who has one. */
#include "support/coupon.h"
#include "support/stack.h"
#include "support/test.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>

#include "base/clock.h"
#include "db/db.h"

enum { CLIENTS = 16, QUANTITY = 8000, OVER_HTTP = 3200 };

static struct settings settings;

struct client {
    size_t index;
    pthread_t thread;
    long long coupon;
    const struct buyer *buyers; /* of all clients; this one claims for every CLIENTSth */
    size_t count;
    pthread_barrier_t *gate;
    size_t issued;
};

/* ---- one client, in each of the ways ---- */

struct one {
    long long coupon, member;
    int64_t place; /* of 2^31: where to look for a slot */
};

/* What coupon_issue of the shop sends, in the same round trips. */
static enum err issue(struct tx *tx, void *arg)
{
    const struct one *one = arg;
    const struct db_arg coupon = arg_int(one->coupon), member = arg_int(one->member);
    const instant now = tx->call->now;
    struct rows rows;
    int64_t id;
    db_queue(tx->db, Q_coupon_lock_issuing, ARGS(coupon, member), NULL);
    TRY(db_run(tx->db, Q_coupon_to_issue, ARGS(coupon, arg_int(one->place), member), &rows));
    TRY(rows_int(tx->db, &rows, E_COUPON_NOT_FOUND, &id));
    db_queue(tx->db, Q_coupon_issue,
             ARGS(coupon, member, arg_int(1 + (QUANTITY * one->place >> 31)), arg_time(now),
                  arg_int(id), arg_time(instant_add(now, SPAN_DAYS(1)))),
             NULL);
    return E_OK;
}

static void claim_slots(struct client *client, bool spread)
{
    struct call call = {.arena = arena_new(4 << 20), .settings = &settings};
    struct db *db = db_new(getenv("JANGTEO_DB"));
    if (call.arena == NULL || db == NULL)
        abort();
    db_serve(db, &call);
    (void)pthread_barrier_wait(client->gate);
    for (size_t i = client->index; i < client->count; i += CLIENTS) {
        struct one one = {client->coupon, client->buyers[i].member, 0};
        if (spread)
            one.place = randombytes_uniform(UINT32_C(1) << 31);
        call.now = clock_now();
        client->issued += tx_run(db, issue, &one) == E_OK;
        arena_reset(call.arena);
    }
    db_free(db);
    arena_free(call.arena);
}

static void *from_slots(void *arg)
{
    claim_slots(arg, true);
    return NULL;
}

static void *from_slots_in_order(void *arg)
{
    claim_slots(arg, false);
    return NULL;
}

static bool gives_a_row(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    const bool good = PQresultStatus(result) == PGRES_COMMAND_OK ||
                      (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1);
    PQclear(result);
    return good;
}

static void *from_a_counter(void *arg)
{
    struct client *client = arg;
    PGconn *conn = PQconnectdb(getenv("JANGTEO_DB"));
    (void)pthread_barrier_wait(client->gate);
    for (size_t i = client->index; i < client->count; i += CLIENTS) {
        char take[800];
        (void)snprintf(
            take, sizeof take,
            "INSERT INTO bench_issued SELECT nextval('bench_id'), coupon_id, %lld, "
            "nextval('bench_id'),"
            " name, description, type, value, min_order_amount, max_discount, 'AVAILABLE', NULL,"
            " now(), now() + interval '1 day', now() FROM coupon WHERE coupon_id = %lld;"
            "UPDATE bench_counter SET remaining = remaining - 1 WHERE coupon_id = %lld; COMMIT",
            client->buyers[i].member, client->coupon, client->coupon);
        const bool left =
            gives_a_row(conn, "BEGIN; SELECT 1 FROM bench_counter WHERE remaining > 0 FOR UPDATE");
        client->issued += gives_a_row(conn, left ? take : "ROLLBACK") && left;
    }
    PQfinish(conn);
    return NULL;
}

static void *over_http(void *arg)
{
    struct client *client = arg;
    (void)ask("GET", "/static/favicon.svg", NULL);
    (void)pthread_barrier_wait(client->gate);
    for (size_t i = client->index; i < client->count; i += CLIENTS) {
        client->issued += coupon_issue(client->buyers[i].token, client->coupon).status == 201;
        http_forget();
    }
    http_end();
    return NULL;
}

/* ---- all of them ---- */

/* Gives `count` coupons out to as many members, all of them, and how many that is a second. */
static double rate(void *(*way)(void *arg), long long coupon, const struct buyer *buyers,
                   size_t count)
{
    struct client clients[CLIENTS];
    pthread_barrier_t gate;
    size_t issued = 0;
    assert_int_equal(pthread_barrier_init(&gate, NULL, CLIENTS + 1), 0);
    for (size_t i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){
            .index = i, .coupon = coupon, .buyers = buyers, .count = count, .gate = &gate};
        assert_int_equal(pthread_create(&clients[i].thread, NULL, way, &clients[i]), 0);
    }
    (void)pthread_barrier_wait(&gate);
    const int64_t started_ms = clock_monotonic_ms();
    for (size_t i = 0; i < CLIENTS; i++) {
        (void)pthread_join(clients[i].thread, NULL);
        issued += clients[i].issued;
    }
    const int64_t ms = clock_monotonic_ms() - started_ms;
    (void)pthread_barrier_destroy(&gate);
    assert_int_equal(issued, count);
    return (double)count * 1000 / (double)(ms > 0 ? ms : 1);
}

/* A template of `quantity` whose slots are all there. */
static long long template_of(int quantity)
{
    const long long coupon =
        coupon_new(text("\"type\":\"FIXED\",\"value\":1000,\"quantity\":%d", quantity));
    for (const long long until = now_ms() + 30000;
         db_number("SELECT made FROM coupon_supply WHERE coupon_id = %lld", coupon) < quantity &&
         now_ms() < until;)
        pause_ms(20);
    return coupon;
}

static void row(const char *what, double a_second, double beside)
{
    (void)printf("  %-44s %10.0f %9.2f\n", what, a_second, a_second / beside);
}

static void coupons_a_second(void **state)
{
    (void)state;
    static struct buyer buyers[QUANTITY];
    char message[200];
    assert_true(settings_load(&settings, message, sizeof message));
    buyers_new(buyers, QUANTITY, 0);
    db_do("CREATE SEQUENCE bench_id");
    db_do("CREATE TABLE bench_counter (coupon_id bigint PRIMARY KEY, remaining bigint NOT NULL)");
    db_do("CREATE TABLE bench_issued (LIKE issued_coupon INCLUDING DEFAULTS INCLUDING INDEXES "
          "INCLUDING CONSTRAINTS)");
    const long long counted = template_of(QUANTITY);
    db_do("INSERT INTO bench_counter VALUES (%lld, %d)", counted, QUANTITY);

    const double counter = rate(from_a_counter, counted, buyers, QUANTITY);
    const double in_order = rate(from_slots_in_order, template_of(QUANTITY), buyers, QUANTITY);
    const double spread = rate(from_slots, template_of(QUANTITY), buyers, QUANTITY);
    const double http = rate(over_http, template_of(OVER_HTTP), buyers, OVER_HTTP);
    db_do("DROP TABLE bench_counter, bench_issued");
    db_do("DROP SEQUENCE bench_id");

    (void)printf("  %d coupons by %d clients\n", QUANTITY, CLIENTS);
    (void)printf("  %-44s %10s %9s\n", "", "a second", "ratio");
    row("a row that counts down, SELECT FOR UPDATE", counter, counter);
    row("slots, each client from the first on", in_order, counter);
    row("slots, from a random start (the shop)", spread, counter);
    row("the same over HTTP, with all it takes", http, counter);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {PROVES(coupons_a_second)};
    return RUN_TESTS(tests);
}
