/* The follower asks the gateway for card payments that are open still: a thread of its own, so that
 * no job waits for a gateway that is slow or dead. Any number of workers may have one. */
#ifndef JANGTEO_WORKER_FOLLOWER_H
#define JANGTEO_WORKER_FOLLOWER_H

#include <stdbool.h>

#include "base/config.h"

/* Starts it where there is a gateway. Both must outlive it; signals are to be blocked before. False
 * when it could not be started. */
bool follower_start(const struct settings *settings, const char *conninfo);
/* Ends it, once the gateway has answered what it is asking; does nothing where none runs. */
void follower_stop(void);

#endif
