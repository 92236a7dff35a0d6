/* The lines of orders as the seller who has to send them sees them: those of the own products, by
 * stage of the work. Lines that wait for their payment are not shown; cancelled ones are, whether
 * or not they had been paid. */
#ifndef JANGTEO_SHOP_ORDER_SELLER_LINE_H
#define JANGTEO_SHOP_ORDER_SELLER_LINE_H

#include "shop/order/order.h"
#include "shop/order/seller_rules.h"

struct seller_line {
    order_item_id item_id;
    const char *order_no;
    product_id product_id;
    const char *name;
    const char *picture;    /* hash or NULL */
    int64_t quantity, paid; /* paid: won, after all discounts, without shipping */
    enum item_status status;
    instant ordered_at;
    struct shipping shipping;
    const char *reason; /* what was said with the last change; NULL: nothing */
};
struct seller_lines {
    struct seller_line *items;
    size_t count;
    int64_t next; /* item_id to go on from, 0 on the last page */
};

/* A seller's lines in a stage, newest first, older than `before` (0: from the newest); `limit` at
 * most 100. */
enum err seller_lines(struct db *db, seller_id seller, enum seller_stage stage, int64_t before,
                      int64_t limit, struct seller_lines *ret_lines) MUST;
/* Those of the named lines that are the seller's, as they were named; others are left out. */
enum err seller_lines_named(struct db *db, seller_id seller, const int64_t *ids, size_t count,
                            struct seller_lines *ret_lines) MUST;
/* How many lines each stage has; a state is counted up to SELLER_COUNT_MAX. */
#define SELLER_COUNT_MAX 1000
enum err seller_work(struct db *db, seller_id seller, int64_t ret_lines[STAGE_COUNT]) MUST;

#endif
