/* Order sheets: lines, prices, discounts, shipping fee and what is to pay, fixed for a while before
 * an order is made of them (H1-H3). A sheet is a quote: it reserves nothing, and the order checks
 * everything again. Only its owner sees it; a guest who logs in makes a new one. */
#ifndef JANGTEO_SHOP_SHEET_SHEET_H
#define JANGTEO_SHOP_SHEET_SHEET_H

#include "shop/coupon/coupon.h"
#include "shop/order/order.h"
#include "shop/sheet/sheet_rules.h"

struct order_sheet {
    order_sheet_id sheet_id;
    struct amounts amounts;
    issued_coupon_id coupon;  /* 0: none */
    struct order_item *items; /* without item_id, status, seller_name and picture */
    int64_t *cart_item_ids;   /* the cart line of each item; NULL when it was made of products */
    size_t item_count;
    instant expires_at;
    order_id order; /* that was made of it; 0: none */
};

/* The owner's sheet. E_ORDER_SHEET_NOT_FOUND (another's too), E_ORDER_SHEET_EXPIRED. */
enum err sheet_get(struct db *db, struct owner owner, order_sheet_id id,
                   struct order_sheet *ret_sheet) MUST;
/* What an order of the sheet's lines and coupon would cost now: for a buyer whose order was refused
 * with E_ORDER_SHEET_CHANGED. A coupon whose minimum is no longer reached counts for nothing. The
 * errors of order_quote. */
enum err sheet_price_anew(struct db *db, struct owner owner, order_sheet_id id,
                          struct amounts *ret_amounts) MUST;

/* A coupon of the owner's that the sheet's lines could be ordered with now, and what it would save
 * in all, shipping fee included. */
struct usable_coupon {
    struct issued_coupon issued;
    int64_t worth;
};
struct usable_coupons {
    struct usable_coupon *items; /* the best first */
    size_t count;
};
/* Of the member's newest coupons as many are looked at. */
#define SHEET_COUPONS_MAX 100
enum err sheet_list_coupons(struct db *db, struct owner owner, const struct order_sheet *sheet,
                            struct usable_coupons *ret_coupons) MUST;

/* Makes a sheet of a request's lines and coupon and commits; it lives for ORDER_SHEET_TTL. The
 * coupons it could be ordered with go to `ret_coupons` (NULL: not wanted). The errors of
 * order_quote, and E_UNAUTHENTICATED when its owner has left meanwhile. */
enum err sheet_make(struct tx *tx, const struct order_request *request,
                    struct usable_coupons *ret_coupons, struct order_sheet *ret_sheet) MUST;
/* Queues: a member who leaves loses all. */
void sheet_queue_forget(struct tx *tx, member_id member);

/* Of all sheets made within CONVERSION_WINDOW before now, how many there are, and how many are of
 * an order that has been paid, whatever became of it later. One made a moment ago counts as not
 * paid; over a window much longer than buyers take to pay that is little. Of more than
 * CONVERSION_SAMPLE sheets that many, evenly spaced, are looked at and stand for the others. */
#define CONVERSION_SAMPLE 2000
enum err sheet_conversion(struct db *db, struct conversion *ret_conversion) MUST;

/* ---- the worker ---- */

/* Deletes a batch of sheets, ordered or not, that are over and count in no window any more. */
enum err sheet_sweep(struct tx *tx, int64_t *ret_count) MUST;
/* Tells the admins when the ratio has fallen below CONVERSION_ALERT_BELOW: once, however many
 * workers watch, and again only after it was seen to recover. While there are fewer than
 * CONVERSION_MIN_SHEETS it is neither. */
enum err sheet_watch_conversion(struct tx *tx) MUST;

#endif
