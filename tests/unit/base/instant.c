#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/instant.h"

/* 2026-11-20T00:30:00Z */
#define MORNING ((instant){INT64_C(1795134600000000)})

static void assert_date(struct date d, int year, int month, int day)
{
    assert_int_equal(d.year, year);
    assert_int_equal(d.month, month);
    assert_int_equal(d.day, day);
}

static void test_texts(void **state)
{
    (void)state;
    char buf[INSTANT_TEXT_SIZE];
    assert_string_equal(instant_rfc3339(MORNING, buf), "2026-11-20T09:30:00+09:00");
    assert_string_equal(instant_sql(MORNING, buf), "2026-11-20 00:30:00.000000+00");
    instant later = instant_add(MORNING, (span){123456});
    assert_string_equal(instant_rfc3339(later, buf), "2026-11-20T09:30:00+09:00");
    assert_string_equal(instant_sql(later, buf), "2026-11-20 00:30:00.123456+00");
    assert_string_equal(instant_sql((instant){-1}, buf), "1969-12-31 23:59:59.999999+00");
    assert_string_equal(instant_rfc3339((instant){0}, buf), "1970-01-01T09:00:00+09:00");
    assert_string_equal(instant_rfc3339(INSTANT_NONE, buf), "");
    assert_string_equal(instant_sql(INSTANT_NONE, buf), "");
    assert_string_equal(date_text((struct date){2026, 3, 1}, buf), "2026-03-01");
}

static void test_the_ends_of_time_crash_nothing(void **state)
{
    (void)state;
    char buf[INSTANT_TEXT_SIZE];
    static const int64_t ENDS[] = {INT64_MIN, INT64_MIN + 1, INT64_MAX};
    for (size_t i = 0; i < COUNT_OF(ENDS); i++) {
        instant t = {ENDS[i]};
        instant_rfc3339(t, buf);
        instant_sql(t, buf);
        instant_seoul_midnight(instant_seoul_date(t));
        date_text((struct date){INT32_MIN, INT32_MIN, INT32_MIN}, buf);
    }
    instant_seoul_midnight((struct date){INT32_MAX, 12, 31});
    instant_seoul_midnight((struct date){INT32_MIN, 1, 1});
}

static void test_arithmetic(void **state)
{
    (void)state;
    assert_true(instant_is_none(INSTANT_NONE));
    assert_false(instant_is_none((instant){0}));
    assert_true(instant_compare((instant){1}, (instant){2}) < 0);
    assert_true(instant_compare((instant){2}, (instant){2}) == 0);
    assert_true(instant_compare((instant){INT64_MAX}, INSTANT_NONE) > 0);
    assert_int_equal(instant_add((instant){5}, SPAN_SECONDS(2)).us, 2000005);
    assert_int_equal(instant_sub((instant){5}, SPAN_MS(1)).us, -995);
    assert_true(instant_add((instant){INT64_MAX - 1}, SPAN_DAYS(1)).us == INT64_MAX);
    assert_true(instant_sub((instant){INT64_MIN + 2}, SPAN_DAYS(1)).us == INT64_MIN + 1);
    assert_true(instant_sub((instant){INT64_MAX - 1}, (span){-9}).us == INT64_MAX);
    assert_false(instant_is_none(instant_sub((instant){INT64_MIN + 1}, (span){1})));
    assert_true(instant_is_none(instant_add(INSTANT_NONE, SPAN_HOURS(1))));
    assert_true(instant_is_none(instant_sub(INSTANT_NONE, SPAN_HOURS(1))));
}

static void test_seoul_midnight(void **state)
{
    (void)state;
    /* 15:00 UTC is midnight in Seoul. */
    instant midnight;
    assert_true(instant_from_sql("2026-11-20 15:00:00+00", &midnight));
    assert_date(instant_seoul_date(midnight), 2026, 11, 21);
    assert_date(instant_seoul_date(instant_sub(midnight, (span){1})), 2026, 11, 20);
    assert_true(instant_seoul_midnight((struct date){2026, 11, 21}).us == midnight.us);
    assert_date(instant_seoul_date((instant){-1}), 1970, 1, 1);
    /* New year comes nine hours early. */
    assert_true(instant_from_sql("2026-12-31 15:00:00+00", &midnight));
    assert_date(instant_seoul_date(midnight), 2027, 1, 1);
}

