#include "base/metric_print.h"

#include <inttypes.h>
#include <string.h>

#include "base/metric_file.h"

#define TEXT_MAX ((size_t)4 << 20)

static const char *const KINDS[] = {"counter", "gauge", "histogram", "gauge"};

enum err metric_samples_new(struct arena *arena, size_t capacity,
                            struct metric_samples *ret_samples)
{
    struct metric_samples samples = {.items = NEW_ARRAY(arena, struct metric_sample, capacity),
                                     .capacity = capacity};
    TRY_NEW(samples.items);
    *ret_samples = samples;
    return E_OK;
}

void metric_sample(struct metric_samples *samples, enum metric metric, struct metric_labels labels,
                   int64_t value)
{
    if (samples->count == samples->capacity)
        metric_add(METRIC_DROPPED, NO_LABELS, 1);
    else
        samples->items[samples->count++] = (struct metric_sample){metric, labels, value};
}

/* ---- one line ---- */

static void put_escaped(struct strbuf *out, const char *text, size_t size, bool quoted)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\\')
            strbuf_puts(out, "\\\\");
        else if (text[i] == '\n')
            strbuf_puts(out, "\\n");
        else if (text[i] == '"' && quoted)
            strbuf_puts(out, "\\\"");
        else
            strbuf_add(out, &text[i], 1);
    }
}

/* name_suffix{label="value",…,le="bound"} and a space, from a key as series have it. */
static void put_name(struct strbuf *out, const struct metric_info *info, const char *suffix,
                     const char *key, const char *bound)
{
    const char *open = "{";
    strbuf_printf(out, "%s%s", info->name, suffix);
    for (size_t i = 0; info->labels[i] != NULL; i++) {
        const char separator[] = {METRIC_KEY_SEPARATOR, '\0'};
        const size_t size = strcspn(key, separator);
        strbuf_printf(out, "%s%s=\"", open, info->labels[i]);
        put_escaped(out, key, size, true);
        strbuf_puts(out, "\"");
        open = ",";
        key += size + (key[size] != '\0');
    }
    if (bound != NULL) {
        strbuf_printf(out, "%sle=\"%s\"", open, bound);
        open = ",";
    }
    strbuf_puts(out, open[0] == ',' ? "} " : " ");
}

static void put_number(struct strbuf *out, enum metric_unit unit, int64_t value)
{
    if (unit == METRIC_COUNTS)
        strbuf_printf(out, "%" PRId64 "\n", value);
    else
        strbuf_printf(out, "%s%" PRId64 ".%06" PRId64 "\n", value < 0 ? "-" : "",
                      value < 0 ? -(value / 1000000) : value / 1000000,
                      value < 0 ? -(value % 1000000) : value % 1000000);
}

/* Only where a metric has something to say. */
static void put_head(struct strbuf *out, const struct metric_info *info, bool *begun)
{
    if (*begun)
        return;
    *begun = true;
    strbuf_printf(out, "# HELP %s ", info->name);
    put_escaped(out, info->help, strlen(info->help), false);
    strbuf_printf(out, "\n# TYPE %s %s\n", info->name, KINDS[info->kind]);
}

/* ---- series of the file ---- */

static bool is_of(const struct metric_tag *tag, enum metric metric)
{
    return atomic_load_explicit(&tag->state, memory_order_acquire) == TAG_READY &&
           tag->metric == (uint32_t)metric;
}

static bool is_twin(const struct metric_tag *a, const struct metric_tag *b)
{
    return is_of(b, (enum metric)a->metric) && strcmp(a->key, b->key) == 0;
}

/* Of a series that was made twice: the sum, or a gauge's highest value. False when an earlier place
 * has told it. */
static bool join_series(const struct metric_file *file, size_t at, int64_t *ret_value)
{
    const struct metric_tag *tag = &file->series[at].tag;
    int64_t total = atomic_load(&file->series[at].value);
    for (size_t i = 0; i < METRIC_SERIES_MAX; i++) {
        if (i == at || !is_twin(tag, &file->series[i].tag))
            continue;
        if (i < at)
            return false;
        const int64_t value = atomic_load(&file->series[i].value);
        if (METRICS[tag->metric].kind == METRIC_COUNTER)
            total += value;
        else if (value > total)
            total = value;
    }
    *ret_value = total;
    return true;
}

static void put_series(struct strbuf *out, enum metric metric, bool *begun)
{
    const struct metric_info *info = &METRICS[metric];
    const struct metric_file *file = metric_file();
    for (size_t i = 0; i < METRIC_SERIES_MAX; i++) {
        int64_t value;
        if (!is_of(&file->series[i].tag, metric) || !join_series(file, i, &value))
            continue;
        put_head(out, info, begun);
        put_name(out, info, "", file->series[i].tag.key, NULL);
        put_number(out, info->unit, value);
    }
}

struct sums {
    int64_t buckets[METRIC_BOUNDS + 1], sum_us;
};

static bool join_histograms(const struct metric_file *file, size_t at, struct sums *ret_sums)
{
    struct sums sums = {0};
    for (size_t i = 0; i < METRIC_HISTOGRAMS_MAX; i++) {
        const struct metric_histogram *histogram = &file->histograms[i];
        if (i != at && !is_twin(&file->histograms[at].tag, &histogram->tag))
            continue;
        if (i < at)
            return false;
        for (size_t b = 0; b <= METRIC_BOUNDS; b++)
            sums.buckets[b] += atomic_load(&histogram->buckets[b]);
        sums.sum_us += atomic_load(&histogram->sum_us);
    }
    *ret_sums = sums;
    return true;
}

