#include "shop/member/member.h"

const char *const MEMBER_ROLE_NAMES[] = {"CUSTOMER", "SELLER", "ADMIN", NULL};
const char *const MEMBER_STATUS_NAMES[] = {"ACTIVE", "SUSPENDED", "WITHDRAWN", NULL};

static const struct row_field PROFILE_ROW[] = {
    ROW_FIELD(ROW_INT, struct member_profile, member_id),
    ROW_FIELD(ROW_TEXT, struct member_profile, email),
    ROW_FIELD(ROW_TEXT, struct member_profile, name),
    ROW_FIELD(ROW_TEXT, struct member_profile, phone),
    ROW_FIELD_AS(ROW_TEXT, struct member_profile, address.postcode, "postcode"),
    ROW_FIELD_AS(ROW_TEXT, struct member_profile, address.line1, "line1"),
    {"line2", ROW_TEXT, true, offsetof(struct member_profile, address.line2), NULL},
    ROW_FIELD_ENUM(struct member_profile, role, MEMBER_ROLE_NAMES),
    ROW_FIELD_ENUM(struct member_profile, status, MEMBER_STATUS_NAMES),
    ROW_FIELD_NULL(ROW_INT, struct member_profile, seller_id),
    ROW_FIELD(ROW_TIME, struct member_profile, created_at),
};

enum err member_get(struct db *db, member_id id, struct member_profile *ret_profile)
{
    struct rows rows;
    TRY(db_run(db, Q_member_profile, ARGS(arg_int(id.v)), &rows));
    return rows_decode_one(db, &rows, PROFILE_ROW, COUNT_OF(PROFILE_ROW), E_MEMBER_NOT_FOUND,
                           ret_profile);
}

enum err member_create(struct tx *tx, const struct member_registration *reg, const char *hash,
                       enum member_role role, member_id *ret_id)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_member_insert,
               ARGS(arg_text(reg->email), arg_text(hash), arg_text(reg->name), arg_text(reg->phone),
                    arg_text(reg->address.postcode), arg_text(reg->address.line1),
                    arg_text(reg->address.line2), arg_text(MEMBER_ROLE_NAMES[role]),
                    arg_time(tx->call->now)),
               &rows));
    return rows_int(tx->db, &rows, E_INTERNAL, &ret_id->v);
}

enum err member_register(struct tx *tx, const struct member_registration *reg, const char *hash,
                         member_id *ret_id)
{
    enum err e = member_create(tx, reg, hash, MEMBER_CUSTOMER, ret_id);
    if (e == E_EMAIL_TAKEN)
        problem_add(&tx->call->problems, tx->call->arena, "email", P_TAKEN);
    return e;
}

enum err member_update(struct tx *tx, member_id id, const struct member_change *change,
                       const char *hash, const char *old_hash, session_id keep)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_member_update,
               ARGS(arg_int(id.v), arg_text(change->name), arg_text(change->phone),
                    arg_bool(change->has_address), arg_text(change->address.postcode),
                    arg_text(change->address.line1), arg_text(change->address.line2),
                    arg_text(hash), arg_text(old_hash), arg_time(tx->call->now)),
               &rows));
    if (rows.affected == 0)
        return hash == NULL ? E_MEMBER_NOT_FOUND
                            : call_refuse(tx->call, "currentPassword", P_WRONG_PASSWORD);
    if (hash != NULL)
        db_queue(tx->db, Q_session_delete_others, ARGS(arg_int(id.v), arg_id(keep.v)), NULL);
    return E_OK;
}
