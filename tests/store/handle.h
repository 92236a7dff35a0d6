/* A handle with a call of its own, for the tests of the database layer. */
#ifndef JANGTEO_TESTS_HANDLE_H
#define JANGTEO_TESTS_HANDLE_H

#include "store/store.h"

#include "base/clock.h"
#include "db/db.h"

struct client {
    struct db *db;
    struct call call;
};

static inline void client_open_with(struct client *client, const char *conninfo, size_t limit)
{
    *client = (struct client){.call = {.arena = arena_new(limit), .now = clock_now()}};
    client->db = db_new(conninfo);
    assert_non_null(client->db);
    db_serve(client->db, &client->call);
}

static inline void client_open(struct client *client)
{
    client_open_with(client, store_conninfo(), 64 << 20);
}

static inline void client_close(struct client *client)
{
    db_free(client->db);
    arena_free(client->call.arena);
}

/* Ends the back ends of every handle of this program, from outside. */
static inline void end_back_ends(void)
{
    PGconn *conn = store_connect();
    store_exec(conn, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                     " WHERE application_name = 'jangteo' AND datname = current_database()");
    PQfinish(conn);
}

/* Rows the tests write have names of their own; the products of one, -1 when it is not there. */
static inline int64_t products_of(struct client *client, const char *category)
{
    struct rows rows;
    int64_t products = -1;
    assert_int_equal(db_run(client->db, Q_probe_read, ARGS(arg_text(category)), &rows), E_OK);
    if (rows_int(client->db, &rows, E_NOT_FOUND, &products) != E_OK)
        return -1;
    return products;
}

static inline void put_category(struct client *client, const char *category, int64_t products)
{
    db_queue(client->db, Q_probe_delete, ARGS(arg_text(category)), NULL);
    db_queue(client->db, Q_probe_insert, ARGS(arg_text(category), arg_int(products)), NULL);
    assert_int_equal(db_flush(client->db), E_OK);
}

static inline void drop_category(struct client *client, const char *category)
{
    assert_int_equal(db_run(client->db, Q_probe_delete, ARGS(arg_text(category)), NULL), E_OK);
}

#endif
