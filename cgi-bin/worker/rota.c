#include "worker/rota.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "base/metric.h"
#include "worker/batch.h"

#define ARENA_LIMIT ((size_t)64 << 20)
#define BACK_OFF_MAX_MS 8000
/* A run that took this long is worth a line in the log. */
#define SLOW_US 200000

bool rota_open(struct rota *rota, const struct settings *settings, const char *conninfo,
               const struct job *jobs, size_t job_count)
{
    *rota = (struct rota){.settings = settings,
                          .db = db_new(conninfo),
                          .arena = arena_new(ARENA_LIMIT),
                          .jobs = jobs,
                          .job_count = job_count};
    if (rota->db != NULL && rota->arena != NULL && job_count <= ROTA_JOBS_MAX)
        return true;
    rota_close(rota);
    return false;
}

void rota_close(struct rota *rota)
{
    db_free(rota->db);
    arena_free(rota->arena);
    *rota = (struct rota){0};
}

static int64_t interval_us(const struct settings *settings, const struct job *job)
{
    const span *interval = (const span *)(const void *)((const char *)settings + job->interval);
    return interval->us;
}

int64_t rota_due_ms(int64_t started_us, int64_t ended_us, int64_t interval_us, int64_t rest)
{
    const int64_t rested_us = ended_us + rest * (ended_us - started_us);
    const int64_t due_us = started_us + interval_us;
    return (rest > 0 && rested_us > due_us ? rested_us : due_us) / 1000;
}

bool rota_is_due(const struct job *job, const struct plan *plan, int64_t monotonic_ms, instant now)
{
    return monotonic_ms >= plan->due_ms ||
           (job->turns != NULL && plan->failures == 0 && job->turns(plan->ran_at, now));
}

/* After failures: from 500 ms, doubling. */
static int64_t back_off_ms(int failures)
{
    int64_t wait = INT64_C(500) << (failures < 7 ? failures - 1 : 6);
    return wait < BACK_OFF_MAX_MS ? wait : BACK_OFF_MAX_MS;
}

static void run_job(struct rota *rota, const struct job *job, struct plan *plan)
{
    struct call call = {
        .arena = rota->arena,
        .settings = rota->settings,
        .now = clock_now(),
    };
    const int64_t started_us = clock_monotonic_us();
    batch_of_job(job->name);
    db_serve(rota->db, &call);
    enum err e = job->run(rota->db, &call);
    db_serve(rota->db, NULL);
    arena_reset(rota->arena);

    const int64_t ended_us = clock_monotonic_us(), took_us = ended_us - started_us;
    if (e == E_OK) {
        plan->failures = 0;
        plan->ran_at = call.now;
        plan->due_ms =
            rota_due_ms(started_us, ended_us, interval_us(rota->settings, job), job->rest);
        metric_observe(METRIC_JOB_SECONDS, LABELS(job->name), took_us);
        metric_set(METRIC_JOB_LAST, LABELS(job->name), clock_now().us);
        /* Most runs find nothing to do, several a second. */
        if (took_us >= SLOW_US)
            log_write(LOG_INFO, "job %s: %" PRId64 " ms", job->name, took_us / 1000);
        return;
    }
    plan->failures++;
    plan->due_ms = ended_us / 1000 + back_off_ms(plan->failures);
    metric_add(METRIC_JOB_FAILURES, LABELS(job->name), 1);
    log_write(LOG_WARN, "job %s failed (%s), %d in a row", job->name, err_code(e), plan->failures);
}

void rota_run(struct rota *rota)
{
    for (size_t i = 0; i < rota->job_count; i++)
        if (rota_is_due(&rota->jobs[i], &rota->plans[i], clock_monotonic_ms(), clock_now()))
            run_job(rota, &rota->jobs[i], &rota->plans[i]);
    db_close_if_idle(rota->db);
}
