#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "db/script.h"

enum {
    TIMEOUT_MS = 10 * 60 * 1000, /* building an index on a large table takes its time */
    ARENA_LIMIT = 64 << 20,
    NUMBER_LENGTH = 4,
};

static const char CREATE_TABLE[] = "CREATE TABLE IF NOT EXISTS schema_migration ("
                                   "    version    int PRIMARY KEY,"
                                   "    name       text NOT NULL,"
                                   "    checksum   text NOT NULL,"
                                   "    applied_at timestamptz NOT NULL DEFAULT now())";
static const char SELECT_APPLIED[] =
    "SELECT version, name, checksum FROM schema_migration ORDER BY version";
static const char SELECT_CHECKSUM[] = "SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')";
static const char INSERT_APPLIED[] =
    "INSERT INTO schema_migration (version, name, checksum)"
    " VALUES ($1, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))";

/* A run under way. */
struct run {
    struct arena *arena;
    struct script script;
    struct sql_file *files; /* files[i] is version i + 1 */
    size_t file_count;
    struct migrate_report *report;
};

static enum err refuse(struct run *run, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static enum err refuse(struct run *run, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)vsnprintf(run->report->message, sizeof run->report->message, format, args);
    va_end(args);
    return E_INTERNAL;
}

/* Passes an error of the database on, with its words. */
static enum err explain(struct run *run, const char *what, enum err e)
{
    if (e != E_OK)
        (void)refuse(run, "%s: %s", what,
                     run->script.message[0] != '\0' ? run->script.message : err_code(e));
    return e;
}

/* Versions are 1, 2, 3 … without a gap, so a file's place is its number. */
static enum err check_names(struct run *run)
{
    for (size_t i = 0; i < run->file_count; i++) {
        const char *name = run->files[i].name;
        char expected[NUMBER_LENGTH + 2];
        (void)snprintf(expected, sizeof expected, "%04u_", (unsigned)((i + 1) % 10000));
        if (strspn(name, "0123456789") != NUMBER_LENGTH || name[NUMBER_LENGTH] != '_')
            return refuse(run, "%s.sql: a migration is named NNNN_name.sql", name);
        if (strncmp(name, expected, NUMBER_LENGTH + 1) != 0)
            return refuse(run,
                          "%s.sql stands where migration %.4s was expected: numbers go up "
                          "one by one",
                          name, expected);
    }
    if (run->file_count == 0)
        return refuse(run, "no migration in the folder");
    return E_OK;
}

static enum err read_folder(struct run *run, const char *folder)
{
    TRY(sql_folder_read(run->arena, folder, run->report->message, sizeof run->report->message,
                        &run->files, &run->file_count));
    return check_names(run);
}

static enum err check_unchanged(struct run *run, const char *name, const char *checksum,
                                const struct sql_file *file)
{
    struct table table = {0};
    if (strcmp(name, file->name) != 0)
        return refuse(run, "migration %s was applied under the name %s", file->name, name);
    TRY(explain(run, file->name,
                script_query(&run->script, run->arena, SELECT_CHECKSUM, &file->text, 1, &table)));
    if (strcmp(checksum, table_cell(&table, 0, 0)) != 0)
        return refuse(run, "migration %s was changed after it was applied: write a new one instead",
                      name);
    return E_OK;
}

/* Holds what the database has against the folder. */
static enum err check_applied(struct run *run)
{
    struct table applied = {0};
    TRY(explain(run, "schema_migration",
                script_query(&run->script, run->arena, SELECT_APPLIED, NULL, 0, &applied)));
    for (size_t i = 0; i < applied.row_count; i++) {
        const char *text = table_cell(&applied, i, 0), *name = table_cell(&applied, i, 1);
        int64_t version = 0;
        if (!str_to_int(text, strlen(text), 1, INT32_MAX, &version) || version != (int64_t)i + 1)
            return refuse(run, "the database lacks migration %zu, but has %s", i + 1, name);
        if (i >= run->file_count)
            return refuse(run,
                          "the database has migration %s, which this version does not know: "
                          "it is newer than the programs",
                          name);
        TRY(check_unchanged(run, name, table_cell(&applied, i, 2), &run->files[i]));
    }
    run->report->version = (int64_t)applied.row_count;
    return E_OK;
}

static enum err apply(struct run *run, const struct sql_file *file, int64_t version)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%lld", (long long)version);
    const char *const values[] = {number, file->name, file->text};
    TRY(explain(run, file->name, script_run(&run->script, "BEGIN")));
    TRY(explain(run, file->name, script_run(&run->script, file->text)));
    if (!script_in_transaction(&run->script))
        return refuse(run, "migration %s ends its own transaction", file->name);
    TRY(explain(
        run, file->name,
        script_query(&run->script, run->arena, INSERT_APPLIED, values, COUNT_OF(values), NULL)));
    return explain(run, file->name, script_run(&run->script, "COMMIT"));
}

static enum err apply_all(struct run *run, const char *conninfo)
{
    TRY(explain(run, "cannot connect", script_open(&run->script, conninfo, TIMEOUT_MS)));
    TRY(explain(run, "lock", script_lock(&run->script, "jangteo migrate")));
    TRY(explain(run, "schema_migration", script_run(&run->script, CREATE_TABLE)));
    TRY(check_applied(run));
    for (size_t i = (size_t)run->report->version; i < run->file_count; i++) {
        TRY(apply(run, &run->files[i], (int64_t)i + 1));
        run->report->version = (int64_t)i + 1;
        run->report->applied++;
    }
    return E_OK;
}

/* `conninfo` NULL: look at the folder only. */
static enum err run_all(const char *conninfo, const char *folder, struct migrate_report *ret_report)
{
    *ret_report = (struct migrate_report){0};
    struct run run = {.arena = arena_new(ARENA_LIMIT), .report = ret_report};
    TRY_NEW(run.arena);
    enum err e = read_folder(&run, folder);
    if (e == E_OK && conninfo == NULL)
        ret_report->version = (int64_t)run.file_count;
    else if (e == E_OK)
        e = apply_all(&run, conninfo);
    script_close(&run.script);
    arena_free(run.arena);
    return e;
}

enum err migrate_run(const char *conninfo, const char *folder, struct migrate_report *ret_report)
{
    return run_all(conninfo, folder, ret_report);
}

enum err migrate_newest(const char *folder, struct migrate_report *ret_report)
{
    return run_all(NULL, folder, ret_report);
}

enum err migrate_check_current(struct db *db)
{
    const char *text = getenv("JANGTEO_SCHEMA_VERSION");
    int64_t expected = 0, found = 0;
    if (text == NULL || !str_to_int(text, strlen(text), 1, INT32_MAX, &expected)) {
        log_write(LOG_ERROR, "JANGTEO_SCHEMA_VERSION is not set to a version");
        return E_UNAVAILABLE;
    }
    struct rows rows;
    TRY(db_run(db, Q_db_schema_version, NO_ARGS, &rows));
    TRY(rows_int(db, &rows, E_UNAVAILABLE, &found));
    if (found >= expected)
        return E_OK;
    log_write(LOG_ERROR, "the database is at schema version %lld, this program wants %lld",
              (long long)found, (long long)expected);
    return E_UNAVAILABLE;
}
