/* Points as JSON. */
#ifndef JANGTEO_SHOP_POINT_POINT_JSON_H
#define JANGTEO_SHOP_POINT_POINT_JSON_H

#include "shop/point/point.h"
#include "view/json.h"

/* {kind,amount,balanceAfter,orderNo?,at} into `item`. */
void point_entry_json(struct json item, const struct point_entry *entry);

#endif
