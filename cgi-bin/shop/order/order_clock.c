#include "shop/order/order_clock.h"

#include "shop/order/order_store.h"

static const struct actor SYSTEM = {.kind = ACTOR_SYSTEM};

static enum err list_due(struct db *db, enum stmt stmt, instant until,
                         const struct order_due *after, struct order_due_list *ret_list)
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

/* What reached its buyer up to this instant is confirmed. */
static instant confirm_until(const struct call *call)
{
    return instant_sub(call->now, call->settings->confirm_after);
}

enum err order_list_expired(struct db *db, const struct order_due *after,
                            struct order_due_list *ret_list)
{
    return list_due(db, Q_order_list_expired, db_call(db)->now, after, ret_list);
}

enum err order_list_delivered(struct db *db, const struct order_due *after,
                              struct order_due_list *ret_list)
{
    return list_due(db, Q_order_list_delivered, confirm_until(db_call(db)), after, ret_list);
}

/* Locks the order and reads it, unless somebody else has it under lock. */
static enum err claim(struct tx *tx, const char *order_no, bool *ret_claimed,
                      struct order *ret_order)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_order_claim, ARGS(arg_text(order_no)), &rows));
    if (rows.count > 0)
        TRY(order_store_lock(tx, (struct owner){{0}, {0}}, true, order_no, ret_order));
    *ret_claimed = rows.count > 0;
    return E_OK;
}

enum err order_expire(struct tx *tx, const char *order_no, bool *ret_done)
{
    struct order order;
    bool claimed;
    TRY(claim(tx, order_no, &claimed, &order));
    const bool due = claimed && order_expired(order.status, order.expires_at, tx->call->now);
    if (due) {
        order_store_queue_status(tx, order.order_id, ORDER_FAILED, NULL, "EXPIRED");
        order_store_queue_items(tx, order.order_id, ITEM_PENDING_PAYMENT, ITEM_FAILED,
                                "ORDER_EXPIRED", &SYSTEM);
        order_store_queue_stock(tx, &order, STOCK_MOVE_RELEASE, &SYSTEM);
    }
    *ret_done = due;
    return E_OK;
}

/* Queues a line's move to CONFIRMED if the transition table lets the system do it. */
static bool queue_confirm(struct tx *tx, struct order_item *item)
{
    if ((item_transition(item->status, ITEM_CONFIRMED) & BY_SYSTEM) == 0)
        return false;
    db_queue(tx->db, Q_order_item_set_status,
             ARGS(arg_int(item->item_id.v), arg_text(ITEM_STATUS_NAMES[item->status]),
                  arg_text(ITEM_STATUS_NAMES[ITEM_CONFIRMED]), arg_text("STATUS_CHANGED"),
                  arg_text(ACTOR_NAMES[ACTOR_SYSTEM]), arg_null(), arg_time(tx->call->now),
                  arg_null()),
             NULL);
    item->status = ITEM_CONFIRMED;
    return true;
}

/* Confirms those of the order's lines that are among `ids`; how many. */
static size_t queue_confirms(struct tx *tx, struct order *order, const int64_t *ids, size_t count)
{
    size_t confirmed = 0;
    for (size_t i = 0; i < order->item_count; i++)
        for (size_t k = 0; k < count; k++)
            if (ids[k] == order->items[i].item_id.v)
                confirmed += queue_confirm(tx, &order->items[i]);
    return confirmed;
}

enum err order_confirm_delivered(struct tx *tx, const char *order_no, bool *ret_done)
{
    static const struct row_field ROW[] = {{"item_id", ROW_INT, false, 0, NULL}};
    struct order order;
    struct rows rows;
    int64_t *standing;
    bool claimed;
    size_t confirmed = 0;
    TRY(claim(tx, order_no, &claimed, &order));
    if (claimed) {
        TRY(db_run(tx->db, Q_order_items_standing,
                   ARGS(arg_int(order.order_id.v), arg_time(confirm_until(tx->call))), &rows));
        TRY(rows_decode(tx->db, &rows, ROW, COUNT_OF(ROW), sizeof *standing, &standing));
        confirmed = queue_confirms(tx, &order, standing, rows.count);
    }
    if (confirmed > 0) {
        enum item_status states[ORDER_LINES_MAX];
        for (size_t i = 0; i < order.item_count; i++)
            states[i] = order.items[i].status;
        order_store_queue_status(tx, order.order_id,
                                 order_status_of(states, order.item_count, true), NULL, NULL);
    }
    *ret_done = confirmed > 0;
    return E_OK;
}
