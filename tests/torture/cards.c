/* Card payments under fire: programs, the worker and PostgreSQL's back ends are killed while
 * shoppers order by card, pay, and take it back. Whatever was acknowledged is there, once, and in
 * the end the shop's books and the gateway's agree (Y2-Y6, X3, Q1).
 *
 * TORTURE_SECONDS: how long the fire lasts (8), two minutes at most. */
#include "support/card.h"
#include "support/gateway.h"
#include "support/stack.h"
#include "support/test.h"
#include "support/torture.h"
#include "support/watch.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include <json-c/json.h>

enum {
    SHOPPERS = 8,
    EACH_MAX = 1000,
    KNOWN_WITHIN_MS = 90000,
    SETTLE_S = 90,
    SECONDS_MAX = 120,
    WELL_WITHIN_S = 60
};

/* An order that the shop acknowledged, and what its buyer was told of it. */
struct bought {
    char number[24];
    bool approved, seen_paid, cancelled;
};

struct shopper {
    pthread_t thread;
    struct buyer buyer;
    unsigned random;
    struct bought bought[EACH_MAX];
    size_t count, unanswered;
    char fault[500];
};

static struct stack stack;
static struct shopper shoppers[SHOPPERS];
static struct person admin;
static long long product;
static atomic_bool stop;
static bool failed = true;

static const char *member(struct answer answer, const char *object, const char *name)
{
    struct json_object *at = answer.json, *value;
    if (object != NULL && !json_object_object_get_ex(at, object, &at))
        return "";
    return json_object_object_get_ex(at, name, &value) ? json_object_get_string(value) : "";
}

/* ---- a shopper ---- */

/* Asks until the answer says what became of it; the same key each time. */
static struct answer insist(struct shopper *shopper, const char *method, const char *path,
                            const char *body)
{
    const long long deadline = now_ms() + KNOWN_WITHIN_MS;
    const struct ask request = {.method = method,
                                .path = path,
                                .token = shopper->buyer.token,
                                .body = body,
                                .headers = {text("Idempotency-Key: %s", unique())}};
    for (;;) {
        struct answer answer = ask_for(request);
        if (answer.status > 0 && answer.status < 500 &&
            strcmp(member(answer, NULL, "code"), "IDEMPOTENCY_IN_PROGRESS") != 0)
            return answer;
        shopper->unanswered++;
        if (answer.status == 500 || now_ms() > deadline) {
            (void)snprintf(shopper->fault, sizeof shopper->fault, "%s: %ld %.300s", answer.asked,
                           answer.status, answer.body != NULL ? answer.body : "");
            return answer;
        }
        pause_ms(50);
    }
}

static bool expect(struct shopper *shopper, struct answer answer, long status)
{
    if (answer.status == status)
        return true;
    if (shopper->fault[0] == '\0')
        (void)snprintf(shopper->fault, sizeof shopper->fault, "%s: %ld %.300s", answer.asked,
                       answer.status, answer.body != NULL ? answer.body : "");
    return false;
}

static void follow(struct shopper *shopper, struct bought *bought)
{
    const long long end = now_ms() + 4000;
    const char *path = text("/api/order/%s", bought->number);
    while (!bought->seen_paid && now_ms() < end && shopper->fault[0] == '\0') {
        struct answer order = insist(shopper, "GET", path, NULL);
        bought->seen_paid = strcmp(member(order, "data", "status"), "PAID") == 0;
        if (!bought->seen_paid)
            pause_ms(100);
    }
}

/* Cancelling has no key: a repeated one meets an order that is cancelled already. */
static void take_back(struct shopper *shopper, struct bought *bought)
{
    struct answer a = insist(shopper, "POST", text("/api/order/%s/cancel", bought->number), NULL);
    if (a.status != 409 && !expect(shopper, a, 200))
        return;
    bought->cancelled = true;
}

static void buy(struct shopper *shopper)
{
    struct bought *bought = &shopper->bought[shopper->count];
    struct answer order =
        insist(shopper, "POST", "/api/order",
               text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],\"paymentMethod\":\"CARD\"}",
                    product));
    if (!expect(shopper, order, 201))
        return;
    shopper->count++;
    (void)snprintf(bought->number, sizeof bought->number, "%s", member(order, "data", "orderNo"));
    struct answer pay =
        insist(shopper, "POST", "/api/pay", text("{\"orderNo\":\"%s\"}", bought->number));
    if (!expect(shopper, pay, 202))
        return;
    const unsigned turn = (unsigned)rand_r(&shopper->random) % 8;
    bought->approved = turn > 1;
    if (!rogue_decide(member(pay, "data", "transactionKey"), bought->approved, CALLBACK_ONCE))
        (void)snprintf(shopper->fault, sizeof shopper->fault, "%s: %.300s: no such transaction",
                       bought->number, pay.body);
    if (turn == 2 || turn == 3)
        take_back(shopper, bought); /* in the middle of it all */
    else if (bought->approved)
        follow(shopper, bought);
    if (turn > 5 && bought->seen_paid)
        take_back(shopper, bought);
}

