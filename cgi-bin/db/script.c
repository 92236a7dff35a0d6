#include "db/script.h"

#include <libpq-fe.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/clock.h"
#include "db/connection.h"

enum {
    CONNECT_MS = 10000,
    STOP_EVERY_MS = 200, /* how often a wait looks whether it is to end */
};

static atomic_bool stopping;

void script_stop_all(void)
{
    atomic_store(&stopping, true);
}

/* No statement time-out: the client's deadline is the only one, and a dropped connection ends what
 * runs on it. */
static const char SERVER_OPTIONS[] =
    "-c statement_timeout=0 -c idle_in_transaction_session_timeout=5min "
    "-c client_connection_check_interval=1s -c TimeZone=UTC -c DateStyle=ISO "
    "-c bytea_output=hex";

static void say(struct script *script, const char *text)
{
    (void)snprintf(script->message, sizeof script->message, "%s", text);
}

enum err script_open(struct script *script, const char *conninfo, int timeout_ms)
{
    *script = (struct script){.timeout_ms = timeout_ms};
    PGconn *conn = NULL;
    TRY(connection_open(conninfo, SERVER_OPTIONS, clock_monotonic_ms() + CONNECT_MS,
                        script->message, sizeof script->message, &conn));
    script->conn = conn;
    return E_OK;
}

void script_close(struct script *script)
{
    connection_drop(script->conn);
    script->conn = NULL;
}

bool script_in_transaction(const struct script *script)
{
    return script->conn != NULL && PQtransactionStatus(script->conn) == PQTRANS_INTRANS;
}

static enum err lose(struct script *script, const char *why)
{
    say(script, why);
    script_close(script);
    return E_DB_LOST;
}

static void release_result(void *result)
{
    PQclear(result);
}

/* Whether one result is good; else its message is kept. */
static bool is_good(struct script *script, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY)
        return true;
    say(script,
        status == PGRES_FATAL_ERROR ? PQresultErrorMessage(result) : "COPY is not for scripts");
    return false;
}

/* connection_result in short waits, each of which leaves the connection as it is. */
static enum err wait_result(struct script *script, int64_t deadline_ms, PGresult **ret_result)
{
    for (;;) {
        const int64_t now_ms = clock_monotonic_ms();
        const bool last = deadline_ms - now_ms <= STOP_EVERY_MS;
        const enum err e = connection_result(
            script->conn, last ? deadline_ms : now_ms + STOP_EVERY_MS, ret_result);
        if (atomic_load(&stopping))
            return E_UNAVAILABLE;
        /* Late is not broken. */
        if (e == E_OK || last || PQstatus(script->conn) != CONNECTION_OK)
            return e;
    }
}

/* Reads all results of what was sent; the last one is handed over, NULL on failure. */
static enum err read_results(struct script *script, PGresult **ret_last)
{
    int64_t deadline_ms = clock_monotonic_ms() + script->timeout_ms;
    PGresult *last = NULL;
    bool good = true;
    for (;;) {
        PGresult *result = NULL;
        enum err e = wait_result(script, deadline_ms, &result);
        if (e != E_OK) {
            PQclear(result);
            PQclear(last);
            (void)lose(script, e == E_UNAVAILABLE ? "told to end"
                                                  : "connection lost, or no answer in time");
            return e;
        }
        if (result == NULL)
            break;
        PQclear(last);
        last = result;
        good = good && is_good(script, result);
        ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            PQclear(last);
            return lose(script, "COPY is not for scripts");
        }
    }
    if (!good) {
        PQclear(last);
        return E_INTERNAL;
    }
    *ret_last = last;
    return E_OK;
}

enum err script_run(struct script *script, const char *sql)
{
    if (script->conn == NULL || !PQsendQuery(script->conn, sql))
        return lose(script, "connection lost");
    PGresult *last = NULL;
    TRY(read_results(script, &last));
    PQclear(last);
    return E_OK;
}

/* Pointers into the result, which the arena keeps. */
static enum err fill_table(struct arena *arena, const PGresult *result, struct table *ret_table)
{
    size_t rows = (size_t)PQntuples(result), columns = (size_t)PQnfields(result);
    struct table table = {.row_count = rows,
                          .column_count = columns,
                          .names = NEW_ARRAY(arena, const char *, columns),
                          .cells = NEW_ARRAY(arena, const char *, rows *columns)};
    TRY_NEW(table.names);
    TRY_NEW(table.cells);
    for (size_t c = 0; c < columns; c++)
        table.names[c] = PQfname(result, (int)c);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++)
            if (!PQgetisnull(result, (int)r, (int)c))
                table.cells[r * columns + c] = PQgetvalue(result, (int)r, (int)c);
    *ret_table = table;
    return E_OK;
}

enum err script_query(struct script *script, struct arena *arena, const char *sql,
                      const char *const *values, size_t value_count, struct table *ret_table)
{
    if (script->conn == NULL ||
        !PQsendQueryParams(script->conn, sql, (int)value_count, NULL, values, NULL, NULL, 0))
        return lose(script, "connection lost");
    PGresult *result = NULL;
    TRY(read_results(script, &result));
    TRY(arena_on_reset(arena, release_result, result));
    return ret_table != NULL ? fill_table(arena, result, ret_table) : E_OK;
}

enum err script_lock(struct script *script, const char *name)
{
    PGresult *result = NULL;
    if (script->conn == NULL ||
        !PQsendQueryParams(script->conn, "SELECT pg_advisory_lock(hashtextextended($1, 0))", 1,
                           NULL, &name, NULL, NULL, 0))
        return lose(script, "connection lost");
    TRY(read_results(script, &result));
    PQclear(result);
    return E_OK;
}

const char *table_cell(const struct table *table, size_t row, size_t column)
{
    return table->cells[row * table->column_count + column];
}
