/* Connections that break or fall silent: every wait ends, and the next call finds a new one. */
#include "store/relay.h"

#include "store/handle.h"

static struct relay relay;

static int set_up(void **state)
{
    (void)state;
    relay_start(&relay);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    relay_stop(&relay);
    return 0;
}

static void a_silent_server_costs_no_more_than_the_deadline(void **state)
{
    (void)state;
    struct client client;
    client_open_with(&client, relay.conninfo, 1 << 20);
    db_set_deadlines(client.db, 2000, 300);
    assert_int_equal(db_ping(client.db), E_OK);
    atomic_store(&relay.mode, RELAY_HOLD);
    int64_t start = clock_monotonic_ms();
    assert_int_equal(db_ping(client.db), E_DB_LOST);
    assert_in_range(clock_monotonic_ms() - start, 250, 1500);
    atomic_store(&relay.mode, RELAY_PASS);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
}

static void a_server_that_never_greets_costs_no_more_than_the_deadline(void **state)
{
    (void)state;
    struct client client;
    client_open_with(&client, relay.conninfo, 1 << 20);
    db_set_deadlines(client.db, 300, 300);
    atomic_store(&relay.mode, RELAY_HOLD);
    int64_t start = clock_monotonic_ms();
    assert_int_equal(db_ping(client.db), E_DB_LOST);
    assert_in_range(clock_monotonic_ms() - start, 250, 1500);
    atomic_store(&relay.mode, RELAY_PASS);
    db_set_deadlines(client.db, 2000, 2000);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
}

static void a_silent_host_does_not_keep_from_the_next(void **state)
{
    (void)state;
    struct client client;
    char both[sizeof relay.conninfo + 200];
    const char *rest = strchr(relay.conninfo, ' '); /* behind its host, */
    rest = strchr(rest + 1, ' ');                   /* and its port */
    (void)snprintf(both, sizeof both, "host=%s,%s port=5432,%s%s", relay.folder, relay.host,
                   relay.port, rest);
    atomic_store(&relay.mode, RELAY_HOLD);
    client_open_with(&client, both, 1 << 20);
    db_set_deadlines(client.db, 1000, 2000);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
    atomic_store(&relay.mode, RELAY_PASS);
}

static void no_server_is_told_at_once(void **state)
{
    (void)state;
    struct client client;
    client_open_with(&client, "host=/nowhere", 1 << 20);
    assert_int_equal(db_ping(client.db), E_DB_LOST);
    client_close(&client);
    client_open_with(&client, "no conninfo at all", 1 << 20);
    assert_int_equal(db_ping(client.db), E_DB_LOST);
    client_close(&client);
}

static void a_connection_cut_at_a_request_is_lost(void **state)
{
    (void)state;
    struct client client;
    client_open_with(&client, relay.conninfo, 1 << 20);
    assert_int_equal(db_ping(client.db), E_OK);
    atomic_store(&relay.mode, RELAY_CUT);
    int64_t losses = metric_value(METRIC_DB_LOSSES, NO_LABELS);
    assert_int_equal(db_ping(client.db), E_DB_LOST);
    assert_int_equal(metric_value(METRIC_DB_LOSSES, NO_LABELS), losses + 1);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
}

static enum err ping(struct tx *tx, void *arg)
{
    (void)arg;
    return db_run(tx->db, Q_db_ping, NO_ARGS, NULL);
}

static void a_connection_that_died_idle_is_replaced_unnoticed(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    assert_int_equal(db_ping(client.db), E_OK);
    int64_t losses = metric_value(METRIC_DB_LOSSES, NO_LABELS);
    end_back_ends();
    assert_int_equal(db_ping(client.db), E_OK);
    end_back_ends();
    assert_int_equal(tx_run(client.db, ping, NULL), E_OK);
    assert_int_equal(metric_value(METRIC_DB_LOSSES, NO_LABELS), losses);
    client_close(&client);
}

static enum err die_in_the_middle(struct tx *tx, void *arg)
{
    TRY(ping(tx, arg));
    end_back_ends();
    return ping(tx, arg);
}

static void a_back_end_ended_inside_a_transaction_is_lost(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    assert_int_equal(tx_run(client.db, die_in_the_middle, NULL), E_DB_LOST);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
}

/* Ends the back end once it is at work. */
static void *end_the_sleeper(void *arg)
{
    PGconn *conn = arg;
    const char *sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                      " WHERE application_name = 'jangteo' AND datname = current_database()"
                      "   AND state = 'active' AND wait_event = 'PgSleep'";
    int ended = 0;
    for (int64_t end = clock_monotonic_ms() + 4000; ended == 0 && clock_monotonic_ms() < end;) {
        PGresult *result = PQexec(conn, sql);
        ended = PQntuples(result);
        PQclear(result);
    }
    return NULL;
}

static void a_back_end_ended_at_work_is_lost(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    PGconn *conn = store_connect();
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, end_the_sleeper, conn), 0);
    assert_int_equal(db_run(client.db, Q_probe_sleep, ARGS(arg_int(4500)), NULL), E_DB_LOST);
    (void)pthread_join(thread, NULL);
    assert_int_equal(db_ping(client.db), E_OK);
    PQfinish(conn);
    client_close(&client);
}

static void a_long_statement_is_ended_by_the_server(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    int64_t start = clock_monotonic_ms();
    assert_int_equal(db_run(client.db, Q_probe_sleep, ARGS(arg_int(7500)), NULL), E_UNAVAILABLE);
    assert_in_range(clock_monotonic_ms() - start, 4500, 6500);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
}

static void a_lock_that_is_not_given_is_waited_for_in_bounds(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    put_category(&client, "probe-locked", 0);
    PGconn *holder = store_connect();
    store_exec(holder, "BEGIN; UPDATE category SET products = 1 WHERE category = 'probe-locked'");
    int64_t start = clock_monotonic_ms();
    assert_int_equal(
        db_run(client.db, Q_probe_add, ARGS(arg_text("probe-locked"), arg_int(1)), NULL),
        E_UNAVAILABLE);
    assert_in_range(clock_monotonic_ms() - start, 2500, 4500);
    PQfinish(holder);
    drop_category(&client, "probe-locked");
    client_close(&client);
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_silent_server_costs_no_more_than_the_deadline),
        cmocka_unit_test(a_server_that_never_greets_costs_no_more_than_the_deadline),
        cmocka_unit_test(a_silent_host_does_not_keep_from_the_next),
        cmocka_unit_test(no_server_is_told_at_once),
        cmocka_unit_test(a_connection_cut_at_a_request_is_lost),
        cmocka_unit_test(a_connection_that_died_idle_is_replaced_unnoticed),
        cmocka_unit_test(a_back_end_ended_inside_a_transaction_is_lost),
        cmocka_unit_test(a_back_end_ended_at_work_is_lost),
        cmocka_unit_test(a_long_statement_is_ended_by_the_server),
        cmocka_unit_test(a_lock_that_is_not_given_is_waited_for_in_bounds),
    };
    return cmocka_run_group_tests_name("store/connection", tests, set_up, tear_down);
}
