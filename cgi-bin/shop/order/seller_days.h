/* What a seller sold, day by day in Seoul, by the day of the order. */
#ifndef JANGTEO_SHOP_ORDER_SELLER_DAYS_H
#define JANGTEO_SHOP_ORDER_SELLER_DAYS_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"

#define SELLER_DAYS 30

/* Orders that were paid; pieces and won of lines that were not given back (before shipping, after
 * all discounts); lines cancelled or returned. */
struct seller_day {
    struct date date;
    int64_t orders, units, revenue, cancelled;
};

/* The last SELLER_DAYS days up to the call's today, the oldest first, each with its date. */
enum err seller_days(struct db *db, seller_id seller, instant now,
                     struct seller_day ret_days[SELLER_DAYS]) MUST;
/* The sum of the last `count` of them. */
struct seller_day seller_days_sum(const struct seller_day days[SELLER_DAYS], int count);

#endif
