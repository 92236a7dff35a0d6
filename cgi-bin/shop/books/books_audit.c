#include <stdlib.h>

#include "base/log.h"
#include "db/audit.h"
#include "shop/books/books.h"

static const struct row_field LAW_ROW[] = {
    ROW_FIELD(ROW_TEXT, struct law_result, name),
    ROW_FIELD(ROW_INT, struct law_result, violations),
    ROW_FIELD(ROW_TIME, struct law_result, ran_at),
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

static enum err keep(struct db *db, const struct audit_report *report)
{
    struct arena *arena = db_call(db)->arena;
    const char **names = NEW_ARRAY(arena, const char *, report->law_count);
    int64_t *violations = NEW_ARRAY(arena, int64_t, report->law_count);
    TRY_NEW(names);
    TRY_NEW(violations);
    for (size_t i = 0; i < report->law_count; i++) {
        names[i] = report->laws[i].name;
        violations[i] = report->laws[i].violations;
        if (violations[i] > 0)
            log_write(LOG_ERROR, "the books do not balance: %s, %lld times", names[i],
                      (long long)violations[i]);
    }
    return db_run(db, Q_books_keep,
                  ARGS(arg_texts(names, report->law_count), arg_ints(violations, report->law_count),
                       arg_time(report->ran_at)),
                  NULL);
}

enum err books_audit(struct db *db, struct books *ret_books)
{
    const char *conninfo = getenv("JANGTEO_DB"), *folder = getenv("JANGTEO_LAWS");
    struct audit_report report;
    char message[1200];
    if (conninfo == NULL || folder == NULL) {
        log_write(LOG_ERROR, "JANGTEO_LAWS is not set: the folder of the audit's laws");
        return E_UNAVAILABLE;
    }
    const enum err e =
        audit_run(db_call(db)->arena, conninfo, folder, message, sizeof message, &report);
    if (e != E_OK) {
        log_write(LOG_ERROR, "the audit could not be run: %s", message);
        return e;
    }
    TRY(keep(db, &report));
    return books_last(db, ret_books);
}