static void test_date_add(void **state)
{
    (void)state;
    static const struct {
        struct date from;
        int days;
        struct date to;
    } CASES[] = {
        {{2026, 11, 20}, 0, {2026, 11, 20}},  {{2026, 11, 20}, -2, {2026, 11, 18}},
        {{2024, 2, 28}, 1, {2024, 2, 29}},    {{2024, 2, 29}, 1, {2024, 3, 1}},
        {{2023, 2, 28}, 1, {2023, 3, 1}},     {{2024, 3, 1}, -1, {2024, 2, 29}},
        {{1900, 2, 28}, 1, {1900, 3, 1}},     {{2000, 2, 28}, 1, {2000, 2, 29}},
        {{2100, 2, 28}, 1, {2100, 3, 1}},     {{2026, 12, 31}, 1, {2027, 1, 1}},
        {{2027, 1, 1}, -1, {2026, 12, 31}},   {{2024, 2, 29}, 365, {2025, 2, 28}},
        {{2000, 1, 1}, 146097, {2400, 1, 1}}, {{1970, 1, 1}, -719162, {1, 1, 1}},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct date d = date_add(CASES[i].from, CASES[i].days);
        assert_date(d, CASES[i].to.year, CASES[i].to.month, CASES[i].to.day);
    }
}

/* Every day of 200 years against the C library's calendar. */
static void test_calendar_agrees_with_libc(void **state)
{
    (void)state;
    for (int64_t day = -36525; day < 36525; day++) {
        time_t at = (time_t)(day * 86400);
        struct tm tm;
        assert_non_null(gmtime_r(&at, &tm));
        /* Noon UTC is the same day in Seoul. */
        struct date d = instant_seoul_date((instant){(day * 86400 + 43200) * 1000000});
        assert_date(d, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
        assert_true(instant_seoul_midnight(d).us == (day * 86400 - 32400) * 1000000);
    }
}

static void test_from_sql(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t us; /* 1: refused */
    } CASES[] = {
        {"2026-11-20 00:30:00+00", INT64_C(1795134600000000)},
        {"2026-11-20 00:30:00.1234+00", INT64_C(1795134600123400)},
        {"2026-11-20 00:30:00.000001+00", INT64_C(1795134600000001)},
        {"1969-12-31 23:59:59.5+00", -500000},
        {"2024-02-29 00:00:00+00", INT64_C(1709164800000000)},
        {"2023-02-29 00:00:00+00", 1},
        {"2026-04-31 00:00:00+00", 1},
        {"2026-13-01 00:00:00+00", 1},
        {"2026-00-01 00:00:00+00", 1},
        {"2026-01-00 00:00:00+00", 1},
        {"2026-11-20 24:00:00+00", 1},
        {"2026-11-20 00:60:00+00", 1},
        {"2026-11-20 00:00:60+00", 1},
        {"2026-11-20 00:30:00", 1},
        {"2026-11-20 09:30:00+09", 1},
        {"2026-11-20T00:30:00+00", 1},
        {"2026-11-20 00:30:00.+00", 1},
        {"2026-11-20 00:30:00.1234567+00", 1},
        {"2026-11-20 00:30:00+00 BC", 1},
        {"294247-01-01 00:00:00+00", 1},
        {"infinity", 1},
        {"-infinity", 1},
        {"", 1},
        {"2026", 1},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        instant t = {1};
        assert_int_equal(instant_from_sql(CASES[i].text, &t), CASES[i].us != 1);
        assert_true(t.us == CASES[i].us);
    }
}

