/* /api/product, /api/category, /api/popular: the catalogue and its stock (C1-C7, S1-S4, R1). */
#include "shop/catalog/product.h"
#include "app/actor.h"
#include "app/app.h"
#include "app/catalog_fields.h"
#include "app/paging.h"
#include "shop/catalog/product_json.h"
#include "shop/ranking/ranking.h"
#include "shop/ranking/ranking_json.h"
#include "shop/stock/stock.h"
#include "shop/stock/stock_json.h"

/* ---- reading ---- */

static enum err list(struct ctx *ctx)
{
    const struct list_query *in = ctx->query;
    const char *tag = PRODUCT_SORT_NAMES[in->sort];
    struct cursor from;
    struct product_page page;
    TRY(product_check_range(ctx->call, &in->range));
    TRY(page_start(ctx, &in->page, tag, &from));
    const struct product_query query = {
        .text = in->text,
        .category = in->category,
        .range = in->range,
        .sort = in->sort,
        .limit = page_limit(&in->page),
        .after = from.set,
        .after_key = from.key,
        .after_id = from.id,
    };
    TRY(product_list(ctx->db, &query, &page));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < page.count; i++)
        product_json(json_object(items, NULL), ctx->call->arena, &page.items[i]);
    page_next(ctx, data, tag, page.more, page.next_key, page.next_id);
    return app_json(ctx, 200, data);
}

static enum err answer_product(struct ctx *ctx, int status, product_id id)
{
    struct product product;
    TRY(product_get(ctx->db, id, &product));
    struct json data = json_answer(ctx);
    product_json(data, ctx->call->arena, &product);
    return app_json(ctx, status, data);
}

static enum err get(struct ctx *ctx)
{
    return answer_product(ctx, 200, (product_id){ctx->params.id[0]});
}

static enum err categories(struct ctx *ctx)
{
    struct category_list list_of;
    TRY(category_list(ctx->db, &list_of));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < list_of.count; i++) {
        struct json item = json_object(items, NULL);
        json_text(item, "category", list_of.items[i].category);
        json_int(item, "products", list_of.items[i].products);
    }
    return app_json(ctx, 200, data);
}

static enum err popular(struct ctx *ctx)
{
    struct ranking ranking;
    TRY(ranking_top(ctx->db, &ranking));
    struct json data = json_answer(ctx);
    ranking_json(data, ctx->call->arena, &ranking);
    return app_json(ctx, 200, data);
}

/* ---- managing ---- */

static const char *const SETTABLE_STATUS[] = {"ON_SALE", "DISCONTINUED", NULL};

struct change_body {
    struct product_change change;
    int settable; /* index into SETTABLE_STATUS */
};

#define DRAFT_OF(json_name, kind, least, most, member, must)                                       \
    {                                                                                              \
        .name = json_name, .type = kind, .required = must, .min = least, .max = most,              \
        .offset = offsetof(struct product_draft, member)                                           \
    }

static const struct field CREATE_FIELDS[] = {
    DRAFT_OF("name", FIELD_LINE, 1, PRODUCT_NAME_MAX, name, true),
    DRAFT_OF("price", FIELD_INT, 0, PRODUCT_PRICE_MAX, price, true),
    DRAFT_OF("description", FIELD_TEXT, 0, PRODUCT_DESCRIPTION_MAX, description, false),
    DRAFT_OF("category", FIELD_LINE, 1, CATEGORY_MAX, category, true),
    DRAFT_OF("stock", FIELD_INT, 0, STOCK_MAX, stock, false),
    DRAFT_OF("discount", FIELD_INT, 0, PRODUCT_PRICE_MAX, discount, false),
};
static const struct field_set CREATE_BODY = FIELD_SET(struct product_draft, CREATE_FIELDS);

