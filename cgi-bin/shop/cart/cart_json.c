#include "shop/cart/cart_json.h"

void cart_item_json(struct json item, const struct cart_item *line)
{
    json_int(item, "cartItemId", line->cart_item_id.v);
    json_int(item, "productId", line->product_id.v);
    json_text(item, "name", line->name);
    json_int(item, "price", line->price);
    json_int(item, "discount", line->discount);
    json_int(item, "quantity", line->quantity);
    json_int(item, "available", line->available);
    json_int(item, "lineTotal", line->line_total);
    json_text(item, "status", "ORDER_WAITING"); /* B6: a line in a cart has no other state */
    json_time(item, "addedAt", line->added_at);
    json_time(item, "expiresAt", line->expires_at);
}

void cart_json(struct json data, const struct cart *cart)
{
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < cart->count; i++)
        cart_item_json(json_object(items, NULL), &cart->items[i]);
    json_int(data, "total", cart->total);
    json_int(data, "selectedTotal", cart->selected_total);
}
