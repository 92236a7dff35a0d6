#include "torture/fault/inject.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <curl/curl.h>
#include <libpq-fe.h>

#include "base/clock.h"
#include "support/gateway.h"
#include "worker/post.h"

const char *const FAULT_NAMES[FAULTS] = {
    "none",
    "allocation",
    "database: connection lost",
    "database: back end ended",
    "database: 40001",
    "database: 40P01",
    "database: 57014",
    "database: lost before COMMIT",
    "database: COMMIT's answer lost",
    "gateway: down",
    "gateway: answer lost",
    "gateway: time-out",
    "gateway: 500",
    "gateway: cuts",
    "gateway: nonsense",
    "gateway: half an answer",
    "gateway: answer too short",
    "gateway: another amount",
    "gateway: another key",
    "events: down",
    "events: 401",
    "events: answer lost",
};

static struct {
    enum fault fault;
    size_t nth, count; /* the call that fails, and those there were */
    bool fired;
    bool cut_after_commit; /* in the flush under way */
} armed;

static _Thread_local bool watched;

void inject_arm(enum fault fault, size_t nth)
{
    armed.fault = fault;
    armed.nth = nth;
    armed.count = 0;
    armed.fired = armed.cut_after_commit = false;
}

void inject_watch(bool on)
{
    watched = on;
}

bool inject_fired(void)
{
    return armed.fired;
}

size_t inject_count(void)
{
    return armed.count;
}

static bool strikes(enum fault fault)
{
    if (!watched || armed.fault != fault || ++armed.count != armed.nth)
        return false;
    armed.fired = true;
    return true;
}

#define WRAP(type, name, ...)                                                                      \
    type __real_##name(__VA_ARGS__);                                                               \
    type __wrap_##name(__VA_ARGS__);                                                               \
    type __wrap_##name(__VA_ARGS__)

/* ---- memory ---- */

#ifdef __SANITIZE_ADDRESS__
#define REAL(name) __interceptor_##name
#else
#define REAL(name) __libc_##name
#endif
void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *item, size_t size);

void *malloc(size_t size)
{
    if (!strikes(FAULT_MEMORY))
        return REAL(malloc)(size);
    errno = ENOMEM;
    return NULL;
}

void *calloc(size_t nmemb, size_t size)
{
    if (!strikes(FAULT_MEMORY))
        return REAL(calloc)(nmemb, size);
    errno = ENOMEM;
    return NULL;
}

void *realloc(void *ptr, size_t size)
{
    if (!strikes(FAULT_MEMORY))
        return REAL(realloc)(ptr, size);
    errno = ENOMEM;
    return NULL;
}

/* ---- the database ---- */

/* The connection's other end is gone: nothing more arrives, nothing can be sent. What was sent
 * before reaches the server. */
static void cut(const PGconn *conn)
{
    int pair[2];
    if (PQsocket(conn) < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) != 0)
        return;
    (void)close(pair[1]);
    (void)dup3(pair[0], PQsocket(conn), O_CLOEXEC);
    (void)close(pair[0]);
}

static void cut_where_due(const PGconn *conn)
{
    if (strikes(FAULT_DB_LOST))
        cut(conn);
}

/* What the server is made to do instead of a statement; NULL: the statement. */
static const char *statement_instead(void)
{
    static const char RAISE[][80] = {
        "DO $$ BEGIN RAISE 'a trial' USING ERRCODE = '40001'; END $$",
        "DO $$ BEGIN RAISE 'a trial' USING ERRCODE = '40P01'; END $$",
        "DO $$ BEGIN RAISE 'a trial' USING ERRCODE = '57014'; END $$",
    };
    if (strikes(FAULT_DB_ENDED))
        return "SELECT pg_terminate_backend(pg_backend_pid())";
    for (enum fault fault = FAULT_DB_SERIAL; fault <= FAULT_DB_TIMEOUT; fault++)
        if (strikes(fault))
            return RAISE[fault - FAULT_DB_SERIAL];
    return NULL;
}

WRAP(PGconn *, PQconnectStartParams, const char *const *keys, const char *const *values, int expand)
{
    PGconn *conn = __real_PQconnectStartParams(keys, values, expand);
    cut_where_due(conn);
    return conn;
}

