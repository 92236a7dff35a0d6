#include "db/connection.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/hosts.h"

enum { OPTIONS_MAX = 2000, MESSAGE_MAX = 300 };

/* Waits until the socket can be read or written; false past the deadline. An error of the socket
 * counts as ready: the next libpq call finds it. */
static bool wait_ready(const PGconn *conn, bool read, bool write, int64_t deadline_ms)
{
    struct pollfd fd = {.fd = PQsocket(conn),
                        .events = (short)((read ? POLLIN : 0) | (write ? POLLOUT : 0))};
    for (;;) {
        int64_t left = deadline_ms - clock_monotonic_ms();
        if (left <= 0)
            return false;
        int n = poll(&fd, 1, left > INT32_MAX ? INT32_MAX : (int)left);
        if (n > 0)
            return true;
        if (n < 0 && errno != EINTR)
            return true;
    }
}

/* Warnings of the server go to our log, notices nowhere: libpq would print them as they are. */
static void receive_notice(void *arg, const PGresult *result)
{
    (void)arg;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (severity != NULL && text != NULL && strcmp(severity, "WARNING") == 0)
        log_write(LOG_WARN, "database: %s", text);
}

/* The server settings of the connection string and ours behind them, so that ours win. */
static bool merge_options(const PQconninfoOption *parsed, const char *options,
                          char merged[OPTIONS_MAX])
{
    const char *own = "";
    for (const PQconninfoOption *o = parsed; o != NULL && o->keyword != NULL; o++)
        if (strcmp(o->keyword, "options") == 0 && o->val != NULL)
            own = o->val;
    int n = snprintf(merged, OPTIONS_MAX, "%s %s", own, options);
    return n >= 0 && n < OPTIONS_MAX;
}

/* To one host of those that the connection string names. */
static PGconn *start(const char *conninfo, const PQconninfoOption *parsed, size_t n,
                     const char *options)
{
    char merged[OPTIONS_MAX];
    struct host host;
    if (!merge_options(parsed, options, merged))
        return NULL;
    if (!hosts_take(parsed, n, &host))
        host = (struct host){0}; /* libpq says what is wrong */
    const char *const keys[] = {"dbname",
                                "host",
                                "hostaddr",
                                "port",
                                "options",
                                "client_encoding",
                                "fallback_application_name",
                                "keepalives_idle",
                                "keepalives_interval",
                                "keepalives_count",
                                "tcp_user_timeout",
                                NULL};
    const char *const values[] = {conninfo,  host.host, host.hostaddr, host.port, merged,  "UTF8",
                                  "jangteo", "10",      "5",           "3",       "10000", NULL};
    return PQconnectStartParams(keys, values, 1);
}

/* Takes the steps of a connection being made until it stands, fails or is late. */
static PostgresPollingStatusType finish_connecting(PGconn *conn, int64_t deadline_ms)
{
    PostgresPollingStatusType step = PGRES_POLLING_WRITING;
    while (step != PGRES_POLLING_OK && step != PGRES_POLLING_FAILED) {
        if (!wait_ready(conn, step == PGRES_POLLING_READING, step == PGRES_POLLING_WRITING,
                        deadline_ms))
            return step;
        step = PQconnectPoll(conn);
    }
    return step;
}

/* Says why there is no connection, in one line. libpq gives no SQLSTATE for a refused connection
 * but in its verbose text. */
static enum err explain_failure(const PGconn *conn, bool late, char *message, size_t message_size)
{
    char text[MESSAGE_MAX];
    (void)snprintf(text, sizeof text, "%s", late ? "no answer in time" : PQerrorMessage(conn));
    text[strcspn(text, "\n")] = '\0';
    log_write(LOG_ERROR, "database: cannot connect: %s", text);
    if (message != NULL)
        (void)snprintf(message, message_size, "%s", text);
    bool refused = strstr(text, " 53300: ") != NULL || strstr(text, " 57P03: ") != NULL;
    return refused ? E_UNAVAILABLE : E_DB_LOST;
}

static enum err open_one(PGconn *conn, int64_t deadline_ms, char *message, size_t message_size,
                         PGconn **ret_conn)
{
    if (conn == NULL)
        return E_NO_MEMORY;
    (void)PQsetNoticeReceiver(conn, receive_notice, NULL);
    (void)PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
    PostgresPollingStatusType step = PGRES_POLLING_FAILED;
    if (PQstatus(conn) != CONNECTION_BAD)
        step = finish_connecting(conn, deadline_ms);
    if (step != PGRES_POLLING_OK || PQsetnonblocking(conn, 1) != 0) {
        enum err e = explain_failure(conn, step != PGRES_POLLING_FAILED, message, message_size);
        connection_drop(conn);
        return e;
    }
    (void)PQsetErrorVerbosity(conn, PQERRORS_DEFAULT);
    *ret_conn = conn;
    return E_OK;
}

enum err connection_open(const char *conninfo, const char *options, int64_t deadline_ms,
                         char *message, size_t message_size, PGconn **ret_conn)
{
    /* The one that took the last connection: where one is silent, only the first pays for it. */
    static atomic_size_t preferred;
    char *wrong = NULL;
    PQconninfoOption *parsed = PQconninfoParse(conninfo, &wrong);
    PQfreemem(wrong); /* PQconnectStart says the same once more */
    const size_t count = hosts_count(parsed), first = atomic_load(&preferred);
    enum err e = E_DB_LOST;
    for (size_t tried = 0; e != E_OK && tried < count; tried++) {
        const size_t n = (first + tried) % count;
        const int64_t now_ms = clock_monotonic_ms();
        const int64_t share_ms = (deadline_ms - now_ms) / (int64_t)(count - tried);
        e = open_one(start(conninfo, parsed, n, options), now_ms + share_ms, message, message_size,
                     ret_conn);
        if (e == E_OK)
            atomic_store(&preferred, n);
    }
    PQconninfoFree(parsed);
    return e;
}

void connection_drop(PGconn *conn)
{
    if (conn == NULL)
        return;
    /* PQfinish says good-bye first; on a closed socket nothing can hold that up. */
    if (PQsocket(conn) >= 0 && PQtransactionStatus(conn) != PQTRANS_IDLE)
        (void)shutdown(PQsocket(conn), SHUT_RDWR);
    PQfinish(conn);
}

bool connection_is_stale(const PGconn *conn)
{
    struct pollfd fd = {.fd = PQsocket(conn), .events = POLLIN};
    return PQstatus(conn) != CONNECTION_OK || poll(&fd, 1, 0) != 0;
}

enum err connection_result(PGconn *conn, int64_t deadline_ms, PGresult **ret_result)
{
    while (PQisBusy(conn)) {
        int unsent = PQflush(conn);
        if (!wait_ready(conn, true, unsent > 0, deadline_ms))
            return E_DB_LOST;
        /* What was received before the connection broke still counts. */
        if (!PQconsumeInput(conn) && PQisBusy(conn))
            return E_DB_LOST;
    }
    *ret_result = PQgetResult(conn);
    return E_OK;
}
