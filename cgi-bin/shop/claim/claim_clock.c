#include "shop/claim/claim_clock.h"

#include "shop/claim/claim.h"
#include "shop/order/order_store.h"

/* What reached its buyer up to this instant is confirmed. */
static instant confirm_until(const struct call *call)
{
    return instant_sub(call->now, call->settings->confirm_after);
}

enum err claim_list_delivered(struct db *db, const struct order_due *after,
                              struct order_due_list *ret_list)
{
    return order_list_due(db, Q_order_list_delivered, confirm_until(db_call(db)), after, ret_list);
}

/* Whether the order's line of that id is in a state that the system confirms. */
static bool may_confirm(const struct order *order, int64_t item_id)
{
    for (size_t i = 0; i < order->item_count; i++)
        if (order->items[i].item_id.v == item_id)
            return (item_transition(order->items[i].status, ITEM_CONFIRMED) & BY_SYSTEM) != 0;
    return false;
}

enum err claim_confirm_delivered(struct tx *tx, const char *order_no, bool *ret_done)
{
    static const struct actor SYSTEM = {.kind = ACTOR_SYSTEM};
    static const struct row_field ROW[] = {{"item_id", ROW_INT, false, 0, NULL}};
    const struct owner nobody = {{0}, {0}};
    struct order order = {0};
    struct rows rows;
    int64_t *standing;
    bool locked, done = false;
    TRY(order_store_try_lock(tx, order_no, &locked, &order));
    if (locked) {
        TRY(db_run(tx->db, Q_order_items_standing,
                   ARGS(arg_int(order.order_id.v), arg_time(confirm_until(tx->call))), &rows));
        TRY(rows_decode(tx->db, &rows, ROW, COUNT_OF(ROW), sizeof *standing, &standing));
        for (size_t i = 0; i < rows.count; i++) {
            if (!may_confirm(&order, standing[i]))
                continue;
            TRY(claim_move_item(tx, &SYSTEM, nobody, order_no, (order_item_id){standing[i]},
                                ITEM_CONFIRMED, NULL, &order));
            done = true;
        }
    }
    *ret_done = done;
    return E_OK;
}
