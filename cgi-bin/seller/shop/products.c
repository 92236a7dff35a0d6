/* A seller's products: the list, making and changing one, ending and taking up its sale (C1-C3). */
#include <string.h>

#include "app/actor.h"
#include "app/paging.h"
#include "seller/shop/shop.h"
#include "shop/catalog/product.h"
#include "shop/catalog/product_page.h"
#include "shop/member/session.h"

#define CURSOR_TAG "own"

/* ---- the list ---- */

/* ON_SALE, SOLD_OUT and DISCONTINUED stand where enum product_status has them, one further on. */
static const char *const SHOWN_STATUS[] = {"ALL", "ON_SALE", "SOLD_OUT", "DISCONTINUED", NULL};
enum { SHOWN_COUNT = 4 };

static const struct field LIST_FIELDS[] = {
    PAGE_FIELDS(struct own_list_query, page),
    {.name = "q",
     .type = FIELD_LINE,
     .max = SEARCH_MAX,
     .offset = offsetof(struct own_list_query, text)},
    {.name = "status",
     .type = FIELD_ENUM,
     .offset = offsetof(struct own_list_query, status),
     .names = SHOWN_STATUS},
    {.name = "adjusted",
     .type = FIELD_INT,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct own_list_query, adjusted)},
};
const struct field_set SELLER_PRODUCTS_QUERY = FIELD_SET(struct own_list_query, LIST_FIELDS);

/* The list's address in some state, from some place on; search and length of a page stay. NULL past
 * the arena's limit. */
static const char *list_href(struct arena *arena, const struct own_list_query *in, int status,
                             const char *cursor)
{
    const char *q = str_url_encode(arena, in->text != NULL ? in->text : "");
    const char *limit = page_limit_part(arena, &in->page);
    if (q == NULL || limit == NULL)
        return NULL;
    return arena_printf(arena, "/seller/products?%sstatus=%s&q=%s%s%s", limit, SHOWN_STATUS[status],
                        q, cursor != NULL ? "&cursor=" : "", cursor != NULL ? cursor : "");
}

const char *seller_products_adjusted(struct arena *arena, const struct own_list_query *in,
                                     product_id adjusted)
{
    const char *cursor = in->page.cursor != NULL ? str_url_encode(arena, in->page.cursor) : NULL;
    const char *href = list_href(arena, in, in->status, cursor);
    if (href == NULL || (in->page.cursor != NULL && cursor == NULL))
        return NULL;
    return arena_printf(arena, "%s&adjusted=%lld#product-%lld", href, (long long)adjusted.v,
                        (long long)adjusted.v);
}

static void show_filters(struct ctx *ctx, struct tpl *tpl, const struct own_list_query *in)
{
    for (int i = 0; i < SHOWN_COUNT; i++) {
        struct tpl *chip = tpl_section(tpl, "FILTER");
        tpl_text(chip, "HREF", list_href(ctx->call->arena, in, i, NULL));
        tpl_text(chip, "LABEL",
                 i == 0 ? message(ctx->lang, "catalog.", "all")
                        : message(ctx->lang, "status.product.", SHOWN_STATUS[i]));
        tpl_show_if(chip, "CURRENT", i == in->status);
    }
    tpl_text(tpl, "QUERY", in->text);
    tpl_text(tpl, "SHOWN_STATUS", SHOWN_STATUS[in->status]);
    tpl_text(tpl, "CURSOR", in->page.cursor);
    if (in->page.limit > 0)
        tpl_int(tpl_section(tpl, "LIMITED"), "LIMIT", in->page.limit);
}

static enum err show_row(struct ctx *ctx, struct tpl *row, const struct product *product)
{
    const char *status = PRODUCT_STATUS_NAMES[product->status];
    const char *key = session_token(ctx->call->arena); /* each row has a form of its own */
    TRY_NEW(key);
    tpl_text(row, "IDEMPOTENCY_KEY", key);
    tpl_int(row, "PRODUCT_ID", product->product_id.v);
    tpl_text(row, "NAME", product->name);
    tpl_text(row, "CATEGORY_NAME", product->category);
    tpl_text(row, "STATUS", status);
    tpl_text(row, "STATUS_TEXT", message(ctx->lang, "status.product.", status));
    tpl_int(row, "STOCK", product->stock);
    picture_page(row, ctx->call->arena, product->picture);
    price_page(row, product->price, product->discount);
    return E_OK;
}

