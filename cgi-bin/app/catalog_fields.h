/* The query of the product list, and a change of a stock, as JSON and pages take them. */
#ifndef JANGTEO_APP_CATALOG_FIELDS_H
#define JANGTEO_APP_CATALOG_FIELDS_H

#include "shop/catalog/product.h"
#include "web/decode.h"

struct list_query {
    struct page_query page;
    const char *text, *category; /* NULL or "": all */
    enum product_sort sort;
    struct price_range range;
};

/* ?q=&category=&sort=&minPrice=&maxPrice=&limit=&cursor= into a struct list_query. */
extern const struct field_set LIST_QUERY;
/* The same in two pieces, for the page that says beside the prices what is wrong with them: all but
 * the prices into a struct list_query, the prices into a struct price_range. */
extern const struct field_set LIST_PAGE_QUERY, PRICE_RANGE_QUERY;

/* A seller's own change of a stock. */
struct stock_adjustment {
    int64_t delta;
    const char *reason; /* NULL: none given */
};
extern const struct field_set STOCK_ADJUSTMENT_FIELDS;
/* The same fields for one that lies at `base` of the struct that is filled. */
/* clang-format off */
#define STOCK_ADJUSTMENT_AT(base)                                                                  \
    {.name = "delta", .type = FIELD_INT, .required = true, .min = -STOCK_MAX, .max = STOCK_MAX,    \
     .offset = (base) + offsetof(struct stock_adjustment, delta)},                                 \
    {.name = "reason", .type = FIELD_LINE, .min = 1, .max = 200,                                   \
     .offset = (base) + offsetof(struct stock_adjustment, reason)}
/* clang-format on */

#endif
