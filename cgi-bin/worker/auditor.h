/* The audit has a thread and a connection of its own: it reads the whole shop, and neither the
 * other jobs nor the worker's end wait for it. */
#ifndef JANGTEO_WORKER_AUDITOR_H
#define JANGTEO_WORKER_AUDITOR_H

#include <stdbool.h>

#include "base/config.h"

/* Both must outlive it; signals are to be blocked before. False when it could not be started. */
bool auditor_start(const struct settings *settings, const char *conninfo);
/* Ends it, an audit under way too. */
void auditor_stop(void);

#endif
