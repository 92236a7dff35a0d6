/* Orders as JSON. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_JSON_H
#define JANGTEO_SHOP_ORDER_ORDER_JSON_H

#include "shop/order/order.h"
#include "view/json.h"

/* {items,itemDiscount,orderDiscount,shippingFee,payable,refunded} */
void amounts_json(struct json item, const struct amounts *amounts);
/* A line that is not ordered yet: what order_json says of one, without itemId and status. */
void order_offer_json(struct json item, const struct order_item *line);
/* The contract's Order. */
void order_json(struct json item, const struct order *order);
/* What the data platform is told of an order: the same without who gets it where, and with
 * memberId (null: a guest's). */
void order_event_json(struct json data, const struct order *order);
/* What the delivery system is asked for: {orderNo,shipping,items}. */
void order_delivery_json(struct json data, const struct order *order);
/* {event,from,to,actor,at} each, under "items". */
void item_history_json(struct json data, const struct item_history *history);

#endif
