#include "shop/payment/payment_json.h"

void payment_json(struct json data, const struct payment *payment)
{
    json_int(data, "paymentId", payment->payment_id.v);
    json_text(data, "orderNo", payment->order_no);
    json_text(data, "method", payment->method);
    json_int(data, "amount", payment->amount);
    json_int(data, "refunded", payment->refunded);
    json_text(data, "status", payment->status);
    if (payment->transaction_key != NULL)
        json_text(data, "transactionKey", payment->transaction_key);
    struct json log = json_array(data, "log");
    for (size_t i = 0; i < payment->log_count; i++) {
        struct json entry = json_object(log, NULL);
        json_text(entry, "event", payment->log[i].event);
        json_time(entry, "at", payment->log[i].created_at);
        json_text(entry, "detail", payment->log[i].detail);
    }
}
