#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "db/audit.h"
#include "shop/books/books.h"

static const struct row_field LAW_ROW[] = {
    ROW_FIELD(ROW_TEXT, struct law_result, name),
    ROW_FIELD(ROW_INT, struct law_result, violations),
    ROW_FIELD(ROW_TIME, struct law_result, ran_at),
    ROW_FIELD(ROW_TEXT, struct law_result, offenders),
};

enum err books_last(struct db *db, struct books *ret_books)
{
    struct rows rows;
    struct books books = {0};
    TRY(db_run(db, Q_books_last, NO_ARGS, &rows));
    TRY(rows_decode(db, &rows, LAW_ROW, COUNT_OF(LAW_ROW), sizeof *books.laws, &books.laws));
    books.count = rows.count;
    *ret_books = books;
    return E_OK;
}

/* ---- rows that break a law, as text ---- */

#define CELL_MAX 200
#define OFFENDERS_TEXT_MAX (256 * 1024)

/* A cell on one line and not too long, cut between characters. */
static void add_cell(struct strbuf *text, const char *cell)
{
    const size_t size = strlen(cell);
    for (size_t i = 0; i < size && i < CELL_MAX;) {
        const size_t step = utf8_step(cell + i, size - i);
        if (step > 1 || (unsigned char)cell[i] >= ' ')
            strbuf_add(text, cell + i, step > 0 ? step : 1);
        else
            strbuf_puts(text, " ");
        i += step > 0 ? step : 1;
    }
}

/* Column 0 is the number of offenders. */
static enum err offenders_text(struct arena *arena, const struct table *table, const char **ret)
{
    struct strbuf text = strbuf_make(arena, OFFENDERS_TEXT_MAX);
    struct slice done;
    for (size_t column = 1; table->row_count > 0 && column < table->column_count; column++) {
        strbuf_puts(&text, column > 1 ? "\t" : "");
        strbuf_puts(&text, table->names[column]);
    }
    for (size_t row = 0; row < table->row_count; row++) {
        strbuf_puts(&text, "\n");
        for (size_t column = 1; column < table->column_count; column++) {
            const char *cell = table_cell(table, row, column);
            strbuf_puts(&text, column > 1 ? "\t" : "");
            add_cell(&text, cell != NULL ? cell : "");
        }
    }
    TRY(strbuf_finish(&text, &done));
    *ret = done.data;
    return E_OK;
}

/* ---- running ---- */

static enum err keep(struct db *db, const struct audit_report *report)
{
    struct arena *arena = db_call(db)->arena;
    const char **names = NEW_ARRAY(arena, const char *, report->law_count);
    int64_t *violations = NEW_ARRAY(arena, int64_t, report->law_count);
    TRY_NEW(names);
    TRY_NEW(violations);
    const char **offenders = NEW_ARRAY(arena, const char *, report->law_count);
    TRY_NEW(offenders);
    for (size_t i = 0; i < report->law_count; i++) {
        names[i] = report->laws[i].name;
        violations[i] = report->laws[i].violations;
        TRY(offenders_text(arena, &report->laws[i].offenders, &offenders[i]));
        if (violations[i] > 0)
            log_write(LOG_ERROR, "the books do not balance: %s, %lld times", names[i],
                      (long long)violations[i]);
    }
    return db_run(db, Q_books_keep,
                  ARGS(arg_texts(names, report->law_count), arg_ints(violations, report->law_count),
                       arg_time(report->ran_at), arg_texts(offenders, report->law_count)),
                  NULL);
}

typedef enum err audit_way(struct arena *arena, const char *conninfo, const char *folder,
                           char *message, size_t message_size, struct audit_report *ret_report);

static enum err audit(struct db *db, audit_way *way)
{
    const char *conninfo = getenv("JANGTEO_DB"), *folder = getenv("JANGTEO_LAWS");
    struct audit_report report;
    char message[1200];
    if (conninfo == NULL || folder == NULL) {
        log_write(LOG_ERROR, "JANGTEO_LAWS is not set: the folder of the audit's laws");
        return E_UNAVAILABLE;
    }
    const enum err e = way(db_call(db)->arena, conninfo, folder, message, sizeof message, &report);
    if (e != E_OK) {
        log_write(LOG_ERROR, "the audit could not be run: %s", message);
        return e;
    }
    return report.law_count > 0 ? keep(db, &report) : E_OK;
}

enum err books_audit(struct db *db, struct books *ret_books)
{
    TRY(audit(db, audit_run));
    return books_last(db, ret_books);
}

enum err books_laws(struct arena *arena, const char ***ret_names, size_t *ret_count)
{
    const char *folder = getenv("JANGTEO_LAWS");
    struct sql_file *files;
    size_t count;
    char message[1200] = "JANGTEO_LAWS is not set";
    enum err e = E_UNAVAILABLE;
    if (folder != NULL)
        e = sql_folder_read(arena, folder, message, sizeof message, &files, &count);
    if (e != E_OK) {
        log_write(LOG_ERROR, "the laws cannot be read: %s", message);
        return e;
    }
    const char **names = NEW_ARRAY(arena, const char *, count);
    TRY_NEW(names);
    for (size_t i = 0; i < count; i++)
        names[i] = files[i].name;
    *ret_names = names;
    *ret_count = count;
    return E_OK;
}

enum err books_audit_alone(struct db *db)
{
    return audit(db, audit_run_alone);
}
