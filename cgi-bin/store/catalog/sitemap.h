/* /sitemap.xml, for search engines. */
#ifndef JANGTEO_STORE_CATALOG_SITEMAP_H
#define JANGTEO_STORE_CATALOG_SITEMAP_H

#include "app/app.h"

/* ?part=: "pages", the shop's own pages and categories, or the number of a part of the products;
 * without it the index of all parts. */
extern const struct field_set SITEMAP_QUERY;

/* 404 for a part without a product. */
enum err sitemap_show(struct ctx *ctx) MUST;

#endif
