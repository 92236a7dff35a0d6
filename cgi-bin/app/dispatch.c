#include "app/dispatch.h"

#include <string.h>

#include "base/log.h"
#include "web/csrf.h"
#include "web/envelope.h"

/* The name of each error, which tells more than its public code. */
static const char *const ERR_NAMES[] = {
    "E_OK",
#define ERR(name, status, code) #name,
#include "base/err.def"
#undef ERR
};

static const struct field_set NO_FIELDS = {NULL, 0, 0, false};

/* A path below /api speaks JSON, whether it is known or not. */
static bool path_is_api(const char *path)
{
    return strncmp(path, "/api", 4) == 0 && (path[4] == '/' || path[4] == '\0');
}

static enum lang choose_lang(struct ctx *ctx, bool page)
{
    if (page) {
        const char *chosen = request_cookie(ctx->req, ctx->call->arena, "lang");
        for (int lang = 0; chosen != NULL && lang < LANG_COUNT; lang++)
            if (strcmp(chosen, lang_code((enum lang)lang)) == 0)
                return (enum lang)lang;
    }
    return lang_choose(ctx->req->accept_language);
}

static enum err check_route(const struct route_match *match)
{
    if (match->route != NULL)
        return E_OK;
    if (match->no_memory)
        return E_NO_MEMORY;
    return match->path_known ? E_METHOD_NOT_ALLOWED : E_NOT_FOUND;
}

static enum err read_body(struct ctx *ctx, struct request *req, const struct body_source *source)
{
    if (!request_is_unsafe(req))
        return E_OK;
    const size_t limit = ctx->route->body_max != 0 ? ctx->route->body_max : BODY_MAX;
    if (source != NULL)
        return source->read(source->arg, ctx->call->arena, limit, req);
    return req->body.size > limit ? E_BODY_TOO_LARGE : E_OK;
}

/* Who calls. A question that anybody may ask in JSON is answered without knowing, so that a
 * database that is away does not take the health checks with it. */
static enum err resolve(struct ctx *ctx)
{
    enum err e = caller_resolve(ctx);
    const bool must_know = ctx->route->access != ACCESS_ANYONE ||
                           (ctx->route->flags & ROUTE_PAGE) != 0 || request_is_unsafe(ctx->req);
    return err_is_fault(e) && !must_know ? E_OK : e;
}

/* Splits a form's body into pairs: the CSRF token may be among them. */
static enum err split_form(struct ctx *ctx)
{
    const bool form = (ctx->route->flags & (ROUTE_PAGE | ROUTE_BYTES)) == ROUTE_PAGE;
    if (!form || ctx->req->body.size == 0)
        return E_OK;
    if (ctx->req->content_type == NULL ||
        strcmp(ctx->req->content_type, "application/x-www-form-urlencoded") != 0)
        return E_UNSUPPORTED_MEDIA_TYPE;
    return decode_form(ctx->call, ctx->req->body, &ctx->form, &ctx->form_count);
}

static const char *form_value(const struct ctx *ctx, const char *name)
{
    for (size_t i = 0; i < ctx->form_count; i++)
        if (strcmp(ctx->form[i].name, name) == 0)
            return ctx->form[i].value;
    return NULL;
}

static enum err check_csrf(struct ctx *ctx)
{
    if ((ctx->route->flags & ROUTE_SIGNED) != 0)
        return E_OK;
    return csrf_allowed(ctx->req, ctx->call->settings->public_url, ctx->caller.bearer, ctx->secret,
                        form_value(ctx, "csrf"))
               ? E_OK
               : E_CSRF_REJECTED;
}

static enum err decode_query(struct ctx *ctx)
{
    const struct field_set *set = ctx->route->query;
    if (set == NULL)
        return E_OK;
    if (ctx->req->query_broken)
        return call_refuse(ctx->call, "", P_MALFORMED);
    ctx->query = arena_alloc(ctx->call->arena, set->size);
    TRY_NEW(ctx->query);
    return decode_pairs(ctx->call, set, ctx->req->query, ctx->req->query_count, ctx->query);
}

