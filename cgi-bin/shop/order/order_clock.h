/* What falls due for orders as time goes by: the worker's part of O6. The time is the call's
 * `now`. Any number of workers may do it at once, and buyers beside them: everything is judged
 * again under the order's lock. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_CLOCK_H
#define JANGTEO_SHOP_ORDER_ORDER_CLOCK_H

#include "shop/order/order.h"

/* An order for which something is due, and its place in the sequence of all that is. */
struct order_due {
    const char *order_no;
    instant due_at;
    int64_t due_id;
};
struct order_due_list {
    struct order_due *items;
    size_t count;
};
/* How many a list has at most. */
#define ORDER_DUE_BATCH 100

/* What a statement of order.sql says was due by `until`, longest ago first, behind `after` (zeroed:
 * from the first). Locks nothing. */
enum err order_list_due(struct db *db, enum stmt stmt, instant until, const struct order_due *after,
                        struct order_due_list *ret_list) MUST;
/* Orders that were not paid in time. */
enum err order_list_expired(struct db *db, const struct order_due *after,
                            struct order_due_list *ret_list) MUST;

/* Ends an order that was not paid in time (O6): FAILED, its stock given back. `ret_done` tells
 * whether that was still to be done; an order that somebody else has under lock is passed over. */
enum err order_expire(struct tx *tx, const char *order_no, bool *ret_done) MUST;

#endif
