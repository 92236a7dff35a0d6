/* POST /api/pay: paying an order that waits (Y1, Y2, Y7). A card payment waits for the gateway, so
 * nothing stands here that must not wait with it; the pages around it do. */
#include "app/app.h"
#include "shop/order/order.h"
#include "shop/order/order_json.h"
#include "shop/payment/card.h"
#include "store/pay_pages.h"

struct pay_body {
    const char *order_no;
    enum payment_method method;
    bool has_method;
};
static const struct field PAY_FIELDS[] = {
    {.name = "orderNo",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = 40,
     .offset = offsetof(struct pay_body, order_no)},
    {.name = "paymentMethod",
     .type = FIELD_ENUM,
     .offset = offsetof(struct pay_body, method),
     .has = HAS(struct pay_body, has_method),
     .names = PAYMENT_METHOD_NAMES},
};
static const struct field_set PAY_BODY = FIELD_SET(struct pay_body, PAY_FIELDS);

static enum err do_pay(struct ctx *ctx, struct tx *tx)
{
    const struct pay_body *body = ctx->body;
    struct order order;
    TRY(order_pay_by_points(tx, ctx->caller.owner.member, body->order_no, &order));
    struct json data = json_answer(ctx);
    order_json(data, &order);
    return app_json(ctx, 200, data);
}

static enum err tell_started(struct ctx *ctx, struct tx *tx)
{
    const struct card_payment *payment = ctx->local;
    card_queue_started(tx, payment);
    struct json data = json_answer(ctx);
    json_int(data, "paymentId", payment->payment_id.v);
    json_text(data, "transactionKey", payment->transaction_key);
    json_text(data, "checkoutUrl", payment->checkout_url);
    return app_json(ctx, 202, data);
}

static enum err pay(struct ctx *ctx)
{
    const struct pay_body *body = ctx->body;
    struct order order;
    TRY(order_get(ctx->db, ctx->caller.owner, body->order_no, &order));
    if ((body->has_method ? body->method : order.payment_method) == PAY_CARD)
        return pay_by_card(ctx, body->order_no, tell_started);
    if (ctx->caller.role == ROLE_GUEST)
        return call_refuse(ctx->call, "paymentMethod", P_INVALID_VALUE);
    return app_transact(ctx, do_pay);
}

static const struct route ROUTES[] = {
    {"POST", "/api/pay", ACCESS_CALLER, ROUTE_IDEMPOTENT, pay, &PAY_BODY, NULL, 0},
    PAY_PAGE_ROUTES,
};

int main(void)
{
    static const struct program PROGRAM = {"api-pay", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
