/* Coupons on pages: those that are open, taking one, and a member's own (K2-K5, K7). Visitors get
 * the list without anything of their own in it, so that nginx may serve one rendering to all. */
#include "shop/coupon/coupon.h"
#include "app/app.h"
#include "app/paging.h"
#include "shop/coupon/coupon_page.h"

#define OPEN_TAG "coupon"
#define MINE_TAG "mine"
#define LIST_LIMIT 24
#define SOON_LIMIT 12

/* ---- /coupons ---- */

struct open_query {
    struct page_query page;
    bool got; /* the form that led here took one */
};
static const struct field OPEN_FIELDS[] = {
    PAGE_FIELDS(struct open_query, page),
    {.name = "got", .type = FIELD_BOOL, .offset = offsetof(struct open_query, got)},
};
static const struct field_set OPEN_QUERY = FIELD_SET(struct open_query, OPEN_FIELDS);

/* Those that can be had, from the place on that the cursor names. */
static enum err show_open(struct ctx *ctx, struct tpl *list, const struct page_query *query,
                          bool *ret_any)
{
    struct arena *arena = ctx->call->arena;
    const member_id member = ctx->caller.owner.member;
    struct cursor from;
    struct coupon_page page;
    bool *has = NULL;
    TRY(page_start(ctx, query, OPEN_TAG, &from));
    const instant after = {from.set ? from.key : ctx->call->now.us};
    TRY(coupon_list_open(ctx->db, after, (coupon_id){from.id}, LIST_LIMIT, &page));
    if (member.v != 0 && page.count > 0)
        TRY(coupon_which_has(ctx->db, member, &page, &has));
    *ret_any = page.count > 0;
    if (page.count == 0)
        return E_OK;
    struct tpl *group = tpl_section(list, "GROUP");
    tpl_show(group, "NOW");
    coupon_list_page(group, arena, ctx->lang, &page, has, member.v != 0);
    if (page.next.v == 0)
        return E_OK;
    const char *cursor = cursor_encode(arena, OPEN_TAG, page.next_ends_at.us, page.next.v);
    tpl_text(tpl_section(list, "NEXT"), "NEXT_HREF",
             cursor != NULL ? arena_printf(arena, "/coupons?cursor=%s", cursor) : NULL);
    return E_OK;
}

static enum err show_soon(struct ctx *ctx, struct tpl *list, bool *ret_any)
{
    struct coupon_page page;
    TRY(coupon_list_soon(ctx->db, COUPON_SOON, SOON_LIMIT, &page));
    *ret_any = page.count > 0;
    if (page.count == 0)
        return E_OK;
    struct tpl *group = tpl_section(list, "GROUP");
    tpl_show(group, "SOON");
    coupon_soon_page(group, ctx->call->arena, ctx->lang, &page, ctx->caller.owner.member.v != 0);
    return E_OK;
}

/* Those that open soon stand on the first page. */
static enum err show_lists(struct ctx *ctx, struct tpl *tpl, const struct page_query *query)
{
    struct tpl *list = tpl_section(tpl, "LISTS");
    bool open = false, soon = false;
    TRY(show_open(ctx, list, query, &open));
    if (query->cursor == NULL)
        TRY(show_soon(ctx, list, &soon));
    tpl_show_if(list, "BACK", query->cursor != NULL);
    tpl_show_if(tpl, "EMPTY", !open && !soon);
    return E_OK;
}

/* One that cannot be had now: not yet, no more, or its slots are still being made. */
static const char *why_not_issuable(struct ctx *ctx, const struct coupon *coupon, instant *ret_from)
{
    if (instant_compare(ctx->call->now, coupon->terms.issue_starts_at) < 0) {
        *ret_from = coupon->terms.issue_starts_at;
        return message(ctx->lang, "coupon.", "not_yet");
    }
    return instant_compare(ctx->call->now, coupon->terms.issue_ends_at) < 0
               ? message(ctx->lang, "coupon.", "being_made")
               : message(ctx->lang, "coupon.", "closed");
}

