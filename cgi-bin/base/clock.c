#include "base/clock.h"

#include <time.h>

static int64_t clock_us(clockid_t id)
{
    struct timespec now;
    /* Cannot fail: both clocks exist and the address is good. */
    (void)clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

instant clock_now(void)
{
    return (instant){clock_us(CLOCK_REALTIME)};
}

int64_t clock_monotonic_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

int64_t clock_monotonic_ms(void)
{
    return clock_monotonic_us() / 1000;
}
