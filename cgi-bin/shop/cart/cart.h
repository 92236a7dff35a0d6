/* Carts of members and guests (B1-B8). */
#ifndef JANGTEO_SHOP_CART_CART_H
#define JANGTEO_SHOP_CART_CART_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"

#define CART_QUANTITY_MAX 999
/* Lines a cart may hold. */
#define CART_LINES_MAX 100

struct cart_item {
    cart_item_id cart_item_id;
    product_id product_id;
    seller_id seller_id;
    const char *seller_name;
    const char *name;
    const char *picture;     /* hash or NULL */
    int64_t price, discount; /* the latest ones */
    int64_t quantity;
    int64_t available; /* 0 when the product is no longer on sale */
    bool on_sale;
    int64_t line_total; /* (price - discount) * quantity */
    instant added_at, expires_at;
    bool selected; /* by the caller of cart_get */
};

struct cart {
    struct cart_item *items; /* oldest first; expired lines are not among them (B5) */
    size_t count;
    int64_t total, selected_total;
};

/* The owner's cart. `selected`: ids of the lines to sum up (NULL: all are selected). Ids that are
 * not the owner's are passed over. */
enum err cart_get(struct db *db, struct owner owner, const int64_t *selected, size_t selected_count,
                  struct cart *ret_cart) MUST;
/* Whether a line of the cart is of this product. */
bool cart_holds(const struct cart *cart, product_id product);
/* One line of the owner; E_CART_ITEM_NOT_FOUND. */
enum err cart_get_item(struct db *db, struct owner owner, cart_item_id id,
                       struct cart_item *ret_item) MUST;
/* The one line of a result; E_MEMBER_NOT_FOUND without one, as for a member who left. */
enum err cart_item_decode(struct db *db, const struct rows *rows, struct cart_item *ret_item) MUST;
/* How many lines the owner's cart has, for the badge. */
enum err cart_count(struct db *db, struct owner owner, int64_t *ret_count) MUST;

/* Adds to the line of that product or makes one; its week starts anew with a new line only.
 * E_PRODUCT_NOT_FOUND, E_PRODUCT_NOT_ON_SALE, E_STOCK_NOT_ENOUGH (nothing in stock, or the sum
 * above what is available; with the shortage named), E_INVALID_REQUEST (quantity bounds, too many
 * lines), E_MEMBER_NOT_FOUND (left meanwhile). `commit`: in the same round trip. */
enum err cart_add(struct tx *tx, struct owner owner, product_id product, int64_t quantity,
                  bool commit, struct cart_item *ret_item) MUST;
/* Sets the quantity, or changes it by `delta` when `relative`. E_CART_ITEM_NOT_FOUND,
 * E_STOCK_NOT_ENOUGH, E_INVALID_REQUEST (below 1 or above 999). */
enum err cart_change(struct tx *tx, struct owner owner, cart_item_id id, bool relative,
                     int64_t value) MUST;
/* Removes one line (E_CART_ITEM_NOT_FOUND if it is not there), a selection (ids that are not there
 * are passed over), all. */
enum err cart_remove(struct tx *tx, struct owner owner, cart_item_id id) MUST;
enum err cart_remove_many(struct tx *tx, struct owner owner, const int64_t *ids, size_t count) MUST;
enum err cart_clear(struct tx *tx, struct owner owner) MUST;
/* At log-in the guest's lines become the member's; quantities of the same product add up, bounded
 * by what is available and by 999 (B8). The guest's cart is empty afterwards. */
enum err cart_take_over(struct tx *tx, guest_id from, member_id to) MUST;
/* For the worker: deletes some of the lines, of whomever, that were added CART_TTL ago or longer
 * (B5); how many. None: no more are to be deleted now. */
enum err cart_sweep(struct tx *tx, int64_t *ret_count) MUST;

#endif
