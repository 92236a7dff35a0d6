#include "torture/fault/trial.h"

#include <fnmatch.h>
#include <stdio.h>

#include "support/stack.h"
#include "torture/fault/budget.h"

enum {
    AUDIT_EVERY = 25, /* attempts, and once at the end of each kind */
    SHORT_PLACES = 1, /* of each flow and kind, in the short form */
    PATIENCE = 12,    /* answers that may be errors, or rounds of a worker */
    PASS_S = 120,     /* time between two tries: longer than any lease */
    LATE_MS = 20000,  /* until PostgreSQL has noticed that a connection is gone */
    LATE_STEP_MS = 20,
};

const enum fault DATABASE_FAULTS[] = {FAULT_MEMORY,        FAULT_DB_LOST,        FAULT_DB_ENDED,
                                      FAULT_DB_SERIAL,     FAULT_DB_DEADLOCK,    FAULT_DB_TIMEOUT,
                                      FAULT_COMMIT_UNSENT, FAULT_COMMIT_UNHEARD, FAULT_NONE};
const enum fault GATEWAY_FAULTS[] = {FAULT_GATEWAY_DOWN,
                                     FAULT_GATEWAY_LOST,
                                     FAULT_GATEWAY_SLOW,
                                     FAULT_GATEWAY_FAILS,
                                     FAULT_GATEWAY_SHUTS,
                                     FAULT_GATEWAY_GABBLES,
                                     FAULT_GATEWAY_TRUNCATES,
                                     FAULT_GATEWAY_MISCOUNTS,
                                     FAULT_GATEWAY_SWAPS_AMOUNT,
                                     FAULT_GATEWAY_SWAPS_KEY,
                                     FAULT_NONE};
const enum fault EVENT_FAULTS[] = {FAULT_EVENT_DOWN, FAULT_EVENT_REFUSED, FAULT_EVENT_UNHEARD,
                                   FAULT_NONE};

/* What is under way, for messages. */
static struct {
    const char *flow;
    enum fault fault;
    size_t nth;
} now = {.flow = "a walk"};

static void print_where(void)
{
    print_error("flow \"%s\", %s, place %zu\n", now.flow, FAULT_NAMES[now.fault], now.nth);
}

/* ---- what a success looks like ---- */

enum { STEPS_MAX = 40 };

/* The shapes of a flow's answers while nothing failed: a success in spite of a fault has the same.
 */
static struct {
    uint64_t shapes[STEPS_MAX];
    size_t step;
    bool learns;
} known;

/* Names and brackets, in order, without what stands in them. */
static uint64_t shape_of(const char *json)
{
    uint64_t shape = UINT64_C(14695981039346656037), text = 0;
    for (const char *at = json; *at != '\0'; at++) {
        if (*at == '"') {
            for (text = 7, at++; *at != '"' && *at != '\0'; at++) {
                text = text * 31 + (unsigned char)*at;
                at += *at == '\\' && at[1] != '\0';
            }
            if (*at == '\0')
                break;
        } else if (strchr("{}[]:", *at) != NULL) {
            shape = (shape ^ (*at == ':' ? text : (uint64_t)*at)) * UINT64_C(1099511628211);
        }
    }
    return shape;
}

void trial_learn(void)
{
    known.step = 0;
    known.learns = true;
}

static void looks_whole(struct answer answer)
{
    const size_t step = known.step++;
    const uint64_t shape = answer.size > 0 ? shape_of(answer.body) : 0;
    assert_true(step < STEPS_MAX);
    if (known.learns)
        known.shapes[step] = shape;
    if ((answer.size == 0 || answer.json != NULL) && known.shapes[step] == shape)
        return;
    print_where();
    fail_msg("a success that is not whole: %s", answer.body);
}

/* ---- steps ---- */

static bool is_our_fault(struct answer answer)
{
    return answer.status == 500 || answer.status == 502 || answer.status == 503;
}

/* The back end of a lost connection may still be at work, with all it has locked. */
static bool is_under_way(struct answer answer)
{
    return answer.status == 409 && strstr(answer.body, "IDEMPOTENCY_IN_PROGRESS") != NULL;
}

struct answer insist(struct wish wish)
{
    const long long late = now_ms() + LATE_MS;
    for (int tries = 0;; tries++) {
        struct answer a = shop_request(wish.method, wish.path, wish.token, wish.key, wish.body);
        while (tries > 0 && inject_fired() && is_under_way(a) && now_ms() < late) {
            pause_ms(LATE_STEP_MS);
            a = shop_request(wish.method, wish.path, wish.token, wish.key, wish.body);
        }
        if (a.status == wish.status) {
            looks_whole(a);
            return a;
        }
        if (inject_fired() && tries > 0 && a.status == wish.other && !is_under_way(a)) {
            known.step++;
            return a;
        }
        if (!inject_fired() || !is_our_fault(a) || tries == PATIENCE) {
            print_where();
            fail_msg("%s %s, try %d: %ld %s", wish.method, wish.path, tries + 1, a.status, a.body);
        }
        inject_pass(PASS_S);
    }
}

