#include "worker/cashier.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/log.h"
#include "shop/claim/claim.h"
#include "shop/payment/gateway.h"
#include "worker/post.h"

#define ARENA_LIMIT ((size_t)16 << 20)
/* Longer than the gateway may take, the record of what it said included. */
#define LEASE SPAN_SECONDS(20)
#define FAILURE_WAIT_MS 2000

static struct cashier {
    const struct settings *settings;
    struct db *db;
    struct arena *arena;
    struct post_line *line; /* what it waits on */
    pthread_t thread;
    bool runs;
} cashier;

static atomic_bool stopping;

/* A refund, and what the gateway made of it. */
struct settlement {
    const struct refund_out *refund;
    enum refund_status status;
    const char *error;
};

static enum err record(struct tx *tx, void *arg)
{
    static const char *const OUTCOMES[] = {
        [REFUND_PENDING] = "TO_RETRY", [REFUND_DONE] = "DONE", [REFUND_FAILED] = "FAILED"};
    const struct settlement *it = arg;
    tx_count(tx, METRIC_REFUNDS, LABELS(PAYMENT_METHOD_NAMES[PAY_CARD], OUTCOMES[it->status]), 1);
    if (it->status != REFUND_DONE)
        return refund_record_failure(tx, it->refund, it->status == REFUND_FAILED, it->error);
    return it->refund->kind == REFUND_CLAIM ? claim_settle(tx, it->refund)
                                            : refund_settle_returned(tx, it->refund);
}

static enum refund_answer answer_of(enum gateway_outcome outcome)
{
    switch (outcome) {
    case GATEWAY_DONE:
        return ANSWER_GIVEN_BACK;
    case GATEWAY_REFUSED:
        return ANSWER_REFUSED;
    case GATEWAY_UNKNOWN:
        break;
    }
    return ANSWER_UNKNOWN;
}

/* Asks the gateway. Should the answer be lost, or this process die before it is recorded, the lease
 * runs out and the gateway is asked again by the same key. */
static enum err work(const struct refund_out *refund)
{
    const struct gateway_refund request = {
        .transaction_key = refund->transaction_key,
        .refund_key = refund->refund_key,
        .reason = refund->reason,
        .amount = refund->amount,
    };
    struct call *call = db_call(cashier.db);
    const struct gateway_result result = gateway_refund(call, &request);
    const struct settlement settlement = {
        .refund = refund,
        .status = refund_status_after(answer_of(result.outcome), refund->attempts + 1,
                                      cashier.settings->retry_max),
        .error = result.error,
    };
    if (settlement.status != REFUND_DONE)
        log_write(LOG_WARN, "refund %" PRId64 " of payment %" PRId64 ", try %" PRId64 "%s: %s",
                  refund->refund_id, refund->payment_id.v, refund->attempts + 1,
                  settlement.status == REFUND_FAILED ? ", the last" : "", result.error);
    call->now = clock_now();
    return tx_run(cashier.db, record, (void *)&settlement);
}

/* Takes one and works on it; gives how long to wait before the next, 0: there may be more. */
static int64_t go_round(void)
{
    struct refund_out refund;
    bool any = false;
    struct call call = {.arena = cashier.arena, .settings = cashier.settings, .now = clock_now()};
    db_serve(cashier.db, &call);
    enum err e = refund_take(cashier.db, LEASE, &any, &refund);
    if (e == E_OK && any)
        e = work(&refund);
    db_serve(cashier.db, NULL);
    arena_reset(cashier.arena);
    if (e != E_OK) {
        log_write(LOG_WARN, "refunds: %s", err_code(e));
        return FAILURE_WAIT_MS;
    }
    return any ? 0 : cashier.settings->worker_tick.us / 1000;
}

static void *cashier_thread(void *arg)
{
    (void)arg;
    while (!atomic_load(&stopping)) {
        const int64_t wait_ms = go_round();
        if (wait_ms > 0)
            post_wait(cashier.line, wait_ms);
        db_close_if_idle(cashier.db);
    }
    return NULL;
}

static void release(void)
{
    post_line_free(cashier.line);
    db_free(cashier.db);
    arena_free(cashier.arena);
    cashier = (struct cashier){0};
}

bool cashier_start(const struct settings *settings, const char *conninfo)
{
    if (settings->gateway_url[0] == '\0')
        return true;
    cashier.settings = settings;
    cashier.db = db_new(conninfo);
    cashier.arena = arena_new(ARENA_LIMIT);
    cashier.line = post_line_new();
    cashier.runs = cashier.db != NULL && cashier.arena != NULL && cashier.line != NULL &&
                   pthread_create(&cashier.thread, NULL, cashier_thread, NULL) == 0;
    if (cashier.runs)
        return true;
    release();
    return false;
}

void cashier_stop(void)
{
    atomic_store(&stopping, true);
    if (!cashier.runs)
        return;
    post_line_wake(cashier.line);
    (void)pthread_join(cashier.thread, NULL);
    release();
}
