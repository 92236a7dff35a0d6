/* The stock of one product: what there is, its history, adjusting it by hand (S1, S2). */
#include "shop/stock/stock.h"
#include "app/actor.h"
#include "app/catalog_fields.h"
#include "app/paging.h"
#include "seller/shop/shop.h"
#include "shop/catalog/product.h"

#define CURSOR_TAG "stock"

struct stock_query {
    struct page_query page;
    bool saved; /* the form that led here adjusted it */
};
static const struct field QUERY_FIELDS[] = {
    PAGE_FIELDS(struct stock_query, page),
    {.name = "saved", .type = FIELD_BOOL, .offset = offsetof(struct stock_query, saved)},
};
const struct field_set SELLER_STOCK_QUERY = FIELD_SET(struct stock_query, QUERY_FIELDS);

/* From the product's page of stock, or from its row in the list, which comes with what the list
 * showed. */
struct stock_form {
    struct stock_adjustment change;
    bool from_list;
    struct own_list_query list;
};
static const struct field FORM_FIELDS[] = {
    STOCK_ADJUSTMENT_AT(offsetof(struct stock_form, change)),
    {.name = "list",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct stock_form, list),
     .has = HAS(struct stock_form, from_list),
     .of = &SELLER_PRODUCTS_QUERY},
};
const struct field_set SELLER_STOCK_FORM = FIELD_SET(struct stock_form, FORM_FIELDS);

/* How a figure moved, its sign always shown: the true minus, not a hyphen. */
static void show_move(struct tpl *row, struct arena *arena, const char *section, int64_t delta)
{
    if (delta != 0)
        tpl_text(tpl_section(row, section), "BY",
                 arena_printf(arena, "%s%lld", delta < 0 ? "−" : "+",
                              delta < 0 ? -(long long)delta : (long long)delta));
}

static void show_entry(struct ctx *ctx, struct tpl *row, const struct stock_entry *entry)
{
    struct arena *arena = ctx->call->arena;
    tpl_text(row, "AT", message_time(arena, ctx->lang, entry->created_at));
    tpl_text(row, "KIND_TEXT", message(ctx->lang, "stock.kind.", STOCK_KIND_NAMES[entry->kind]));
    tpl_int(row, "ON_HAND_AFTER", entry->on_hand_after);
    tpl_int(row, "RESERVED_AFTER", entry->reserved_after);
    show_move(row, arena, "ON_HAND_MOVED", entry->on_hand_delta);
    show_move(row, arena, "RESERVED_MOVED", entry->reserved_delta);
    tpl_text(row, "ACTOR_TEXT", message(ctx->lang, "desk.actor.", ACTOR_NAMES[entry->actor]));
    if (entry->order_no != NULL)
        tpl_text(tpl_section(row, "ORDERED"), "ORDER_NO", entry->order_no);
    if (entry->reason != NULL)
        tpl_text(tpl_section(row, "REASONED"), "REASON_GIVEN", entry->reason);
}

static enum err show_history(struct ctx *ctx, struct tpl *tpl, const struct page_query *query)
{
    const struct actor actor = app_actor(ctx);
    struct arena *arena = ctx->call->arena;
    const long long id = ctx->params.id[0];
    struct cursor from;
    struct stock_history history;
    TRY(page_start(ctx, query, CURSOR_TAG, &from));
    TRY(stock_history(ctx->db, &actor, (product_id){id}, from.id, page_limit(query), &history));
    for (size_t i = 0; i < history.count; i++)
        show_entry(ctx, tpl_section(tpl, "ENTRY"), &history.items[i]);
    const char *limit = page_limit_part(arena, query);
    TRY_NEW(limit);
    if (query->cursor != NULL)
        tpl_text(tpl_section(tpl, "BACK"), "FIRST_HREF",
                 arena_printf(arena, "/seller/products/%lld/stock?%s", id, limit));
    if (history.next == 0)
        return E_OK;
    const char *cursor = cursor_encode(arena, CURSOR_TAG, 0, history.next);
    TRY_NEW(cursor);
    tpl_text(tpl_section(tpl, "NEXT"), "NEXT_HREF",
             arena_printf(arena, "/seller/products/%lld/stock?%scursor=%s", id, limit, cursor));
    return E_OK;
}

static enum err show_stock(struct ctx *ctx, const struct stock_query *query, enum err refused)
{
    const product_id id = {ctx->params.id[0]};
    struct product product;
    struct stock stock;
    TRY(seller_check(ctx));
    TRY(product_get(ctx->db, id, &product));
    if (product.seller_id.v != ctx->caller.seller.v)
        return E_FORBIDDEN;
    TRY(stock_get(ctx->db, id, &stock));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    tpl_int(tpl, "PRODUCT_ID", id.v);
    tpl_text(tpl, "PRODUCT_NAME", product.name);
    tpl_money(tpl, "ON_HAND", stock.on_hand);
    tpl_money(tpl, "RESERVED", stock.reserved);
    tpl_money(tpl, "AVAILABLE", stock.available);
    TRY(show_history(ctx, tpl, &query->page));
    tpl_show_if(tpl, "SAVED", query->saved && refused == E_OK);
    app_form(ctx, tpl, &SELLER_STOCK_FORM);
    seller_refusal(ctx, tpl, refused);
    return seller_page(ctx, refused != E_OK ? err_status(refused) : 200, "seller/stock.tpl",
                       "seller_stock", PLACE_PRODUCTS, tpl);
}

enum err seller_stock(struct ctx *ctx)
{
    return show_stock(ctx, ctx->query, E_OK);
}

static enum err do_adjust(struct ctx *ctx, struct tx *tx)
{
    const struct stock_form *form = ctx->body;
    const struct actor actor = app_actor(ctx);
    const product_id id = {ctx->params.id[0]};
    struct stock stock;
    TRY(stock_adjust(tx, &actor, id, form->change.delta, form->change.reason, &stock));
    if (form->from_list)
        return seller_go(ctx, seller_products_adjusted(ctx->call->arena, &form->list, id));
    return seller_go(ctx, arena_printf(ctx->call->arena, "/seller/products/%lld/stock?saved=true",
                                       (long long)id.v));
}

enum err seller_stock_adjust(struct ctx *ctx)
{
    const struct stock_form *form = ctx->body;
    TRY(seller_check(ctx));
    const enum err e = ctx->invalid ? E_INVALID_REQUEST : app_transact(ctx, do_adjust);
    if (e == E_OK || err_is_fault(e))
        return e;
    if (form->from_list && (e == E_INVALID_REQUEST || e == E_STOCK_NOT_ENOUGH))
        return seller_show_products(ctx, &form->list, (product_id){ctx->params.id[0]}, e);
    return show_stock(ctx, &(struct stock_query){0}, e);
}
