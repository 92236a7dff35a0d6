#include "app/serve.h"

#include <errno.h>
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "app/dispatch.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metric.h"
#include "web/fcgi.h"

#define ARENA_LIMIT ((size_t)16 * 1024 * 1024)
/* A thread without work for this long is woken once, to close its database connection. */
#define IDLE_MS 70000
/* How often an idle program looks at its threads, and a stopping one wakes them again. */
#define LOOK_EVERY_S 10
#define WAKE_EVERY_MS 20
/* accept() can fail for lack of descriptors or memory: trying at once again would only burn time.
 */
#define ACCEPT_PAUSE_MS 50

struct server {
    pthread_t thread;
    const struct program *program;
    const struct settings *settings;
    struct db *db;
    struct arena *arena;
    FCGX_Request fcgi;
    atomic_int_fast64_t waiting_since_ms; /* in accept() since; 0 while a request is served */
    atomic_bool may_be_connected;         /* to the database, since it was last woken */
};

static atomic_bool stopping;

static enum err read_body(void *arg, struct arena *arena, size_t limit, struct request *request)
{
    return fcgi_read_body(arg, arena, limit, request);
}

static enum err serve_one(struct server *server, struct request *req, struct response *res,
                          const struct route **ret_route)
{
    enum err e = fcgi_request(&server->fcgi, server->arena, req);
    if (e != E_OK) {
        *req = (struct request){.method = "GET", .path = "/", .id = "-"};
        *res = (struct response){.status = err_status(e)};
        return e;
    }
    struct call call = {
        .arena = server->arena,
        .settings = server->settings,
        .now = clock_now(),
        .request_id = req->id,
    };
    const struct body_source source = {read_body, &server->fcgi};
    log_request(req->id);
    return dispatch(server->program, server->db, &call, req, &source, res, ret_route);
}