WRAP(PostgresPollingStatusType, PQconnectPoll, PGconn *conn)
{
    cut_where_due(conn);
    return __real_PQconnectPoll(conn);
}

WRAP(int, PQsendPrepare, PGconn *conn, const char *name, const char *sql, int count,
     const Oid *types)
{
    cut_where_due(conn);
    return __real_PQsendPrepare(conn, name, sql, count, types);
}

WRAP(int, PQsendQueryParams, PGconn *conn, const char *sql, int count, const Oid *types,
     const char *const *values, const int *lengths, const int *formats, int format)
{
    const bool commits = strcmp(sql, "COMMIT") == 0;
    cut_where_due(conn);
    if (commits && strikes(FAULT_COMMIT_UNSENT))
        cut(conn);
    if (commits && strikes(FAULT_COMMIT_UNHEARD))
        armed.cut_after_commit = true;
    const char *instead = statement_instead();
    return __real_PQsendQueryParams(conn, instead != NULL ? instead : sql, count, types, values,
                                    lengths, formats, format);
}

WRAP(int, PQsendQueryPrepared, PGconn *conn, const char *name, int count, const char *const *values,
     const int *lengths, const int *formats, int format)
{
    cut_where_due(conn);
    const char *instead = statement_instead();
    return instead != NULL
               ? __real_PQsendQueryParams(conn, instead, 0, NULL, NULL, NULL, NULL, 0)
               : __real_PQsendQueryPrepared(conn, name, count, values, lengths, formats, format);
}

/* Waits until the server has answered all of the flush, COMMIT too, without taking it. */
static void await_answers(PGconn *conn)
{
    enum { ROOM = 1 << 20, READY_SIZE = 6, WAIT_MS = 5000 };
    static char bytes[ROOM];
    const int64_t end_ms = clock_monotonic_ms() + WAIT_MS;
    struct pollfd fd = {.fd = PQsocket(conn), .events = POLLIN};
    while (clock_monotonic_ms() < end_ms) {
        const int unsent = PQflush(conn);
        const ssize_t n = recv(fd.fd, bytes, sizeof bytes, MSG_PEEK | MSG_DONTWAIT);
        if (unsent == 0 && n >= READY_SIZE &&
            memcmp(bytes + n - READY_SIZE, "Z\0\0\0\5", READY_SIZE - 1) == 0)
            return;
        (void)poll(&fd, 1, 1);
    }
}

WRAP(int, PQpipelineSync, PGconn *conn)
{
    cut_where_due(conn);
    const int ok = __real_PQpipelineSync(conn);
    if (watched && armed.cut_after_commit) {
        await_answers(conn);
        cut(conn);
        armed.cut_after_commit = false;
    }
    return ok;
}

WRAP(int, PQconsumeInput, PGconn *conn)
{
    cut_where_due(conn);
    return __real_PQconsumeInput(conn);
}

WRAP(PGresult *, PQgetResult, PGconn *conn)
{
    cut_where_due(conn);
    return __real_PQgetResult(conn);
}

/* ---- the gateway ---- */

static const enum rogue_mood MOODS[FAULTS] = {
    [FAULT_GATEWAY_LOST] = ROGUE_DIES,
    [FAULT_GATEWAY_FAILS] = ROGUE_FAILS,
    [FAULT_GATEWAY_SHUTS] = ROGUE_SHUTS,
    [FAULT_GATEWAY_GABBLES] = ROGUE_GABBLES,
    [FAULT_GATEWAY_TRUNCATES] = ROGUE_TRUNCATES,
    [FAULT_GATEWAY_MISCOUNTS] = ROGUE_MISCOUNTS,
    [FAULT_GATEWAY_SWAPS_AMOUNT] = ROGUE_SWAPS_AMOUNT,
    [FAULT_GATEWAY_SWAPS_KEY] = ROGUE_SWAPS_KEY,
};

static enum fault gateway_fault(void)
{
    for (enum fault fault = FAULT_GATEWAY_DOWN; fault <= FAULT_GATEWAY_SWAPS_KEY; fault++)
        if (strikes(fault))
            return fault;
    return FAULT_NONE;
}

