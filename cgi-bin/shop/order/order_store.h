/* Rows of orders, for the use cases of this folder. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_STORE_H
#define JANGTEO_SHOP_ORDER_ORDER_STORE_H

#include "shop/order/order.h"
#include "shop/stock/stock.h"

/* Locks an order of the caller (`any`: whoever's) and reads it. E_ORDER_NOT_FOUND. */
enum err order_store_lock(struct tx *tx, struct owner caller, bool any, const char *order_no,
                          struct order *ret_order) MUST;
/* The same for the worker, whoever's order it is; one that somebody else has under lock is left to
 * them (`ret_locked` false). */
enum err order_store_try_lock(struct tx *tx, const char *order_no, bool *ret_locked,
                              struct order *ret_order) MUST;
/* Queues: the order's own row moves to a state. `method` NULL: unchanged. */
void order_store_queue_status(struct tx *tx, order_id id, enum order_status status,
                              const char *method, const char *failure_reason);
/* Queues: every line in state `from` moves to `to`, with its history. */
void order_store_queue_items(struct tx *tx, order_id id, enum item_status from, enum item_status to,
                             const char *event, const struct actor *actor);
/* The order in memory as it is when it ends, or is paid, as a whole: every line in state `items`.
 */
void order_store_show_as(struct order *order, instant now, enum order_status status,
                         enum item_status items);
/* Queues the payment that completes a paid order, under the id in it (0: any, which `ret_id`, or
 * NULL, gets). */
void order_store_queue_payment(struct tx *tx, const struct order *order, struct rows *ret_id);
/* Queues what was sold today, for the popular products. */
void order_store_queue_sales(struct tx *tx, const struct order *order);
/* Queues a stock move of all lines. */
void order_store_queue_stock(struct tx *tx, const struct order *order, enum stock_move move,
                             const struct actor *actor);

#endif
