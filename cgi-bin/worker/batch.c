#include "worker/batch.h"

#include "base/log.h"
#include "base/metric.h"

/* Of one run. */
enum { SWEEPS_MAX = 100, LISTS_MAX = 10 };

static _Thread_local const char *job = "none";

void batch_of_job(const char *name)
{
    job = name;
}

static void count_done(int64_t n)
{
    if (n > 0)
        metric_add(METRIC_JOB_ITEMS, LABELS(job), n);
}

struct sweep {
    enum err (*run)(struct tx *tx, int64_t *ret_count);
    int64_t count;
};

static enum err run_sweep(struct tx *tx, void *arg)
{
    struct sweep *sweep = arg;
    return sweep->run(tx, &sweep->count);
}

enum err batch_sweep(struct db *db, enum err (*run)(struct tx *tx, int64_t *ret_count))
{
    struct arena *arena = db_call(db)->arena;
    struct sweep sweep = {.run = run, .count = 1};
    for (int i = 0; i < SWEEPS_MAX && sweep.count > 0; i++) {
        struct arena_mark mark = arena_mark(arena);
        TRY(tx_run(db, run_sweep, &sweep));
        count_done(sweep.count);
        arena_rewind(arena, mark);
    }
    return E_OK;
}

struct piece {
    const struct batch_due *due;
    const char *order_no;
    bool done;
};

static enum err run_piece(struct tx *tx, void *arg)
{
    struct piece *piece = arg;
    return piece->due->work(tx, piece->order_no, &piece->done);
}

/* Nothing that follows would fare better. */
static bool speaks_of_database(enum err e)
{
    return e == E_DB_LOST || e == E_DB_UNKNOWN || e == E_UNAVAILABLE;
}

static enum err work_list(struct db *db, const struct batch_due *due,
                          const struct order_due_list *list, enum err *first_error)
{
    struct arena *arena = db_call(db)->arena;
    for (size_t i = 0; i < list->count; i++) {
        struct piece piece = {.due = due, .order_no = list->items[i].order_no};
        struct arena_mark mark = arena_mark(arena);
        enum err e = tx_run(db, run_piece, &piece);
        arena_rewind(arena, mark);
        if (speaks_of_database(e))
            return e;
        if (e != E_OK)
            log_write(LOG_WARN, "job %s: order %s: %s", due->name, piece.order_no, err_code(e));
        count_done(e == E_OK && piece.done);
        if (*first_error == E_OK)
            *first_error = e;
    }
    return E_OK;
}

enum err batch_due(struct db *db, const struct batch_due *due)
{
    struct arena *arena = db_call(db)->arena;
    enum err first_error = E_OK;
    struct order_due last = {0};
    size_t count = ORDER_DUE_BATCH;
    for (int i = 0; i < LISTS_MAX && count == ORDER_DUE_BATCH; i++) {
        struct arena_mark mark = arena_mark(arena);
        struct order_due_list list;
        TRY(due->list(db, &last, &list));
        TRY(work_list(db, due, &list, &first_error));
        count = list.count;
        if (count > 0)
            last = list.items[count - 1];
        arena_rewind(arena, mark);
        last.order_no = NULL;
    }
    return first_error;
}
