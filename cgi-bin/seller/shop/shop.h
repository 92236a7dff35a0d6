/* Handlers of the seller's pages, a file an area, and what they share. All but joining need a shop
 * of the caller's own: an admin, who has none, gets the 403 page. */
#ifndef JANGTEO_SELLER_SHOP_SHOP_H
#define JANGTEO_SELLER_SHOP_SHOP_H

#include "app/app.h"
#include "base/ids.h"

/* ---- what the pages share (frame.c) ---- */

/* Places of the seller's menu. */
enum seller_place { PLACE_HOME, PLACE_PRODUCTS, PLACE_ORDERS };

/* app_page with the seller's menu at {{>SELLER_NAV}}. `title`: the id behind "title.". */
enum err seller_page(struct ctx *ctx, int status, const char *file, const char *title,
                     enum seller_place place, struct tpl *tpl) MUST;
/* Redirects to a path that arena_printf made. */
enum err seller_go(struct ctx *ctx, const char *path) MUST;
/* Section REFUSED with MESSAGE; nothing for E_OK. A refusal that stands beside a field is only
 * pointed at. */
void seller_refusal(struct ctx *ctx, struct tpl *tpl, enum err e);
/* E_FORBIDDEN for an admin. */
enum err seller_check(const struct ctx *ctx) MUST;

/* ---- home.c, join.c ---- */

enum err seller_home(struct ctx *ctx) MUST;
enum err seller_join(struct ctx *ctx) MUST;
enum err seller_join_post(struct ctx *ctx) MUST;

/* ---- products.c ---- */

/* What the list shows. */
struct own_list_query {
    struct page_query page;
    const char *text;
    int status;       /* index into the names of what may be shown; 0: all */
    int64_t adjusted; /* the product whose stock the form that led here adjusted; 0: none */
};
extern const struct field_set SELLER_PRODUCTS_QUERY, SELLER_PRODUCT_QUERY, SELLER_PRODUCT_FORM;
/* The list. It says that the stock of `adjusted` (0: of none) has been adjusted; where that was
 * refused, the product's form stands open, says why and holds what was typed. */
enum err seller_show_products(struct ctx *ctx, const struct own_list_query *in, product_id adjusted,
                              enum err refused) MUST;
/* The list's address in some state, at the product whose stock has been adjusted. NULL past the
 * arena's limit. */
const char *seller_products_adjusted(struct arena *arena, const struct own_list_query *in,
                                     product_id adjusted);
enum err seller_products(struct ctx *ctx) MUST;
enum err seller_product_new(struct ctx *ctx) MUST;
enum err seller_product_create(struct ctx *ctx) MUST;
enum err seller_product(struct ctx *ctx) MUST;
enum err seller_product_change(struct ctx *ctx) MUST;
enum err seller_product_discontinue(struct ctx *ctx) MUST;
enum err seller_product_resume(struct ctx *ctx) MUST;

/* ---- stock.c ---- */

extern const struct field_set SELLER_STOCK_QUERY, SELLER_STOCK_FORM;
enum err seller_stock(struct ctx *ctx) MUST;
enum err seller_stock_adjust(struct ctx *ctx) MUST;

/* ---- orders.c ---- */

extern const struct field_set SELLER_ORDERS_QUERY, SELLER_MOVE_FORM;
enum err seller_orders(struct ctx *ctx) MUST;
enum err seller_orders_move(struct ctx *ctx) MUST;

/* ---- papers.c ---- */

extern const struct field_set SELLER_SLIP_QUERY, SELLER_TABLE_QUERY;
enum err seller_slip(struct ctx *ctx) MUST;
enum err seller_slip_ask(struct ctx *ctx) MUST;
enum err seller_table(struct ctx *ctx) MUST;

#endif
