/* What others are told of an order: the world outside by events, which go into the outbox unless
 * nobody wants them; buyer and sellers by notices. In the transaction that holds the order's lock
 * or makes the order. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_EVENT_H
#define JANGTEO_SHOP_ORDER_ORDER_EVENT_H

#include "shop/order/order.h"

/* The order, as it now is in memory, was paid: order.paid and delivery.requested; its buyer and its
 * sellers are told. */
enum err order_queue_paid_events(struct tx *tx, const struct order *order) MUST;
/* A pending order ended unpaid (cancelled, failed, expired): order.cancelled; its buyer is told. */
enum err order_queue_cancelled_event(struct tx *tx, const struct order *order) MUST;
/* Money of a paid order went back: order.refunded with the amount, in won. */
enum err order_queue_refunded_event(struct tx *tx, const struct order *order, int64_t amount) MUST;
/* Lines of a paid order were cancelled before dispatch: delivery.cancelled with their ids. */
enum err order_queue_lines_cancelled_event(struct tx *tx, const struct order *order,
                                           const int64_t *item_ids, size_t count) MUST;

#endif
