#include "shop/payment/payment.h"

enum err payment_get(struct db *db, struct owner caller, bool any, payment_id id,
                     struct payment *ret_payment)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct payment, payment_id),
        ROW_FIELD(ROW_TEXT, struct payment, order_no),
        ROW_FIELD(ROW_TEXT, struct payment, method),
        ROW_FIELD(ROW_TEXT, struct payment, status),
        ROW_FIELD(ROW_INT, struct payment, amount),
        ROW_FIELD(ROW_INT, struct payment, refunded),
        ROW_FIELD_NULL(ROW_TEXT, struct payment, transaction_key),
    };
    static const struct row_field LOG_ROW[] = {
        ROW_FIELD(ROW_TEXT, struct payment_event, event),
        ROW_FIELD(ROW_TEXT, struct payment_event, detail),
        ROW_FIELD(ROW_TIME, struct payment_event, created_at),
    };
    struct rows rows, log;
    struct payment payment = {0};
    db_queue(db, Q_payment_get,
             ARGS(arg_int(id.v), arg_id(caller.member.v), arg_id(caller.guest.v), arg_bool(any)),
             &rows);
    db_queue(db, Q_payment_log_of, ARGS(arg_int(id.v)), &log);
    TRY(db_flush(db));
    TRY(rows_decode_one(db, &rows, ROW, COUNT_OF(ROW), E_PAYMENT_NOT_FOUND, &payment));
    TRY(rows_decode(db, &log, LOG_ROW, COUNT_OF(LOG_ROW), sizeof *payment.log, &payment.log));
    payment.log_count = log.count;
    *ret_payment = payment;
    return E_OK;
}
