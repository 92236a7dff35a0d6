#include "shop/sheet/sheet_json.h"

#include "shop/coupon/coupon_json.h"
#include "shop/order/order_json.h"

void sheet_json(struct json data, const struct order_sheet *sheet,
                const struct usable_coupons *coupons, instant now)
{
    json_int(data, "orderSheetId", sheet->sheet_id.v);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < sheet->item_count; i++)
        order_offer_json(json_object(items, NULL), &sheet->items[i]);
    amounts_json(json_object(data, "amounts"), &sheet->amounts);
    struct json usable = json_array(data, "usableCoupons");
    for (size_t i = 0; i < coupons->count; i++) {
        struct json item = json_object(usable, NULL);
        issued_coupon_json(item, &coupons->items[i].issued, now);
        json_int(item, "discount", coupons->items[i].worth);
    }
    json_time(data, "expiresAt", sheet->expires_at);
}
