/* Totals of an order or order sheet: pure arithmetic, the rules with numbers of the HTTP contract.
 */
#ifndef JANGTEO_SHOP_PRICING_PRICING_RULES_H
#define JANGTEO_SHOP_PRICING_PRICING_RULES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/ids.h"

#define ORDER_LINES_MAX 100
#define LINE_QUANTITY_MAX 999

struct price_line {
    /* in */
    seller_id seller;
    int64_t unit_price, unit_discount; /* 0 <= unit_discount <= unit_price */
    int64_t quantity;
    /* out */
    int64_t line_total;     /* (unit_price - unit_discount) * quantity */
    int64_t shipping_fee;   /* the seller's, on that seller's first line */
    int64_t discount_piece; /* this line's share of the order discount */
};

enum coupon_type { COUPON_NONE, COUPON_FIXED, COUPON_PERCENT, COUPON_FREE_SHIPPING };

struct price_coupon {
    enum coupon_type type;
    int64_t value;            /* won, or per cent 1-100, or 0 */
    int64_t min_order_amount; /* base must reach it */
    int64_t max_discount;     /* PERCENT: 0 = unbounded */
};

struct shipping_policy {
    int64_t fee;       /* a seller */
    int64_t free_from; /* a seller's sum of line totals, before coupons */
};

struct amounts {
    int64_t items, item_discount, order_discount, shipping_fee, payable, refunded;
};

/* Fills the lines' results and the amounts. Errors: E_INVALID_REQUEST when a sum leaves MONEY_MAX,
 * E_COUPON_NOT_USABLE when the base does not reach the coupon's minimum. On an error the lines'
 * results are unspecified. */
enum err pricing_total(struct price_line *lines, size_t count, const struct shipping_policy *policy,
                       const struct price_coupon *coupon, struct amounts *ret_amounts) MUST;

/* Spreads `discount` over `totals` in proportion, each piece rounded down; what is left over goes
 * one won each, in order, to pieces still below their total. 0 <= discount <= sum of totals. The
 * pieces add up to `discount` exactly. */
enum err pricing_spread(int64_t discount, const int64_t *totals, size_t count,
                        int64_t *ret_pieces) MUST;

#endif
