/* Callbacks to the merchant: a thread that posts each decision to its transaction's callbackUrl,
 * signed after Standard Webhooks, again and again with growing pauses until the answer is 2xx or
 * some minutes have passed. */
#ifndef JANGTEO_SANDBOX_GATEWAY_HERALD_H
#define JANGTEO_SANDBOX_GATEWAY_HERALD_H

#include <stdbool.h>

#include "base/config.h"
#include "sandbox/gateway/ledger.h"

/* Starts the thread, with all that the ledger says has yet to be told. */
bool herald_start(const struct settings *settings) MUST;
/* Tells of a decision from when it counts on. Out of memory: not told, and logged. */
void herald_tell(const struct transaction *transaction);

#endif
