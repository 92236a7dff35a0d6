/* The cart as a page: struct to template. */
#ifndef JANGTEO_SHOP_CART_CART_PAGE_H
#define JANGTEO_SHOP_CART_CART_PAGE_H

#include "shop/cart/cart.h"
#include "view/message.h"
#include "view/template.h"

/* What is wrong with one line, shown beside it. */
struct cart_note {
    cart_item_id item; /* 0: none */
    const char *text;
};

/* Values of cart/show.tpl. */
void cart_page(struct tpl *tpl, struct call *call, enum lang lang, const struct cart *cart,
               const struct cart_note *note);
/* A row of what was short: section SHORTAGE of section SHORTAGES. */
void cart_shortage_page(struct tpl *shortages, const char *name, int64_t requested,
                        int64_t available);

#endif
