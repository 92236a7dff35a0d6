#include "db/handle.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/connection.h"

enum {
    CONNECT_MS = 3000,
    FLUSH_MS = 8000,
    IDLE_MS = 60000,
    SCRATCH_LIMIT = 32 << 20, /* three widths of a picture, with room to spare */
};

/* Below the flush's deadline, so that the server usually gives up first and says why. The check of
 * the client's connection ends what a dropped connection left running. */
#define SERVER_OPTIONS                                                                             \
    "-c statement_timeout=5s -c lock_timeout=3s -c idle_in_transaction_session_timeout=10s "       \
    "-c client_connection_check_interval=1s -c TimeZone=UTC -c DateStyle=ISO "                     \
    "-c bytea_output=hex -c jit=off -c default_transaction_isolation=read\\ committed"

struct db *db_new(const char *conninfo)
{
    struct db *db = calloc(1, sizeof *db);
    if (db == NULL)
        return NULL;
    db->scratch = arena_new(SCRATCH_LIMIT);
    if (db->scratch == NULL) {
        free(db);
        return NULL;
    }
    db->conninfo = conninfo;
    db->options = SERVER_OPTIONS;
    db_set_deadlines(db, CONNECT_MS, FLUSH_MS);
    return db;
}

void db_plan_once(struct db *db)
{
    db->options = SERVER_OPTIONS " -c plan_cache_mode=force_generic_plan";
}

void db_free(struct db *db)
{
    if (db == NULL)
        return;
    db_drop(db);
    arena_free(db->scratch);
    free(db);
}

void db_set_deadlines(struct db *db, int connect_ms, int flush_ms)
{
    db->connect_ms = connect_ms;
    db->flush_ms = flush_ms;
}

void db_serve(struct db *db, struct call *call)
{
    /* A call that failed between queue and flush leaves nothing to the next one. */
    db_queue_clear(db);
    db->call = call;
    db->use = (struct db_use){0};
}

struct call *db_call(struct db *db)
{
    return db->call;
}

struct db_use db_use(const struct db *db)
{
    return db->use;
}

void db_unlocked(struct db *db)
{
    if (db->locked_at_us != 0)
        db->use.lock_us += clock_monotonic_us() - db->locked_at_us;
    db->locked_at_us = 0;
}

void db_set_busy(struct db *db, bool busy)
{
    if (db->busy != busy)
        metric_level(LEVEL_BUSY, busy ? 1 : -1);
    db->busy = busy;
}

void db_drop(struct db *db)
{
    if (db->conn != NULL)
        metric_level(LEVEL_CONNECTIONS, -1);
    db_set_busy(db, false);
    connection_drop(db->conn);
    db->conn = NULL;
    memset(db->prepared, 0, sizeof db->prepared);
}

void db_close_if_idle(struct db *db)
{
    if (db->conn != NULL && !db->in_tx && clock_monotonic_ms() - db->used_at_ms >= IDLE_MS)
        db_drop(db);
}

enum err db_connect(struct db *db)
{
    /* Nothing was sent yet, so a connection that died in its sleep is replaced unnoticed. */
    if (db->conn != NULL && connection_is_stale(db->conn))
        db_drop(db);
    if (db->conn != NULL)
        return E_OK;
    PGconn *conn = NULL;
    TRY(connection_open(db->conninfo, db->options, clock_monotonic_ms() + db->connect_ms, NULL, 0,
                        &conn));
    if (!PQenterPipelineMode(conn)) {
        connection_drop(conn);
        return E_INTERNAL;
    }
    metric_add(METRIC_DB_CONNECTS, NO_LABELS, 1);
    metric_level(LEVEL_CONNECTIONS, 1);
    db->conn = conn;
    return E_OK;
}

enum err db_ping(struct db *db)
{
    return db_run(db, Q_db_ping, NO_ARGS, NULL);
}
