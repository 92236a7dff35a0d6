#include "shop/member/member.h"

enum err member_reset_password(struct tx *tx, const char *email, const char *hash,
                               member_id *ret_id)
{
    struct rows rows;
    member_id id;
    TRY(db_run(tx->db, Q_member_reset_password,
               ARGS(arg_text(email), arg_text(hash), arg_time(tx->call->now)), &rows));
    TRY(rows_int(tx->db, &rows, E_MEMBER_NOT_FOUND, &id.v));
    /* A log-in under way with the old password holds the member's row and is waited for above. */
    db_queue(tx->db, Q_session_delete_others, ARGS(arg_int(id.v), arg_null()), NULL);
    *ret_id = id;
    return E_OK;
}
