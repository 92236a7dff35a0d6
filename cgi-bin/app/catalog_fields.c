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
