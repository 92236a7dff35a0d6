/* The window of the popular products: three days of Seoul, today included (R1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shop/ranking/ranking_rules.h"

static void check(const char *at, const char *from, const char *to)
{
    instant now;
    struct date first, last;
    char text[INSTANT_TEXT_SIZE];
    assert_true(instant_from_sql(at, &now));
    ranking_window(now, &first, &last);
    assert_string_equal(date_text(first, text), from);
    assert_string_equal(date_text(last, text), to);
}

static void r1_window_is_three_days_with_today(void **state)
{
    (void)state;
    check("2026-11-20 03:00:00+00", "2026-11-18", "2026-11-20");
}

static void r1_r3_days_turn_at_midnight_in_seoul(void **state)
{
    (void)state;
    check("2026-11-20 14:59:59.999999+00", "2026-11-18", "2026-11-20");
    check("2026-11-20 15:00:00+00", "2026-11-19", "2026-11-21");
}

static void r1_window_crosses_months_and_years(void **state)
{
    (void)state;
    check("2027-01-01 03:00:00+00", "2026-12-30", "2027-01-01");
    check("2028-03-01 03:00:00+00", "2028-02-28", "2028-03-01");
}

static void r3_window_turns_with_the_day_and_not_within_it(void **state)
{
    (void)state;
    instant evening, last, first;
    assert_true(instant_from_sql("2026-11-19 15:00:00+00", &first));
    assert_true(instant_from_sql("2026-11-20 10:00:00+00", &evening));
    assert_true(instant_from_sql("2026-11-20 14:59:59.999999+00", &last));
    assert_false(ranking_has_turned(first, last));
    assert_false(ranking_has_turned(evening, last));
    assert_true(ranking_has_turned(evening, instant_add(last, (span){1})));
    assert_true(ranking_has_turned(instant_sub(first, (span){1}), first));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r1_window_is_three_days_with_today),
        cmocka_unit_test(r1_r3_days_turn_at_midnight_in_seoul),
        cmocka_unit_test(r3_window_turns_with_the_day_and_not_within_it),
        cmocka_unit_test(r1_window_crosses_months_and_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
