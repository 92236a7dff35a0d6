/* Popular products as JSON. */
#ifndef JANGTEO_SHOP_RANKING_RANKING_JSON_H
#define JANGTEO_SHOP_RANKING_RANKING_JSON_H

#include "shop/ranking/ranking.h"
#include "view/json.h"

/* Adds from, to, refreshedAt and items to `data`. */
void ranking_json(struct json data, struct arena *arena, const struct ranking *ranking);

#endif