/* The outcome of an adjustment: at its product's row, above the list where that is not shown (any
 * more). */
static void show_outcome(struct ctx *ctx, struct tpl *tpl, struct tpl *row, enum err refused)
{
    struct tpl *place = row != NULL ? row : tpl;
    if (row != NULL && refused != E_OK) {
        tpl_show(row, "OPEN");
        app_form(ctx, row, &SELLER_STOCK_FORM);
    }
    tpl_show_if(place, "ADJUSTED", refused == E_OK);
    seller_refusal(ctx, place, refused);
}

enum err seller_show_products(struct ctx *ctx, const struct own_list_query *in, product_id adjusted,
                              enum err refused)
{
    struct arena *arena = ctx->call->arena;
    struct cursor from = {0};
    struct product_page page;
    TRY(seller_check(ctx));
    if (in->page.cursor != NULL)
        TRY(cursor_decode(ctx->call, CURSOR_TAG, in->page.cursor, &from));
    const struct own_query query = {
        .text = in->text,
        .status = in->status != 0 ? SHOWN_STATUS[in->status] : NULL,
        .before = from.id,
        .limit = page_limit(&in->page),
    };
    TRY(product_find_of_seller(ctx->db, ctx->caller.seller, &query, &page));
    struct tpl *tpl = tpl_new(arena);
    show_filters(ctx, tpl, in);
    struct tpl *list = page.count > 0 ? tpl_section(tpl, "PRODUCTS") : NULL;
    struct tpl *adjusted_row = NULL;
    for (size_t i = 0; i < page.count; i++) {
        struct tpl *row = tpl_section(list, "PRODUCT");
        TRY(show_row(ctx, row, &page.items[i]));
        if (page.items[i].product_id.v == adjusted.v)
            adjusted_row = row;
    }
    if (adjusted.v != 0)
        show_outcome(ctx, tpl, adjusted_row, refused);
    if (in->page.cursor != NULL)
        tpl_text(tpl_section(tpl, "BACK"), "FIRST_HREF", list_href(arena, in, in->status, NULL));
    if (page.more)
        tpl_text(
            tpl_section(tpl, "NEXT"), "NEXT_HREF",
            list_href(arena, in, in->status, cursor_encode(arena, CURSOR_TAG, 0, page.next_id)));
    const bool sought = query.status != NULL || (in->text != NULL && in->text[0] != '\0');
    tpl_show_if(tpl, "NOTHING_FOUND", page.count == 0 && sought);
    tpl_show_if(tpl, "EMPTY", page.count == 0 && !sought);
    return seller_page(ctx, refused != E_OK ? err_status(refused) : 200, "seller/products.tpl",
                       "seller_products", PLACE_PRODUCTS, tpl);
}

enum err seller_products(struct ctx *ctx)
{
    const struct own_list_query *in = ctx->query;
    return seller_show_products(ctx, in, (product_id){in->adjusted}, E_OK);
}

/* ---- the form ---- */

#define DRAFT(form_name, kind, least, most, member, must)                                          \
    {                                                                                              \
        .name = form_name, .type = kind, .required = must, .min = least, .max = most,              \
        .offset = offsetof(struct product_draft, member)                                           \
    }

static const struct field FORM_FIELDS[] = {
    DRAFT("name", FIELD_LINE, 1, PRODUCT_NAME_MAX, name, true),
    DRAFT("category", FIELD_LINE, 1, CATEGORY_MAX, category, true),
    DRAFT("price", FIELD_INT, 0, PRODUCT_PRICE_MAX, price, true),
    DRAFT("discount", FIELD_INT, 0, PRODUCT_PRICE_MAX, discount, false),
    DRAFT("stock", FIELD_INT, 0, STOCK_MAX, stock, false),
    DRAFT("description", FIELD_TEXT, 0, PRODUCT_DESCRIPTION_MAX, description, false),
};
const struct field_set SELLER_PRODUCT_FORM = FIELD_SET(struct product_draft, FORM_FIELDS);

