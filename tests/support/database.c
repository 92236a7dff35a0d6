#include "support/database.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <libpq-fe.h>
#include <sodium.h>

#include "db/audit.h"
#include "support/http.h"

static PGconn *connection;

static const char *conninfo(void)
{
    const char *info = getenv("JANGTEO_DB");
    if (info == NULL)
        fail_msg("JANGTEO_DB is not set: run `make api` or `make race`");
    return info;
}

static PGconn *database(void)
{
    if (connection == NULL)
        connection = PQconnectdb(conninfo());
    if (PQstatus(connection) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(connection));
    return connection;
}

void db_end(void)
{
    PQfinish(connection);
    connection = NULL;
}

/* Runs one statement; the result is the caller's. */
static PGresult *run(const char *format, va_list args)
{
    char *sql = NULL;
    if (vasprintf(&sql, format, args) < 0)
        fail_msg("out of memory");
    PGresult *result = PQexec(database(), sql);
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        PQclear(result);
        fail_msg("%s\n%s", PQerrorMessage(connection), sql);
    }
    free(sql);
    return result;
}

long long db_number(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    PGresult *result = run(format, args);
    va_end(args);
    const bool one = PQntuples(result) == 1 && PQnfields(result) == 1 && !PQgetisnull(result, 0, 0);
    const long long number = one ? strtoll(PQgetvalue(result, 0, 0), NULL, 10) : 0;
    PQclear(result);
    if (!one)
        fail_msg("not one number: %s", format);
    return number;
}

long long db_do(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    PGresult *result = run(format, args);
    va_end(args);
    const long long touched = strtoll(PQcmdTuples(result), NULL, 10);
    PQclear(result);
    return touched;
}

/* ---- the audit ---- */

static void print_broken(const struct audit_law *law)
{
    const struct table *table = &law->offenders;
    print_error("the law %s is broken, %lld times\n", law->name, (long long)law->violations);
    for (size_t row = 0; row < table->row_count; row++) {
        for (size_t column = 1; column < table->column_count; column++) {
            const char *cell = table_cell(table, row, column);
            print_error(" %s=%s", table->names[column], cell != NULL ? cell : "NULL");
        }
        print_error("\n");
    }
}

size_t audit_violations(void)
{
    enum { ARENA_LIMIT = 64 << 20 };
    struct arena *arena = arena_new(ARENA_LIMIT);
    struct audit_report report = {0};
    char message[1200] = "out of memory";
    assert_non_null(arena);
    const enum err e = audit_run(arena, conninfo(), "sql/audit", message, sizeof message, &report);
    for (size_t i = 0; e == E_OK && i < report.law_count; i++)
        if (report.laws[i].violations > 0)
            print_broken(&report.laws[i]);
    const size_t laws = report.law_count;
    const int64_t violations = report.violations;
    arena_free(arena);
    if (e != E_OK)
        fail_msg("the audit did not run: %s", message);
    if (laws == 0)
        fail_msg("there are no laws in sql/audit");
    return (size_t)violations;
}

void audit_is_clean(void)
{
    assert_int_equal(audit_violations(), 0);
}

/* ---- sessions and crowds ---- */

/* A new token, and its hash as hexadecimal digits. */
static void token_new(char token[44], char hash[65])
{
    unsigned char random[32], bytes[32];
    assert_true(sodium_init() >= 0);
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(token, 44, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    crypto_generichash(bytes, sizeof bytes, (const unsigned char *)token, strlen(token), NULL, 0);
    sodium_bin2hex(hash, 65, bytes, sizeof bytes);
}

long long member_new(const char *email, const char *password_hash, long long balance,
                     char token[44])
{
    char hash[65];
    token_new(token, hash);
    return db_number(
        "WITH m AS (INSERT INTO member (email, password_hash, name, phone, postcode, line1, line2, "
        "               role, status, created_at, updated_at) "
        "           VALUES ('%s', '%s', '홍길동', '01012345678', '06236', '테헤란로 152', '7층', "
        "               'CUSTOMER', 'ACTIVE', now(), now()) RETURNING member_id), "
        "b AS (INSERT INTO point_balance (member_id, balance) SELECT member_id, %lld FROM m), "
        "e AS (INSERT INTO point_entry (member_id, kind, amount, balance_after, created_at) "
        "      SELECT member_id, 'CHARGE', %lld, %lld, now() FROM m WHERE %lld > 0), "
        "s AS (INSERT INTO session (token_hash, member_id, created_at, seen_at, expires_at) "
        "      SELECT '\\x%s', member_id, now(), now(), now() + interval '1 day' FROM m) "
        "SELECT member_id FROM m",
        email, password_hash, balance, balance, balance, balance, hash);
}

void buyers_new(struct buyer *buyers, size_t count, long long balance)
{
    db_do("BEGIN");
    for (size_t i = 0; i < count; i++)
        buyers[i].member =
            member_new(text("crowd-%s@test.example", unique()), "none", balance, buyers[i].token);
    db_do("COMMIT");
}
