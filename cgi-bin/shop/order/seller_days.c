#include "shop/order/seller_days.h"

#include <string.h>

struct day_row {
    const char *day;
    int64_t orders, units, revenue, cancelled;
};
static const struct row_field DAY_ROW[] = {
    ROW_FIELD(ROW_TEXT, struct day_row, day),      ROW_FIELD(ROW_INT, struct day_row, orders),
    ROW_FIELD(ROW_INT, struct day_row, units),     ROW_FIELD(ROW_INT, struct day_row, revenue),
    ROW_FIELD(ROW_INT, struct day_row, cancelled),
};

enum err seller_days(struct db *db, seller_id seller, instant now,
                     struct seller_day ret_days[SELLER_DAYS])
{
    const struct date today = instant_seoul_date(now);
    const struct date first = date_add(today, 1 - SELLER_DAYS);
    struct rows rows;
    struct day_row *found;
    TRY(db_run(db, Q_order_days_of_seller,
               ARGS(arg_int(seller.v), arg_time(instant_seoul_midnight(first))), &rows));
    TRY(rows_decode(db, &rows, DAY_ROW, COUNT_OF(DAY_ROW), sizeof *found, &found));
    for (int i = 0; i < SELLER_DAYS; i++) {
        char day[INSTANT_TEXT_SIZE];
        ret_days[i] = (struct seller_day){.date = date_add(first, i)};
        date_text(ret_days[i].date, day);
        for (size_t k = 0; k < rows.count; k++)
            if (strcmp(found[k].day, day) == 0)
                ret_days[i] = (struct seller_day){ret_days[i].date, found[k].orders, found[k].units,
                                                  found[k].revenue, found[k].cancelled};
    }
    return E_OK;
}

struct seller_day seller_days_sum(const struct seller_day days[SELLER_DAYS], int count)
{
    struct seller_day sum = {.date = days[SELLER_DAYS - 1].date};
    for (int i = SELLER_DAYS - count; i < SELLER_DAYS; i++) {
        sum.orders += days[i].orders;
        sum.units += days[i].units;
        sum.revenue += days[i].revenue;
        sum.cancelled += days[i].cancelled;
    }
    return sum;
}
