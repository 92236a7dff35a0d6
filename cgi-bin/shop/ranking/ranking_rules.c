#include "shop/ranking/ranking_rules.h"

void ranking_window(instant now, struct date *ret_from, struct date *ret_to)
{
    struct date today = instant_seoul_date(now);
    *ret_from = date_add(today, 1 - RANKING_DAYS);
    *ret_to = today;
}

bool ranking_has_turned(instant last, instant now)
{
    return instant_compare(instant_seoul_midnight(instant_seoul_date(last)),
                           instant_seoul_midnight(instant_seoul_date(now))) != 0;
}
