/* The books of the sandbox's gateway held against the shop's. For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_LEDGER_H
#define JANGTEO_TESTS_SUPPORT_LEDGER_H

#include <stddef.h>

/* How many transactions and orders are not the same in both, each said aloud: transactions that
 * only one of them knows, other keys, amounts, refunds or states, and orders of whose money the
 * gateway holds more or less than the shop says. To be asked once nothing is open (card_finish). */
size_t ledger_differences(void);
/* What the gateway knows of; its secret is in GATEWAY_SECRET. */
size_t ledger_count(void);

#endif
