#include "shop/coupon/coupon_json.h"

void coupon_json(struct json item, const struct coupon *coupon)
{
    const struct coupon_terms *terms = &coupon->terms;
    json_int(item, "couponId", coupon->coupon_id.v);
    json_text(item, "name", terms->name);
    json_text(item, "description", terms->description);
    json_text(item, "type", COUPON_TYPE_NAMES[terms->discount.type]);
    json_int(item, "value", terms->discount.value);
    json_int(item, "minOrderAmount", terms->discount.min_order_amount);
    if (terms->discount.max_discount > 0)
        json_int(item, "maxDiscount", terms->discount.max_discount);
    else
        json_null(item, "maxDiscount");
    json_int(item, "quantity", terms->quantity);
    json_int(item, "remaining", coupon->supply.remaining);
    json_time(item, "issueStartsAt", terms->issue_starts_at);
    json_time(item, "issueEndsAt", terms->issue_ends_at);
    json_int(item, "validDays", terms->valid_days);
}

void issued_coupon_json(struct json item, const struct issued_coupon *issued, instant now)
{
    const enum coupon_status status = coupon_status_at(&issued->hold, now);
    json_int(item, "issuedCouponId", issued->issued_coupon_id.v);
    json_int(item, "couponId", issued->coupon_id.v);
    json_text(item, "name", issued->name);
    json_text(item, "type", COUPON_TYPE_NAMES[issued->discount.type]);
    json_int(item, "value", issued->discount.value);
    json_text(item, "status", COUPON_STATUS_NAMES[status]);
    json_time(item, "issuedAt", issued->issued_at);
    json_time(item, "expiresAt", issued->hold.expires_at);
    if (status == COUPON_AVAILABLE && issued->order_no != NULL)
        json_text(item, "heldBy", issued->order_no);
}
