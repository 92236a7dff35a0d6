#include "shop/ranking/ranking_json.h"
#include "shop/catalog/product.h"
#include "shop/picture/picture_rules.h"

void ranking_json(struct json data, struct arena *arena, const struct ranking *ranking)
{
    json_text(data, "from", ranking->from);
    json_text(data, "to", ranking->to);
    json_time(data, "refreshedAt", ranking->refreshed_at);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < ranking->count; i++) {
        const struct ranking_item *item = &ranking->items[i];
        struct json row = json_object(items, NULL);
        json_int(row, "rank", item->rank);
        json_int(row, "productId", item->product_id.v);
        json_text(row, "name", item->name);
        json_int(row, "price", item->price);
        json_text(row, "imageUrl", picture_url(arena, item->picture, 640));
        json_int(row, "quantity", item->quantity);
    }
}
