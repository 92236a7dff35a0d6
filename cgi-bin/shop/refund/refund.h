/* Card money on its way back (Y5, Y6): durable rows that the worker carries to the gateway, each
 * under a key of its own, so that asking twice gives back once.
 *
 * A refund is written in the transaction that wants it; the worker takes it by lease, asks the
 * gateway with no transaction open, and records the answer under the lease's token. What a refund
 * for lines brings about once it is done is in shop/claim/claim.h. */
#ifndef JANGTEO_SHOP_REFUND_REFUND_H
#define JANGTEO_SHOP_REFUND_REFUND_H

#include "base/ids.h"
#include "db/db.h"
#include "shop/refund/refund_rules.h"

/* What refunds tell the gateway for which nobody gave a reason: of lines, and (in payment_return)
 * of a payment that completes no order. */
#define REFUND_REASON_LINES "order lines cancelled or returned"
#define REFUND_REASON_OVER "the order was over"

/* Queues a refund of `amount` > 0 for lines of the order whose lock is the transaction's. `reason`
 * NULL: none was given. */
void refund_queue_claim(struct tx *tx, payment_id payment, const int64_t *item_ids, size_t count,
                        int64_t amount, const char *reason);

/* A line whose money is on its way. */
struct refund_promise {
    order_item_id item_id;
    int64_t refund_id;
};
/* All of an order. */
enum err refund_promises(struct tx *tx, order_id order, struct refund_promise **ret_promises,
                         size_t *ret_count) MUST;

/* Card money of an order that goes back, in won. */
struct refund_sums {
    int64_t on_its_way;
    int64_t failed;   /* rests until an admin has it tried again */
    int64_t returned; /* is back: of a payment that came late or second */
};
enum err refund_sums_of(struct db *db, order_id order, struct refund_sums *ret_sums) MUST;

/* An admin has the failed refunds of a payment tried again, by the same keys.
 * E_ORDER_STATE_CONFLICT when none has failed; whether the payment exists is not looked at. */
enum err refund_retry(struct tx *tx, payment_id payment) MUST;

/* ---- for the worker ---- */

/* A refund in the worker's hands. */
struct refund_out {
    int64_t refund_id;
    int64_t claim; /* the token of the lease */
    payment_id payment_id;
    enum refund_kind kind;
    const char *refund_key, *transaction_key;
    int64_t amount;
    const char *reason;
    int64_t attempts; /* before this one */
    const char *order_no;
    struct owner owner; /* the buyer */
};

/* Takes the one that has been due longest, for `lease`; after that others may take it. `ret_any`
 * false: none is due. */
enum err refund_take(struct db *db, span lease, bool *ret_any, struct refund_out *ret_refund) MUST;
/* Locks it under its token, in the transaction that records what became of it. `ret_held` false:
 * the lease has run out and somebody else has it, who will record it. */
enum err refund_lock(struct tx *tx, const struct refund_out *refund, bool *ret_held) MUST;
/* Queues that the money went back: the refund's own row. */
void refund_queue_done(struct tx *tx, const struct refund_out *refund);
/* Records that a payment nobody wanted went back as a whole: the refund and its payment; the order
 * is not touched. Nothing when the lease has run out. */
enum err refund_settle_returned(struct tx *tx, const struct refund_out *refund) MUST;
/* Records a try that gave nothing back: it is tried again later or, `failed`, rests, which its
 * buyer and the admins are told. Nothing when the lease has run out. */
enum err refund_record_failure(struct tx *tx, const struct refund_out *refund, bool failed,
                               const char *error) MUST;

#endif
