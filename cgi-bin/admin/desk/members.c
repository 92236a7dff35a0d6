/* /admin/members: finding members, shutting them out and letting them back in (M2). */
#include "admin/desk/desk.h"
#include "shop/desk/desk.h"
#include "shop/order/order_page.h"
#include "shop/point/point.h"

#define CURSOR_TAG "desk-member"

/* What an admin may make of a member; leaving is the member's own. */
static const char *const STATUS_CHOICES[] = {"ACTIVE", "SUSPENDED", NULL};
struct status_form {
    enum member_status status;
};
static const struct field STATUS_FIELDS[] = {
    {.name = "status",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct status_form, status),
     .names = STATUS_CHOICES},
};
const struct field_set DESK_STATUS_FORM = FIELD_SET(struct status_form, STATUS_FIELDS);

/* ---- the list ---- */

static void show_row(struct ctx *ctx, struct tpl *row, const struct desk_member *member)
{
    struct arena *arena = ctx->call->arena;
    const char *status = MEMBER_STATUS_NAMES[member->status];
    tpl_int(row, "MEMBER_ID", member->member_id.v);
    tpl_text(row, "STATUS", status);
    tpl_text(row, "STATUS_TEXT", message(ctx->lang, "desk.status.", status));
    tpl_text(row, "ROLE_TEXT", message(ctx->lang, "desk.role.", MEMBER_ROLE_NAMES[member->role]));
    tpl_text(row, "SINCE", message_time(arena, ctx->lang, member->created_at));
    tpl_show_if(row, "GONE", member->status == MEMBER_WITHDRAWN);
    if (member->status == MEMBER_WITHDRAWN)
        return;
    struct tpl *here = tpl_section(row, "HERE");
    tpl_text(here, "NAME", member->name);
    tpl_text(row, "EMAIL", member->email);
    tpl_text(row, "PHONE", phone_text(arena, member->phone));
}

enum err desk_list_members(struct ctx *ctx)
{
    const struct desk_search *query = ctx->query;
    struct cursor from;
    struct desk_member_page page;
    TRY(page_start(ctx, &query->page, CURSOR_TAG, &from));
    TRY(desk_find_members(ctx->db, query->text, from.id, page_limit(&query->page), &page));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    tpl_text(tpl, "TEXT", query->text);
    tpl_show_if(tpl, "EMPTY", page.count == 0);
    struct tpl *list = page.count > 0 ? tpl_section(tpl, "MEMBERS") : NULL;
    for (size_t i = 0; i < page.count; i++)
        show_row(ctx, tpl_section(list, "ROW"), &page.items[i]);
    const char *part = desk_search_part(ctx, query->text);
    TRY_NEW(part);
    const char *path = arena_printf(ctx->call->arena, "/admin/members?%s", part);
    TRY_NEW(path);
    desk_pager(ctx, tpl, path, CURSOR_TAG, &query->page, page.next);
    return desk_page(ctx, E_OK, "desk/members.tpl", DESK_MEMBERS, tpl);
}

/* ---- one member ---- */

static void show_profile(struct ctx *ctx, struct tpl *tpl, const struct member_profile *profile)
{
    const char *status = MEMBER_STATUS_NAMES[profile->status];
    tpl_int(tpl, "MEMBER_ID", profile->member_id.v);
    tpl_text(tpl, "NAME", profile->name);
    tpl_text(tpl, "EMAIL", profile->email);
    tpl_text(tpl, "PHONE", phone_text(ctx->call->arena, profile->phone));
    tpl_text(tpl, "POSTCODE", profile->address.postcode);
    tpl_text(tpl, "LINE1", profile->address.line1);
    tpl_text(tpl, "LINE2", profile->address.line2);
    tpl_text(tpl, "STATUS", status);
    tpl_text(tpl, "STATUS_TEXT", message(ctx->lang, "desk.status.", status));
    tpl_text(tpl, "ROLE_TEXT", message(ctx->lang, "desk.role.", MEMBER_ROLE_NAMES[profile->role]));
    tpl_text(tpl, "SINCE", message_time(ctx->call->arena, ctx->lang, profile->created_at));
    const bool self = profile->member_id.v == ctx->caller.owner.member.v;
    tpl_show_if(tpl, "SELF", self);
    tpl_show_if(tpl, "CAN_SUSPEND", !self && profile->status == MEMBER_ACTIVE);
    tpl_show_if(tpl, "CAN_RESTORE", !self && profile->status == MEMBER_SUSPENDED);
}

static enum err show_member(struct ctx *ctx, bool done, enum err refused)
{
    const member_id id = {ctx->params.id[0]};
    struct member_profile profile = {0};
    int64_t balance;
    TRY(member_get(ctx->db, id, &profile));
    TRY(point_balance(ctx->db, id, &balance));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    show_profile(ctx, tpl, &profile);
    tpl_money(tpl, "BALANCE", balance);
    tpl_show_if(tpl, "DONE_SUSPENDED", done && profile.status == MEMBER_SUSPENDED);
    tpl_show_if(tpl, "DONE_RESTORED", done && profile.status == MEMBER_ACTIVE);
    desk_refusal(ctx, tpl, refused);
    return desk_page(ctx, refused, "desk/member.tpl", DESK_MEMBERS, tpl);
}

enum err desk_show_member(struct ctx *ctx)
{
    const struct desk_done *query = ctx->query;
    return show_member(ctx, query->done, E_OK);
}

static enum err do_set_status(struct ctx *ctx, struct tx *tx)
{
    const struct status_form *form = ctx->body;
    const member_id id = {ctx->params.id[0]};
    TRY(member_set_status(tx, id, form->status));
    const char *path =
        arena_printf(ctx->call->arena, "/admin/members/%lld?done=true", (long long)id.v);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

enum err desk_set_member_status(struct ctx *ctx)
{
    enum err e = ctx->invalid ? E_INVALID_REQUEST : E_OK;
    /* Nobody shuts the door behind themselves: the last admin could never come back. */
    if (e == E_OK && ctx->params.id[0] == ctx->caller.owner.member.v)
        e = E_FORBIDDEN;
    if (e == E_OK)
        e = app_transact(ctx, do_set_status);
    return e == E_OK || err_is_fault(e) ? e : show_member(ctx, false, e);
}
