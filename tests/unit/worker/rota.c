/* When a job of the worker is due again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "worker/rota.h"

static void a_job_is_due_an_interval_after_its_start(void **state)
{
    (void)state;
    assert_int_equal(rota_due_ms(5000000, 5200000, 1000000, 0), 6000);
    assert_int_equal(rota_due_ms(5000000, 9000000, 1000000, 0), 6000);
    assert_int_equal(rota_due_ms(5000000, 5100000, 1000000, 9), 6000);
}

static void a_job_that_rests_does_so_for_as_long_as_it_took(void **state)
{
    (void)state;
    assert_int_equal(rota_due_ms(5000000, 5200000, 1000000, 9), 5200 + 9 * 200);
    assert_int_equal(rota_due_ms(0, INT64_C(900000000), 300000000, 9), 10 * 900000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_is_due_an_interval_after_its_start),
        cmocka_unit_test(a_job_that_rests_does_so_for_as_long_as_it_took),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
