/* The query of the product list, as JSON and pages take it. */
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

#endif
