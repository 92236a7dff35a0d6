/* jangteo-audit <folder>: runs every law of the folder over the database JANGTEO_DB and prints
 * `law: ok`, or the law's offenders. Exits 0 when the books balance, 1 when they do not, 2 when it
 * could not be found out. */
#include "db/audit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"

enum { ARENA_LIMIT = 64 << 20 };

static void print_offenders(const struct audit_law *law)
{
    const struct table *table = &law->offenders;
    for (size_t row = 0; row < table->row_count; row++) {
        printf("   ");
        for (size_t column = 1; column < table->column_count; column++) {
            const char *cell = table_cell(table, row, column);
            printf(" %s=%s", table->names[column], cell != NULL ? cell : "NULL");
        }
        printf("\n");
    }
    if (law->violations > (int64_t)table->row_count)
        printf("    and %lld more\n", (long long)law->violations - (long long)table->row_count);
}

static int print_report(const struct audit_report *report)
{
    for (size_t i = 0; i < report->law_count; i++) {
        const struct audit_law *law = &report->laws[i];
        if (law->violations == 0) {
            printf("%s: ok\n", law->name);
            continue;
        }
        printf("%s: BROKEN, %lld\n", law->name, (long long)law->violations);
        print_offenders(law);
    }
    return report->violations == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    log_open("jangteo-audit");
    const char *conninfo = getenv("JANGTEO_DB");
    if (argc != 2 || conninfo == NULL) {
        (void)fputs("usage: JANGTEO_DB=<connection> jangteo-audit <folder>\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new(ARENA_LIMIT);
    struct audit_report report;
    char message[1200] = "out of memory";
    int status = 2;
    if (arena != NULL &&
        audit_run(arena, conninfo, argv[1], message, sizeof message, &report) == E_OK)
        status = print_report(&report);
    else
        (void)fprintf(stderr, "jangteo-audit: %s\n", message);
    arena_free(arena);
    return status;
}
