#include "db/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"

enum { TIMEOUT_MS = 5 * 60 * 1000 };

/* The law's text without what would end it too early. */
static int law_length(const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r\n;", text[length - 1]) != NULL)
        length--;
    return (int)length;
}

enum err audit_run_law(struct script *script, struct arena *arena, const struct sql_file *file,
                       struct audit_law *ret_law)
{
    /* The line break closes a comment that a law may end with. */
    const char *sql = arena_printf(arena,
                                   "SELECT count(*) OVER () AS violations, law.* FROM (%.*s\n"
                                   ") AS law LIMIT %d",
                                   law_length(file->text), file->text, (int)AUDIT_OFFENDERS_MAX);
    TRY_NEW(sql);
    struct audit_law law = {.name = file->name};
    TRY(script_query(script, arena, sql, NULL, 0, &law.offenders));
    if (law.offenders.row_count > 0) {
        const char *count = table_cell(&law.offenders, 0, 0);
        if (!str_to_int(count, strlen(count), 1, INT64_MAX, &law.violations))
            return E_INTERNAL;
    }
    *ret_law = law;
    return E_OK;
}

/* The lock goes with the transaction. */
static enum err lock_out_others(struct script *script, struct arena *arena, bool *ret_locked)
{
    struct table table;
    TRY(script_query(script, arena,
                     "SELECT pg_try_advisory_xact_lock(hashtextextended('audit', 0))", NULL, 0,
                     &table));
    *ret_locked = strcmp(table_cell(&table, 0, 0), "t") == 0;
    return E_OK;
}

static enum err run_laws(struct script *script, struct arena *arena, const struct sql_file *files,
                         size_t count, bool alone, struct audit_report *report, const char **ret_at)
{
    *ret_at = "the snapshot";
    TRY(script_run(script, "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    bool go = true;
    if (alone)
        TRY(lock_out_others(script, arena, &go));
    if (!go) {
        report->law_count = 0;
        return E_OK;
    }
    for (size_t i = 0; i < count; i++) {
        *ret_at = files[i].name;
        TRY(audit_run_law(script, arena, &files[i], &report->laws[i]));
        report->violations += report->laws[i].violations;
    }
    return E_OK;
}

static enum err run(struct arena *arena, const char *conninfo, const char *folder, bool alone,
                    char *message, size_t message_size, struct audit_report *ret_report)
{
    struct sql_file *files = NULL;
    struct audit_report report = {.ran_at = clock_now()};
    TRY(sql_folder_read(arena, folder, message, message_size, &files, &report.law_count));
    if (report.law_count == 0) {
        (void)snprintf(message, message_size, "no law in %s", folder);
        return E_INTERNAL;
    }
    report.laws = NEW_ARRAY(arena, struct audit_law, report.law_count);
    TRY_NEW(report.laws);
    struct script script = {0};
    const char *at = "cannot connect";
    enum err e = script_open(&script, conninfo, TIMEOUT_MS);
    if (e == E_OK)
        e = run_laws(&script, arena, files, report.law_count, alone, &report, &at);
    if (e != E_OK)
        (void)snprintf(message, message_size, "%s: %s", at,
                       script.message[0] != '\0' ? script.message : err_code(e));
    script_close(&script);
    if (e != E_OK)
        return e;
    *ret_report = report;
    return E_OK;
}

enum err audit_run(struct arena *arena, const char *conninfo, const char *folder, char *message,
                   size_t message_size, struct audit_report *ret_report)
{
    return run(arena, conninfo, folder, false, message, message_size, ret_report);
}

enum err audit_run_alone(struct arena *arena, const char *conninfo, const char *folder,
                         char *message, size_t message_size, struct audit_report *ret_report)
{
    return run(arena, conninfo, folder, true, message, message_size, ret_report);
}
