/* Changing carts. A cart promises nothing: stock is looked at, not locked; ordering decides. */
#include "shop/cart/cart.h"

/* A product as seen from the owner's cart. */
struct offer {
    product_id product_id;
    bool on_sale;
    int64_t available, in_cart, lines;
};

static instant oldest(const struct tx *tx)
{
    return instant_sub(tx->call->now, tx->call->settings->cart_ttl);
}

static enum err refuse_quantity(struct call *call)
{
    problem_add_bounds(&call->problems, call->arena, "quantity", P_OUT_OF_RANGE, 1,
                       CART_QUANTITY_MAX);
    return E_INVALID_REQUEST;
}

/* Whether a line may hold `quantity` of what is offered. */
static enum err check_quantity(struct tx *tx, const struct offer *offer, int64_t quantity)
{
    struct call *call = tx->call;
    if (!offer->on_sale) {
        problem_add(&call->problems, call->arena, "productId", P_NOT_ON_SALE);
        return E_PRODUCT_NOT_ON_SALE;
    }
    if (quantity < 1 || quantity > CART_QUANTITY_MAX)
        return refuse_quantity(call);
    if (quantity > offer->available) {
        problem_add_shortage(&call->problems, call->arena, "quantity", offer->product_id, quantity,
                             offer->available);
        return E_STOCK_NOT_ENOUGH;
    }
    return E_OK;
}

enum err cart_add(struct tx *tx, struct owner owner, product_id product, int64_t quantity,
                  bool commit, struct cart_item *ret_item)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_BOOL, struct offer, on_sale),
        ROW_FIELD(ROW_INT, struct offer, available),
        ROW_FIELD_NULL(ROW_INT, struct offer, in_cart),
        ROW_FIELD(ROW_INT, struct offer, lines),
    };
    const struct db_arg member = arg_id(owner.member.v), guest = arg_id(owner.guest.v);
    struct rows rows;
    struct offer offer = {0};
    db_queue(tx->db, Q_cart_delete_expired_of, ARGS(member, guest, arg_time(oldest(tx))), NULL);
    db_queue(tx->db, Q_cart_product, ARGS(member, guest, arg_int(product.v)), &rows);
    TRY(db_flush(tx->db));
    TRY(rows_decode_one(tx->db, &rows, ROW, COUNT_OF(ROW), E_PRODUCT_NOT_FOUND, &offer));
    offer.product_id = product;
    if (quantity < 1 || quantity > CART_QUANTITY_MAX)
        return check_quantity(tx, &offer, quantity);
    TRY(check_quantity(tx, &offer, offer.in_cart + quantity));
    if (offer.in_cart == 0 && offer.lines >= CART_LINES_MAX) {
        problem_add_bounds(&tx->call->problems, tx->call->arena, "productId", P_TOO_MANY, 0,
                           CART_LINES_MAX);
        return E_INVALID_REQUEST;
    }
    const bool by_member = owner.member.v != 0;
    db_queue(tx->db, by_member ? Q_cart_add_member : Q_cart_add_guest,
             ARGS(by_member ? member : guest, arg_int(product.v), arg_int(quantity),
                  arg_time(tx->call->now)),
             NULL);
    db_queue(tx->db, Q_cart_line_of_product, ARGS(member, guest, arg_int(product.v)), &rows);
    const enum err e = commit ? tx_commit(tx) : db_flush(tx->db);
    /* The line grew since it was looked at, and the schema refused the sum. */
    if (e == E_INVALID_REQUEST)
        return refuse_quantity(tx->call);
    TRY(e);
    return cart_item_decode(tx->db, &rows, ret_item);
}

enum err cart_change(struct tx *tx, struct owner owner, cart_item_id id, bool relative,
                     int64_t value)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct offer, product_id),
        ROW_FIELD(ROW_INT, struct offer, in_cart),
        ROW_FIELD(ROW_BOOL, struct offer, on_sale),
        ROW_FIELD(ROW_INT, struct offer, available),
    };
    struct rows rows;
    struct offer offer = {0};
    TRY(db_run(
        tx->db, Q_cart_lock_item,
        ARGS(arg_id(owner.member.v), arg_id(owner.guest.v), arg_int(id.v), arg_time(oldest(tx))),
        &rows));
    TRY(rows_decode_one(tx->db, &rows, ROW, COUNT_OF(ROW), E_CART_ITEM_NOT_FOUND, &offer));
    const int64_t quantity = relative ? offer.in_cart + value : value;
    TRY(check_quantity(tx, &offer, quantity));
    return db_run(tx->db, Q_cart_set_quantity, ARGS(arg_int(id.v), arg_int(quantity)), NULL);
}

enum err cart_remove(struct tx *tx, struct owner owner, cart_item_id id)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_cart_delete,
               ARGS(arg_id(owner.member.v), arg_id(owner.guest.v), arg_ints(&id.v, 1)), &rows));
    return rows.affected == 1 ? E_OK : E_CART_ITEM_NOT_FOUND;
}

enum err cart_remove_many(struct tx *tx, struct owner owner, const int64_t *ids, size_t count)
{
    return db_run(tx->db, Q_cart_delete,
                  ARGS(arg_id(owner.member.v), arg_id(owner.guest.v), arg_ints(ids, count)), NULL);
}

enum err cart_clear(struct tx *tx, struct owner owner)
{
    return db_run(tx->db, Q_cart_clear, ARGS(arg_id(owner.member.v), arg_id(owner.guest.v)), NULL);
}

enum err cart_take_over(struct tx *tx, guest_id from, member_id to)
{
    const struct db_arg since = arg_time(oldest(tx));
    db_queue(tx->db, Q_cart_delete_expired_of, ARGS(arg_int(to.v), arg_null(), since), NULL);
    db_queue(tx->db, Q_cart_take_over, ARGS(arg_int(from.v), arg_int(to.v), since), NULL);
    db_queue(tx->db, Q_cart_clear, ARGS(arg_null(), arg_int(from.v)), NULL);
    return db_flush(tx->db);
}

enum err cart_sweep(struct tx *tx, int64_t *ret_count)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_cart_sweep, ARGS(arg_time(oldest(tx))), &rows));
    *ret_count = rows.affected;
    return E_OK;
}
