/* Rules of order sheets: when one may be used, what has changed since, what coupons are worth, when
 * too few sheets end in a payment. Pure. */
#ifndef JANGTEO_SHOP_SHEET_SHEET_RULES_H
#define JANGTEO_SHOP_SHEET_SHEET_RULES_H

#include <stdbool.h>

#include "base/err.h"
#include "base/ids.h"
#include "base/instant.h"
#include "shop/pricing/pricing_rules.h"

/* Whether a sheet is over at `now`: at `expires_at` itself it is, worker or not (H2). */
bool sheet_expired(instant expires_at, instant now);
/* Whether an order may be made of a sheet: E_ORDER_STATE_CONFLICT when one was (`order`; 0: none),
 * E_ORDER_SHEET_EXPIRED. */
enum err sheet_check_use(order_id order, instant expires_at, instant now) MUST;
/* Whether what a sheet fixed still stands: amounts, and each line's prices, quantity, shipping fee
 * and piece of the discount. `refunded` is none of a sheet's. E_ORDER_SHEET_CHANGED. */
enum err sheet_check_same(const struct amounts *then, const struct price_line *lines_then,
                          const struct amounts *now, const struct price_line *lines_now,
                          size_t count) MUST;

/* How much less there would be to pay with the coupon than without one, in won. The lines' results
 * are unspecified afterwards. Errors: those of pricing_total. */
enum err sheet_coupon_worth(struct price_line *lines, size_t count,
                            const struct shipping_policy *policy, const struct price_coupon *coupon,
                            int64_t *ret_worth) MUST;
/* Two coupons: <0 when the first stands in front: worth more, over sooner, older. */
struct coupon_worth {
    int64_t worth;
    instant expires_at;
    issued_coupon_id id;
};
int sheet_compare_coupons(const struct coupon_worth *a, const struct coupon_worth *b);

/* Of the sheets made in a window, how many were paid for (H3). */
struct conversion {
    int64_t sheets, paid;
};
/* Whole per cent, rounded down; 100 of no sheets. */
int64_t conversion_percent(const struct conversion *conversion);
enum conversion_state {
    CONVERSION_UNKNOWN, /* too few sheets to say */
    CONVERSION_FINE,
    CONVERSION_LOW,
};
/* LOW below `alert_below` per cent (exactly that is FINE), once there are `min_sheets`. */
enum conversion_state conversion_judge(const struct conversion *conversion, int64_t alert_below,
                                       int64_t min_sheets);

#endif
