/* Giving coupons out and taking them back. Locks: the member's turn at this coupon, then a slot. */
#include <sodium.h>

#include "shop/coupon/coupon_store.h"
#include "shop/notice/notice.h"

/* What is known before a slot is taken. */
struct to_issue {
    issued_coupon_id id; /* of the coupon that is made */
    int64_t start;       /* the slot to look from */
    bool has;            /* the member, one already */
};

/* The coupon as it will be, in memory. */
static struct issued_coupon compose(member_id member, const struct coupon *coupon,
                                    issued_coupon_id id, instant now)
{
    const span life = {coupon->terms.valid_days * SPAN_HOURS(24).us};
    return (struct issued_coupon){
        .issued_coupon_id = id,
        .coupon_id = coupon->coupon_id,
        .member = member,
        .name = coupon->terms.name,
        .description = coupon->terms.description,
        .discount = coupon->terms.discount,
        .hold = {.status = COUPON_AVAILABLE, .expires_at = instant_add(now, life)},
        .issued_at = now,
    };
}

enum err coupon_issue(struct tx *tx, member_id member, coupon_id id,
                      struct issued_coupon *ret_issued)
{
    static const struct row_field ROW[] = {
        {"issued_coupon_id", ROW_INT, false, offsetof(struct to_issue, id), NULL},
        ROW_FIELD(ROW_INT, struct to_issue, start),
        ROW_FIELD(ROW_BOOL, struct to_issue, has),
    };
    /* A place of its own, so that a rush is spread over all slots. */
    const int64_t place = randombytes_uniform(UINT32_C(1) << 31);
    struct rows rows;
    struct coupon coupon;
    struct to_issue to;
    db_queue(tx->db, Q_coupon_lock_issuing, ARGS(arg_int(id.v), arg_int(member.v)), NULL);
    db_queue(tx->db, Q_coupon_to_issue, ARGS(arg_int(id.v), arg_int(place), arg_int(member.v)),
             &rows);
    TRY(db_flush(tx->db));
    TRY(coupon_decode(tx->db, &rows, &coupon));
    TRY(rows_decode_one(tx->db, &rows, ROW, COUNT_OF(ROW), E_COUPON_NOT_FOUND, &to));
    if (to.has)
        return E_COUPON_ALREADY_ISSUED;
    TRY(coupon_check_issue(&coupon.terms, &coupon.supply, tx->call->now));
    *ret_issued = compose(member, &coupon, to.id, tx->call->now);
    db_queue(tx->db, Q_coupon_issue,
             ARGS(arg_int(id.v), arg_int(member.v), arg_int(to.start), arg_time(tx->call->now),
                  arg_int(to.id.v), arg_time(ret_issued->hold.expires_at)),
             NULL);
    notice_queue(tx, (struct owner){.member = member},
                 &(struct notice){.kind = NOTICE_COUPON_ISSUED, .name = coupon.terms.name});
    tx_count(tx, METRIC_COUPON_ISSUES, NO_LABELS, 1);
    return E_OK;
}

void coupon_count_refusal(enum err e)
{
    if (e == E_COUPON_SOLD_OUT)
        metric_add(METRIC_COUPON_SOLD_OUTS, NO_LABELS, 1);
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