static void *live(void *arg)
{
    struct shopper *shopper = arg;
    while (!atomic_load(&stop) && shopper->fault[0] == '\0' && shopper->count < EACH_MAX) {
        buy(shopper);
        http_forget();
    }
    http_end();
    return NULL;
}

/* ---- the fire ---- */

static void shoot(unsigned seconds, unsigned random, size_t kills[PART_COUNT])
{
    static const enum part TARGETS[] = {PART_PROGRAM, PART_PROGRAM, PART_WORKER, PART_BACK_END};
    const long long end = now_ms() + seconds * 1000LL;
    while (now_ms() < end) {
        enum part part = TARGETS[(unsigned)rand_r(&random) % COUNT(TARGETS)];
        for (size_t i = 0; i < COUNT(TARGETS); i++)
            if (kills[TARGETS[i]] == 0)
                part = TARGETS[i]; /* each once, whatever the seed says */
        if (part != PART_BACK_END || ask("GET", "/readyz", NULL).status == 200)
            kills[part] += stack_signal(&stack, part, (unsigned)rand_r(&random), SIGKILL);
        http_forget();
        pause_ms(200 + rand_r(&random) % 600);
    }
}

static bool is_as_told(const struct bought *bought)
{
    const char *const status = bought->cancelled  ? "'REFUNDED','CANCELLED'"
                               : bought->approved ? "'PAID'"
                                                  : "'FAILED'";
    if (db_number("SELECT count(*) FROM orders WHERE order_no = '%s' AND status IN (%s)",
                  bought->number, status) == 1)
        return true;
    print_error("order %s is not in (%s)\n", bought->number, status);
    return false;
}

static void assert_all_as_told(void)
{
    size_t count = 0, wrong = 0, unanswered = 0, paid = 0, cancelled = 0;
    for (size_t i = 0; i < SHOPPERS; i++) {
        const struct shopper *shopper = &shoppers[i];
        if (shopper->fault[0] != '\0')
            fail_msg("shopper %zu: %s", i, shopper->fault);
        for (size_t n = 0; n < shopper->count; n++) {
            wrong += !is_as_told(&shopper->bought[n]);
            paid += shopper->bought[n].seen_paid;
            cancelled += shopper->bought[n].cancelled;
        }
        count += shopper->count;
        unanswered += shopper->unanswered;
    }
    print_message("%zu orders by card, %zu seen paid, %zu taken back, %zu requests unanswered\n",
                  count, paid, cancelled, unanswered);
    assert_int_equal(wrong, 0);
    assert_true(count > SHOPPERS);
    assert_int_equal(db_number("SELECT count(*) FROM orders"), count);
}

static void y2_acknowledged_card_payments_survive_the_fire(void **state)
{
    (void)state;
    const unsigned seed = torture_seed("cards"), seconds = torture_seconds(8);
    size_t kills[PART_COUNT] = {0};
    for (size_t i = 0; i < SHOPPERS; i++) {
        buyers_new(&shoppers[i].buyer, 1, 0);
        shoppers[i].random = seed + (unsigned)i;
        assert_int_equal(pthread_create(&shoppers[i].thread, NULL, live, &shoppers[i]), 0);
    }
    watch_start();
    shoot(seconds < SECONDS_MAX ? seconds : SECONDS_MAX, seed, kills);
    const bool back = stack_is_ready(&stack, 20) && watch_all_well(WELL_WITHIN_S);
    atomic_store(&stop, true);
    for (size_t i = 0; i < SHOPPERS; i++)
        assert_int_equal(pthread_join(shoppers[i].thread, NULL), 0);
    print_message("killed: %zu programs, %zu workers, %zu back ends\n", kills[PART_PROGRAM],
                  kills[PART_WORKER], kills[PART_BACK_END]);
    watch_stop();
    assert_true(back);
    db_end(); /* its connection died with the others */
    assert_true(kills[PART_PROGRAM] > 0 && kills[PART_WORKER] > 0 && kills[PART_BACK_END] > 0);
    card_settle(&admin, SETTLE_S);
    assert_all_as_told();
    card_books_agree();
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    static const char *const ENVIRONMENT[][2] = {
        {"RECONCILE_AFTER", "500ms"},
        {"RETRY_BASE", "100ms"},
        {"WORKER_TICK", "100ms"},
        {"JANGTEO_ADMIN_EMAIL", "admin@jangteo.example"},
        {"JANGTEO_ADMIN_PASSWORD", "admin of a shop under fire"},
    };
    for (size_t i = 0; i < COUNT(ENVIRONMENT); i++)
        assert_int_equal(setenv(ENVIRONMENT[i][0], ENVIRONMENT[i][1], 1), 0);
    rogue_start();
    stack_make(&stack);
    stack.loses_programs = true;
    stack_start(&stack);
    const struct person seller = seller_new();
    admin = admin_person();
    product = product_new(&seller, 7000, 1000000);
    return 0;
}

static int tear_down(void **state)
{
    rogue_stop();
    stack_remove(&stack, failed);
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y2_acknowledged_card_payments_survive_the_fire),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
