/* The world around a request in memory: a database that answers everything, in the right types but
 * as the input says, and what else would take time. */
#ifndef JANGTEO_TESTS_FUZZ_WORLD_H
#define JANGTEO_TESTS_FUZZ_WORLD_H

#include "base/instant.h"

/* Each decision takes a character of `given`, and is '0' behind its end: how many rows there are
 * and what stands in them, whether a round trip fails. `at` is the call's time. */
void world_open(const char *given, instant at);

#endif
