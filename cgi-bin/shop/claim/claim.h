/* Claims: moving an order's lines along the one transition table, cancelling, returning, exchanging
 * and refunding them (O7-O9, Y5).
 *
 * Everything happens in the caller's transaction under the order's lock: states with their history,
 * money to where it came from, stock, sales, the order's own state. Money paid by points goes back
 * at once. Card money is promised: a refund is written (shop/refund/refund.h), the lines stay in
 * CANCEL_PROCESSING or RETURN_PROCESSING, and claim_settle does the rest once the gateway gave it.
 *
 * Errors of all: E_ORDER_NOT_FOUND (unknown, or not the caller's to see), E_ORDER_ITEM_NOT_FOUND,
 * E_ORDER_STATE_CONFLICT (the table does not let it; an order that was never paid has no claims).
 */
#ifndef JANGTEO_SHOP_CLAIM_CLAIM_H
#define JANGTEO_SHOP_CLAIM_CLAIM_H

#include "shop/order/order.h"
#include "shop/refund/refund.h"

/* Moves one line, as its buyer, its seller, an admin or the system; what follows by itself follows.
 * `reason` (NULL: none given) is kept in the history. An exchange whose replacement is not in stock
 * is E_STOCK_NOT_ENOUGH, told by the commit (claim_explain_shortage names it). */
enum err claim_move_item(struct tx *tx, const struct actor *actor, struct owner caller,
                         const char *order_no, order_item_id item, enum item_status to,
                         const char *reason, struct order *ret_order) MUST;

/* After that refusal was rolled back: names the product that is short in call->problems. The
 * shortage may have gone meanwhile (no problem named then). */
enum err claim_explain_shortage(struct db *db, const char *order_no, order_item_id item) MUST;

/* The buyer cancels the order: one that waits for its payment as a whole; of a paid one the lines
 * that are PAID, while those in preparation wait for their sellers. */
enum err claim_cancel_order(struct tx *tx, struct owner caller, const char *order_no,
                            struct order *ret_order) MUST;

struct refund_request {
    const char *order_no;
    const int64_t *item_ids; /* NULL: every line that can be cancelled */
    size_t item_count;
    const char *reason; /* NULL: none given */
};
/* Cancels the named lines, all or none of them: for the buyer as claim_cancel_order does, for an
 * admin at once in any state before dispatch. E_INVALID_REQUEST: a line named twice. */
enum err claim_refund(struct tx *tx, const struct actor *actor, struct owner caller,
                      const struct refund_request *request, struct order *ret_order) MUST;

/* The gateway has given a refund for lines back: they are CANCELLED or RETURNED now, with all that
 * brings about. Nothing when the refund's lease has run out: then somebody else records it. */
enum err claim_settle(struct tx *tx, const struct refund_out *refund) MUST;

#endif
