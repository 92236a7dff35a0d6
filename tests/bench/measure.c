/* What the shop does a second, each scenario beside its limit in the same run, three times; then
 * with 256 clients. Prints a table, writes the same as JSON and as a chart, and ends each scenario
 * with the audit. For tests/run bench, which gives it a stack of its own.
 *
 * BENCH_SECONDS: of each measurement (3). BENCH_ONLY: scenarios whose name holds this. SCALE: small
 * or large. BENCH_OUT: folder of bench.json and bench.svg. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/rig/limits.h"
#include "bench/rig/process.h"
#include "bench/rig/report.h"
#include "bench/rig/streams.h"
#include "support/exposition.h"
#include "support/http.h"

enum { ROUNDS = 3, CLIENTS = 16, MANY_CLIENTS = 256, STREAMS = 10000 };

static const char *setting(const char *name, const char *otherwise)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : otherwise;
}

/* Of the stack: all its processes are below it. */
static pid_t runner(void)
{
    return (pid_t)strtol(setting("JANGTEO_RUNNER", "0"), NULL, 10);
}

static bool run_file(PGconn *conn, const char *path)
{
    static char text[32 << 10];
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    const size_t size = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[size] = '\0';
    return fill_run(conn, text);
}

/* A template all of whose slots are there. */
static bool make_coupon(PGconn *conn, struct bench *bench, int64_t quantity)
{
    char sql[1000];
    (void)snprintf(
        sql, sizeof sql,
        "WITH made AS (INSERT INTO coupon (name, description, type, value, min_order_amount, "
        "quantity,"
        " issue_starts_at, issue_ends_at, valid_days, created_at) VALUES ('쿠폰', '', 'FIXED', "
        "1000, 0, %1$" PRId64 ","
        " now() - interval '1 h', now() + interval '1 d', 30, now()) RETURNING coupon_id),"
        " supply AS (INSERT INTO coupon_supply (coupon_id, quantity, made, remaining)"
        " SELECT coupon_id, %1$" PRId64 ", %1$" PRId64 ", %1$" PRId64 " FROM made),"
        " slots AS (INSERT INTO coupon_slot (coupon_id, slot_no) SELECT coupon_id, n FROM made,"
        " generate_series(1, %1$" PRId64 ") n) SELECT coupon_id FROM made",
        quantity);
    PGresult *result = PQexec(conn, sql);
    const bool good = PQntuples(result) == 1;
    if (good)
        bench->coupon = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    else
        (void)fprintf(stderr, "%s", PQerrorMessage(conn));
    PQclear(result);
    return good && fill_run(conn, "VACUUM ANALYZE coupon_slot") &&
           fill_run(conn, "ALTER SEQUENCE bench_claim RESTART");
}

static bool audit_is_clean(void)
{
    char program[200];
    static char output[8000];
    (void)snprintf(program, sizeof program, "%s/bin/jangteo-audit", setting("BUILD", "build"));
    const char *const argv[] = {program, "sql/audit", NULL};
    const bool clean = process_run(argv, output, sizeof output);
    if (!clean)
        (void)fputs(output, stderr);
    return clean;
}

/* One run of a scenario; false when any answer was not as it should be. */
static bool drive_once(PGconn *conn, struct bench *bench, const struct scenario *scenario,
                       size_t clients, int64_t ms, struct drive_result *ret_result)
{
    *ret_result = (struct drive_result){0};
    if (scenario->coupons > 0 && !make_coupon(conn, bench, scenario->coupons))
        return false;
    bench->clients = clients;
    const struct drive drive = {.port = bench->port,
                                .clients = clients,
                                .ms = ms,
                                .ask = scenario->ask,
                                .heard = scenario->heard,
                                .arg = bench};
    const bool good = drive_run(&drive, ret_result);
    ret_result->a_second /= scenario->requests;
    if (ret_result->wrong + ret_result->faults > 0)
        (void)fprintf(stderr, "%s: %" PRIu64 " wrong, %" PRIu64 " faults: %s\n", scenario->name,
                      ret_result->wrong, ret_result->faults, ret_result->first);
    return good && ret_result->wrong + ret_result->faults == 0;
}

/* What all requests so far have taken of the database. */
struct taken {
    double round_trips, lock_s;
};

/* Without what the look itself takes. */
static double sum_of(const char *text, const char *metric)
{
    char all[100], own[120];
    (void)snprintf(all, sizeof all, "%s{", metric);
    (void)snprintf(own, sizeof own, "%s{route=\"/metrics\"", metric);
    return exposition_sum(text, all) - exposition_sum(text, own);
}

static struct taken look(void)
{
    const struct answer a = ask("GET", "/metrics", NULL);
    return (struct taken){sum_of(a.body, "jangteo_http_database_round_trips_total"),
                          sum_of(a.body, "jangteo_http_lock_seconds_total")};
}

