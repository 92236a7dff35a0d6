#include "shop/order/order_store.h"

const char *const PAYMENT_METHOD_NAMES[] = {"POINT", "CARD", NULL};

#define ORDER_FIELD(kind, member, column) ROW_FIELD_AS(kind, struct order, member, column)

static const struct row_field ORDER_ROW[] = {
    ROW_FIELD(ROW_INT, struct order, order_id),
    ROW_FIELD(ROW_TEXT, struct order, order_no),
    {"member_id", ROW_INT, true, offsetof(struct order, owner.member), NULL},
    {"guest_id", ROW_INT, true, offsetof(struct order, owner.guest), NULL},
    ROW_FIELD_ENUM(struct order, status, ORDER_STATUS_NAMES),
    ROW_FIELD_NULL(ROW_TEXT, struct order, failure_reason),
    ROW_FIELD_ENUM(struct order, payment_method, PAYMENT_METHOD_NAMES),
    ORDER_FIELD(ROW_INT, amounts.items, "items_amount"),
    ORDER_FIELD(ROW_INT, amounts.item_discount, "item_discount"),
    ORDER_FIELD(ROW_INT, amounts.order_discount, "order_discount"),
    ORDER_FIELD(ROW_INT, amounts.shipping_fee, "shipping_fee"),
    ORDER_FIELD(ROW_INT, amounts.payable, "payable"),
    ORDER_FIELD(ROW_INT, amounts.refunded, "refunded"),
    {"issued_coupon_id", ROW_INT, true, offsetof(struct order, coupon), NULL},
    ORDER_FIELD(ROW_TEXT, shipping.recipient, "recipient"),
    ORDER_FIELD(ROW_TEXT, shipping.phone, "phone"),
    ORDER_FIELD(ROW_TEXT, shipping.address.postcode, "postcode"),
    ORDER_FIELD(ROW_TEXT, shipping.address.line1, "line1"),
    {"line2", ROW_TEXT, true, offsetof(struct order, shipping.address.line2), NULL},
    ROW_FIELD_NULL(ROW_INT, struct order, payment_id),
    ROW_FIELD(ROW_TIME, struct order, created_at),
    ROW_FIELD(ROW_TIME, struct order, updated_at),
    ROW_FIELD_NULL(ROW_TIME, struct order, expires_at),
};

/* A line and the order it belongs to. */
struct item_row {
    int64_t order_id;
    struct order_item item;
};

#define ITEM_FIELD(kind, member, column, null)                                                     \
    {                                                                                              \
        column, kind, null, offsetof(struct item_row, item.member), NULL                           \
    }

static const struct row_field ITEM_ROW[] = {
    ROW_FIELD(ROW_INT, struct item_row, order_id),
    ITEM_FIELD(ROW_INT, item_id, "item_id", false),
    ITEM_FIELD(ROW_INT, product_id, "product_id", false),
    ITEM_FIELD(ROW_INT, seller_id, "seller_id", false),
    ITEM_FIELD(ROW_TEXT, seller_name, "seller_name", false),
    ITEM_FIELD(ROW_TEXT, name, "name", false),
    ITEM_FIELD(ROW_TEXT, picture, "picture", true),
    ITEM_FIELD(ROW_INT, unit_price, "unit_price", false),
    ITEM_FIELD(ROW_INT, unit_discount, "unit_discount", false),
    ITEM_FIELD(ROW_INT, quantity, "quantity", false),
    ITEM_FIELD(ROW_INT, line_total, "line_total", false),
    ITEM_FIELD(ROW_INT, discount_piece, "discount_piece", false),
    ITEM_FIELD(ROW_INT, shipping_fee, "shipping_fee", false),
    {"status", ROW_ENUM, false, offsetof(struct item_row, item.status), ITEM_STATUS_NAMES},
};

/* Gives each order its lines; `rows` come in the orders' sequence. */
static enum err attach_items(struct db *db, const struct rows *rows, struct order *orders,
                             size_t count)
{
    struct item_row *lines;
    TRY(rows_decode(db, rows, ITEM_ROW, COUNT_OF(ITEM_ROW), sizeof *lines, &lines));
    struct order_item *items = NEW_ARRAY(db_call(db)->arena, struct order_item, rows->count);
    TRY_NEW(items);
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        orders[i].items = items + next;
        while (next < rows->count && lines[next].order_id == orders[i].order_id.v) {
            items[next] = lines[next].item;
            next++;
            orders[i].item_count++;
        }
    }
    return next == rows->count ? E_OK : E_INTERNAL;
}

