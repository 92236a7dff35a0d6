#include "shop/stock/stock.h"

#include "shop/catalog/product.h"
#include "shop/notice/notice_rules.h"

const char *const STOCK_KIND_NAMES[] = {"INITIAL", "ADJUSTED", "RESERVED",  "RELEASED",
                                        "SOLD",    "RETURNED", "EXCHANGED", NULL};

static const struct row_field STOCK_ROW[] = {
    ROW_FIELD(ROW_INT, struct stock, product_id),
    ROW_FIELD(ROW_INT, struct stock, on_hand),
    ROW_FIELD(ROW_INT, struct stock, reserved),
    ROW_FIELD(ROW_INT, struct stock, available),
};

static const struct row_field ENTRY_ROW[] = {
    ROW_FIELD(ROW_INT, struct stock_entry, entry_id),
    ROW_FIELD_ENUM(struct stock_entry, kind, STOCK_KIND_NAMES),
    ROW_FIELD(ROW_INT, struct stock_entry, on_hand_delta),
    ROW_FIELD(ROW_INT, struct stock_entry, reserved_delta),
    ROW_FIELD(ROW_INT, struct stock_entry, on_hand_after),
    ROW_FIELD(ROW_INT, struct stock_entry, reserved_after),
    ROW_FIELD_NULL(ROW_TEXT, struct stock_entry, order_no),
    ROW_FIELD_ENUM(struct stock_entry, actor, ACTOR_NAMES),
    ROW_FIELD_NULL(ROW_TEXT, struct stock_entry, reason),
    ROW_FIELD(ROW_TIME, struct stock_entry, created_at),
};

/* What a move does to each figure for one unit, and what the history calls it. */
static const struct {
    enum stock_kind kind;
    int on_hand, reserved;
} MOVES[] = {
    [STOCK_MOVE_RESERVE] = {STOCK_RESERVED, 0, 1}, [STOCK_MOVE_RELEASE] = {STOCK_RELEASED, 0, -1},
    [STOCK_MOVE_SELL] = {STOCK_SOLD, -1, -1},      [STOCK_MOVE_SELL_NOW] = {STOCK_SOLD, -1, 0},
    [STOCK_MOVE_RETURN] = {STOCK_RETURNED, 1, 0},  [STOCK_MOVE_EXCHANGE] = {STOCK_EXCHANGED, -1, 0},
};

enum err stock_get(struct db *db, product_id id, struct stock *ret_stock)
{
    struct rows rows;
    TRY(db_run(db, Q_stock_get, ARGS(arg_int(id.v)), &rows));
    return rows_decode_one(db, &rows, STOCK_ROW, COUNT_OF(STOCK_ROW), E_PRODUCT_NOT_FOUND,
                           ret_stock);
}

enum err stock_history(struct db *db, const struct actor *actor, product_id id, int64_t before,
                       int64_t limit, struct stock_history *ret_history)
{
    struct rows owner, rows;
    int64_t seller;
    struct stock_history history = {0};
    db_queue(db, Q_stock_owner, ARGS(arg_int(id.v)), &owner);
    db_queue(db, Q_stock_history,
             ARGS(arg_int(id.v), arg_int(before == 0 ? INT64_MAX : before), arg_int(limit + 1)),
             &rows);
    TRY(db_flush(db));
    TRY(rows_int(db, &owner, E_PRODUCT_NOT_FOUND, &seller));
    if (actor->kind != ACTOR_ADMIN && actor->seller.v != seller)
        return E_FORBIDDEN;
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

enum err stock_adjust(struct tx *tx, const struct actor *actor, product_id id, int64_t delta,
                      const char *reason, struct stock *ret_stock)
{
    if (delta == 0)
        return call_refuse(tx->call, "delta", P_INVALID_VALUE);
    TRY(product_lock_own(tx, actor, id));
    struct stock now;
    TRY(stock_get(tx->db, id, &now));
    if (delta > STOCK_MAX - now.on_hand) {
        problem_add_bounds(&tx->call->problems, tx->call->arena, "delta", P_OUT_OF_RANGE,
                           -now.available, STOCK_MAX - now.on_hand);
        return E_INVALID_REQUEST;
    }
    struct rows rows;
    TRY(db_run(tx->db, Q_stock_adjust,
               ARGS(arg_int(id.v), arg_int(delta), arg_text(ACTOR_NAMES[actor->kind]),
                    arg_id(actor->member.v), arg_text(reason), arg_time(tx->call->now)),
               &rows));
    return rows_decode_one(tx->db, &rows, STOCK_ROW, COUNT_OF(STOCK_ROW), E_INTERNAL, ret_stock);
}

void stock_queue_move(struct tx *tx, enum stock_move move, order_id order,
                      const struct actor *actor, const struct stock_want *wants, size_t count)
{
    int64_t ids[100], quantities[100];
    for (size_t i = 0; i < count; i++) {
        ids[i] = wants[i].product.v;
        quantities[i] = wants[i].quantity;
    }
    /* One row is locked by the update itself; several would be in the update's own order. */
    if (count > 1)
        db_queue_late(tx->db, Q_stock_lock, ARGS(arg_ints(ids, count)), NULL);
    db_queue_late(tx->db, Q_stock_move,
                  ARGS(arg_ints(ids, count), arg_ints(quantities, count),
                       arg_int(MOVES[move].on_hand), arg_int(MOVES[move].reserved),
                       arg_text(STOCK_KIND_NAMES[MOVES[move].kind]), arg_int(order.v),
                       arg_text(ACTOR_NAMES[actor->kind]), arg_id(actor->member.v),
                       arg_time(tx->call->now), arg_int(NOTICE_STOCK_LOW_AT)),
                  NULL);
}
