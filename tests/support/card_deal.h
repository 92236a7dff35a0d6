/* Paying by card at the sandbox's gateway, as a buyer does it, and what its ledger says. For a
 * test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_CARD_DEAL_H
#define JANGTEO_TESTS_SUPPORT_CARD_DEAL_H

#include <stddef.h>

#include "support/deal.h"

/* The buyer's yes on the page that the checkoutUrl leads to. */
void card_approve(const char *url);
/* Pays an order that waits, and waits until the shop knows; gives the payment's id. */
long long card_buy(const char *token, const char *number);
/* deal_new, paid by card: the buyer's balance stays as it was. */
struct deal deal_by_card(size_t lines);

/* Waits until the worker has brought the order into that state, having given back so much; the
 * gateway says the same of its transaction, and no points moved. */
void card_refunded(const struct deal *d, const char *status, long long refunded);
/* Waits until a number asked of the database is `wanted`; fails the test after a while. */
#define db_wait(wanted, ...) check_db_wait(wanted, text(__VA_ARGS__), __FILE__, __LINE__)
void check_db_wait(long long wanted, const char *query, const char *file, int line);

#endif
