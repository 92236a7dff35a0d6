/* What a member or guest was told, on a page, and marking it as read (N1, O12). */
#include "app/app.h"
#include "app/paging.h"
#include "shop/notice/notice_page.h"

#define CURSOR_TAG "notification"
#define LIST_LIMIT 20

static enum err list(struct ctx *ctx)
{
    const struct page_query *query = ctx->query;
    struct arena *arena = ctx->call->arena;
    struct cursor from;
    struct notice_page page;
    TRY(page_start(ctx, query, CURSOR_TAG, &from));
    TRY(notice_list(ctx->db, ctx->caller.owner, false, from.id, LIST_LIMIT, &page));
    struct tpl *tpl = tpl_new(arena);
    TRY(notice_list_page(tpl, arena, ctx->lang, &page));
    tpl_show_if(tpl, "BACK", query->cursor != NULL);
    if (page.next != 0) {
        const char *cursor = cursor_encode(arena, CURSOR_TAG, 0, page.next);
        tpl_text(tpl_section(tpl, "NEXT"), "NEXT_HREF",
                 cursor != NULL ? arena_printf(arena, "/me/notifications?cursor=%s", cursor)
                                : NULL);
    }
    return app_page(ctx, 200, "notice/list.tpl", message(ctx->lang, "title.", "notifications"),
                    tpl);
}

static enum err back(struct ctx *ctx)
{
    return response_redirect(ctx->res, "/me/notifications");
}

static enum err do_read(struct ctx *ctx, struct tx *tx)
{
    struct notice_row row;
    TRY(notice_read(tx, ctx->caller.owner, ctx->params.id[0], &row));
    return back(ctx);
}

static enum err read_one(struct ctx *ctx)
{
    return app_transact(ctx, do_read);
}

static enum err do_read_all(struct ctx *ctx, struct tx *tx)
{
    int64_t count;
    TRY(notice_read_all(tx, ctx->caller.owner, &count));
    return back(ctx);
}

static enum err read_all(struct ctx *ctx)
{
    return app_transact(ctx, do_read_all);
}

static const struct route ROUTES[] = {
    {"GET", "/me/notifications", ACCESS_CALLER, ROUTE_PAGE, list, NULL, &PAGE_QUERY, 0},
    {"POST", "/me/notifications/read", ACCESS_CALLER, ROUTE_PAGE, read_all, NULL, NULL, 0},
    {"POST", "/me/notifications/{id}/read", ACCESS_CALLER, ROUTE_PAGE, read_one, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"store-notice", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
