/* jangteo-worker: runs the jobs, each at its interval, until SIGTERM. Any number of workers over
 * one database are safe; a database that is away makes runs fail, and they are tried again. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "worker/courier.h"
#include "worker/job.h"

#define ARENA_LIMIT ((size_t)64 << 20)
#define BACK_OFF_MAX_MS 30000
/* A run that took this long is worth a line in the log. */
#define SLOW_MS 200

static const struct job JOBS[] = {
    {"expire", offsetof(struct settings, worker_tick), job_expire},
    {"confirm", offsetof(struct settings, worker_tick), job_confirm},
    {"carts", offsetof(struct settings, worker_tick), job_carts},
    {"sessions", offsetof(struct settings, worker_tick), job_sessions},
    {"idempotency", offsetof(struct settings, worker_tick), job_idempotency},
    {"ranking", offsetof(struct settings, ranking_interval), job_ranking},
    {"coupons", offsetof(struct settings, worker_tick), job_coupons},
    {"audit", offsetof(struct settings, audit_interval), job_audit},
};

/* When a job is due, and how often in a row it has failed. */
struct plan {
    int64_t due_ms; /* monotonic; 0: at once */
    int failures;
};

struct worker {
    const struct settings *settings;
    struct db *db;
    struct arena *arena;
    struct plan plans[COUNT_OF(JOBS)];
};

static int64_t interval_ms(const struct settings *settings, const struct job *job)
{
    const span *interval = (const span *)(const void *)((const char *)settings + job->interval);
    return interval->us / 1000;
}

/* After failures: from 500 ms, doubling. */
static int64_t back_off_ms(int failures)
{
    int64_t wait = INT64_C(500) << (failures < 7 ? failures - 1 : 6);
    return wait < BACK_OFF_MAX_MS ? wait : BACK_OFF_MAX_MS;
}

static void run_job(struct worker *worker, const struct job *job, struct plan *plan)
{
    struct call call = {
        .arena = worker->arena,
        .settings = worker->settings,
        .now = clock_now(),
    };
    int64_t started_ms = clock_monotonic_ms();
    db_serve(worker->db, &call);
    enum err e = job->run(worker->db, &call);
    db_serve(worker->db, NULL);
    arena_reset(worker->arena);

    int64_t ended_ms = clock_monotonic_ms();
    if (e == E_OK) {
        plan->failures = 0;
        plan->due_ms = started_ms + interval_ms(worker->settings, job);
        /* Most runs find nothing to do, several a second. */
        if (ended_ms - started_ms >= SLOW_MS)
            log_write(LOG_INFO, "job %s: %" PRId64 " ms", job->name, ended_ms - started_ms);
        return;
    }
    plan->failures++;
    plan->due_ms = ended_ms + back_off_ms(plan->failures);
    log_write(LOG_WARN, "job %s failed (%s), %d in a row", job->name, err_code(e), plan->failures);
}

/* Waits one tick. True once the worker is told to end. */
static bool told_to_end(const sigset_t *signals, span tick)
{
    struct timespec wait = {tick.us / 1000000, tick.us % 1000000 * 1000};
    for (;;) {
        int signal = sigtimedwait(signals, NULL, &wait);
        if (signal > 0)
            return true;
        if (errno == EAGAIN)
            return false;
    }
}

static void serve(struct worker *worker, const sigset_t *signals)
{
    do {
        for (size_t i = 0; i < COUNT_OF(JOBS); i++)
            if (clock_monotonic_ms() >= worker->plans[i].due_ms)
                run_job(worker, &JOBS[i], &worker->plans[i]);
        db_close_if_idle(worker->db);
    } while (!told_to_end(signals, worker->settings->worker_tick));
}

int main(void)
{
    log_open("worker");
    struct settings settings;
    char message[400];
    if (!settings_load(&settings, message, sizeof message)) {
        fprintf(stderr, "%s\n", message);
        return 2;
    }
    const char *conninfo = getenv("JANGTEO_DB");
    if (conninfo == NULL) {
        fputs("JANGTEO_DB is not set: the database to work on.\n", stderr);
        return 2;
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);

    struct worker worker = {
        .settings = &settings, .db = db_new(conninfo), .arena = arena_new(ARENA_LIMIT)};
    if (worker.db == NULL || worker.arena == NULL) {
        log_write(LOG_ERROR, "out of memory at start");
        return 1;
    }
    if (!couriers_start(&settings, conninfo)) {
        log_write(LOG_ERROR, "the couriers of events could not be started");
        return 1;
    }
    log_write(LOG_INFO, "worker started");
    serve(&worker, &signals);
    couriers_stop();
    log_write(LOG_INFO, "worker ended");
    db_free(worker.db);
    arena_free(worker.arena);
    return 0;
}
