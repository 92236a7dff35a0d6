/* Products as JSON. */
#ifndef JANGTEO_SHOP_CATALOG_PRODUCT_JSON_H
#define JANGTEO_SHOP_CATALOG_PRODUCT_JSON_H

#include "base/arena.h"
#include "shop/catalog/product.h"
#include "view/json.h"

/* {productId,name,price,discount,stock,status,category,sellerId,imageUrl}, and the description
 * where it is there. */
void product_json(struct json item, struct arena *arena, const struct product *product);

#endif
