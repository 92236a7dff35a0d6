/* The cashier gives card money back: a thread that takes refunds one by one, asks the gateway, and
 * records what it said, so that no job waits for a gateway that is slow or dead. No transaction is
 * open while it talks; any number of workers may have one. */
#ifndef JANGTEO_WORKER_CASHIER_H
#define JANGTEO_WORKER_CASHIER_H

#include <stdbool.h>

#include "base/config.h"

/* Starts it where there is a gateway. Both must outlive it; signals are to be blocked and libcurl
 * is to be ready before. False when it could not be started. */
bool cashier_start(const struct settings *settings, const char *conninfo);
/* Ends it, once the gateway has answered what it is asking; does nothing where none runs. */
void cashier_stop(void);

#endif
