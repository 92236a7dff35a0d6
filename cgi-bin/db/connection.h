/* Connections driven without ever blocking: made, waited for and closed under a deadline. What
 * db.h and script.h stand on; nobody else includes it. Deadlines are clock_monotonic_ms values. */
#ifndef JANGTEO_DB_CONNECTION_H
#define JANGTEO_DB_CONNECTION_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Opens a connection in non-blocking mode. `options` are server settings as in
 * "-c name=value ..."; they come after the connection string's own. Of several hosts each is given
 * its share of the time, the one that answered last first. Errors: E_DB_LOST (nobody
 * answers, or refuses us), E_UNAVAILABLE (too many connections, or the server is starting or
 * stopping), E_NO_MEMORY. The cause is logged and, where `message` is not NULL, written there. */
enum err connection_open(const char *conninfo, const char *options, int64_t deadline_ms,
                         char *message, size_t message_size, PGconn **ret_conn) MUST;

/* Closes at once, whatever is under way on it. Takes NULL. */
void connection_drop(PGconn *conn);

/* Whether a connection that waits for nothing has something to say: the server is gone, or about
 * to be. One without a word may be used. */
bool connection_is_stale(const PGconn *conn);

/* Waits for the next result, sending what still waits to be sent. `ret_result` is NULL at the end
 * of a statement's results. E_DB_LOST past the deadline or on a broken connection. */
enum err connection_result(PGconn *conn, int64_t deadline_ms, PGresult **ret_result) MUST;

#endif
