/* The addresses of products on sale, told to search engines in parts. */
#ifndef JANGTEO_SHOP_CATALOG_SITEMAP_H
#define JANGTEO_SHOP_CATALOG_SITEMAP_H

#include "base/ids.h"
#include "base/instant.h"
#include "db/db.h"

/* Ids a part may tell of, and so at most its products. What the protocol allows is 50,000: a part
 * stays a small answer. */
#define SITEMAP_PART 4000
/* Parts an index may name, by the protocol. */
#define SITEMAP_PARTS_MAX 50000

struct sitemap_parts {
    struct sitemap_part {
        int64_t number; /* 0, 1, … with gaps: part n tells of the ids from n * SITEMAP_PART on */
    } * items;
    size_t count;
};
struct sitemap_products {
    struct sitemap_product {
        product_id product_id;
        instant updated_at;
    } * items;
    size_t count;
};

/* Parts that have a product on sale. */
enum err sitemap_parts(struct db *db, struct sitemap_parts *ret_parts) MUST;
/* Those on sale of one part, by id; none for a part that has none. `number` at most
 * SITEMAP_NUMBER_MAX. */
#define SITEMAP_NUMBER_MAX (INT64_MAX / SITEMAP_PART - 1)
enum err sitemap_products(struct db *db, int64_t number,
                          struct sitemap_products *ret_products) MUST;

#endif