static enum err get(struct db *db, struct owner caller, bool any, const char *order_no,
                    struct order *ret_order)
{
    if (!order_number_valid(order_no))
        return E_ORDER_NOT_FOUND;
    struct rows rows, items;
    struct order order = {0};
    db_queue(
        db, Q_order_get,
        ARGS(arg_text(order_no), arg_id(caller.member.v), arg_id(caller.guest.v), arg_bool(any)),
        &rows);
    db_queue(db, Q_order_items_by_no, ARGS(arg_text(order_no)), &items);
    TRY(db_flush(db));
    TRY(rows_decode_one(db, &rows, ORDER_ROW, COUNT_OF(ORDER_ROW), E_ORDER_NOT_FOUND, &order));
    TRY(attach_items(db, &items, &order, 1));
    *ret_order = order;
    return E_OK;
}

enum err order_get(struct db *db, struct owner caller, const char *order_no,
                   struct order *ret_order)
{
    return get(db, caller, false, order_no, ret_order);
}

enum err order_get_any(struct db *db, const char *order_no, struct order *ret_order)
{
    return get(db, (struct owner){{0}, {0}}, true, order_no, ret_order);
}

enum err order_list(struct db *db, struct owner caller, int64_t before, int64_t limit,
                    struct order_page *ret_page)
{
    const bool member = caller.member.v != 0;
    struct rows rows, items;
    struct order_page page = {0};
    TRY(db_run(db, member ? Q_order_list_of_member : Q_order_list_of_guest,
               ARGS(arg_int(member ? caller.member.v : caller.guest.v),
                    arg_int(before == 0 ? INT64_MAX : before), arg_int(limit + 1)),
               &rows));
    TRY(rows_decode(db, &rows, ORDER_ROW, COUNT_OF(ORDER_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next = page.items[limit - 1].order_id.v;
    }
    int64_t *ids = NEW_ARRAY(db_call(db)->arena, int64_t, page.count);
    TRY_NEW(ids);
    for (size_t i = 0; i < page.count; i++)
        ids[i] = page.items[i].order_id.v;
    TRY(db_run(db, Q_order_items_by_ids, ARGS(arg_ints(ids, page.count)), &items));
    TRY(attach_items(db, &items, page.items, page.count));
    *ret_page = page;
    return E_OK;
}

/* Whether a line of the order is the actor's to ask about: its seller sees no other lines. */
static bool may_follow(const struct order *order, const struct actor *actor, bool own,
                       order_item_id id)
{
    for (size_t i = 0; i < order->item_count; i++)
        if (order->items[i].item_id.v == id.v)
            return own || actor->kind == ACTOR_ADMIN ||
                   order->items[i].seller_id.v == actor->seller.v;
    return false;
}

enum err order_item_history(struct db *db, const struct actor *actor, struct owner caller,
                            const char *order_no, order_item_id item,
                            struct item_history *ret_history)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_TEXT, struct item_event, event),
        ROW_FIELD_NULL(ROW_TEXT, struct item_event, from_status),
        ROW_FIELD(ROW_TEXT, struct item_event, to_status),
        ROW_FIELD_ENUM(struct item_event, actor, ACTOR_NAMES),
        ROW_FIELD(ROW_TIME, struct item_event, created_at),
    };
    struct order order = {0};
    enum err e = order_get(db, caller, order_no, &order);
    const bool own = e == E_OK;
    if (e == E_ORDER_NOT_FOUND && actor->kind != ACTOR_BUYER)
        e = order_get_any(db, order_no, &order);
    TRY(e);
    if (!may_follow(&order, actor, own, item))
        return own || actor->kind == ACTOR_ADMIN ? E_ORDER_ITEM_NOT_FOUND : E_ORDER_NOT_FOUND;
    struct rows rows;
    struct item_history history = {0};
    TRY(db_run(db, Q_order_item_events, ARGS(arg_int(item.v)), &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *history.items, &history.items));
    history.count = rows.count;
    *ret_history = history;
    return E_OK;
}

#define LINE_EVENT(kind, member, column, null, names)                                              \
    {                                                                                              \
        column, kind, null, offsetof(struct line_event, member), names                             \
    }

enum err order_history(struct db *db, const struct order *order, struct order_history *ret_history)
{
    static const struct row_field ROW[] = {
        LINE_EVENT(ROW_INT, item_id, "item_id", false, NULL),
        LINE_EVENT(ROW_TEXT, event.event, "event", false, NULL),
        LINE_EVENT(ROW_TEXT, event.from_status, "from_status", true, NULL),
        LINE_EVENT(ROW_TEXT, event.to_status, "to_status", false, NULL),
        LINE_EVENT(ROW_ENUM, event.actor, "actor", false, ACTOR_NAMES),
        LINE_EVENT(ROW_TEXT, reason, "reason", true, NULL),
        LINE_EVENT(ROW_TIME, event.created_at, "created_at", false, NULL),
    };
    struct rows rows;
    struct order_history history = {0};
    TRY(db_run(db, Q_order_history, ARGS(arg_int(order->order_id.v)), &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *history.items, &history.items));
    history.count = rows.count;
    *ret_history = history;
    return E_OK;
}

