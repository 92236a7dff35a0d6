/* One flush: everything queued goes out in one pipeline, then every result is read. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "db/connection.h"
#include "db/handle.h"

/* What has been learnt while reading. */
struct outcome {
    enum err error;        /* of the first statement that failed */
    bool committed;        /* COMMIT was confirmed */
    bool stale_plan;       /* the connection's prepared statements are not what we think */
    const struct item *at; /* the one whose result is due */
};

static const char *const CONTROL_SQL[] = {
    [ITEM_BEGIN] = "BEGIN", [ITEM_COMMIT] = "COMMIT", [ITEM_ROLLBACK] = "ROLLBACK"};

static const char *item_name(const struct item *item)
{
    return item->kind == ITEM_STMT ? stmt_table[item->stmt].name : CONTROL_SQL[item->kind];
}

/* ---- sending ---- */

static bool is_prepared(const struct db *db, enum stmt stmt)
{
    return db->prepared[stmt / 8] & (1u << (stmt % 8));
}

static void set_prepared(struct db *db, enum stmt stmt, bool prepared)
{
    uint8_t bit = (uint8_t)(1u << (stmt % 8));
    if (prepared)
        db->prepared[stmt / 8] |= bit;
    else
        db->prepared[stmt / 8] &= (uint8_t)~bit;
}

static bool send_item(struct db *db, struct item *item)
{
    if (item->kind != ITEM_STMT) {
        db->begun |= item->kind == ITEM_BEGIN;
        db->commit_sent |= item->kind == ITEM_COMMIT;
        return PQsendQueryParams(db->conn, CONTROL_SQL[item->kind], 0, NULL, NULL, NULL, NULL, 0);
    }
    const struct stmt_info *info = &stmt_table[item->stmt];
    if (info->locks && db->locked_at_us == 0)
        db->locked_at_us = clock_monotonic_us();
    if (!is_prepared(db, item->stmt)) {
        if (!PQsendPrepare(db->conn, info->name, info->sql, 0, NULL))
            return false;
        item->prepares = true;
        /* Once a flush is enough; taken back when the server does not confirm it. */
        set_prepared(db, item->stmt, true);
    }
    metric_add(METRIC_DB_STATEMENTS, NO_LABELS, 1);
    return PQsendQueryPrepared(db->conn, info->name, item->params.count, item->params.values,
                               item->params.lengths, item->params.formats, 0);
}

static enum err send_all(struct db *db)
{
    for (struct item *item = db->first; item != NULL; item = item->next)
        if (!send_item(db, item)) {
            log_write(LOG_ERROR, "database: cannot send %s: %s", item_name(item),
                      PQerrorMessage(db->conn));
            return E_DB_LOST;
        }
    return PQpipelineSync(db->conn) ? E_OK : E_DB_LOST;
}

/* ---- receiving ---- */

/* Whether the server said this. NULL means that we are out of step with it, an error without a
 * SQLSTATE is libpq's own word for a broken connection: both say nothing about the statement. */
static bool is_answer(const PGresult *result)
{
    switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
    case PGRES_PIPELINE_SYNC:
    case PGRES_PIPELINE_ABORTED:
        return true;
    case PGRES_FATAL_ERROR:
        return PQresultErrorField(result, PG_DIAG_SQLSTATE) != NULL;
    default:
        return false;
    }
}

/* Reads one command's result and the NULL behind it. */
static enum err read_result(struct db *db, int64_t deadline_ms, PGresult **ret_result)
{
    PGresult *result = NULL, *end = NULL;
    TRY(connection_result(db->conn, deadline_ms, &result));
    if (!is_answer(result)) {
        PQclear(result);
        return E_DB_LOST;
    }
    if (PQresultStatus(result) != PGRES_PIPELINE_SYNC && PQstatus(db->conn) == CONNECTION_OK) {
        enum err e = connection_result(db->conn, deadline_ms, &end);
        bool in_step = e == E_OK && end == NULL;
        PQclear(end);
        if (!in_step) {
            PQclear(result);
            return E_DB_LOST;
        }
    }
    *ret_result = result;
    return E_OK;
}

/* SQLSTATEs after which what we believe to be prepared is not: 26000 unknown, 42P05 known already,
 * 0A000 its result changed under a migration. */
static bool is_stale_plan(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state != NULL && (strcmp(state, "26000") == 0 || strcmp(state, "42P05") == 0 ||
                             strcmp(state, "0A000") == 0);
}

