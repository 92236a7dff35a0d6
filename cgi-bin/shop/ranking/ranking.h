/* Popular products: what sold most over the last three days in Seoul, today included (R1-R3).
 *
 * Sales write rows into sale_delta; the worker folds them into sale_daily and keeps
 * product_popularity, the sums of the window. Reading touches neither orders nor sales. */
#ifndef JANGTEO_SHOP_RANKING_RANKING_H
#define JANGTEO_SHOP_RANKING_RANKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/ids.h"
#include "base/instant.h"
#include "db/db.h"

#define RANKING_TOP 5

struct ranking_item {
    int64_t rank; /* from 1 */
    product_id product_id;
    const char *name;
    const char *category;
    const char *seller_name;
    int64_t price, discount; /* won each; the buyer pays price - discount */
    int64_t stock;           /* available */
    const char *picture;     /* hash, NULL without a picture */
    int64_t quantity;        /* sold in the window, cancelled ones taken off */
};

struct ranking {
    const char *from, *to; /* "2026-11-20", both days included */
    instant refreshed_at;  /* INSTANT_NONE while nothing has been folded yet */
    struct ranking_item *items;
    size_t count; /* at most RANKING_TOP */
};

/* ---- reading ---- */

/* The products that sold most in the window, best first; deleted and discontinued ones are left
 * out, sold-out ones are not. Everything lives in the call's arena. */
enum err ranking_top(struct db *db, struct ranking *ret_ranking) MUST;

/* ---- refreshing (the worker) ---- */

/* Sales folded in one transaction. */
#define RANKING_BATCH 20000

/* Takes up to RANKING_BATCH sales into the daily totals. `ret_folded`: how many; fewer than
 * RANKING_BATCH when none is left, 0 also when another worker is at it. */
enum err ranking_fold(struct tx *tx, int64_t *ret_folded) MUST;
/* Makes product_popularity speak of the window at `now`, from the daily totals. Does nothing while
 * another worker is at it. */
enum err ranking_refresh(struct tx *tx, instant now) MUST;

#endif
