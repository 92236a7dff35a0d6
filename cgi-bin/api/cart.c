/* /api/cart: the caller's cart (B1-B8). */
#include "shop/cart/cart.h"
#include "app/app.h"
#include "shop/cart/cart_json.h"

struct id_query {
    struct int_list ids;
    bool has_ids;
};
static const struct field SELECTED_FIELDS[] = {
    {.name = "selected",
     .type = FIELD_INTS,
     .min = 0,
     .max = CART_LINES_MAX,
     .offset = offsetof(struct id_query, ids),
     .has = HAS(struct id_query, has_ids)},
};
static const struct field_set SELECTED_QUERY = FIELD_SET(struct id_query, SELECTED_FIELDS);
static const struct field IDS_FIELDS[] = {
    {.name = "ids",
     .type = FIELD_INTS,
     .min = 1,
     .max = CART_LINES_MAX,
     .offset = offsetof(struct id_query, ids),
     .has = HAS(struct id_query, has_ids)},
};
static const struct field_set IDS_QUERY = FIELD_SET(struct id_query, IDS_FIELDS);

static enum err get(struct ctx *ctx)
{
    static const int64_t NOTHING[1];
    const struct id_query *query = ctx->query;
    struct cart cart;
    /* "?selected=" selects nothing; without it everything is selected. */
    const int64_t *selected = request_query(ctx->req, "selected") != NULL ? NOTHING : NULL;
    TRY(cart_get(ctx->db, ctx->caller.owner, query->has_ids ? query->ids.items : selected,
                 query->ids.count, &cart));
    struct json data = json_answer(ctx);
    cart_json(data, &cart);
    return app_json(ctx, 200, data);
}

static enum err answer_line(struct ctx *ctx, int status, const struct cart_item *line)
{
    struct json data = json_answer(ctx);
    cart_item_json(data, line);
    return app_json(ctx, status, data);
}

struct add_body {
    product_id product;
    int64_t quantity;
};
static const struct field ADD_FIELDS[] = {
    {.name = "productId",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct add_body, product)},
    {.name = "quantity",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = CART_QUANTITY_MAX,
     .offset = offsetof(struct add_body, quantity)},
};
static const struct field_set ADD_BODY = FIELD_SET(struct add_body, ADD_FIELDS);

static enum err do_add(struct ctx *ctx, struct tx *tx)
{
    const struct add_body *body = ctx->body;
    struct cart_item line;
    TRY(cart_add(tx, ctx->caller.owner, body->product, body->quantity, true, &line));
    return answer_line(ctx, 201, &line);
}

static enum err add(struct ctx *ctx)
{
    return app_transact(ctx, do_add);
}

struct change_body {
    int64_t quantity, delta;
    bool has_quantity, has_delta;
};
static const struct field CHANGE_FIELDS[] = {
    {.name = "quantity",
     .type = FIELD_INT,
     .min = 1,
     .max = CART_QUANTITY_MAX,
     .offset = offsetof(struct change_body, quantity),
     .has = HAS(struct change_body, has_quantity)},
    {.name = "delta",
     .type = FIELD_INT,
     .min = -CART_QUANTITY_MAX,
     .max = CART_QUANTITY_MAX,
     .offset = offsetof(struct change_body, delta),
     .has = HAS(struct change_body, has_delta)},
};
static const struct field_set CHANGE_BODY = FIELD_SET(struct change_body, CHANGE_FIELDS);

static enum err do_change(struct ctx *ctx, struct tx *tx)
{
    const struct change_body *body = ctx->body;
    const cart_item_id id = {ctx->params.id[0]};
    struct cart_item line;
    TRY(cart_change(tx, ctx->caller.owner, id, body->has_delta,
                    body->has_delta ? body->delta : body->quantity));
    TRY(cart_get_item(tx->db, ctx->caller.owner, id, &line));
    return answer_line(ctx, 200, &line);
}

static enum err change(struct ctx *ctx)
{
    const struct change_body *body = ctx->body;
    if (body->has_quantity == body->has_delta)
        return call_refuse(ctx->call, "quantity", body->has_delta ? P_CONFLICTING : P_REQUIRED);
    return app_transact(ctx, do_change);
}

static enum err do_remove(struct ctx *ctx, struct tx *tx)
{
    TRY(cart_remove(tx, ctx->caller.owner, (cart_item_id){ctx->params.id[0]}));
    return app_no_content(ctx);
}

static enum err remove_line(struct ctx *ctx)
{
    return app_transact(ctx, do_remove);
}

static enum err do_remove_many(struct ctx *ctx, struct tx *tx)
{
    const struct id_query *query = ctx->query;
    if (query->has_ids)
        TRY(cart_remove_many(tx, ctx->caller.owner, query->ids.items, query->ids.count));
    else
        TRY(cart_clear(tx, ctx->caller.owner));
    return app_no_content(ctx);
}

static enum err remove_many(struct ctx *ctx)
{
    const struct id_query *query = ctx->query;
    /* "?ids=" names nothing; it must not empty the cart. */
    if (!query->has_ids && request_query(ctx->req, "ids") != NULL)
        return call_refuse(ctx->call, "ids", P_REQUIRED);
    return app_transact(ctx, do_remove_many);
}

static const struct route ROUTES[] = {
    {"GET", "/api/cart", ACCESS_CALLER, 0, get, NULL, &SELECTED_QUERY, 0},
    {"POST", "/api/cart", ACCESS_CALLER, 0, add, &ADD_BODY, NULL, 0},
    {"DELETE", "/api/cart", ACCESS_CALLER, 0, remove_many, NULL, &IDS_QUERY, 0},
    {"PATCH", "/api/cart/{id}", ACCESS_CALLER, 0, change, &CHANGE_BODY, NULL, 0},
    {"DELETE", "/api/cart/{id}", ACCESS_CALLER, 0, remove_line, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-cart", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
