/* The only BEGIN there is. */
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/handle.h"

enum {
    TRIES = 6, /* the first and five more */
    ROLLBACK_MS = 2000,
    BACKOFF_US = 2000, /* doubles with every try */
};

/* Sleeps a random part of the try's back-off, so that those who collided do not meet again. */
static void back_off(int attempt)
{
    static _Thread_local uint64_t state;
    if (state == 0)
        state = (uint64_t)clock_monotonic_us() ^ (uint64_t)(uintptr_t)&state;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    long us = (long)(state % (uint64_t)(BACKOFF_US << attempt));
    (void)nanosleep(&(struct timespec){.tv_nsec = us * 1000}, NULL);
}

/* Leaves the connection outside a transaction, or drops it. */
static void roll_back(struct db *db)
{
    db_queue_clear(db);
    if (!db->begun || db->conn == NULL || PQtransactionStatus(db->conn) == PQTRANS_IDLE)
        return;
    db->commit_sent = false;
    db_queue_control(db, ITEM_ROLLBACK);
    enum err e = db->queue_error;
    if (e == E_OK)
        e = db_pipeline(db, ROLLBACK_MS);
    if (e != E_OK)
        db_drop(db);
    db_queue_clear(db);
}

/* COMMIT, with what the body left queued before it. A body that never reached the server has
 * nothing to commit. */
static enum err commit(struct db *db)
{
    bool has_work =
        db->begun || (db->first != NULL && db->first->next != NULL) || db->late_first != NULL;
    if (!has_work && db->queue_error == E_OK)
        return E_OK;
    db_queue_control(db, ITEM_COMMIT);
    return db_flush(db);
}

bool tx_has_begun(const struct tx *tx)
{
    return tx->db->begun;
}

enum err tx_commit(struct tx *tx)
{
    TRY(commit(tx->db));
    tx->db->over = true;
    return E_OK;
}

static void tell_tallies(const struct db *db)
{
    for (size_t i = 0; i < db->tally_count; i++)
        metric_add(db->tallies[i].metric, db->tallies[i].labels, db->tallies[i].n);
}

void tx_count(struct tx *tx, enum metric metric, struct metric_labels labels, int64_t n)
{
    struct db *db = tx->db;
    if (db->tally_count == TALLIES_MAX)
        metric_add(METRIC_DROPPED, NO_LABELS, 1);
    else
        db->tallies[db->tally_count++] = (struct tally){metric, labels, n};
}

static enum err try_once(struct db *db, enum err (*body)(struct tx *tx, void *arg), void *arg)
{
    struct tx tx = {.db = db, .call = db->call};
    db->in_tx = true;
    db->begun = db->commit_sent = db->over = false;
    db->tx_error = E_OK;
    db->tally_count = 0;
    db_queue_control(db, ITEM_BEGIN);
    enum err e = body(&tx, arg);
    const bool over = db->over;
    if (over && e == E_OK)
        e = db_flush(db); /* refuses what was queued after the commit */
    /* A body may translate what it understands, but a transaction that a flush failed in is over,
     * and one that lost against another one is tried again whatever it says. */
    if (db->tx_error == E_DB_RETRY || (e == E_OK && db->tx_error != E_OK))
        e = db->tx_error;
    if (e == E_OK && !over)
        e = commit(db);
    if (e != E_OK && !over)
        roll_back(db);
    db_queue_clear(db);
    db_unlocked(db);
    db->in_tx = db->begun = db->commit_sent = db->over = false;
    db_set_busy(db, false);
    if (e == E_OK || over)
        tell_tallies(db);
    return e;
}

enum err tx_run(struct db *db, enum err (*body)(struct tx *tx, void *arg), void *arg)
{
    if (db->in_tx) {
        log_write(LOG_ERROR, "database: a transaction inside a transaction");
        return E_INTERNAL;
    }
    /* What the caller queued and did not flush is not the transaction's. */
    db_queue_clear(db);
    struct arena_mark mark = arena_mark(db->call->arena);
    for (int attempt = 0;; attempt++) {
        enum err e = try_once(db, body, arg);
        if (e != E_DB_RETRY || attempt + 1 == TRIES)
            return e;
        metric_add(METRIC_DB_RETRIES, NO_LABELS, 1);
        arena_rewind(db->call->arena, mark);
        db->call->problems = (struct problems){0};
        back_off(attempt);
    }
}
