/* Products as JSON. */
#ifndef JANGTEO_SHOP_CATALOG_PRODUCT_JSON_H
#define JANGTEO_SHOP_CATALOG_PRODUCT_JSON_H

#include "base/arena.h"
#include "base/call.h"
#include "shop/catalog/product.h"
#include "view/json.h"
#include "view/message.h"

/* {productId,name,price,discount,stock,status,category,sellerId,imageUrl}, and the description
 * where it is there. */
void product_json(struct json item, struct arena *arena, const struct product *product);
/* What the product's page shows, in terms of schema.org, for search engines: the product with its
 * offer, and the way to it from the start page. */
void product_data_json(struct json root, struct call *call, enum lang lang,
                       const struct product *product);

#endif
