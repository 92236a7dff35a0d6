/* The database as the shop sees it: one connection a thread, named statements, rows, transactions.
 *
 * Every wait has a deadline: libpq is driven through its asynchronous calls in pipeline mode, and a
 * connection past its deadline is dropped (E_DB_LOST) and opened anew at the next need.
 * Statements stand in sql/query/ (one `--: name` each); the build turns them into enum stmt.
 *
 *   db_queue(db, Q_point_get, ARGS(arg_int(id.v)), &rows);       queue; nothing is sent yet
 *   TRY(db_flush(db));                                           send all queued, read all results
 *   TRY(db_run(db, Q_point_get, ARGS(arg_int(id.v)), &rows));    both for a single statement
 *
 * All of one flush is one round trip. Outside a transaction a flush is one implicit transaction. */
#ifndef JANGTEO_DB_DB_H
#define JANGTEO_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/call.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/metric.h"
#include "base/str.h"
#include "db/statements.h" /* generated: enum stmt { Q_…, STMT_COUNT } */

struct db;
struct pg_result;

/* The result of one statement. Texts point into it; it lives as long as the call's arena. */
struct rows {
    const void *result; /* PGresult, released with the arena */
    size_t count;       /* rows returned */
    int64_t affected;   /* rows inserted, updated or deleted */
};

/* One parameter. Make them with the arg_ functions only. */
struct db_arg {
    enum { ARG_NULL, ARG_INT, ARG_TEXT, ARG_BYTES, ARG_BOOL, ARG_TIME, ARG_INTS, ARG_TEXTS } kind;
    int64_t number;
    const void *data;
    size_t size;
};

struct db_arg arg_null(void);
struct db_arg arg_int(int64_t value);
/* NULL for 0: an id that is "none". */
struct db_arg arg_id(int64_t id);
struct db_arg arg_text(const char *text);               /* NULL pointer: NULL */
struct db_arg arg_bytes(const void *data, size_t size); /* bytea */
struct db_arg arg_bool(bool value);
struct db_arg arg_time(instant t);                       /* INSTANT_NONE: NULL */
struct db_arg arg_ints(const int64_t *values, size_t n); /* bigint[] */
struct db_arg arg_texts(const char *const *values,
                        size_t n); /* text[]; NULL pointers: NULL items */

#define ARGS(...)                                                                                  \
    (const struct db_arg[]){__VA_ARGS__},                                                          \
        (sizeof((const struct db_arg[]){__VA_ARGS__}) / sizeof(struct db_arg))
#define NO_ARGS NULL, 0

/* Makes a database handle; no connection yet. `conninfo` is a libpq connection string and must
 * outlive the handle. NULL when out of memory. A handle belongs to one thread. */
struct db *db_new(const char *conninfo);
/* From the next connection on, statements are planned once, for any values. Those of requests are
 * written for such plans (tests/store/plans.c holds them against these): a plan for each request's
 * values costs more than most of them take. */
void db_plan_once(struct db *db);
/* Closes the connection and frees the handle. Takes NULL. */
void db_free(struct db *db);
/* Says whose call the next statements serve: its arena takes the results, its problems are reset
 * when a transaction is tried again. */
void db_serve(struct db *db, struct call *call);
struct call *db_call(struct db *db);
/* What the call has taken of the database so far. */
struct db_use {
    int64_t round_trips;
    /* How long it held rows against others: from the sending of the round trip with the first
     * statement that locks one until the answer to COMMIT. */
    int64_t lock_us;
};
struct db_use db_use(const struct db *db);
/* Closes the connection when it has been idle for a minute or more. */
void db_close_if_idle(struct db *db);

/* Queues a statement. Its arguments are copied. `ret_rows` (NULL: not wanted) is filled by the next
 * flush. Never fails itself: what goes wrong is told by that flush. */
void db_queue(struct db *db, enum stmt stmt, const struct db_arg *args, size_t arg_count,
              struct rows *ret_rows);
/* The same, but behind all that is queued for the same flush, whenever it is queued: for rows that
 * many want, so that they are locked last. Among themselves they keep their order. */
void db_queue_late(struct db *db, enum stmt stmt, const struct db_arg *args, size_t arg_count,
                   struct rows *ret_rows);
/* Sends what is queued in one round trip and reads the results. Errors: E_DB_LOST, E_UNAVAILABLE
 * (statement or lock time-out, too many connections), E_DB_RETRY (serialization failure or
 * deadlock), the error that db/constraints.def gives a violated constraint, E_NO_MEMORY,
 * E_INTERNAL (logged). On an error no `ret_rows` of the flush is touched.
 *
 * A write outside a transaction that ends in E_DB_LOST may or may not have happened; what must be
 * known goes through tx_run, which tells the two apart. */
