#include "store/pay_pages.h"

#include "base/log.h"
#include "shop/payment/gateway.h"
#include "shop/payment/payment_complete.h"

/* ---- starting ---- */

struct opening {
    struct owner caller;
    const char *order_no;
    struct card_payment payment;
};

static enum err open(struct tx *tx, void *arg)
{
    struct opening *opening = arg;
    return card_open(tx, opening->caller, opening->order_no, &opening->payment);
}

enum err pay_by_card(struct ctx *ctx, const char *order_no,
                     enum err (*answer)(struct ctx *ctx, struct tx *tx))
{
    struct opening opening = {.caller = ctx->caller.owner, .order_no = order_no};
    if (!card_possible(ctx->call->settings))
        return call_refuse(ctx->call, "paymentMethod", P_INVALID_VALUE);
    if ((ctx->route->flags & ROUTE_IDEMPOTENT) != 0) {
        bool replayed;
        TRY(app_replay(ctx, &replayed));
        if (replayed)
            return E_OK;
    }
    TRY(tx_run(ctx->db, open, &opening));
    if (card_is_unstarted(&opening.payment))
        TRY(card_start(ctx->db, &opening.payment));
    ctx->local = &opening.payment;
    const enum err e = app_transact(ctx, answer);
    ctx->local = NULL;
    return e;
}

struct pay_form {
    const char *order_no;
};
static const struct field PAY_FORM_FIELDS[] = {
    {.name = "orderNo",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = 40,
     .offset = offsetof(struct pay_form, order_no)},
};
const struct field_set PAY_FORM = FIELD_SET(struct pay_form, PAY_FORM_FIELDS);

/* response_redirect goes to addresses of this site only; this one the gateway gave. */
static enum err go_to_gateway(struct ctx *ctx, struct tx *tx)
{
    const struct card_payment *payment = ctx->local;
    card_queue_started(tx, payment);
    ctx->res->status = 303;
    return response_header(ctx->res, "Location", payment->checkout_url);
}

/* `note` names a text of the order's page; NULL: none. */
static enum err go_to_order(struct ctx *ctx, const char *order_no, const char *note)
{
    const char *path = arena_printf(ctx->call->arena, "/orders/%s%s%s", order_no,
                                    note != NULL ? "?payment=" : "", note != NULL ? note : "");
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

static enum err pay_order(struct ctx *ctx, const char *order_no)
{
    if (!order_number_valid(order_no))
        return E_ORDER_NOT_FOUND;
    const enum err e = pay_by_card(ctx, order_no, go_to_gateway);
    switch (e) {
    case E_GATEWAY_FAILED:
        return go_to_order(ctx, order_no, "failed");
    case E_COUPON_NOT_USABLE:
        return go_to_order(ctx, order_no, "coupon");
    case E_ORDER_STATE_CONFLICT:
        return go_to_order(ctx, order_no, NULL);
    default:
        return e;
    }
}

enum err page_pay_post(struct ctx *ctx)
{
    const struct pay_form *form = ctx->body;
    return ctx->invalid ? E_ORDER_NOT_FOUND : pay_order(ctx, form->order_no);
}

enum err page_pay_placed(struct ctx *ctx)
{
    return pay_order(ctx, ctx->params.text[0]);
}

enum err page_pay_again(struct ctx *ctx)
{
    const char *order_no = ctx->params.text[0];
    return order_number_valid(order_no) ? go_to_order(ctx, order_no, NULL) : E_ORDER_NOT_FOUND;
}

/* ---- coming back ---- */

struct return_query {
    payment_id payment;
};
static const struct field RETURN_FIELDS[] = {
    {.name = "payment",
     .type = FIELD_INT,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct return_query, payment)},
};
const struct field_set PAY_RETURN_QUERY = FIELD_SET(struct return_query, RETURN_FIELDS);

static enum err complete(struct tx *tx, void *arg)
{
    enum payment_effect effect;
    return payment_complete(tx, arg, &effect);
}

/* Asks the gateway of a payment that may yet change and does what follows; whether that is known
 * now. One that is not asked for any more may have been paid after all: who comes back from the
 * gateway is a reason to look. */
static bool settle(struct ctx *ctx, const struct card_payment *payment)
{
    struct payment_word word = {.payment_key = payment->payment_key,
                                .transaction_key = payment->transaction_key,
                                .order_no = payment->order_no,
                                .amount = payment->amount,
                                .by = "return"};
    const bool open = payment->status == PAYMENT_PENDING;
    if (!open && payment->status != PAYMENT_CANCELLED)
        return true;
    if (payment->transaction_key == NULL)
        return !open;
    const struct gateway_result result = gateway_ask(
        ctx->call, payment->transaction_key, payment->payment_key, payment->amount, &word.verdict);
    if (result.outcome != GATEWAY_DONE)
        log_write(LOG_WARN, "payment %lld: the gateway was asked in vain: %s",
                  (long long)payment->payment_id.v, result.error);
    if (result.outcome != GATEWAY_DONE || word.verdict == VERDICT_PENDING)
        return !open;
    const enum err e = tx_run(ctx->db, complete, &word);
    if (e != E_OK)
        log_write(LOG_WARN, "payment %lld was not completed: %s", (long long)payment->payment_id.v,
                  err_code(e));
    return e == E_OK;
}

enum err page_pay_return(struct ctx *ctx)
{
    const struct return_query *query = ctx->query;
    struct card_payment payment;
    if (ctx->caller.role == ROLE_NOBODY || query->payment.v == 0)
        return response_redirect(ctx->res, "/orders");
    const enum err e = card_get(ctx->db, ctx->caller.owner, query->payment, &payment);
    if (e == E_PAYMENT_NOT_FOUND)
        return response_redirect(ctx->res, "/orders");
    TRY(e);
    return go_to_order(ctx, payment.order_no, settle(ctx, &payment) ? NULL : "checking");
}
