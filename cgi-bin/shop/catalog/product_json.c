#include "shop/catalog/product_json.h"
#include "shop/catalog/product_page.h"
#include "shop/picture/picture_rules.h"

void product_json(struct json item, struct arena *arena, const struct product *product)
{
    json_int(item, "productId", product->product_id.v);
    json_text(item, "name", product->name);
    if (product->description != NULL)
        json_text(item, "description", product->description);
    json_int(item, "price", product->price);
    json_int(item, "discount", product->discount);
    json_int(item, "stock", product->stock);
    json_text(item, "status", PRODUCT_STATUS_NAMES[product->status]);
    json_text(item, "category", product->category);
    json_int(item, "sellerId", product->seller_id.v);
    json_text(item, "imageUrl", picture_url(arena, product->picture, 640));
}

/* One step of the way from the start page to the product; `path` NULL: past the arena's limit. */
static void crumb(struct json list, int64_t position, const char *name, const char *origin,
                  const char *path, struct arena *arena)
{
    struct json item = json_object(list, NULL);
    json_text(item, "@type", "ListItem");
    json_int(item, "position", position);
    json_text(item, "name", name);
    json_text(item, "item", path != NULL ? arena_printf(arena, "%s%s", origin, path) : NULL);
}

static void offer_data(struct json data, const struct product *product, const char *address)
{
    static const char *const AVAILABILITY[] = {
        [PRODUCT_ON_SALE] = "https://schema.org/InStock",
        [PRODUCT_SOLD_OUT] = "https://schema.org/OutOfStock",
        [PRODUCT_DISCONTINUED] = "https://schema.org/Discontinued",
        [PRODUCT_DELETED] = "https://schema.org/Discontinued",
    };
    struct json offer = json_object(data, "offers");
    json_text(offer, "@type", "Offer");
    json_text(offer, "url", address);
    json_int(offer, "price", product->price - product->discount);
    json_text(offer, "priceCurrency", "KRW");
    json_text(offer, "availability", AVAILABILITY[product->status]);
    struct json seller = json_object(offer, "seller");
    json_text(seller, "@type", "Organization");
    json_text(seller, "name", product->seller_name);
}

void product_data_json(struct json root, struct call *call, enum lang lang,
                       const struct product *product)
{
    struct arena *arena = call->arena;
    const char *origin = call->settings->public_url;
    const char *path = product_href(arena, product->product_id);
    const char *address = path != NULL ? arena_printf(arena, "%s%s", origin, path) : NULL;
    json_text(root, "@context", "https://schema.org");
    struct json graph = json_array(root, "@graph");
    struct json data = json_object(graph, NULL);
    json_text(data, "@type", "Product");
    json_text(data, "name", product->name);
    if (product->description != NULL && product->description[0] != '\0')
        json_text(data, "description", product->description);
    if (product->picture != NULL)
        json_text(data, "image",
                  arena_printf(arena, "%s%s", origin, picture_url(arena, product->picture, 1280)));
    json_int(data, "sku", product->product_id.v);
    json_text(data, "category", product->category);
    offer_data(data, product, address);
    struct json crumbs = json_object(graph, NULL);
    json_text(crumbs, "@type", "BreadcrumbList");
    struct json way = json_array(crumbs, "itemListElement");
    crumb(way, 1, message(lang, "layout.", "home"), origin, "/", arena);
    crumb(way, 2, message(lang, "layout.", "all_products"), origin, "/products", arena);
    crumb(way, 3, product->category, origin, category_href(arena, product->category), arena);
    crumb(way, 4, product->name, origin, path, arena);
}
