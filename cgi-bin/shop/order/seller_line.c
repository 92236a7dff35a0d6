#include "shop/order/seller_line.h"

#define LINE(kind, member, column, null)                                                           \
    {                                                                                              \
        column, kind, null, offsetof(struct seller_line, member), NULL                             \
    }

static const struct row_field LINE_ROW[] = {
    LINE(ROW_INT, item_id, "item_id", false),
    LINE(ROW_TEXT, order_no, "order_no", false),
    LINE(ROW_INT, product_id, "product_id", false),
    LINE(ROW_TEXT, name, "name", false),
    LINE(ROW_TEXT, picture, "picture", true),
    LINE(ROW_INT, quantity, "quantity", false),
    LINE(ROW_INT, paid, "paid", false),
    {"status", ROW_ENUM, false, offsetof(struct seller_line, status), ITEM_STATUS_NAMES},
    LINE(ROW_TIME, ordered_at, "ordered_at", false),
    LINE(ROW_TEXT, shipping.recipient, "recipient", false),
    LINE(ROW_TEXT, shipping.phone, "phone", false),
    LINE(ROW_TEXT, shipping.address.postcode, "postcode", false),
    LINE(ROW_TEXT, shipping.address.line1, "line1", false),
    LINE(ROW_TEXT, shipping.address.line2, "line2", true),
    LINE(ROW_TEXT, reason, "reason", true),
};

static enum err decode(struct db *db, const struct rows *rows, size_t limit,
                       struct seller_lines *ret_lines)
{
    struct seller_lines lines = {0};
    TRY(rows_decode(db, rows, LINE_ROW, COUNT_OF(LINE_ROW), sizeof *lines.items, &lines.items));
    lines.count = rows->count;
    if (lines.count > limit) {
        lines.count = limit;
        lines.next = lines.items[limit - 1].item_id.v;
    }
    *ret_lines = lines;
    return E_OK;
}

enum err seller_lines(struct db *db, seller_id seller, enum seller_stage stage, int64_t before,
                      int64_t limit, struct seller_lines *ret_lines)
{
    const char *states[STAGE_STATES_MAX];
    const size_t count = seller_stage_states(stage, states);
    struct rows rows;
    TRY(db_run(db, Q_order_lines_of_seller,
               ARGS(arg_int(seller.v), arg_texts(states, count),
                    arg_int(before == 0 ? INT64_MAX : before), arg_int(limit + 1)),
               &rows));
    return decode(db, &rows, (size_t)limit, ret_lines);
}

enum err seller_lines_named(struct db *db, seller_id seller, const int64_t *ids, size_t count,
                            struct seller_lines *ret_lines)
{
    struct rows rows;
    TRY(db_run(db, Q_order_lines_of_seller_named, ARGS(arg_int(seller.v), arg_ints(ids, count)),
               &rows));
    return decode(db, &rows, count, ret_lines);
}

enum err seller_work(struct db *db, seller_id seller, int64_t ret_lines[STAGE_COUNT])
{
    struct state_count {
        enum item_status status;
        int64_t lines;
    } * counts;
    static const struct row_field ROW[] = {
        ROW_FIELD_ENUM(struct state_count, status, ITEM_STATUS_NAMES),
        ROW_FIELD(ROW_INT, struct state_count, lines),
    };
    const char *states[ITEM_STATUS_COUNT];
    size_t count = 0;
    struct rows rows;
    for (int stage = 0; stage < STAGE_COUNT; stage++)
        count += seller_stage_states((enum seller_stage)stage, states + count);
    TRY(db_run(db, Q_order_work_of_seller, ARGS(arg_int(seller.v), arg_texts(states, count)),
               &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *counts, &counts));
    for (int stage = 0; stage < STAGE_COUNT; stage++)
        ret_lines[stage] = 0;
    for (size_t i = 0; i < rows.count; i++)
        ret_lines[seller_stage_of(counts[i].status)] += counts[i].lines;
    return E_OK;
}
