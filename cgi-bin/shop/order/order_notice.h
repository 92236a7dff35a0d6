/* What buyer and sellers of an order are told (N2). Each is queued before the transaction touches a
 * balance or stock. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_NOTICE_H
#define JANGTEO_SHOP_ORDER_ORDER_NOTICE_H

#include "shop/order/order.h"

/* The order was placed and waits for its payment. */
void order_queue_placed_notice(struct tx *tx, const struct order *order);
/* It was paid: the buyer, and each seller once. */
void order_queue_paid_notices(struct tx *tx, const struct order *order);
/* It ended unpaid, as it now is in memory: cancelled, or its time was over. Of a payment that was
 * declined whoever declined it tells. */
void order_queue_ended_notice(struct tx *tx, const struct order *order);

#endif
