/* Losing the shop's data, and having it back: a base backup is taken while shoppers order, what is
 * written afterwards is archived, then somebody empties the books by mistake. Restored to the
 * moment before, the shop has every order that it had acknowledged until then, and nothing else. */
#include "support/load.h"
#include "support/stack.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libpq-fe.h>

static struct stack stack;
static struct load load; /* too large for a stack frame */
static bool failed = true;

/* nginx/admin COMMAND DIR …; its exit status. */
static int admin(const char *command, const char *first, const char *second, const char *third)
{
    int status;
    const pid_t id = fork();
    assert_true(id >= 0);
    if (id == 0) {
        (void)execl("nginx/admin", "nginx/admin", command, first, second, third, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(id, &status, 0), id);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static const char *archive(void)
{
    return text("%s/archive", stack.folder);
}

static void restart(void)
{
    db_end();
    assert_int_equal(kill(stack.runner, SIGTERM), 0);
    assert_true(stack_ends(&stack, 15));
    stack_start(&stack);
}

/* A moment of the database's own clock, to the microsecond. */
static const char *database_now(void)
{
    const long long us =
        db_number("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
    return text("@%lld.%06lld", us / 1000000, us % 1000000);
}

/* As the owner of the cluster. */
static void owner_runs(const char *sql)
{
    PGconn *conn = PQconnectdb(text("host=%s/pg dbname=jangteo user=postgres", stack.run));
    PGresult *result = PQexec(conn, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
}

static void without_an_archive_no_backup_is_taken(void **state)
{
    (void)state;
    assert_int_equal(admin("backup", archive(), NULL, NULL), 1);
    assert_int_equal(admin("archive", "relative/path", NULL, NULL), 1);
    assert_int_equal(admin("archive", NULL, NULL, NULL), 2);
    assert_int_equal(admin("archive", archive(), NULL, NULL), 0);
    assert_int_equal(admin("backup", archive(), NULL, NULL), 1); /* not before the restart */
    restart();
}

static void all_that_was_acknowledged_is_there_after_a_restore(void **state)
{
    (void)state;
    struct buyer late;
    const struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 10);
    buyers_new(&late, 1, 100000);
    load_start(&load, &(struct load_plan){.seed = 20261121});
    pause_ms(2000);
    assert_int_equal(admin("backup", archive(), NULL, NULL), 0);
    pause_ms(2000);
    load_stop(&load);
    load_is_all_there(&load);
    const long long orders_then = db_number("SELECT count(*) FROM orders");
    const char *moment = database_now();
    pause_ms(10);
    assert_int_equal(order_paid(late.token, product, 1).status, 201); /* is to be gone */

    owner_runs("TRUNCATE orders CASCADE");
    owner_runs("UPDATE point_balance SET balance = 0");
    assert_int_equal(db_number("SELECT count(*) FROM orders"), 0);
    owner_runs("SELECT pg_switch_wal()");
    const long long deadline = now_ms() + 60000;
    while (db_number("SELECT count(*) FROM pg_stat_archiver WHERE last_archived_time < "
                     "to_timestamp(%s) OR last_archived_time IS NULL",
                     moment + 1) != 0) {
        assert_true(now_ms() < deadline);
        pause_ms(100);
    }
    db_end();
    assert_int_equal(kill(stack.runner, SIGTERM), 0);
    assert_true(stack_ends(&stack, 15));

    const char *cluster = text("%s/state/postgres", stack.folder);
    assert_int_equal(admin("restore", archive(), cluster, moment), 1); /* the old one is there */
    assert_int_equal(rename(cluster, text("%s.lost", cluster)), 0);
    assert_int_equal(admin("restore", archive(), cluster, "2001-01-01"), 1); /* before any backup */
    assert_int_equal(admin("restore", archive(), cluster, "whenever"), 1);
    assert_int_equal(admin("restore", archive(), cluster, moment), 0);
    stack_start(&stack);
    assert_true(stack_is_ready(&stack, 10));
    load_is_all_there(&load);
    assert_int_equal(db_number("SELECT count(*) FROM orders"), orders_then);
    assert_stock(product, 10, 0);
    audit_is_clean();
    size_t orders = 0;
    for (size_t i = 0; i < LOAD_CLIENTS; i++)
        orders += load.clients[i].order_count;
    print_message("%zu orders acknowledged before the moment, all of them restored\n", orders);
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    stack_make(&stack);
    stack_start(&stack);
    return 0;
}

static int tear_down(void **state)
{
    stack_remove(&stack, failed);
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(without_an_archive_no_backup_is_taken),
        PROVES(all_that_was_acknowledged_is_there_after_a_restore),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