/* A page is told of a refused form and shows it again; what could be decoded is there. */
static enum err decode_page_body(struct ctx *ctx, const struct field_set *set)
{
    enum err e = decode_pairs(ctx->call, set, ctx->form, ctx->form_count, ctx->body);
    ctx->invalid = e == E_INVALID_REQUEST;
    return ctx->invalid ? E_OK : e;
}

static enum err decode_body(struct ctx *ctx)
{
    const struct request *req = ctx->req;
    if (!request_is_unsafe(req) || (ctx->route->flags & ROUTE_BYTES) != 0)
        return E_OK;
    const bool page = (ctx->route->flags & ROUTE_PAGE) != 0;
    const struct field_set *set = ctx->route->body != NULL ? ctx->route->body : &NO_FIELDS;
    /* A signed body is read by its handler, byte for byte as it was signed. */
    if (ctx->route->body == NULL && (page || (ctx->route->flags & ROUTE_SIGNED) != 0))
        return E_OK;
    ctx->body = arena_alloc(ctx->call->arena, set->size);
    TRY_NEW(ctx->body);
    if (page)
        return decode_page_body(ctx, set);
    if (req->body.size > 0 &&
        (req->content_type == NULL || strcmp(req->content_type, "application/json") != 0))
        return E_UNSUPPORTED_MEDIA_TYPE;
    return decode_json(ctx->call, set, req->body, ctx->body);
}

static enum err handle(struct ctx *ctx)
{
    TRY(ctx->route->handle(ctx));
    /* A form shown again with a refusal has the refusal's status, and owes what goes with it. */
    if (ctx->res->status != 0)
        return envelope_headers(ctx->res, ctx->call->arena, NULL, ctx->call->retry_after_s);
    log_write(LOG_ERROR, "the handler of %s gave no response", ctx->route->pattern);
    return E_INTERNAL;
}

static enum err serve(struct ctx *ctx, struct request *req, const struct body_source *source,
                      const struct route_match *match)
{
    TRY(check_route(match));
    ctx->route = match->route;
    ctx->params = match->params;
    TRY(read_body(ctx, req, source));
    TRY(resolve(ctx));
    TRY(caller_check(&ctx->caller, ctx->route->access));
    /* A broken form is refused after the CSRF check, whose token it can then not carry. */
    enum err form = split_form(ctx);
    TRY(check_csrf(ctx));
    TRY(form);
    TRY(decode_query(ctx));
    TRY(decode_body(ctx));
    return handle(ctx);
}

/* A request that used up its arena gets it back for the answer, without what was made of it. */
static void start_over(struct ctx *ctx, struct arena_mark mark)
{
    arena_rewind(ctx->call->arena, mark);
    ctx->call->problems = (struct problems){0};
    *ctx->res = (struct response){0};
    ctx->caller = (struct caller){0};
    ctx->secret = (struct slice){"", 0};
    ctx->form = NULL;
    ctx->form_count = 0;
}

enum err dispatch(const struct program *program, struct db *db, struct call *call,
                  struct request *req, const struct body_source *source, struct response *res,
                  const struct route **ret_route)
{
    const struct arena_mark mark = arena_mark(call->arena);
    struct ctx ctx = {.call = call, .req = req, .res = res, .db = db, .program = program};
    struct route_match match = {0};
    *res = (struct response){0};
    if (db != NULL)
        db_serve(db, call);
    route_find(program->routes, program->route_count, call->arena, req->method, req->path, &match);
    *ret_route = match.route;
    const bool page =
        match.route != NULL ? (match.route->flags & ROUTE_PAGE) != 0 : !path_is_api(req->path);
    ctx.lang = choose_lang(&ctx, page);
    enum err e = serve(&ctx, req, source, &match);
    if (e == E_OK)
        return E_OK;
    if (err_is_fault(e))
        log_write(LOG_ERROR, "%s %s failed: %s", req->method, req->path, ERR_NAMES[e]);
    if (e == E_NO_MEMORY)
        start_over(&ctx, mark);
    /* Headers keep their texts until the response is sent. */
    error_respond(&ctx, e, page, arena_strdup(call->arena, match.allow));
    return e;
}

void app_serve(const struct program *program, struct db *db, struct call *call,
               const struct request *req, struct response *res)
{
    struct request own = *req;
    const struct route *route;
    (void)dispatch(program, db, call, &own, NULL, res, &route);
}
