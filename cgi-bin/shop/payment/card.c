#include "shop/payment/card.h"

#include "base/log.h"
#include "shop/coupon/coupon.h"
#include "shop/order/order_store.h"
#include "shop/payment/gateway.h"

static const struct row_field CARD_ROW[] = {
    ROW_FIELD(ROW_INT, struct card_payment, payment_id),
    ROW_FIELD(ROW_TEXT, struct card_payment, order_no),
    ROW_FIELD(ROW_TEXT, struct card_payment, payment_key),
    ROW_FIELD_NULL(ROW_TEXT, struct card_payment, transaction_key),
    ROW_FIELD_NULL(ROW_TEXT, struct card_payment, checkout_url),
    ROW_FIELD(ROW_INT, struct card_payment, amount),
    ROW_FIELD(ROW_INT, struct card_payment, asks),
    ROW_FIELD_ENUM(struct card_payment, status, PAYMENT_STATUS_NAMES),
    ROW_FIELD(ROW_TIME, struct card_payment, created_at),
};

static enum err take(struct db *db, const struct rows *rows, struct card_payment *ret_payment)
{
    struct card_payment payment = {0};
    TRY(rows_decode_one(db, rows, CARD_ROW, COUNT_OF(CARD_ROW), E_PAYMENT_NOT_FOUND, &payment));
    *ret_payment = payment;
    return E_OK;
}

/* A new payment of an order under lock that has none open. */
static enum err make(struct tx *tx, const struct order *order, struct card_payment *ret_payment)
{
    const struct call *call = tx->call;
    struct rows rows;
    struct card_payment payment = {
        .order_no = order->order_no,
        .payment_key = gateway_new_key(call->arena),
        .amount = order->amounts.payable,
        .status = PAYMENT_PENDING,
        .created_at = call->now,
    };
    TRY_NEW(payment.payment_key);
    TRY(db_run(tx->db, Q_payment_insert_card,
               ARGS(arg_int(order->order_id.v), arg_int(payment.amount),
                    arg_text(payment.payment_key), arg_time(call->now),
                    arg_time(instant_add(call->now, call->settings->reconcile_after))),
               &rows));
    TRY(rows_int(tx->db, &rows, E_INTERNAL, &payment.payment_id.v));
    *ret_payment = payment;
    return E_OK;
}

enum err card_open(struct tx *tx, struct owner caller, const char *order_no,
                   struct card_payment *ret_payment)
{
    struct order order = {0};
    struct card_payment payment;
    struct rows open;
    TRY(order_store_lock(tx, caller, false, order_no, &order));
    if (order_wait_of(order.status, order.expires_at, tx->call->now) != ORDER_WAITS)
        return E_ORDER_STATE_CONFLICT;
    TRY(db_run(tx->db, Q_payment_lock_open, ARGS(arg_int(order.order_id.v)), &open));
    const bool known = open.count > 0;
    if (known)
        TRY(take(tx->db, &open, &payment));
    /* Judged before the gateway is called; what comes of that call is honoured. */
    if (order.coupon.v != 0 && (!known || card_is_unstarted(&payment)))
        TRY(coupon_recheck(tx, order.owner.member, order.coupon, order.order_id));
    if (!known)
        TRY(make(tx, &order, &payment));
    else if (card_is_unstarted(&payment))
        db_queue(tx->db, Q_payment_call_again, ARGS(arg_int(payment.payment_id.v)), NULL);
    if (order.payment_method != PAY_CARD)
        order_store_queue_status(tx, order.order_id, order.status, PAYMENT_METHOD_NAMES[PAY_CARD],
                                 NULL);
    *ret_payment = payment;
    return E_OK;
}

bool card_is_unstarted(const struct card_payment *payment)
{
    return payment->checkout_url == NULL;
}

enum err card_start(struct db *db, struct card_payment *payment)
{
    struct call *call = db_call(db);
    const struct gateway_order order = {payment->payment_id, payment->payment_key,
                                        payment->order_no, payment->amount};
    struct gateway_transaction transaction;
    const struct gateway_result result = gateway_start(call, &order, &transaction);
    if (result.outcome == GATEWAY_DONE) {
        payment->transaction_key = transaction.transaction_key;
        payment->checkout_url = transaction.checkout_url;
        return E_OK;
    }
    const bool refused = result.outcome == GATEWAY_REFUSED;
    log_write(LOG_WARN, "payment %lld: the gateway %s: %s", (long long)payment->payment_id.v,
              refused ? "refused it" : "gave no answer", result.error);
    if (refused)
        TRY(db_run(db, Q_payment_cancel_unstarted,
                   ARGS(arg_int(payment->payment_id.v), arg_time(call->now)), NULL));
    else
        TRY(db_run(db, Q_payment_note,
                   ARGS(arg_int(payment->payment_id.v), arg_text("GATEWAY_SILENT"), arg_text(""),
                        arg_time(call->now)),
                   NULL));
    return E_GATEWAY_FAILED;
}

void card_queue_started(struct tx *tx, const struct card_payment *payment)
{
    db_queue(tx->db, Q_payment_set_started,
             ARGS(arg_int(payment->payment_id.v), arg_text(payment->transaction_key),
                  arg_text(payment->checkout_url), arg_time(tx->call->now)),
             NULL);
}

enum err card_get(struct db *db, struct owner caller, payment_id id,
                  struct card_payment *ret_payment)
{
    struct rows rows;
    TRY(db_run(db, Q_payment_get_card,
               ARGS(arg_int(id.v), arg_id(caller.member.v), arg_id(caller.guest.v)), &rows));
    return take(db, &rows, ret_payment);
}

enum err card_lock(struct tx *tx, const char *payment_key, struct card_payment *ret_payment)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_payment_lock_card, ARGS(arg_text(payment_key)), &rows));
    return take(tx->db, &rows, ret_payment);
}

enum err card_claim(struct db *db, int64_t limit, span lease, struct card_payment **ret_payments,
                    size_t *ret_count)
{
    const instant now = db_call(db)->now;
    struct rows rows;
    TRY(db_run(db, Q_payment_claim,
               ARGS(arg_time(now), arg_time(instant_add(now, lease)), arg_int(limit)), &rows));
    TRY(rows_decode(db, &rows, CARD_ROW, COUNT_OF(CARD_ROW), sizeof **ret_payments, ret_payments));
    *ret_count = rows.count;
    return E_OK;
}
