/* A seller's order lines on pages: struct to template. */
#ifndef JANGTEO_SHOP_ORDER_SELLER_PAGE_H
#define JANGTEO_SHOP_ORDER_SELLER_PAGE_H

#include "shop/order/seller_line.h"
#include "view/message.h"
#include "view/template.h"

/* Values of one line of seller/orders.tpl: what, how old, where to, and the ways on, where there
 * are any, in MOVES as MOVE and GIVE_UP. */
void seller_line_page(struct tpl *row, struct arena *arena, enum lang lang, instant now,
                      const struct seller_line *line);
/* RECIPIENT, PHONE, POSTCODE, LINE1, LINE2. */
void seller_shipping_page(struct tpl *tpl, struct arena *arena, const struct shipping *shipping);

#endif
