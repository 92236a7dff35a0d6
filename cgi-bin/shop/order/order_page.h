/* Orders on pages: struct to template. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_PAGE_H
#define JANGTEO_SHOP_ORDER_ORDER_PAGE_H

#include "shop/order/order.h"
#include "shop/refund/refund.h"
#include "view/message.h"
#include "view/template.h"

/* "010-1234-5678" from the digits of a Korean number; the digits themselves where they have no such
 * form. NULL past the arena's limit. */
const char *phone_text(struct arena *arena, const char *digits);
/* Includes partials/amounts.tpl at {{>AMOUNTS}}. */
void amounts_page(struct tpl *tpl, const struct amounts *amounts);
/* Rows LINE of what a wanted order would hold, for checkout/show.tpl. */
void quote_page(struct tpl *tpl, struct arena *arena, const struct order_quote *quote);
/* Rows ORDER of order/list.tpl. */
void order_list_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                     const struct order_page *page);
/* The state of an order as a sentence: the headline and the title of its page. */
const char *order_headline(enum lang lang, const struct order *order);
/* Values of order/show.tpl, at a time. */
void order_show_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                     const struct order *order, const struct order_history *history, instant now);
/* One more way to pay the order, for order/show.tpl: the form goes to `action`, `label` names its
 * button ("order.pay." …). */
void order_way_page(struct tpl *tpl, enum lang lang, const char *action, const char *label,
                    bool main);
/* What of the order's card money goes back. */
void order_refunds_page(struct tpl *tpl, const struct refund_sums *sums);

#endif
