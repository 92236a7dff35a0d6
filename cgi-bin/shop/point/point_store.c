#include "shop/point/point.h"
#include "shop/point/point_rules.h"

const char *const POINT_KIND_NAMES[] = {"CHARGE", "USE",        "ORDER_PAYMENT",
                                        "REFUND", "WITHDRAWAL", NULL};

static const struct row_field ENTRY_ROW[] = {
    ROW_FIELD(ROW_INT, struct point_entry, entry_id),
    ROW_FIELD_ENUM(struct point_entry, kind, POINT_KIND_NAMES),
    ROW_FIELD(ROW_INT, struct point_entry, amount),
    ROW_FIELD(ROW_INT, struct point_entry, balance_after),
    ROW_FIELD_NULL(ROW_TEXT, struct point_entry, order_no),
    ROW_FIELD(ROW_TIME, struct point_entry, created_at),
};

enum err point_balance(struct db *db, member_id member, int64_t *ret_balance)
{
    struct rows rows;
    TRY(db_run(db, Q_point_balance, ARGS(arg_int(member.v)), &rows));
    return rows_int(db, &rows, E_MEMBER_NOT_FOUND, ret_balance);
}

enum err point_history(struct db *db, member_id member, int64_t before, int64_t limit,
                       struct point_history *ret_history)
{
    struct rows rows;
    struct point_history history = {0};
    TRY(db_run(
        db, Q_point_history,
        ARGS(arg_int(member.v), arg_int(before == 0 ? INT64_MAX : before), arg_int(limit + 1)),
        &rows));
    TRY(rows_decode(db, &rows, ENTRY_ROW, COUNT_OF(ENTRY_ROW), sizeof *history.items,
                    &history.items));
    history.count = rows.count;
    if (history.count > (size_t)limit) {
        history.count = (size_t)limit;
        history.next = history.items[limit - 1].entry_id;
    }
    *ret_history = history;
    return E_OK;
}

/* Moves the balance by a signed amount; `cap` 0 = none. E_MEMBER_NOT_FOUND when nothing moved. */
static enum err change(struct tx *tx, member_id member, enum point_kind kind, int64_t amount,
                       int64_t cap, int64_t *ret_balance)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_point_change,
               ARGS(arg_int(member.v), arg_int(amount), arg_text(POINT_KIND_NAMES[kind]),
                    arg_null(), arg_time(tx->call->now), arg_id(cap)),
               &rows));
    return rows_int(tx->db, &rows, E_MEMBER_NOT_FOUND, ret_balance);
}

enum err point_charge(struct tx *tx, member_id member, int64_t amount, int64_t *ret_balance)
{
    TRY(point_check_charge(tx->call, amount));
    const int64_t cap = tx->call->settings->point_balance_max;
    enum err e = change(tx, member, POINT_CHARGE, amount, cap, ret_balance);
    if (e != E_MEMBER_NOT_FOUND)
        return e;
    int64_t balance;
    TRY(point_balance(tx->db, member, &balance));
    problem_add_bounds(&tx->call->problems, tx->call->arena, "amount", P_BALANCE_LIMIT, 0, cap);
    return E_BALANCE_LIMIT_EXCEEDED;
}

enum err point_use(struct tx *tx, member_id member, int64_t amount, int64_t *ret_balance)
{
    TRY(point_check_use(tx->call, amount));
    return change(tx, member, POINT_USE, -amount, 0, ret_balance);
}

void point_queue_order_payment(struct tx *tx, member_id member, order_id order, int64_t amount)
{
    db_queue_late(
        tx->db, Q_point_pay_order,
        ARGS(arg_int(member.v), arg_int(amount), arg_int(order.v), arg_time(tx->call->now)), NULL);
}

void point_queue_order_refund(struct tx *tx, member_id member, order_id order, int64_t amount)
{
    db_queue(tx->db, Q_point_refund_order,
             ARGS(arg_int(member.v), arg_int(amount), arg_int(order.v), arg_time(tx->call->now)),
             NULL);
}

enum err point_forfeit(struct tx *tx, member_id member)
{
    return db_run(tx->db, Q_point_forfeit, ARGS(arg_int(member.v), arg_time(tx->call->now)), NULL);
}
