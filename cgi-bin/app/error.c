#include <stdio.h>
#include <string.h>

#include "app/dispatch.h"
#include "base/log.h"
#include "web/envelope.h"

/* Nothing of what the handler had begun to say stands, but cookies: a guest made for this request
 * is in the database already. */
static void keep_cookies(struct response *res)
{
    struct response kept = {0};
    for (size_t i = 0; i < res->header_count; i++)
        if (strcmp(res->headers[i].name, "Set-Cookie") == 0)
            kept.headers[kept.header_count++] = res->headers[i];
    *res = kept;
}

static enum err send_to_login(struct ctx *ctx)
{
    const char *path = page_path(ctx);
    TRY_NEW(path);
    const char *next = str_url_encode(ctx->call->arena, path);
    TRY_NEW(next);
    const char *location = arena_printf(ctx->call->arena, "/login?next=%s", next);
    TRY_NEW(location);
    return response_redirect(ctx->res, location);
}

static enum err error_page(struct ctx *ctx, enum err e)
{
    const char *text = message_error(ctx->lang, e);
    ctx->head = (struct page_head){0};
    struct tpl *tpl = tpl_new(ctx->call->arena);
    tpl_int(tpl, "STATUS", err_status(e));
    tpl_text(tpl, "MESSAGE", text);
    tpl_text(tpl, "REQUEST_ID", ctx->call->request_id);
    return app_page(ctx, err_status(e), "error.tpl", text, tpl);
}

/* What is left to say when not even the error page can be made. The texts are ours: nothing in them
 * needs escaping. */
static void plain_page(struct ctx *ctx, enum err e)
{
    static _Thread_local char text[1024];
    snprintf(text, sizeof text,
             "<!doctype html><meta charset=\"utf-8\"><title>%d</title><p>%s<p>%.64s\n",
             err_status(e), message_error(ctx->lang, e),
             ctx->call->request_id != NULL ? ctx->call->request_id : "");
    ctx->res->status = err_status(e);
    ctx->res->content_type = "text/html; charset=utf-8";
    ctx->res->body = (struct slice){text, strlen(text)};
}

static void respond_page(struct ctx *ctx, enum err e)
{
    if (e == E_UNAUTHENTICATED && !request_is_unsafe(ctx->req)) {
        if (send_to_login(ctx) == E_OK)
            return;
        e = E_INTERNAL;
    }
    /* A form posted after the session ended: there is nothing to come back to. */
    if (e == E_UNAUTHENTICATED)
        e = E_FORBIDDEN;
    enum err rendered = error_page(ctx, e);
    if (rendered == E_OK)
        return;
    log_write(LOG_ERROR, "the error page cannot be made: %s", err_code(rendered));
    keep_cookies(ctx->res);
    plain_page(ctx, e);
}

void error_respond(struct ctx *ctx, enum err e, bool page, const char *allow)
{
    keep_cookies(ctx->res);
    /* Refused before anybody asked who calls: the page's head still greets its member. */
    if (page && ctx->route == NULL && !err_is_fault(e))
        if (caller_resolve(ctx) != E_OK)
            ctx->caller = (struct caller){0};
    if (page)
        respond_page(ctx, e);
    else
        envelope_error(ctx->res, ctx->call->arena, ctx->lang, e, &ctx->call->problems,
                       ctx->call->request_id);
    if (envelope_headers(ctx->res, ctx->call->arena, allow, ctx->call->retry_after_s) != E_OK)
        log_write(LOG_ERROR, "no room for the headers of an error");
}
