#include "shop/catalog/product_json.h"
#include "shop/picture/picture_rules.h"

void product_json(struct json item, struct arena *arena, const struct product *product)
{
    json_int(item, "productId", product->product_id.v);
    json_text(item, "name", product->name);
    if (product->description != NULL)
        json_text(item, "description", product->description);
    json_int(item, "price", product->price);
    json_int(item, "discount", product->discount);
    json_int(item, "stock", product->stock);
    json_text(item, "status", PRODUCT_STATUS_NAMES[product->status]);
    json_text(item, "category", product->category);
    json_int(item, "sellerId", product->seller_id.v);
    json_text(item, "imageUrl", picture_url(arena, product->picture, 640));
}
