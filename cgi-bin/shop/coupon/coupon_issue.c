/* Giving coupons out and taking them back. Locks: the member's turn at this coupon, then a slot. */
#include <sodium.h>

#include "shop/coupon/coupon_store.h"
#include "shop/notice/notice.h"

/* Looks for a slot from a place of its own, so that a rush is spread over all of them. */
static enum err take_slot(struct tx *tx, member_id member, const struct coupon *coupon,
                          issued_coupon_id *ret_id)
{
    const int64_t start = 1 + (int64_t)randombytes_uniform((uint32_t)coupon->terms.quantity);
    struct rows rows;
    TRY(db_run(tx->db, Q_coupon_issue,
               ARGS(arg_int(coupon->coupon_id.v), arg_int(member.v), arg_int(start),
                    arg_time(tx->call->now)),
               &rows));
    return rows_int(tx->db, &rows, E_COUPON_SOLD_OUT, &ret_id->v);
}

/* Whoever comes too late is counted: demand that was not met. */
static enum err told_sold_out(enum err e)
{
    if (e == E_COUPON_SOLD_OUT)
        metric_add(METRIC_COUPON_SOLD_OUTS, NO_LABELS, 1);
    return e;
}

enum err coupon_issue(struct tx *tx, member_id member, coupon_id id,
                      struct issued_coupon *ret_issued)
{
    struct rows has;
    struct coupon coupon;
    issued_coupon_id issued;
    int64_t count;
    db_queue(tx->db, Q_coupon_lock_issuing, ARGS(arg_int(id.v), arg_int(member.v)), NULL);
    db_queue(tx->db, Q_coupon_has, ARGS(arg_int(id.v), arg_int(member.v)), &has);
    TRY(coupon_get(tx->db, id, &coupon));
    TRY(rows_int(tx->db, &has, E_INTERNAL, &count));
    if (count > 0)
        return E_COUPON_ALREADY_ISSUED;
    TRY(told_sold_out(coupon_check_issue(&coupon.terms, &coupon.supply, tx->call->now)));
    TRY(told_sold_out(take_slot(tx, member, &coupon, &issued)));
    notice_queue(tx, (struct owner){.member = member},
                 &(struct notice){.kind = NOTICE_COUPON_ISSUED, .name = coupon.terms.name});
    tx_count(tx, METRIC_COUPON_ISSUES, NO_LABELS, 1);
    return issued_get(tx->db, issued, ret_issued);
}

enum err coupon_revoke(struct tx *tx, issued_coupon_id id, struct issued_coupon *ret_issued)
{
    struct rows rows;
    struct issued_coupon issued;
    TRY(db_run(tx->db, Q_coupon_issued_lock, ARGS(arg_int(id.v), arg_null()), &rows));
    TRY(issued_decode(tx->db, &rows, &issued));
    TRY(coupon_check_revoke(&issued.hold, tx->call->now));
    if (issued.hold.status != COUPON_REVOKED) {
        db_queue(tx->db, Q_coupon_revoke, ARGS(arg_int(id.v), arg_time(tx->call->now)), NULL);
        notice_queue(tx, (struct owner){.member = issued.member},
                     &(struct notice){.kind = NOTICE_COUPON_REVOKED, .name = issued.name});
    }
    issued.hold.status = COUPON_REVOKED;
    *ret_issued = issued;
    return E_OK;
}
