/* Rules of orders: states, the one transition table, numbers. Pure. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_RULES_H
#define JANGTEO_SHOP_ORDER_ORDER_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/instant.h"

enum order_status {
    ORDER_PENDING_PAYMENT,
    ORDER_PAID,
    ORDER_FAILED,
    ORDER_CANCELLED,
    ORDER_PARTIALLY_CANCELLED,
    ORDER_REFUNDED,
    ORDER_COMPLETED,
};
extern const char *const ORDER_STATUS_NAMES[];

enum item_status {
    ITEM_PENDING_PAYMENT,
    ITEM_PAID,
    ITEM_PREPARING,
    ITEM_DISPATCHED,
    ITEM_IN_TRANSIT,
    ITEM_DELIVERED,
    ITEM_CONFIRMED,
    ITEM_CANCEL_REQUESTED,
    ITEM_CANCEL_PROCESSING,
    ITEM_CANCELLED,
    ITEM_RETURN_REQUESTED,
    ITEM_RETURN_PROCESSING,
    ITEM_RETURNED,
    ITEM_EXCHANGE_REQUESTED,
    ITEM_EXCHANGE_PROCESSING,
    ITEM_EXCHANGED,
    ITEM_FAILED,
    ITEM_STATUS_COUNT,
};
extern const char *const ITEM_STATUS_NAMES[];

enum transition_actor {
    BY_BUYER = 1 << 0,
    BY_SELLER = 1 << 1,
    BY_ADMIN = 1 << 2,
    BY_SYSTEM = 1 << 3,
};
/* Who may move a line from one state to another: a set of transition_actor, 0 = nobody. */
unsigned item_transition(enum item_status from, enum item_status to);
/* The order's status that follows from its lines'; `was_paid`: it has been paid once. */
enum order_status order_status_of(const enum item_status *items, size_t count, bool was_paid);
/* Whether an order that waits for its payment waits no more: at `expires_at` itself it is over,
 * whether or not the worker has come by. */
bool order_expired(enum order_status status, instant expires_at, instant now);
/* "20261120-" and 10 characters of Crockford base32 from 50 random bits. */
void order_number(instant now, const unsigned char random[8], char ret_number[20]);
/* Whether a text has an order number's form. */
bool order_number_valid(const char *text);

#endif
