/* Couriers carry events out, a thread a destination, so that neither the jobs nor the other
 * destination wait for one that is slow or dead. No transaction is open while they talk. */
#ifndef JANGTEO_WORKER_COURIER_H
#define JANGTEO_WORKER_COURIER_H

#include <stdbool.h>

#include "base/config.h"

/* Starts a courier for every destination that is set. Both texts must outlive them; signals are to
 * be blocked before. False when one could not be started (those that were run). */
bool couriers_start(const struct settings *settings, const char *conninfo);
/* Ends them: what is on its way is given back, to be sent again. */
void couriers_stop(void);

#endif
