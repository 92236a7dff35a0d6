/* Carts as JSON. */
#ifndef JANGTEO_SHOP_CART_CART_JSON_H
#define JANGTEO_SHOP_CART_CART_JSON_H

#include "shop/cart/cart.h"
#include "view/json.h"

/* {cartItemId,productId,name,price,discount,quantity,available,lineTotal,status,addedAt,expiresAt}
 */
void cart_item_json(struct json item, const struct cart_item *line);
/* {items,total,selectedTotal} */
void cart_json(struct json data, const struct cart *cart);

#endif