enum err db_flush(struct db *db) MUST;
/* db_queue and db_flush. */
enum err db_run(struct db *db, enum stmt stmt, const struct db_arg *args, size_t arg_count,
                struct rows *ret_rows) MUST;

/* ---- transactions ---- */

/* A transaction under way. A function that takes one needs one. */
struct tx {
    struct db *db;
    struct call *call;
};

/* Runs `body` in one transaction (READ COMMITTED) and commits; the only BEGIN there is. BEGIN
 * travels with the body's first flush, COMMIT with what it left queued. On any error of the body it
 * rolls back and returns that error. 40001 and 40P01 are tried again, up to 5 times with jitter,
 * the call's arena rewound and its problems emptied: so a body touches nothing but the transaction.
 * What a body leaves queued has no `ret_rows`, or ones that outlive the body. After a flush that
 * failed every later one of the body fails the same way.
 * Errors: the body's, db_flush's, and E_DB_UNKNOWN when the connection was lost while COMMIT was
 * under way. Transactions do not nest. */
enum err tx_run(struct db *db, enum err (*body)(struct tx *tx, void *arg), void *arg) MUST;

/* Commits within the body, in the round trip that sends what is queued: for a body that reads the
 * results of its last statements and has nothing to refuse after them. From then on it touches
 * memory only; what it returns is the transaction's result and takes nothing back. The errors of
 * tx_run. */
enum err tx_commit(struct tx *tx) MUST;

/* Whether a flush of the body has reached the database. */
bool tx_has_begun(const struct tx *tx);

/* Adds to a counter once the transaction has committed, not for a try that was rolled back; for one
 * whose fate was unknown it does not. The texts of `labels` live for good. */
void tx_count(struct tx *tx, enum metric metric, struct metric_labels labels, int64_t n);

/* ---- rows into structs ---- */

enum row_type {
    ROW_INT,   /* int64_t (or a one-field id struct) <- bigint, int; NULL: 0 */
    ROW_TEXT,  /* const char * <- text; NULL: NULL */
    ROW_BOOL,  /* bool; NULL: false */
    ROW_TIME,  /* instant <- timestamptz; NULL: INSTANT_NONE */
    ROW_ENUM,  /* int-sized enum <- text that stands in `names` */
    ROW_BYTES, /* struct slice <- bytea; NULL: {NULL, 0} */
};

struct row_field {
    const char *column;
    enum row_type type;
    bool nullable; /* a NULL where this is false is E_INTERNAL */
    size_t offset;
    const char *const *names; /* ROW_ENUM: NULL-terminated, index = value */
};

#define ROW_FIELD(kind, type, member)                                                              \
    {                                                                                              \
#member, kind, false, offsetof(type, member), NULL                                         \
    }
#define ROW_FIELD_NULL(kind, type, member)                                                         \
    {                                                                                              \
#member, kind, true, offsetof(type, member), NULL                                          \
    }
#define ROW_FIELD_AS(kind, type, member, column)                                                   \
    {                                                                                              \
        column, kind, false, offsetof(type, member), NULL                                          \
    }
#define ROW_FIELD_ENUM(type, member, names)                                                        \
    {                                                                                              \
#member, ROW_ENUM, false, offsetof(type, member), names                                    \
    }

/* Decodes all rows into a new array in the call's arena (`item_size` bytes each, zeroed where no
 * field points; an empty result gives a non-NULL array). Columns are found by name. Errors:
 * E_INTERNAL (a column missing, NULL or not of its type; logged), E_NO_MEMORY. */
enum err rows_decode(struct db *db, const struct rows *rows, const struct row_field *fields,
                     size_t field_count, size_t item_size, void *ret_items) MUST;
/* The one row there is, into `ret_item`; `missing` when there is none. */
enum err rows_decode_one(struct db *db, const struct rows *rows, const struct row_field *fields,
                         size_t field_count, enum err missing, void *ret_item) MUST;
/* The integer in the first column of the first row; `missing` when there is no row. NULL: 0. */
enum err rows_int(struct db *db, const struct rows *rows, enum err missing,
                  int64_t *ret_value) MUST;

/* ---- what only start-up, health and tests need ---- */

/* E_OK when the server answers within its deadline. */
enum err db_ping(struct db *db) MUST;
/* Other deadlines than the usual 3 s to connect and 8 s a flush, for tests of them. */
void db_set_deadlines(struct db *db, int connect_ms, int flush_ms);

#endif
