/* /api/notification: what a member or guest was told, reading it, and the stream (N1, N2, O12). */
#include <string.h>

#include "app/app.h"
#include "app/paging.h"
#include "shop/notice/notice_json.h"

struct list_query {
    struct page_query page;
    bool unread;
};
static const struct field LIST_FIELDS[] = {
    PAGE_FIELDS(struct list_query, page),
    {.name = "unread", .type = FIELD_BOOL, .offset = offsetof(struct list_query, unread)},
};
static const struct field_set LIST_QUERY = FIELD_SET(struct list_query, LIST_FIELDS);

static enum err list(struct ctx *ctx)
{
    const struct list_query *query = ctx->query;
    struct cursor from;
    struct notice_page page;
    TRY(page_start(ctx, &query->page, "notification", &from));
    TRY(notice_list(ctx->db, ctx->caller.owner, query->unread, from.id, page_limit(&query->page),
                    &page));
    struct json data = json_answer(ctx);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < page.count; i++)
        TRY(notice_json(json_object(items, NULL), ctx->call->arena, ctx->lang, &page.items[i]));
    page_next(ctx, data, "notification", page.next != 0, 0, page.next);
    return app_json(ctx, 200, data);
}

static enum err do_read(struct ctx *ctx, struct tx *tx)
{
    struct notice_row row;
    TRY(notice_read(tx, ctx->caller.owner, ctx->params.id[0], &row));
    struct json data = json_answer(ctx);
    TRY(notice_json(data, ctx->call->arena, ctx->lang, &row));
    return app_json(ctx, 200, data);
}

static enum err read_one(struct ctx *ctx)
{
    return app_transact(ctx, do_read);
}

static enum err do_read_all(struct ctx *ctx, struct tx *tx)
{
    int64_t count;
    TRY(notice_read_all(tx, ctx->caller.owner, &count));
    struct json data = json_answer(ctx);
    json_int(data, "read", count);
    return app_json(ctx, 200, data);
}

static enum err read_all(struct ctx *ctx)
{
    return app_transact(ctx, do_read_all);
}

/* ---- the stream: nginx holds it; a thread of ours only says whose it is ---- */

static enum err do_stream(struct ctx *ctx, struct tx *tx)
{
    const char *channel;
    TRY(notice_listen(tx, ctx->caller.owner, lang_code(ctx->lang), &channel));
    const char *location = arena_printf(ctx->call->arena, "/.stream/%s", channel);
    TRY_NEW(location);
    ctx->res->status = 200;
    ctx->res->content_type = "text/event-stream";
    return ctx->req->head ? E_OK : response_header(ctx->res, "X-Accel-Redirect", location);
}

static enum err stream(struct ctx *ctx)
{
    if (ctx->req->accept == NULL || strstr(ctx->req->accept, "text/event-stream") == NULL)
        return call_refuse(ctx->call, "Accept", P_INVALID_VALUE);
    return app_transact(ctx, do_stream);
}

static const struct route ROUTES[] = {
    {"GET", "/api/notification", ACCESS_CALLER, 0, list, NULL, &LIST_QUERY, 0},
    {"POST", "/api/notification/{id}/read", ACCESS_CALLER, 0, read_one, NULL, NULL, 0},
    {"POST", "/api/notification/read", ACCESS_CALLER, 0, read_all, NULL, NULL, 0},
    {"GET", "/api/notification/stream", ACCESS_CALLER, 0, stream, NULL, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"api-notification", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
