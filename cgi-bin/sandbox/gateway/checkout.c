#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "sandbox/gateway/gateway.h"
#include "sandbox/gateway/herald.h"
#include "view/template.h"

enum { LATE_DEFAULT_S = 10, LATE_MAX_S = 600 };

enum decision { DECISION_APPROVE, DECISION_DECLINE, DECISION_SILENT, DECISION_LATE };
static const char *const DECISIONS[] = {"approve", "decline", "silent", "late", NULL};

struct form {
    const char *token;
    enum decision decision;
    int64_t seconds; /* until a late approval counts */
};

static const struct field FORM_FIELDS[] = {
    {.name = "token",
     .type = FIELD_LINE,
     .min = 1,
     .max = LEDGER_KEY_SIZE,
     .offset = offsetof(struct form, token)},
    {.name = "decision",
     .type = FIELD_ENUM,
     .required = true,
     .names = DECISIONS,
     .offset = offsetof(struct form, decision)},
    {.name = "seconds",
     .type = FIELD_INT,
     .min = 1,
     .max = LATE_MAX_S,
     .offset = offsetof(struct form, seconds)},
};
const struct field_set CHECKOUT_FORM = FIELD_SET(struct form, FORM_FIELDS);

static enum err render(struct ctx *ctx, int status, struct tpl *tpl)
{
    const enum lang lang = lang_choose(ctx->req.accept_language);
    tpl_text(tpl, "LANG_CODE", lang_code(lang));
    TRY(tpl_render(tpl, ctx->call.arena, lang, "sandbox/gateway.tpl", &ctx->res.body));
    ctx->res.status = status;
    ctx->res.content_type = "text/html; charset=utf-8";
    return E_OK;
}

/* A page that says one thing and offers nothing. */
static enum err show_refusal(struct ctx *ctx, int status, const char *section)
{
    struct tpl *tpl = tpl_new(ctx->call.arena);
    tpl_show(tpl, section);
    return render(ctx, status, tpl);
}

/* The section of the page that a transaction's state shows. */
static const char *section_of(const struct transaction *transaction, instant now)
{
    switch (ledger_verdict(transaction, now)) {
    case VERDICT_APPROVED:
        return "APPROVED";
    case VERDICT_DECLINED:
        return "DECLINED";
    case VERDICT_PENDING:
        break;
    }
    return instant_is_none(transaction->decided_at) ? "OPEN" : "WAITING";
}

static enum err show(struct ctx *ctx, int status, const struct transaction *transaction)
{
    struct tpl *tpl = tpl_new(ctx->call.arena);
    const char *section = section_of(transaction, ctx->call.now);
    tpl_show(tpl, "BILL");
    tpl_money(tpl, "AMOUNT", transaction->charge.amount);
    tpl_text(tpl, "ORDER_NO", transaction->charge.order_no);
    tpl_text(tpl, "RETURN_URL", transaction->charge.return_url);
    tpl_show(tpl, section);
    tpl_show_if(tpl, "DONE", strcmp(section, "OPEN") != 0);
    tpl_text(tpl, "TOKEN", transaction->token);
    tpl_int(tpl, "SECONDS", LATE_DEFAULT_S);
    tpl_show_if(tpl, "FORM_ERROR", ctx->invalid);
    return render(ctx, status, tpl);
}

enum err checkout_show(struct ctx *ctx)
{
    struct transaction transaction;
    if (ledger_find(ctx->params.text[0], &transaction) != LEDGER_OK)
        return show_refusal(ctx, 404, "UNKNOWN");
    return show(ctx, 200, &transaction);
}

static bool token_fits(const struct form *form, const struct transaction *transaction)
{
    const size_t size = strlen(transaction->token);
    return form->token != NULL && strlen(form->token) == size &&
           sodium_memcmp(form->token, transaction->token, size) == 0;
}

static enum err go_back(struct ctx *ctx, const struct transaction *transaction)
{
    ctx->res.status = 303;
    return response_header(&ctx->res, "Location", transaction->charge.return_url);
}

enum err checkout_decide(struct ctx *ctx)
{
    const struct form *form = ctx->body;
    struct transaction transaction;
    if (ledger_find(ctx->params.text[0], &transaction) != LEDGER_OK)
        return show_refusal(ctx, 404, "UNKNOWN");
    if (!token_fits(form, &transaction))
        return show_refusal(ctx, 403, "FORGED");
    if (ctx->invalid)
        return show(ctx, 400, &transaction);
    const bool was_open = instant_is_none(transaction.decided_at);
    const int64_t late_s = form->seconds > 0 ? form->seconds : LATE_DEFAULT_S;
    const instant at = form->decision == DECISION_LATE
                           ? instant_add(ctx->call.now, SPAN_SECONDS(late_s))
                           : ctx->call.now;
    const enum ledger_result result = ledger_decide(
        transaction.key, form->decision == DECISION_DECLINE ? VERDICT_DECLINED : VERDICT_APPROVED,
        at, form->decision != DECISION_SILENT, &transaction);
    if (result == LEDGER_DECIDED)
        return show(ctx, 409, &transaction);
    if (result != LEDGER_OK)
        return E_UNAVAILABLE;
    if (was_open && transaction.calls_back)
        herald_tell(&transaction);
    return go_back(ctx, &transaction);
}