static void test_from_rfc3339(void **state)
{
    (void)state;
    static const struct {
        const char *text, *seoul; /* NULL: refused */
    } CASES[] = {
        {"2026-11-20T09:30:00+09:00", "2026-11-20T09:30:00+09:00"},
        {"2026-11-20T00:30:00Z", "2026-11-20T09:30:00+09:00"},
        {"2026-11-20T00:30:00.999Z", "2026-11-20T09:30:00+09:00"},
        {"2026-11-20T00:30:00.123456789Z", "2026-11-20T09:30:00+09:00"},
        {"2026-11-19T19:30:00-05:00", "2026-11-20T09:30:00+09:00"},
        {"2026-11-20T09:30:00", NULL},
        {"2026-11-20 09:30:00Z", NULL},
        {"2026-11-20T09:30Z", NULL},
        {"2026-02-30T09:30:00Z", NULL},
        {"2026-11-20T24:00:00Z", NULL},
        {"2026-11-20T09:30:00+9:00", NULL},
        {"2026-11-20T09:30:00+24:00", NULL},
        {"2026-11-20T09:30:00.Z", NULL},
        {"2026-11-20T09:30:00Zz", NULL},
        {"12026-11-20T09:30:00Z", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        instant t = INSTANT_NONE;
        char buf[INSTANT_TEXT_SIZE];
        assert_int_equal(instant_from_rfc3339(CASES[i].text, &t), CASES[i].seoul != NULL);
        assert_string_equal(instant_rfc3339(t, buf), CASES[i].seoul != NULL ? CASES[i].seoul : "");
    }
}

static void test_sql_round_trip(void **state)
{
    (void)state;
    static const char *const TEXTS[] = {
        "0001-01-01 00:00:00.000000+00", "1988-10-08 15:00:00.999999+00",
        "9999-12-31 23:59:59.999999+00", "294246-12-31 23:59:59.999999+00"};
    for (size_t i = 0; i < COUNT_OF(TEXTS); i++) {
        char buf[INSTANT_TEXT_SIZE];
        instant t;
        assert_true(instant_from_sql(TEXTS[i], &t));
        assert_string_equal(instant_sql(t, buf), TEXTS[i]);
    }
}

static void test_span_parse(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t us; /* 0: refused */
    } CASES[] = {
        {"7d", INT64_C(604800000000)},
        {"24h", INT64_C(86400000000)},
        {"30m", 1800000000},
        {"2s", 2000000},
        {"500ms", 500000},
        {"1ms", 1000},
        {"3650d", INT64_C(315360000000000)},
        {"87600h", INT64_C(315360000000000)},
        {"315360000000ms", INT64_C(315360000000000)},
        {"3651d", 0},
        {"87601h", 0},
        {"315360000001ms", 0},
        {"99999999999999999999d", 0},
        {"0s", 0},
        {"0ms", 0},
        {"-1s", 0},
        {"+1s", 0},
        {"1", 0},
        {"s", 0},
        {"", 0},
        {"1.5h", 0},
        {"1 h", 0},
        {" 1h", 0},
        {"1h ", 0},
        {"1H", 0},
        {"1us", 0},
        {"1h30m", 0},
        {"07d", 0},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        span s = {0};
        assert_int_equal(span_parse(CASES[i].text, &s), CASES[i].us != 0);
        assert_true(s.us == CASES[i].us);
    }
}

/* The shop's calendar is Korea's, whatever zone the server has. */
static void test_the_server_zone_changes_nothing(void **state)
{
    assert_int_equal(setenv("TZ", "America/New_York", 1), 0);
    tzset();
    test_texts(state);
    test_seoul_midnight(state);
    assert_int_equal(unsetenv("TZ"), 0);
    tzset();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_the_ends_of_time_crash_nothing),
        cmocka_unit_test(test_arithmetic),
        cmocka_unit_test(test_seoul_midnight),
        cmocka_unit_test(test_date_add),
        cmocka_unit_test(test_calendar_agrees_with_libc),
        cmocka_unit_test(test_from_sql),
        cmocka_unit_test(test_from_rfc3339),
        cmocka_unit_test(test_sql_round_trip),
        cmocka_unit_test(test_span_parse),
        cmocka_unit_test(test_the_server_zone_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
