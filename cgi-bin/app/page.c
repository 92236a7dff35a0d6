#include <string.h>

#include "app/dispatch.h"
#include "shop/cart/cart.h"
#include "shop/member/session.h"
#include "shop/notice/notice.h"
#include "web/csrf.h"
#include "web/gzip.h"

/* The path percent-encoded again, its slashes kept. NULL past the arena's limit. */
static const char *encode_path(struct arena *arena, const char *path)
{
    struct strbuf buf = strbuf_make(arena, 3 * strlen(path) + 1);
    while (*path == '/') {
        strbuf_puts(&buf, "/");
        path++;
        const size_t size = strcspn(path, "/");
        const char *segment = arena_strndup(arena, path, size);
        const char *encoded = segment != NULL ? str_url_encode(arena, segment) : NULL;
        if (encoded == NULL)
            return NULL;
        strbuf_puts(&buf, encoded);
        path += size;
    }
    struct slice text;
    return strbuf_finish(&buf, &text) == E_OK ? text.data : NULL;
}

static bool has_page(struct ctx *ctx, const char *path)
{
    struct route_match match = {0};
    route_find(ctx->program->routes, ctx->program->route_count, ctx->call->arena, "GET", path,
               &match);
    return match.route != NULL;
}

/* A form's address need not show anything: its page is the nearest one above it. */
static const char *page_above(struct ctx *ctx)
{
    char *path = arena_strdup(ctx->call->arena, ctx->req->path);
    if (path == NULL)
        return NULL;
    char *slash = strrchr(path, '/');
    while (slash != NULL && slash != path && !has_page(ctx, path)) {
        *slash = '\0';
        slash = strrchr(path, '/');
    }
    return has_page(ctx, path) ? encode_path(ctx->call->arena, path) : "/";
}

const char *page_path(struct ctx *ctx)
{
    if (request_is_unsafe(ctx->req))
        return page_above(ctx);
    const char *path = encode_path(ctx->call->arena, ctx->req->path);
    if (path == NULL || ctx->req->query_text[0] == '\0')
        return path;
    const char *query = ctx->req->query_text;
    const char *whole = arena_printf(ctx->call->arena, "%s?%s", path, query);
    /* What cannot be come back to as it is, or is no text that a page could show, goes back to the
     * page without its query. */
    return whole == NULL || (path_is_local(whole) && utf8_valid(query, strlen(query))) ? whole
                                                                                       : path;
}

/* A visitor without a session or pre-session cookie gets no token and no key: such a page may stand
 * in a cache that others are served from. */
static enum err set_tokens(struct ctx *ctx, struct tpl *tpl)
{
    if (ctx->secret.size == 0) {
        tpl_global(tpl, "CSRF", "");
        tpl_global(tpl, "IDEMPOTENCY_KEY", "");
        return E_OK;
    }
    const char *csrf = csrf_token(ctx->call->arena, ctx->secret);
    TRY_NEW(csrf);
    const char *key = session_token(ctx->call->arena);
    TRY_NEW(key);
    tpl_global(tpl, "CSRF", csrf);
    tpl_global(tpl, "IDEMPOTENCY_KEY", key);
    return E_OK;
}

static enum err set_globals(struct ctx *ctx, struct tpl *tpl)
{
    const char *path = page_path(ctx);
    TRY_NEW(path);
    tpl_global(tpl, "PATH", path);
    tpl_global(tpl, "LANG_CODE", lang_code(ctx->lang));
    return set_tokens(ctx, tpl);
}

/* How many lines the cart has and how many notices were not read, for those who may have any. A
 * page that reports a fault asks nothing more of the database, and no page fails for want of the
 * numbers. */
static void show_badges(struct ctx *ctx, int status, struct tpl *header)
{
    int64_t count = 0;
    if (ctx->caller.role == ROLE_NOBODY || status >= 500)
        return;
    struct tpl *listener = tpl_section(header, "LISTENER");
    if (cart_count(ctx->db, ctx->caller.owner, &count) == E_OK && count > 0)
        tpl_int(tpl_section(header, "CART_FILLED"), "CART_COUNT", count);
    if (notice_count_unread(ctx->db, ctx->caller.owner, &count) == E_OK && count > 0)
        tpl_int(tpl_section(listener, "UNREAD"), "UNREAD_COUNT", count);
}

