#include "shop/member/member.h"

enum err member_set_status(struct tx *tx, member_id id, enum member_status status)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_member_set_status,
               ARGS(arg_int(id.v), arg_text(MEMBER_STATUS_NAMES[status]), arg_time(tx->call->now)),
               &rows));
    if (rows.affected == 0)
        return E_MEMBER_NOT_FOUND;
    /* A log-in under way holds the member's row and is waited for above, so its session is here. */
    if (status != MEMBER_ACTIVE) {
        db_queue(tx->db, Q_session_delete_others, ARGS(arg_int(id.v), arg_null()), NULL);
        /* Streams that are open outlive their sessions by some minutes, in silence. */
        db_queue(tx->db, Q_notice_silence, ARGS(arg_int(id.v)), NULL);
    }
    return E_OK;
}
