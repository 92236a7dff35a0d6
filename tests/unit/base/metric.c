/* Metrics: the table, counting by many threads and processes into one file, and the text that
 * Prometheus reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/metric_file.h"
#include "base/metric_print.h"
#include "support/exposition.h"

static char folder[40], path[50];
static struct arena *arena;

/* Each test has a new file, in a folder of its own. */
static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/jangteo-metric-XXXXXX");
    arena = arena_new((size_t)32 << 20);
    if (arena == NULL || mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "%s/metrics", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    metric_close();
    arena_free(arena);
    DIR *files = opendir(folder);
    if (files == NULL)
        return -1;
    for (struct dirent *file; (file = readdir(files)) != NULL;)
        if (file->d_name[0] != '.')
            (void)unlinkat(dirfd(files), file->d_name, 0);
    (void)closedir(files);
    return rmdir(folder);
}

/* All metrics as text, which is right. */
static const char *print_all(struct metric_samples *figures)
{
    struct metric_samples samples;
    struct slice text;
    assert_int_equal(metric_samples_new(arena, 200, &samples), E_OK);
    for (size_t i = 0; figures != NULL && i < figures->count; i++)
        metric_sample(&samples, figures->items[i].metric, figures->items[i].labels,
                      figures->items[i].value);
    assert_int_equal(metric_print(arena, &samples, &text), E_OK);
    const char *fault = exposition_fault(text.data);
    if (fault != NULL)
        fail_msg("%s", fault);
    return text.data;
}

#define assert_series(text, series, number)                                                        \
    do {                                                                                           \
        const double found = exposition_value(text, series);                                       \
        if (found != (double)(number))                                                             \
            fail_msg("%s is %g, not %g", series, found, (double)(number));                         \
    } while (0)

/* ---- the table ---- */

static void table_is_well_formed(void **state)
{
    (void)state;
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        const struct metric_info *info = &METRICS[i];
        const size_t size = strlen(info->name);
        assert_memory_equal(info->name, "jangteo_", 8);
        for (size_t c = 0; c < size; c++)
            assert_true(islower((unsigned char)info->name[c]) || info->name[c] == '_');
        assert_null(strpbrk(info->help, "|\n"));
        assert_int_equal(info->help[strlen(info->help) - 1], '.');
        /* As Prometheus wants it: counters, and only they, end so. */
        assert_int_equal(strcmp(info->name + size - 6, "_total") == 0,
                         info->kind == METRIC_COUNTER);
        assert_true(info->kind != METRIC_HISTOGRAM ||
                    (info->labels[0] != NULL && info->unit == METRIC_SECONDS));
        for (size_t other = 0; other < i; other++)
            assert_string_not_equal(info->name, METRICS[other].name);
    }
}

/* ---- counting ---- */

static void numbers_are_kept_by_labels(void **state)
{
    (void)state;
    assert_true(metric_open(path, "trial"));
    metric_add(METRIC_HTTP_REQUESTS, LABELS("/a", "GET", "2xx"), 2);
    metric_add(METRIC_HTTP_REQUESTS, LABELS("/a", "GET", "2xx"), 3);
    metric_add(METRIC_HTTP_REQUESTS, LABELS("/a", "GET", "4xx"), 1);
    metric_add(METRIC_DB_RETRIES, NO_LABELS, 7);
    metric_set(METRIC_JOB_LAST, LABELS("carts"), 1500000);
    metric_set(METRIC_JOB_LAST, LABELS("carts"), 2500000);
    assert_int_equal(metric_value(METRIC_HTTP_REQUESTS, LABELS("/a", "GET", "2xx")), 5);
    assert_int_equal(metric_value(METRIC_HTTP_REQUESTS, LABELS("/b", "GET", "2xx")), 0);
    const char *text = print_all(NULL);
    assert_series(text, "jangteo_http_requests_total{route=\"/a\",method=\"GET\",status=\"2xx\"}",
                  5);
    assert_series(text, "jangteo_http_requests_total{route=\"/a\",method=\"GET\",status=\"4xx\"}",
                  1);
    assert_series(text, "jangteo_transaction_retries_total", 7);
    assert_series(text, "jangteo_job_last_success_timestamp_seconds{job=\"carts\"}", 2.5);
    /* What nobody has counted is not there; a figure nobody has read neither. */
    assert_null(strstr(text, "jangteo_http_errors_total"));
    assert_null(strstr(text, "jangteo_orders_pending"));
}

#define SECONDS_OF "jangteo_http_request_seconds"
#define ROUTE "route=\"/a\",method=\"GET\",status=\"2xx\""

