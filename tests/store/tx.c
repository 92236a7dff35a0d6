/* Transactions: commit, rollback, retry, and what a lost connection means at each point. */
#include "store/relay.h"

#include "store/handle.h"

/* ---- on a sound connection ---- */

static enum err add_one_unsent(struct tx *tx, void *category)
{
    db_queue(tx->db, Q_probe_add, ARGS(arg_text(category), arg_int(1)), NULL);
    return E_OK;
}

static enum err add_one(struct tx *tx, void *category)
{
    return db_run(tx->db, Q_probe_add, ARGS(arg_text(category), arg_int(1)), NULL);
}

static enum err add_one_and_refuse(struct tx *tx, void *category)
{
    TRY(add_one(tx, category));
    db_queue(tx->db, Q_probe_add, ARGS(arg_text(category), arg_int(1)), NULL);
    return E_FORBIDDEN;
}

static enum err do_nothing(struct tx *tx, void *arg)
{
    (void)tx, (void)arg;
    return E_OK;
}

static enum err overlook_an_error(struct tx *tx, void *category)
{
    if (db_run(tx->db, Q_probe_add, ARGS(arg_text(category), arg_int(-100)), NULL) != E_INTERNAL)
        return E_FORBIDDEN;
    /* The transaction is over, so this cannot work, and says so. */
    if (add_one(tx, category) != E_INTERNAL)
        return E_FORBIDDEN;
    return E_OK;
}

static enum err break_at_commit(struct tx *tx, void *category)
{
    TRY(add_one(tx, category));
    db_queue(tx->db, Q_probe_add, ARGS(arg_text(category), arg_int(-100)), NULL);
    return E_OK;
}

static void transaction_commits_or_rolls_back(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    char name[] = "probe-tx";
    put_category(&client, name, 0);
    assert_int_equal(tx_run(client.db, add_one, name), E_OK);
    assert_int_equal(tx_run(client.db, add_one_unsent, name), E_OK);
    assert_int_equal(products_of(&client, name), 2);
    assert_int_equal(tx_run(client.db, do_nothing, NULL), E_OK);
    assert_int_equal(tx_run(client.db, add_one_and_refuse, name), E_FORBIDDEN);
    assert_int_equal(tx_run(client.db, overlook_an_error, name), E_INTERNAL);
    assert_int_equal(tx_run(client.db, break_at_commit, name), E_INTERNAL);
    assert_int_equal(products_of(&client, name), 2);
    drop_category(&client, name);
    client_close(&client);
}

static enum err nest(struct tx *tx, void *arg)
{
    return tx_run(tx->db, do_nothing, arg);
}

static void transactions_do_not_nest(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    assert_int_equal(tx_run(client.db, nest, NULL), E_INTERNAL);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
}

static enum err commit_and_refuse(struct tx *tx, void *category)
{
    struct rows rows;
    int64_t products;
    db_queue(tx->db, Q_probe_add, ARGS(arg_text(category), arg_int(1)), NULL);
    db_queue(tx->db, Q_probe_read, ARGS(arg_text(category)), &rows);
    TRY(tx_commit(tx));
    TRY(rows_int(tx->db, &rows, E_NOT_FOUND, &products));
    if (products != 1 || add_one(tx, category) != E_INTERNAL)
        return E_NOT_FOUND;
    return E_FORBIDDEN;
}

static enum err add_one_and_commit(struct tx *tx, void *category)
{
    TRY(add_one_unsent(tx, category));
    return tx_commit(tx);
}

static enum err break_at_own_commit(struct tx *tx, void *category)
{
    db_queue(tx->db, Q_probe_add, ARGS(arg_text(category), arg_int(-100)), NULL);
    return tx_commit(tx);
}

static enum err commit_and_queue(struct tx *tx, void *category)
{
    TRY(add_one_and_commit(tx, category));
    return add_one_unsent(tx, category);
}

static void body_that_commits_reads_its_last_results(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    char name[] = "probe-tx-own-commit";
    put_category(&client, name, 0);
    assert_int_equal(tx_run(client.db, commit_and_refuse, name), E_FORBIDDEN);
    assert_int_equal(products_of(&client, name), 1);
    assert_int_equal(tx_run(client.db, break_at_own_commit, name), E_INTERNAL);
    assert_int_equal(tx_run(client.db, add_one, name), E_OK);
    assert_int_equal(products_of(&client, name), 2);
    /* What comes after the commit is not forgotten without a word. */
    assert_int_equal(tx_run(client.db, commit_and_queue, name), E_INTERNAL);
    assert_int_equal(products_of(&client, name), 3);
    drop_category(&client, name);
    client_close(&client);
}

