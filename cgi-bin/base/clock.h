/* The two clocks. Rules never read them: `now` is a value that is passed in. */
#ifndef JANGTEO_BASE_CLOCK_H
#define JANGTEO_BASE_CLOCK_H

#include "base/instant.h"

/* Wall-clock time. */
instant clock_now(void);
/* Milliseconds of CLOCK_MONOTONIC, for deadlines and durations. */
int64_t clock_monotonic_ms(void);
int64_t clock_monotonic_us(void);

#endif
