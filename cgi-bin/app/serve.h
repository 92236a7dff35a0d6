/* The threads of a program. For the files of this folder only. */
#ifndef JANGTEO_APP_SERVE_H
#define JANGTEO_APP_SERVE_H

#include <signal.h>

#include "app/app.h"

#define THREADS_MAX 64

/* The signals that tell a program to end. */
sigset_t serve_ends(void);

/* Runs `thread_count` threads until one of serve_ends, then lets each end the request it serves.
 * FCGX_Init has run; those signals and SERVE_WAKE_SIGNAL are blocked. False when not a single
 * thread could be started. */
bool serve_until_stopped(const struct program *program, const struct settings *settings,
                         const char *conninfo, size_t thread_count);

/* Wakes a thread that waits in accept(). Not SIGUSR1, which libfcgi takes for its own end. */
#define SERVE_WAKE_SIGNAL SIGUSR2

#endif
