/* Fire at a stack's processes: kill -9, SIGSTOP for a while, and connections that are reset under
 * the hands of whoever uses them (strace's injection of ECONNRESET). What is shot at, and when,
 * follows from the seed. For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_FIRE_H
#define JANGTEO_TESTS_SUPPORT_FIRE_H

#include <sys/types.h>

#include "support/stack.h"

enum { FIRE_STOPPED_MAX = 8 };

struct fire {
    const struct stack *stack;
    unsigned random;
    size_t kills[PART_COUNT], stops[PART_COUNT], resets[PART_COUNT];
    struct {
        pid_t id;
        long long until_ms;
    } stopped[FIRE_STOPPED_MAX];
    pid_t tracer; /* the strace that resets connections now; 0: none */
    pid_t traced;
    enum part traced_part;
    long long traced_until_ms;
};

/* Fires every half second for so long, while a watcher (support/watch.h) runs: at random kinds of
 * processes (a program, the worker and a back end are killed first), and at the postmaster as often
 * as `postmasters` says, evenly spread. Afterwards nothing stands still or is traced any more. */
void fire_at(struct fire *fire, unsigned seconds, unsigned postmasters);
/* Processes that had connections reset under their hands. */
size_t fire_resets(const struct fire *fire);
void fire_print(const struct fire *fire);

#endif
