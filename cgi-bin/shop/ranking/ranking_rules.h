/* The days that count for the popular products (R1): pure. */
#ifndef JANGTEO_SHOP_RANKING_RANKING_RULES_H
#define JANGTEO_SHOP_RANKING_RANKING_RULES_H

#include <stdbool.h>

#include "base/instant.h"

#define RANKING_DAYS 3

/* The window at an instant: today in Seoul and the two days before. */
void ranking_window(instant now, struct date *ret_from, struct date *ret_to);

/* Whether the days have turned between two instants: what was made at `last` is of another window
 * than what would be made at `now` (R3). */
bool ranking_has_turned(instant last, instant now);

#endif
