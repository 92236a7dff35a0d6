/* What time alone confirms (O8): lines that reached their buyer CONFIRM_AFTER ago or longer. Any
 * number of workers may do it at once, and buyers beside them: everything is judged again under the
 * order's lock. */
#ifndef JANGTEO_SHOP_CLAIM_CLAIM_CLOCK_H
#define JANGTEO_SHOP_CLAIM_CLAIM_CLOCK_H

#include "shop/order/order_clock.h"

/* Orders with such a line at the call's `now`, longest ago first, behind `after`. */
enum err claim_list_delivered(struct db *db, const struct order_due *after,
                              struct order_due_list *ret_list) MUST;
/* Confirms them in one order. `ret_done` tells whether any was still to be confirmed; an order that
 * somebody else has under lock is passed over. */
enum err claim_confirm_delivered(struct tx *tx, const char *order_no, bool *ret_done) MUST;

#endif
