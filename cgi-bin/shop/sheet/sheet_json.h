/* Order sheets as JSON. */
#ifndef JANGTEO_SHOP_SHEET_SHEET_JSON_H
#define JANGTEO_SHOP_SHEET_SHEET_JSON_H

#include "shop/sheet/sheet.h"
#include "view/json.h"

/* A sheet with the coupons its lines could be ordered with at `now`. */
void sheet_json(struct json data, const struct order_sheet *sheet,
                const struct usable_coupons *coupons, instant now);

#endif
