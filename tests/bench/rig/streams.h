/* Listeners that hear nothing: kept event streams, each of a member of its own. */
#ifndef JANGTEO_TESTS_BENCH_STREAMS_H
#define JANGTEO_TESTS_BENCH_STREAMS_H

#include "bench/rig/scenario.h"

struct streams {
    int *sockets;
    size_t count;
    double a_second; /* how fast they were opened */
};

/* Opens so many and waits until each has been answered 200; false with a word on stderr when one
 * was not. */
bool streams_open(const struct bench *bench, size_t count, struct streams *ret_streams);
void streams_close(struct streams *streams);

#endif
