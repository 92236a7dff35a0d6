#include "base/log.h"
#include "shop/member/login.h"
#include "shop/member/member.h"
#include "shop/member/password.h"

static const struct row_field ACCOUNT_ROW[] = {
    ROW_FIELD(ROW_INT, struct account, member_id),
    ROW_FIELD_ENUM(struct account, role, MEMBER_ROLE_NAMES),
    ROW_FIELD_ENUM(struct account, status, MEMBER_STATUS_NAMES),
    ROW_FIELD(ROW_TEXT, struct account, password_hash),
};

/* The address is normalised where it is one. */
static enum err find(struct db *db, const char **email, struct account *ret_account)
{
    TRY(email_normalise(db_call(db)->arena, *email, email));
    struct rows rows;
    TRY(db_run(db, Q_member_by_email, ARGS(arg_text(*email)), &rows));
    return rows_decode_one(db, &rows, ACCOUNT_ROW, COUNT_OF(ACCOUNT_ROW), E_MEMBER_NOT_FOUND,
                           ret_account);
}

/* Checks the password between counting it and taking that back. */
static enum err check(struct db *db, const struct login_guard *guard, const char *hash,
                      const char *password)
{
    TRY(login_admit(db, guard));
    const enum err e = password_verify(hash, password);
    if (e == E_OK)
        return login_succeeded(db, guard);
    if (e != E_INVALID_CREDENTIALS)
        TRY(login_take_back(db, guard));
    return e;
}

/* By the member's number, and "0" for none: an address is a person's. */
static void tell(const struct account *account, const char *what)
{
    log_write(LOG_INFO, "log-in of member %lld: %s", (long long)account->member_id.v, what);
}

enum err account_authenticate(struct db *db, const struct login *login, struct account *ret_account)
{
    struct account account = {0};
    struct login_guard guard;
    const char *email = login->email;
    enum err e = find(db, &email, &account);
    if (e != E_OK && e != E_MEMBER_NOT_FOUND && e != E_INVALID_REQUEST)
        return e;
    TRY(login_guard_make(db_call(db)->arena, email, login->address, login->device,
                         account.password_hash, &guard));
    e = check(db, &guard, account.password_hash, login->password);
    if (e == E_INVALID_CREDENTIALS) {
        metric_add(METRIC_LOGIN_FAILURES, NO_LABELS, 1);
        tell(&account, "the password is wrong");
    }
    TRY(e);
    if (account.status != MEMBER_ACTIVE) {
        tell(&account, "the member is suspended");
        return E_FORBIDDEN;
    }
    tell(&account, "the password is right");
    *ret_account = account;
    return E_OK;
}

enum err account_confirm(struct db *db, member_id id, session_id session, const char *password,
                         const char *field, struct account *ret_account)
{
    const struct login_guard guard = login_guard_of_session(id, session);
    struct account account;
    struct rows rows;
    TRY(db_run(db, Q_member_by_id, ARGS(arg_int(id.v)), &rows));
    TRY(rows_decode_one(db, &rows, ACCOUNT_ROW, COUNT_OF(ACCOUNT_ROW), E_MEMBER_NOT_FOUND,
                        &account));
    enum err e = check(db, &guard, account.password_hash, password);
    if (e == E_INVALID_CREDENTIALS) {
        tell(&account, "the password asked for again is wrong");
        return call_refuse(db_call(db), field, P_WRONG_PASSWORD);
    }
    TRY(e);
    *ret_account = account;
    return E_OK;
}
