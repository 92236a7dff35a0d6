/* What a struct db is made of. For the files of this folder only. */
#ifndef JANGTEO_DB_HANDLE_H
#define JANGTEO_DB_HANDLE_H

#include <libpq-fe.h>

#include "base/arena.h"
#include "base/metric.h"
#include "db/db.h"

/* The statements that stand in no file: they open and close transactions. */
enum item_kind { ITEM_STMT, ITEM_BEGIN, ITEM_COMMIT, ITEM_ROLLBACK };

/* Parameters as libpq takes them, in the scratch arena. */
struct params {
    int count;
    const char **values;
    int *lengths, *formats;
};

/* A result waiting in the call's arena: its clean-up is registered before anything is sent, so that
 * keeping a result cannot fail once the statement has run. */
struct kept_result {
    PGresult *result;
};

/* What tx_count was told. */
struct tally {
    enum metric metric;
    struct metric_labels labels;
    int64_t n;
};
enum { TALLIES_MAX = 16 };

/* One queued statement. */
struct item {
    enum item_kind kind;
    enum stmt stmt;
    struct params params;
    struct rows *ret_rows;
    bool prepares; /* its Parse travels before it */
    struct kept_result *kept;
    PGresult *result;
    struct item *next;
};

struct db {
    const char *conninfo;
    const char *options;      /* settings of the server */
    int connect_ms, flush_ms; /* deadlines */
    struct call *call;
    PGconn *conn;
    int64_t used_at_ms;
    uint8_t prepared[STMT_COUNT / 8 + 1]; /* on this connection */
    /* the queue, in `scratch` */
    struct arena *scratch;
    struct item *first, *last;
    struct item *late_first, *late_last; /* goes behind it at the flush */
    enum err queue_error;
    /* the transaction under way */
    bool in_tx;
    bool begun;        /* BEGIN was sent */
    bool commit_sent;  /* COMMIT may have reached the server */
    bool over;         /* committed by the body */
    enum err tx_error; /* the first flush that failed */
    /* what is counted once it has committed */
    struct tally tallies[TALLIES_MAX];
    size_t tally_count;
    bool busy; /* counted as a connection at work */
    struct db_use use;
    int64_t locked_at_us; /* rows are locked since; 0: none are */
};

/* Makes sure that there is a connection fit for use: opens one where there is none, or where the
 * idle one died meanwhile. Only before anything of a flush or transaction was sent. */
enum err db_connect(struct db *db) MUST;
/* Gives up the connection, and with it what was prepared on it. */
void db_drop(struct db *db);

/* Whether a statement or a transaction is under way, for metrics. */
void db_set_busy(struct db *db, bool busy);

/* Queues BEGIN, COMMIT or ROLLBACK, behind what is late. */
void db_queue_control(struct db *db, enum item_kind kind);
/* The locks are given back, if there were any. */
void db_unlocked(struct db *db);
/* Empties the queue and gives back its memory. */
void db_queue_clear(struct db *db);
/* Sends the queue and reads its results, until `timeout_ms` from now. */
enum err db_pipeline(struct db *db, int timeout_ms) MUST;

/* Copies arguments into `arena` in libpq's form. */
enum err params_encode(struct arena *arena, const struct db_arg *args, size_t count,
                       struct params *ret_params) MUST;

/* The error that a failed statement means, logged where it is a fault. Never E_OK. `name` is the
 * statement's. */
enum err sqlstate_error(const char *name, const PGresult *result) MUST;

#endif
