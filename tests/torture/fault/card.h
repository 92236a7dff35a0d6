/* Steps of flows that pay by card, and the gateway's own books. */
#ifndef JANGTEO_TESTS_TORTURE_FAULT_CARD_H
#define JANGTEO_TESTS_TORTURE_FAULT_CARD_H

#include "torture/fault/trial.h"

/* The payment of the scene's order, begun at the gateway. */
void by_card_start(struct scene *scene);
/* What the buyer, or the card's bank, decides there; the shop is not told. */
void by_card_decide(struct scene *scene, enum rogue_status status);
/* The gateway's callback, repeated until it is taken, each time under the same id. */
void by_card_call_back(struct scene *scene, const char *status);
/* All three: begun, approved, and told. */
void by_card_pay(struct scene *scene);
/* The cashier until every refund of the order is in `status`. */
void by_card_refunds_come_to(struct scene *scene, const char *status);

/* The order is the buyer's only one, with one transaction at the gateway, and both sides hold that
 * much of its money. */
void by_card_books_agree(struct scene *scene, const char *status, long long held);

#endif