static enum err offer_categories(struct ctx *ctx, struct tpl *tpl)
{
    struct category_list list;
    TRY(category_list(ctx->db, &list));
    for (size_t i = 0; i < list.count; i++)
        tpl_text(tpl_section(tpl, "OFFERED"), "CATEGORY_NAME", list.items[i].category);
    return E_OK;
}

static enum err show_new(struct ctx *ctx, enum err refused)
{
    struct tpl *tpl = tpl_new(ctx->call->arena);
    TRY(seller_check(ctx));
    TRY(offer_categories(ctx, tpl));
    tpl_show(tpl, "NEW");
    tpl_text(tpl, "ACTION", "/seller/products/new");
    tpl_text(tpl, "DISCOUNT", "0");
    tpl_money(tpl, "PRICE_WON", 0);
    tpl_money(tpl, "DISCOUNT_WON", 0);
    tpl_money(tpl, "FINAL_WON", 0);
    tpl_text(tpl, "STOCK", "0");
    app_form(ctx, tpl, &SELLER_PRODUCT_FORM);
    seller_refusal(ctx, tpl, refused);
    return seller_page(ctx, refused != E_OK ? err_status(refused) : 200, "seller/product.tpl",
                       "seller_product_new", PLACE_PRODUCTS, tpl);
}

enum err seller_product_new(struct ctx *ctx)
{
    return show_new(ctx, E_OK);
}

static enum err do_create(struct ctx *ctx, struct tx *tx)
{
    product_id id;
    TRY(product_create(tx, ctx->caller.seller, ctx->body, &id));
    return seller_go(ctx, arena_printf(ctx->call->arena, "/seller/products/%lld?saved=created",
                                       (long long)id.v));
}

enum err seller_product_create(struct ctx *ctx)
{
    TRY(seller_check(ctx));
    const enum err e = ctx->invalid ? E_INVALID_REQUEST : app_transact(ctx, do_create);
    return e == E_OK || err_is_fault(e) ? e : show_new(ctx, e);
}

/* ---- one product ---- */

/* What has just been done to it, and what its picture was refused for. */
static const char *const SAVED[] = {"nothing", "created", "changed", "picture",
                                    "ended",   "resumed", NULL};
static const char *const PICTURE_REFUSALS[] = {"fine",   "missing", "type", "large",
                                               "broken", "busy",    NULL};
struct one_query {
    int saved, picture;
};
static const struct field ONE_FIELDS[] = {
    {.name = "saved",
     .type = FIELD_ENUM,
     .offset = offsetof(struct one_query, saved),
     .names = SAVED},
    {.name = "picture",
     .type = FIELD_ENUM,
     .offset = offsetof(struct one_query, picture),
     .names = PICTURE_REFUSALS},
};
const struct field_set SELLER_PRODUCT_QUERY = FIELD_SET(struct one_query, ONE_FIELDS);

static void fill_product(struct ctx *ctx, struct tpl *tpl, const struct product *product)
{
    const char *status = PRODUCT_STATUS_NAMES[product->status];
    tpl_int(tpl, "PRODUCT_ID", product->product_id.v);
    tpl_show(tpl, "EXISTING");
    tpl_text(
        tpl, "ACTION",
        arena_printf(ctx->call->arena, "/seller/products/%lld", (long long)product->product_id.v));
    tpl_text(tpl, "HEADLINE", product->name);
    tpl_text(tpl, "NAME", product->name);
    tpl_text(tpl, "CATEGORY", product->category);
    tpl_int(tpl, "PRICE", product->price);
    tpl_int(tpl, "DISCOUNT", product->discount);
    tpl_money(tpl, "PRICE_WON", product->price);
    tpl_money(tpl, "DISCOUNT_WON", product->discount);
    tpl_money(tpl, "FINAL_WON", product->price - product->discount);
    tpl_text(tpl, "DESCRIPTION", product->description);
    tpl_int(tpl, "STOCK", product->stock);
    tpl_text(tpl, "STATUS", status);
    tpl_text(tpl, "STATUS_TEXT", message(ctx->lang, "status.product.", status));
    tpl_show_if(tpl, "ENDED", product->status == PRODUCT_DISCONTINUED);
    tpl_show_if(tpl, "SOLD", product->status != PRODUCT_DISCONTINUED);
    picture_page(tpl, ctx->call->arena, product->picture);
}