static enum err read_late(struct tx *tx, void *category)
{
    struct rows rows;
    int64_t products;
    db_queue_late(tx->db, Q_probe_read, ARGS(arg_text(category)), &rows);
    TRY(add_one(tx, category));
    TRY(rows_int(tx->db, &rows, E_NOT_FOUND, &products));
    db_queue_late(tx->db, Q_probe_add, ARGS(arg_text(category), arg_int(1)), NULL);
    return products == 1 ? E_OK : E_FORBIDDEN;
}

static void late_statement_goes_behind_what_is_queued_after_it(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    char name[] = "probe-tx-late";
    put_category(&client, name, 0);
    assert_int_equal(tx_run(client.db, read_late, name), E_OK);
    assert_int_equal(products_of(&client, name), 2);
    drop_category(&client, name);
    client_close(&client);
}

static void call_knows_what_it_took_of_the_database(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    char name[] = "probe-tx-use";
    put_category(&client, name, 0);
    db_serve(client.db, db_call(client.db));
    assert_int_equal(db_ping(client.db), E_OK);
    assert_int_equal(db_use(client.db).round_trips, 1);
    assert_int_equal(db_use(client.db).lock_us, 0);
    assert_int_equal(tx_run(client.db, add_one_unsent, name), E_OK);
    assert_int_equal(db_use(client.db).round_trips, 2);
    const int64_t lock_us = db_use(client.db).lock_us;
    assert_true(lock_us > 0);
    assert_int_equal(tx_run(client.db, add_one, name), E_OK);
    assert_int_equal(db_use(client.db).round_trips, 4);
    assert_true(db_use(client.db).lock_us > lock_us);
    db_serve(client.db, db_call(client.db));
    assert_int_equal(db_use(client.db).round_trips, 0);
    drop_category(&client, name);
    client_close(&client);
}

struct tries {
    int count, good_from;
    size_t used[10], problems[10];
};

static enum err lose_some(struct tx *tx, void *arg)
{
    struct tries *tries = arg;
    tries->used[tries->count] = arena_used(tx->call->arena);
    tries->problems[tries->count++] = tx->call->problems.count;
    problem_add(&tx->call->problems, tx->call->arena, "field", P_REQUIRED);
    tx_count(tx, METRIC_ORDERS, LABELS("TRIED"), 1);
    TRY(db_run(tx->db, Q_db_ping, NO_ARGS, NULL));
    return tries->count >= tries->good_from ? E_OK : E_DB_RETRY;
}

static void lost_races_are_tried_again_a_few_times(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    struct tries some = {.good_from = 3}, never = {.good_from = 100};
    assert_int_equal(tx_run(client.db, lose_some, &some), E_OK);
    assert_int_equal(some.count, 3);
    assert_int_equal(some.used[2], some.used[0]);
    assert_int_equal(some.problems[2], 0);
    assert_int_equal(tx_run(client.db, lose_some, &never), E_DB_RETRY);
    assert_int_equal(never.count, 6);
    client_close(&client);
}

/* For what has happened, not for what was tried. */
static void transaction_that_commits_is_counted_once(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    const int64_t before = metric_value(METRIC_ORDERS, LABELS("TRIED"));
    const int64_t retries = metric_value(METRIC_DB_RETRIES, NO_LABELS);
    struct tries some = {.good_from = 3}, never = {.good_from = 100};
    assert_int_equal(tx_run(client.db, lose_some, &some), E_OK);
    assert_int_equal(metric_value(METRIC_ORDERS, LABELS("TRIED")), before + 1);
    assert_int_equal(metric_value(METRIC_DB_RETRIES, NO_LABELS), retries + 2);
    assert_int_equal(tx_run(client.db, lose_some, &never), E_DB_RETRY);
    assert_int_equal(metric_value(METRIC_ORDERS, LABELS("TRIED")), before + 1);
    client_close(&client);
}

/* ---- a deadlock ---- */

static pthread_barrier_t both_hold_one;

struct crossing {
    const char *first, *second;
    int tries;
    enum err result;
};

static enum err cross(struct tx *tx, void *arg)
{
    struct crossing *crossing = arg;
    TRY(db_run(tx->db, Q_probe_add, ARGS(arg_text(crossing->first), arg_int(1)), NULL));
    if (crossing->tries++ == 0)
        (void)pthread_barrier_wait(&both_hold_one);
    return db_run(tx->db, Q_probe_add, ARGS(arg_text(crossing->second), arg_int(1)), NULL);
}

