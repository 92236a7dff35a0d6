/* Points: a member's balance and the ledger it is the sum of (P1-P7). */
#ifndef JANGTEO_SHOP_POINT_POINT_H
#define JANGTEO_SHOP_POINT_POINT_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"

enum point_kind { POINT_CHARGE, POINT_USE, POINT_ORDER_PAYMENT, POINT_REFUND, POINT_WITHDRAWAL };
/* NULL-terminated, by enum point_kind. */
extern const char *const POINT_KIND_NAMES[];

struct point_entry {
    int64_t entry_id;
    enum point_kind kind;
    int64_t amount; /* signed */
    int64_t balance_after;
    const char *order_no; /* NULL unless an order caused it */
    instant created_at;
};

/* A page of the ledger, newest first. */
struct point_history {
    struct point_entry *items;
    size_t count;
    int64_t next; /* entry_id to go on from, 0 on the last page */
};

/* ---- use cases ---- */

/* Balance of a member; E_MEMBER_NOT_FOUND for one who does not exist or has left. */
enum err point_balance(struct db *db, member_id member, int64_t *ret_balance) MUST;
/* One page of at most `limit` entries older than `before` (0: from the newest). */
enum err point_history(struct db *db, member_id member, int64_t before, int64_t limit,
                       struct point_history *ret_history) MUST;
/* Adds a charge. E_INVALID_REQUEST (amount), E_BALANCE_LIMIT_EXCEEDED (P3), E_MEMBER_NOT_FOUND. */
enum err point_charge(struct tx *tx, member_id member, int64_t amount, int64_t *ret_balance) MUST;
/* Uses points directly (P5). E_INVALID_REQUEST, E_BALANCE_NOT_ENOUGH, E_MEMBER_NOT_FOUND. */
enum err point_use(struct tx *tx, member_id member, int64_t amount, int64_t *ret_balance) MUST;
/* Takes an order's payment; `amount` > 0. Only queues: the next flush (or the commit) locks the
 * balance and tells E_BALANCE_NOT_ENOUGH, decided by the schema under that lock. */
void point_queue_order_payment(struct tx *tx, member_id member, order_id order, int64_t amount);
/* Gives back `amount` > 0 of what an order took; no cap binds (P3). Only queues, as above. */
void point_queue_order_refund(struct tx *tx, member_id member, order_id order, int64_t amount);
/* Writes off what is left when a member leaves. */
enum err point_forfeit(struct tx *tx, member_id member) MUST;

#endif
