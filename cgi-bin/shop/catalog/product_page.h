/* Products on pages: struct to template. */
#ifndef JANGTEO_SHOP_CATALOG_PRODUCT_PAGE_H
#define JANGTEO_SHOP_CATALOG_PRODUCT_PAGE_H

#include "shop/catalog/product.h"
#include "view/template.h"

/* Section PICTURE with PICTURE_320, _640 and _1280, where there is one. */
void picture_page(struct tpl *tpl, struct arena *arena, const char *hash);
/* PRICE, FINAL_PRICE, and when there is a discount section DISCOUNTED with PERCENT. */
void price_page(struct tpl *tpl, int64_t price, int64_t discount);
/* Cards at the head of a page whose pictures are fetched at once, the first one's before all else;
 * those further down wait until they are near. */
#define CARDS_AT_ONCE 4
/* Includes partials/product_card.tpl at {{>CARD}} of `item`; `rank` 0: not shown. `place`: among
 * the cards at the head of the page, from 0 on; CARDS_AT_ONCE or more: elsewhere. */
void product_card(struct tpl *item, struct arena *arena, const struct product *product,
                  int64_t rank, size_t place);
/* Includes partials/categories.tpl at {{>CATEGORIES}}; `current` NULL: none, "": all. `kept` is the
 * address of a list whose search, order and prices stay as the category changes, NULL: none do.
 * `counted`: with the number of products, where the links lead to all there are of a category. */
void categories_page(struct tpl *tpl, struct arena *arena, const struct category_list *list,
                     const char *current, const char *kept, bool counted);
/* Values of catalog/product.tpl. `quantity`: as typed, NULL: 1. */
void product_page(struct tpl *tpl, struct call *call, const struct product *product,
                  const char *quantity);
/* "/products/7"; NULL past the arena's limit, as the next one. */
const char *product_href(struct arena *arena, product_id id);
/* "/products?category=…" */
const char *category_href(struct arena *arena, const char *category);

#endif
