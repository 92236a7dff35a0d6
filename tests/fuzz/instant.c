/* Times: what is read is written as what was read. The input is one of RFC 3339, one of
 * PostgreSQL's or a duration; its first eight bytes are an instant of their own. */
#include "base/instant.h"
#include "base/config_table.h"
#include "fuzz/support/fuzz.h"

/* 0001-01-01 and the end of 9999, in microseconds: what the formats can say. */
#define FIRST INT64_C(-62135596800000000)
#define LAST INT64_C(253402300799999999)

static void writes_and_reads(instant t)
{
    char text[INSTANT_TEXT_SIZE];
    instant again;
    HOLDS(instant_from_sql(instant_sql(t, text), &again) && again.us == t.us);
    const int64_t second = t.us - ((t.us % 1000000) + 1000000) % 1000000;
    HOLDS(instant_from_rfc3339(instant_rfc3339(t, text), &again) && again.us == second);
    const struct date day = instant_seoul_date(t);
    const instant midnight = instant_seoul_midnight(day);
    HOLDS(midnight.us <= t.us && t.us - midnight.us < SPAN_DAYS(1).us);
    HOLDS(day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= 31);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    const char *text = fuzz_text(call, data, size);
    instant t = {0};
    span length;
    char written[SPAN_TEXT_SIZE];
    /* A day's room at both ends, since Seoul is nine hours ahead. */
    const int64_t room = SPAN_DAYS(1).us;
    if (instant_from_rfc3339(text, &t) && t.us > FIRST + room && t.us < LAST - room)
        writes_and_reads(t);
    if (instant_from_sql(text, &t) && t.us > FIRST + room && t.us < LAST - room)
        writes_and_reads(t);
    if (size >= sizeof t.us) {
        memcpy(&t.us, data, sizeof t.us);
        if (t.us > FIRST + room && t.us < LAST - room)
            writes_and_reads(t);
        (void)instant_add(t, (span){t.us});
        (void)instant_sub(t, (span){t.us});
    }
    if (span_parse(text, &length)) {
        span again;
        HOLDS(length.us >= 1000 && length.us <= SPAN_DAYS(3650).us);
        HOLDS(span_parse(span_text(length.us, written), &again) && again.us == length.us);
    }
    return 0;
}
