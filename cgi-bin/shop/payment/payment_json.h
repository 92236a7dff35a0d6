/* Payments as JSON. */
#ifndef JANGTEO_SHOP_PAYMENT_PAYMENT_JSON_H
#define JANGTEO_SHOP_PAYMENT_PAYMENT_JSON_H

#include "shop/payment/payment.h"
#include "view/json.h"

/* {paymentId,orderNo,method,amount,refunded,status,transactionKey?,log:[{event,at,detail}]} */
void payment_json(struct json data, const struct payment *payment);

#endif