static void histogram_puts_each_duration_into_its_bucket(void **state)
{
    (void)state;
    static const int64_t DURATIONS_US[] = {0, 1000, 1001, 2500, 400000, 300000000, 300000001};
    int64_t sum_us = 0;
    assert_true(metric_open(path, "trial"));
    for (size_t i = 0; i < sizeof DURATIONS_US / sizeof DURATIONS_US[0]; i++) {
        metric_observe(METRIC_HTTP_SECONDS, LABELS("/a", "GET", "2xx"), DURATIONS_US[i]);
        sum_us += DURATIONS_US[i];
    }
    const char *text = print_all(NULL);
    assert_series(text, SECONDS_OF "_bucket{" ROUTE ",le=\"0.001\"}", 2);
    assert_series(text, SECONDS_OF "_bucket{" ROUTE ",le=\"0.0025\"}", 4);
    assert_series(text, SECONDS_OF "_bucket{" ROUTE ",le=\"0.25\"}", 4);
    assert_series(text, SECONDS_OF "_bucket{" ROUTE ",le=\"0.5\"}", 5);
    assert_series(text, SECONDS_OF "_bucket{" ROUTE ",le=\"300\"}", 6);
    assert_series(text, SECONDS_OF "_bucket{" ROUTE ",le=\"+Inf\"}", 7);
    assert_series(text, SECONDS_OF "_count{" ROUTE "}", 7);
    assert_series(text, SECONDS_OF "_sum{" ROUTE "}", (double)sum_us / 1e6);
}

static void label_values_are_escaped(void **state)
{
    (void)state;
    struct metric_samples figures;
    assert_true(metric_open(path, "trial"));
    assert_int_equal(metric_samples_new(arena, 2, &figures), E_OK);
    metric_sample(&figures, METRIC_UP, LABELS("a\"b\\c\nd"), 1);
    metric_sample(&figures, METRIC_EVENT_OLDEST, LABELS("한"), -1500000);
    metric_add(METRIC_HTTP_ERRORS, LABELS("\"\\\n"), 1);
    const char *text = print_all(&figures);
    assert_series(text, "jangteo_up{part=\"a\\\"b\\\\c\\nd\"}", 1);
    assert_series(text, "jangteo_event_oldest_seconds{destination=\"한\"}", -1.5);
    assert_series(text, "jangteo_http_errors_total{code=\"\\\"\\\\\\n\"}", 1);
}

static void what_finds_no_room_is_dropped_and_counted(void **state)
{
    (void)state;
    char name[METRIC_KEY_MAX + 1];
    assert_true(metric_open(path, "trial"));
    for (int i = 0; i < METRIC_SERIES_MAX + 50; i++) {
        (void)snprintf(name, sizeof name, "code%d", i);
        metric_add(METRIC_HTTP_ERRORS, LABELS(name), 1);
    }
    /* The program's own start took one place. */
    assert_int_equal(metric_value(METRIC_DROPPED, NO_LABELS), 51);
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    metric_add(METRIC_HTTP_ERRORS, LABELS(name), 1);
    metric_observe(METRIC_JOB_SECONDS, LABELS(name), 1);
    assert_int_equal(metric_value(METRIC_DROPPED, NO_LABELS), 53);
    assert_int_equal(exposition_sum(print_all(NULL), "jangteo_http_errors_total{"),
                     METRIC_SERIES_MAX - 1);
}

/* ---- many at once ---- */

enum { CHILDREN = 4, THREADS = 4, ROUNDS = 2000 };

static void *count_rounds(void *arg)
{
    char code[16];
    for (int i = 0; i < ROUNDS; i++) {
        (void)snprintf(code, sizeof code, "C%d", i % 50);
        metric_add(METRIC_HTTP_ERRORS, LABELS(code), 1);
        metric_observe(METRIC_JOB_SECONDS, LABELS(code), i);
        metric_add(METRIC_DB_STATEMENTS, NO_LABELS, 1);
    }
    return arg;
}

/* What a process does that maps the file anew; `dies` in the middle of a request. */
static void be_child(bool dies)
{
    pthread_t threads[THREADS];
    if (!metric_open(path, "child"))
        _exit(1);
    metric_level(LEVEL_IN_FLIGHT, 1);
    for (size_t i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, count_rounds, NULL) != 0)
            _exit(1);
    for (size_t i = 0; i < THREADS; i++)
        (void)pthread_join(threads[i], NULL);
    if (dies)
        (void)kill(getpid(), SIGKILL);
    metric_close();
    _exit(0);
}

