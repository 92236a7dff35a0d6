/* /api/member and /api/session, and the pages around them: password hashing happens in this program
 * only. */
#include "app/app.h"
#include "shop/member/member.h"
#include "shop/member/member_json.h"
#include "shop/member/password.h"
#include "shop/member/session.h"
#include "store/account_fields.h"
#include "store/account_pages.h"

static const struct field CHANGE_TABLE[] = {
    {.name = "name",
     .type = FIELD_LINE,
     .min = 1,
     .max = MEMBER_NAME_MAX,
     .offset = offsetof(struct member_change, name)},
    {.name = "phone",
     .type = FIELD_LINE,
     .min = PHONE_MIN,
     .max = PHONE_MAX,
     .offset = offsetof(struct member_change, phone)},
    {.name = "address",
     .type = FIELD_OBJECT,
     .offset = offsetof(struct member_change, address),
     .has = HAS(struct member_change, has_address),
     .of = &ADDRESS_FIELDS},
    {.name = "password",
     .type = FIELD_SECRET,
     .min = MEMBER_PASSWORD_MIN,
     .max = MEMBER_PASSWORD_MAX,
     .offset = offsetof(struct member_change, password)},
    {.name = "currentPassword",
     .type = FIELD_SECRET,
     .min = 1,
     .max = MEMBER_PASSWORD_MAX,
     .offset = offsetof(struct member_change, current_password)},
};
static const struct field_set CHANGE_FIELDS = FIELD_SET(struct member_change, CHANGE_TABLE);

static const struct field FAREWELL_TABLE[] = {
    {.name = "password",
     .type = FIELD_SECRET,
     .required = true,
     .min = 1,
     .max = MEMBER_PASSWORD_MAX,
     .offset = offsetof(struct farewell, password)},
};
static const struct field_set FAREWELL_FIELDS = FIELD_SET(struct farewell, FAREWELL_TABLE);

/* ---- members ---- */

static enum err register_work(struct ctx *ctx, struct tx *tx)
{
    const struct member_registration *reg = ctx->body;
    member_id id;
    TRY(member_register(tx, reg, ctx->local, &id));
    struct json data = json_answer(ctx);
    member_registered_json(data, id, reg);
    return app_json(ctx, 201, data);
}

static enum err register_member(struct ctx *ctx)
{
    struct member_registration *reg = ctx->body;
    const char *hash;
    TRY(member_check_registration(ctx->call, reg));
    TRY(password_hash(ctx->call->arena, reg->password, &hash));
    ctx->local = (void *)hash;
    return app_transact(ctx, register_work);
}

static enum err answer_profile(struct ctx *ctx, struct db *db, member_id id)
{
    struct member_profile profile;
    TRY(member_get(db, id, &profile));
    struct json data = json_answer(ctx);
    member_profile_json(data, &profile);
    return app_json(ctx, 200, data);
}

static enum err show_me(struct ctx *ctx)
{
    return answer_profile(ctx, ctx->db, ctx->caller.owner.member);
}

static enum err show_member(struct ctx *ctx)
{
    const member_id id = {ctx->params.id[0]};
    TRY(answer_profile(ctx, ctx->db, id)); /* nobody there is said before "not yours" */
    if (id.v != ctx->caller.owner.member.v && ctx->caller.role != ROLE_ADMIN)
        return E_FORBIDDEN;
    return E_OK;
}

struct new_password {
    const char *hash, *old_hash;
};

static enum err change_work(struct ctx *ctx, struct tx *tx)
{
    const struct new_password *password = ctx->local;
    const member_id id = ctx->caller.owner.member;
    TRY(member_update(tx, id, ctx->body, password->hash, password->old_hash, ctx->caller.session));
    /* A known device stays one; who has a token alone has none. */
    if (password->hash != NULL && ctx->req->cookie != NULL)
        TRY(app_device_cookie(ctx, &(struct account){.password_hash = password->hash}));
    return answer_profile(ctx, tx->db, id);
}

