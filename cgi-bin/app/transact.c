#include <time.h>

#include "app/idempotency.h"
#include "base/clock.h"
#include "base/log.h"

/* How long a database that went away during COMMIT is waited for: it recovers within a second or
 * two, and the client's own deadline is not far. */
#define SETTLE_MS 5000
#define SETTLE_PAUSE_MS 100

struct attempt {
    struct ctx *ctx;
    enum err (*work)(struct ctx *ctx, struct tx *tx);
    const struct idempotency *idem; /* NULL on routes that honour no key */
    struct response before;
    bool replayed;
    bool undone; /* settle has seen that there is no record */
};

static bool is_page(const struct ctx *ctx)
{
    return (ctx->route->flags & ROUTE_PAGE) != 0;
}

static enum err run(struct tx *tx, void *arg)
{
    struct attempt *attempt = arg;
    struct ctx *ctx = attempt->ctx;
    /* A try before this one may have left texts of a rewound arena. */
    *ctx->res = attempt->before;
    if (attempt->idem == NULL)
        return attempt->work(ctx, tx);

    idempotency_queue_claim(ctx, tx, attempt->idem, is_page(ctx));
    const enum err e = attempt->work(ctx, tx);
    /* The key comes first, also before what the work refuses by itself; and it is held for sure
     * before a COMMIT is sent, so that who settles that one's fate waits for it. */
    if (!tx_has_begun(tx))
        TRY(db_flush(tx->db));
    TRY(e);
    return ctx->res->status < 400 ? idempotency_record(ctx, tx, attempt->idem) : E_OK;
}

/* After a COMMIT whose fate is unknown: the key's lock comes free when the back end that had it is
 * gone, and then the record stands or does not. */
static enum err settle(struct tx *tx, void *arg)
{
    struct attempt *attempt = arg;
    *attempt->ctx->res = attempt->before;
    bool found;
    TRY(idempotency_enter(attempt->ctx, tx, attempt->idem, true, &found));
    attempt->undone = !found;
    return found ? E_OK : E_DB_LOST;
}

static bool is_away(enum err e)
{
    return e == E_DB_LOST || e == E_UNAVAILABLE || e == E_DB_UNKNOWN;
}

/* Looks as soon as the database lets it. */
static enum err settle_soon(struct attempt *attempt)
{
    const int64_t deadline_ms = clock_monotonic_ms() + SETTLE_MS;
    const struct timespec pause = {.tv_nsec = SETTLE_PAUSE_MS * 1000000L};
    log_write(LOG_WARN, "the fate of a commit is unknown: looking for its record");
    enum err e = tx_run(attempt->ctx->db, settle, attempt);
    while (is_away(e) && !attempt->undone && clock_monotonic_ms() < deadline_ms) {
        (void)nanosleep(&pause, NULL);
        e = tx_run(attempt->ctx->db, settle, attempt);
    }
    if (e == E_OK)
        log_write(LOG_WARN, "that commit is there");
    else
        log_write(LOG_WARN, "that commit %s",
                  attempt->undone ? "was rolled back" : "is not known to be there");
    return e;
}

/* What stands under the key, if anything does. */
static enum err look(struct tx *tx, void *arg)
{
    struct attempt *attempt = arg;
    *attempt->ctx->res = attempt->before;
    return idempotency_enter(attempt->ctx, tx, attempt->idem, is_page(attempt->ctx),
                             &attempt->replayed);
}

/* The key was not free a moment ago: its answer, or why there is none. */
static enum err repeat(struct attempt *attempt)
{
    TRY(tx_run(attempt->ctx->db, look, attempt));
    return attempt->replayed ? E_OK : E_IDEMPOTENCY_IN_PROGRESS;
}

enum err app_transact(struct ctx *ctx, enum err (*work)(struct ctx *ctx, struct tx *tx))
{
    struct attempt attempt = {.ctx = ctx, .work = work, .before = *ctx->res};
    struct idempotency idem;
    if ((ctx->route->flags & ROUTE_IDEMPOTENT) != 0) {
        TRY(idempotency_of(ctx, &idem));
        attempt.idem = &idem;
    }
    enum err e = tx_run(ctx->db, run, &attempt);
    if (e == E_IDEMPOTENCY_IN_PROGRESS && attempt.idem != NULL)
        e = repeat(&attempt);
    if (e == E_DB_UNKNOWN && attempt.idem != NULL)
        e = settle_soon(&attempt);
    /* What the work wrote of an answer stands only with its effect. */
    if (e != E_OK)
        *ctx->res = attempt.before;
    TRY(e);
    return attempt.replayed ? response_header(ctx->res, "Idempotent-Replayed", "true") : E_OK;
}

enum err app_replay(struct ctx *ctx, bool *ret_replayed)
{
    struct idempotency idem;
    TRY(idempotency_of(ctx, &idem));
    struct attempt attempt = {.ctx = ctx, .idem = &idem, .before = *ctx->res};
    TRY(tx_run(ctx->db, look, &attempt));
    if (attempt.replayed)
        TRY(response_header(ctx->res, "Idempotent-Replayed", "true"));
    *ret_replayed = attempt.replayed;
    return E_OK;
}
