#include "store/account_pages.h"

#include <string.h>

#include "shop/member/member.h"
#include "shop/member/password.h"
#include "shop/member/session.h"
#include "shop/order/order_page.h"
#include "store/account_fields.h"

#define LANG_LIFE_S (365 * 86400)

const struct field_set JOIN_FORM = FIELD_SET(struct member_registration, REGISTRATION_TABLE);
const struct field_set LOGIN_FORM = FIELD_SET(struct credentials, CREDENTIALS_TABLE);

static const struct field PROFILE_TABLE[] = {
    {.name = "name",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = MEMBER_NAME_MAX,
     .offset = offsetof(struct member_change, name)},
    {.name = "phone",
     .type = FIELD_LINE,
     .required = true,
     .min = PHONE_MIN,
     .max = PHONE_MAX,
     .offset = offsetof(struct member_change, phone)},
    {.name = "address",
     .type = FIELD_OBJECT,
     .required = true,
     .offset = offsetof(struct member_change, address),
     .has = HAS(struct member_change, has_address),
     .of = &ADDRESS_FIELDS},
};
const struct field_set PROFILE_FORM = FIELD_SET(struct member_change, PROFILE_TABLE);

static const struct field PASSWORD_TABLE[] = {
    {.name = "currentPassword",
     .type = FIELD_SECRET,
     .required = true,
     .min = 1,
     .max = MEMBER_PASSWORD_MAX,
     .offset = offsetof(struct member_change, current_password)},
    {.name = "password",
     .type = FIELD_SECRET,
     .required = true,
     .min = MEMBER_PASSWORD_MIN,
     .max = MEMBER_PASSWORD_MAX,
     .offset = offsetof(struct member_change, password)},
};
const struct field_set PASSWORD_FORM = FIELD_SET(struct member_change, PASSWORD_TABLE);

/* Named apart from the new password, which stands on the same page. */
static const struct field LEAVE_TABLE[] = {
    {.name = "leavePassword",
     .type = FIELD_SECRET,
     .required = true,
     .min = 1,
     .max = MEMBER_PASSWORD_MAX,
     .offset = offsetof(struct farewell, password)},
};
const struct field_set LEAVE_FORM = FIELD_SET(struct farewell, LEAVE_TABLE);

struct language_choice {
    enum lang lang;
};
static const char *const LANG_NAMES[] = {"ko", "en", NULL};
static const struct field LANGUAGE_TABLE[] = {
    {.name = "lang",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct language_choice, lang),
     .names = LANG_NAMES},
};
const struct field_set LANGUAGE_FORM = FIELD_SET(struct language_choice, LANGUAGE_TABLE);

/* ---- common to all ---- */

/* Where to go afterwards: a place of this shop, whatever the address or form says. */
static const char *next_of(const struct ctx *ctx)
{
    const char *next = request_query(ctx->req, "next");
    for (size_t i = 0; i < ctx->form_count; i++)
        if (strcmp(ctx->form[i].name, "next") == 0)
            next = ctx->form[i].value;
    return path_is_local(next) ? next : "/";
}

/* A refusal is shown beside the form; what is our fault gets the error page. */
static bool shows_form_again(enum err e)
{
    return e != E_OK && !err_is_fault(e);
}

static void show_refusal(struct ctx *ctx, struct tpl *tpl, enum err e)
{
    if (e == E_OK)
        return;
    /* What is wrong with a field stands beside it. */
    tpl_text(tpl_section(tpl, "REFUSED"), "MESSAGE",
             e == E_INVALID_REQUEST ? message(ctx->lang, "account.", "check_fields")
                                    : message_error(ctx->lang, e));
}

static enum err open_session(struct ctx *ctx, struct tx *tx, const struct account *account)
{
    const struct session before = {.session_id = ctx->caller.session, .owner = ctx->caller.owner};
    struct session_opened opened;
    TRY(session_open_member(tx, account, ctx->caller.role != ROLE_NOBODY ? &before : NULL,
                            &opened));
    TRY(app_session_cookie(ctx, opened.token));
    TRY(app_device_cookie(ctx, account));
    return response_redirect(ctx->res, next_of(ctx));
}

/* ---- /join ---- */

static enum err show_join(struct ctx *ctx, enum err refusal)
{
    struct tpl *tpl = tpl_new(ctx->call->arena);
    TRY(app_need_csrf(ctx));
    tpl_text(tpl, "NEXT", next_of(ctx));
    app_form(ctx, tpl, &JOIN_FORM);
    show_refusal(ctx, tpl, refusal);
    return app_page(ctx, refusal == E_OK ? 200 : err_status(refusal), "account/join.tpl",
                    message(ctx->lang, "title.", "join"), tpl);
}

