#include "shop/member/member.h"
#include "shop/member/password.h"

static const struct row_field ACCOUNT_ROW[] = {
    ROW_FIELD(ROW_INT, struct account, member_id),
    ROW_FIELD_ENUM(struct account, role, MEMBER_ROLE_NAMES),
    ROW_FIELD_ENUM(struct account, status, MEMBER_STATUS_NAMES),
    ROW_FIELD(ROW_TEXT, struct account, password_hash),
};

static enum err find(struct db *db, const char *text, struct account *ret_account)
{
    const char *email;
    TRY(email_normalise(db_call(db)->arena, text, &email));
    struct rows rows;
    TRY(db_run(db, Q_member_by_email, ARGS(arg_text(email)), &rows));
    return rows_decode_one(db, &rows, ACCOUNT_ROW, COUNT_OF(ACCOUNT_ROW), E_MEMBER_NOT_FOUND,
                           ret_account);
}

enum err account_authenticate(struct db *db, const char *email, const char *password,
                              struct account *ret_account)
{
    struct account account = {0};
    enum err e = find(db, email, &account);
    if (e != E_OK && e != E_MEMBER_NOT_FOUND && e != E_INVALID_REQUEST)
        return e;
    e = password_verify(account.password_hash, password);
    if (e == E_INVALID_CREDENTIALS)
        metric_add(METRIC_LOGIN_FAILURES, NO_LABELS, 1);
    TRY(e);
    if (account.status != MEMBER_ACTIVE)
        return E_FORBIDDEN;
    *ret_account = account;
    return E_OK;
}

enum err account_confirm(struct db *db, member_id id, const char *password, const char *field,
                         struct account *ret_account)
{
    struct account account;
    struct rows rows;
    TRY(db_run(db, Q_member_by_id, ARGS(arg_int(id.v)), &rows));
    TRY(rows_decode_one(db, &rows, ACCOUNT_ROW, COUNT_OF(ACCOUNT_ROW), E_MEMBER_NOT_FOUND,
                        &account));
    enum err e = password_verify(account.password_hash, password);
    if (e == E_INVALID_CREDENTIALS)
        return call_refuse(db_call(db), field, P_WRONG_PASSWORD);
    TRY(e);
    *ret_account = account;
    return E_OK;
}
