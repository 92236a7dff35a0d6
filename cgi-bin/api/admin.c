/* /api/admin: events on their way out (X1, X2), refunds that failed (Y5), members (M2), the books.
 */
#include "app/app.h"
#include "app/paging.h"
#include "shop/books/books.h"
#include "shop/books/books_json.h"
#include "shop/event/event.h"
#include "shop/event/event_json.h"
#include "shop/member/member.h"
#include "shop/member/member_json.h"
#include "shop/payment/payment.h"
#include "shop/payment/payment_json.h"
#include "shop/refund/refund.h"

/* ---- events ---- */

struct event_query {
    enum event_state state;
    bool has_state;
    struct page_query page;
};
static const struct field EVENT_QUERY_FIELDS[] = {
    {.name = "state",
     .type = FIELD_ENUM,
     .offset = offsetof(struct event_query, state),
     .has = HAS(struct event_query, has_state),
     .names = EVENT_STATE_WORDS},
    PAGE_FIELDS(struct event_query, page),
};
static const struct field_set EVENT_QUERY = FIELD_SET(struct event_query, EVENT_QUERY_FIELDS);

static enum err list_events(struct ctx *ctx)
{
    const struct event_query *query = ctx->query;
    struct cursor from;
    struct event_page page;
    TRY(page_start(ctx, &query->page, "event", &from));
    TRY(event_list(ctx->db, query->has_state ? &query->state : NULL, from.id,
                   page_limit(&query->page), &page));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < page.count; i++)
        event_json(json_object(items, NULL), &page.items[i]);
    page_next(ctx, data, "event", page.next != 0, 0, page.next);
    return app_json(ctx, 200, data);
}

static enum err do_resend(struct ctx *ctx, struct tx *tx)
{
    struct event event;
    TRY(event_resend(tx, ctx->params.id[0], &event));
    struct json data = json_answer(ctx);
    event_json(data, &event);
    return app_json(ctx, 200, data);
}

static enum err resend(struct ctx *ctx)
{
    return app_transact(ctx, do_resend);
}

/* ---- refunds ---- */

static enum err do_retry_refund(struct ctx *ctx, struct tx *tx)
{
    const struct owner nobody = {{0}, {0}};
    const payment_id id = {ctx->params.id[0]};
    struct payment payment;
    TRY(payment_get(tx->db, nobody, true, id, &payment));
    TRY(refund_retry(tx, id));
    TRY(payment_get(tx->db, nobody, true, id, &payment));
    struct json data = json_answer(ctx);
    payment_json(data, &payment);
    return app_json(ctx, 200, data);
}

static enum err retry_refund(struct ctx *ctx)
{
    return app_transact(ctx, do_retry_refund);
}

/* ---- members ---- */

/* What an admin may make of a member; leaving is the member's own. */
static const char *const STATUS_CHOICES[] = {"ACTIVE", "SUSPENDED", NULL};
struct member_body {
    enum member_status status;
};
static const struct field MEMBER_FIELDS[] = {
    {.name = "status",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct member_body, status),
     .names = STATUS_CHOICES},
};
static const struct field_set MEMBER_BODY = FIELD_SET(struct member_body, MEMBER_FIELDS);

static enum err do_change_member(struct ctx *ctx, struct tx *tx)
{
    const struct member_body *body = ctx->body;
    const member_id id = {ctx->params.id[0]};
    struct member_profile profile = {0};
    TRY(member_set_status(tx, id, body->status));
    TRY(member_get(tx->db, id, &profile));
    struct json data = json_answer(ctx);
    member_profile_json(data, &profile);
    return app_json(ctx, 200, data);
}

static enum err change_member(struct ctx *ctx)
{
    /* Nobody shuts the door behind themselves: the last admin could never come back. */
    if (ctx->params.id[0] == ctx->caller.owner.member.v)
        return E_FORBIDDEN;
    return app_transact(ctx, do_change_member);
}

/* ---- the books ---- */

static enum err answer_books(struct ctx *ctx, const struct books *books)
{
    struct json data = json_answer(ctx);
    books_json(data, books);
    return app_json(ctx, 200, data);
}

static enum err show_audit(struct ctx *ctx)
{
    struct books books;
    TRY(books_last(ctx->db, &books));
    return answer_books(ctx, &books);
}

static enum err run_audit(struct ctx *ctx)
{
    struct books books;
    TRY(books_audit(ctx->db, &books));
    return answer_books(ctx, &books);
}

static const struct route ROUTES[] = {
    {"GET", "/api/admin/event", ACCESS_ADMIN, 0, list_events, NULL, &EVENT_QUERY, 0},
    {"POST", "/api/admin/event/{id}/resend", ACCESS_ADMIN, 0, resend, NULL, NULL, 0},
    {"POST", "/api/admin/refund/{id}/retry", ACCESS_ADMIN, 0, retry_refund, NULL, NULL, 0},
    {"GET", "/api/admin/audit", ACCESS_ADMIN, 0, show_audit, NULL, NULL, 0},
    {"POST", "/api/admin/audit", ACCESS_ADMIN, 0, run_audit, NULL, NULL, 0},
    {"PATCH", "/api/admin/member/{id}", ACCESS_ADMIN, 0, change_member, &MEMBER_BODY, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-admin", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
