/* SQL text that is not in sql/query/: migrations, the demo shop, the audit's laws. For tools and
 * the worker only, never for requests: deadlines are the caller's and may be minutes. */
#ifndef JANGTEO_DB_SCRIPT_H
#define JANGTEO_DB_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* A connection of its own. `message` tells what went wrong last, in the server's words. */
struct script {
    void *conn;
    int timeout_ms; /* of each call */
    char message[1000];
};

/* A result as text. */
struct table {
    size_t row_count, column_count;
    const char **names; /* of the columns */
    const char **cells; /* row by row; NULL for a NULL */
};

/* Errors of all: E_DB_LOST (no connection, or past the deadline: it is dropped), E_UNAVAILABLE (the
 * server's, or script_stop_all),
 * E_NO_MEMORY, E_INTERNAL (the server refused a statement). */
enum err script_open(struct script *script, const char *conninfo, int timeout_ms) MUST;
/* Rolls back what is not committed. Harmless on one that was never opened, if zeroed. */
void script_close(struct script *script);

/* Runs any number of statements without parameters. Outside BEGIN they are one transaction. */
enum err script_run(struct script *script, const char *sql) MUST;
/* Runs one statement with text parameters (NULL: NULL); its rows live in the arena. `ret_table` may
 * be NULL. */
enum err script_query(struct script *script, struct arena *arena, const char *sql,
                      const char *const *values, size_t value_count, struct table *ret_table) MUST;
/* Whether a transaction is open and sound. */
bool script_in_transaction(const struct script *script);
/* Waits for an advisory lock of the session; closing the connection gives it back. */
enum err script_lock(struct script *script, const char *name) MUST;

/* Makes every call of this process, now and later, end with E_UNAVAILABLE: it is told to end. */
void script_stop_all(void);

const char *table_cell(const struct table *table, size_t row, size_t column);

/* One file of a folder of SQL. */
struct sql_file {
    const char *name; /* without ".sql" */
    const char *text;
};

/* Reads every *.sql of a folder, sorted by name. On E_INTERNAL (a folder or file that cannot be
 * read, or one past 1 MiB) `message` says which. */
enum err sql_folder_read(struct arena *arena, const char *folder, char *message,
                         size_t message_size, struct sql_file **ret_files, size_t *ret_count) MUST;

#endif