static enum err change_me(struct ctx *ctx)
{
    struct member_change *change = ctx->body;
    struct new_password password = {0};
    TRY(member_check_change(ctx->call, change));
    if (change->password != NULL) {
        struct account account;
        TRY(account_confirm(ctx->db, ctx->caller.owner.member, ctx->caller.session,
                            change->current_password, "currentPassword", &account));
        TRY(password_hash(ctx->call->arena, change->password, &password.hash));
        password.old_hash = account.password_hash;
    }
    ctx->local = &password;
    return app_transact(ctx, change_work);
}

static enum err leave_work(struct ctx *ctx, struct tx *tx)
{
    TRY(member_leave(tx, ctx->local));
    if (!ctx->caller.bearer)
        TRY(app_session_forget(ctx));
    return app_no_content(ctx);
}

static enum err leave(struct ctx *ctx)
{
    const struct farewell *farewell = ctx->body;
    struct account account;
    TRY(account_confirm(ctx->db, ctx->caller.owner.member, ctx->caller.session, farewell->password,
                        "password", &account));
    ctx->local = &account;
    return app_transact(ctx, leave_work);
}

/* ---- sessions ---- */

static enum err log_in_work(struct ctx *ctx, struct tx *tx)
{
    const struct account *account = ctx->local;
    const struct session before = {.session_id = ctx->caller.session, .owner = ctx->caller.owner};
    struct session_opened opened;
    TRY(session_open_member(tx, account, ctx->caller.role != ROLE_NOBODY ? &before : NULL,
                            &opened));
    TRY(app_session_cookie(ctx, opened.token));
    TRY(app_device_cookie(ctx, account));
    struct json data = json_answer(ctx);
    session_json(data, &opened, account);
    return app_json(ctx, 200, data);
}

static enum err log_in(struct ctx *ctx)
{
    const struct credentials *credentials = ctx->body;
    struct account account;
    TRY(app_authenticate(ctx, credentials->email, credentials->password, &account));
    ctx->local = &account;
    return app_transact(ctx, log_in_work);
}

static enum err open_guest_work(struct ctx *ctx, struct tx *tx)
{
    struct session_opened opened;
    TRY(session_open_guest(tx, &opened));
    struct json data = json_answer(ctx);
    session_json(data, &opened, NULL);
    return app_json(ctx, 201, data);
}

static enum err open_guest(struct ctx *ctx)
{
    return app_transact(ctx, open_guest_work);
}

static enum err log_out_work(struct ctx *ctx, struct tx *tx)
{
    TRY(session_close(tx, ctx->caller.session));
    if (!ctx->caller.bearer)
        TRY(app_session_forget(ctx));
    return app_no_content(ctx);
}

static enum err log_out(struct ctx *ctx)
{
    return app_transact(ctx, log_out_work);
}

static const struct route ROUTES[] = {
    {"POST", "/api/member", ACCESS_ANYONE, 0, register_member, &REGISTRATION_FIELDS, NULL, 0},
    {"GET", "/api/member/me", ACCESS_MEMBER, 0, show_me, NULL, NULL, 0},
    {"PATCH", "/api/member/me", ACCESS_MEMBER, 0, change_me, &CHANGE_FIELDS, NULL, 0},
    {"DELETE", "/api/member/me", ACCESS_MEMBER, 0, leave, &FAREWELL_FIELDS, NULL, 0},
    {"GET", "/api/member/{id}", ACCESS_MEMBER, 0, show_member, NULL, NULL, 0},
    {"POST", "/api/session", ACCESS_ANYONE, 0, log_in, &CREDENTIALS_FIELDS, NULL, 0},
    {"POST", "/api/session/guest", ACCESS_ANYONE, 0, open_guest, NULL, NULL, 0},
    {"DELETE", "/api/session", ACCESS_CALLER, 0, log_out, NULL, NULL, 0},
    ACCOUNT_PAGE_ROUTES,
};

int main(void)
{
    static const struct program program = {"api-account", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&program);
}
