/* sandbox-gateway: stands in for a payment gateway, over real HTTP and knowing nothing of the shop
 * but its own secrets. Under /sandbox/gateway:
 *
 *   POST transactions                a charge: {paymentKey,amount,currency,orderNo,callbackUrl,
 *                                    returnUrl,metadata?} -> 201 {transactionKey,checkoutUrl}
 *   GET  transactions/{key}          -> {transactionKey,paymentKey,amount,refunded,status}
 *   POST transactions/{key}/refunds  {refundKey,amount,reason?} -> 201 {refundKey,amount}
 *   GET  ledger                      all of it, with sums
 *   GET, POST checkout/{key}         the buyer's page, and its decision
 *
 * All but the page want Authorization: Bearer with GATEWAY_SECRET. A key that is known gives the
 * first answer again; with another body 409 (metadata and reason do not count). What it
 * acknowledges is in the journal that JANGTEO_GATEWAY_JOURNAL names. One thread serves, another
 * calls back. */
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "sandbox/gateway/gateway.h"
#include "sandbox/gateway/herald.h"
#include "view/json.h"
#include "view/template.h"
#include "web/decode.h"
#include "web/fcgi.h"

#define ARENA_LIMIT ((size_t)64 << 20)
#define AMOUNT_MAX INT64_C(1000000000000)
enum { KEY_MAX = 100, ORDER_MAX = 64, URL_MAX = 1000, REASON_MAX = 1000 };

/* ---- what it reads ---- */

struct charge_body {
    struct charge charge;
    int currency;
};
struct refund_body {
    const char *refund_key, *reason;
    int64_t amount;
};

static const char *const CURRENCIES[] = {"KRW", NULL};
/* clang-format off */
static const struct field CHARGE_FIELDS[] = {
    {.name = "paymentKey", .type = FIELD_LINE, .required = true, .min = 1, .max = KEY_MAX,
     .offset = offsetof(struct charge_body, charge.payment_key)},
    {.name = "amount", .type = FIELD_INT, .required = true, .min = 1, .max = AMOUNT_MAX,
     .offset = offsetof(struct charge_body, charge.amount)},
    {.name = "currency", .type = FIELD_ENUM, .required = true, .names = CURRENCIES,
     .offset = offsetof(struct charge_body, currency)},
    {.name = "orderNo", .type = FIELD_LINE, .required = true, .min = 1, .max = ORDER_MAX,
     .offset = offsetof(struct charge_body, charge.order_no)},
    {.name = "callbackUrl", .type = FIELD_LINE, .required = true, .min = 1, .max = URL_MAX,
     .offset = offsetof(struct charge_body, charge.callback_url)},
    {.name = "returnUrl", .type = FIELD_LINE, .required = true, .min = 1, .max = URL_MAX,
     .offset = offsetof(struct charge_body, charge.return_url)},
};
static const struct field REFUND_FIELDS[] = {
    {.name = "refundKey", .type = FIELD_LINE, .required = true, .min = 1, .max = KEY_MAX,
     .offset = offsetof(struct refund_body, refund_key)},
    {.name = "amount", .type = FIELD_INT, .required = true, .min = 1, .max = AMOUNT_MAX,
     .offset = offsetof(struct refund_body, amount)},
    {.name = "reason", .type = FIELD_TEXT, .min = 0, .max = REASON_MAX,
     .offset = offsetof(struct refund_body, reason)},
};
/* clang-format on */
/* What a merchant adds, metadata first of all, is its own matter. */
static const struct field_set CHARGE = FIELD_SET_OPEN(struct charge_body, CHARGE_FIELDS);
static const struct field_set REFUND = FIELD_SET_OPEN(struct refund_body, REFUND_FIELDS);

/* An http(s) address in printable ASCII: fit for a header and a link. */
static bool is_address(const char *text)
{
    if (strncmp(text, "http://", 7) != 0 && strncmp(text, "https://", 8) != 0)
        return false;
    for (; *text != '\0'; text++)
        if (*text <= ' ' || *text > '~' || strchr("\"'<>\\^`{|}", *text) != NULL)
            return false;
    return true;
}

/* ---- what it answers ---- */

static enum err answer_json(struct ctx *ctx, int status, struct json root)
{
    TRY(json_render(root, &ctx->res.body));
    ctx->res.status = status;
    ctx->res.content_type = "application/json";
    return E_OK;
}

static enum err refuse(struct ctx *ctx, int status, const char *code, const char *message_text)
{
    struct json root = json_new(ctx->call.arena);
    json_text(root, "code", code);
    json_text(root, "message", message_text);
    if (ctx->call.problems.count > 0) {
        struct json errors = json_array(root, "errors");
        for (const struct problem *p = ctx->call.problems.first; p != NULL; p = p->next) {
            struct json row = json_object(errors, NULL);
            json_text(row, "field", p->field);
            json_text(row, "code", problem_code_text(p->code));
        }
    }
    return answer_json(ctx, status, root);
}

