#include "shop/payment/payment_complete.h"

#include <string.h>

#include "base/log.h"
#include "shop/notice/notice.h"
#include "shop/order/order_settle.h"
#include "shop/order/order_store.h"
#include "shop/payment/payment_return.h"

static enum err lock_order(struct tx *tx, const char *order_no, struct order *ret_order)
{
    struct order order = {0};
    TRY(order_store_lock(tx, (struct owner){{0}, {0}}, true, order_no, &order));
    *ret_order = order;
    return E_OK;
}

/* Locks both, in the order of locks. */
static enum err lock(struct tx *tx, const char *payment_key, struct order *ret_order,
                     struct card_payment *ret_payment)
{
    struct rows rows;
    struct found {
        const char *order_no;
    } found;
    static const struct row_field ROW[] = {ROW_FIELD(ROW_TEXT, struct found, order_no)};
    TRY(db_run(tx->db, Q_payment_order_of, ARGS(arg_text(payment_key)), &rows));
    TRY(rows_decode_one(tx->db, &rows, ROW, COUNT_OF(ROW), E_PAYMENT_NOT_FOUND, &found));
    TRY(lock_order(tx, found.order_no, ret_order));
    return card_lock(tx, payment_key, ret_payment);
}

/* The member of a word that is not what we asked for; NULL: all is. */
static const char *differing(const struct payment_word *word, const struct card_payment *payment)
{
    if (word->amount != payment->amount)
        return "amount";
    return strcmp(word->order_no, payment->order_no) != 0 ? "orderNo" : NULL;
}

/* `ask_at`: when it is asked for all the same; INSTANT_NONE: it has come to its end. */
static void queue_status(struct tx *tx, const struct payment_word *word,
                         const struct card_payment *payment, enum payment_status status,
                         bool completes, instant ask_at)
{
    if (!completes)
        tx_count(tx, METRIC_PAYMENTS,
                 LABELS(PAYMENT_METHOD_NAMES[PAY_CARD],
                        status == PAYMENT_APPROVED ? "RETURNED" : PAYMENT_STATUS_NAMES[status]),
                 1);
    db_queue(tx->db, Q_payment_set_result,
             ARGS(arg_int(payment->payment_id.v), arg_text(PAYMENT_STATUS_NAMES[status]),
                  arg_bool(completes), arg_text(word->transaction_key), arg_text(word->by),
                  arg_time(tx->call->now), arg_time(ask_at)),
             NULL);
}

static void queue_result(struct tx *tx, const struct payment_word *word,
                         const struct card_payment *payment, enum payment_status status,
                         bool completes)
{
    queue_status(tx, word, payment, status, completes, INSTANT_NONE);
}

static enum err fail(struct tx *tx, const struct payment_word *word, struct order *order,
                     const struct card_payment *payment)
{
    queue_result(tx, word, payment, PAYMENT_DECLINED, false);
    notice_queue(tx, order->owner,
                 &(struct notice){.kind = NOTICE_PAYMENT_FAILED,
                                  .subject = order->order_no,
                                  .name = order->items[0].name,
                                  .amount = payment->amount});
    return order_settle_failed(tx, order, "PAYMENT_DECLINED");
}

static enum err apply(struct tx *tx, const struct payment_word *word, struct order *order,
                      const struct card_payment *payment, enum payment_effect effect)
{
    switch (effect) {
    case EFFECT_NONE:
        return E_OK;
    case EFFECT_PAY:
        queue_result(tx, word, payment, PAYMENT_APPROVED, true);
        return order_settle_by_card(tx, order, payment->payment_id);
    case EFFECT_FAIL:
        return fail(tx, word, order, payment);
    case EFFECT_DECLINE:
        queue_result(tx, word, payment, PAYMENT_DECLINED, false);
        return E_OK;
    case EFFECT_RETURN:
    case EFFECT_EXPIRE_RETURN:
        queue_result(tx, word, payment, PAYMENT_APPROVED, false);
        TRY(refund_queue_returned(tx, payment->payment_id, payment->amount));
        return effect == EFFECT_RETURN ? E_OK : order_settle_failed(tx, order, "EXPIRED");
    }
    return E_INTERNAL;
}

/* Remembers a callback; whether it is the first of its id. */
static enum err is_first(struct tx *tx, const struct payment_word *word, payment_id payment,
                         bool *ret_first)
{
    struct rows rows;
    if (word->webhook_id == NULL) {
        *ret_first = true;
        return E_OK;
    }
    TRY(db_run(tx->db, Q_payment_note_callback,
               ARGS(arg_text(word->webhook_id), arg_int(payment.v), arg_time(tx->call->now)),
               &rows));
    *ret_first = rows.affected > 0;
    return E_OK;
}

enum err payment_complete(struct tx *tx, const struct payment_word *word,
                          enum payment_effect *ret_effect)
{
    struct order order;
    struct card_payment payment;
    bool first;
    TRY(lock(tx, word->payment_key, &order, &payment));
    if (payment.transaction_key != NULL &&
        strcmp(payment.transaction_key, word->transaction_key) != 0)
        return E_PAYMENT_NOT_FOUND;
    const char *wrong = differing(word, &payment);
    const enum payment_effect effect = payment_effect_of(
        payment.status, order_wait_of(order.status, order.expires_at, tx->call->now), word->verdict,
        wrong == NULL);
    if (wrong != NULL) {
        log_write(LOG_WARN, "payment %lld: the %s tells another %s",
                  (long long)payment.payment_id.v, word->by, wrong);
        return call_refuse(tx->call, wrong, P_INVALID_VALUE);
    }
    TRY(is_first(tx, word, payment.payment_id, &first));
    /* Money is never passed over for the sake of an id that the gateway used twice; a true copy of
     * its news finds it taken already. */
    const bool counts = first || word->verdict == VERDICT_APPROVED;
    if (counts)
        TRY(apply(tx, word, &order, &payment, effect));
    *ret_effect = counts ? effect : EFFECT_NONE;
    return E_OK;
}

enum err payment_give_up(struct tx *tx, const struct card_payment *payment)
{
    struct order order;
    struct card_payment locked;
    TRY(lock(tx, payment->payment_key, &order, &locked));
    const enum order_wait wait = order_wait_of(order.status, order.expires_at, tx->call->now);
    if (locked.status == PAYMENT_PENDING &&
        payment_is_given_up(locked.created_at, wait, tx->call->now))
        queue_status(
            tx, &(struct payment_word){.by = "given up"}, &locked, PAYMENT_CANCELLED, false,
            instant_add(tx->call->now, payment_given_up_wait(locked.created_at, tx->call->now)));
    return E_OK;
}