static void note_error(struct outcome *outcome, const struct item *item, const PGresult *result)
{
    if (outcome->error != E_OK)
        return;
    outcome->error = sqlstate_error(item_name(item), result);
    outcome->stale_plan = is_stale_plan(result);
    /* The server died at COMMIT itself: it may have come so far as to write it. */
    if (item->kind == ITEM_COMMIT && outcome->error == E_DB_LOST)
        outcome->error = E_DB_UNKNOWN;
}

static enum err receive_item(struct db *db, struct item *item, int64_t deadline_ms,
                             struct outcome *outcome)
{
    PGresult *result = NULL;
    if (item->prepares) {
        TRY(read_result(db, deadline_ms, &result));
        if (PQresultStatus(result) != PGRES_COMMAND_OK)
            set_prepared(db, item->stmt, false);
        if (PQresultStatus(result) == PGRES_FATAL_ERROR)
            note_error(outcome, item, result);
        PQclear(result);
        result = NULL;
    }
    TRY(read_result(db, deadline_ms, &result));
    switch (PQresultStatus(result)) {
    case PGRES_FATAL_ERROR:
        note_error(outcome, item, result);
        break;
    case PGRES_COMMAND_OK:
        /* COMMIT of a failed transaction answers ROLLBACK. */
        if (item->kind == ITEM_COMMIT)
            outcome->committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
        break;
    default:
        break;
    }
    if (item->ret_rows != NULL)
        item->result = result;
    else
        PQclear(result);
    return E_OK;
}

static enum err receive_all(struct db *db, int64_t deadline_ms, struct outcome *outcome)
{
    for (struct item *item = db->first; item != NULL; item = item->next) {
        outcome->at = item;
        TRY(receive_item(db, item, deadline_ms, outcome));
    }
    PGresult *sync = NULL;
    TRY(read_result(db, deadline_ms, &sync));
    bool in_step = PQresultStatus(sync) == PGRES_PIPELINE_SYNC;
    PQclear(sync);
    return in_step ? E_OK : E_DB_LOST;
}

/* Hands the results over to the call's arena; cannot fail. */
static void keep_results(struct db *db)
{
    for (struct item *item = db->first; item != NULL; item = item->next) {
        if (item->ret_rows == NULL)
            continue;
        bool selects = strncmp(PQcmdStatus(item->result), "SELECT", 6) == 0;
        item->kept->result = item->result;
        item->ret_rows->result = item->result;
        item->ret_rows->count = (size_t)PQntuples(item->result);
        item->ret_rows->affected = selects ? 0 : strtoll(PQcmdTuples(item->result), NULL, 10);
        item->result = NULL;
    }
}

/* ---- the whole ---- */

/* What a connection that broke while this flush was under way means. */
static enum err judge_loss(struct db *db, const struct outcome *outcome)
{
    bool broken = PQstatus(db->conn) != CONNECTION_OK;
    log_write(LOG_ERROR, "database: %s at %s",
              broken ? "connection lost" : "no answer, or a wrong one",
              outcome->at != NULL ? item_name(outcome->at) : "sending");
    metric_add(METRIC_DB_LOSSES, NO_LABELS, 1);
    db_drop(db);
    if (outcome->committed)
        return E_OK;
    /* A statement before COMMIT failed: the server then skips COMMIT. */
    if (outcome->error != E_OK)
        return outcome->error;
    return db->commit_sent ? E_DB_UNKNOWN : E_DB_LOST;
}

/* What all the answers together mean. */
static enum err judge_answers(struct db *db, const struct outcome *outcome)
{
    enum err e = outcome->error;
    if (e == E_OK && db->commit_sent && !outcome->committed) {
        log_write(LOG_ERROR, "database: COMMIT was answered with ROLLBACK");
        e = E_INTERNAL;
    }
    bool open = !db->in_tx && PQtransactionStatus(db->conn) != PQTRANS_IDLE;
    if (open || outcome->stale_plan || PQstatus(db->conn) != CONNECTION_OK)
        db_drop(db);
    return e;
}

enum err db_pipeline(struct db *db, int timeout_ms)
{
    if (!db->begun)
        TRY(db_connect(db));
    if (db->conn == NULL)
        return E_DB_LOST;
    int64_t deadline_ms = clock_monotonic_ms() + timeout_ms;
    struct outcome outcome = {0};
    db_set_busy(db, true);
    db->use.round_trips++;
    enum err e = send_all(db);
    if (e == E_OK)
        e = receive_all(db, deadline_ms, &outcome);
    e = e == E_OK ? judge_answers(db, &outcome) : judge_loss(db, &outcome);
    if (e == E_OK)
        keep_results(db);
    db_set_busy(db, db->in_tx && db->conn != NULL);
    if (e == E_DB_UNKNOWN)
        metric_add(METRIC_DB_UNKNOWN, NO_LABELS, 1);
    return e;
}
