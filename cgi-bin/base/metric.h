/* Metrics of the whole shop: counters, gauges and histograms in one file that every program maps
 * into its memory, so that each of them can tell the sums of all. Atomic numbers only: no lock and
 * no call of the system on the way of a request, and a process that dies takes nothing with it.
 *
 * The metrics are metric.def. One with labels has a series for each set of label values, made at
 * first use; there is room for a bounded number (what finds none is counted as DROPPED). Without a
 * file the numbers are this process's own. */
#ifndef JANGTEO_BASE_METRIC_H
#define JANGTEO_BASE_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum metric {
#define METRIC(id, ...) METRIC_##id,
#include "base/metric.def"
#undef METRIC
    METRIC_COUNT
};

enum metric_kind { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM, METRIC_FIGURE };
/* Durations and times are kept in microseconds, ratios in millionths. */
enum metric_unit { METRIC_COUNTS, METRIC_SECONDS, METRIC_RATIO };

#define METRIC_LABELS_MAX 3

struct metric_info {
    enum metric_kind kind;
    enum metric_unit unit;
    const char *name, *help;
    const char *labels[METRIC_LABELS_MAX + 1]; /* NULL-terminated */
};
extern const struct metric_info METRICS[METRIC_COUNT];

/* Values of a metric's labels, in their order. */
struct metric_labels {
    const char *values[METRIC_LABELS_MAX];
};
#define LABELS(...) ((struct metric_labels){{__VA_ARGS__}})
#define NO_LABELS ((struct metric_labels){{NULL}})

/* Maps the file of all programs whose metrics are laid out as ours, `path` and a mark of that
 * layout, making it as large as it has to be, and enters this process as `program`. Once, at start,
 * before threads; NULL path: no file. False (logged) when it cannot be used: then metrics stay this
 * process's own. */
bool metric_open(const char *path, const char *program);
/* Gives the numbers back to the process and unmaps the file. For tests. */
void metric_close(void);

/* Adds to a counter. */
void metric_add(enum metric metric, struct metric_labels labels, int64_t n);
/* Sets a gauge; of processes that set it at once the highest value stands. */
void metric_set(enum metric metric, struct metric_labels labels, int64_t value);
/* Counts something that took so long, in a histogram. */
void metric_observe(enum metric metric, struct metric_labels labels, int64_t duration_us);
/* A counter's or gauge's number; 0 when it has none. */
int64_t metric_value(enum metric metric, struct metric_labels labels);

/* What a process holds at the moment; gone with it, however it ends. */
enum metric_level { LEVEL_THREADS, LEVEL_IN_FLIGHT, LEVEL_CONNECTIONS, LEVEL_BUSY, LEVEL_COUNT };
void metric_level(enum metric_level level, int n);

#endif
