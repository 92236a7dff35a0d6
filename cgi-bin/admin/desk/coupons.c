/* /admin/coupons: every template, and making new ones (K1). */
#include <string.h>

#include "admin/desk/desk.h"
#include "app/coupon_fields.h"
#include "base/money.h"
#include "shop/coupon/coupon.h"

#define CURSOR_TAG "desk-coupon"

struct coupon_query {
    struct page_query page;
    bool done; /* the form that led here made one */
};
static const struct field QUERY_FIELDS[] = {
    PAGE_FIELDS(struct coupon_query, page),
    {.name = "done", .type = FIELD_BOOL, .offset = offsetof(struct coupon_query, done)},
};
const struct field_set DESK_COUPON_QUERY = FIELD_SET(struct coupon_query, QUERY_FIELDS);

static const char *stage_of(const struct coupon *coupon, instant now)
{
    if (instant_compare(now, coupon->terms.issue_starts_at) < 0)
        return "coming";
    if (instant_compare(now, coupon->terms.issue_ends_at) >= 0)
        return "over";
    return coupon->supply.remaining > 0 ? "open" : "sold_out";
}

static void show_worth(struct tpl *tpl, const struct price_coupon *discount)
{
    struct tpl *worth = tpl_section(tpl, discount->type == COUPON_FIXED     ? "FIXED"
                                         : discount->type == COUPON_PERCENT ? "OFF"
                                                                            : "FREE_SHIPPING");
    tpl_money(worth, "VALUE", discount->value);
    if (discount->max_discount > 0)
        tpl_money(tpl_section(worth, "AT_MOST"), "MAX_DISCOUNT", discount->max_discount);
}

void desk_coupon(struct ctx *ctx, struct tpl *tpl, const struct coupon *coupon)
{
    struct arena *arena = ctx->call->arena;
    const struct coupon_terms *terms = &coupon->terms;
    const char *stage = stage_of(coupon, ctx->call->now);
    tpl_int(tpl, "COUPON_ID", coupon->coupon_id.v);
    tpl_text(tpl, "NAME", terms->name);
    tpl_text(tpl, "STAGE", stage);
    tpl_text(tpl, "STAGE_TEXT", message(ctx->lang, "desk.stage.", stage));
    tpl_text(tpl, "STARTS_AT", message_time(arena, ctx->lang, terms->issue_starts_at));
    tpl_text(tpl, "ENDS_AT",
             message_until(arena, ctx->lang, terms->issue_starts_at, terms->issue_ends_at));
    tpl_money(tpl, "QUANTITY", terms->quantity);
    tpl_money(tpl, "ISSUED", terms->quantity - coupon->supply.remaining);
    tpl_money(tpl, "REMAINING", coupon->supply.remaining);
    show_worth(tpl_include(tpl, "WORTH", "partials/desk_worth.tpl"), &terms->discount);
}

static enum err show_coupons(struct ctx *ctx, const struct coupon_query *query, enum err refused)
{
    static const struct coupon_form NOTHING;
    const struct coupon_form *form = refused != E_OK ? ctx->body : &NOTHING;
    struct cursor from;
    struct coupon_page page;
    TRY(page_start(ctx, &query->page, CURSOR_TAG, &from));
    TRY(coupon_list_all(ctx->db, from.id, page_limit(&query->page), &page));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    tpl_show_if(tpl, "DONE", query->done);
    tpl_show_if(tpl, "EMPTY", page.count == 0);
    struct tpl *list = page.count > 0 ? tpl_section(tpl, "COUPONS") : NULL;
    for (size_t i = 0; i < page.count; i++)
        desk_coupon(ctx, tpl_section(list, "ROW"), &page.items[i]);
    for (int i = COUPON_NONE + 1; COUPON_TYPE_NAMES[i] != NULL; i++) {
        struct tpl *type = tpl_section(tpl, "TYPE");
        tpl_text(type, "VALUE", COUPON_TYPE_NAMES[i]);
        tpl_text(type, "LABEL", message(ctx->lang, "desk.coupon.", COUPON_TYPE_NAMES[i]));
        tpl_show_if(type, "CHOSEN", (int)form->terms.discount.type == i);
    }
    tpl_show_if(tpl, "OPEN", refused != E_OK);
    if (refused != E_OK)
        app_form(ctx, tpl, &COUPON_FORM);
    desk_refusal(ctx, tpl, refused);
    desk_pager(ctx, tpl, "/admin/coupons?", CURSOR_TAG, &query->page, page.next.v);
    return desk_page(ctx, refused, "desk/coupons.tpl", DESK_COUPONS, tpl);
}

enum err desk_list_coupons(struct ctx *ctx)
{
    return show_coupons(ctx, ctx->query, E_OK);
}

/* "2026-11-21T10:00", with or without seconds, on Seoul's clock. */
static bool seoul_time(struct ctx *ctx, const char *text, instant *ret_at)
{
    const char *seconds = strlen(text) == 16 ? ":00" : "";
    const char *whole = arena_printf(ctx->call->arena, "%s%s+09:00", text, seconds);
    return whole != NULL && instant_from_rfc3339(whole, ret_at);
}

static enum err complete(struct ctx *ctx, struct coupon_form *form)
{
    struct coupon_terms *terms = &form->terms;
    enum err e = E_OK;
    if (terms->description == NULL)
        terms->description = "";
    if (terms->valid_days == 0)
        terms->valid_days = COUPON_VALID_DAYS_DEFAULT;
    /* Without a start it is open from now on. */
    terms->issue_starts_at = ctx->call->now;
    if (form->starts_at != NULL && !seoul_time(ctx, form->starts_at, &terms->issue_starts_at))
        e = call_refuse(ctx->call, "issueStartsAt", P_INVALID_FORMAT);
    if (!seoul_time(ctx, form->ends_at, &terms->issue_ends_at))
        e = call_refuse(ctx->call, "issueEndsAt", P_INVALID_FORMAT);
    return e;
}

static enum err do_create(struct ctx *ctx, struct tx *tx)
{
    const struct coupon_form *form = ctx->body;
    struct coupon coupon;
    TRY(coupon_create(tx, &form->terms, &coupon));
    return response_redirect(ctx->res, "/admin/coupons?done=true");
}

enum err desk_create_coupon(struct ctx *ctx)
{
    enum err e = ctx->invalid ? E_INVALID_REQUEST : complete(ctx, ctx->body);
    if (e == E_OK)
        e = app_transact(ctx, do_create);
    if (e == E_OK || err_is_fault(e))
        return e;
    return show_coupons(ctx, &(struct coupon_query){0}, e);
}