struct answer buyer_asks(struct scene *scene, const char *method, const char *path, long status,
                         const char *format, ...)
{
    char body[1000];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(body, sizeof body, format, args);
    va_end(args);
    return INSIST(.method = method, .path = path, .token = scene->buyer.token, .key = unique(),
                  .body = body[0] != '\0' ? body : NULL, .status = status);
}

void place_order(struct scene *scene, const char *method, const char *more)
{
    const struct answer a = buyer_asks(
        scene, "POST", "/api/order", 201,
        "{\"items\":[{\"productId\":%lld,\"quantity\":1},{\"productId\":%lld,\"quantity\":1}],"
        "\"paymentMethod\":\"%s\"%s}",
        seller.products[0], seller.products[1], method, more);
    (void)snprintf(scene->order_no, sizeof scene->order_no, "%s", answer_text(a, "data.orderNo"));
    scene->items[0] = answer_int(a, "data.items.0.itemId");
    scene->items[1] = answer_int(a, "data.items.1.itemId");
    scene->payable = answer_int(a, "data.amounts.payable");
}

void cancel_order(struct scene *scene)
{
    (void)INSIST(.method = "POST", .path = text("/api/order/%s/cancel", scene->order_no),
                 .token = scene->buyer.token, .status = 200, .other = 409);
}

static long long number(const char *format, va_list args)
{
    char query[1500];
    (void)vsnprintf(query, sizeof query, format, args);
    return db_number("%s", query);
}

void work_until(bool (*work)(void), const char *format, ...)
{
    for (int tries = 0; tries < PATIENCE; tries++) {
        va_list args;
        const bool done = work();
        va_start(args, format);
        const bool holds_now = number(format, args) == 1;
        va_end(args);
        if (holds_now)
            return;
        if (!done && !inject_fired())
            break;
        inject_pass(PASS_S);
    }
    print_where();
    fail_msg("the worker does not come to its end: %s", format);
}

bool work_of_cashier(void)
{
    return shop_work(CASHIER);
}

bool work_of_couriers(void)
{
    const bool data = shop_work(COURIER_TO_DATA), delivery = shop_work(COURIER_TO_DELIVERY);
    return data && delivery;
}

void holds(long long wanted, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const long long found = number(format, args);
    va_end(args);
    if (found == wanted)
        return;
    print_where();
    fail_msg("%lld, not %lld: %s", found, wanted, format);
}

/* ---- attempts ---- */

static void audit(void)
{
    print_where();
    audit_is_clean();
}

/* Takes the flow once, its n-th call of that kind failing, none for 0; gives how many it had. */
static size_t attempt(const struct flow *flow, enum fault fault, size_t nth)
{
    struct scene scene = {0};
    now.flow = flow->name, now.fault = fault, now.nth = nth;
    inject_set_clock(0);
    inject_arm(FAULT_NONE, 0);
    scene.buyer = shop_member(BALANCE);
    shop_new_thread();
    trial_learn();
    known.learns = fault == FAULT_NONE;
    inject_arm(fault, nth);
    flow->run(&scene);
    const size_t places = inject_count();
    if (nth > 0 && nth <= places && !inject_fired())
        fail_msg("a fault that did not strike");
    inject_arm(FAULT_NONE, 0);
    http_forget();
    return places;
}

/* All places of a kind, one after the other; a fault makes those behind it more or fewer. */
static size_t try_all(const struct flow *flow, enum fault fault)
{
    size_t nth = 1;
    for (; attempt(flow, fault, nth) >= nth; nth++)
        if (nth % AUDIT_EVERY == 0)
            audit();
    audit();
    return nth - 1;
}

/* Some places, which the seed chooses. */
static size_t try_some(const struct flow *flow, enum fault fault, size_t places)
{
    static uint64_t seed;
    size_t tried = 0;
    if (seed == 0)
        seed = budget_seed();
    for (; tried < SHORT_PLACES && tried < places; tried++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        (void)attempt(flow, fault, 1 + (size_t)(seed >> 33) % places);
    }
    return tried;
}

/* TORTURE_FAULT, a pattern, chooses kinds by their names. */
static bool is_wanted(enum fault fault)
{
    const char *pattern = getenv("TORTURE_FAULT");
    return pattern == NULL || fnmatch(pattern, FAULT_NAMES[fault], 0) == 0;
}

void try_flow(const struct flow *flow, const enum fault *faults)
{
    size_t kinds = 0;
    print_message("TORTURE_SEED=%llu\n", (unsigned long long)budget_seed());
    (void)attempt(flow, FAULT_NONE, 0);
    for (; *faults != FAULT_NONE; faults++) {
        if (!is_wanted(*faults))
            continue;
        kinds++;
        const size_t places = attempt(flow, *faults, 0);
        const size_t tried =
            budget_is_short() ? try_some(flow, *faults, places) : try_all(flow, *faults);
        print_message("faults: %s, %s: %zu places, %zu tried\n", flow->name, FAULT_NAMES[*faults],
                      places, tried);
    }
    audit();
    if (kinds == 0) {
        print_message("skipped: no fault of this trial is as TORTURE_FAULT wants it\n");
        skip();
    }
}

int trial_open(void **state)
{
    (void)state;
    shop_open();
    return 0;
}

int trial_close(void **state)
{
    (void)state;
    shop_close();
    return 0;
}
