#include "shop/coupon/coupon_rules.h"

#include "base/money.h"

const char *const COUPON_STATUS_NAMES[] = {"AVAILABLE", "USED", "EXPIRED", "REVOKED", NULL};
const char *const COUPON_TYPE_NAMES[] = {"", "FIXED", "PERCENT", "FREE_SHIPPING", NULL};

/* The values that each type takes. */
static const struct {
    int64_t low, high;
} VALUES[] = {
    [COUPON_FIXED] = {1, MONEY_MAX},
    [COUPON_PERCENT] = {1, 100},
    [COUPON_FREE_SHIPPING] = {0, 0},
};

enum err coupon_check_terms(struct call *call, const struct coupon_terms *terms)
{
    const struct price_coupon *discount = &terms->discount;
    enum err result = E_OK;
    if (discount->type == COUPON_NONE)
        return call_refuse(call, "type", P_INVALID_VALUE);
    const int64_t low = VALUES[discount->type].low, high = VALUES[discount->type].high;
    if (discount->value < low || discount->value > high) {
        problem_add_bounds(&call->problems, call->arena, "value", P_OUT_OF_RANGE, low, high);
        result = E_INVALID_REQUEST;
    }
    if (discount->max_discount != 0 && discount->type != COUPON_PERCENT)
        result = call_refuse(call, "maxDiscount", P_CONFLICTING);
    if (instant_compare(terms->issue_starts_at, terms->issue_ends_at) >= 0)
        result = call_refuse(call, "issueEndsAt", P_INVALID_VALUE);
    return result;
}

enum err coupon_check_issue(const struct coupon_terms *terms, const struct coupon_supply *supply,
                            instant now)
{
    if (instant_compare(now, terms->issue_starts_at) < 0 ||
        instant_compare(now, terms->issue_ends_at) >= 0 || supply->made < terms->quantity)
        return E_COUPON_NOT_ISSUABLE;
    return supply->remaining > 0 ? E_OK : E_COUPON_SOLD_OUT;
}

enum coupon_status coupon_status_at(const struct coupon_hold *hold, instant now)
{
    const bool over = hold->status == COUPON_AVAILABLE && hold->order.v == 0 &&
                      instant_compare(hold->expires_at, now) <= 0;
    return over ? COUPON_EXPIRED : hold->status;
}

enum err coupon_check_use(const struct coupon_hold *hold, instant now)
{
    return coupon_status_at(hold, now) == COUPON_AVAILABLE && hold->order.v == 0
               ? E_OK
               : E_COUPON_NOT_USABLE;
}

enum err coupon_check_pay(const struct coupon_hold *hold, order_id order)
{
    return hold->status == COUPON_AVAILABLE && hold->order.v == order.v ? E_OK
                                                                        : E_COUPON_NOT_USABLE;
}

enum err coupon_check_revoke(const struct coupon_hold *hold, instant now)
{
    const enum coupon_status status = coupon_status_at(hold, now);
    return status == COUPON_AVAILABLE || status == COUPON_REVOKED ? E_OK : E_COUPON_NOT_USABLE;
}
