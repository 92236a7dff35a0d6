/* Rules of coupons: what a template may say, when one is issued, when one may be used. Pure. */
#ifndef JANGTEO_SHOP_COUPON_COUPON_RULES_H
#define JANGTEO_SHOP_COUPON_COUPON_RULES_H

#include "base/call.h"
#include "base/ids.h"
#include "shop/pricing/pricing_rules.h"

#define COUPON_NAME_MAX 100
#define COUPON_DESCRIPTION_MAX 1000
#define COUPON_QUANTITY_MAX 1000000
#define COUPON_VALID_DAYS_MAX 3650
#define COUPON_VALID_DAYS_DEFAULT 365
/* Those that open within this are shown before they do. */
#define COUPON_SOON SPAN_DAYS(7)

enum coupon_status { COUPON_AVAILABLE, COUPON_USED, COUPON_EXPIRED, COUPON_REVOKED };
/* NULL-terminated, by their enums. COUPON_NONE's is empty: no template has that type. */
extern const char *const COUPON_STATUS_NAMES[];
extern const char *const COUPON_TYPE_NAMES[];

/* What a template says. */
struct coupon_terms {
    const char *name, *description;
    struct price_coupon discount;
    int64_t quantity;
    instant issue_starts_at, issue_ends_at; /* from the first, before the second */
    int64_t valid_days;                     /* of 24 hours, from the issue on */
};

/* How far a template's slots have got. */
struct coupon_supply {
    int64_t made;      /* slots; all are there when it reaches the quantity */
    int64_t remaining; /* at least as many as are left, and 0 only when none is */
};

/* An issued coupon, as far as using and revoking it depend on it. */
struct coupon_hold {
    enum coupon_status status;
    order_id order; /* the pending order that holds it, or the one that used it; 0: none */
    instant expires_at;
};

/* Whether a template's terms make sense (K1): type and value fit, a most for PERCENT only, the
 * window is one. E_INVALID_REQUEST with each problem named; bounds of single fields have been
 * checked. */
enum err coupon_check_terms(struct call *call, const struct coupon_terms *terms) MUST;
/* Whether one may be issued at `now`: E_COUPON_NOT_ISSUABLE outside the window or while slots are
 * still being made, E_COUPON_SOLD_OUT when none is left. */
enum err coupon_check_issue(const struct coupon_terms *terms, const struct coupon_supply *supply,
                            instant now) MUST;
/* What a coupon is at `now`: one whose time is over is EXPIRED, marked or not, unless an order
 * holds it: validity was judged when that was placed. */
enum coupon_status coupon_status_at(const struct coupon_hold *hold, instant now);
/* Whether a new order may carry it (K6, K7): E_COUPON_NOT_USABLE unless AVAILABLE and held by none.
 */
enum err coupon_check_use(const struct coupon_hold *hold, instant now) MUST;
/* Whether `order`, which was placed with it, may still be paid: held by that order and not revoked.
 * E_COUPON_NOT_USABLE. */
enum err coupon_check_pay(const struct coupon_hold *hold, order_id order) MUST;
/* Whether an admin may revoke it (K8): not once it is used or expired. E_COUPON_NOT_USABLE. */
enum err coupon_check_revoke(const struct coupon_hold *hold, instant now) MUST;

#endif
