/* jangteo-migrate <folder>: brings the database JANGTEO_DB up to the folder's newest migration.
 * jangteo-migrate --newest <folder>: prints that version, for JANGTEO_SCHEMA_VERSION. */
#include "db/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

static int complain(const struct migrate_report *report, enum err e)
{
    (void)fprintf(stderr, "jangteo-migrate: %s\n",
                  report->message[0] != '\0' ? report->message : err_code(e));
    return 1;
}

int main(int argc, char **argv)
{
    log_open("jangteo-migrate");
    struct migrate_report report;
    if (argc == 3 && strcmp(argv[1], "--newest") == 0) {
        enum err e = migrate_newest(argv[2], &report);
        if (e != E_OK)
            return complain(&report, e);
        printf("%lld\n", (long long)report.version);
        return 0;
    }
    const char *conninfo = getenv("JANGTEO_DB");
    if (argc != 2 || conninfo == NULL) {
        (void)fputs("usage: JANGTEO_DB=<connection> jangteo-migrate [--newest] <folder>\n", stderr);
        return 2;
    }
    enum err e = migrate_run(conninfo, argv[1], &report);
    if (e != E_OK)
        return complain(&report, e);
    printf("schema version %lld, %zu applied\n", (long long)report.version, report.applied);
    return 0;
}