enum err order_look_up(struct tx *tx, guest_id guest, const char *order_no, const char *phone,
                       struct order *ret_order)
{
    if (!order_number_valid(order_no))
        return E_ORDER_NOT_FOUND;
    struct rows rows;
    TRY(db_run(tx->db, Q_order_look_up, ARGS(arg_text(order_no), arg_text(phone), arg_int(guest.v)),
               &rows));
    if (rows.count == 0)
        return E_ORDER_NOT_FOUND;
    return order_get(tx->db, (struct owner){.guest = guest}, order_no, ret_order);
}

enum err order_store_lock(struct tx *tx, struct owner caller, bool any, const char *order_no,
                          struct order *ret_order)
{
    if (!order_number_valid(order_no))
        return E_ORDER_NOT_FOUND;
    db_queue(
        tx->db, Q_order_lock,
        ARGS(arg_text(order_no), arg_id(caller.member.v), arg_id(caller.guest.v), arg_bool(any)),
        NULL);
    return get(tx->db, caller, any, order_no, ret_order);
}

enum err order_store_try_lock(struct tx *tx, const char *order_no, bool *ret_locked,
                              struct order *ret_order)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_order_try_lock, ARGS(arg_text(order_no)), &rows));
    if (rows.count > 0)
        TRY(order_store_lock(tx, (struct owner){{0}, {0}}, true, order_no, ret_order));
    *ret_locked = rows.count > 0;
    return E_OK;
}

void order_store_queue_status(struct tx *tx, order_id id, enum order_status status,
                              const char *method, const char *failure_reason)
{
    db_queue(tx->db, Q_order_set_status,
             ARGS(arg_int(id.v), arg_text(ORDER_STATUS_NAMES[status]), arg_time(tx->call->now),
                  arg_text(method), arg_text(failure_reason)),
             NULL);
}

void order_store_queue_items(struct tx *tx, order_id id, enum item_status from, enum item_status to,
                             const char *event, const struct actor *actor)
{
    db_queue(tx->db, Q_order_items_set_status,
             ARGS(arg_int(id.v), arg_text(ITEM_STATUS_NAMES[from]), arg_text(ITEM_STATUS_NAMES[to]),
                  arg_text(event), arg_text(ACTOR_NAMES[actor->kind]), arg_id(actor->member.v),
                  arg_time(tx->call->now)),
             NULL);
}

void order_store_show_as(struct order *order, instant now, enum order_status status,
                         enum item_status items)
{
    order->status = status;
    order->updated_at = now;
    order->expires_at = INSTANT_NONE;
    for (size_t i = 0; i < order->item_count; i++)
        order->items[i].status = items;
}

void order_store_queue_payment(struct tx *tx, const struct order *order, struct rows *ret_id)
{
    const int64_t payable = order->amounts.payable;
    db_queue(tx->db, Q_payment_insert_done,
             ARGS(arg_int(order->order_id.v),
                  arg_text(payable == 0 ? "NONE" : PAYMENT_METHOD_NAMES[order->payment_method]),
                  arg_int(payable), arg_time(tx->call->now), arg_id(order->payment_id.v)),
             ret_id);
}

void order_store_queue_sales(struct tx *tx, const struct order *order)
{
    int64_t products[ORDER_LINES_MAX], quantities[ORDER_LINES_MAX];
    char day[INSTANT_TEXT_SIZE];
    for (size_t i = 0; i < order->item_count; i++) {
        products[i] = order->items[i].product_id.v;
        quantities[i] = order->items[i].quantity;
    }
    db_queue(tx->db, Q_order_sales_insert,
             ARGS(arg_ints(products, order->item_count), arg_ints(quantities, order->item_count),
                  arg_text(date_text(instant_seoul_date(tx->call->now), day))),
             NULL);
}

void order_store_queue_stock(struct tx *tx, const struct order *order, enum stock_move move,
                             const struct actor *actor)
{
    struct stock_want wants[ORDER_LINES_MAX];
    for (size_t i = 0; i < order->item_count; i++)
        wants[i] = (struct stock_want){order->items[i].product_id, order->items[i].quantity};
    stock_queue_move(tx, move, order->order_id, actor, wants, order->item_count);
}
