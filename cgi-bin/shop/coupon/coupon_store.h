/* Rows of issued coupons, for the use cases of this folder. */
#ifndef JANGTEO_SHOP_COUPON_COUPON_STORE_H
#define JANGTEO_SHOP_COUPON_COUPON_STORE_H

#include "shop/coupon/coupon.h"

/* The one template of a result. E_COUPON_NOT_FOUND. */
enum err coupon_decode(struct db *db, const struct rows *rows, struct coupon *ret_coupon) MUST;
/* The one coupon of a result. E_COUPON_NOT_FOUND. */
enum err issued_decode(struct db *db, const struct rows *rows,
                       struct issued_coupon *ret_issued) MUST;

#endif
