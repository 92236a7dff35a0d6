/* The days that count for the popular products (R1): pure. */
#ifndef JANGTEO_SHOP_RANKING_RANKING_RULES_H
#define JANGTEO_SHOP_RANKING_RANKING_RULES_H

#include "base/instant.h"

#define RANKING_DAYS 3

/* The window at an instant: today in Seoul and the two days before. */
void ranking_window(instant now, struct date *ret_from, struct date *ret_to);

#endif
