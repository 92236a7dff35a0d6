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

#endif
