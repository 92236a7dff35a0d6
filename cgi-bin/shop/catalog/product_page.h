/* Products on pages: struct to template. */
#ifndef JANGTEO_SHOP_CATALOG_PRODUCT_PAGE_H
#define JANGTEO_SHOP_CATALOG_PRODUCT_PAGE_H

#include "shop/catalog/product.h"
#include "view/template.h"

/* Section PICTURE with PICTURE_320, _640 and _1280, where there is one. */
void picture_page(struct tpl *tpl, struct arena *arena, const char *hash);
/* PRICE, FINAL_PRICE, and when there is a discount section DISCOUNTED with PERCENT. */
void price_page(struct tpl *tpl, int64_t price, int64_t discount);
/* Includes partials/product_card.tpl at {{>CARD}} of `item`; `rank` 0: not shown. */
void product_card(struct tpl *item, struct arena *arena, const struct product *product,
                  int64_t rank);
/* Includes partials/categories.tpl at {{>CATEGORIES}}; `current` NULL: none, "": all. */
void categories_page(struct tpl *tpl, struct arena *arena, const struct category_list *list,
                     const char *current);
/* Values of catalog/product.tpl. `quantity`: as typed, NULL: 1. */
void product_page(struct tpl *tpl, struct call *call, const struct product *product,
                  const char *quantity);
/* "/products?category=…" */
const char *category_href(struct arena *arena, const char *category);

#endif
