#include "shop/order/order_clock.h"

#include "shop/order/order_settle.h"
#include "shop/order/order_store.h"

enum err order_list_due(struct db *db, enum stmt stmt, instant until, const struct order_due *after,
                        struct order_due_list *ret_list)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_TEXT, struct order_due, order_no),
        ROW_FIELD(ROW_TIME, struct order_due, due_at),
        ROW_FIELD(ROW_INT, struct order_due, due_id),
    };
    struct rows rows;
    struct order_due_list list = {0};
    TRY(db_run(db, stmt,
               ARGS(arg_time(until), arg_time(after->due_at), arg_int(after->due_id),
                    arg_int(ORDER_DUE_BATCH)),
               &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *list.items, &list.items));
    list.count = rows.count;
    *ret_list = list;
    return E_OK;
}

enum err order_list_expired(struct db *db, const struct order_due *after,
                            struct order_due_list *ret_list)
{
    return order_list_due(db, Q_order_list_expired, db_call(db)->now, after, ret_list);
}

enum err order_expire(struct tx *tx, const char *order_no, bool *ret_done)
{
    struct order order = {0};
    bool locked;
    TRY(order_store_try_lock(tx, order_no, &locked, &order));
    const bool due = locked && order_expired(order.status, order.expires_at, tx->call->now);
    if (due)
        TRY(order_settle_failed(tx, &order, "EXPIRED"));
    *ret_done = due;
    return E_OK;
}
