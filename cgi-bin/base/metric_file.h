/* How the file of metrics is laid out. For metric.c and what prints it. */
#ifndef JANGTEO_BASE_METRIC_FILE_H
#define JANGTEO_BASE_METRIC_FILE_H

#include <stdatomic.h>

#include "base/metric.h"

enum {
    METRIC_KEY_MAX = 112,
    METRIC_SERIES_MAX = 2048,
    METRIC_HISTOGRAMS_MAX = 1024,
    METRIC_PROCESSES_MAX = 96,
    METRIC_PROGRAM_MAX = 32,
    METRIC_BOUNDS = 16,
};
/* Upper bounds of a histogram's buckets, in microseconds; one more bucket has none. */
extern const int64_t METRIC_BOUNDS_US[METRIC_BOUNDS];

/* Stands between a key's label values. */
#define METRIC_KEY_SEPARATOR '\x1f'

/* Whose a series is. It is written once: claimed, filled, then ready. A process that dies in
 * between leaves a place that nobody uses. Two that meet may make the same series twice; the sum of
 * the two is what counts. */
struct metric_tag {
    atomic_int state;
    uint32_t metric;
    char key[METRIC_KEY_MAX];
};
enum { TAG_FREE, TAG_CLAIMED, TAG_READY };

struct metric_series {
    struct metric_tag tag;
    _Atomic int64_t value;
};
struct metric_histogram {
    struct metric_tag tag;
    _Atomic int64_t buckets[METRIC_BOUNDS + 1]; /* each for itself, not added up */
    _Atomic int64_t sum_us;
};
/* `pid` is negative while its owner fills the place in. */
struct metric_process {
    _Atomic int64_t pid;
    int64_t started; /* as the kernel counts it: tells a pid from a later one of the same number */
    char program[METRIC_PROGRAM_MAX];
    _Atomic int64_t levels[LEVEL_COUNT];
};

struct metric_file {
    _Atomic uint64_t layout; /* 0 in a new file */
    _Atomic int64_t values[METRIC_COUNT];
    struct metric_series series[METRIC_SERIES_MAX];
    struct metric_histogram histograms[METRIC_HISTOGRAMS_MAX];
    struct metric_process processes[METRIC_PROCESSES_MAX];
};

/* The file, or what this process has instead of one. */
struct metric_file *metric_file(void);

/* What the kernel says of a process. */
struct metric_pulse {
    int64_t started, resident_bytes;
};
/* False when there is no such process. */
bool metric_pulse(int64_t pid, struct metric_pulse *ret_pulse);

#endif
