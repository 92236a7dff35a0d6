#include <stdlib.h>

#include "shop/desk/desk.h"

const char *const DESK_REFUND_STATUS_NAMES[] = {"PENDING", "DONE", "FAILED", NULL};

static const struct row_field ORDER_ROW[] = {
    ROW_FIELD(ROW_INT, struct desk_order, place),
    ROW_FIELD(ROW_TEXT, struct desk_order, order_no),
    ROW_FIELD_ENUM(struct desk_order, status, ORDER_STATUS_NAMES),
    ROW_FIELD_ENUM(struct desk_order, payment_method, PAYMENT_METHOD_NAMES),
    ROW_FIELD(ROW_INT, struct desk_order, payable),
    ROW_FIELD(ROW_TEXT, struct desk_order, recipient),
    ROW_FIELD(ROW_TEXT, struct desk_order, phone),
    ROW_FIELD_NULL(ROW_INT, struct desk_order, member_id),
    ROW_FIELD(ROW_TIME, struct desk_order, created_at),
};

/* ---- lists ---- */

/* `rows` hold one more than is shown. */
static enum err page_of(struct db *db, const struct rows *rows, int64_t limit,
                        struct desk_order_page *ret_page)
{
    struct desk_order_page page = {0};
    TRY(rows_decode(db, rows, ORDER_ROW, COUNT_OF(ORDER_ROW), sizeof *page.items, &page.items));
    page.count = rows->count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next = page.items[limit - 1].place;
    }
    *ret_page = page;
    return E_OK;
}

/* What is no address or number can be nobody's: an empty text finds nothing. */
static enum err normalise(struct arena *arena, enum desk_key kind, const char **text)
{
    const enum err e = kind == DESK_KEY_EMAIL   ? email_normalise(arena, *text, text)
                       : kind == DESK_KEY_PHONE ? phone_normalise(arena, *text, text)
                                                : E_OK;
    if (e == E_INVALID_REQUEST)
        *text = "";
    return e == E_INVALID_REQUEST ? E_OK : e;
}

enum err desk_find_orders(struct db *db, const char *text, int64_t before, int64_t limit,
                          struct desk_order_page *ret_page)
{
    const enum desk_key kind = desk_key_of(text);
    const struct db_arg from = arg_int(before == 0 ? INT64_MAX : before);
    const struct db_arg most = arg_int(limit + 1);
    struct rows rows = {0};
    TRY(normalise(db_call(db)->arena, kind, &text));
    switch (kind) {
    case DESK_KEY_NONE:
        TRY(db_run(db, Q_desk_order_newest, ARGS(from, most), &rows));
        break;
    case DESK_KEY_ORDER:
        TRY(db_run(db, Q_desk_order_by_no, ARGS(arg_text(text), from, most), &rows));
        break;
    case DESK_KEY_PHONE:
        TRY(db_run(db, Q_desk_order_by_phone, ARGS(arg_text(text), from, most), &rows));
        break;
    case DESK_KEY_EMAIL:
        TRY(db_run(db, Q_desk_order_by_email, ARGS(arg_text(text), from, most), &rows));
        break;
    case DESK_KEY_NUMBER:
        TRY(db_run(db, Q_desk_order_by_member, ARGS(arg_int(strtoll(text, NULL, 10)), from, most),
                   &rows));
        break;
    case DESK_KEY_NAME:
        TRY(db_run(db, Q_desk_order_by_name, ARGS(arg_text(text), from, most), &rows));
        break;
    }
    return page_of(db, &rows, limit, ret_page);
}

enum err desk_list_failed_refunds(struct db *db, int64_t before, int64_t limit,
                                  struct desk_order_page *ret_page)
{
    struct rows rows;
    TRY(db_run(db, Q_desk_order_refund_failed,
               ARGS(arg_int(before == 0 ? INT64_MAX : before), arg_int(limit + 1)), &rows));
    return page_of(db, &rows, limit, ret_page);
}

/* ---- one order ---- */