static enum err refuse_result(struct ctx *ctx, enum ledger_result result)
{
    switch (result) {
    case LEDGER_UNKNOWN:
        return refuse(ctx, 404, "TRANSACTION_NOT_FOUND", "There is no such transaction.");
    case LEDGER_REUSED:
        return refuse(ctx, 409, "KEY_REUSED", "The key stands for another request.");
    case LEDGER_NOT_APPROVED:
        return refuse(ctx, 422, "NOT_APPROVED", "The transaction is not approved.");
    case LEDGER_TOO_MUCH:
        return refuse(ctx, 422, "AMOUNT_TOO_LARGE", "Less than that is left of the transaction.");
    case LEDGER_FULL:
        return refuse(ctx, 503, "LEDGER_FULL", "The sandbox keeps no more transactions.");
    case LEDGER_OK:
    case LEDGER_DECIDED:
    case LEDGER_FAILED:
        break;
    }
    return refuse(ctx, 500, "FAILED", "The ledger could not be written.");
}

/* ---- its calls ---- */

static enum err charge(struct ctx *ctx)
{
    const struct charge_body *body = ctx->body;
    struct transaction transaction;
    if (!is_address(body->charge.callback_url))
        problem_add(&ctx->call.problems, ctx->call.arena, "callbackUrl", P_INVALID_FORMAT);
    if (!is_address(body->charge.return_url))
        problem_add(&ctx->call.problems, ctx->call.arena, "returnUrl", P_INVALID_FORMAT);
    if (ctx->call.problems.count > 0)
        return E_INVALID_REQUEST;
    const enum ledger_result result = ledger_charge(&body->charge, &transaction);
    if (result != LEDGER_OK)
        return refuse_result(ctx, result);
    struct json root = json_new(ctx->call.arena);
    json_text(root, "transactionKey", transaction.key);
    json_text(root, "checkoutUrl",
              arena_printf(ctx->call.arena, "%s" GATEWAY_PATH "/checkout/%s",
                           ctx->call.settings->public_url, transaction.key));
    return answer_json(ctx, 201, root);
}

static void write_transaction(struct json object, const struct transaction *transaction,
                              instant now)
{
    json_text(object, "transactionKey", transaction->key);
    json_text(object, "paymentKey", transaction->charge.payment_key);
    json_int(object, "amount", transaction->charge.amount);
    json_int(object, "refunded", transaction->refunded);
    json_text(object, "status", VERDICT_NAMES[ledger_verdict(transaction, now)]);
}

static enum err show(struct ctx *ctx)
{
    struct transaction transaction;
    const enum ledger_result result = ledger_find(ctx->params.text[0], &transaction);
    if (result != LEDGER_OK)
        return refuse_result(ctx, result);
    struct json root = json_new(ctx->call.arena);
    write_transaction(root, &transaction, ctx->call.now);
    return answer_json(ctx, 200, root);
}

static enum err refund(struct ctx *ctx)
{
    const struct refund_body *body = ctx->body;
    const enum ledger_result result =
        ledger_refund(ctx->params.text[0], body->refund_key, body->amount, ctx->call.now);
    if (result != LEDGER_OK)
        return refuse_result(ctx, result);
    struct json root = json_new(ctx->call.arena);
    json_text(root, "refundKey", body->refund_key);
    json_int(root, "amount", body->amount);
    return answer_json(ctx, 201, root);
}

static enum err show_ledger(struct ctx *ctx)
{
    struct transaction transaction;
    int64_t approved = 0, refunded = 0;
    struct json root = json_new(ctx->call.arena);
    struct json items = json_array(root, "items");
    for (size_t i = 0; ledger_at(i, &transaction); i++) {
        struct json item = json_object(items, NULL);
        write_transaction(item, &transaction, ctx->call.now);
        json_text(item, "orderNo", transaction.charge.order_no);
        if (ledger_verdict(&transaction, ctx->call.now) == VERDICT_APPROVED)
            approved += transaction.charge.amount;
        refunded += transaction.refunded;
    }
    json_int(root, "approved", approved);
    json_int(root, "refunded", refunded);
    return answer_json(ctx, 200, root);
}

static const struct route ROUTES[] = {
    {.method = "POST", .pattern = GATEWAY_PATH "/transactions", .handle = charge, .body = &CHARGE},
    {.method = "GET", .pattern = GATEWAY_PATH "/transactions/{no}", .handle = show},
    {.method = "POST",
     .pattern = GATEWAY_PATH "/transactions/{no}/refunds",
     .handle = refund,
     .body = &REFUND},
    {.method = "GET", .pattern = GATEWAY_PATH "/ledger", .handle = show_ledger},
    {.method = "GET",
     .pattern = GATEWAY_PATH "/checkout/{no}",
     .handle = checkout_show,
     .flags = ROUTE_PAGE},
    {.method = "POST",
     .pattern = GATEWAY_PATH "/checkout/{no}",
     .handle = checkout_decide,
     .flags = ROUTE_PAGE,
     .body = &CHECKOUT_FORM},
};

/* ---- a request ---- */

