/* How an order that waits for its payment comes to its end, for whoever ends it. The order is under
 * lock and waits; its payment, if one has to do with it, is locked and queued before. Each queues
 * everything up to the stock, which is last. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_SETTLE_H
#define JANGTEO_SHOP_ORDER_ORDER_SETTLE_H

#include "shop/order/order.h"

/* The card payment has come: PAID. A coupon that was revoked since the payment was started is used
 * all the same. */
enum err order_settle_by_card(struct tx *tx, struct order *order, payment_id payment) MUST;
/* FAILED for a reason (EXPIRED, PAYMENT_DECLINED): stock and coupon go back. */
enum err order_settle_failed(struct tx *tx, struct order *order, const char *reason) MUST;

#endif
