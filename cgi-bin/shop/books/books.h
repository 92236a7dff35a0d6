/* The books: the laws of sql/audit/ held against the shop while it runs, and what the last run
 * found. */
#ifndef JANGTEO_SHOP_BOOKS_BOOKS_H
#define JANGTEO_SHOP_BOOKS_BOOKS_H

#include "base/call.h"
#include "db/db.h"

struct law_result {
    const char *name;
    int64_t violations; /* rows that break it */
    instant ran_at;
    /* The first AUDIT_OFFENDERS_MAX of them: a line of column names, then a line a row, tabs
     * between; empty when there are none. */
    const char *offenders;
};
struct books {
    struct law_result *laws; /* by name; none before the first run */
    size_t count;
};

/* The last run. */
enum err books_last(struct db *db, struct books *ret_books) MUST;
/* Runs every law now, on a connection of its own and one snapshot, and keeps the result. Where: the
 * environment's JANGTEO_DB, and JANGTEO_LAWS for the folder. A violation is no failure. Errors:
 * E_UNAVAILABLE (the environment names no folder), audit_run's, db_flush's. Takes long on a large
 * shop. */
enum err books_audit(struct db *db, struct books *ret_books) MUST;
/* The names of the laws there are, in their order. Where: as above. E_UNAVAILABLE, E_INTERNAL (a
 * folder that cannot be read), E_NO_MEMORY. */
enum err books_laws(struct arena *arena, const char ***ret_names, size_t *ret_count) MUST;
/* books_audit for a worker: does nothing while another one is at it, since one will do. */
enum err books_audit_alone(struct db *db) MUST;

#endif
