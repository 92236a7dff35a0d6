/* /api/pay/…: what became of a payment, and the gateway's word of it (Y3, Y4, Y6). Never waits for
 * the gateway, so that its callbacks are heard however many buyers do. */
#include "shop/payment/payment.h"
#include "app/app.h"
#include "base/signature.h"
#include "shop/payment/payment_complete.h"
#include "shop/payment/payment_json.h"

#include <string.h>

static enum err get(struct ctx *ctx)
{
    struct payment payment;
    TRY(payment_get(ctx->db, ctx->caller.owner, ctx->caller.role == ROLE_ADMIN,
                    (payment_id){ctx->params.id[0]}, &payment));
    struct json data = json_answer(ctx);
    payment_json(data, &payment);
    return app_json(ctx, 200, data);
}

/* ---- the gateway's callback ---- */

enum { KEY_MAX = 200, WEBHOOK_ID_MAX = 200 };

enum callback_status { CALLBACK_APPROVED, CALLBACK_DECLINED };
static const char *const CALLBACK_STATUS_NAMES[] = {"APPROVED", "DECLINED", NULL};

struct callback_body {
    const char *transaction_key, *payment_key, *order_no;
    int64_t amount;
    enum callback_status status;
};

/* clang-format off */
#define CALLBACK_TEXT(field, member, longest)                                                      \
    {.name = field, .type = FIELD_LINE, .required = true, .min = 1, .max = longest,                \
     .offset = offsetof(struct callback_body, member)}
/* clang-format on */
static const struct field CALLBACK_FIELDS[] = {
    CALLBACK_TEXT("transactionKey", transaction_key, KEY_MAX),
    CALLBACK_TEXT("paymentKey", payment_key, KEY_MAX),
    CALLBACK_TEXT("orderNo", order_no, 40),
    {.name = "amount",
     .type = FIELD_INT,
     .required = true,
     .min = 0,
     .max = ID_MAX,
     .offset = offsetof(struct callback_body, amount)},
    {.name = "status",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct callback_body, status),
     .names = CALLBACK_STATUS_NAMES},
};
/* The document is the gateway's: what it adds some day, or says in its own words (reason), is no
 * reason to refuse money's news. */
static const struct field_set CALLBACK_BODY = FIELD_SET_OPEN(struct callback_body, CALLBACK_FIELDS);

/* Whether its id has a form that can be kept: printable ASCII. */
static bool is_webhook_id(const char *id)
{
    const size_t size = strlen(id);
    for (size_t i = 0; i < size; i++)
        if (id[i] <= 0x20 || id[i] > 0x7e)
            return false;
    return size >= 1 && size <= WEBHOOK_ID_MAX;
}

/* Whether the body is the gateway's and of now. */
static bool is_signed(const struct ctx *ctx)
{
    const struct request *req = ctx->req;
    const char *secret = ctx->call->settings->gateway_webhook_secret;
    int64_t timestamp_s;
    if (secret[0] == '\0' || req->webhook_id == NULL || req->webhook_timestamp == NULL ||
        req->webhook_signature == NULL || !is_webhook_id(req->webhook_id))
        return false;
    return str_to_int(req->webhook_timestamp, strlen(req->webhook_timestamp), 0, INT64_MAX,
                      &timestamp_s) &&
           callback_time_valid(timestamp_s, ctx->call->now) &&
           signature_valid(secret, req->webhook_id, timestamp_s, req->body, req->webhook_signature);
}

static enum err do_complete(struct ctx *ctx, struct tx *tx)
{
    const struct callback_body *body = ctx->local;
    enum payment_effect effect;
    const struct payment_word word = {
        .payment_key = body->payment_key,
        .transaction_key = body->transaction_key,
        .order_no = body->order_no,
        .amount = body->amount,
        .verdict = body->status == CALLBACK_APPROVED ? VERDICT_APPROVED : VERDICT_DECLINED,
        .by = "callback",
        .webhook_id = ctx->req->webhook_id,
    };
    TRY(payment_complete(tx, &word, &effect));
    return app_json(ctx, 200, json_answer(ctx));
}

static enum err callback(struct ctx *ctx)
{
    struct callback_body body;
    if (!is_signed(ctx))
        return E_UNAUTHENTICATED;
    TRY(decode_json(ctx->call, &CALLBACK_BODY, ctx->req->body, &body));
    ctx->local = &body;
    const enum err e = app_transact(ctx, do_complete);
    ctx->local = NULL;
    return e;
}

static const struct route ROUTES[] = {
    {"POST", "/api/pay/callback", ACCESS_ANYONE, ROUTE_SIGNED, callback, NULL, NULL, 0},
    {"GET", "/api/pay/{id}", ACCESS_CALLER, 0, get, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-payment", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