static void put_histogram(struct strbuf *out, const struct metric_info *info, const char *key,
                          const struct sums *sums)
{
    int64_t count = 0;
    for (size_t b = 0; b <= METRIC_BOUNDS; b++) {
        char bound[24] = "+Inf";
        if (b < METRIC_BOUNDS)
            (void)snprintf(bound, sizeof bound, "%g", (double)METRIC_BOUNDS_US[b] / 1e6);
        count += sums->buckets[b];
        put_name(out, info, "_bucket", key, bound);
        put_number(out, METRIC_COUNTS, count);
    }
    put_name(out, info, "_sum", key, NULL);
    put_number(out, METRIC_SECONDS, sums->sum_us);
    put_name(out, info, "_count", key, NULL);
    put_number(out, METRIC_COUNTS, count);
}

static void put_histograms(struct strbuf *out, enum metric metric, bool *begun)
{
    const struct metric_file *file = metric_file();
    for (size_t i = 0; i < METRIC_HISTOGRAMS_MAX; i++) {
        struct sums sums;
        if (!is_of(&file->histograms[i].tag, metric) || !join_histograms(file, i, &sums))
            continue;
        put_head(out, &METRICS[metric], begun);
        put_histogram(out, &METRICS[metric], file->histograms[i].tag.key, &sums);
    }
}

/* ---- figures ---- */

static void put_samples(struct strbuf *out, enum metric metric,
                        const struct metric_samples *samples, bool *begun)
{
    const struct metric_info *info = &METRICS[metric];
    for (size_t i = 0; i < samples->count; i++) {
        const struct metric_sample *sample = &samples->items[i];
        const char *open = "{";
        if (sample->metric != metric)
            continue;
        put_head(out, info, begun);
        strbuf_puts(out, info->name);
        for (size_t l = 0; info->labels[l] != NULL; l++, open = ",") {
            const char *value = sample->labels.values[l] != NULL ? sample->labels.values[l] : "";
            strbuf_printf(out, "%s%s=\"", open, info->labels[l]);
            put_escaped(out, value, strlen(value), true);
            strbuf_puts(out, "\"");
        }
        strbuf_puts(out, open[0] == ',' ? "} " : " ");
        put_number(out, info->unit, sample->value);
    }
}

/* Adds up what the processes of a program hold: while one follows another there are two. */
static void join_sample(struct metric_samples *samples, enum metric metric, const char *program,
                        int64_t value)
{
    for (size_t i = 0; i < samples->count; i++) {
        struct metric_sample *sample = &samples->items[i];
        if (sample->metric == metric && strcmp(sample->labels.values[0], program) == 0) {
            sample->value += value;
            return;
        }
    }
    metric_sample(samples, metric, LABELS(program), value);
}

static void sample_processes(struct metric_samples *samples)
{
    static const enum metric LEVEL_METRICS[LEVEL_COUNT] = {
        [LEVEL_THREADS] = METRIC_THREADS,
        [LEVEL_IN_FLIGHT] = METRIC_IN_FLIGHT,
        [LEVEL_CONNECTIONS] = METRIC_DB_OPEN,
        [LEVEL_BUSY] = METRIC_DB_BUSY,
    };
    struct metric_file *file = metric_file();
    for (size_t i = 0; i < METRIC_PROCESSES_MAX; i++) {
        struct metric_process *process = &file->processes[i];
        const int64_t pid = atomic_load(&process->pid);
        struct metric_pulse pulse;
        if (pid <= 0 || !metric_pulse(pid, &pulse) || pulse.started != process->started)
            continue;
        join_sample(samples, METRIC_PROCESSES, process->program, 1);
        join_sample(samples, METRIC_PROCESS_MEMORY, process->program, pulse.resident_bytes);
        for (size_t level = 0; level < LEVEL_COUNT; level++)
            join_sample(samples, LEVEL_METRICS[level], process->program,
                        atomic_load(&process->levels[level]));
    }
}

/* ---- the whole ---- */

static void put_metric(struct strbuf *out, enum metric metric, const struct metric_samples *samples)
{
    const struct metric_info *info = &METRICS[metric];
    bool begun = false;
    if (info->kind == METRIC_HISTOGRAM)
        put_histograms(out, metric, &begun);
    else if (info->kind == METRIC_FIGURE)
        put_samples(out, metric, samples, &begun);
    else if (info->labels[0] != NULL)
        put_series(out, metric, &begun);
    else {
        put_head(out, info, &begun);
        put_name(out, info, "", "", NULL);
        put_number(out, info->unit, metric_value(metric, NO_LABELS));
    }
}

enum err metric_print(struct arena *arena, struct metric_samples *samples, struct slice *ret_text)
{
    struct strbuf out = strbuf_make(arena, TEXT_MAX);
    sample_processes(samples);
    for (enum metric metric = 0; metric < METRIC_COUNT; metric++)
        put_metric(&out, metric, samples);
    return strbuf_finish(&out, ret_text);
}

void metric_print_table(FILE *out)
{
    fputs("| Metric | Type | Labels | Meaning |\n|---|---|---|---|\n", out);
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        fprintf(out, "| `%s` | %s | ", METRICS[i].name, KINDS[METRICS[i].kind]);
        for (size_t l = 0; METRICS[i].labels[l] != NULL; l++)
            fprintf(out, "%s`%s`", l > 0 ? ", " : "", METRICS[i].labels[l]);
        fprintf(out, " | %s |\n", METRICS[i].help);
    }
}
