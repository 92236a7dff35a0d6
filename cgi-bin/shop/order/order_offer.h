/* What a wanted order names, as the shop offers it now: the first half of quoting and placing. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_OFFER_H
#define JANGTEO_SHOP_ORDER_ORDER_OFFER_H

#include "shop/order/order.h"

struct offers {
    struct order_item *items; /* in the order of the request; position i is "items[i]" */
    int64_t *available;
    size_t count;
    struct amounts amounts;
};

/* Whether a request's lines have a legal form (O3): one source, 1-100 lines, none twice, quantities
 * 1-999. E_INVALID_REQUEST with each problem named. Pure. */
enum err order_check_lines(struct call *call, const struct order_request *request) MUST;

/* Queues the statement that reads the offers. */
void offers_queue(struct db *db, const struct order_request *request, struct rows *ret_rows);
/* Decodes them, refuses what is not there (E_CART_ITEM_NOT_FOUND, E_PRODUCT_NOT_FOUND), not on sale
 * (E_PRODUCT_NOT_ON_SALE) or short (E_STOCK_NOT_ENOUGH), each product named, and prices the rest
 * with `coupon` (NULL: none; E_COUPON_NOT_USABLE below its minimum). */
enum err offers_take(struct db *db, const struct order_request *request, const struct rows *rows,
                     const struct price_coupon *coupon, struct offers *ret_offers) MUST;
/* Names each product that is short; how many there are. */
size_t offers_name_shortages(struct call *call, const struct offers *offers);
/* Decodes without judging. */
enum err offers_decode(struct db *db, const struct rows *rows, struct offers *ret_offers) MUST;

#endif
