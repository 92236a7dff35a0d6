/* What sellers do with their products. Locks: product, then the seller's member (shared), then
 * categories by name, then stock. */
#include <string.h>

#include "shop/catalog/product.h"
#include "shop/catalog/product_rules.h"
#include "shop/stock/stock.h"

/* A product as it stands under its row's lock. */
struct held {
    seller_id seller_id;
    const char *category;
    int64_t price, discount;
    enum product_status status;
};

static enum err hold(struct tx *tx, const struct actor *actor, product_id id, struct held *ret_held)
{
    static const struct row_field ROW[] = {
        ROW_FIELD(ROW_INT, struct held, seller_id),
        ROW_FIELD(ROW_TEXT, struct held, category),
        ROW_FIELD(ROW_INT, struct held, price),
        ROW_FIELD(ROW_INT, struct held, discount),
        ROW_FIELD_ENUM(struct held, status, PRODUCT_STATUS_NAMES),
    };
    struct rows rows;
    struct held held = {0};
    TRY(db_run(tx->db, Q_product_lock, ARGS(arg_int(id.v)), &rows));
    TRY(rows_decode_one(tx->db, &rows, ROW, COUNT_OF(ROW), E_PRODUCT_NOT_FOUND, &held));
    if (actor->kind != ACTOR_ADMIN && held.seller_id.v != actor->seller.v)
        return E_FORBIDDEN;
    *ret_held = held;
    return E_OK;
}

enum err product_lock_own(struct tx *tx, const struct actor *actor, product_id id)
{
    struct held held = {0};
    return hold(tx, actor, id, &held);
}

static void queue_category(struct tx *tx, const char *category, int64_t delta)
{
    db_queue(tx->db, Q_category_adjust, ARGS(arg_text(category), arg_int(delta)), NULL);
}

/* Moves a listing from one category to another; NULL: not listed. Lower names are locked first. */
static void queue_listing(struct tx *tx, product_id id, const char *from, const char *to)
{
    if (from != NULL && to != NULL && strcmp(from, to) == 0)
        return;
    const bool from_first = from != NULL && (to == NULL || strcmp(from, to) < 0);
    if (from_first)
        queue_category(tx, from, -1);
    if (to != NULL)
        queue_category(tx, to, 1);
    if (from != NULL && !from_first)
        queue_category(tx, from, -1);
    db_queue(tx->db, Q_product_update_popularity, ARGS(arg_int(id.v), arg_text(to)), NULL);
}

/* Who has left sells nothing. Both are for use around one flush. */
static void queue_seller(struct tx *tx, seller_id seller, struct rows *ret_seller)
{
    db_queue(tx->db, Q_product_seller_stays, ARGS(arg_int(seller.v)), ret_seller);
}

static enum err check_seller(const struct rows *seller)
{
    return seller->count > 0 ? E_OK : E_FORBIDDEN;
}

enum err product_create(struct tx *tx, seller_id seller, const struct product_draft *draft,
                        product_id *ret_id)
{
    TRY(product_check_price(tx->call, draft->price, draft->discount));
    struct rows seller_row, rows;
    int64_t id;
    queue_seller(tx, seller, &seller_row);
    TRY(db_run(tx->db, Q_product_insert,
               ARGS(arg_int(seller.v), arg_text(draft->name),
                    arg_text(draft->description != NULL ? draft->description : ""),
                    arg_text(draft->category), arg_int(draft->price), arg_int(draft->discount),
                    arg_time(tx->call->now)),
               &rows));
    TRY(check_seller(&seller_row));
    TRY(rows_int(tx->db, &rows, E_INTERNAL, &id));
    db_queue(tx->db, Q_product_insert_popularity, ARGS(arg_int(id), arg_text(draft->category)),
             NULL);
    queue_category(tx, draft->category, 1);
    db_queue(tx->db, Q_stock_insert,
             ARGS(arg_int(id), arg_int(draft->stock), arg_time(tx->call->now)), NULL);
    TRY(db_flush(tx->db));
    *ret_id = (product_id){id};
    return E_OK;
}

static struct db_arg text_if(bool wanted, const char *text)
{
    return wanted ? arg_text(text) : arg_null();
}

static struct db_arg int_if(bool wanted, int64_t value)
{
    return wanted ? arg_int(value) : arg_null();
}

enum err product_update(struct tx *tx, const struct actor *actor, product_id id,
                        const struct product_change *change)
{
    struct held held = {0};
    TRY(hold(tx, actor, id, &held));
    TRY(product_check_price(tx->call, change->has_price ? change->price : held.price,
                            change->has_discount ? change->discount : held.discount));
    const enum product_status status = change->has_status ? change->status : held.status;
    const char *category = change->has_category ? change->category : held.category;
    struct rows seller_row;

    queue_seller(tx, held.seller_id, &seller_row);
    db_queue(tx->db, Q_product_update,
             ARGS(arg_int(id.v), text_if(change->has_name, change->name),
                  text_if(change->has_description, change->description),
                  text_if(change->has_category, change->category),
                  int_if(change->has_price, change->price),
                  int_if(change->has_discount, change->discount),
                  text_if(change->has_status, PRODUCT_STATUS_NAMES[status]),
                  arg_time(tx->call->now)),
             NULL);
    queue_listing(tx, id, held.status == PRODUCT_ON_SALE ? held.category : NULL,
                  status == PRODUCT_ON_SALE ? category : NULL);
    TRY(db_flush(tx->db));
    return status == PRODUCT_ON_SALE ? check_seller(&seller_row) : E_OK;
}

enum err product_delete(struct tx *tx, const struct actor *actor, product_id id)
{
    struct held held = {0};
    TRY(hold(tx, actor, id, &held));
    db_queue(tx->db, Q_product_update,
             ARGS(arg_int(id.v), arg_null(), arg_null(), arg_null(), arg_null(), arg_null(),
                  arg_text(PRODUCT_STATUS_NAMES[PRODUCT_DELETED]), arg_time(tx->call->now)),
             NULL);
    queue_listing(tx, id, held.status == PRODUCT_ON_SALE ? held.category : NULL, NULL);
    return db_flush(tx->db);
}