/* Pages of sellers and admins have a style sheet of their own in the place of the shoppers'. */
static bool is_workroom(const char *path)
{
    return strncmp(path, "/seller", 7) == 0 || strncmp(path, "/admin", 6) == 0;
}

/* An address with the shop's own before it. NULL past the arena's limit. */
static const char *absolute(struct ctx *ctx, const char *path)
{
    return arena_printf(ctx->call->arena, "%s%s", ctx->call->settings->public_url, path);
}

/* What stands for a page that has no picture of its own. */
#define SHOP_PICTURE "/static/img/screenshot.webp"

static void show_listing(struct ctx *ctx, struct tpl *listed)
{
    const struct page_head *head = &ctx->head;
    tpl_text(listed, "CANONICAL", absolute(ctx, head->path));
    tpl_text(listed, "KIND", head->is_product ? "product" : "website");
    tpl_text(listed, "IMAGE", absolute(ctx, head->image != NULL ? head->image : SHOP_PICTURE));
    if (head->is_product)
        tpl_int(tpl_section(listed, "OFFERED"), "AMOUNT", head->price);
    if (head->data.size > 0)
        tpl_text(tpl_section(listed, "STRUCTURED"), "DATA", head->data.data);
}

static void show_head(struct ctx *ctx, struct tpl *header)
{
    const char *description = ctx->head.description;
    tpl_text(header, "DESCRIPTION",
             description != NULL ? description : message(ctx->lang, "layout.", "tagline"));
    if (ctx->head.path != NULL)
        show_listing(ctx, tpl_section(header, "LISTED"));
    tpl_show_if(header, "UNLISTED", ctx->head.path == NULL);
}

static void add_layout(struct ctx *ctx, int status, const char *title, struct tpl *tpl)
{
    const enum role role = ctx->caller.role;
    struct tpl *header = tpl_include(tpl, "HEADER", "layout/header.tpl");
    tpl_text(header, "TITLE", title);
    show_head(ctx, header);
    if (role >= ROLE_CUSTOMER)
        tpl_text(header, "CALLER_NAME", ctx->caller.name);
    tpl_show_if(header, "MEMBER", role >= ROLE_CUSTOMER);
    tpl_show_if(header, "VISITOR", role < ROLE_CUSTOMER);
    tpl_show_if(header, "SELLER", role == ROLE_SELLER);
    tpl_show_if(header, "ADMIN", role == ROLE_ADMIN);
    const bool workroom = is_workroom(ctx->req->path);
    tpl_show_if(header, "WORKROOM", workroom);
    tpl_show_if(header, "SHOP_FLOOR", !workroom);
    show_badges(ctx, status, header);
    struct tpl *footer = tpl_include(tpl, "FOOTER", "layout/footer.tpl");
    tpl_show_if(footer, "MAY_JOIN", role < ROLE_SELLER);
}

/* What holds nothing of a visitor may be packed together with what was typed into its address: its
 * length gives no secret away. */
static enum err pack(struct ctx *ctx, int status, struct slice *html)
{
    if (!ctx->req->gzip || status != 200 || ctx->secret.size > 0)
        return E_OK;
    TRY(gzip_pack(ctx->call->arena, *html, html));
    TRY(response_header(ctx->res, "Content-Encoding", "gzip"));
    return response_header(ctx->res, "Vary", "Accept-Encoding");
}

enum err app_page(struct ctx *ctx, int status, const char *file, const char *title, struct tpl *tpl)
{
    struct slice html;
    /* A form that was refused says so in its title, the first that is read out of a new page. */
    if (status >= 400 && strcmp(file, "error.tpl") != 0)
        title = arena_printf(ctx->call->arena, "%s – %s", message(ctx->lang, "layout.", "refused"),
                             title);
    TRY_NEW(title);
    TRY_NEW(tpl);
    TRY(set_globals(ctx, tpl));
    add_layout(ctx, status, title, tpl);
    TRY(tpl_render(tpl, ctx->call->arena, ctx->lang, file, &html));
    TRY(pack(ctx, status, &html));
    ctx->res->status = status;
    ctx->res->content_type = "text/html; charset=utf-8";
    ctx->res->body = html;
    return E_OK;
}
