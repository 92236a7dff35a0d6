#include "shop/member/member.h"

enum err seller_register(struct tx *tx, member_id id, const struct seller_registration *reg,
                         seller_id *ret_id)
{
    struct rows rows;
    int64_t member;
    TRY(db_run(tx->db, Q_seller_promote, ARGS(arg_int(id.v), arg_time(tx->call->now)), &rows));
    TRY(rows_int(tx->db, &rows, E_FORBIDDEN, &member));
    TRY(db_run(tx->db, Q_seller_insert,
               ARGS(arg_int(member), arg_text(reg->business_name),
                    arg_text(reg->registration_number), arg_text(reg->contact),
                    arg_text(reg->address.postcode), arg_text(reg->address.line1),
                    arg_text(reg->address.line2), arg_text(reg->category), arg_time(tx->call->now)),
               &rows));
    if (rows.count == 0)
        return call_refuse(tx->call, "registrationNumber", P_TAKEN);
    return rows_int(tx->db, &rows, E_INTERNAL, &ret_id->v);
}
