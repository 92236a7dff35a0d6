/* Jobs taken in turn by one thread, each at its interval, with a connection and memory of their
 * own. */
#ifndef JANGTEO_WORKER_ROTA_H
#define JANGTEO_WORKER_ROTA_H

#include <stdbool.h>

#include "base/arena.h"
#include "worker/job.h"

#define ROTA_JOBS_MAX 32

struct rota {
    const struct settings *settings;
    struct db *db;
    struct arena *arena;
    const struct job *jobs;
    size_t job_count;
    /* When each is due (monotonic; 0: at once), how often in a row it has failed, and when it ran
     * last if it has not. */
    struct plan {
        int64_t due_ms;
        int failures;
        instant ran_at;
    } plans[ROTA_JOBS_MAX];
};

/* When a job that ran from `started_us` to `ended_us` is due again: `interval_us` after its start,
 * and `rest` times as long after its end as it took at the earliest. */
int64_t rota_due_ms(int64_t started_us, int64_t ended_us, int64_t interval_us, int64_t rest);

/* Whether a job is due: its time has come, or its days have turned since it last succeeded. */
bool rota_is_due(const struct job *job, const struct plan *plan, int64_t monotonic_ms, instant now);

/* What is passed in must outlive it. False when out of memory, or when there are too many jobs. */
bool rota_open(struct rota *rota, const struct settings *settings, const char *conninfo,
               const struct job *jobs, size_t job_count);
/* Takes one that was not opened, if zeroed. */
void rota_close(struct rota *rota);
/* Runs what is due; a job that fails is logged and tried again later. */
void rota_run(struct rota *rota);

#endif
