/* The start page, the product list and the page of one product (C5-C7, R1). */
#include "app/app.h"
#include "app/catalog_fields.h"
#include "app/paging.h"
#include "shop/catalog/product.h"
#include "shop/catalog/product_json.h"
#include "shop/catalog/product_page.h"
#include "shop/coupon/coupon_page.h"
#include "shop/picture/picture_rules.h"
#include "shop/ranking/ranking.h"
#include "store/catalog/sitemap.h"

/* Fills whole rows of two, three and four cards. */
#define LIST_LIMIT 24
#define NEW_LIMIT 12
#define RELATED_LIMIT 4
#define COUPON_LIMIT 3
#define COUPONS_LOOKED_AT 24
/* Letters of a description for search engines; names that one of a category holds. */
#define ABOUT_MAX 155
#define ABOUT_NAMES 8

/* ---- the start page ---- */

static void show_ranking(struct tpl *tpl, struct arena *arena, const struct ranking *ranking)
{
    if (ranking->count == 0)
        return;
    struct tpl *section = tpl_section(tpl, "POPULAR");
    for (size_t i = 0; i < ranking->count; i++) {
        const struct ranking_item *item = &ranking->items[i];
        const struct product product = {
            .product_id = item->product_id,
            .name = item->name,
            .seller_name = item->seller_name,
            .price = item->price,
            .discount = item->discount,
            .stock = item->stock,
            .picture = item->picture,
        };
        product_card(tpl_section(section, "POPULAR_ITEM"), arena, &product, item->rank,
                     CARDS_AT_ONCE);
    }
}

static void show_cards(struct tpl *tpl, const char *section, const char *row, struct arena *arena,
                       const struct product_page *page)
{
    if (page->count == 0)
        return;
    struct tpl *shelf = tpl_section(tpl, section);
    for (size_t i = 0; i < page->count; i++)
        product_card(tpl_section(shelf, row), arena, &page->items[i], 0, CARDS_AT_ONCE);
}

/* Those that close first and of which some are left; the page is the same for all who see it. */
static enum err show_coupons(struct ctx *ctx, struct tpl *tpl)
{
    struct coupon_page page;
    TRY(coupon_list_open(ctx->db, ctx->call->now, (coupon_id){0}, COUPONS_LOOKED_AT, &page));
    size_t left = 0;
    for (size_t i = 0; i < page.count && left < COUPON_LIMIT; i++)
        if (page.items[i].supply.remaining > 0)
            page.items[left++] = page.items[i];
    page.count = left;
    if (page.count > 0)
        coupon_list_page(tpl_section(tpl, "COUPONS"), ctx->call->arena, ctx->lang, &page, NULL,
                         false);
    return E_OK;
}

static enum err home(struct ctx *ctx)
{
    const struct product_query newest = {.sort = SORT_NEWEST, .limit = NEW_LIMIT};
    struct ranking ranking;
    struct product_page page;
    struct category_list categories;
    TRY(ranking_top(ctx->db, &ranking));
    TRY(product_list(ctx->db, &newest, &page));
    TRY(category_list(ctx->db, &categories));
    struct arena *arena = ctx->call->arena;
    struct tpl *tpl = tpl_new(arena);
    categories_page(tpl, arena, &categories, NULL, NULL, true);
    show_ranking(tpl, arena, &ranking);
    TRY(show_coupons(ctx, tpl));
    show_cards(tpl, "NEW", "NEW_ITEM", arena, &page);
    tpl_show_if(tpl, "EMPTY", page.count == 0);
    ctx->head.path = "/";
    return app_page(ctx, 200, "home/show.tpl", message(ctx->lang, "title.", "home"), tpl);
}

/* ---- the list ---- */

static void add_value(struct strbuf *href, const char *name, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    const char *encoded = str_url_encode(href->arena, value);
    if (encoded != NULL)
        strbuf_printf(href, "&%s=%s", name, encoded);
}

