/* What waits for the next flush. */
#include "base/clock.h"
#include "base/log.h"
#include "db/handle.h"

/* Puts an item at the end of a list; NULL, with the error kept for the flush, when there is no
 * room. */
static struct item *append(struct db *db, struct item **first, struct item **last,
                           enum item_kind kind)
{
    struct item *item = NEW(db->scratch, struct item);
    if (item == NULL) {
        db->queue_error = E_NO_MEMORY;
        return NULL;
    }
    item->kind = kind;
    if (*last != NULL)
        (*last)->next = item;
    else
        *first = item;
    *last = item;
    return item;
}

/* What is late takes its place at the end. */
static void join_late(struct db *db)
{
    if (db->late_first == NULL)
        return;
    if (db->last != NULL)
        db->last->next = db->late_first;
    else
        db->first = db->late_first;
    db->last = db->late_last;
    db->late_first = db->late_last = NULL;
}

static void release_kept(void *arg)
{
    struct kept_result *kept = arg;
    PQclear(kept->result);
}

/* Makes the place in the call's arena that a wanted result will stand in. */
static enum err reserve(struct db *db, struct item *item)
{
    struct kept_result *kept = NEW(db->call->arena, struct kept_result);
    TRY_NEW(kept);
    TRY(arena_on_reset(db->call->arena, release_kept, kept));
    item->kept = kept;
    return E_OK;
}

static void fill(struct db *db, struct item *item, enum stmt stmt, const struct db_arg *args,
                 size_t arg_count, struct rows *ret_rows)
{
    if (item == NULL)
        return;
    item->stmt = stmt;
    item->ret_rows = ret_rows;
    enum err e = params_encode(db->scratch, args, arg_count, &item->params);
    if (e == E_OK && ret_rows != NULL)
        e = reserve(db, item);
    if (e != E_OK)
        db->queue_error = e;
}

void db_queue(struct db *db, enum stmt stmt, const struct db_arg *args, size_t arg_count,
              struct rows *ret_rows)
{
    fill(db, append(db, &db->first, &db->last, ITEM_STMT), stmt, args, arg_count, ret_rows);
}

void db_queue_late(struct db *db, enum stmt stmt, const struct db_arg *args, size_t arg_count,
                   struct rows *ret_rows)
{
    fill(db, append(db, &db->late_first, &db->late_last, ITEM_STMT), stmt, args, arg_count,
         ret_rows);
}

void db_queue_control(struct db *db, enum item_kind kind)
{
    join_late(db);
    (void)append(db, &db->first, &db->last, kind);
}

void db_queue_clear(struct db *db)
{
    join_late(db);
    for (struct item *item = db->first; item != NULL; item = item->next)
        PQclear(item->result);
    db->first = db->last = NULL;
    db->queue_error = E_OK;
    arena_reset(db->scratch);
}

/* A transaction that has only been opened has nothing to tell the server yet. */
static bool nothing_to_send(const struct db *db)
{
    return db->first == NULL || (db->first->kind == ITEM_BEGIN && db->first->next == NULL);
}

enum err db_flush(struct db *db)
{
    enum err e = db->in_tx && db->tx_error != E_OK ? db->tx_error : db->queue_error;
    join_late(db);
    if (db->over && db->first != NULL) {
        log_write(LOG_ERROR, "database: a statement after its transaction was committed");
        e = E_INTERNAL;
    }
    if (e == E_OK && nothing_to_send(db))
        return E_OK;
    if (e == E_OK)
        e = db_pipeline(db, db->flush_ms);
    db_queue_clear(db);
    if (!db->in_tx)
        db_unlocked(db);
    db->used_at_ms = clock_monotonic_ms();
    if (db->in_tx && db->tx_error == E_OK)
        db->tx_error = e;
    return e;
}

enum err db_run(struct db *db, enum stmt stmt, const struct db_arg *args, size_t arg_count,
                struct rows *ret_rows)
{
    db_queue(db, stmt, args, arg_count, ret_rows);
    return db_flush(db);
}
