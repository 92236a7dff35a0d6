#include "base/metric_file.h"

#include <string.h>

const struct metric_info METRICS[METRIC_COUNT] = {
#define UNIT_COUNT METRIC_COUNTS
#define UNIT_SECONDS METRIC_SECONDS
#define UNIT_RATIO METRIC_RATIO
#define METRIC(id, kind, unit, name, help, ...)                                                    \
    [METRIC_##id] = {METRIC_##kind, UNIT_##unit, name, help, {__VA_ARGS__}},
#include "base/metric.def"
#undef METRIC
};

const int64_t METRIC_BOUNDS_US[METRIC_BOUNDS] = {
    1000,   2500,    5000,    10000,   25000,    50000,    100000,   250000,
    500000, 1000000, 2500000, 5000000, 10000000, 30000000, 60000000, 300000000,
};

/* FNV-1a. */
static uint32_t hash(uint32_t seed, const char *text)
{
    uint32_t value = 2166136261u ^ seed;
    for (; *text != '\0'; text++)
        value = (value ^ (unsigned char)*text) * 16777619u;
    return value;
}

/* The label values as one text; false when it does not fit. */
static bool make_key(enum metric metric, const struct metric_labels *labels,
                     char key[METRIC_KEY_MAX])
{
    size_t used = 0;
    for (size_t i = 0; METRICS[metric].labels[i] != NULL; i++) {
        const char *value = labels->values[i] != NULL ? labels->values[i] : "";
        const size_t size = strlen(value);
        if (used + size + 2 > METRIC_KEY_MAX)
            return false;
        if (i > 0)
            key[used++] = METRIC_KEY_SEPARATOR;
        memcpy(key + used, value, size);
        used += size;
    }
    key[used] = '\0';
    return true;
}

static bool is_tagged(const struct metric_tag *tag, enum metric metric, const char *key)
{
    return tag->metric == (uint32_t)metric && strcmp(tag->key, key) == 0;
}

/* Whether the place is this series', claiming it where it is free and `make` says so. */
static bool take(struct metric_tag *tag, enum metric metric, const char *key, bool make)
{
    int state = atomic_load_explicit(&tag->state, memory_order_acquire);
    if (state == TAG_FREE && make &&
        atomic_compare_exchange_strong(&tag->state, &state, TAG_CLAIMED)) {
        tag->metric = (uint32_t)metric;
        memcpy(tag->key, key, strlen(key) + 1);
        atomic_store_explicit(&tag->state, TAG_READY, memory_order_release);
        return true;
    }
    return state == TAG_READY && is_tagged(tag, metric, key);
}

/* The number of a metric with these labels; NULL when there is none, or no room for it. */
static _Atomic int64_t *find(enum metric metric, const struct metric_labels *labels, bool make)
{
    struct metric_file *file = metric_file();
    char key[METRIC_KEY_MAX];
    if (METRICS[metric].labels[0] == NULL)
        return &file->values[metric];
    if (!make_key(metric, labels, key))
        return NULL;
    const uint32_t start = hash((uint32_t)metric, key);
    for (uint32_t i = 0; i < METRIC_SERIES_MAX; i++) {
        struct metric_series *series = &file->series[(start + i) % METRIC_SERIES_MAX];
        if (take(&series->tag, metric, key, make))
            return &series->value;
        if (!make && atomic_load(&series->tag.state) == TAG_FREE)
            return NULL;
    }
    return NULL;
}

static void drop(void)
{
    atomic_fetch_add_explicit(&metric_file()->values[METRIC_DROPPED], 1, memory_order_relaxed);
}

void metric_add(enum metric metric, struct metric_labels labels, int64_t n)
{
    _Atomic int64_t *value = find(metric, &labels, true);
    if (value == NULL)
        drop();
    else
        atomic_fetch_add_explicit(value, n, memory_order_relaxed);
}

void metric_set(enum metric metric, struct metric_labels labels, int64_t value)
{
    _Atomic int64_t *at = find(metric, &labels, true);
    if (at == NULL)
        drop();
    else
        atomic_store_explicit(at, value, memory_order_relaxed);
}

int64_t metric_value(enum metric metric, struct metric_labels labels)
{
    const _Atomic int64_t *value = find(metric, &labels, false);
    return value != NULL ? atomic_load(value) : 0;
}

static struct metric_histogram *find_histogram(enum metric metric,
                                               const struct metric_labels *labels)
{
    struct metric_file *file = metric_file();
    char key[METRIC_KEY_MAX];
    if (!make_key(metric, labels, key))
        return NULL;
    const uint32_t start = hash((uint32_t)metric, key);
    for (uint32_t i = 0; i < METRIC_HISTOGRAMS_MAX; i++) {
        struct metric_histogram *histogram = &file->histograms[(start + i) % METRIC_HISTOGRAMS_MAX];
        if (take(&histogram->tag, metric, key, true))
            return histogram;
    }
    return NULL;
}

void metric_observe(enum metric metric, struct metric_labels labels, int64_t duration_us)
{
    struct metric_histogram *histogram = find_histogram(metric, &labels);
    size_t bucket = 0;
    if (histogram == NULL) {
        drop();
        return;
    }
    while (bucket < METRIC_BOUNDS && duration_us > METRIC_BOUNDS_US[bucket])
        bucket++;
    atomic_fetch_add_explicit(&histogram->sum_us, duration_us, memory_order_relaxed);
    atomic_fetch_add_explicit(&histogram->buckets[bucket], 1, memory_order_relaxed);
}
