/* A seller's work on order lines: which stage of it a line's state belongs to, and the ways on.
 * Pure. */
#ifndef JANGTEO_SHOP_ORDER_SELLER_RULES_H
#define JANGTEO_SHOP_ORDER_SELLER_RULES_H

#include "shop/order/order_rules.h"

enum seller_stage {
    STAGE_NEW,       /* paid, not begun */
    STAGE_PREPARING, /* to be dispatched */
    STAGE_SHIPPING,  /* under way */
    STAGE_DELIVERED, /* with the buyer, who may still bring it back */
    STAGE_CLAIM,     /* a cancel, return or exchange under way */
    STAGE_DONE,      /* nothing more to come */
    STAGE_COUNT,
};
extern const char *const SELLER_STAGE_NAMES[]; /* "new", … NULL */

#define STAGE_STATES_MAX 8
/* The stage of a state; STAGE_COUNT for those no seller sees: not paid for, or never to be. */
enum seller_stage seller_stage_of(enum item_status status);
/* The names of a stage's states; gives how many. */
size_t seller_stage_states(enum seller_stage stage, const char *ret_names[STAGE_STATES_MAX]);

#define SELLER_MOVES_MAX 3
/* Where a seller may take a line from a state, the usual way first; gives how many. */
size_t seller_moves(enum item_status from, enum item_status ret_moves[SELLER_MOVES_MAX]);
/* Whether a stage's lines need where and to whom to send them. */
bool seller_stage_ships(enum seller_stage stage);

#endif
