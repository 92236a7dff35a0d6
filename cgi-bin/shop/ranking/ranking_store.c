#include "shop/ranking/ranking.h"
#include "shop/ranking/ranking_rules.h"

static const struct row_field STATE_FIELDS[] = {
    ROW_FIELD(ROW_TEXT, struct ranking, from),
    ROW_FIELD(ROW_TEXT, struct ranking, to),
    ROW_FIELD(ROW_TIME, struct ranking, refreshed_at),
};
static const struct row_field ITEM_FIELDS[] = {
    ROW_FIELD(ROW_INT, struct ranking_item, product_id),
    ROW_FIELD(ROW_TEXT, struct ranking_item, name),
    ROW_FIELD(ROW_TEXT, struct ranking_item, category),
    ROW_FIELD(ROW_TEXT, struct ranking_item, seller_name),
    ROW_FIELD(ROW_INT, struct ranking_item, price),
    ROW_FIELD(ROW_INT, struct ranking_item, discount),
    ROW_FIELD(ROW_INT, struct ranking_item, stock),
    ROW_FIELD_NULL(ROW_TEXT, struct ranking_item, picture),
    ROW_FIELD(ROW_INT, struct ranking_item, quantity),
};

/* The window to speak of before the worker has run for the first time. */
static enum err window_of_today(const struct call *call, struct ranking *ret_ranking)
{
    struct date from, to;
    char text[INSTANT_TEXT_SIZE];
    ranking_window(call->now, &from, &to);
    ret_ranking->from = arena_strdup(call->arena, date_text(from, text));
    TRY_NEW(ret_ranking->from);
    ret_ranking->to = arena_strdup(call->arena, date_text(to, text));
    TRY_NEW(ret_ranking->to);
    ret_ranking->refreshed_at = INSTANT_NONE;
    return E_OK;
}

enum err ranking_top(struct db *db, struct ranking *ret_ranking)
{
    struct rows state, items;
    db_queue(db, Q_ranking_state_get, NO_ARGS, &state);
    db_queue(db, Q_ranking_top, ARGS(arg_int(RANKING_TOP)), &items);
    TRY(db_flush(db));

    struct ranking ranking = {0};
    if (state.count == 0)
        TRY(window_of_today(db_call(db), &ranking));
    else
        TRY(rows_decode_one(db, &state, STATE_FIELDS, COUNT_OF(STATE_FIELDS), E_INTERNAL,
                            &ranking));
    TRY(rows_decode(db, &items, ITEM_FIELDS, COUNT_OF(ITEM_FIELDS), sizeof(struct ranking_item),
                    &ranking.items));
    ranking.count = items.count;
    for (size_t i = 0; i < ranking.count; i++)
        ranking.items[i].rank = (int64_t)i + 1;
    *ret_ranking = ranking;
    return E_OK;
}

static enum err take_lock(struct tx *tx, bool *ret_taken)
{
    struct rows rows;
    int64_t taken;
    TRY(db_run(tx->db, Q_ranking_try_lock, NO_ARGS, &rows));
    TRY(rows_int(tx->db, &rows, E_INTERNAL, &taken));
    *ret_taken = taken != 0;
    return E_OK;
}

enum err ranking_fold(struct tx *tx, int64_t *ret_folded)
{
    bool taken;
    TRY(take_lock(tx, &taken));
    if (!taken) {
        *ret_folded = 0;
        return E_OK;
    }
    struct rows rows;
    TRY(db_run(tx->db, Q_ranking_fold, ARGS(arg_int(RANKING_BATCH)), &rows));
    return rows_int(tx->db, &rows, E_INTERNAL, ret_folded);
}

enum err ranking_refresh(struct tx *tx, instant now)
{
    bool taken;
    TRY(take_lock(tx, &taken));
    if (!taken)
        return E_OK;
    struct date from, to;
    char from_text[INSTANT_TEXT_SIZE], to_text[INSTANT_TEXT_SIZE];
    ranking_window(now, &from, &to);
    date_text(from, from_text);
    date_text(to, to_text);
    db_queue(tx->db, Q_ranking_refresh, ARGS(arg_text(from_text), arg_text(to_text)), NULL);
    db_queue(tx->db, Q_ranking_state_set,
             ARGS(arg_text(from_text), arg_text(to_text), arg_time(now)), NULL);
    return db_flush(tx->db);
}
