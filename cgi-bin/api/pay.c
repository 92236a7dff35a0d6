/* /api/pay: paying an order that waits, and what became of a payment (Y1, Y3, Y7). */
#include "app/app.h"
#include "shop/order/order.h"
#include "shop/order/order_json.h"
#include "shop/payment/payment.h"
#include "shop/payment/payment_json.h"

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

static enum err pay(struct ctx *ctx)
{
    const struct pay_body *body = ctx->body;
    struct order order;
    TRY(order_get(ctx->db, ctx->caller.owner, body->order_no, &order));
    const enum payment_method method = body->has_method ? body->method : order.payment_method;
    /* No gateway is connected yet: a card payment cannot be started. */
    if (method == PAY_CARD)
        return order.status == ORDER_PENDING_PAYMENT ? E_GATEWAY_FAILED : E_ORDER_STATE_CONFLICT;
    if (ctx->caller.role == ROLE_GUEST)
        return call_refuse(ctx->call, "paymentMethod", P_INVALID_VALUE);
    return app_transact(ctx, do_pay);
}

static enum err get(struct ctx *ctx)
{
    struct payment payment;
    TRY(payment_get(ctx->db, ctx->caller.owner, ctx->caller.role == ROLE_ADMIN,
                    (payment_id){ctx->params.id[0]}, &payment));
    struct json data = json_answer(ctx);
    payment_json(data, &payment);
    return app_json(ctx, 200, data);
}

static const struct route ROUTES[] = {
    {"POST", "/api/pay", ACCESS_CALLER, ROUTE_IDEMPOTENT, pay, &PAY_BODY, NULL, 0},
    {"GET", "/api/pay/{id}", ACCESS_CALLER, 0, get, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-pay", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
