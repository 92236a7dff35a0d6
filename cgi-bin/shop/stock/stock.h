/* Stock and its history (S1-S5). available = on hand - reserved, never negative. */
#ifndef JANGTEO_SHOP_STOCK_STOCK_H
#define JANGTEO_SHOP_STOCK_STOCK_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/actor.h"

enum stock_kind {
    STOCK_INITIAL,
    STOCK_ADJUSTED,
    STOCK_RESERVED,
    STOCK_RELEASED,
    STOCK_SOLD,
    STOCK_RETURNED,
    STOCK_EXCHANGED,
};
extern const char *const STOCK_KIND_NAMES[];

struct stock {
    product_id product_id;
    int64_t on_hand, reserved, available;
};

struct stock_entry {
    int64_t entry_id;
    enum stock_kind kind;
    int64_t on_hand_delta, reserved_delta, on_hand_after, reserved_after;
    const char *order_no; /* NULL unless an order caused it */
    enum actor_kind actor;
    const char *reason;
    instant created_at;
};
struct stock_history {
    struct stock_entry *items;
    size_t count;
    int64_t next; /* entry_id to go on from, 0 on the last page */
};

/* What an order wants of one product. */
struct stock_want {
    product_id product;
    int64_t quantity;
};

/* Stock of a product; E_PRODUCT_NOT_FOUND for one unknown or deleted. */
enum err stock_get(struct db *db, product_id id, struct stock *ret_stock) MUST;
enum err stock_history(struct db *db, const struct actor *actor, product_id id, int64_t before,
                       int64_t limit, struct stock_history *ret_history) MUST;
/* By hand (S2): never below what is reserved (E_STOCK_NOT_ENOUGH). E_PRODUCT_NOT_FOUND,
 * E_FORBIDDEN, E_INVALID_REQUEST (delta 0 or past STOCK_MAX). */
enum err stock_adjust(struct tx *tx, const struct actor *actor, product_id id, int64_t delta,
                      const char *reason, struct stock *ret_stock) MUST;

/* For orders. All lock the stock rows by ascending product id, whatever the order of `wants`, and
 * write the history. They only queue: the next flush (or the commit) sends them and tells
 * E_STOCK_NOT_ENOUGH, decided by the schema's own constraints under the row lock. */
enum stock_move {
    STOCK_MOVE_RESERVE,  /* an order is placed and waits for its payment */
    STOCK_MOVE_RELEASE,  /* it failed, expired or was cancelled */
    STOCK_MOVE_SELL,     /* it was paid: what it reserved leaves the house */
    STOCK_MOVE_SELL_NOW, /* it is placed and paid at once: straight from what is available */
    STOCK_MOVE_RETURN,   /* what was sold is back: its line was cancelled or returned */
    STOCK_MOVE_EXCHANGE, /* a replacement for what was sold goes out */
};
void stock_queue_move(struct tx *tx, enum stock_move move, order_id order,
                      const struct actor *actor, const struct stock_want *wants, size_t count);

#endif