enum err page_join(struct ctx *ctx)
{
    return show_join(ctx, E_OK);
}

static enum err join_work(struct ctx *ctx, struct tx *tx)
{
    struct account account = {.password_hash = ctx->local};
    TRY(member_register(tx, ctx->body, account.password_hash, &account.member_id));
    return open_session(ctx, tx, &account);
}

/* Beside what is missing or of a wrong size, what could be read is judged too: everything that is
 * wrong is said at once. */
static void judge_rest(struct call *call, const struct member_registration *reg)
{
    const char *unused;
    if (reg->email != NULL &&
        email_normalise(call->arena, reg->email, &unused) == E_INVALID_REQUEST)
        problem_add(&call->problems, call->arena, "email", P_INVALID_FORMAT);
    if (reg->phone != NULL &&
        phone_normalise(call->arena, reg->phone, &unused) == E_INVALID_REQUEST)
        problem_add(&call->problems, call->arena, "phone", P_INVALID_FORMAT);
    if (reg->password != NULL && password_is_common(reg->password))
        problem_add(&call->problems, call->arena, "password", P_TOO_COMMON);
    if (reg->address.postcode != NULL && !postcode_valid(reg->address.postcode))
        problem_add(&call->problems, call->arena, "address.postcode", P_INVALID_FORMAT);
}

static enum err join(struct ctx *ctx)
{
    struct member_registration *reg = ctx->body;
    const char *hash;
    if (ctx->invalid) {
        judge_rest(ctx->call, reg);
        return E_INVALID_REQUEST;
    }
    TRY(member_check_registration(ctx->call, reg));
    TRY(password_hash(ctx->call->arena, reg->password, &hash));
    ctx->local = (void *)hash;
    return app_transact(ctx, join_work);
}

enum err page_join_post(struct ctx *ctx)
{
    enum err e = join(ctx);
    return shows_form_again(e) ? show_join(ctx, e) : e;
}

/* ---- /login, /logout ---- */

static enum err show_login(struct ctx *ctx, enum err refusal)
{
    struct tpl *tpl = tpl_new(ctx->call->arena);
    TRY(app_need_csrf(ctx));
    tpl_text(tpl, "NEXT", next_of(ctx));
    app_form(ctx, tpl, &LOGIN_FORM);
    show_refusal(ctx, tpl, refusal);
    return app_page(ctx, refusal == E_OK ? 200 : err_status(refusal), "account/login.tpl",
                    message(ctx->lang, "title.", "login"), tpl);
}

enum err page_login(struct ctx *ctx)
{
    if (ctx->caller.role >= ROLE_CUSTOMER)
        return response_redirect(ctx->res, next_of(ctx));
    return show_login(ctx, E_OK);
}

static enum err login_work(struct ctx *ctx, struct tx *tx)
{
    return open_session(ctx, tx, ctx->local);
}

static enum err login(struct ctx *ctx)
{
    const struct credentials *credentials = ctx->body;
    struct account account;
    if (ctx->invalid)
        return E_INVALID_REQUEST;
    TRY(app_authenticate(ctx, credentials->email, credentials->password, &account));
    ctx->local = &account;
    return app_transact(ctx, login_work);
}

enum err page_login_post(struct ctx *ctx)
{
    enum err e = login(ctx);
    return shows_form_again(e) ? show_login(ctx, e) : e;
}

static enum err logout_work(struct ctx *ctx, struct tx *tx)
{
    if (ctx->caller.role != ROLE_NOBODY)
        TRY(session_close(tx, ctx->caller.session));
    TRY(app_session_forget(ctx));
    return response_redirect(ctx->res, "/");
}

enum err page_logout_post(struct ctx *ctx)
{
    return app_transact(ctx, logout_work);
}

/* ---- /me ---- */

static void fill_profile(struct ctx *ctx, struct tpl *tpl, const struct member_profile *profile)
{
    tpl_text(tpl, "EMAIL", profile->email);
    tpl_text(tpl, "NAME", profile->name);
    tpl_text(tpl, "PHONE", phone_text(ctx->call->arena, profile->phone));
    tpl_text(tpl, "ADDRESS_POSTCODE", profile->address.postcode);
    tpl_text(tpl, "ADDRESS_LINE1", profile->address.line1);
    tpl_text(tpl, "ADDRESS_LINE2", profile->address.line2);
    tpl_text(tpl, "SINCE", message_time(ctx->call->arena, ctx->lang, profile->created_at));
}

