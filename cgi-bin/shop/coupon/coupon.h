/* Coupons: templates, issuing them first come, first served, and using them in orders (K1-K9).
 *
 * A template's coupons lie ready as slots, one row each. Whoever deletes a slot gives a coupon out,
 * so a rush meets on no counter. What is left is shown from a figure that the worker keeps. */
#ifndef JANGTEO_SHOP_COUPON_COUPON_H
#define JANGTEO_SHOP_COUPON_COUPON_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/coupon/coupon_rules.h"

struct coupon {
    coupon_id coupon_id;
    struct coupon_terms terms;
    struct coupon_supply supply;
};
struct coupon_page {
    struct coupon *items;
    size_t count;
    instant next_ends_at; /* the template to go on after; `next` is 0 on the last page */
    coupon_id next;
};

/* With the discount as the template said it when it was issued (K9). */
struct issued_coupon {
    issued_coupon_id issued_coupon_id;
    coupon_id coupon_id;
    member_id member;
    const char *name, *description;
    struct price_coupon discount;
    struct coupon_hold hold;
    const char *order_no; /* of hold.order, where it was asked for */
    instant issued_at;
};
struct issued_coupon_page {
    struct issued_coupon *items;
    size_t count;
    int64_t next; /* issued_coupon_id to go on from, 0 on the last page */
};

/* ---- templates ---- */

/* Slots that are made together with the template. A small one can be issued at once. */
#define COUPON_SLOTS_AT_ONCE 5000

/* A new template. E_INVALID_REQUEST (coupon_check_terms). */
enum err coupon_create(struct tx *tx, const struct coupon_terms *terms,
                       struct coupon *ret_coupon) MUST;
/* E_COUPON_NOT_FOUND. */
enum err coupon_get(struct db *db, coupon_id id, struct coupon *ret_coupon) MUST;
/* Templates open now, those that close first in front, after the one that closes at `ends_at` with
 * the id `after` (now and 0: the first page); at most 100. */
enum err coupon_list_open(struct db *db, instant ends_at, coupon_id after, int64_t limit,
                          struct coupon_page *ret_page) MUST;
/* Templates that open within the next `within`, those that open first in front, at most `limit`. */
enum err coupon_list_soon(struct db *db, span within, int64_t limit,
                          struct coupon_page *ret_page) MUST;
/* Every template, newest first, older than `before` (0: from the newest); at most 100. For admins.
 */
enum err coupon_list_all(struct db *db, int64_t before, int64_t limit,
                         struct coupon_page *ret_page) MUST;
/* A template's coupons, newest first, older than `before` (0: from the newest); with `member` (0:
 * anybody's) the one that member has. For admins. */
enum err coupon_list_issued(struct db *db, coupon_id id, member_id member, int64_t before,
                            int64_t limit, struct issued_coupon_page *ret_page) MUST;
/* How many were issued after an instant; of the last 5,000. */
enum err coupon_issued_since(struct db *db, coupon_id id, instant since, int64_t *ret_count) MUST;

/* Which templates of a page a member has had a coupon of: one flag each, in the arena. */
enum err coupon_which_has(struct db *db, member_id member, const struct coupon_page *page,
                          bool **ret_has) MUST;

/* ---- issued coupons ---- */

/* Gives a member a coupon, written as the transaction commits. E_COUPON_NOT_FOUND,
 * E_COUPON_ALREADY_ISSUED, E_COUPON_NOT_ISSUABLE; E_COUPON_SOLD_OUT, from here or from the commit,
 * only when every slot has been given out for good. */
enum err coupon_issue(struct tx *tx, member_id member, coupon_id id,
                      struct issued_coupon *ret_issued) MUST;
/* What became of such a transaction: whoever came too late is counted, demand that was not met. */
void coupon_count_refusal(enum err e);
/* A member's coupons that are in a state now, newest first, older than `before` (0: from the
 * newest); at most 100. */
enum err coupon_list_of_member(struct db *db, member_id member, enum coupon_status status,
                               int64_t before, int64_t limit,
                               struct issued_coupon_page *ret_page) MUST;
/* Queues reading a member's coupons that a new order may carry now, the newest `limit`. */
void coupon_queue_usable(struct db *db, member_id member, int64_t limit, struct rows *ret_rows);
/* What it read; `next` stays 0. */
enum err coupon_take_usable(struct db *db, const struct rows *rows,
                            struct issued_coupon_page *ret_page) MUST;
/* An admin takes a coupon back, also from a pending order that holds it: that one can no longer be
 * paid. E_COUPON_NOT_FOUND, E_COUPON_NOT_USABLE (used or expired). */
enum err coupon_revoke(struct tx *tx, issued_coupon_id id, struct issued_coupon *ret_issued) MUST;

/* ---- in orders; the coupon is locked after the order and before balance and stock ---- */

/* Queues reading a coupon for a new order of `member` (0: a guest, who has none), `lock`: with its
 * lock. */
void coupon_queue_read(struct db *db, member_id member, issued_coupon_id id, bool lock,
                       struct rows *ret_rows);
/* Queues locking and reading the one that a sheet of `member` was made with; no row: without one.
 */
void coupon_queue_lock_of_sheet(struct tx *tx, member_id member, order_sheet_id sheet,
                                struct rows *ret_rows);
/* What it is worth. E_COUPON_NOT_FOUND (another's too), E_COUPON_NOT_USABLE. */
enum err coupon_take(struct db *db, const struct rows *rows,
                     struct price_coupon *ret_discount) MUST;
/* Queues: a locked coupon is held by a new order, or used by one that is paid at once. */
void coupon_queue_hold(struct tx *tx, issued_coupon_id id, order_id order, bool paid);
/* Locks the coupon of an order that is about to be paid and asks again whether it is its owner's,
 * held by it and not revoked. E_COUPON_NOT_USABLE. */
enum err coupon_recheck(struct tx *tx, member_id member, issued_coupon_id id, order_id order) MUST;
/* Queues: the coupon that an order holds, if it holds one, is used now that the order is paid. */
void coupon_queue_use(struct tx *tx, order_id order);
/* Queues: the coupon that an order holds or used, if there is one, comes back: AVAILABLE, EXPIRED
 * when its time is over, REVOKED when it was revoked. For an order that fails or is cancelled as a
 * whole, under that order's lock. */
void coupon_queue_release(struct tx *tx, order_id order);

/* ---- the worker ---- */

/* Slots made, issues folded and coupons marked in one transaction. */
#define COUPON_BATCH 20000

/* Each does one batch; `ret_more`: there was a whole one, so another may follow. */
enum err coupon_make_slots(struct tx *tx, bool *ret_more) MUST;
enum err coupon_fold(struct tx *tx, bool *ret_more) MUST;
enum err coupon_expire(struct tx *tx, bool *ret_more) MUST;

#endif
