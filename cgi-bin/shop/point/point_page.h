/* Points as a page: struct to template. */
#ifndef JANGTEO_SHOP_POINT_POINT_PAGE_H
#define JANGTEO_SHOP_POINT_POINT_PAGE_H

#include "shop/point/point.h"
#include "view/message.h"
#include "view/template.h"

/* BALANCE and the bounds of a charge, for point/show.tpl. */
void point_balance_page(struct tpl *tpl, struct call *call, int64_t balance);
/* The ledger's page, newest first. */
void point_history_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                        const struct point_history *history);

#endif
