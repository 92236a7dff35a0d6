/* /api/order/{no}/cancel, /api/order/{no}/items/… and /api/refund: cancelling, returning,
 * exchanging, confirming, and the seller's way of a line (O7-O9, Y5). */
#include "shop/claim/claim.h"
#include "app/actor.h"
#include "app/app.h"
#include "app/order_fields.h"
#include "shop/order/order_json.h"

static enum err answer_order(struct ctx *ctx, const struct order *order)
{
    struct json data = json_answer(ctx);
    order_json(data, order);
    return app_json(ctx, 200, data);
}

static enum err history(struct ctx *ctx)
{
    const struct actor actor = app_actor(ctx);
    struct item_history item_history;
    TRY(order_item_history(ctx->db, &actor, ctx->caller.owner, ctx->params.text[0],
                           (order_item_id){ctx->params.id[0]}, &item_history));
    struct json data = json_answer(ctx);
    item_history_json(data, &item_history);
    return app_json(ctx, 200, data);
}

/* ---- the seller's and the admin's ---- */

struct move_body {
    enum item_status status;
};
static const struct field MOVE_FIELDS[] = {
    {.name = "status",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct move_body, status),
     .names = ITEM_STATUS_NAMES},
};
static const struct field_set MOVE_BODY = FIELD_SET(struct move_body, MOVE_FIELDS);

static enum err do_move(struct ctx *ctx, struct tx *tx)
{
    const struct move_body *body = ctx->body;
    const struct actor actor = app_actor(ctx);
    struct order order;
    /* To a stranger the order is not there; its buyer has other ways to change it. */
    if (actor.kind == ACTOR_BUYER) {
        TRY(order_get(tx->db, ctx->caller.owner, ctx->params.text[0], &order));
        return E_FORBIDDEN;
    }
    TRY(claim_move_item(tx, &actor, ctx->caller.owner, ctx->params.text[0],
                        (order_item_id){ctx->params.id[0]}, body->status, NULL, &order));
    return answer_order(ctx, &order);
}

static enum err move(struct ctx *ctx)
{
    const enum err e = app_transact(ctx, do_move);
    if (e == E_STOCK_NOT_ENOUGH)
        TRY(claim_explain_shortage(ctx->db, ctx->params.text[0],
                                   (order_item_id){ctx->params.id[0]}));
    return e;
}

/* ---- the buyer's ---- */

static enum err do_cancel(struct ctx *ctx, struct tx *tx)
{
    struct order order;
    TRY(claim_cancel_order(tx, ctx->caller.owner, ctx->params.text[0], &order));
    return answer_order(ctx, &order);
}

static enum err cancel(struct ctx *ctx)
{
    return app_transact(ctx, do_cancel);
}

/* What a buyer asks for: ctx->local points to the state the line is to go to. */
static enum err do_claim(struct ctx *ctx, struct tx *tx)
{
    const struct claim_body *body = ctx->body;
    const enum item_status *to = ctx->local;
    const struct actor buyer = {.kind = ACTOR_BUYER, .member = ctx->caller.owner.member};
    struct order order;
    TRY(claim_move_item(tx, &buyer, ctx->caller.owner, ctx->params.text[0],
                        (order_item_id){ctx->params.id[0]}, *to, body->reason, &order));
    return answer_order(ctx, &order);
}

static enum err claim_for(struct ctx *ctx, enum item_status to)
{
    ctx->local = &to;
    const enum err e = app_transact(ctx, do_claim);
    ctx->local = NULL;
    return e;
}

static enum err cancel_item(struct ctx *ctx)
{
    return claim_for(ctx, ITEM_CANCEL_REQUESTED);
}

static enum err return_item(struct ctx *ctx)
{
    return claim_for(ctx, ITEM_RETURN_REQUESTED);
}

static enum err exchange_item(struct ctx *ctx)
{
    return claim_for(ctx, ITEM_EXCHANGE_REQUESTED);
}

static enum err confirm_item(struct ctx *ctx)
{
    return claim_for(ctx, ITEM_CONFIRMED);
}

/* ---- refunds ---- */

struct refund_body {
    const char *order_no;
    struct int_list item_ids;
    bool has_item_ids;
    const char *reason;
};
static const struct field REFUND_FIELDS[] = {
    {.name = "orderNo",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = 40,
     .offset = offsetof(struct refund_body, order_no)},
    {.name = "itemIds",
     .type = FIELD_INTS,
     .min = 1,
     .max = ORDER_LINES_MAX,
     .offset = offsetof(struct refund_body, item_ids),
     .has = HAS(struct refund_body, has_item_ids)},
    REASON_FIELD(struct refund_body),
};
static const struct field_set REFUND_BODY = FIELD_SET(struct refund_body, REFUND_FIELDS);

static enum err do_refund(struct ctx *ctx, struct tx *tx)
{
    const struct refund_body *body = ctx->body;
    const struct refund_request request = {
        .order_no = body->order_no,
        .item_ids = body->has_item_ids ? body->item_ids.items : NULL,
        .item_count = body->item_ids.count,
        .reason = body->reason,
    };
    struct actor actor = app_actor(ctx);
    struct order order;
    /* A seller asks here as the buyer of an order; lines of their own they move by PATCH. */
    if (actor.kind == ACTOR_SELLER)
        actor.kind = ACTOR_BUYER;
    TRY(claim_refund(tx, &actor, ctx->caller.owner, &request, &order));
    return answer_order(ctx, &order);
}

static enum err refund(struct ctx *ctx)
{
    return app_transact(ctx, do_refund);
}

static const struct route ROUTES[] = {
    {"POST", "/api/order/{no}/cancel", ACCESS_CALLER, 0, cancel, NULL, NULL, 0},
    {"PATCH", "/api/order/{no}/items/{id}", ACCESS_MEMBER, 0, move, &MOVE_BODY, NULL, 0},
    {"GET", "/api/order/{no}/items/{id}/history", ACCESS_CALLER, 0, history, NULL, NULL, 0},
    {"POST", "/api/order/{no}/items/{id}/cancel", ACCESS_CALLER, 0, cancel_item, &CLAIM_BODY, NULL,
     0},
    {"POST", "/api/order/{no}/items/{id}/return", ACCESS_CALLER, 0, return_item, &CLAIM_BODY, NULL,
     0},
    {"POST", "/api/order/{no}/items/{id}/exchange", ACCESS_CALLER, 0, exchange_item, &CLAIM_BODY,
     NULL, 0},
    {"POST", "/api/order/{no}/items/{id}/confirm", ACCESS_CALLER, 0, confirm_item, &CLAIM_BODY,
     NULL, 0},
    {"POST", "/api/refund", ACCESS_CALLER, ROUTE_IDEMPOTENT, refund, &REFUND_BODY, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-claim", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