static bool is_authorized(const struct ctx *ctx)
{
    static const char SCHEME[] = "Bearer ";
    const char *sent = ctx->req.authorization, *secret = ctx->call.settings->gateway_secret;
    const size_t size = strlen(secret);
    if (sent == NULL || size == 0 || strncmp(sent, SCHEME, strlen(SCHEME)) != 0)
        return false;
    sent += strlen(SCHEME);
    return strlen(sent) == size && sodium_memcmp(sent, secret, size) == 0;
}

static enum err decode(struct ctx *ctx, FCGX_Request *fcgi)
{
    const bool is_page = (ctx->route->flags & ROUTE_PAGE) != 0;
    const char *wanted = is_page ? "application/x-www-form-urlencoded" : "application/json";
    const struct field_set *set = ctx->route->body;
    const struct pair *pairs;
    size_t count;
    if (ctx->req.content_type == NULL || strcmp(ctx->req.content_type, wanted) != 0)
        return E_UNSUPPORTED_MEDIA_TYPE;
    TRY(fcgi_read_body(fcgi, ctx->call.arena, BODY_MAX, &ctx->req));
    ctx->body = arena_alloc(ctx->call.arena, set->size);
    TRY_NEW(ctx->body);
    if (!is_page)
        return decode_json(&ctx->call, set, ctx->req.body, ctx->body);
    TRY(decode_form(&ctx->call, ctx->req.body, &pairs, &count));
    const enum err e = decode_pairs(&ctx->call, set, pairs, count, ctx->body);
    ctx->invalid = e == E_INVALID_REQUEST;
    return ctx->invalid ? E_OK : e;
}

static enum err answer(struct ctx *ctx, FCGX_Request *fcgi)
{
    struct route_match match;
    route_find(ROUTES, COUNT_OF(ROUTES), ctx->call.arena, ctx->req.method, ctx->req.path, &match);
    if (match.route == NULL && match.path_known) {
        const char *allow = arena_strdup(ctx->call.arena, match.allow);
        TRY_NEW(allow);
        TRY(response_header(&ctx->res, "Allow", allow));
        return E_METHOD_NOT_ALLOWED;
    }
    if (match.route == NULL)
        return E_NOT_FOUND;
    ctx->route = match.route;
    ctx->params = match.params;
    if ((ctx->route->flags & ROUTE_PAGE) == 0 && !is_authorized(ctx))
        return E_UNAUTHENTICATED;
    if (ctx->route->body != NULL)
        TRY(decode(ctx, fcgi));
    return ctx->route->handle(ctx);
}

static void serve_one(struct ctx *ctx, FCGX_Request *fcgi)
{
    enum err e = fcgi_request(fcgi, ctx->call.arena, &ctx->req);
    if (e == E_OK)
        e = answer(ctx, fcgi);
    if (e != E_OK)
        e = refuse(ctx, err_status(e), err_code(e), message_error(LANG_EN, e));
    if (e != E_OK)
        ctx->res = (struct response){.status = err_status(e)};
}

static void serve(FCGX_Request *fcgi, struct arena *arena, const struct settings *settings)
{
    while (FCGX_Accept_r(fcgi) == 0) {
        struct ctx ctx = {
            .call = {.arena = arena, .settings = settings, .now = clock_now()},
            .req = {.method = "GET", .path = "/", .id = "-"},
        };
        serve_one(&ctx, fcgi);
        (void)fcgi_respond(fcgi, &ctx.req, &ctx.res);
        FCGX_Finish_r(fcgi);
        arena_reset(arena);
    }
}

/* ---- its start ---- */

static bool prepare(struct settings *settings)
{
    char message_text[500];
    const char *journal = getenv("JANGTEO_GATEWAY_JOURNAL");
    const char *templates = getenv("JANGTEO_TEMPLATES");
    if (!settings_load(settings, message_text, sizeof message_text)) {
        log_write(LOG_ERROR, "%s", message_text);
        return false;
    }
    if (journal == NULL || templates == NULL) {
        log_write(LOG_ERROR, "%s must be set",
                  journal == NULL ? "JANGTEO_GATEWAY_JOURNAL" : "JANGTEO_TEMPLATES");
        return false;
    }
    tpl_root(templates);
    return sodium_init() >= 0 && ledger_open(journal);
}

int main(void)
{
    static struct settings settings;
    FCGX_Request fcgi;
    log_open("sandbox-gateway");
    if (!prepare(&settings))
        return EXIT_FAILURE;
    (void)signal(SIGPIPE, SIG_IGN);
    struct arena *arena = arena_new(ARENA_LIMIT);
    if (arena == NULL || FCGX_Init() != 0 || FCGX_IsCGI() || FCGX_InitRequest(&fcgi, 0, 0) != 0 ||
        !herald_start(&settings)) {
        log_write(LOG_ERROR, "cannot start: no FastCGI socket on descriptor 0");
        return EXIT_FAILURE;
    }
    serve(&fcgi, arena, &settings);
    return EXIT_SUCCESS;
}
