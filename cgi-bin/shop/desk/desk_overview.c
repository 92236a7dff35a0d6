#include "shop/desk/desk.h"

enum err desk_get_overview(struct db *db, struct desk_overview *ret_overview)
{
    struct minute_row {
        int64_t orders;
    } * minutes;
    static const struct row_field ROW[] = {ROW_FIELD(ROW_INT, struct minute_row, orders)};
    struct rows rates, failed;
    struct desk_overview overview = {0};
    db_queue(db, Q_desk_order_rate, ARGS(arg_time(db_call(db)->now)), &rates);
    db_queue(db, Q_desk_refunds_failed, NO_ARGS, &failed);
    TRY(db_flush(db));
    TRY(rows_decode(db, &rates, ROW, COUNT_OF(ROW), sizeof *minutes, &minutes));
    for (size_t i = 0; i < rates.count && i < DESK_MINUTES; i++) {
        overview.orders[i] = minutes[i].orders;
        overview.orders_in_all += minutes[i].orders;
    }
    TRY(rows_int(db, &failed, E_INTERNAL, &overview.refunds_failed));
    TRY(sheet_conversion(db, &overview.conversion));
    TRY(event_count(db, &overview.events));
    TRY(books_last(db, &overview.books));
    *ret_overview = overview;
    return E_OK;
}
