/* jangteo-worker: runs the jobs, each at its interval, until SIGTERM. Any number of workers over
 * one database are safe; a database that is away makes runs fail, and they are tried again. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/config.h"
#include "base/log.h"
#include "base/metric.h"
#include "shop/ranking/ranking_rules.h"
#include "worker/auditor.h"
#include "worker/cashier.h"
#include "worker/courier.h"
#include "worker/follower.h"
#include "worker/job.h"
#include "worker/pusher.h"
#include "worker/rota.h"

static const struct job JOBS[] = {
    {"expire", offsetof(struct settings, worker_tick), job_expire, 0, NULL},
    {"confirm", offsetof(struct settings, worker_tick), job_confirm, 0, NULL},
    {"carts", offsetof(struct settings, worker_tick), job_carts, 0, NULL},
    {"sessions", offsetof(struct settings, worker_tick), job_sessions, 0, NULL},
    {"idempotency", offsetof(struct settings, worker_tick), job_idempotency, 0, NULL},
    {"callbacks", offsetof(struct settings, worker_tick), job_callbacks, 0, NULL},
    {"ranking", offsetof(struct settings, ranking_interval), job_ranking, 0, ranking_has_turned},
    {"coupons", offsetof(struct settings, worker_tick), job_coupons, 0, NULL},
    {"notices", offsetof(struct settings, worker_tick), job_notices, 0, NULL},
    {"sheets", offsetof(struct settings, worker_tick), job_sheets, 0, NULL},
    {"events", offsetof(struct settings, worker_tick), job_events, 0, NULL},
};

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

static void serve(struct rota *rota, const sigset_t *signals)
{
    do
        rota_run(rota);
    while (!told_to_end(signals, rota->settings->worker_tick));
}

/* Those with a thread of their own: the auditor reads the books; couriers carry events, the cashier
 * gives card money back, the follower asks for open payments, the pusher pushes notices. */
static bool hands_start(const struct settings *settings, const char *conninfo)
{
    return couriers_start(settings, conninfo) && cashier_start(settings, conninfo) &&
           follower_start(settings, conninfo) &&
           pusher_start(settings, conninfo, getenv("JANGTEO_PUSH")) &&
           auditor_start(settings, conninfo);
}

static void hands_stop(void)
{
    pusher_stop();
    follower_stop();
    cashier_stop();
    couriers_stop();
    auditor_stop();
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

    (void)metric_open(getenv("JANGTEO_METRICS"), "worker");
    struct rota rota;
    if (!rota_open(&rota, &settings, conninfo, JOBS, COUNT_OF(JOBS)) ||
        !hands_start(&settings, conninfo)) {
        log_write(LOG_ERROR, "the worker's threads could not be started");
        return 1;
    }
    log_write(LOG_INFO, "worker started");
    serve(&rota, &signals);
    hands_stop();
    log_write(LOG_INFO, "worker ended");
    rota_close(&rota);
    return 0;
}
