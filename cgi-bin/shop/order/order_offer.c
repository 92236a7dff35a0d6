#include "shop/order/order_offer.h"

/* One row of order_offers_of_…: a line without ids and status. */
struct offer_row {
    int64_t position; /* from 1 */
    struct order_item item;
    bool on_sale;
    int64_t available;
};

#define ITEM_FIELD(kind, member, column, null)                                                     \
    {                                                                                              \
        column, kind, null, offsetof(struct offer_row, item.member), NULL                          \
    }

static const struct row_field OFFER_ROW[] = {
    ROW_FIELD(ROW_INT, struct offer_row, position),
    ITEM_FIELD(ROW_INT, product_id, "product_id", false),
    ITEM_FIELD(ROW_INT, seller_id, "seller_id", false),
    ITEM_FIELD(ROW_TEXT, seller_name, "seller_name", false),
    ITEM_FIELD(ROW_TEXT, name, "name", false),
    ITEM_FIELD(ROW_TEXT, picture, "picture", true),
    ITEM_FIELD(ROW_INT, unit_price, "price", false),
    ITEM_FIELD(ROW_INT, unit_discount, "discount", false),
    ITEM_FIELD(ROW_INT, quantity, "quantity", false),
    ROW_FIELD(ROW_BOOL, struct offer_row, on_sale),
    ROW_FIELD(ROW_INT, struct offer_row, available),
};

static const char *line_field(struct arena *arena, bool of_cart, int64_t index)
{
    const char *field =
        arena_printf(arena, of_cart ? "cartItemIds[%lld]" : "items[%lld]", (long long)index);
    return field != NULL ? field : "items";
}

enum err order_check_lines(struct call *call, const struct order_request *request)
{
    const bool of_cart = request->cart_item_ids != NULL;
    if (of_cart == (request->wants != NULL))
        return call_refuse(call, "items", of_cart ? P_CONFLICTING : P_REQUIRED);
    const size_t count = of_cart ? request->cart_item_count : request->want_count;
    if (count < 1 || count > ORDER_LINES_MAX) {
        problem_add_bounds(&call->problems, call->arena, of_cart ? "cartItemIds" : "items",
                           count < 1 ? P_TOO_FEW : P_TOO_MANY, 1, ORDER_LINES_MAX);
        return E_INVALID_REQUEST;
    }
    for (size_t i = 0; i < count; i++) {
        const int64_t id = of_cart ? request->cart_item_ids[i] : request->wants[i].product.v;
        for (size_t k = 0; k < i; k++)
            if (id == (of_cart ? request->cart_item_ids[k] : request->wants[k].product.v))
                return call_refuse(call, line_field(call->arena, of_cart, (int64_t)i), P_DUPLICATE);
        const int64_t quantity = of_cart ? 1 : request->wants[i].quantity;
        if (quantity < 1 || quantity > LINE_QUANTITY_MAX) {
            problem_add_bounds(&call->problems, call->arena,
                               line_field(call->arena, of_cart, (int64_t)i), P_OUT_OF_RANGE, 1,
                               LINE_QUANTITY_MAX);
            return E_INVALID_REQUEST;
        }
    }
    return E_OK;
}

void offers_queue(struct db *db, const struct order_request *request, struct rows *ret_rows)
{
    const struct call *call = db_call(db);
    if (request->cart_item_ids != NULL) {
        db_queue(db, Q_order_offers_of_cart,
                 ARGS(arg_id(request->owner.member.v), arg_id(request->owner.guest.v),
                      arg_ints(request->cart_item_ids, request->cart_item_count),
                      arg_time(instant_sub(call->now, call->settings->cart_ttl))),
                 ret_rows);
        return;
    }
    if (request->sheet.v != 0) {
        db_queue(db, Q_order_offers_of_sheet, ARGS(arg_int(request->sheet.v)), ret_rows);
        return;
    }
    int64_t products[ORDER_LINES_MAX], quantities[ORDER_LINES_MAX];
    for (size_t i = 0; i < request->want_count; i++) {
        products[i] = request->wants[i].product.v;
        quantities[i] = request->wants[i].quantity;
    }
    db_queue(
        db, Q_order_offers_of_products,
        ARGS(arg_ints(products, request->want_count), arg_ints(quantities, request->want_count)),
        ret_rows);
}