static const struct row_field LINE_EVENT_ROW[] = {
    ROW_FIELD(ROW_TEXT, struct desk_line_event, name),
    ROW_FIELD_NULL(ROW_TEXT, struct desk_line_event, from_status),
    ROW_FIELD(ROW_TEXT, struct desk_line_event, to_status),
    ROW_FIELD_ENUM(struct desk_line_event, actor, ACTOR_NAMES),
    ROW_FIELD(ROW_TIME, struct desk_line_event, created_at),
};

static const struct row_field REFUND_ROW[] = {
    ROW_FIELD(ROW_INT, struct desk_refund, refund_id),
    ROW_FIELD(ROW_INT, struct desk_refund, payment_id),
    ROW_FIELD(ROW_INT, struct desk_refund, amount),
    ROW_FIELD(ROW_TEXT, struct desk_refund, reason),
    ROW_FIELD_ENUM(struct desk_refund, status, DESK_REFUND_STATUS_NAMES),
    ROW_FIELD(ROW_INT, struct desk_refund, attempts),
    ROW_FIELD_NULL(ROW_TEXT, struct desk_refund, last_error),
    ROW_FIELD(ROW_TIME, struct desk_refund, created_at),
    ROW_FIELD_NULL(ROW_TIME, struct desk_refund, done_at),
};

static enum err read_payments(struct db *db, const struct rows *rows, struct desk_case *found)
{
    static const struct row_field ROW[] = {ROW_FIELD(ROW_INT, struct payment, payment_id)};
    const struct owner nobody = {{0}, {0}};
    TRY(rows_decode(db, rows, ROW, COUNT_OF(ROW), sizeof *found->payments, &found->payments));
    found->payment_count = rows->count;
    for (size_t i = 0; i < rows->count; i++)
        TRY(payment_get(db, nobody, true, found->payments[i].payment_id, &found->payments[i]));
    return E_OK;
}

static enum err read_told(struct db *db, struct desk_case *found)
{
    const struct order *order = &found->order;
    int64_t sellers[ORDER_LINES_MAX];
    struct event_page events;
    TRY(event_list_of_order(db, order->order_no, DESK_CASE_MAX, &events));
    TRY(notice_list_about(db, order->owner, order->order_no, &found->to_buyer));
    for (size_t i = 0; i < order->item_count; i++)
        sellers[i] = order->items[i].seller_id.v;
    /* Nobody is told of an order before its buyer is. */
    const size_t told = found->to_buyer.count;
    const int64_t since = told > 0 ? found->to_buyer.items[told - 1].notice_id : 0;
    TRY(notice_list_about_to_sellers(db, sellers, order->item_count, order->order_no, since,
                                     &found->to_sellers));
    found->events = events.items;
    found->event_count = events.count;
    return E_OK;
}

enum err desk_get_case(struct db *db, const char *order_no, struct desk_case *ret_case)
{
    struct rows lines, payments, refunds;
    struct desk_case found = {0};
    TRY(order_get_any(db, order_no, &found.order));
    const struct db_arg order = arg_int(found.order.order_id.v), most = arg_int(DESK_CASE_MAX);
    db_queue(db, Q_desk_line_events, ARGS(order, most), &lines);
    db_queue(db, Q_desk_payments, ARGS(order, most), &payments);
    db_queue(db, Q_desk_refunds, ARGS(order, most), &refunds);
    TRY(db_flush(db));
    TRY(rows_decode(db, &lines, LINE_EVENT_ROW, COUNT_OF(LINE_EVENT_ROW), sizeof *found.line_events,
                    &found.line_events));
    found.line_event_count = lines.count;
    TRY(rows_decode(db, &refunds, REFUND_ROW, COUNT_OF(REFUND_ROW), sizeof *found.refunds,
                    &found.refunds));
    found.refund_count = refunds.count;
    TRY(read_payments(db, &payments, &found));
    TRY(read_told(db, &found));
    *ret_case = found;
    return E_OK;
}
