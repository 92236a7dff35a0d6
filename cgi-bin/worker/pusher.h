/* The pusher carries notices to the push servers, in a thread of its own. What is committed is on
 * its way within a fraction of a second; a push server that is down or slow delays nothing else.
 * No transaction is open while it talks. */
#ifndef JANGTEO_WORKER_PUSHER_H
#define JANGTEO_WORKER_PUSHER_H

#include <stdbool.h>

#include "base/config.h"

/* Starts it. It publishes to the addresses of PUSH_URLS; without any, to the Unix socket `path`
 * (NULL: to nobody). All texts must outlive it; signals are to be blocked before. False when it
 * could not be started. */
bool pusher_start(const struct settings *settings, const char *conninfo, const char *path);
/* Ends it: what is on its way is given back, to be pushed again. */
void pusher_stop(void);

#endif