/* Names the first line that has no row. */
static enum err refuse_missing(struct call *call, const struct order_request *request,
                               const struct offer_row *rows, size_t row_count)
{
    const bool of_cart = request->cart_item_ids != NULL;
    int64_t missing = 0;
    while ((size_t)missing < row_count && rows[missing].position == missing + 1)
        missing++;
    problem_add(&call->problems, call->arena, line_field(call->arena, of_cart, missing),
                P_NOT_FOUND);
    return of_cart ? E_CART_ITEM_NOT_FOUND : E_PRODUCT_NOT_FOUND;
}

static enum err split_rows(struct db *db, const struct offer_row *rows, size_t count,
                           struct offers *ret_offers)
{
    struct offers offers = {.count = count};
    offers.items = NEW_ARRAY(db_call(db)->arena, struct order_item, count);
    TRY_NEW(offers.items);
    offers.available = NEW_ARRAY(db_call(db)->arena, int64_t, count);
    TRY_NEW(offers.available);
    for (size_t i = 0; i < count; i++) {
        offers.items[i] = rows[i].item;
        offers.available[i] = rows[i].on_sale ? rows[i].available : 0;
    }
    *ret_offers = offers;
    return E_OK;
}

enum err offers_decode(struct db *db, const struct rows *rows, struct offers *ret_offers)
{
    struct offer_row *offered;
    TRY(rows_decode(db, rows, OFFER_ROW, COUNT_OF(OFFER_ROW), sizeof *offered, &offered));
    return split_rows(db, offered, rows->count, ret_offers);
}

size_t offers_name_shortages(struct call *call, const struct offers *offers)
{
    size_t shortages = 0;
    for (size_t i = 0; i < offers->count; i++) {
        const struct order_item *item = &offers->items[i];
        if (item->quantity <= offers->available[i])
            continue;
        problem_add_shortage(&call->problems, call->arena,
                             line_field(call->arena, false, (int64_t)i), item->product_id,
                             item->quantity, offers->available[i]);
        shortages++;
    }
    return shortages;
}

/* Totals and shipping of the lines, written into them. */
static enum err price(const struct settings *settings, const struct price_coupon *coupon,
                      struct offers *offers)
{
    struct price_line lines[ORDER_LINES_MAX];
    const struct shipping_policy policy = {settings->shipping_fee, settings->free_shipping_from};
    for (size_t i = 0; i < offers->count; i++)
        lines[i] = (struct price_line){.seller = offers->items[i].seller_id,
                                       .unit_price = offers->items[i].unit_price,
                                       .unit_discount = offers->items[i].unit_discount,
                                       .quantity = offers->items[i].quantity};
    TRY(pricing_total(lines, offers->count, &policy, coupon, &offers->amounts));
    for (size_t i = 0; i < offers->count; i++) {
        offers->items[i].line_total = lines[i].line_total;
        offers->items[i].shipping_fee = lines[i].shipping_fee;
        offers->items[i].discount_piece = lines[i].discount_piece;
    }
    return E_OK;
}

enum err offers_take(struct db *db, const struct order_request *request, const struct rows *rows,
                     const struct price_coupon *coupon, struct offers *ret_offers)
{
    struct call *call = db_call(db);
    struct offer_row *offered;
    struct offers offers;
    TRY(rows_decode(db, rows, OFFER_ROW, COUNT_OF(OFFER_ROW), sizeof *offered, &offered));
    if (rows->count !=
        (request->cart_item_ids != NULL ? request->cart_item_count : request->want_count))
        return refuse_missing(call, request, offered, rows->count);
    bool all_on_sale = true;
    for (size_t i = 0; i < rows->count; i++) {
        if (offered[i].on_sale)
            continue;
        problem_add(&call->problems, call->arena, line_field(call->arena, false, (int64_t)i),
                    P_NOT_ON_SALE);
        all_on_sale = false;
    }
    if (!all_on_sale)
        return E_PRODUCT_NOT_ON_SALE;
    TRY(split_rows(db, offered, rows->count, &offers));
    for (size_t i = 0; i < offers.count; i++)
        if (offers.items[i].quantity > offers.available[i])
            return E_STOCK_NOT_ENOUGH;
    TRY(price(call->settings, coupon, &offers));
    *ret_offers = offers;
    return E_OK;
}
