/* Completing a card payment (Y4, Y6): the one function for the gateway's callback, the buyer's
 * return and the worker who asks. */
#ifndef JANGTEO_SHOP_PAYMENT_PAYMENT_COMPLETE_H
#define JANGTEO_SHOP_PAYMENT_PAYMENT_COMPLETE_H

#include "shop/payment/card.h"

/* What the gateway said of a payment. */
struct payment_word {
    const char *payment_key, *transaction_key, *order_no;
    int64_t amount; /* won */
    enum gateway_verdict verdict;
    const char *by;         /* for the payment's log: "callback", "return", "worker" */
    const char *webhook_id; /* of a callback, to know its copies by; NULL for others */
};

/* Does what follows, under the locks of the order and the payment, once whoever says it and however
 * often. E_PAYMENT_NOT_FOUND: no such payment, or it has another transaction. E_INVALID_REQUEST
 * naming amount or orderNo: it is not what we asked for; nothing changes. */
enum err payment_complete(struct tx *tx, const struct payment_word *word,
                          enum payment_effect *ret_effect) MUST;
/* Gives up an open payment of a dead order, if it still is one: CANCELLED, and asked for now and
 * then. */
enum err payment_give_up(struct tx *tx, const struct card_payment *payment) MUST;

#endif
