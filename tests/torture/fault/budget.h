/* How much a trial may take: TORTURE_SECONDS, from TORTURE_SEED. Under a minute and a half, or
 * unset, is the short form, which leaves out what the long one tries beside it. */
#ifndef JANGTEO_TESTS_TORTURE_BUDGET_H
#define JANGTEO_TESTS_TORTURE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

static inline bool budget_is_short(void)
{
    const char *seconds = getenv("TORTURE_SECONDS");
    return seconds == NULL || strtol(seconds, NULL, 10) < 90;
}

/* The seed of this run; another one every time when none is set. Never 0. */
static inline uint64_t budget_seed(void)
{
    static uint64_t seed;
    const char *wanted = getenv("TORTURE_SEED");
    if (seed == 0)
        seed = wanted != NULL ? strtoull(wanted, NULL, 10) : (uint64_t)time(NULL);
    return seed != 0 ? seed : 1;
}

#endif
