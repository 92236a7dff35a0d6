/* Orders: placing, paying, showing and cancelling them (O1-O13, Y1, Y3, Y7). */
#ifndef JANGTEO_SHOP_ORDER_ORDER_H
#define JANGTEO_SHOP_ORDER_ORDER_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/actor.h"
#include "shop/address.h"
#include "shop/order/order_rules.h"
#include "shop/pricing/pricing_rules.h"

enum payment_method { PAY_POINT, PAY_CARD };
extern const char *const PAYMENT_METHOD_NAMES[];

struct shipping {
    const char *recipient, *phone; /* phone: digits only */
    struct address address;
};

struct order_item {
    order_item_id item_id;
    product_id product_id;
    seller_id seller_id;
    const char *seller_name;
    const char *name;
    const char *picture; /* the product's present one, for pages; hash or NULL */
    int64_t unit_price, unit_discount, quantity, line_total, discount_piece, shipping_fee;
    enum item_status status;
};

struct order {
    order_id order_id;
    const char *order_no;
    struct owner owner;
    enum order_status status;
    const char *failure_reason; /* NULL unless FAILED */
    enum payment_method payment_method;
    struct amounts amounts;
    issued_coupon_id coupon; /* the one it was placed with, 0 = none */
    struct shipping shipping;
    struct order_item *items;
    size_t item_count;
    payment_id payment_id; /* the one that completed it, else the latest; 0 = none */
    instant created_at, updated_at, expires_at;
};

struct order_page {
    struct order *items; /* with their lines */
    size_t count;
    int64_t next; /* order_id to go on from, 0 on the last page */
};

struct item_event {
    const char *event;
    const char *from_status; /* NULL for the first */
    const char *to_status;
    enum actor_kind actor;
    instant created_at;
};
struct item_history {
    struct item_event *items;
    size_t count;
};

/* ---- placing ---- */

struct order_want {
    product_id product;
    int64_t quantity;
};

struct order_request {
    struct owner owner;
    const int64_t *cart_item_ids; /* one of the three sources: cart lines, */
    size_t cart_item_count;
    const struct order_want *wants; /* products, */
    size_t want_count;
    order_sheet_id sheet;    /* or a sheet, which only order_place takes; 0: none */
    issued_coupon_id coupon; /* 0: none; a sheet brings its own */
    enum payment_method payment_method;
    bool pay;                        /* POINT: pay in the same transaction */
    const struct shipping *shipping; /* NULL: the member's own delivery data */
};

/* What a wanted order would cost now; nothing is written. The errors of order_place that can be
 * told beforehand. For the checkout page. */
struct order_quote {
    struct order_item *items; /* without ids and status */
    size_t item_count;
    struct amounts amounts;
};
enum err order_quote(struct db *db, const struct order_request *request,
                     struct order_quote *ret_quote) MUST;

/* Places an order, and pays it when `pay` and POINT, in the caller's transaction, all or nothing.
 * Errors: E_INVALID_REQUEST (no lines, a product twice, shipping missing for a guest, CARD where
 * there is no gateway, POINT by a guest), E_CART_ITEM_NOT_FOUND, E_PRODUCT_NOT_FOUND,
 * E_PRODUCT_NOT_ON_SALE, E_STOCK_NOT_ENOUGH (a problem a product, found by order_explain_shortage
 * after the rollback), E_BALANCE_NOT_ENOUGH, E_TOO_MANY_REQUESTS (PENDING_MAX reached),
 * E_COUPON_NOT_FOUND, E_COUPON_NOT_USABLE (its state, its minimum, another order has it).
 *
 * Of a sheet it is made as the sheet says, whatever became of the cart lines meanwhile, or not at
 * all: E_ORDER_SHEET_NOT_FOUND, E_ORDER_SHEET_EXPIRED, E_ORDER_STATE_CONFLICT (ordered before),
 * E_ORDER_SHEET_CHANGED (any amount is another now, or the coupon's minimum is no longer reached;
 * sheet_price_anew tells the new ones after the rollback). A coupon that was used, held, revoked or
 * expired since is E_COUPON_NOT_USABLE, as without a sheet. */
enum err order_place(struct tx *tx, const struct order_request *request,
                     struct order *ret_order) MUST;

/* After order_place was rolled back with E_STOCK_NOT_ENOUGH: names each product that is short in
 * call->problems and takes lines whose product has no stock out of the cart (O5), those a sheet was
 * made of too. E_OK when it could; the shortage may have gone meanwhile (no problem named then). */
enum err order_explain_shortage(struct db *db, const struct order_request *request) MUST;

/* ---- afterwards ---- */

/* The order by its number, if the caller may see it; else E_ORDER_NOT_FOUND. */
enum err order_get(struct db *db, struct owner caller, const char *order_no,
                   struct order *ret_order) MUST;
/* Any order, for sellers and admins, who ask themselves what they may see. */
enum err order_get_any(struct db *db, const char *order_no, struct order *ret_order) MUST;
/* The caller's orders, newest first, older than `before` (0: from the newest). */
enum err order_list(struct db *db, struct owner caller, int64_t before, int64_t limit,
                    struct order_page *ret_page) MUST;
/* What happened to a line, oldest first: for the order's buyer, the line's seller and admins.
 * E_ORDER_NOT_FOUND, E_ORDER_ITEM_NOT_FOUND. */
enum err order_item_history(struct db *db, const struct actor *actor, struct owner caller,
                            const char *order_no, order_item_id item,
                            struct item_history *ret_history) MUST;
/* The same of all lines of an order that the caller may see, line by line. */
struct line_event {
    order_item_id item_id;
    struct item_event event;
    const char *reason; /* NULL: none given */
};
struct order_history {
    struct line_event *items;
    size_t count;
};
enum err order_history(struct db *db, const struct order *order,
                       struct order_history *ret_history) MUST;
/* Lets a guest see an order from now on, given its number and phone. E_ORDER_NOT_FOUND when they do
 * not belong together, or the order is a member's. */
enum err order_look_up(struct tx *tx, guest_id guest, const char *order_no, const char *phone,
                       struct order *ret_order) MUST;

/* Pays a pending order by points. E_ORDER_NOT_FOUND, E_ORDER_STATE_CONFLICT (not pending, or
 * expired), E_BALANCE_NOT_ENOUGH, E_COUPON_NOT_USABLE (revoked since); the order stays pending. */
enum err order_pay_by_points(struct tx *tx, member_id member, const char *order_no,
                             struct order *ret_order) MUST;
/* Cancels an order that waits for its payment: coupon and stock given back. E_ORDER_NOT_FOUND,
 * E_ORDER_STATE_CONFLICT (not pending). */
enum err order_cancel(struct tx *tx, struct owner caller, const char *order_no,
                      struct order *ret_order) MUST;

#endif