static enum err show_refusal(struct ctx *ctx, struct tpl *tpl, enum err refused)
{
    struct tpl *notice = tpl_section(tpl, "REFUSED");
    const char *text = message_error(ctx->lang, refused);
    if (refused == E_COUPON_NOT_ISSUABLE) {
        struct coupon coupon;
        instant from = INSTANT_NONE;
        TRY(coupon_get(ctx->db, (coupon_id){ctx->params.id[0]}, &coupon));
        text = why_not_issuable(ctx, &coupon, &from);
        if (!instant_is_none(from))
            tpl_text(tpl_section(notice, "LATER"), "OPENS_AT",
                     message_time(ctx->call->arena, ctx->lang, from));
    }
    tpl_text(notice, "MESSAGE", text);
    tpl_show_if(notice, "HAD", refused == E_COUPON_ALREADY_ISSUED);
    return E_OK;
}

/* `refused`: why the coupon that was asked for was not given, E_OK when none was. */
static enum err show_coupons(struct ctx *ctx, const struct open_query *view, enum err refused)
{
    struct tpl *tpl = tpl_new(ctx->call->arena);
    TRY(show_lists(ctx, tpl, &view->page));
    tpl_show_if(tpl, "GOT", view->got);
    if (refused != E_OK)
        TRY(show_refusal(ctx, tpl, refused));
    if (refused == E_OK && view->page.cursor == NULL)
        ctx->head.path = "/coupons";
    return app_page(ctx, refused != E_OK ? err_status(refused) : 200, "coupon/list.tpl",
                    message(ctx->lang, "title.", "coupons"), tpl);
}

static enum err list(struct ctx *ctx)
{
    return show_coupons(ctx, ctx->query, E_OK);
}

static enum err do_take(struct ctx *ctx, struct tx *tx)
{
    struct issued_coupon issued;
    TRY(coupon_issue(tx, ctx->caller.owner.member, (coupon_id){ctx->params.id[0]}, &issued));
    return response_redirect(ctx->res, "/coupons?got=true");
}

static enum err take(struct ctx *ctx)
{
    const enum err e = app_transact(ctx, do_take);
    coupon_count_refusal(e);
    return e == E_OK || err_is_fault(e) ? e : show_coupons(ctx, &(struct open_query){0}, e);
}

/* ---- /me/coupons ---- */

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
    struct arena *arena = ctx->call->arena;
    struct cursor from;
    struct issued_coupon_page page;
    TRY(page_start(ctx, &query->page, MINE_TAG, &from));
    TRY(coupon_list_of_member(ctx->db, ctx->caller.owner.member, query->status, from.id, LIST_LIMIT,
                              &page));
    struct tpl *tpl = tpl_new(arena);
    coupon_mine_page(tpl, arena, ctx->lang, &page, query->status);
    if (page.next != 0) {
        const char *cursor = cursor_encode(arena, MINE_TAG, 0, page.next);
        tpl_text(tpl_section(tpl, "NEXT"), "NEXT_HREF",
                 cursor != NULL ? arena_printf(arena, "/me/coupons?status=%s&cursor=%s",
                                               COUPON_STATUS_NAMES[query->status], cursor)
                                : NULL);
    }
    return app_page(ctx, 200, "coupon/mine.tpl", message(ctx->lang, "title.", "my_coupons"), tpl);
}

static const struct route ROUTES[] = {
    {"GET", "/coupons", ACCESS_ANYONE, ROUTE_PAGE, list, NULL, &OPEN_QUERY, 0},
    {"POST", "/coupons/{id}", ACCESS_MEMBER, ROUTE_PAGE | ROUTE_IDEMPOTENT, take, NULL, NULL, 0},
    {"GET", "/me/coupons", ACCESS_MEMBER, ROUTE_PAGE, mine, NULL, &MINE_QUERY, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"store-coupon", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
