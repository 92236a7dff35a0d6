/* Figures: what metrics tell of the shop itself, read from the database when they are asked for. */
#ifndef JANGTEO_SHOP_FIGURE_FIGURE_H
#define JANGTEO_SHOP_FIGURE_FIGURE_H

#include "base/metric_print.h"
#include "db/db.h"

/* Adds the figures to `samples`: of a kind that cannot be read (the database is away) none. `now`
 * is the call's. Errors: db_flush's, E_NO_MEMORY. */
enum err figure_read(struct db *db, struct metric_samples *samples) MUST;

#endif