/* Clients choose methods and paths: what no route knows is one series. */
static const char *method_label(const struct request *req)
{
    static const char *const KNOWN[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    if (req->head)
        return "HEAD";
    for (size_t i = 0; i < COUNT_OF(KNOWN); i++)
        if (strcmp(KNOWN[i], req->method) == 0)
            return KNOWN[i];
    return "other";
}

/* Before the answer is sent, so that whoever has it finds it counted. */
static void count(const struct request *req, const struct response *res, const struct route *route,
                  enum err e, int64_t duration_us, struct db_use use)
{
    const char *method = method_label(req), *pattern = route != NULL ? route->pattern : "unknown";
    const char status[] = {(char)('0' + res->status / 100), 'x', 'x', '\0'};
    metric_add(METRIC_HTTP_REQUESTS, LABELS(pattern, method, status), 1);
    metric_observe(METRIC_HTTP_SECONDS, LABELS(pattern, method, status), duration_us);
    if (!req->head)
        metric_add(METRIC_HTTP_BYTES, LABELS(pattern, method), (int64_t)res->body.size);
    if (use.round_trips > 0)
        metric_add(METRIC_HTTP_ROUND_TRIPS, LABELS(pattern, method), use.round_trips);
    if (use.lock_us > 0)
        metric_add(METRIC_HTTP_LOCKS, LABELS(pattern, method), use.lock_us);
    if (e != E_OK)
        metric_add(METRIC_HTTP_ERRORS, LABELS(err_code(e)), 1);
}

static void serve_request(struct server *server)
{
    const int64_t start_us = clock_monotonic_us();
    struct request req;
    struct response res = {0};
    const struct route *route = NULL;
    metric_level(LEVEL_IN_FLIGHT, 1);
    enum err e = serve_one(server, &req, &res, &route);
    count(&req, &res, route, e, clock_monotonic_us() - start_us, db_use(server->db));
    if (!fcgi_respond(&server->fcgi, &req, &res))
        log_write(LOG_INFO, "the client went away before its answer was sent");
    log_access(req.head ? "HEAD" : req.method, req.path, res.status,
               clock_monotonic_us() - start_us, err_code(e));
    FCGX_Finish_r(&server->fcgi);
    log_request(NULL);
    arena_reset(server->arena);
    metric_level(LEVEL_IN_FLIGHT, -1);
}

static void pause_after_failure(int error)
{
    log_write(LOG_ERROR, "cannot accept a connection: error %d", error);
    (void)nanosleep(&(struct timespec){.tv_nsec = ACCEPT_PAUSE_MS * 1000000L}, NULL);
}

static void *serve_thread(void *arg)
{
    struct server *server = arg;
    sigset_t wake;
    sigemptyset(&wake);
    sigaddset(&wake, SERVE_WAKE_SIGNAL);
    pthread_sigmask(SIG_UNBLOCK, &wake, NULL);
    metric_level(LEVEL_THREADS, 1);
    while (!atomic_load(&stopping)) {
        atomic_store(&server->waiting_since_ms, clock_monotonic_ms());
        int rc = FCGX_Accept_r(&server->fcgi);
        atomic_store(&server->waiting_since_ms, 0);
        if (rc == 0) {
            atomic_store(&server->may_be_connected, true);
            serve_request(server);
        } else if (rc == -EINTR) {
            db_close_if_idle(server->db);
        } else if (!atomic_load(&stopping)) {
            pause_after_failure(-rc);
        }
    }
    metric_level(LEVEL_THREADS, -1);
    FCGX_Free(&server->fcgi, 1);
    db_free(server->db);
    arena_free(server->arena);
    return NULL;
}

static bool start(struct server *server, const char *conninfo)
{
    server->db = db_new(conninfo);
    server->arena = arena_new(ARENA_LIMIT);
    if (server->db != NULL)
        db_plan_once(server->db);
    if (server->db != NULL && server->arena != NULL &&
        FCGX_InitRequest(&server->fcgi, 0, FCGI_FAIL_ACCEPT_ON_INTR) == 0 &&
        pthread_create(&server->thread, NULL, serve_thread, server) == 0)
        return true;
    db_free(server->db);
    arena_free(server->arena);
    return false;
}

/* Only a thread that waits is woken: one that serves has nothing to be disturbed for. */
static void wake(struct server *server)
{
    if (atomic_load(&server->waiting_since_ms) != 0)
        (void)pthread_kill(server->thread, SERVE_WAKE_SIGNAL);
}

static void wake_idle(struct server *servers, size_t count)
{
    const int64_t now_ms = clock_monotonic_ms();
    for (size_t i = 0; i < count; i++) {
        const int64_t since = atomic_load(&servers[i].waiting_since_ms);
        if (since != 0 && now_ms - since > IDLE_MS &&
            atomic_exchange(&servers[i].may_be_connected, false))
            wake(&servers[i]);
    }
}

sigset_t serve_ends(void)
{
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGQUIT); /* as which multiwatch passes SIGTERM on, whatever it is told */
    return ends;
}

static void wait_for_stop(struct server *servers, size_t count)
{
    const sigset_t ends = serve_ends();
    for (;;) {
        if (sigtimedwait(&ends, NULL, &(struct timespec){.tv_sec = LOOK_EVERY_S}) > 0)
            return;
        wake_idle(servers, count);
    }
}

/* A signal sent just before the thread enters accept() is lost, so it is sent until the thread is
 * gone. The socket itself is left alone: a successor listens on it. */
static void join(struct server *server)
{
    for (;;) {
        struct timespec until;
        wake(server);
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += WAKE_EVERY_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        if (pthread_clockjoin_np(server->thread, NULL, CLOCK_MONOTONIC, &until) != ETIMEDOUT)
            return;
    }
}

bool serve_until_stopped(const struct program *program, const struct settings *settings,
                         const char *conninfo, size_t thread_count)
{
    static struct server servers[THREADS_MAX];
    size_t count = 0;
    while (count < thread_count) {
        servers[count] = (struct server){.program = program, .settings = settings};
        if (!start(&servers[count], conninfo))
            break;
        count++;
    }
    if (count < thread_count)
        log_write(LOG_ERROR, "only %zu of %zu threads could be started", count, thread_count);
    if (count == 0)
        return false;
    log_write(LOG_INFO, "%zu threads serve", count);
    wait_for_stop(servers, count);
    atomic_store(&stopping, true);
    for (size_t i = 0; i < count; i++)
        join(&servers[i]);
    log_write(LOG_INFO, "stopped");
    return true;
}
