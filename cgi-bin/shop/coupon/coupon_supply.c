/* What the worker does for coupons, a batch a transaction. */
#include "shop/coupon/coupon.h"

/* Whether this worker is the one at it, until the end of the transaction. */
static enum err take_lock(struct tx *tx, bool *ret_taken)
{
    struct rows rows;
    int64_t taken;
    TRY(db_run(tx->db, Q_coupon_try_lock, NO_ARGS, &rows));
    TRY(rows_int(tx->db, &rows, E_INTERNAL, &taken));
    *ret_taken = taken != 0;
    return E_OK;
}

enum err coupon_make_slots(struct tx *tx, bool *ret_more)
{
    bool taken;
    struct rows rows;
    TRY(take_lock(tx, &taken));
    TRY(db_run(tx->db, Q_coupon_unmade, NO_ARGS, &rows));
    const bool some = taken && rows.count > 0;
    if (some) {
        int64_t id;
        TRY(rows_int(tx->db, &rows, E_INTERNAL, &id));
        TRY(db_run(tx->db, Q_coupon_make_slots, ARGS(arg_int(id), arg_int(COUPON_BATCH)), NULL));
    }
    *ret_more = some;
    return E_OK;
}

enum err coupon_fold(struct tx *tx, bool *ret_more)
{
    bool taken;
    struct rows rows;
    int64_t folded = 0;
    TRY(take_lock(tx, &taken));
    if (taken) {
        TRY(db_run(tx->db, Q_coupon_fold, ARGS(arg_int(COUPON_BATCH)), &rows));
        TRY(rows_int(tx->db, &rows, E_INTERNAL, &folded));
    }
    *ret_more = folded == COUPON_BATCH;
    return E_OK;
}

enum err coupon_expire(struct tx *tx, bool *ret_more)
{
    struct rows rows;
    int64_t marked;
    TRY(db_run(tx->db, Q_coupon_expire, ARGS(arg_time(tx->call->now), arg_int(COUPON_BATCH)),
               &rows));
    TRY(rows_int(tx->db, &rows, E_INTERNAL, &marked));
    *ret_more = marked == COUPON_BATCH;
    return E_OK;
}
