/* Card payments of a stack whose gateway is the rogue of support/gateway.h: bringing all of them to
 * their end, and holding the shop's books against the gateway's; card_finish is for any gateway.
 * For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_CARD_H
#define JANGTEO_TESTS_SUPPORT_CARD_H

#include "support/http.h"
#include "support/shop.h"

/* Starts the card payment of an order. */
struct answer card_pay(const char *token, const char *order_no);
/* The same again and again while the gateway does not answer, up to some seconds. */
struct answer card_pay_insist(const char *token, const char *order_no, int seconds);
/* The transaction of an order's latest payment at the gateway; NULL when it knows of none. */
const char *card_transaction(const char *order_no);

/* Waits until no card payment and no refund is open: what waits for its time is due at once, what
 * the gateway refused is tried again. The test fails after some seconds. */
void card_finish(const struct person *admin, int seconds, void (*before_each_look)(void));
/* With a gateway that works: waits until no card payment and no refund is open; what is undecided
 * is approved. */
void card_settle(const struct person *admin, int seconds);
/* Fails the test unless shop and gateway know the same transactions, amounts and refunds, and what
 * the gateway holds of each order is what the shop holds for it; then the audit. */
void card_books_agree(void);

#endif
