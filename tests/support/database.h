/* The shop's database seen from outside: set-up that HTTP would make slow, exact counting, and the
 * audit. For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_DATABASE_H
#define JANGTEO_TESTS_SUPPORT_DATABASE_H

#include <stddef.h>

/* The one number of the one row of a query made as printf does; the test fails on anything else. */
long long db_number(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Runs a statement; the test fails when the server refuses it. Gives how many rows it touched. */
long long db_do(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Rows that break a law of sql/audit, each named aloud; the test fails when it cannot be asked. */
size_t audit_violations(void);
/* Fails the test unless every law holds. */
void audit_is_clean(void);

/* A member with an address and points, written straight into the database as a registration would
 * have left it, and logged in (`token`): no hash is worked out, which takes its time. */
long long member_new(const char *email, const char *password_hash, long long balance,
                     char token[44]);

/* One of a crowd; has no password to log in with. */
struct buyer {
    long long member;
    char token[44];
};
void buyers_new(struct buyer *buyers, size_t count, long long balance);

void db_end(void);

#endif
