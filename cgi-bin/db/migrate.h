/* Migrations: sql/schema/NNNN_name.sql, forward only, each in one transaction, each once. */
#ifndef JANGTEO_DB_MIGRATE_H
#define JANGTEO_DB_MIGRATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "db/db.h"

/* What a run found and did; on failure `message` says in a sentence what stands in the way. */
struct migrate_report {
    int64_t version; /* newest applied */
    size_t applied;  /* by this run */
    char message[1200];
};

/* Brings the database up to the folder's newest version. Several may start at once: one works, the
 * others wait for it. Refused (E_INTERNAL): names that are not NNNN_name, gaps in the numbers, a
 * file that changed or was renamed after it was applied, a database that is newer than the folder.
 */
enum err migrate_run(const char *conninfo, const char *folder,
                     struct migrate_report *ret_report) MUST;

/* The folder's newest version, from its file names alone. */
enum err migrate_newest(const char *folder, struct migrate_report *ret_report) MUST;

/* E_OK when the newest version applied is JANGTEO_SCHEMA_VERSION, which whoever starts the programs
 * sets to what `jangteo-migrate --newest` printed, or a later one: programs go on while newer ones
 * are about to take their place. E_UNAVAILABLE (logged) when it is not, or is not set; db_flush's
 * errors. */
enum err migrate_check_current(struct db *db) MUST;

#endif
