/* /api/coupon: templates, issuing, a member's own coupons, revocation (K1-K5, K8). */
#include "shop/coupon/coupon.h"
#include "app/app.h"
#include "app/coupon_fields.h"
#include "app/paging.h"
#include "base/money.h"
#include "shop/coupon/coupon_json.h"

/* ---- templates ---- */

static enum err do_create(struct ctx *ctx, struct tx *tx)
{
    const struct coupon_form *body = ctx->body;
    struct coupon coupon;
    TRY(coupon_create(tx, &body->terms, &coupon));
    struct json data = json_answer(ctx);
    coupon_json(data, &coupon);
    return app_json(ctx, 201, data);
}

static enum err create(struct ctx *ctx)
{
    struct coupon_form *body = ctx->body;
    struct coupon_terms *terms = &body->terms;
    enum err e = E_OK;
    if (terms->description == NULL)
        terms->description = "";
    if (terms->valid_days == 0)
        terms->valid_days = COUPON_VALID_DAYS_DEFAULT;
    /* Without a start it is open from now on. */
    terms->issue_starts_at = ctx->call->now;
    if (body->starts_at != NULL && !instant_from_rfc3339(body->starts_at, &terms->issue_starts_at))
        e = call_refuse(ctx->call, "issueStartsAt", P_INVALID_FORMAT);
    if (!instant_from_rfc3339(body->ends_at, &terms->issue_ends_at))
        e = call_refuse(ctx->call, "issueEndsAt", P_INVALID_FORMAT);
    TRY(e);
    return app_transact(ctx, do_create);
}

static enum err list_open(struct ctx *ctx)
{
    const struct page_query *query = ctx->query;
    struct cursor from;
    struct coupon_page page;
    TRY(page_start(ctx, query, "coupon", &from));
    /* The first page starts where what has closed ends. */
    const instant after = {from.set ? from.key : ctx->call->now.us};
    TRY(coupon_list_open(ctx->db, after, (coupon_id){from.id}, page_limit(query), &page));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < page.count; i++)
        coupon_json(json_object(items, NULL), &page.items[i]);
    page_next(ctx, data, "coupon", page.next.v != 0, page.next_ends_at.us, page.next.v);
    return app_json(ctx, 200, data);
}

/* ---- issued coupons ---- */

static enum err answer_issued(struct ctx *ctx, int status, const struct issued_coupon *issued)
{
    struct json data = json_answer(ctx);
    issued_coupon_json(data, issued, ctx->call->now);
    return app_json(ctx, status, data);
}

static enum err do_issue(struct ctx *ctx, struct tx *tx)
{
    struct issued_coupon issued;
    TRY(coupon_issue(tx, ctx->caller.owner.member, (coupon_id){ctx->params.id[0]}, &issued));
    return answer_issued(ctx, 201, &issued);
}

static enum err issue(struct ctx *ctx)
{
    const enum err e = app_transact(ctx, do_issue);
    coupon_count_refusal(e);
    return e;
}

static enum err do_revoke(struct ctx *ctx, struct tx *tx)
{
    struct issued_coupon issued;
    TRY(coupon_revoke(tx, (issued_coupon_id){ctx->params.id[0]}, &issued));
    return answer_issued(ctx, 200, &issued);
}

static enum err revoke(struct ctx *ctx)
{
    return app_transact(ctx, do_revoke);
}

struct mine_query {
    struct page_query page;
    enum coupon_status status; /* AVAILABLE when not sent */
};
static const struct field MINE_FIELDS[] = {
    PAGE_FIELDS(struct mine_query, page),
    {.name = "status",
     .type = FIELD_ENUM,
     .offset = offsetof(struct mine_query, status),
     .names = COUPON_STATUS_NAMES},
};
static const struct field_set MINE_QUERY = FIELD_SET(struct mine_query, MINE_FIELDS);

static enum err mine(struct ctx *ctx)
{
    const struct mine_query *query = ctx->query;
    struct cursor from;
    struct issued_coupon_page page;
    TRY(page_start(ctx, &query->page, "mine", &from));
    TRY(coupon_list_of_member(ctx->db, ctx->caller.owner.member, query->status, from.id,
                              page_limit(&query->page), &page));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < page.count; i++)
        issued_coupon_json(json_object(items, NULL), &page.items[i], ctx->call->now);
    page_next(ctx, data, "mine", page.next != 0, 0, page.next);
    return app_json(ctx, 200, data);
}

static const struct route ROUTES[] = {
    {"GET", "/api/coupon", ACCESS_ANYONE, 0, list_open, NULL, &PAGE_QUERY, 0},
    {"POST", "/api/coupon", ACCESS_ADMIN, 0, create, &COUPON_FORM, NULL, 0},
    {"GET", "/api/coupon/mine", ACCESS_MEMBER, 0, mine, NULL, &MINE_QUERY, 0},
    {"POST", "/api/coupon/{id}/issue", ACCESS_MEMBER, ROUTE_IDEMPOTENT, issue, NULL, NULL, 0},
    {"POST", "/api/coupon/issued/{id}/revoke", ACCESS_ADMIN, 0, revoke, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-coupon", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
