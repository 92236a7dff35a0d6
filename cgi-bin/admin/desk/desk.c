#include "admin/desk/desk.h"

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
    if (query->cursor != NULL)
        tpl_text(tpl_section(pager, "BACK"), "BACK_HREF", path);
    if (next == 0)
        return;
    const char *cursor = cursor_encode(arena, tag, 0, next);
    const char *href = cursor != NULL ? arena_printf(arena, "%scursor=%s", path, cursor) : NULL;
    tpl_text(tpl_section(pager, "NEXT"), "NEXT_HREF", href);
}

const char *desk_search_part(struct ctx *ctx, const char *text)
{
    if (text == NULL)
        return "";
    const char *encoded = str_url_encode(ctx->call->arena, text);
    return encoded != NULL ? arena_printf(ctx->call->arena, "q=%s&", encoded) : NULL;
}
