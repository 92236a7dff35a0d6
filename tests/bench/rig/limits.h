/* What the shop is held against, made beside it on the same machine. */
#ifndef JANGTEO_TESTS_BENCH_LIMITS_H
#define JANGTEO_TESTS_BENCH_LIMITS_H

#include <sys/types.h>

#include "bench/rig/scenario.h"

struct limits {
    char folder[64];
    int port; /* of an nginx of its own */
    pid_t nginx, program;
};

/* Starts nginx and the FastCGI program beside it, in a temporary folder. */
bool limits_start(struct limits *limits);
void limits_stop(struct limits *limits);
/* What the limit of a scenario does a second, over so many clients and milliseconds; 0 when it has
 * none, below 0 when it could not be measured. */
double limits_measure(struct limits *limits, struct bench *bench, const struct scenario *scenario,
                      int64_t ms);

#endif