static enum err show_one(struct ctx *ctx, enum err refused)
{
    static const struct one_query NOTHING = {0};
    const struct one_query *query = ctx->query != NULL ? ctx->query : &NOTHING;
    struct product product;
    TRY(seller_check(ctx));
    TRY(product_get(ctx->db, (product_id){ctx->params.id[0]}, &product));
    if (product.seller_id.v != ctx->caller.seller.v)
        return E_FORBIDDEN;
    struct tpl *tpl = tpl_new(ctx->call->arena);
    TRY(offer_categories(ctx, tpl));
    fill_product(ctx, tpl, &product);
    if (refused != E_OK)
        app_form(ctx, tpl, &SELLER_PRODUCT_FORM);
    seller_refusal(ctx, tpl, refused);
    if (query->saved != 0)
        tpl_text(tpl_section(tpl, "SAVED"), "MESSAGE",
                 message(ctx->lang, "seller.saved.", SAVED[query->saved]));
    if (query->picture != 0)
        tpl_text(tpl_section(tpl, "IMAGE_ERROR"), "PROBLEM",
                 message(ctx->lang, "seller.picture.", PICTURE_REFUSALS[query->picture]));
    return seller_page(ctx, refused != E_OK ? err_status(refused) : 200, "seller/product.tpl",
                       "seller_product", PLACE_PRODUCTS, tpl);
}

enum err seller_product(struct ctx *ctx)
{
    return show_one(ctx, E_OK);
}

static enum err update(struct ctx *ctx, struct tx *tx, const struct product_change *change,
                       const char *saved)
{
    const struct actor actor = app_actor(ctx);
    TRY(product_update(tx, &actor, (product_id){ctx->params.id[0]}, change));
    return seller_go(ctx, arena_printf(ctx->call->arena, "/seller/products/%lld?saved=%s",
                                       (long long)ctx->params.id[0], saved));
}

/* The form holds the whole product: a text left empty is emptied. */
static enum err do_change(struct ctx *ctx, struct tx *tx)
{
    const struct product_draft *form = ctx->body;
    const struct product_change change = {
        .has_name = true,
        .has_description = true,
        .has_category = true,
        .has_price = true,
        .has_discount = true,
        .name = form->name,
        .description = form->description != NULL ? form->description : "",
        .category = form->category,
        .price = form->price,
        .discount = form->discount,
    };
    return update(ctx, tx, &change, "changed");
}

static enum err do_discontinue(struct ctx *ctx, struct tx *tx)
{
    const struct product_change end = {.has_status = true, .status = PRODUCT_DISCONTINUED};
    return update(ctx, tx, &end, "ended");
}

static enum err do_resume(struct ctx *ctx, struct tx *tx)
{
    const struct product_change resume = {.has_status = true, .status = PRODUCT_ON_SALE};
    return update(ctx, tx, &resume, "resumed");
}

static enum err change_with(struct ctx *ctx, enum err (*work)(struct ctx *ctx, struct tx *tx))
{
    TRY(seller_check(ctx));
    const enum err e = ctx->invalid ? E_INVALID_REQUEST : app_transact(ctx, work);
    return e == E_OK || err_is_fault(e) ? e : show_one(ctx, e);
}

enum err seller_product_change(struct ctx *ctx)
{
    return change_with(ctx, do_change);
}

enum err seller_product_discontinue(struct ctx *ctx)
{
    return change_with(ctx, do_discontinue);
}

enum err seller_product_resume(struct ctx *ctx)
{
    return change_with(ctx, do_resume);
}
