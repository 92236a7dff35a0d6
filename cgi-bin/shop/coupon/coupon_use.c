/* Coupons in orders: held by one that waits, used by one that is paid, back when it comes to
 * nothing. */
#include "shop/coupon/coupon_store.h"

void coupon_queue_read(struct db *db, member_id member, issued_coupon_id id, bool lock,
                       struct rows *ret_rows)
{
    /* To the lock no member means any member: a guest's 0 must stay a member that nobody is. */
    db_queue(db, lock ? Q_coupon_issued_lock : Q_coupon_issued_read,
             ARGS(arg_int(id.v), arg_int(member.v)), ret_rows);
}

void coupon_queue_lock_of_sheet(struct tx *tx, member_id member, order_sheet_id sheet,
                                struct rows *ret_rows)
{
    db_queue(tx->db, Q_coupon_issued_lock_of_sheet, ARGS(arg_int(sheet.v), arg_int(member.v)),
             ret_rows);
}

enum err coupon_take(struct db *db, const struct rows *rows, struct price_coupon *ret_discount)
{
    struct issued_coupon issued;
    TRY(issued_decode(db, rows, &issued));
    TRY(coupon_check_use(&issued.hold, db_call(db)->now));
    *ret_discount = issued.discount;
    return E_OK;
}

void coupon_queue_hold(struct tx *tx, issued_coupon_id id, order_id order, bool paid)
{
    db_queue(tx->db, Q_coupon_hold,
             ARGS(arg_int(id.v), arg_int(order.v), arg_bool(paid), arg_time(tx->call->now)), NULL);
}

enum err coupon_recheck(struct tx *tx, member_id member, issued_coupon_id id, order_id order)
{
    struct rows rows;
    struct issued_coupon issued;
    coupon_queue_read(tx->db, member, id, true, &rows);
    TRY(db_flush(tx->db));
    const enum err e = issued_decode(tx->db, &rows, &issued);
    if (e == E_COUPON_NOT_FOUND)
        return E_COUPON_NOT_USABLE;
    TRY(e);
    return coupon_check_pay(&issued.hold, order);
}

void coupon_queue_use(struct tx *tx, order_id order)
{
    db_queue(tx->db, Q_coupon_use, ARGS(arg_int(order.v), arg_time(tx->call->now)), NULL);
}

void coupon_queue_release(struct tx *tx, order_id order)
{
    db_queue(tx->db, Q_coupon_release, ARGS(arg_int(order.v), arg_time(tx->call->now)), NULL);
}
