#include "shop/catalog/sitemap.h"

enum err sitemap_parts(struct db *db, struct sitemap_parts *ret_parts)
{
    static const struct row_field ROW[] = {ROW_FIELD(ROW_INT, struct sitemap_part, number)};
    struct rows rows;
    struct sitemap_parts parts = {0};
    TRY(db_run(db, Q_sitemap_parts, ARGS(arg_int(SITEMAP_PART), arg_int(SITEMAP_PARTS_MAX)),
               &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *parts.items, &parts.items));
    parts.count = rows.count;
    *ret_parts = parts;
    return E_OK;
}

enum err sitemap_products(struct db *db, int64_t number, struct sitemap_products *ret_products)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct sitemap_product, product_id),
        ROW_FIELD(ROW_TIME, struct sitemap_product, updated_at),
    };
    struct rows rows;
    struct sitemap_products products = {0};
    TRY(db_run(db, Q_sitemap_products, ARGS(arg_int(number * SITEMAP_PART), arg_int(SITEMAP_PART)),
               &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *products.items, &products.items));
    products.count = rows.count;
    *ret_products = products;
    return E_OK;
}
