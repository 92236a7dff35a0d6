/* Reading carts. */
#include "shop/cart/cart.h"

static const struct row_field ITEM_ROW[] = {
    ROW_FIELD(ROW_INT, struct cart_item, cart_item_id),
    ROW_FIELD(ROW_INT, struct cart_item, product_id),
    ROW_FIELD(ROW_INT, struct cart_item, seller_id),
    ROW_FIELD(ROW_TEXT, struct cart_item, seller_name),
    ROW_FIELD(ROW_TEXT, struct cart_item, name),
    ROW_FIELD_NULL(ROW_TEXT, struct cart_item, picture),
    ROW_FIELD(ROW_INT, struct cart_item, price),
    ROW_FIELD(ROW_INT, struct cart_item, discount),
    ROW_FIELD(ROW_INT, struct cart_item, quantity),
    ROW_FIELD(ROW_BOOL, struct cart_item, on_sale),
    ROW_FIELD(ROW_INT, struct cart_item, available),
    ROW_FIELD(ROW_TIME, struct cart_item, added_at),
};

static bool chosen(const int64_t *selected, size_t count, cart_item_id id)
{
    for (size_t i = 0; i < count; i++)
        if (selected[i] == id.v)
            return true;
    return false;
}

/* What follows from a line's row. */
static void complete(struct cart_item *item, span ttl)
{
    /* 999 pieces of at most a billion won: far inside int64_t. */
    item->line_total = (item->price - item->discount) * item->quantity;
    item->expires_at = instant_add(item->added_at, ttl);
}

enum err cart_item_decode(struct db *db, const struct rows *rows, struct cart_item *ret_item)
{
    struct cart_item item = {0};
    TRY(rows_decode_one(db, rows, ITEM_ROW, COUNT_OF(ITEM_ROW), E_MEMBER_NOT_FOUND, &item));
    complete(&item, db_call(db)->settings->cart_ttl);
    *ret_item = item;
    return E_OK;
}

enum err cart_get(struct db *db, struct owner owner, const int64_t *selected, size_t selected_count,
                  struct cart *ret_cart)
{
    const struct call *call = db_call(db);
    const span ttl = call->settings->cart_ttl;
    struct rows rows;
    struct cart cart = {0};
    TRY(db_run(
        db, Q_cart_list,
        ARGS(arg_id(owner.member.v), arg_id(owner.guest.v), arg_time(instant_sub(call->now, ttl))),
        &rows));
    TRY(rows_decode(db, &rows, ITEM_ROW, COUNT_OF(ITEM_ROW), sizeof *cart.items, &cart.items));
    cart.count = rows.count;
    for (size_t i = 0; i < cart.count; i++) {
        struct cart_item *item = &cart.items[i];
        complete(item, ttl);
        item->selected = selected == NULL || chosen(selected, selected_count, item->cart_item_id);
        cart.total += item->line_total;
        if (item->selected)
            cart.selected_total += item->line_total;
    }
    *ret_cart = cart;
    return E_OK;
}

enum err cart_get_item(struct db *db, struct owner owner, cart_item_id id,
                       struct cart_item *ret_item)
{
    struct cart cart;
    TRY(cart_get(db, owner, NULL, 0, &cart));
    for (size_t i = 0; i < cart.count; i++) {
        if (cart.items[i].cart_item_id.v == id.v) {
            *ret_item = cart.items[i];
            return E_OK;
        }
    }
    return E_CART_ITEM_NOT_FOUND;
}

enum err cart_count(struct db *db, struct owner owner, int64_t *ret_count)
{
    const struct call *call = db_call(db);
    struct rows rows;
    TRY(db_run(db, Q_cart_count,
               ARGS(arg_id(owner.member.v), arg_id(owner.guest.v),
                    arg_time(instant_sub(call->now, call->settings->cart_ttl))),
               &rows));
    return rows_int(db, &rows, E_INTERNAL, ret_count);
}

bool cart_holds(const struct cart *cart, product_id product)
{
    for (size_t i = 0; i < cart->count; i++)
        if (cart->items[i].product_id.v == product.v)
            return true;
    return false;
}
