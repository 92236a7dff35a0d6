/* When a job of the worker is due again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shop/ranking/ranking_rules.h"
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

/* The daily close, however long the interval (a day here). */
static void r3_ranking_is_due_when_the_day_turns_in_seoul(void **state)
{
    (void)state;
    const struct job job = {.name = "ranking", .turns = ranking_has_turned};
    const instant midnight = {INT64_C(1795100400) * 1000000}; /* 2026-11-20 00:00 in Seoul */
    const instant before = instant_sub(midnight, SPAN_MS(1));
    struct plan plan = {.due_ms = 86400000, .ran_at = instant_sub(midnight, SPAN_HOURS(2))};
    assert_false(rota_is_due(&job, &plan, 7199999, before));
    assert_true(rota_is_due(&job, &plan, 7200000, midnight));
    plan.ran_at = midnight;
    assert_false(rota_is_due(&job, &plan, 7200500, instant_add(midnight, SPAN_MS(500))));
    assert_true(rota_is_due(&job, &plan, 86400000, instant_add(midnight, SPAN_HOURS(22))));
    /* One that failed is tried again in its own time, not at every tick. */
    plan = (struct plan){.due_ms = 7201000, .failures = 1, .ran_at = before};
    assert_false(rota_is_due(&job, &plan, 7200500, instant_add(midnight, SPAN_MS(500))));
    const struct job plain = {.name = "carts"};
    plan.failures = 0;
    assert_false(rota_is_due(&plain, &plan, 7200500, instant_add(midnight, SPAN_MS(500))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_is_due_an_interval_after_its_start),
        cmocka_unit_test(r3_ranking_is_due_when_the_day_turns_in_seoul),
        cmocka_unit_test(a_job_that_rests_does_so_for_as_long_as_it_took),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
