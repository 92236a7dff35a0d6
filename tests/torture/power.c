/* Power loss: the database lies on a file system of its own that is shut down under load, unwritten
 * data and all (xfs_io shutdown), again and again. It is mounted anew and recovers; the shop goes
 * on by itself, and every order that was acknowledged is there. A database that does not wait for
 * its disk loses orders in the same trial, and the trial notices.
 *
 * TORTURE_ROUNDS: how often the power is lost (1). */
#include "support/cluster.h"
#include "support/stack.h"
#include "support/test.h"
#include "support/torture.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

enum { IMAGE_SIZE = 1 << 30, WELL_WITHIN_S = 60, ORDERS_A_ROUND = 20, CARELESS_ROUNDS_MAX = 5 };

static struct stack stack;
static struct cluster cluster;
static struct load load; /* too large for a stack frame */
static char folder[40], image[64], disk[64];
static unsigned seed, draws;
static const char *impossible; /* why this machine cannot have the trial; NULL: it can */
static bool failed = true;

/* ---- the disk ---- */

static bool put_in(void)
{
    return run_command(NULL, (const char *const[]){"mount", "-o", "loop", image, disk, NULL});
}

static void pull_out(void)
{
    const long long deadline = now_ms() + 20000;
    while (umount(disk) != 0) {
        if (errno != EBUSY || now_ms() > deadline)
            fail_msg("%s cannot be unmounted: error %d", disk, errno);
        pause_ms(20);
    }
}

/* A disk that only this program and its children see: it goes with them, however they end. */
static const char *make_disk(void)
{
    (void)snprintf(folder, sizeof folder, "/tmp/jangteo-power-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chmod(folder, 0755), 0);
    (void)snprintf(image, sizeof image, "%s/image", folder);
    (void)snprintf(disk, sizeof disk, "%s/disk", folder);
    assert_int_equal(mkdir(disk, 0755), 0);
    if (geteuid() != 0)
        return "only root may mount a file system";
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        return "mounts of its own are not allowed here";
    if (!run_command(
            NULL, (const char *const[]){"truncate", "-s", text("%d", IMAGE_SIZE), image, NULL}) ||
        !run_command(NULL, (const char *const[]){"mkfs.xfs", "-q", image, NULL}))
        return "no XFS file system can be made here (mkfs.xfs)";
    return put_in() ? NULL : "a file cannot be mounted here (loop devices, XFS)";
}

/* ---- the power ---- */

static void lose_power(void)
{
    const char *const shutdown[] = {"xfs_io", "-x", "-c", "shutdown", disk, NULL};
    assert_true(run_command(NULL, shutdown));
    cluster_signal(&cluster, SIGKILL);
    pull_out();
}

static long long restore_power(void)
{
    const long long start = now_ms();
    assert_true(put_in());
    assert_true(cluster_start(&cluster));
    assert_true(stack_is_ready(&stack, WELL_WITHIN_S));
    return now_ms() - start;
}

/* Some orders later, and some moments. */
static void let_them_shop(void)
{
    load_goes_on(&load, ORDERS_A_ROUND);
    pause_ms(rand_r(&draws) % 1000);
}

static void skip_where_impossible(void)
{
    if (impossible == NULL)
        return;
    print_message("skipped: %s\n", impossible);
    skip();
}

static void o13_no_acknowledged_order_is_lost_with_the_power(void **state)
{
    (void)state;
    skip_where_impossible();
    const unsigned rounds = torture_rounds(1);
    long long longest_ms = 0;
    load_start(&load, &(struct load_plan){.seed = seed, .by_card = true});
    db_end();
    for (unsigned i = 0; i < rounds; i++) {
        let_them_shop();
        lose_power();
        const long long took_ms = restore_power();
        longest_ms = took_ms > longest_ms ? took_ms : longest_ms;
        http_forget();
    }
    load_stop(&load);
    print_message("power lost %u times; ready again after %.1f s at most\n", rounds,
                  (double)longest_ms / 1000);
    torture_settle(&load);
    failed = false;
}

/* The trial can fail: the same with a database that acknowledges before it has written. */
static void careless_database_loses_orders_and_is_found_out(void **state)
{
    (void)state;
    skip_where_impossible();
    size_t lost = 0;
    failed = true;
    assert_true(cluster_says(&cluster, "ALTER SYSTEM SET synchronous_commit = off"));
    assert_true(cluster_says(&cluster, "ALTER SYSTEM SET wal_writer_delay = '10s'"));
    assert_true(cluster_says(&cluster, "SELECT pg_reload_conf()"));
    for (size_t i = 0; i < CARELESS_ROUNDS_MAX && lost == 0; i++) {
        load_start(&load, &(struct load_plan){.seed = seed});
        db_end();
        let_them_shop();
        lose_power();
        (void)restore_power();
        load_stop(&load);
        print_message("what follows was lost on purpose\n");
        lost = load_differences(&load);
        http_forget();
    }
    print_message("a careless database: %zu differences\n", lost);
    assert_true(lost > 0);
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    seed = draws = torture_seed("power");
    impossible = make_disk();
    if (impossible != NULL)
        return 0;
    torture_environment();
    cluster_name(&cluster, "db", disk, folder);
    cluster_make(&cluster, "");
    stack_make(&stack);
    stack_start_on(&stack, text("host=%s dbname=jangteo user=jangteo", cluster.sockets));
    return 0;
}

static int tear_down(void **state)
{
    if (impossible == NULL) {
        stack_remove(&stack, failed);
        cluster_stop(&cluster);
        (void)umount(disk);
    }
    (void)run_command(NULL, (const char *const[]){"rm", "-rf", folder, NULL});
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o13_no_acknowledged_order_is_lost_with_the_power),
        PROVES(careless_database_loses_orders_and_is_found_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
