/* A member's points: balance, ledger, topping up (P1-P4, P6). */
#include "shop/point/point.h"
#include "app/app.h"
#include "app/paging.h"
#include "base/money.h"
#include "shop/point/point_page.h"

#define CURSOR_TAG "point"

struct charge_form {
    int64_t amount;
};
static const struct field CHARGE_FIELDS[] = {
    {.name = "amount",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = MONEY_MAX,
     .offset = offsetof(struct charge_form, amount)},
};
static const struct field_set CHARGE_FORM = FIELD_SET(struct charge_form, CHARGE_FIELDS);

struct view_query {
    struct page_query page;
    bool charged; /* the form that led here topped up */
};
static const struct field VIEW_FIELDS[] = {
    PAGE_FIELDS(struct view_query, page),
    {.name = "charged", .type = FIELD_BOOL, .offset = offsetof(struct view_query, charged)},
};
static const struct field_set VIEW_QUERY = FIELD_SET(struct view_query, VIEW_FIELDS);

static enum err show_history(struct ctx *ctx, struct tpl *tpl, const struct page_query *query)
{
    struct arena *arena = ctx->call->arena;
    struct cursor from;
    struct point_history history;
    TRY(page_start(ctx, query, CURSOR_TAG, &from));
    TRY(point_history(ctx->db, ctx->caller.owner.member, from.id, page_limit(query), &history));
    point_history_page(tpl, arena, ctx->lang, &history);
    tpl_show_if(tpl, "BACK", query->cursor != NULL);
    if (history.next == 0)
        return E_OK;
    const char *cursor = cursor_encode(arena, CURSOR_TAG, 0, history.next);
    const char *href = cursor != NULL ? arena_printf(arena, "/me/points?cursor=%s", cursor) : NULL;
    tpl_text(tpl_section(tpl, "NEXT"), "NEXT_HREF", href);
    return E_OK;
}

/* `refused`: what the form was refused for, E_OK when none was posted. */
static enum err show_points(struct ctx *ctx, const struct view_query *view, enum err refused)
{
    int64_t balance;
    TRY(point_balance(ctx->db, ctx->caller.owner.member, &balance));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    point_balance_page(tpl, ctx->call, balance);
    TRY(show_history(ctx, tpl, &view->page));
    tpl_show_if(tpl, "CHARGED", view->charged);
    if (refused != E_OK)
        app_form(ctx, tpl, &CHARGE_FORM);
    /* What is said beside the field need not be said above. */
    if (refused != E_OK && problem_of(&ctx->call->problems, "amount") == NULL)
        tpl_text(tpl_section(tpl, "REFUSED"), "MESSAGE", message_error(ctx->lang, refused));
    return app_page(ctx, refused != E_OK ? err_status(refused) : 200, "point/show.tpl",
                    message(ctx->lang, "title.", "points"), tpl);
}

static enum err show(struct ctx *ctx)
{
    return show_points(ctx, ctx->query, E_OK);
}

static enum err do_charge(struct ctx *ctx, struct tx *tx)
{
    const struct charge_form *form = ctx->body;
    int64_t balance;
    TRY(point_charge(tx, ctx->caller.owner.member, form->amount, &balance));
    return response_redirect(ctx->res, "/me/points?charged=true");
}

static enum err charge(struct ctx *ctx)
{
    const enum err e = ctx->invalid ? E_INVALID_REQUEST : app_transact(ctx, do_charge);
    if (e == E_OK || err_is_fault(e))
        return e;
    return show_points(ctx, &(struct view_query){0}, e);
}

static const struct route ROUTES[] = {
    {"GET", "/me/points", ACCESS_MEMBER, ROUTE_PAGE, show, NULL, &VIEW_QUERY, 0},
    {"POST", "/me/points", ACCESS_MEMBER, ROUTE_PAGE | ROUTE_IDEMPOTENT, charge, &CHARGE_FORM, NULL,
     0},
};

int main(void)
{
    static const struct program PROGRAM = {"store-point", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
