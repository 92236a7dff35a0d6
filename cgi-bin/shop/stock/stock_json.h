/* Stock as JSON. */
#ifndef JANGTEO_SHOP_STOCK_STOCK_JSON_H
#define JANGTEO_SHOP_STOCK_STOCK_JSON_H

#include "shop/stock/stock.h"
#include "view/json.h"

/* {productId,onHand,reserved,available} */
void stock_json(struct json item, const struct stock *stock);
/* {kind,onHandDelta,reservedDelta,onHandAfter,reservedAfter,orderNo?,actor,reason?,at} */
void stock_entry_json(struct json item, const struct stock_entry *entry);

#endif