/* `form` is the one that was refused, NULL on a plain visit. */
static enum err show_me(struct ctx *ctx, const struct field_set *form, enum err refusal)
{
    struct member_profile profile;
    struct tpl *tpl = tpl_new(ctx->call->arena);
    const char *saved = request_query(ctx->req, "saved");
    TRY(member_get(ctx->db, ctx->caller.owner.member, &profile));
    fill_profile(ctx, tpl, &profile);
    if (form != NULL)
        app_form(ctx, tpl, form);
    show_refusal(ctx, tpl, refusal);
    tpl_show_if(tpl, "SAVED_PROFILE", saved != NULL && strcmp(saved, "profile") == 0);
    tpl_show_if(tpl, "SAVED_PASSWORD", saved != NULL && strcmp(saved, "password") == 0);
    return app_page(ctx, refusal == E_OK ? 200 : err_status(refusal), "account/me.tpl",
                    message(ctx->lang, "title.", "me"), tpl);
}

enum err page_me(struct ctx *ctx)
{
    return show_me(ctx, NULL, E_OK);
}

static enum err profile_work(struct ctx *ctx, struct tx *tx)
{
    TRY(member_update(tx, ctx->caller.owner.member, ctx->body, NULL, NULL, ctx->caller.session));
    return response_redirect(ctx->res, "/me?saved=profile");
}

static enum err change_profile(struct ctx *ctx)
{
    if (ctx->invalid)
        return E_INVALID_REQUEST;
    TRY(member_check_change(ctx->call, ctx->body));
    return app_transact(ctx, profile_work);
}

enum err page_profile_post(struct ctx *ctx)
{
    enum err e = change_profile(ctx);
    return shows_form_again(e) ? show_me(ctx, &PROFILE_FORM, e) : e;
}

struct new_password {
    const char *hash, *old_hash;
};

static enum err password_work(struct ctx *ctx, struct tx *tx)
{
    const struct new_password *password = ctx->local;
    TRY(member_update(tx, ctx->caller.owner.member, ctx->body, password->hash, password->old_hash,
                      ctx->caller.session));
    TRY(app_device_cookie(ctx, &(struct account){.password_hash = password->hash}));
    return response_redirect(ctx->res, "/me?saved=password");
}

static enum err change_password(struct ctx *ctx)
{
    struct member_change *change = ctx->body;
    struct new_password password;
    struct account account;
    if (ctx->invalid)
        return E_INVALID_REQUEST;
    TRY(member_check_change(ctx->call, change));
    TRY(account_confirm(ctx->db, ctx->caller.owner.member, ctx->caller.session,
                        change->current_password, "currentPassword", &account));
    TRY(password_hash(ctx->call->arena, change->password, &password.hash));
    password.old_hash = account.password_hash;
    ctx->local = &password;
    return app_transact(ctx, password_work);
}

enum err page_password_post(struct ctx *ctx)
{
    enum err e = change_password(ctx);
    return shows_form_again(e) ? show_me(ctx, &PASSWORD_FORM, e) : e;
}

static enum err leave_work(struct ctx *ctx, struct tx *tx)
{
    TRY(member_leave(tx, ctx->local));
    TRY(app_session_forget(ctx));
    return response_redirect(ctx->res, "/");
}

static enum err leave(struct ctx *ctx)
{
    const struct farewell *farewell = ctx->body;
    struct account account;
    if (ctx->invalid)
        return E_INVALID_REQUEST;
    TRY(account_confirm(ctx->db, ctx->caller.owner.member, ctx->caller.session, farewell->password,
                        "leavePassword", &account));
    ctx->local = &account;
    return app_transact(ctx, leave_work);
}

enum err page_leave_post(struct ctx *ctx)
{
    enum err e = leave(ctx);
    return shows_form_again(e) ? show_me(ctx, &LEAVE_FORM, e) : e;
}

/* ---- /language ---- */

enum err page_language_post(struct ctx *ctx)
{
    const struct language_choice *choice = ctx->body;
    if (ctx->invalid)
        return E_INVALID_REQUEST;
    const bool secure = strncmp(ctx->call->settings->public_url, "https://", 8) == 0;
    TRY(response_cookie(ctx->res, ctx->call->arena, "lang", lang_code(choice->lang), LANG_LIFE_S,
                        secure));
    return response_redirect(ctx->res, next_of(ctx));
}
