#include "app/catalog_fields.h"

/* clang-format off */
#define LIST_FIELDS                                                                                \
    PAGE_FIELDS(struct list_query, page),                                                          \
    {.name = "q", .type = FIELD_LINE, .max = SEARCH_MAX,                                           \
     .offset = offsetof(struct list_query, text)},                                                 \
    {.name = "category", .type = FIELD_LINE, .max = CATEGORY_MAX,                                  \
     .offset = offsetof(struct list_query, category)},                                             \
    {.name = "sort", .type = FIELD_ENUM, .offset = offsetof(struct list_query, sort),              \
     .names = PRODUCT_SORT_NAMES}
/* A price within a struct price_range that lies at `base` of the struct that is filled. */
#define PRICE_FIELD(json_name, base, member)                                                       \
    {.name = json_name, .type = FIELD_INT, .max = PRODUCT_PRICE_MAX,                               \
     .offset = (base) + offsetof(struct price_range, member),                                      \
     .has = (base) + HAS(struct price_range, has_##member)}
/* clang-format on */

static const struct field TABLE[] = {
    LIST_FIELDS,
    PRICE_FIELD("minPrice", offsetof(struct list_query, range), min),
    PRICE_FIELD("maxPrice", offsetof(struct list_query, range), max),
};
const struct field_set LIST_QUERY = FIELD_SET(struct list_query, TABLE);

static const struct field PAGE_TABLE[] = {LIST_FIELDS};
const struct field_set LIST_PAGE_QUERY = FIELD_SET(struct list_query, PAGE_TABLE);

static const struct field PRICES[] = {
    PRICE_FIELD("minPrice", 0, min),
    PRICE_FIELD("maxPrice", 0, max),
};
const struct field_set PRICE_RANGE_QUERY = FIELD_SET(struct price_range, PRICES);

static const struct field ADJUSTMENT[] = {STOCK_ADJUSTMENT_AT(0)};
const struct field_set STOCK_ADJUSTMENT_FIELDS = FIELD_SET(struct stock_adjustment, ADJUSTMENT);
