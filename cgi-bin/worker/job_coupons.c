#include "shop/coupon/coupon.h"
#include "worker/job.h"

static enum err make_slots(struct tx *tx, void *arg)
{
    return coupon_make_slots(tx, arg);
}

static enum err fold(struct tx *tx, void *arg)
{
    return coupon_fold(tx, arg);
}

static enum err expire(struct tx *tx, void *arg)
{
    return coupon_expire(tx, arg);
}

/* A bounded number of batches, so that one run ends and the other jobs have their turn; what is
 * left is done by the next run. The fold comes first: what is shown as left hangs on it. */
enum err job_coupons(struct db *db, struct call *call)
{
    static enum err (*const STEPS[])(struct tx * tx, void *arg) = {fold, make_slots, expire};
    enum { BATCHES = 3 };
    for (size_t i = 0; i < COUNT_OF(STEPS); i++) {
        bool more = true;
        for (int batch = 0; batch < BATCHES && more; batch++) {
            struct arena_mark mark = arena_mark(call->arena);
            TRY(tx_run(db, STEPS[i], &more));
            arena_rewind(call->arena, mark);
        }
    }
    return E_OK;
}
