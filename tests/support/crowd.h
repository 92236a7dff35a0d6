/* Many clients at once: each a thread with a connection of its own, held back until all are there.
 */
#ifndef JANGTEO_TESTS_SUPPORT_CROWD_H
#define JANGTEO_TESTS_SUPPORT_CROWD_H

#include <stdbool.h>
#include <stddef.h>

#include "support/http.h"

/* What one client was answered, kept beyond its thread. */
struct outcome {
    long status;
    size_t size;       /* of the body */
    char code[40];     /* "" when there was none */
    char order_no[24]; /* data.orderNo, "" when there was none */
    bool replayed;
};

/* Asks something and gives the answer; runs in a client's own thread, so it must not assert. */
typedef struct answer client_act(size_t index, void *arg);

/* Runs `count` clients through `act` at once and fills `ret_outcomes`. */
void crowd(size_t count, client_act *act, void *arg, struct outcome *ret_outcomes);

/* How many have that status and (unless NULL) code. */
size_t outcomes_of(const struct outcome *outcomes, size_t count, long status, const char *code);
/* Fails the test, printing what came how often, unless the numbers add up to `count`. */
void assert_outcomes(const struct outcome *outcomes, size_t count, size_t accounted);

#endif
