#include <sodium.h>

#include "shop/event/event_rules.h"
#include "shop/notice/notice.h"
#include "shop/refund/refund.h"

void refund_queue_claim(struct tx *tx, payment_id payment, const int64_t *item_ids, size_t count,
                        int64_t amount, const char *reason)
{
    const char *said = reason != NULL ? reason : REFUND_REASON_LINES;
    db_queue(tx->db, Q_refund_insert,
             ARGS(arg_int(payment.v), arg_int(amount), arg_text(said), arg_ints(item_ids, count),
                  arg_time(tx->call->now)),
             NULL);
}

enum err refund_promises(struct tx *tx, order_id order, struct refund_promise **ret_promises,
                         size_t *ret_count)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct refund_promise, item_id),
        ROW_FIELD(ROW_INT, struct refund_promise, refund_id),
    };
    struct rows rows;
    TRY(db_run(tx->db, Q_refund_promised, ARGS(arg_int(order.v)), &rows));
    TRY(rows_decode(tx->db, &rows, ROW, COUNT_OF(ROW), sizeof **ret_promises, ret_promises));
    *ret_count = rows.count;
    return E_OK;
}

enum err refund_sums_of(struct db *db, order_id order, struct refund_sums *ret_sums)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct refund_sums, on_its_way),
        ROW_FIELD(ROW_INT, struct refund_sums, failed),
        ROW_FIELD(ROW_INT, struct refund_sums, returned),
    };
    struct rows rows;
    TRY(db_run(db, Q_refund_sums, ARGS(arg_int(order.v)), &rows));
    return rows_decode_one(db, &rows, ROW, COUNT_OF(ROW), E_INTERNAL, ret_sums);
}

enum err refund_retry(struct tx *tx, payment_id payment)
{
    struct rows rows;
    int64_t count;
    TRY(db_run(tx->db, Q_refund_retry, ARGS(arg_int(payment.v), arg_time(tx->call->now)), &rows));
    TRY(rows_int(tx->db, &rows, E_INTERNAL, &count));
    return count > 0 ? E_OK : E_ORDER_STATE_CONFLICT;
}

/* ---- for the worker ---- */

enum err refund_take(struct db *db, span lease, bool *ret_any, struct refund_out *ret_refund)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct refund_out, refund_id),
        ROW_FIELD(ROW_INT, struct refund_out, payment_id),
        ROW_FIELD_ENUM(struct refund_out, kind, REFUND_KIND_NAMES),
        ROW_FIELD(ROW_TEXT, struct refund_out, refund_key),
        ROW_FIELD(ROW_TEXT, struct refund_out, transaction_key),
        ROW_FIELD(ROW_INT, struct refund_out, amount),
        ROW_FIELD(ROW_TEXT, struct refund_out, reason),
        ROW_FIELD(ROW_INT, struct refund_out, attempts),
        ROW_FIELD(ROW_TEXT, struct refund_out, order_no),
        {"member_id", ROW_INT, true, offsetof(struct refund_out, owner.member), NULL},
        {"guest_id", ROW_INT, true, offsetof(struct refund_out, owner.guest), NULL},
    };
    struct rows rows;
    struct refund_out refund = {0};
    const instant now = db_call(db)->now;
    uint64_t random;
    randombytes_buf(&random, sizeof random);
    refund.claim = (int64_t)(random >> 1);
    TRY(db_run(db, Q_refund_take,
               ARGS(arg_time(now), arg_time(instant_add(now, lease)), arg_int(refund.claim)),
               &rows));
    if (rows.count > 0)
        TRY(rows_decode_one(db, &rows, ROW, COUNT_OF(ROW), E_INTERNAL, &refund));
    *ret_any = rows.count > 0;
    *ret_refund = refund;
    return E_OK;
}

enum err refund_lock(struct tx *tx, const struct refund_out *refund, bool *ret_held)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_refund_lock, ARGS(arg_int(refund->refund_id), arg_int(refund->claim)),
               &rows));
    *ret_held = rows.count > 0;
    return E_OK;
}

void refund_queue_done(struct tx *tx, const struct refund_out *refund)
{
    db_queue(tx->db, Q_refund_set_done, ARGS(arg_int(refund->refund_id), arg_time(tx->call->now)),
             NULL);
}

static struct notice notice_of(const struct refund_out *refund, enum notice_kind kind)
{
    return (struct notice){.kind = kind, .subject = refund->order_no, .amount = refund->amount};
}

enum err refund_settle_returned(struct tx *tx, const struct refund_out *refund)
{
    bool held;
    TRY(refund_lock(tx, refund, &held));
    if (!held)
        return E_OK;
    const struct notice notice = notice_of(refund, NOTICE_PAYMENT_RETURNED);
    refund_queue_done(tx, refund);
    db_queue(tx->db, Q_claim_refund_payment,
             ARGS(arg_int(refund->payment_id.v), arg_int(refund->amount), arg_time(tx->call->now)),
             NULL);
    notice_queue(tx, refund->owner, &notice);
    return E_OK;
}

enum err refund_record_failure(struct tx *tx, const struct refund_out *refund, bool failed,
                               const char *error)
{
    struct rows rows;
    const span wait =
        event_back_off(tx->call->settings->retry_base, refund->attempts + 1, randombytes_random());
    TRY(db_run(tx->db, Q_refund_set_failed,
               ARGS(arg_int(refund->refund_id), arg_int(refund->claim), arg_text(error),
                    arg_time(instant_add(tx->call->now, wait)), arg_bool(failed),
                    arg_time(tx->call->now)),
               &rows));
    if (rows.count > 0 && failed) {
        const struct notice notice = notice_of(refund, NOTICE_REFUND_FAILED);
        notice_queue(tx, refund->owner, &notice);
        notice_queue_to_admins(tx, &notice);
    }
    return E_OK;
}
