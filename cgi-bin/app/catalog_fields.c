#include "app/catalog_fields.h"

static const struct field TABLE[] = {
    PAGE_FIELDS(struct list_query, page),
    {.name = "q",
     .type = FIELD_LINE,
     .max = SEARCH_MAX,
     .offset = offsetof(struct list_query, text)},
    {.name = "category",
     .type = FIELD_LINE,
     .max = CATEGORY_MAX,
     .offset = offsetof(struct list_query, category)},
    {.name = "sort",
     .type = FIELD_ENUM,
     .offset = offsetof(struct list_query, sort),
     .names = PRODUCT_SORT_NAMES},
};
const struct field_set LIST_QUERY = FIELD_SET(struct list_query, TABLE);

static const struct field ADJUSTMENT[] = {
    {.name = "delta",
     .type = FIELD_INT,
     .required = true,
     .min = -STOCK_MAX,
     .max = STOCK_MAX,
     .offset = offsetof(struct stock_adjustment, delta)},
    {.name = "reason",
     .type = FIELD_LINE,
     .min = 1,
     .max = 200,
     .offset = offsetof(struct stock_adjustment, reason)},
};
const struct field_set STOCK_ADJUSTMENT_FIELDS = FIELD_SET(struct stock_adjustment, ADJUSTMENT);
