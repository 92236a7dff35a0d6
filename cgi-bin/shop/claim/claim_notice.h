/* What a claim tells: the buyer of what a seller, an admin or the system did to a line, its seller
 * of what the buyer or an admin did (N2). */
#ifndef JANGTEO_SHOP_CLAIM_CLAIM_NOTICE_H
#define JANGTEO_SHOP_CLAIM_CLAIM_NOTICE_H

#include "shop/claim/claim_rules.h"
#include "shop/order/order.h"

/* Queues a notice a line and reader, of the state the plan leaves the line in. */
void claim_queue_notices(struct tx *tx, const struct order *order, const struct claim_plan *plan,
                         const struct actor *actor);
/* Money of the order went back to its buyer, in won. */
void claim_queue_refunded_notice(struct tx *tx, const struct order *order, int64_t amount);

#endif
