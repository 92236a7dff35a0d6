#include "base/instant.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY (86400 * US_PER_SECOND)
#define SEOUL_OFFSET_US (32400 * US_PER_SECOND)
/* The last year that lies wholly inside an instant. */
#define YEAR_MAX 294246

bool instant_is_none(instant t)
{
    return t.us == INT64_MIN;
}

int instant_compare(instant a, instant b)
{
    return (a.us > b.us) - (a.us < b.us);
}

/* Ends at the last instant there is, never at "none". */
static int64_t saturate(bool overflow, bool upwards, int64_t us)
{
    if (overflow)
        return upwards ? INT64_MAX : INT64_MIN + 1;
    return us == INT64_MIN ? INT64_MIN + 1 : us;
}

instant instant_add(instant t, span s)
{
    if (instant_is_none(t))
        return t;
    int64_t us;
    bool overflow = __builtin_add_overflow(t.us, s.us, &us);
    return (instant){saturate(overflow, s.us > 0, us)};
}

instant instant_sub(instant t, span s)
{
    if (instant_is_none(t))
        return t;
    int64_t us;
    bool overflow = __builtin_sub_overflow(t.us, s.us, &us);
    return (instant){saturate(overflow, s.us < 0, us)};
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/* Days since 1970-01-01 and back, by eras of 400 years that start on 1 March, so that the leap day
 * is the last of a year. */
static int64_t days_from_date(struct date d)
{
    int64_t year = (int64_t)d.year - (d.month <= 2 ? 1 : 0);
    int64_t era = floor_div(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t month_from_march = (int64_t)d.month + (d.month > 2 ? -3 : 9);
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + d.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static struct date date_from_days(int64_t days)
{
    int64_t shifted = days + 719468;
    int64_t era = floor_div(shifted, 146097);
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return (struct date){
        .year = (int)(year_of_era + era * 400 + (month <= 2 ? 1 : 0)),
        .month = (int)month,
        .day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
    };
}

static instant seoul_wall(instant t)
{
    return instant_add(t, (span){SEOUL_OFFSET_US});
}

struct date instant_seoul_date(instant t)
{
    return date_from_days(floor_div(seoul_wall(t).us, US_PER_DAY));
}

instant instant_seoul_midnight(struct date d)
{
    int64_t us;
    bool overflow = __builtin_mul_overflow(days_from_date(d), US_PER_DAY, &us);
    instant wall = {saturate(overflow, d.year > 0, us)};
    return instant_sub(wall, (span){SEOUL_OFFSET_US});
}

struct date date_add(struct date d, int days)
{
    return date_from_days(days_from_date(d) + days);
}

/* Day and time of day of an instant, as its own zone's clock shows it. */
struct parts {
    struct date date;
    int hour, minute, second, us;
};

static struct parts parts_of(instant wall)
{
    int64_t days = floor_div(wall.us, US_PER_DAY);
    int64_t us = wall.us % US_PER_DAY;
    if (us < 0)
        us += US_PER_DAY;
    int seconds = (int)(us / US_PER_SECOND);
    return (struct parts){date_from_days(days), seconds / 3600, seconds / 60 % 60, seconds % 60,
                          (int)(us % US_PER_SECOND)};
}

const char *instant_rfc3339(instant t, char buf[INSTANT_TEXT_SIZE])
{
    buf[0] = '\0';
    if (instant_is_none(t))
        return buf;
    struct parts p = parts_of(seoul_wall(t));
    (void)snprintf(buf, INSTANT_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d+09:00", p.date.year,
                   p.date.month, p.date.day, p.hour, p.minute, p.second);
    return buf;
}

const char *instant_sql(instant t, char buf[INSTANT_TEXT_SIZE])
{
    buf[0] = '\0';
    if (instant_is_none(t))
        return buf;
    struct parts p = parts_of(t);
    (void)snprintf(buf, INSTANT_TEXT_SIZE, "%04d-%02d-%02d %02d:%02d:%02d.%06d+00", p.date.year,
                   p.date.month, p.date.day, p.hour, p.minute, p.second, p.us);
    return buf;
}

const char *date_text(struct date d, char buf[INSTANT_TEXT_SIZE])
{
    (void)snprintf(buf, INSTANT_TEXT_SIZE, "%04d-%02d-%02d", d.year, d.month, d.day);
    return buf;
}

/* Reads min_digits..max_digits digits and moves `text` behind them. */
static bool take_digits(const char **text, int min_digits, int max_digits, int *ret_value)
{
    int value = 0, count = 0;
    while (count < max_digits && **text >= '0' && **text <= '9') {
        value = value * 10 + (**text - '0');
        (*text)++;
        count++;
    }
    if (count < min_digits)
        return false;
    *ret_value = value;
    return true;
}

static bool take_char(const char **text, char c)
{
    if (**text != c)
        return false;
    (*text)++;
    return true;
}

/* ".1234" is 123400 µs; nothing is 0. */
static bool take_fraction(const char **text, int *ret_us)
{
    *ret_us = 0;
    if (!take_char(text, '.'))
        return true;
    const char *start = *text;
    if (!take_digits(text, 1, 6, ret_us))
        return false;
    for (long count = *text - start; count < 6; count++)
        *ret_us *= 10;
    return true;
}

static bool date_exists(struct date d)
{
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 || d.year > YEAR_MAX)
        return false;
    struct date same = date_from_days(days_from_date(d));
    return same.month == d.month && same.day == d.day;
}

/* Date, `between`, time of day, and moves `text` behind them. */
static bool take_wall(const char **text, char between, instant *ret_wall)
{
    struct parts p;
    if (!take_digits(text, 4, 6, &p.date.year) || !take_char(text, '-') ||
        !take_digits(text, 2, 2, &p.date.month) || !take_char(text, '-') ||
        !take_digits(text, 2, 2, &p.date.day) || !take_char(text, between) ||
        !take_digits(text, 2, 2, &p.hour) || !take_char(text, ':') ||
        !take_digits(text, 2, 2, &p.minute) || !take_char(text, ':') ||
        !take_digits(text, 2, 2, &p.second) || !take_fraction(text, &p.us))
        return false;
    if (!date_exists(p.date) || p.hour > 23 || p.minute > 59 || p.second > 59)
        return false;
    int64_t seconds = (p.hour * 60 + p.minute) * 60 + p.second;
    ret_wall->us = days_from_date(p.date) * US_PER_DAY + seconds * US_PER_SECOND + p.us;
    return true;
}

bool instant_from_sql(const char *text, instant *ret_instant)
{
    instant t;
    if (!take_wall(&text, ' ', &t) || strcmp(text, "+00") != 0)
        return false;
    *ret_instant = t;
    return true;
}

/* "Z", "+09:00". */
static bool take_offset(const char **text, span *ret_offset)
{
    int hours, minutes;
    ret_offset->us = 0;
    if (take_char(text, 'Z'))
        return true;
    const bool west = **text == '-';
    if (!take_char(text, west ? '-' : '+') || !take_digits(text, 2, 2, &hours) ||
        !take_char(text, ':') || !take_digits(text, 2, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    ret_offset->us = (hours * 60 + minutes) * 60 * US_PER_SECOND * (west ? -1 : 1);
    return true;
}

bool instant_from_rfc3339(const char *text, instant *ret_instant)
{
    static const size_t WHOLE_SECONDS = sizeof "2026-11-20T09:30:00" - 1;
    const char *rest = text;
    instant wall;
    span offset;
    if (strcspn(text, "-") != 4 || !take_wall(&rest, 'T', &wall))
        return false;
    if (text[WHOLE_SECONDS] == '.')
        rest += strspn(rest, "0123456789"); /* finer than a microsecond */
    if (!take_offset(&rest, &offset) || *rest != '\0')
        return false;
    *ret_instant = instant_sub(wall, offset);
    return true;
}

bool span_parse(const char *text, span *ret_span)
{
    static const struct unit {
        const char *name;
        int64_t us;
    } UNITS[] = {{"d", US_PER_DAY},
                 {"h", 3600 * US_PER_SECOND},
                 {"m", 60 * US_PER_SECOND},
                 {"s", US_PER_SECOND},
                 {"ms", 1000}};
    size_t digits = strspn(text, "0123456789");
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        if (strcmp(text + digits, UNITS[i].name) != 0)
            continue;
        int64_t count;
        if (!str_to_int(text, digits, 1, 3650 * US_PER_DAY / UNITS[i].us, &count))
            return false;
        ret_span->us = count * UNITS[i].us;
        return true;
    }
    return false;
}
