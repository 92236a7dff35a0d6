#include <string.h>

#include "shop/cart/cart.h"
#include "shop/member/member.h"
#include "shop/point/point.h"
#include "shop/sheet/sheet.h"

/* Locks the member and asks whether it may leave. Two statements, so that the second sees what
 * committed while the first waited. */
static enum err check_free(struct tx *tx, const struct account *account)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_member_lock, ARGS(arg_int(account->member_id.v)), &rows));
    static const struct row_field HASH_ROW[] = {
        ROW_FIELD(ROW_TEXT, struct account, password_hash),
    };
    struct account now = {0};
    TRY(rows_decode_one(tx->db, &rows, HASH_ROW, COUNT_OF(HASH_ROW), E_MEMBER_NOT_FOUND, &now));
    if (strcmp(now.password_hash, account->password_hash) != 0)
        return call_refuse(tx->call, "password", P_WRONG_PASSWORD);
    int64_t open;
    TRY(db_run(tx->db, Q_member_open_business, ARGS(arg_int(account->member_id.v)), &rows));
    TRY(rows_int(tx->db, &rows, E_INTERNAL, &open));
    return open != 0 ? E_MEMBER_HAS_OPEN_BUSINESS : E_OK;
}

enum err member_leave(struct tx *tx, const struct account *account)
{
    const member_id id = account->member_id;
    TRY(check_free(tx, account));
    sheet_queue_forget(tx, id);
    TRY(cart_clear(tx, (struct owner){.member = id}));
    TRY(point_forfeit(tx, id));
    const char *caller = arena_printf(tx->call->arena, "m%lld", (long long)id.v);
    TRY_NEW(caller);
    db_queue(tx->db, Q_member_erase, ARGS(arg_int(id.v), arg_time(tx->call->now)), NULL);
    db_queue(tx->db, Q_seller_erase, ARGS(arg_int(id.v)), NULL);
    db_queue(tx->db, Q_session_delete_others, ARGS(arg_int(id.v), arg_null()), NULL);
    db_queue(tx->db, Q_notice_forget, ARGS(arg_int(id.v)), NULL);
    db_queue(tx->db, Q_idempotency_forget, ARGS(arg_text(caller)), NULL);
    return E_OK;
}
