/* Coupons as JSON. */
#ifndef JANGTEO_SHOP_COUPON_COUPON_JSON_H
#define JANGTEO_SHOP_COUPON_COUPON_JSON_H

#include "shop/coupon/coupon.h"
#include "view/json.h"

/* A template, with what is left of it. */
void coupon_json(struct json item, const struct coupon *coupon);
/* An issued coupon as it is at `now`; heldBy where a pending order holds it. */
void issued_coupon_json(struct json item, const struct issued_coupon *issued, instant now);

#endif