static void threads_of_many_processes_count_exactly_and_survive_their_death(void **state)
{
    (void)state;
    pid_t children[CHILDREN];
    for (size_t i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0)
            be_child(i % 2 == 0);
    }
    for (size_t i = 0; i < CHILDREN; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(i % 2 == 0 ? WIFSIGNALED(status) : WIFEXITED(status) && !WEXITSTATUS(status));
    }
    assert_true(metric_open(path, "trial"));
    const char *text = print_all(NULL);
    const int64_t each = CHILDREN * THREADS * ROUNDS / 50, all = each * 50;
    assert_int_equal(metric_value(METRIC_DB_STATEMENTS, NO_LABELS), all);
    assert_int_equal(exposition_sum(text, "jangteo_http_errors_total{"), all);
    assert_int_equal(exposition_sum(text, "jangteo_job_seconds_count{"), all);
    assert_series(text, "jangteo_http_errors_total{code=\"C7\"}", each);
    assert_series(text, "jangteo_process_starts_total{program=\"child\"}", CHILDREN);
    /* What the dead had under way went with them. */
    assert_int_equal(exposition_sum(text, "jangteo_requests_in_flight{program=\"child\"}"), 0);
    assert_series(text, "jangteo_processes{program=\"trial\"}", 1);
}

static void place_of_a_dead_process_is_taken_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < METRIC_PROCESSES_MAX + 5; i++) {
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            _exit(metric_open(path, "child") ? 0 : 1);
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
}

static void series_made_twice_is_told_once(void **state)
{
    (void)state;
    assert_true(metric_open(path, "trial"));
    metric_add(METRIC_HTTP_ERRORS, LABELS("A"), 1);
    metric_observe(METRIC_JOB_SECONDS, LABELS("carts"), 1);
    struct metric_file *file = metric_file();
    /* As two leave it that met, and one that died in between. */
    for (size_t i = 0; i < METRIC_SERIES_MAX; i++)
        if (file->series[i].tag.metric == METRIC_HTTP_ERRORS &&
            file->series[i].tag.state == TAG_READY) {
            file->series[(i + 2) % METRIC_SERIES_MAX] = file->series[i];
            file->series[(i + 1) % METRIC_SERIES_MAX].tag.state = TAG_CLAIMED;
            break;
        }
    for (size_t i = 0; i < METRIC_HISTOGRAMS_MAX; i++)
        if (file->histograms[i].tag.state == TAG_READY) {
            file->histograms[(i + 1) % METRIC_HISTOGRAMS_MAX] = file->histograms[i];
            break;
        }
    const char *text = print_all(NULL);
    assert_series(text, "jangteo_http_errors_total{code=\"A\"}", 2);
    assert_series(text, "jangteo_job_seconds_count{job=\"carts\"}", 2);
}

/* ---- the file ---- */

/* As a build with another table leaves it beside ours. */
static void programs_of_another_build_count_elsewhere(void **state)
{
    (void)state;
    char all[4096], found[sizeof all];
    memset(all, 1, sizeof all);
    FILE *other = fopen(path, "w+");
    assert_non_null(other);
    assert_int_equal(fwrite(all, 1, sizeof all, other), sizeof all);
    assert_int_equal(fflush(other), 0);
    assert_true(metric_open(path, "trial"));
    metric_add(METRIC_DB_RETRIES, NO_LABELS, 1);
    assert_int_equal(metric_value(METRIC_DB_RETRIES, NO_LABELS), 1);
    rewind(other);
    assert_int_equal(fread(found, 1, sizeof found, other), sizeof found);
    assert_memory_equal(found, all, sizeof all);
    (void)fclose(other);
}

static void file_that_is_none_of_ours_is_left_alone(void **state)
{
    (void)state;
    assert_true(metric_open(path, "trial"));
    metric_file()->layout = 1;
    metric_close();
    assert_false(metric_open(path, "trial"));
    assert_false(metric_open("/nowhere/metrics", "trial"));
    assert_false(metric_open(NULL, "trial"));
    /* Counting goes on without. */
    metric_add(METRIC_DB_RETRIES, NO_LABELS, 1);
    assert_true(metric_value(METRIC_DB_RETRIES, NO_LABELS) >= 1);
}

static void numbers_stay_for_whoever_opens_the_file_next(void **state)
{
    (void)state;
    assert_true(metric_open(path, "trial"));
    metric_add(METRIC_DB_RETRIES, NO_LABELS, 3);
    metric_close();
    assert_true(metric_open(path, "trial"));
    assert_int_equal(metric_value(METRIC_DB_RETRIES, NO_LABELS), 3);
    assert_int_equal(metric_value(METRIC_PROCESS_STARTS, LABELS("trial")), 2);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(table_is_well_formed),
        TEST(numbers_are_kept_by_labels),
        TEST(histogram_puts_each_duration_into_its_bucket),
        TEST(label_values_are_escaped),
        TEST(what_finds_no_room_is_dropped_and_counted),
        TEST(threads_of_many_processes_count_exactly_and_survive_their_death),
        TEST(place_of_a_dead_process_is_taken_again),
        TEST(series_made_twice_is_told_once),
        TEST(programs_of_another_build_count_elsewhere),
        TEST(file_that_is_none_of_ours_is_left_alone),
        TEST(numbers_stay_for_whoever_opens_the_file_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
