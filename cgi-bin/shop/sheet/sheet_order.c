#include "shop/sheet/sheet_order.h"

static void queue_read(struct db *db, enum stmt stmt, struct owner owner, order_sheet_id id,
                       struct rows *ret_rows)
{
    db_queue(db, stmt, ARGS(arg_int(id.v), arg_id(owner.member.v), arg_id(owner.guest.v)),
             ret_rows);
}

#define SHEET_FIELD(kind, member, column, null)                                                    \
    {                                                                                              \
        column, kind, null, offsetof(struct order_sheet, member), NULL                             \
    }

static const struct row_field SHEET_ROW[] = {
    SHEET_FIELD(ROW_INT, sheet_id, "sheet_id", false),
    SHEET_FIELD(ROW_INT, amounts.items, "items_amount", false),
    SHEET_FIELD(ROW_INT, amounts.item_discount, "item_discount", false),
    SHEET_FIELD(ROW_INT, amounts.order_discount, "order_discount", false),
    SHEET_FIELD(ROW_INT, amounts.shipping_fee, "shipping_fee", false),
    SHEET_FIELD(ROW_INT, amounts.payable, "payable", false),
    SHEET_FIELD(ROW_INT, coupon, "issued_coupon_id", true),
    SHEET_FIELD(ROW_TIME, expires_at, "expires_at", false),
    SHEET_FIELD(ROW_INT, order, "order_id", true),
};

struct sheet_line {
    int64_t cart_item_id;
    struct order_item item;
};

#define LINE_FIELD(kind, member)                                                                   \
    {                                                                                              \
#member, kind, false, offsetof(struct sheet_line, item.member), NULL                       \
    }

static const struct row_field LINE_ROW[] = {
    ROW_FIELD_NULL(ROW_INT, struct sheet_line, cart_item_id),
    LINE_FIELD(ROW_INT, product_id),
    LINE_FIELD(ROW_INT, seller_id),
    LINE_FIELD(ROW_TEXT, name),
    LINE_FIELD(ROW_INT, unit_price),
    LINE_FIELD(ROW_INT, unit_discount),
    LINE_FIELD(ROW_INT, quantity),
    LINE_FIELD(ROW_INT, line_total),
    LINE_FIELD(ROW_INT, discount_piece),
    LINE_FIELD(ROW_INT, shipping_fee),
};

static enum err decode_lines(struct db *db, const struct rows *rows, struct order_sheet *sheet)
{
    struct arena *arena = db_call(db)->arena;
    struct sheet_line *lines;
    TRY(rows_decode(db, rows, LINE_ROW, COUNT_OF(LINE_ROW), sizeof *lines, &lines));
    sheet->item_count = rows->count;
    sheet->items = NEW_ARRAY(arena, struct order_item, rows->count);
    TRY_NEW(sheet->items);
    if (rows->count > 0 && lines[0].cart_item_id != 0) {
        sheet->cart_item_ids = NEW_ARRAY(arena, int64_t, rows->count);
        TRY_NEW(sheet->cart_item_ids);
    }
    for (size_t i = 0; i < rows->count; i++) {
        sheet->items[i] = lines[i].item;
        if (sheet->cart_item_ids != NULL)
            sheet->cart_item_ids[i] = lines[i].cart_item_id;
    }
    return E_OK;
}

static void queue_by(struct db *db, enum stmt stmt, struct owner owner, order_sheet_id id,
                     struct sheet_rows *ret_rows)
{
    queue_read(db, stmt, owner, id, &ret_rows->sheet);
    queue_read(db, Q_sheet_items, owner, id, &ret_rows->lines);
}

static enum err decode(struct db *db, const struct sheet_rows *rows, struct order_sheet *ret_sheet)
{
    struct order_sheet sheet = {0};
    TRY(rows_decode_one(db, &rows->sheet, SHEET_ROW, COUNT_OF(SHEET_ROW), E_ORDER_SHEET_NOT_FOUND,
                        &sheet));
    TRY(decode_lines(db, &rows->lines, &sheet));
    *ret_sheet = sheet;
    return E_OK;
}

void sheet_queue_lock(struct tx *tx, struct owner owner, order_sheet_id id,
                      struct sheet_rows *ret_rows)
{
    queue_by(tx->db, Q_sheet_lock, owner, id, ret_rows);
}

enum err sheet_take(struct tx *tx, const struct sheet_rows *rows, struct order_sheet *ret_sheet)
{
    struct order_sheet sheet;
    TRY(decode(tx->db, rows, &sheet));
    TRY(sheet_check_use(sheet.order, sheet.expires_at, tx->call->now));
    *ret_sheet = sheet;
    return E_OK;
}

enum err sheet_read(struct db *db, struct owner owner, order_sheet_id id,
                    struct order_sheet *ret_sheet)
{
    struct sheet_rows rows;
    queue_by(db, Q_sheet_get, owner, id, &rows);
    TRY(db_flush(db));
    return decode(db, &rows, ret_sheet);
}

enum err sheet_fill_request(struct call *call, const struct order_sheet *sheet,
                            struct order_request *request)
{
    struct order_want *wants = NEW_ARRAY(call->arena, struct order_want, sheet->item_count);
    TRY_NEW(wants);
    for (size_t i = 0; i < sheet->item_count; i++)
        wants[i] = (struct order_want){sheet->items[i].product_id, sheet->items[i].quantity};
    request->wants = wants;
    request->want_count = sheet->item_count;
    request->coupon = sheet->coupon;
    return E_OK;
}

static void lines_of(const struct order_item *items, size_t count, struct price_line *ret_lines)
{
    for (size_t i = 0; i < count; i++)
        ret_lines[i] = (struct price_line){
            .seller = items[i].seller_id,
            .unit_price = items[i].unit_price,
            .unit_discount = items[i].unit_discount,
            .quantity = items[i].quantity,
            .line_total = items[i].line_total,
            .shipping_fee = items[i].shipping_fee,
            .discount_piece = items[i].discount_piece,
        };
}

enum err sheet_check_offers(const struct order_sheet *sheet, const struct offers *offers)
{
    struct price_line then[ORDER_LINES_MAX], now[ORDER_LINES_MAX];
    lines_of(sheet->items, sheet->item_count, then);
    lines_of(offers->items, sheet->item_count, now);
    return sheet_check_same(&sheet->amounts, then, &offers->amounts, now, sheet->item_count);
}

void sheet_queue_ordered(struct tx *tx, struct owner owner, const struct order_sheet *sheet,
                         order_id order)
{
    if (sheet->cart_item_ids != NULL)
        db_queue(tx->db, Q_sheet_leave_cart,
                 ARGS(arg_int(sheet->sheet_id.v), arg_id(owner.member.v), arg_id(owner.guest.v)),
                 NULL);
    db_queue(tx->db, Q_sheet_set_order, ARGS(arg_int(sheet->sheet_id.v), arg_int(order.v)), NULL);
}
