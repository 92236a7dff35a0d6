/* The query of the product list, and a change of a stock, as JSON and pages take them. */
#ifndef JANGTEO_APP_CATALOG_FIELDS_H
#define JANGTEO_APP_CATALOG_FIELDS_H

#include "shop/catalog/product.h"
#include "web/decode.h"

struct list_query {
    struct page_query page;
    const char *text, *category; /* NULL or "": all */
    enum product_sort sort;
};

/* ?q=&category=&sort=&limit=&cursor= into a struct list_query. */
extern const struct field_set LIST_QUERY;

/* A seller's own change of a stock. */
struct stock_adjustment {
    int64_t delta;
    const char *reason; /* NULL: none given */
};
extern const struct field_set STOCK_ADJUSTMENT_FIELDS;

#endif
