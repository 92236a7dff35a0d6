#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <time.h>

#include "base/clock.h"

static void test_now_is_the_wall_clock(void **state)
{
    (void)state;
    int64_t before = (int64_t)time(NULL);
    instant now = clock_now();
    int64_t after = (int64_t)time(NULL);
    /* time() may read a clock that is a tick behind. */
    assert_true(now.us >= (before - 1) * 1000000);
    assert_true(now.us <= (after + 2) * 1000000);
}

static void test_monotonic_never_goes_back(void **state)
{
    (void)state;
    int64_t last = clock_monotonic_us();
    for (int i = 0; i < 10000; i++) {
        int64_t now = clock_monotonic_us();
        assert_true(now >= last);
        last = now;
    }
    int64_t ms = clock_monotonic_ms();
    assert_true(ms >= last / 1000);
    assert_true(ms <= clock_monotonic_us() / 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_now_is_the_wall_clock),
        cmocka_unit_test(test_monotonic_never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
