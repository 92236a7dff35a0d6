/* /admin/coupons/{id}: one template while it runs, who has its coupons, taking them back (K8). */
#include "shop/coupon/coupon.h"
#include "admin/desk/desk.h"
#include "shop/desk/desk.h"

#define CURSOR_TAG "desk-issued"

struct issued_query {
    struct desk_search search;
    bool done;
};
static const struct field QUERY_FIELDS[] = {
    {.name = "q",
     .type = FIELD_LINE,
     .max = 254,
     .offset = offsetof(struct issued_query, search.text)},
    PAGE_FIELDS(struct issued_query, search.page),
    {.name = "done", .type = FIELD_BOOL, .offset = offsetof(struct issued_query, done)},
};
const struct field_set DESK_ISSUED_QUERY = FIELD_SET(struct issued_query, QUERY_FIELDS);

static void show_row(struct ctx *ctx, struct tpl *row, const struct issued_coupon *issued,
                     const struct desk_member_page *members)
{
    struct arena *arena = ctx->call->arena;
    const enum coupon_status now = coupon_status_at(&issued->hold, ctx->call->now);
    const char *status = COUPON_STATUS_NAMES[now];
    tpl_int(row, "ISSUED_ID", issued->issued_coupon_id.v);
    desk_member_name(ctx, row, issued->member, members);
    tpl_text(row, "AT", message_time(arena, ctx->lang, issued->issued_at));
    tpl_text(row, "STATUS", status);
    tpl_text(row, "STATUS_TEXT", message(ctx->lang, "desk.issued.", status));
    if (issued->order_no != NULL)
        tpl_text(tpl_section(row, "ORDERED"), "ORDER_NO", issued->order_no);
    tpl_show_if(row, "CAN_REVOKE", now == COUPON_AVAILABLE);
}

/* The coupons that are sought: all, or those of the member who is. */
static enum err find(struct ctx *ctx, coupon_id id, const struct desk_search *search,
                     struct issued_coupon_page *ret_page)
{
    struct cursor from;
    struct desk_member_page members;
    member_id member = {0};
    TRY(page_start(ctx, &search->page, CURSOR_TAG, &from));
    if (search->text != NULL) {
        TRY(desk_find_members(ctx->db, search->text, 0, 1, &members));
        if (members.count == 0) {
            *ret_page = (struct issued_coupon_page){0};
            return E_OK;
        }
        member = members.items[0].member_id;
    }
    return coupon_list_issued(ctx->db, id, member, from.id, page_limit(&search->page), ret_page);
}

/* A row a coupon, each with its member's name. */
static enum err show_issued(struct ctx *ctx, struct tpl *tpl, const struct issued_coupon_page *page)
{
    struct desk_member_page members;
    tpl_show_if(tpl, "EMPTY", page->count == 0);
    if (page->count == 0)
        return E_OK;
    int64_t *ids = NEW_ARRAY(ctx->call->arena, int64_t, page->count);
    TRY_NEW(ids);
    for (size_t i = 0; i < page->count; i++)
        ids[i] = page->items[i].member.v;
    TRY(desk_members_named(ctx->db, ids, page->count, &members));
    struct tpl *list = tpl_section(tpl, "COUPONS");
    for (size_t i = 0; i < page->count; i++)
        show_row(ctx, tpl_section(list, "ROW"), &page->items[i], &members);
    return E_OK;
}

/* How far it has gone, and when it will be gone if it goes on like the last minute: unless its time
 * is over before that. */
static void show_rush(struct tpl *tpl, const struct coupon *coupon, int64_t rate, instant now)
{
    const int64_t left = coupon->supply.remaining;
    tpl_money(tpl, "RATE", rate);
    tpl_int(tpl, "MAX", coupon->terms.quantity);
    tpl_int(tpl, "VALUE", coupon->terms.quantity - left);
    if (rate <= 0 || left <= 0)
        return;
    const int64_t minutes = (left + rate - 1) / rate;
    const instant gone_at = instant_add(now, SPAN_SECONDS(60 * minutes));
    const bool lasts = instant_compare(gone_at, coupon->terms.issue_ends_at) >= 0;
    tpl_show_if(tpl, "LASTS", lasts);
    if (!lasts)
        tpl_money(tpl_section(tpl, "GONE_IN"), "MINUTES", minutes);
}

static enum err show_coupon(struct ctx *ctx, const struct issued_query *query, enum err refused)
{
    const coupon_id id = {ctx->params.id[0]};
    struct coupon coupon;
    struct issued_coupon_page page;
    int64_t rate;
    TRY(coupon_get(ctx->db, id, &coupon));
    TRY(coupon_issued_since(ctx->db, id, instant_sub(ctx->call->now, SPAN_SECONDS(60)), &rate));
    TRY(find(ctx, id, &query->search, &page));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    desk_coupon(ctx, tpl, &coupon);
    tpl_text(tpl, "DESCRIPTION", coupon.terms.description);
    show_rush(tpl, &coupon, rate, ctx->call->now);
    tpl_text(tpl, "TEXT", query->search.text);
    tpl_show_if(tpl, "DONE", query->done);
    tpl_show_if(tpl, "SOUGHT", query->search.text != NULL);
    TRY(show_issued(ctx, tpl, &page));
    const char *path = arena_printf(ctx->call->arena, "/admin/coupons/%lld?", (long long)id.v);
    TRY_NEW(path);
    desk_pager(ctx, tpl, path, CURSOR_TAG, &query->search.page, page.next);
    desk_refusal(ctx, tpl, refused);
    return desk_page(ctx, refused, "desk/coupon.tpl", DESK_COUPONS, tpl);
}

enum err desk_show_coupon(struct ctx *ctx)
{
    return show_coupon(ctx, ctx->query, E_OK);
}

static enum err do_revoke(struct ctx *ctx, struct tx *tx)
{
    struct issued_coupon issued;
    TRY(coupon_revoke(tx, (issued_coupon_id){ctx->params.id[1]}, &issued));
    if (issued.coupon_id.v != ctx->params.id[0])
        return E_COUPON_NOT_FOUND;
    const char *path = arena_printf(ctx->call->arena, "/admin/coupons/%lld?done=true",
                                    (long long)issued.coupon_id.v);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

enum err desk_revoke_coupon(struct ctx *ctx)
{
    const enum err e = app_transact(ctx, do_revoke);
    if (e == E_OK || err_is_fault(e))
        return e;
    return show_coupon(ctx, &(struct issued_query){0}, e);
}
