/* /api/point: balance, charge, use, ledger (P1-P7). */
#include "shop/point/point.h"
#include "app/app.h"
#include "app/paging.h"
#include "base/money.h"
#include "shop/point/point_json.h"

struct amount_body {
    member_id member;
    int64_t amount;
};

static const struct field AMOUNT_FIELDS[] = {
    {.name = "memberId",
     .type = FIELD_INT,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct amount_body, member)},
    {.name = "amount",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = MONEY_MAX,
     .offset = offsetof(struct amount_body, amount)},
};
static const struct field_set AMOUNT_BODY = FIELD_SET(struct amount_body, AMOUNT_FIELDS);

/* Another member's points: 404 for one who does not exist, before 403. */
static enum err check_subject(struct ctx *ctx, member_id subject, bool admin_may)
{
    if (subject.v == ctx->caller.owner.member.v)
        return E_OK;
    int64_t balance;
    TRY(point_balance(ctx->db, subject, &balance));
    return admin_may && ctx->caller.role == ROLE_ADMIN ? E_OK : E_FORBIDDEN;
}

static enum err get_balance(struct ctx *ctx)
{
    const member_id subject = {ctx->params.id[0]};
    int64_t balance;
    TRY(check_subject(ctx, subject, true));
    TRY(point_balance(ctx->db, subject, &balance));
    struct json data = json_answer(ctx);
    json_int(data, "memberId", subject.v);
    json_int(data, "balance", balance);
    return app_json(ctx, 200, data);
}

static enum err answer_change(struct ctx *ctx, member_id member, int64_t amount, int64_t balance)
{
    struct json data = json_answer(ctx);
    json_int(data, "memberId", member.v);
    json_int(data, "amount", amount);
    json_int(data, "balance", balance);
    return app_json(ctx, 200, data);
}

static enum err do_charge(struct ctx *ctx, struct tx *tx)
{
    const struct amount_body *body = ctx->body;
    int64_t balance;
    TRY(point_charge(tx, ctx->caller.owner.member, body->amount, &balance));
    return answer_change(ctx, ctx->caller.owner.member, body->amount, balance);
}

static enum err do_use(struct ctx *ctx, struct tx *tx)
{
    const struct amount_body *body = ctx->body;
    int64_t balance;
    TRY(point_use(tx, ctx->caller.owner.member, body->amount, &balance));
    return answer_change(ctx, ctx->caller.owner.member, body->amount, balance);
}

static enum err change(struct ctx *ctx, enum err (*work)(struct ctx *ctx, struct tx *tx))
{
    const struct amount_body *body = ctx->body;
    if (body->member.v != 0)
        TRY(check_subject(ctx, body->member, false));
    return app_transact(ctx, work);
}

static enum err charge(struct ctx *ctx)
{
    return change(ctx, do_charge);
}

static enum err use(struct ctx *ctx)
{
    return change(ctx, do_use);
}

static enum err history(struct ctx *ctx)
{
    const struct page_query *query = ctx->query;
    const member_id subject = {ctx->params.id[0]};
    struct cursor from;
    struct point_history page;
    TRY(check_subject(ctx, subject, true));
    TRY(page_start(ctx, query, "point", &from));
    TRY(point_history(ctx->db, subject, from.id, page_limit(query), &page));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < page.count; i++)
        point_entry_json(json_object(items, NULL), &page.items[i]);
    page_next(ctx, data, "point", page.next != 0, 0, page.next);
    return app_json(ctx, 200, data);
}

static const struct route ROUTES[] = {
    {"GET", "/api/point/{id}", ACCESS_MEMBER, 0, get_balance, NULL, NULL, 0},
    {"GET", "/api/point/{id}/history", ACCESS_MEMBER, 0, history, NULL, &PAGE_QUERY, 0},
    {"PATCH", "/api/point/charge", ACCESS_MEMBER, ROUTE_IDEMPOTENT, charge, &AMOUNT_BODY, NULL, 0},
    {"PATCH", "/api/point/use", ACCESS_MEMBER, ROUTE_IDEMPOTENT, use, &AMOUNT_BODY, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-point", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
