/* What was measured, as a table, as JSON and as a chart. */
#ifndef JANGTEO_TESTS_BENCH_REPORT_H
#define JANGTEO_TESTS_BENCH_REPORT_H

#include "bench/rig/drive.h"
#include "bench/rig/process.h"

struct line {
    const char *name;
    double limit; /* a second; 0: none */
    struct drive_result few, many;
    double round_trips;   /* to the database, for each, with few clients */
    double lock_ms;       /* that each held rows against others */
    struct memory memory; /* after it */
    bool good;            /* every answer was right */
};

struct report {
    const char *scale;
    struct memory idle;
    struct line lines[32];
    size_t count;
};

void report_head(void);
void report_line(const struct line *line);
/* Writes bench.json and bench.svg into a folder. */
bool report_write(const struct report *report, const char *folder);

#endif
