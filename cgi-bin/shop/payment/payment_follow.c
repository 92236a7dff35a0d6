#include "shop/payment/payment_follow.h"

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "shop/event/event_rules.h"
#include "shop/payment/gateway.h"
#include "shop/payment/payment_complete.h"

/* One after the other: a claim must outlast the deadlines of all. */
#define BATCH 8
#define LEASE SPAN_SECONDS(90)
/* Far longer than a callback's time-stamp is believed. */
#define CALLBACK_LIFE SPAN_DAYS(1)

static enum err store_started(struct tx *tx, void *arg)
{
    card_queue_started(tx, arg);
    return E_OK;
}

static enum err complete(struct tx *tx, void *arg)
{
    enum payment_effect effect;
    return payment_complete(tx, arg, &effect);
}

static enum err give_up(struct tx *tx, void *arg)
{
    return payment_give_up(tx, arg);
}

/* `ret_outcome`: whether the gateway has told, and if not, whether it ever will. */
static enum err ask(struct db *db, const struct card_payment *payment,
                    enum gateway_outcome *ret_outcome)
{
    struct payment_word word = {.payment_key = payment->payment_key,
                                .transaction_key = payment->transaction_key,
                                .order_no = payment->order_no,
                                .amount = payment->amount,
                                .by = "worker"};
    const struct gateway_result result =
        gateway_ask(db_call(db), payment->transaction_key, payment->payment_key, payment->amount,
                    &word.verdict);
    *ret_outcome = result.outcome;
    if (result.outcome == GATEWAY_DONE)
        return word.verdict == VERDICT_PENDING ? E_OK : tx_run(db, complete, &word);
    log_write(LOG_WARN, "payment %lld: the gateway was asked in vain: %s",
              (long long)payment->payment_id.v, result.error);
    return E_OK;
}

static enum err start_again(struct db *db, struct card_payment *payment)
{
    const enum err e = card_start(db, payment);
    return e == E_OK ? tx_run(db, store_started, payment) : e == E_GATEWAY_FAILED ? E_OK : e;
}

/* What has not come to its end is asked for again. */
static enum err ask_later(struct db *db, const struct card_payment *payment, span wait)
{
    return db_run(db, Q_payment_ask_again,
                  ARGS(arg_int(payment->payment_id.v),
                       arg_time(instant_add(db_call(db)->now, wait)),
                       arg_text(PAYMENT_STATUS_NAMES[payment->status])),
                  NULL);
}

/* Money may be behind what the gateway has not told: then nothing is given up. */
static enum err come_back_to_open(struct db *db, struct card_payment *payment,
                                  enum gateway_outcome outcome)
{
    const struct call *call = db_call(db);
    if (outcome != GATEWAY_UNKNOWN &&
        payment_is_given_up(payment->created_at, ORDER_OVER, call->now))
        TRY(tx_run(db, give_up, payment));
    return ask_later(
        db, payment,
        event_back_off(call->settings->reconcile_after, payment->asks, randombytes_random()));
}

static enum err come_back_to_given_up(struct db *db, const struct card_payment *payment,
                                      enum gateway_outcome outcome)
{
    const instant now = db_call(db)->now;
    if (outcome == GATEWAY_REFUSED && payment_is_forgotten(payment->created_at, now))
        return db_run(db, Q_payment_forget, ARGS(arg_int(payment->payment_id.v), arg_time(now)),
                      NULL);
    /* An unanswered question is no reason to wait as long as after an answer. */
    const instant since = outcome == GATEWAY_UNKNOWN ? now : payment->created_at;
    return ask_later(db, payment, payment_given_up_wait(since, now));
}

static enum err follow(struct db *db, struct card_payment *payment)
{
    enum gateway_outcome outcome = GATEWAY_UNKNOWN;
    TRY(payment->transaction_key == NULL ? start_again(db, payment) : ask(db, payment, &outcome));
    return payment->status == PAYMENT_CANCELLED ? come_back_to_given_up(db, payment, outcome)
                                                : come_back_to_open(db, payment, outcome);
}

static bool speaks_of_database(enum err e)
{
    return e == E_DB_LOST || e == E_DB_UNKNOWN || e == E_UNAVAILABLE;
}

enum err payment_follow(struct db *db, const atomic_bool *stop, size_t *ret_count)
{
    struct call *call = db_call(db);
    const instant started = call->now;
    const int64_t started_ms = clock_monotonic_ms();
    struct card_payment *payments;
    size_t count;
    TRY(card_claim(db, BATCH, LEASE, &payments, &count));
    for (size_t i = 0; i < count && (stop == NULL || !atomic_load(stop)); i++) {
        const struct arena_mark mark = arena_mark(call->arena);
        const enum err e = follow(db, &payments[i]);
        arena_rewind(call->arena, mark);
        if (speaks_of_database(e))
            return e;
        if (e != E_OK)
            log_write(LOG_WARN, "payment %lld was not followed: %s",
                      (long long)payments[i].payment_id.v, err_code(e));
        /* The gateway takes its time, and an order's own may pass meanwhile. */
        call->now = instant_add(started, SPAN_MS(clock_monotonic_ms() - started_ms));
    }
    *ret_count = count;
    return E_OK;
}

enum err payment_sweep_callbacks(struct tx *tx, int64_t *ret_count)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_payment_sweep_callbacks,
               ARGS(arg_time(instant_sub(tx->call->now, CALLBACK_LIFE))), &rows));
    *ret_count = rows.affected;
    return E_OK;
}
