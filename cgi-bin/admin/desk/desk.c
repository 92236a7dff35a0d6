#include "admin/desk/desk.h"

#include <string.h>

#include "shop/desk/desk.h"

static const struct {
    const char *href, *name;
} SECTIONS[DESK_SECTIONS] = {
    [DESK_HOME] = {"/admin", "desk_home"},
    [DESK_ORDERS] = {"/admin/orders", "desk_orders"},
    [DESK_MEMBERS] = {"/admin/members", "desk_members"},
    [DESK_COUPONS] = {"/admin/coupons", "desk_coupons"},
    [DESK_EVENTS] = {"/admin/events", "desk_events"},
    [DESK_BOOKS] = {"/admin/books", "desk_books"},
};

static const struct field SEARCH_FIELDS[] = {
    {.name = "q", .type = FIELD_LINE, .max = 254, .offset = offsetof(struct desk_search, text)},
    PAGE_FIELDS(struct desk_search, page),
};
const struct field_set DESK_SEARCH = FIELD_SET(struct desk_search, SEARCH_FIELDS);

static const struct field DONE_FIELDS[] = {
    {.name = "done", .type = FIELD_BOOL, .offset = offsetof(struct desk_done, done)},
};
const struct field_set DESK_DONE = FIELD_SET(struct desk_done, DONE_FIELDS);

enum err desk_page(struct ctx *ctx, enum err refused, const char *file, enum desk_section section,
                   struct tpl *tpl)
{
    struct tpl *nav = tpl_include(tpl, "DESK_NAV", "partials/desk_nav.tpl");
    for (int i = 0; i < DESK_SECTIONS; i++) {
        struct tpl *item = tpl_section(nav, "SECTION");
        tpl_text(item, "HREF", SECTIONS[i].href);
        tpl_text(item, "LABEL", message(ctx->lang, "title.", SECTIONS[i].name));
        tpl_show_if(item, "CURRENT", i == (int)section);
    }
    return app_page(ctx, refused != E_OK ? err_status(refused) : 200, file,
                    message(ctx->lang, "title.", SECTIONS[section].name), tpl);
}

void desk_refusal(struct ctx *ctx, struct tpl *tpl, enum err refused)
{
    if (refused != E_OK)
        tpl_text(tpl_section(tpl, "REFUSED"), "MESSAGE", message_error(ctx->lang, refused));
}

void desk_pager(struct ctx *ctx, struct tpl *tpl, const char *path, const char *tag,
                const struct page_query *query, int64_t next)
{
    struct arena *arena = ctx->call->arena;
    struct tpl *pager = tpl_include(tpl, "PAGER", "partials/desk_pager.tpl");
    const char *limit = page_limit_part(arena, query);
    const char *first = limit != NULL ? arena_printf(arena, "%s%s", path, limit) : NULL;
    if (query->cursor != NULL)
        tpl_text(tpl_section(pager, "BACK"), "BACK_HREF", first);
    if (next == 0)
        return;
    const char *cursor = first != NULL ? cursor_encode(arena, tag, 0, next) : NULL;
    const char *href = cursor != NULL ? arena_printf(arena, "%scursor=%s", first, cursor) : NULL;
    tpl_text(tpl_section(pager, "NEXT"), "NEXT_HREF", href);
}

void desk_member_name(struct ctx *ctx, struct tpl *tpl, member_id id,
                      const struct desk_member_page *members)
{
    const char *name = NULL;
    for (size_t i = 0; i < members->count && name == NULL; i++)
        if (members->items[i].member_id.v == id.v)
            name = members->items[i].name;
    tpl_int(tpl, "MEMBER_ID", id.v);
    tpl_text(tpl, "NAME", name != NULL ? name : message(ctx->lang, "desk.", "member_gone"));
}

void desk_last_error(struct tpl *tpl, const char *last_error)
{
    static const char ANSWERED[] = "HTTP ";
    if (last_error == NULL)
        return;
    struct tpl *wrong = tpl_section(tpl, "WRONG");
    if (strncmp(last_error, ANSWERED, strlen(ANSWERED)) == 0) {
        tpl_text(tpl_section(wrong, "ANSWERED"), "HTTP_STATUS", last_error + strlen(ANSWERED));
        return;
    }
    tpl_text(tpl_section(wrong, "UNREACHED"), "LAST_ERROR", last_error);
}

const char *desk_search_part(struct ctx *ctx, const char *text)
{
    if (text == NULL)
        return "";
    const char *encoded = str_url_encode(ctx->call->arena, text);
    return encoded != NULL ? arena_printf(ctx->call->arena, "q=%s&", encoded) : NULL;
}
