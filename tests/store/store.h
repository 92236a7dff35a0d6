/* What the tests on a real database share: the database of JANGTEO_DB, freshly migrated, and plain
 * libpq calls that fail the test. They run from the top of the tree. */
#ifndef JANGTEO_TESTS_STORE_H
#define JANGTEO_TESTS_STORE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* After those: cmocka.h does not include what it needs. */
#include <cmocka.h>
#include <libpq-fe.h>

#define STORE_FIXTURE "tests/store/fixture.sql"

/* The connection string; ends the program when there is none. */
static inline const char *store_conninfo(void)
{
    const char *conninfo = getenv("JANGTEO_DB");
    if (conninfo == NULL || conninfo[0] == '\0') {
        (void)fputs("JANGTEO_DB is not set: these tests need a freshly migrated database\n",
                    stderr);
        exit(1);
    }
    return conninfo;
}

/* Runs statements that must succeed. */
static inline void store_exec(PGconn *conn, const char *sql)
{
    PGresult *result = PQexec(conn, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s\n%s", sql, PQerrorMessage(conn));
    PQclear(result);
}

static inline PGconn *store_connect(void)
{
    PGconn *conn = PQconnectdb(store_conninfo());
    if (PQstatus(conn) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(conn));
    store_exec(conn, "SET client_min_messages = warning");
    return conn;
}

/* A whole text file, to be freed. */
static inline char *store_read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail_msg("cannot open %s: run from the top of the tree", path);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    size_t size = fread(text, 1, (1 << 20) - 1, file);
    text[size] = '\0';
    (void)fclose(file);
    return text;
}

static inline void store_load_fixture(PGconn *conn)
{
    char *sql = store_read_file(STORE_FIXTURE);
    store_exec(conn, sql);
    free(sql);
}

#endif
