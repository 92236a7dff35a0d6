/* All metrics as Prometheus reads them (text format 0.0.4), and their list for the README. */
#ifndef JANGTEO_BASE_METRIC_PRINT_H
#define JANGTEO_BASE_METRIC_PRINT_H

#include <stdio.h>

#include "base/arena.h"
#include "base/metric.h"
#include "base/str.h"

#define METRIC_CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* A figure that was read just now. */
struct metric_sample {
    enum metric metric;
    struct metric_labels labels;
    int64_t value;
};

/* Room for figures, in an arena; full, or past the arena's limit, it takes no more (DROPPED). */
struct metric_samples {
    struct metric_sample *items;
    size_t count, capacity;
};
enum err metric_samples_new(struct arena *arena, size_t capacity,
                            struct metric_samples *ret_samples) MUST;
/* The texts of `labels` live as long as the samples. */
void metric_sample(struct metric_samples *samples, enum metric metric, struct metric_labels labels,
                   int64_t value);

/* What the file holds, what its processes hold at the moment, and `samples`, to which this adds. A
 * metric without a number is left out. Errors: E_NO_MEMORY. */
enum err metric_print(struct arena *arena, struct metric_samples *samples,
                      struct slice *ret_text) MUST;
/* The Markdown table. */
void metric_print_table(FILE *out);

#endif
