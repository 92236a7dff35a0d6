/* Who calls: from a token to a member or guest, and the cookies around it. */
#include <string.h>
#include <strings.h>

#include "app/dispatch.h"
#include "shop/member/login.h"
#include "shop/member/session.h"

#define SID "sid"
/* Says that a member has logged in with this browser before; it opens nothing. */
#define DEVICE "device"
/* Makes the forms of visitors without a session safe; lives as long as a log-in may take. */
#define PRE "pre"
#define PRE_LIFE_S 86400

static bool is_secure(const struct ctx *ctx)
{
    return strncmp(ctx->call->settings->public_url, "https://", 8) == 0;
}

static struct slice slice_of(const char *text)
{
    return text != NULL ? (struct slice){text, strlen(text)} : (struct slice){"", 0};
}

/* The token of a Bearer request; NULL when it carries none. */
static const char *bearer_token(const struct request *req)
{
    const char *value = req->authorization;
    if (value == NULL || strncasecmp(value, "Bearer ", 7) != 0)
        return NULL;
    value += 7;
    return value + strspn(value, " ");
}

static enum role role_of(const struct session *session)
{
    if (session->owner.guest.v != 0)
        return ROLE_GUEST;
    switch (session->role) {
    case MEMBER_SELLER:
        return ROLE_SELLER;
    case MEMBER_ADMIN:
        return ROLE_ADMIN;
    default:
        return ROLE_CUSTOMER;
    }
}

static enum err resolve_token(struct ctx *ctx, const char *token)
{
    struct session session;
    enum err e = session_resolve(ctx->db, token, &session);
    if (e == E_UNAUTHENTICATED)
        return E_OK;
    TRY(e);
    ctx->caller.role = role_of(&session);
    ctx->caller.owner = session.owner;
    ctx->caller.seller = session.seller_id;
    ctx->caller.session = session.session_id;
    ctx->caller.name = session.name;
    ctx->caller.token = token;
    return E_OK;
}

enum err caller_resolve(struct ctx *ctx)
{
    struct arena *arena = ctx->call->arena;
    const char *bearer = bearer_token(ctx->req);
    const char *token = bearer != NULL ? bearer : request_cookie(ctx->req, arena, SID);
    ctx->caller = (struct caller){.bearer = bearer != NULL};
    ctx->secret = slice_of(request_cookie(ctx->req, arena, PRE));
    if (token == NULL || ctx->db == NULL)
        return E_OK;
    TRY(resolve_token(ctx, token));
    if (ctx->caller.role != ROLE_NOBODY)
        ctx->secret = slice_of(token);
    return E_OK;
}

enum err caller_check(const struct caller *caller, enum access access)
{
    switch (access) {
    case ACCESS_ANYONE:
        return E_OK;
    case ACCESS_CALLER:
        return caller->role == ROLE_NOBODY ? E_UNAUTHENTICATED : E_OK;
    case ACCESS_MEMBER:
        return caller->role < ROLE_CUSTOMER ? E_UNAUTHENTICATED : E_OK;
    case ACCESS_SELLER:
        if (caller->role < ROLE_CUSTOMER)
            return E_UNAUTHENTICATED;
        /* An admin may do whatever a seller may. */
        return caller->role >= ROLE_SELLER ? E_OK : E_FORBIDDEN;
    case ACCESS_ADMIN:
        if (caller->role < ROLE_CUSTOMER)
            return E_UNAUTHENTICATED;
        return caller->role == ROLE_ADMIN ? E_OK : E_FORBIDDEN;
    }
    return E_INTERNAL;
}

enum err app_session_cookie(struct ctx *ctx, const char *token)
{
    return response_cookie(ctx->res, ctx->call->arena, SID, token, SESSION_LIFE.us / 1000000,
                           is_secure(ctx));
}

enum err app_session_forget(struct ctx *ctx)
{
    return response_cookie(ctx->res, ctx->call->arena, SID, "", 0, is_secure(ctx));
}

enum err app_authenticate(struct ctx *ctx, const char *email, const char *password,
                          struct account *ret_account)
{
    const struct request *req = ctx->req;
    const struct login login = {
        .email = email,
        .password = password,
        .address = req->remote_address != NULL ? req->remote_address : "",
        .device = request_cookie(req, ctx->call->arena, DEVICE),
    };
    return account_authenticate(ctx->db, &login, ret_account);
}

enum err app_device_cookie(struct ctx *ctx, const struct account *account)
{
    const char *token = device_token(ctx->call->arena, account->password_hash);
    TRY_NEW(token);
    return response_cookie(ctx->res, ctx->call->arena, DEVICE, token,
                           LOGIN_DEVICE_LIFE.us / 1000000, is_secure(ctx));
}

static enum err open_guest(struct tx *tx, void *arg)
{
    return session_open_guest(tx, arg);
}

enum err app_need_guest(struct ctx *ctx)
{
    if (ctx->caller.role != ROLE_NOBODY)
        return E_OK;
    struct session_opened opened;
    TRY(tx_run(ctx->db, open_guest, &opened));
    TRY(app_session_cookie(ctx, opened.token));
    ctx->caller = (struct caller){
        .role = ROLE_GUEST,
        .owner = {.guest = opened.guest_id},
        .session = opened.session_id,
        .token = opened.token,
    };
    ctx->secret = slice_of(opened.token);
    return E_OK;
}

enum err app_need_csrf(struct ctx *ctx)
{
    if (ctx->secret.size > 0)
        return E_OK;
    const char *secret = session_token(ctx->call->arena);
    TRY_NEW(secret);
    TRY(response_cookie(ctx->res, ctx->call->arena, PRE, secret, PRE_LIFE_S, is_secure(ctx)));
    ctx->secret = slice_of(secret);
    return E_OK;
}