static void add_price(struct strbuf *href, const char *name, bool has, int64_t price)
{
    if (has)
        strbuf_printf(href, "&%s=%lld", name, (long long)price);
}

/* The address of this list, sorted in some way, from some place on. NULL past the arena's limit. */
static const char *list_href(struct arena *arena, const struct list_query *in,
                             enum product_sort sort, const char *cursor)
{
    struct strbuf href = strbuf_make(arena, 2000);
    struct slice text;
    strbuf_printf(&href, "/products?sort=%s", PRODUCT_SORT_NAMES[sort]);
    add_value(&href, "q", in->text);
    add_value(&href, "category", in->category);
    add_price(&href, "minPrice", in->range.has_min, in->range.min);
    add_price(&href, "maxPrice", in->range.has_max, in->range.max);
    add_value(&href, "cursor", cursor);
    return strbuf_finish(&href, &text) == E_OK ? text.data : NULL;
}

static bool given(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static bool ranged(const struct list_query *in)
{
    return in->range.has_min || in->range.has_max;
}

static void show_head(struct ctx *ctx, struct tpl *tpl, const struct list_query *in)
{
    if (given(in->text))
        tpl_text(tpl_section(tpl, "SEARCHED"), "QUERY", in->text);
    else if (given(in->category))
        tpl_text(tpl_section(tpl, "IN_CATEGORY"), "CATEGORY_NAME", in->category);
    else
        tpl_show(tpl, in->sort == SORT_POPULAR ? "MOST_WANTED" : "ALL");
    tpl_global(tpl, "SEARCH", in->text);
    for (int sort = 0; sort < SORT_COUNT; sort++) {
        struct tpl *item = tpl_section(tpl, "SORT");
        tpl_text(item, "LABEL", message(ctx->lang, "catalog.sort.", PRODUCT_SORT_NAMES[sort]));
        tpl_text(item, "HREF", list_href(ctx->call->arena, in, (enum product_sort)sort, NULL));
        tpl_show_if(item, "CURRENT", sort == (int)in->sort);
    }
}

static void show_chips(struct ctx *ctx, struct tpl *tpl, const struct list_query *in,
                       const struct category_list *categories)
{
    struct list_query rest = *in;
    rest.category = NULL;
    const bool whole = !given(in->text) && !ranged(in);
    const char *kept = whole && in->sort == SORT_NEWEST
                           ? NULL
                           : list_href(ctx->call->arena, &rest, in->sort, NULL);
    categories_page(tpl, ctx->call->arena, categories, given(in->category) ? in->category : "",
                    kept, whole);
}

static void keep(struct tpl *form, const char *name, const char *value)
{
    if (!given(value))
        return;
    struct tpl *kept = tpl_section(form, "KEPT");
    tpl_text(kept, "NAME", name);
    tpl_text(kept, "VALUE", value);
}

/* The form of the prices, and what takes them off again. */
static void show_prices(struct ctx *ctx, struct tpl *tpl, const struct list_query *in)
{
    keep(tpl, "sort", PRODUCT_SORT_NAMES[in->sort]);
    keep(tpl, "q", in->text);
    keep(tpl, "category", in->category);
    ctx->form = ctx->req->query;
    ctx->form_count = ctx->req->query_count;
    app_form(ctx, tpl, &PRICE_RANGE_QUERY);
    if (!ranged(in))
        return;
    struct list_query all = *in;
    all.range = (struct price_range){0};
    struct tpl *chip = tpl_section(tpl, "RANGED");
    tpl_text(chip, "ALL_PRICES_HREF", list_href(ctx->call->arena, &all, in->sort, NULL));
    tpl_money(chip, "LEAST", in->range.min);
    tpl_money(chip, "MOST", in->range.max);
    tpl_show(chip, !in->range.has_max ? "FROM" : !in->range.has_min ? "UP_TO" : "BETWEEN");
}

static void show_pager(struct ctx *ctx, struct tpl *shelf, const struct list_query *in,
                       const struct product_page *page)
{
    struct arena *arena = ctx->call->arena;
    if (in->page.cursor != NULL)
        tpl_text(tpl_section(shelf, "BACK"), "FIRST_HREF", list_href(arena, in, in->sort, NULL));
    if (!page->more)
        return;
    const char *cursor =
        cursor_encode(arena, PRODUCT_SORT_NAMES[in->sort], page->next_key, page->next_id);
    tpl_text(tpl_section(shelf, "NEXT"), "NEXT_HREF", list_href(arena, in, in->sort, cursor));
}

/* The first products of a category by name. NULL past the arena's limit. */
static const char *about_category(struct arena *arena, const struct product_page *page)
{
    struct strbuf text = strbuf_make(arena, (size_t)4 * 1024);
    struct slice made;
    for (size_t i = 0; i < page->count && i < ABOUT_NAMES; i++)
        strbuf_printf(&text, "%s%s", i > 0 ? ", " : "", page->items[i].name);
    return strbuf_finish(&text, &made) == E_OK ? str_excerpt(arena, made.data, ABOUT_MAX) : NULL;
}

/* What is found by a search, and what stands further down or within prices, is for people only.
 * However they are sorted, the same products have one address. */
static void list_head(struct ctx *ctx, const struct list_query *in, const struct product_page *page)
{
    if (given(in->text) || in->page.cursor != NULL || ranged(in))
        return;
    if (!given(in->category)) {
        ctx->head.path = "/products";
        ctx->head.description = message(ctx->lang, "title.", "products_about");
    } else if (page->count > 0) {
        ctx->head.path = category_href(ctx->call->arena, in->category);
        ctx->head.description = about_category(ctx->call->arena, page);
        ctx->head.image = picture_url(ctx->call->arena, page->items[0].picture, 640);
    }
}

/* What stands in the title of a list: what was sought, the category, or that it is all. */
static const char *list_title(struct ctx *ctx, const struct list_query *in)
{
    if (given(in->text))
        return in->text;
    return given(in->category) ? in->category : message(ctx->lang, "layout.", "all_products");
}

/* What is wrong with the prices stands in the call's problems, and `ret_range` is left alone. */
static enum err read_prices(struct ctx *ctx, struct price_range *ret_range)
{
    struct price_range range;
    TRY(decode_pairs(ctx->call, &PRICE_RANGE_QUERY, ctx->req->query, ctx->req->query_count,
                     &range));
    TRY(product_check_range(ctx->call, &range));
    *ret_range = range;
    return E_OK;
}

static void show_products(struct ctx *ctx, struct tpl *tpl, const struct list_query *in,
                          const struct product_page *page)
{
    const bool empty = page->count == 0 && !page->more;
    tpl_show_if(tpl, "EMPTY", empty);
    if (empty)
        return;
    struct tpl *shelf = tpl_section(tpl, "PRODUCTS");
    tpl_int(shelf, "SHOWN", (int64_t)page->count);
    for (size_t i = 0; i < page->count; i++)
        product_card(tpl_section(shelf, "PRODUCT"), ctx->call->arena, &page->items[i], 0, i);
    show_pager(ctx, shelf, in, page);
}

/* With prices that make no sense it is the list of all prices, and says so beside them. */
static enum err list(struct ctx *ctx)
{
    struct list_query in = *(const struct list_query *)ctx->query;
    struct cursor from;
    struct product_page page;
    struct category_list categories;
    const enum err prices = read_prices(ctx, &in.range);
    if (prices != E_OK && prices != E_INVALID_REQUEST)
        return prices;
    TRY(page_start(ctx, &in.page, PRODUCT_SORT_NAMES[in.sort], &from));
    const struct product_query query = {
        .text = in.text,
        .category = in.category,
        .range = in.range,
        .sort = in.sort,
        .limit = in.page.limit > 0 ? in.page.limit : LIST_LIMIT,
        .after = from.set,
        .after_key = from.key,
        .after_id = from.id,
    };
    TRY(product_list(ctx->db, &query, &page));
    TRY(category_list(ctx->db, &categories));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    show_head(ctx, tpl, &in);
    show_chips(ctx, tpl, &in, &categories);
    show_prices(ctx, tpl, &in);
    show_products(ctx, tpl, &in, &page);
    if (prices == E_OK)
        list_head(ctx, &in, &page);
    return app_page(ctx, prices == E_OK ? 200 : err_status(prices), "catalog/list.tpl",
                    list_title(ctx, &in), tpl);
}

/* ---- one product ---- */

/* ?notice= of a product's page: what the form that led here did. */
enum notice { NOTICE_NONE, NOTICE_ADDED, NOTICE_SHORT };
static const char *const NOTICE_NAMES[] = {"none", "added", "short", NULL};

struct product_view {
    enum notice notice;
};
static const struct field VIEW_FIELDS[] = {
    {.name = "notice",
     .type = FIELD_ENUM,
     .offset = offsetof(struct product_view, notice),
     .names = NOTICE_NAMES},
};
static const struct field_set VIEW_QUERY = FIELD_SET(struct product_view, VIEW_FIELDS);

/* Others of its category. */
static enum err show_related(struct ctx *ctx, struct tpl *tpl, const struct product *product)
{
    const struct product_query query = {
        .category = product->category, .sort = SORT_NEWEST, .limit = RELATED_LIMIT + 1};
    struct product_page page;
    TRY(product_list(ctx->db, &query, &page));
    size_t kept = 0;
    for (size_t i = 0; i < page.count && kept < RELATED_LIMIT; i++)
        if (page.items[i].product_id.v != product->product_id.v)
            page.items[kept++] = page.items[i];
    page.count = kept;
    show_cards(tpl, "RELATED", "RELATED_ITEM", ctx->call->arena, &page);
    return E_OK;
}

static enum err show_head_of(struct ctx *ctx, const struct product *product)
{
    struct arena *arena = ctx->call->arena;
    const bool described = product->description != NULL && product->description[0] != '\0';
    struct json data = json_new(arena);
    product_data_json(data, ctx->call, ctx->lang, product);
    struct page_head head = {
        .path = product_href(arena, product->product_id),
        .description = described
                           ? str_excerpt(arena, product->description, ABOUT_MAX)
                           : arena_printf(arena, "%s · %s", product->name, product->seller_name),
        .image = picture_url(arena, product->picture, 1280),
        .is_product = true,
        .price = product->price - product->discount,
    };
    TRY_NEW(head.path);
    TRY_NEW(head.description);
    TRY(json_render(data, &head.data));
    ctx->head = head;
    return E_OK;
}

static enum err show(struct ctx *ctx)
{
    const struct product_view *view = ctx->query;
    struct product product;
    TRY(product_get(ctx->db, (product_id){ctx->params.id[0]}, &product));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    product_page(tpl, ctx->call, &product, NULL);
    TRY(show_related(ctx, tpl, &product));
    tpl_show_if(tpl, "ADDED", view->notice == NOTICE_ADDED);
    if (view->notice == NOTICE_SHORT)
        tpl_text(tpl_section(tpl, "REFUSED"), "MESSAGE",
                 message_error(ctx->lang, E_STOCK_NOT_ENOUGH));
    TRY(show_head_of(ctx, &product));
    return app_page(ctx, 200, "catalog/product.tpl", product.name, tpl);
}

static const struct route ROUTES[] = {
    {"GET", "/", ACCESS_ANYONE, ROUTE_PAGE, home, NULL, NULL, 0},
    {"GET", "/products", ACCESS_ANYONE, ROUTE_PAGE, list, NULL, &LIST_PAGE_QUERY, 0},
    {"GET", "/products/{id}", ACCESS_ANYONE, ROUTE_PAGE, show, NULL, &VIEW_QUERY, 0},
    {"GET", "/sitemap.xml", ACCESS_ANYONE, ROUTE_PAGE, sitemap_show, NULL, &SITEMAP_QUERY, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"store-catalog", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
