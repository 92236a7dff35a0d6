/* The audit: laws of conservation as SQL, one a file of sql/audit/, each returning no row while the
 * books balance. All of a run see one snapshot, so it may run on a living shop. */
#ifndef JANGTEO_DB_AUDIT_H
#define JANGTEO_DB_AUDIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/instant.h"
#include "db/script.h"

/* Offenders of one law that are kept; all are counted. */
enum { AUDIT_OFFENDERS_MAX = 20 };

struct audit_law {
    const char *name;       /* the file's */
    int64_t violations;     /* rows it returned */
    struct table offenders; /* the first of them; column 0 is their number, skip it */
};

struct audit_report {
    instant ran_at;
    struct audit_law *laws; /* in the order of their names */
    size_t law_count;
    int64_t violations; /* of all laws */
};

/* Runs every law of `folder` over the database. All of the report lives in `arena`. On failure
 * `message` says what went wrong: E_DB_LOST, E_UNAVAILABLE, E_NO_MEMORY, E_INTERNAL (a law that the
 * server refuses, a folder that cannot be read). A violation is no failure. */
enum err audit_run(struct arena *arena, const char *conninfo, const char *folder, char *message,
                   size_t message_size, struct audit_report *ret_report) MUST;

/* The same, but where another process is at it already nothing is done: law_count is 0. */
enum err audit_run_alone(struct arena *arena, const char *conninfo, const char *folder,
                         char *message, size_t message_size, struct audit_report *ret_report) MUST;

/* Runs one law on a connection that may be inside a transaction: what the tests use. */
enum err audit_run_law(struct script *script, struct arena *arena, const struct sql_file *file,
                       struct audit_law *ret_law) MUST;

#endif