#define CHANGE_OF(json_name, kind, least, most, member)                                            \
    {                                                                                              \
        .name = json_name, .type = kind, .min = least, .max = most,                                \
        .offset = offsetof(struct change_body, change.member),                                     \
        .has = HAS(struct change_body, change.has_##member)                                        \
    }

static const struct field CHANGE_FIELDS[] = {
    CHANGE_OF("name", FIELD_LINE, 1, PRODUCT_NAME_MAX, name),
    CHANGE_OF("price", FIELD_INT, 0, PRODUCT_PRICE_MAX, price),
    CHANGE_OF("description", FIELD_TEXT, 0, PRODUCT_DESCRIPTION_MAX, description),
    CHANGE_OF("category", FIELD_LINE, 1, CATEGORY_MAX, category),
    CHANGE_OF("discount", FIELD_INT, 0, PRODUCT_PRICE_MAX, discount),
    {.name = "status",
     .type = FIELD_ENUM,
     .offset = offsetof(struct change_body, settable),
     .has = HAS(struct change_body, change.has_status),
     .names = SETTABLE_STATUS},
};
static const struct field_set CHANGE_BODY = FIELD_SET(struct change_body, CHANGE_FIELDS);

static enum err do_create(struct ctx *ctx, struct tx *tx)
{
    product_id id;
    TRY(product_create(tx, ctx->caller.seller, ctx->body, &id));
    return answer_product(ctx, 201, id);
}

static enum err create(struct ctx *ctx)
{
    /* An admin may do what a seller may, but has no shop of its own to sell from. */
    return ctx->caller.seller.v != 0 ? app_transact(ctx, do_create) : E_FORBIDDEN;
}

static enum err do_change(struct ctx *ctx, struct tx *tx)
{
    struct change_body *body = ctx->body;
    const struct actor actor = app_actor(ctx);
    body->change.status = body->settable == 0 ? PRODUCT_ON_SALE : PRODUCT_DISCONTINUED;
    TRY(product_update(tx, &actor, (product_id){ctx->params.id[0]}, &body->change));
    return answer_product(ctx, 200, (product_id){ctx->params.id[0]});
}

static enum err change(struct ctx *ctx)
{
    return app_transact(ctx, do_change);
}

static enum err do_remove(struct ctx *ctx, struct tx *tx)
{
    const struct actor actor = app_actor(ctx);
    TRY(product_delete(tx, &actor, (product_id){ctx->params.id[0]}));
    return app_no_content(ctx);
}

static enum err remove_product(struct ctx *ctx)
{
    return app_transact(ctx, do_remove);
}

/* ---- stock ---- */

static enum err answer_stock(struct ctx *ctx, const struct stock *stock)
{
    struct json data = json_answer(ctx);
    stock_json(data, stock);
    return app_json(ctx, 200, data);
}

static enum err get_stock(struct ctx *ctx)
{
    struct stock stock;
    TRY(stock_get(ctx->db, (product_id){ctx->params.id[0]}, &stock));
    return answer_stock(ctx, &stock);
}

static enum err do_adjust(struct ctx *ctx, struct tx *tx)
{
    const struct stock_adjustment *body = ctx->body;
    const struct actor actor = app_actor(ctx);
    struct stock stock;
    TRY(stock_adjust(tx, &actor, (product_id){ctx->params.id[0]}, body->delta, body->reason,
                     &stock));
    return answer_stock(ctx, &stock);
}

static enum err adjust_stock(struct ctx *ctx)
{
    return app_transact(ctx, do_adjust);
}

static enum err get_stock_history(struct ctx *ctx)
{
    const struct page_query *query = ctx->query;
    const struct actor actor = app_actor(ctx);
    struct cursor from;
    struct stock_history page;
    TRY(page_start(ctx, query, "stock", &from));
    TRY(stock_history(ctx->db, &actor, (product_id){ctx->params.id[0]}, from.id, page_limit(query),
                      &page));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < page.count; i++)
        stock_entry_json(json_object(items, NULL), &page.items[i]);
    page_next(ctx, data, "stock", page.next != 0, 0, page.next);
    return app_json(ctx, 200, data);
}

static const struct route ROUTES[] = {
    {"GET", "/api/product", ACCESS_ANYONE, 0, list, NULL, &LIST_QUERY, 0},
    {"POST", "/api/product", ACCESS_SELLER, 0, create, &CREATE_BODY, NULL, 0},
    {"GET", "/api/product/{id}", ACCESS_ANYONE, 0, get, NULL, NULL, 0},
    {"PATCH", "/api/product/{id}", ACCESS_SELLER, 0, change, &CHANGE_BODY, NULL, 0},
    {"DELETE", "/api/product/{id}", ACCESS_SELLER, 0, remove_product, NULL, NULL, 0},
    {"GET", "/api/product/{id}/stock", ACCESS_ANYONE, 0, get_stock, NULL, NULL, 0},
    {"PATCH", "/api/product/{id}/stock", ACCESS_SELLER, 0, adjust_stock, &STOCK_ADJUSTMENT_FIELDS,
     NULL, 0},
    {"GET", "/api/product/{id}/stock/history", ACCESS_SELLER, 0, get_stock_history, NULL,
     &PAGE_QUERY, 0},
    {"GET", "/api/category", ACCESS_ANYONE, 0, categories, NULL, NULL, 0},
    {"GET", "/api/popular/product", ACCESS_ANYONE, 0, popular, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-product", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