static void *run_crossing(void *arg)
{
    struct crossing *crossing = arg;
    struct client client;
    client_open(&client);
    crossing->result = tx_run(client.db, cross, crossing);
    client_close(&client);
    return NULL;
}

static void deadlock_is_tried_again(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    put_category(&client, "probe-a", 0);
    put_category(&client, "probe-b", 0);
    assert_int_equal(pthread_barrier_init(&both_hold_one, NULL, 2), 0);
    struct crossing one = {.first = "probe-a", .second = "probe-b"},
                    other = {.first = "probe-b", .second = "probe-a"};
    int64_t deadlocks = metric_value(METRIC_DB_DEADLOCKS, NO_LABELS);
    int64_t retries = metric_value(METRIC_DB_RETRIES, NO_LABELS);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, run_crossing, &one), 0);
    (void)run_crossing(&other);
    assert_int_equal(pthread_join(thread, NULL), 0);
    (void)pthread_barrier_destroy(&both_hold_one);
    assert_int_equal(one.result, E_OK);
    assert_int_equal(other.result, E_OK);
    /* One try each and one more; on a busy machine they may meet again. */
    const int more = one.tries + other.tries - 2;
    assert_in_range(more, 1, 10);
    assert_in_range(metric_value(METRIC_DB_DEADLOCKS, NO_LABELS) - deadlocks, 1, more);
    assert_int_equal(metric_value(METRIC_DB_RETRIES, NO_LABELS), retries + more);
    assert_int_equal(products_of(&client, "probe-a"), 2);
    assert_int_equal(products_of(&client, "probe-b"), 2);
    drop_category(&client, "probe-a");
    drop_category(&client, "probe-b");
    client_close(&client);
}

/* ---- a connection that breaks ---- */

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

static enum err break_in_the_middle(struct tx *tx, void *arg)
{
    const enum relay_mode *mode = arg;
    TRY(db_run(tx->db, Q_probe_add, ARGS(arg_text("probe-cut"), arg_int(1)), NULL));
    atomic_store(&relay.mode, *mode);
    return db_run(tx->db, Q_probe_add, ARGS(arg_text("probe-cut"), arg_int(1)), NULL);
}

static void connection_lost_before_commit_is_lost(void **state)
{
    (void)state;
    struct client client;
    client_open_with(&client, relay.conninfo, 1 << 20);
    db_set_deadlines(client.db, 2000, 300);
    put_category(&client, "probe-cut", 0);
    enum relay_mode modes[] = {RELAY_CUT, RELAY_HOLD};
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        assert_int_equal(tx_run(client.db, break_in_the_middle, &modes[i]), E_DB_LOST);
        atomic_store(&relay.mode, RELAY_PASS);
        assert_int_equal(products_of(&client, "probe-cut"), 0);
    }
    drop_category(&client, "probe-cut");
    client_close(&client);
}

/* Whether one round trip or two lead to COMMIT, and whoever sends it. */
static void commit_is_unknown(enum relay_mode mode, int64_t expected)
{
    enum err (*const bodies[])(struct tx *, void *) = {add_one, add_one_unsent, add_one_and_commit};
    char name[] = "probe-unknown";
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct client client;
        client_open_with(&client, relay.conninfo, 1 << 20);
        put_category(&client, name, 0);
        atomic_store(&relay.mode, mode);
        assert_int_equal(tx_run(client.db, bodies[i], name), E_DB_UNKNOWN);
        assert_int_equal(products_of(&client, name), expected);
        drop_category(&client, name);
        client_close(&client);
    }
}

static void connection_lost_at_commit_is_unknown(void **state)
{
    (void)state;
    commit_is_unknown(RELAY_CUT_COMMIT_ANSWER, 1);
    commit_is_unknown(RELAY_CUT_COMMIT_REQUEST, 0);
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(transaction_commits_or_rolls_back),
        cmocka_unit_test(transactions_do_not_nest),
        cmocka_unit_test(body_that_commits_reads_its_last_results),
        cmocka_unit_test(late_statement_goes_behind_what_is_queued_after_it),
        cmocka_unit_test(call_knows_what_it_took_of_the_database),
        cmocka_unit_test(lost_races_are_tried_again_a_few_times),
        cmocka_unit_test(transaction_that_commits_is_counted_once),
        cmocka_unit_test(deadlock_is_tried_again),
        cmocka_unit_test(connection_lost_before_commit_is_lost),
        cmocka_unit_test(connection_lost_at_commit_is_unknown),
    };
    return cmocka_run_group_tests_name("store/tx", tests, set_up, tear_down);
}