WRAP(CURLcode, curl_easy_perform, CURL *curl)
{
    const enum fault fault = gateway_fault();
    if (fault == FAULT_NONE)
        return __real_curl_easy_perform(curl);
    rogue_be_down(fault == FAULT_GATEWAY_DOWN);
    rogue_feel_all(MOODS[fault]);
    const CURLcode code = __real_curl_easy_perform(curl);
    rogue_feel_all(ROGUE_WORKS);
    rogue_be_down(false);
    return fault == FAULT_GATEWAY_SLOW ? CURLE_OPERATION_TIMEDOUT : code;
}

/* ---- events ---- */

WRAP(CURLMcode, curl_multi_add_handle, CURLM *multi, CURL *curl)
{
    /* Nobody listens on port 1; the gateway does not know who sends events. */
    if (strikes(FAULT_EVENT_DOWN))
        (void)curl_easy_setopt(curl, CURLOPT_URL, "http://127.0.0.1:1/");
    if (strikes(FAULT_EVENT_REFUSED))
        (void)curl_easy_setopt(curl, CURLOPT_URL, getenv("GATEWAY_URL"));
    return __real_curl_multi_add_handle(multi, curl);
}

WRAP(CURLMsg *, curl_multi_info_read, CURLM *multi, int *left)
{
    static CURLMsg lost;
    CURLMsg *message = __real_curl_multi_info_read(multi, left);
    if (message == NULL || !strikes(FAULT_EVENT_UNHEARD))
        return message;
    lost = *message;
    lost.data.result = CURLE_RECV_ERROR;
    return &lost;
}

/* ---- time ---- */

static int64_t ahead_us;

WRAP(instant, clock_now, void)
{
    return instant_add(__real_clock_now(), (span){ahead_us});
}

void inject_set_clock(long long seconds_ahead)
{
    ahead_us = seconds_ahead * 1000000;
}

void inject_pass(long long seconds)
{
    ahead_us += seconds * 1000000;
}

/* ---- the worker's threads ---- */

enum { WORKERS_MAX = 8, PATIENCE_S = 60, FAILED_MS = 2000 };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const struct post_line *lines[WORKERS_MAX];
    size_t count;
    bool waits[WORKERS_MAX], may_work[WORKERS_MAX], free;
    int64_t wait_ms[WORKERS_MAX];
} desk = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static size_t place_of(const struct post_line *line)
{
    size_t at = 0;
    while (at < desk.count && desk.lines[at] != line)
        at++;
    if (at == desk.count) {
        if (at == WORKERS_MAX)
            abort();
        desk.lines[desk.count++] = line;
    }
    return at;
}

WRAP(void, post_wait, struct post_line *line, int64_t ms)
{
    watched = false;
    (void)pthread_mutex_lock(&desk.lock);
    const size_t at = place_of(line);
    desk.waits[at] = true;
    desk.wait_ms[at] = ms;
    (void)pthread_cond_broadcast(&desk.changed);
    while (!desk.may_work[at] && !desk.free)
        (void)pthread_cond_wait(&desk.changed, &desk.lock);
    watched = desk.may_work[at];
    desk.waits[at] = desk.may_work[at] = false;
    (void)pthread_mutex_unlock(&desk.lock);
}

/* Under the lock. A thread that does not come back is a failure of its own: stuck. */
static void await_change(void)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    if (pthread_cond_timedwait(&desk.changed, &desk.lock, &until) == ETIMEDOUT)
        abort();
}

void inject_await_workers(size_t count)
{
    (void)pthread_mutex_lock(&desk.lock);
    while (desk.count < count || !desk.waits[count - 1])
        await_change();
    (void)pthread_mutex_unlock(&desk.lock);
}

bool inject_let_work(size_t worker)
{
    (void)pthread_mutex_lock(&desk.lock);
    desk.may_work[worker] = true;
    (void)pthread_cond_broadcast(&desk.changed);
    while (desk.may_work[worker] || !desk.waits[worker])
        await_change();
    const bool idle = desk.wait_ms[worker] != FAILED_MS;
    (void)pthread_mutex_unlock(&desk.lock);
    return idle;
}

void inject_free_workers(void)
{
    (void)pthread_mutex_lock(&desk.lock);
    desk.free = true;
    (void)pthread_cond_broadcast(&desk.changed);
    (void)pthread_mutex_unlock(&desk.lock);
}
