#include "app/idempotency.h"
#include "base/log.h"

struct attempt {
    struct ctx *ctx;
    enum err (*work)(struct ctx *ctx, struct tx *tx);
    const struct idempotency *idem; /* NULL on routes that honour no key */
    struct response before;
    bool replayed;
};

static enum err run(struct tx *tx, void *arg)
{
    struct attempt *attempt = arg;
    struct ctx *ctx = attempt->ctx;
    /* A try before this one may have left texts of a rewound arena. */
    *ctx->res = attempt->before;
    attempt->replayed = false;
    if (attempt->idem == NULL)
        return attempt->work(ctx, tx);

    const bool page = (ctx->route->flags & ROUTE_PAGE) != 0;
    TRY(idempotency_enter(ctx, tx, attempt->idem, page, &attempt->replayed));
    if (attempt->replayed)
        return E_OK;
    TRY(attempt->work(ctx, tx));
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
    return found ? E_OK : E_DB_LOST;
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
    if (e == E_DB_UNKNOWN && attempt.idem != NULL) {
        log_write(LOG_WARN, "the fate of a commit is unknown: looking for its record");
        e = tx_run(ctx->db, settle, &attempt);
        log_write(LOG_WARN, "that commit %s", e == E_OK ? "is there" : "is not known to be there");
    }
    TRY(e);
    return attempt.replayed ? response_header(ctx->res, "Idempotent-Replayed", "true") : E_OK;
}