static int by_rate(const void *a, const void *b)
{
    const struct drive_result *x = a, *y = b;
    return (x->a_second > y->a_second) - (x->a_second < y->a_second);
}

static int by_number(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool measure(PGconn *conn, struct limits *limits, struct bench *bench,
                    const struct scenario *scenario, struct line *ret_line)
{
    const int64_t ms = strtoll(setting("BENCH_SECONDS", "3"), NULL, 10) * 1000;
    struct drive_result few[ROUNDS], many;
    double limit[ROUNDS], done = 0;
    bool good = true;
    const struct taken before = look();
    for (size_t i = 0; i < ROUNDS; i++) {
        if (scenario->limit == LIMIT_PGBENCH && scenario->coupons > 0)
            good &= make_coupon(conn, bench, scenario->coupons);
        limit[i] = limits_measure(limits, bench, scenario, ms);
        good &= limit[i] >= 0;
        good &= drive_once(conn, bench, scenario, CLIENTS, ms, &few[i]);
        done += (double)few[i].answered / scenario->requests;
    }
    const struct taken after = look();
    good &= drive_once(conn, bench, scenario, MANY_CLIENTS, ms, &many);
    qsort(few, ROUNDS, sizeof *few, by_rate);
    qsort(limit, ROUNDS, sizeof *limit, by_number);
    done = done > 0 ? done : 1;
    *ret_line = (struct line){.name = scenario->name,
                              .limit = limit[ROUNDS / 2],
                              .few = few[ROUNDS / 2],
                              .many = many,
                              .round_trips = (after.round_trips - before.round_trips) / done,
                              .lock_ms = (after.lock_s - before.lock_s) * 1000 / done,
                              .memory = process_memory(runner()),
                              .good = good};
    return good;
}

/* The first scenario once more, while many listen. */
static bool measure_beside_streams(PGconn *conn, struct bench *bench, struct line *ret_line)
{
    const int64_t ms = strtoll(setting("BENCH_SECONDS", "3"), NULL, 10) * 1000;
    struct streams streams;
    struct line line = {.name = "10,000 idle streams: the list beside"};
    line.good = streams_open(bench, STREAMS, &streams) &&
                drive_once(conn, bench, &SCENARIOS[0], CLIENTS, ms, &line.few) &&
                drive_once(conn, bench, &SCENARIOS[0], MANY_CLIENTS, ms, &line.many);
    line.memory = process_memory(runner());
    streams_close(&streams);
    (void)printf("  streams opened a second: %.0f\n", streams.a_second);
    *ret_line = line;
    return line.good;
}

static bool run_all(PGconn *conn, struct limits *limits, struct bench *bench)
{
    static struct report report;
    const char *only = setting("BENCH_ONLY", "");
    bool good = true;
    report.scale = bench->filled.scale->name;
    report.idle = process_memory(runner());
    report_head();
    for (size_t i = 0; i < SCENARIO_COUNT; i++) {
        if (strstr(SCENARIOS[i].name, only) == NULL)
            continue;
        struct line *line = &report.lines[report.count++];
        good &= measure(conn, limits, bench, &SCENARIOS[i], line);
        /* Over ten million orders an audit takes a quarter of an hour: there the last one has to
         * do. */
        if (bench->filled.scale == &SCALE_SMALL)
            good &= audit_is_clean();
        report_line(line);
    }
    if (strstr("streams", only) != NULL) {
        good &= measure_beside_streams(conn, bench, &report.lines[report.count]);
        report_line(&report.lines[report.count++]);
    }
    return report_write(&report, setting("BENCH_OUT", setting("BUILD", "build"))) && good;
}

static bool make_tokens(struct bench *bench)
{
    enum { TOKENS_MAX = 100000 };
    const int64_t members = bench->filled.scale->members;
    bench->token_count = members < TOKENS_MAX ? members : TOKENS_MAX;
    bench->tokens = calloc((size_t)bench->token_count, sizeof *bench->tokens);
    for (int64_t i = 0; bench->tokens != NULL && i < bench->token_count; i++)
        fill_token(i, bench->tokens[i]);
    return bench->tokens != NULL;
}

int main(void)
{
    static struct bench bench;
    static struct limits limits;
    const char *url = setting("JANGTEO_URL", "");
    const struct scale *scale =
        strcmp(setting("SCALE", "small"), "large") == 0 ? &SCALE_LARGE : &SCALE_SMALL;
    PGconn *conn = PQconnectdb(setting("JANGTEO_DB", ""));
    bench.port = strrchr(url, ':') != NULL ? (int)strtol(strrchr(url, ':') + 1, NULL, 10) : 0;
    bool good = fill(conn, scale, &bench.filled) && make_tokens(&bench) &&
                run_file(conn, "tests/bench/sql/functions.sql") && limits_start(&limits);
    good = good && run_all(conn, &limits, &bench);
    limits_stop(&limits);
    PQfinish(conn);
    free(bench.tokens);
    return good ? 0 : 1;
}
