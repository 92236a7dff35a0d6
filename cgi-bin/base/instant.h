/* Instants and the days of Asia/Seoul. The shop's calendar is Korea's, whatever zone the server
 * has: UTC+9 without daylight saving time since 1988. */
#ifndef JANGTEO_BASE_INSTANT_H
#define JANGTEO_BASE_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* Microseconds since 1970-01-01T00:00:00Z, PostgreSQL's own resolution. */
typedef struct instant {
    int64_t us;
} instant;

/* "No instant": a NULL in the database. */
#define INSTANT_NONE ((instant){INT64_MIN})

/* A length of time in microseconds. */
typedef struct span {
    int64_t us;
} span;

#define SPAN_MS(n) ((span){(int64_t)(n)*1000})
#define SPAN_SECONDS(n) ((span){(int64_t)(n)*1000000})
#define SPAN_HOURS(n) SPAN_SECONDS((int64_t)(n)*3600)
#define SPAN_DAYS(n) SPAN_HOURS((int64_t)(n)*24)

/* A calendar day. */
struct date {
    int year, month, day;
};

bool instant_is_none(instant t);
/* <0, 0, >0 as a is before, at, after b. */
int instant_compare(instant a, instant b);
/* Sum and difference; past the ends of time they stay at the last instant, and "none" stays none.
 */
instant instant_add(instant t, span s);
instant instant_sub(instant t, span s);

/* The calendar day in Seoul at an instant, and the instant at which that day begins there. */
struct date instant_seoul_date(instant t);
instant instant_seoul_midnight(struct date d);
/* `d` plus `days` (which may be negative), by the proleptic Gregorian calendar. */
struct date date_add(struct date d, int days);

/* Texts; that of INSTANT_NONE is empty. */
#define INSTANT_TEXT_SIZE 40
/* "2026-11-20T09:30:00+09:00": RFC 3339 in Seoul time, whole seconds. Returns `buf`. */
const char *instant_rfc3339(instant t, char buf[INSTANT_TEXT_SIZE]);
/* "2026-11-20 00:30:00.123456+00": what a timestamptz parameter takes. Returns `buf`. */
const char *instant_sql(instant t, char buf[INSTANT_TEXT_SIZE]);
/* Reads PostgreSQL's ISO output with TimeZone = UTC ("2026-11-20 00:30:00.1234+00"). */
bool instant_from_sql(const char *text, instant *ret_instant);
/* Reads RFC 3339 in any zone ("2026-11-20T09:30:00+09:00", "…00:30:00.5Z"); what is finer than a
 * microsecond is dropped. False for anything else. */
bool instant_from_rfc3339(const char *text, instant *ret_instant);
/* "2026-11-20". Returns `buf`. */
const char *date_text(struct date d, char buf[INSTANT_TEXT_SIZE]);

/* "7d", "24h", "30m", "2s", "500ms": a whole number and one unit, from 1 ms to 3650 days. */
bool span_parse(const char *text, span *ret_span);

#endif
