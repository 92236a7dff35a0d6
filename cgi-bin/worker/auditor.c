#include "worker/auditor.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "db/script.h"
#include "worker/rota.h"

/* However large the shop, a tenth of one connection's time. */
static const struct job JOBS[] = {
    {"audit", offsetof(struct settings, audit_interval), job_audit, .rest = 9},
};

static struct rota rota;
static pthread_t thread;
static bool runs;
static struct {
    pthread_mutex_t mutex;
    pthread_cond_t ends;
    bool ending;
} nap = {.mutex = PTHREAD_MUTEX_INITIALIZER, .ends = PTHREAD_COND_INITIALIZER};

/* Waits one tick. True once it is to end. */
static bool is_over(span tick)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    const int64_t at_us = until.tv_nsec / 1000 + tick.us;
    until.tv_sec += at_us / 1000000;
    until.tv_nsec = at_us % 1000000 * 1000;
    (void)pthread_mutex_lock(&nap.mutex);
    while (!nap.ending &&
           pthread_cond_clockwait(&nap.ends, &nap.mutex, CLOCK_MONOTONIC, &until) != ETIMEDOUT)
        continue;
    const bool ending = nap.ending;
    (void)pthread_mutex_unlock(&nap.mutex);
    return ending;
}

static void *auditor_thread(void *arg)
{
    do
        rota_run(&rota);
    while (!is_over(rota.settings->worker_tick));
    return arg;
}

bool auditor_start(const struct settings *settings, const char *conninfo)
{
    runs = rota_open(&rota, settings, conninfo, JOBS, COUNT_OF(JOBS)) &&
           pthread_create(&thread, NULL, auditor_thread, NULL) == 0;
    if (!runs)
        rota_close(&rota);
    return runs;
}

void auditor_stop(void)
{
    if (!runs)
        return;
    script_stop_all();
    (void)pthread_mutex_lock(&nap.mutex);
    nap.ending = true;
    (void)pthread_cond_signal(&nap.ends);
    (void)pthread_mutex_unlock(&nap.mutex);
    (void)pthread_join(thread, NULL);
    rota_close(&rota);
}
