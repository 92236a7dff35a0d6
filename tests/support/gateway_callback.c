/* The callbacks of the gateway that misbehaves. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/signature.h"
#include "support/gateway.h"
#include "support/http.h"
#include "support/stack.h"

enum { LATE_MS = 1500, OUT_OF_TIME_S = 600, TRIES = 8 };
#define WRONG_SECRET "whsec_bm90IHRoZSBrZXkgb2YgdGhpcyBnYXRld2F5"

const char *const ROGUE_CALLBACK_NAMES[CALLBACKS] = {
    "once",         "twice",         "forged",        "stale", "future",
    "other amount", "then declined", "then approved", "late",  "never"};

static atomic_int calling; /* threads under way */

static const char *or_else(const char *given, const char *otherwise)
{
    return given != NULL ? given : otherwise;
}

long rogue_send(struct rogue_callback callback)
{
    struct rogue_transaction transaction;
    char signature[SIGNATURE_SIZE];
    if (!rogue_find(callback.transaction_key, &transaction))
        return 0;
    const char *body =
        text("{\"transactionKey\":\"%s\",\"paymentKey\":\"%s\",\"orderNo\":\"%s\",\"amount\":%lld,"
             "\"status\":\"%s\"}",
             transaction.key, or_else(callback.payment_key, transaction.payment_key),
             or_else(callback.order_no, transaction.order_no),
             transaction.amount + callback.amount_more, callback.status);
    const char *id = or_else(callback.id, unique());
    const long long at_s = (long long)time(NULL) + callback.seconds_more;
    if (!signature_make(or_else(callback.secret, ROGUE_WEBHOOK_TEXT), id, at_s,
                        (struct slice){body, strlen(body)}, signature))
        return 0;
    return ASK(.method = "POST", .path = transaction.callback_path, .body = body, .no_origin = true,
               .headers = {text("webhook-id: %s", id), text("webhook-timestamp: %lld", at_s),
                           text("webhook-signature: %s", signature)})
        .status;
}

/* ---- after a decision ---- */

struct errand {
    char transaction_key[40];
    bool approved;
    enum rogue_callbacks kind;
};

/* As a gateway does: again until it is taken, or refused for good. */
static void send_until_taken(struct rogue_callback callback)
{
    const char *id = or_else(callback.id, unique());
    callback.id = id;
    for (int i = 0; i < TRIES; i++) {
        const long status = rogue_send(callback);
        if (status >= 200 && status < 500)
            return;
        pause_ms(50 << i);
    }
}

static void send_all(const struct errand *errand)
{
    static const char *const WORDS[] = {"DECLINED", "APPROVED"};
    struct rogue_callback right = {.transaction_key = errand->transaction_key,
                                   .status = WORDS[errand->approved]};
    struct rogue_callback wrong = right;
    wrong.status = WORDS[!errand->approved];
    switch (errand->kind) {
    case CALLBACK_TWICE:
        right.id = unique();
        send_until_taken(right);
        break;
    case CALLBACK_FORGED:
        wrong.secret = WRONG_SECRET;
        send_until_taken(wrong);
        return;
    case CALLBACK_STALE:
    case CALLBACK_FUTURE:
        wrong.seconds_more = errand->kind == CALLBACK_STALE ? -OUT_OF_TIME_S : OUT_OF_TIME_S;
        send_until_taken(wrong);
        return;
    case CALLBACK_OTHER_AMOUNT:
        right.amount_more = 1;
        break;
    case CALLBACK_LATE:
        pause_ms(LATE_MS);
        break;
    case CALLBACK_NEVER:
        return;
    case CALLBACK_ONCE:
    case CALLBACK_THEN_DECLINED:
    case CALLBACK_THEN_APPROVED:
    case CALLBACKS:
        break;
    }
    send_until_taken(right);
    if (errand->kind == CALLBACK_THEN_APPROVED)
        (void)rogue_set(errand->transaction_key, ROGUE_APPROVED);
    if (errand->kind == CALLBACK_THEN_APPROVED || errand->kind == CALLBACK_THEN_DECLINED) {
        right.status = WORDS[errand->kind == CALLBACK_THEN_APPROVED];
        send_until_taken(right);
    }
}

static void *call_back(void *arg)
{
    send_all(arg);
    free(arg);
    http_end();
    atomic_fetch_sub(&calling, 1);
    return NULL;
}

bool rogue_decide(const char *transaction_key, bool approve, enum rogue_callbacks callbacks)
{
    pthread_t thread;
    if (!rogue_set(transaction_key, approve ? ROGUE_APPROVED : ROGUE_DECLINED))
        return false;
    struct errand *errand = calloc(1, sizeof *errand);
    if (errand == NULL)
        abort();
    (void)snprintf(errand->transaction_key, sizeof errand->transaction_key, "%s", transaction_key);
    errand->approved = approve;
    errand->kind = callbacks;
    atomic_fetch_add(&calling, 1);
    if (pthread_create(&thread, NULL, call_back, errand) != 0)
        abort();
    (void)pthread_detach(thread);
    return true;
}

void rogue_quiet(void)
{
    while (atomic_load(&calling) > 0)
        pause_ms(10);
}
