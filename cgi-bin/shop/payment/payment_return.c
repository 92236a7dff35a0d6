#include "shop/payment/payment_return.h"

#include "shop/payment/gateway.h"

enum err refund_queue_returned(struct tx *tx, payment_id payment, int64_t amount)
{
    const char *key = gateway_new_key(tx->call->arena);
    TRY_NEW(key);
    db_queue(tx->db, Q_payment_return,
             ARGS(arg_int(payment.v), arg_text(key), arg_int(amount), arg_time(tx->call->now)),
             NULL);
    return E_OK;
}
