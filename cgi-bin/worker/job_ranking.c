#include "shop/ranking/ranking.h"
#include "worker/job.h"

static enum err fold(struct tx *tx, void *arg)
{
    return ranking_fold(tx, arg);
}

static enum err refresh(struct tx *tx, void *arg)
{
    (void)arg;
    return ranking_refresh(tx, tx->call->now);
}

/* Batch by batch, so that a long backlog stays within the statements' deadline; a bounded number,
 * so that one run ends. What is left is folded by the next run. */
enum err job_ranking(struct db *db, struct call *call)
{
    int64_t folded = RANKING_BATCH;
    for (int batch = 0; batch < 100 && folded == RANKING_BATCH; batch++) {
        struct arena_mark mark = arena_mark(call->arena);
        TRY(tx_run(db, fold, &folded));
        arena_rewind(call->arena, mark);
    }
    return tx_run(db, refresh, NULL);
}
