#include "store/catalog/sitemap.h"

#include <inttypes.h>
#include <string.h>

#include "shop/catalog/product_page.h"
#include "shop/catalog/sitemap.h"

/* Far above the largest index: its entries are about 90 bytes. */
#define SITEMAP_LIMIT ((size_t)8 * 1024 * 1024)
#define PAGES "pages"

struct sitemap_view {
    const char *part;
};
static const struct field FIELDS[] = {
    {.name = "part",
     .type = FIELD_LINE,
     .min = 1,
     .max = 19,
     .offset = offsetof(struct sitemap_view, part)},
};
const struct field_set SITEMAP_QUERY = FIELD_SET(struct sitemap_view, FIELDS);

/* Addresses are percent-encoded and the origin is one: nothing in them means anything in XML.
 * `path` NULL: past the arena's limit. */
static void add_entry(struct ctx *ctx, struct strbuf *xml, const char *element, const char *path,
                      instant changed)
{
    char at[INSTANT_TEXT_SIZE];
    if (path == NULL) {
        strbuf_fail(xml);
        return;
    }
    strbuf_printf(xml, "<%s><loc>%s%s</loc>", element, ctx->call->settings->public_url, path);
    if (!instant_is_none(changed))
        strbuf_printf(xml, "<lastmod>%s</lastmod>", instant_rfc3339(changed, at));
    strbuf_printf(xml, "</%s>\n", element);
}

static enum err add_index(struct ctx *ctx, struct strbuf *xml)
{
    struct sitemap_parts parts;
    TRY(sitemap_parts(ctx->db, &parts));
    add_entry(ctx, xml, "sitemap", "/sitemap.xml?part=" PAGES, INSTANT_NONE);
    for (size_t i = 0; i + 1 < SITEMAP_PARTS_MAX && i < parts.count; i++)
        add_entry(
            ctx, xml, "sitemap",
            arena_printf(ctx->call->arena, "/sitemap.xml?part=%" PRId64, parts.items[i].number),
            INSTANT_NONE);
    return E_OK;
}

static enum err add_pages(struct ctx *ctx, struct strbuf *xml)
{
    static const char *const PATHS[] = {"/", "/products", "/coupons"};
    struct category_list list;
    TRY(category_list(ctx->db, &list));
    for (size_t i = 0; i < COUNT_OF(PATHS); i++)
        add_entry(ctx, xml, "url", PATHS[i], INSTANT_NONE);
    for (size_t i = 0; i < list.count; i++)
        add_entry(ctx, xml, "url", category_href(ctx->call->arena, list.items[i].category),
                  INSTANT_NONE);
    return E_OK;
}

static enum err add_products(struct ctx *ctx, struct strbuf *xml, const char *part)
{
    struct sitemap_products products;
    int64_t number = 0;
    if (!str_to_int(part, strlen(part), 0, SITEMAP_NUMBER_MAX, &number))
        return E_NOT_FOUND;
    TRY(sitemap_products(ctx->db, number, &products));
    if (products.count == 0)
        return E_NOT_FOUND;
    for (size_t i = 0; i < products.count; i++)
        add_entry(ctx, xml, "url", product_href(ctx->call->arena, products.items[i].product_id),
                  products.items[i].updated_at);
    return E_OK;
}

enum err sitemap_show(struct ctx *ctx)
{
    const struct sitemap_view *view = ctx->query;
    const char *root = view->part == NULL ? "sitemapindex" : "urlset";
    struct strbuf xml = strbuf_make(ctx->call->arena, SITEMAP_LIMIT);
    strbuf_printf(&xml,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<%s xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
                  root);
    if (view->part == NULL)
        TRY(add_index(ctx, &xml));
    else if (strcmp(view->part, PAGES) == 0)
        TRY(add_pages(ctx, &xml));
    else
        TRY(add_products(ctx, &xml, view->part));
    strbuf_printf(&xml, "</%s>\n", root);
    TRY(strbuf_finish(&xml, &ctx->res->body));
    ctx->res->status = 200;
    ctx->res->content_type = "application/xml; charset=utf-8";
    return E_OK;
}
