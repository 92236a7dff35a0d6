/* What time does to sheets: they go, and the ratio of those that were paid for is watched. */
#include "shop/notice/notice.h"
#include "shop/sheet/sheet.h"

void sheet_queue_forget(struct tx *tx, member_id member)
{
    db_queue(tx->db, Q_sheet_forget, ARGS(arg_int(member.v)), NULL);
}

enum err sheet_sweep(struct tx *tx, int64_t *ret_count)
{
    const struct settings *settings = tx->call->settings;
    const bool counts_longer = settings->conversion_window.us > settings->order_sheet_ttl.us;
    const span kept = counts_longer ? settings->conversion_window : settings->order_sheet_ttl;
    struct rows rows;
    TRY(db_run(tx->db, Q_sheet_sweep,
               ARGS(arg_time(instant_sub(tx->call->now, kept)), arg_time(tx->call->now)), &rows));
    *ret_count = rows.affected;
    return E_OK;
}

enum err sheet_conversion(struct db *db, struct conversion *ret_conversion)
{
    struct counted {
        int64_t sheets, paid, step;
    } counted = {0};
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct counted, sheets),
        ROW_FIELD(ROW_INT, struct counted, paid),
        ROW_FIELD(ROW_INT, struct counted, step),
    };
    const struct call *call = db_call(db);
    struct rows rows;
    TRY(db_run(db, Q_sheet_conversion,
               ARGS(arg_time(instant_sub(call->now, call->settings->conversion_window)),
                    arg_int(CONVERSION_SAMPLE)),
               &rows));
    TRY(rows_decode_one(db, &rows, ROW, COUNT_OF(ROW), E_INTERNAL, &counted));
    *ret_conversion =
        (struct conversion){counted.sheets * counted.step, counted.paid * counted.step};
    return E_OK;
}

enum err sheet_watch_conversion(struct tx *tx)
{
    const struct settings *settings = tx->call->settings;
    struct conversion conversion;
    struct rows changed;
    TRY(sheet_conversion(tx->db, &conversion));
    const enum conversion_state state = conversion_judge(
        &conversion, settings->conversion_alert_below, settings->conversion_min_sheets);
    if (state == CONVERSION_UNKNOWN)
        return E_OK;
    const bool low = state == CONVERSION_LOW;
    TRY(db_run(tx->db, Q_sheet_note_conversion, ARGS(arg_bool(low), arg_time(tx->call->now)),
               &changed));
    if (low && changed.count > 0)
        notice_queue_to_admins(tx, &(struct notice){.kind = NOTICE_CONVERSION_LOW,
                                                    .amount = conversion_percent(&conversion)});
    return E_OK;
}
