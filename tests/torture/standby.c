/* A standby that is promoted under load. The primary confirms a COMMIT once the standby has it on
 * its disk; then it dies, and the standby becomes the primary. The shop, which knows both
 * (DATABASE_URL with several hosts and target_session_attrs=read-write), finds it by itself, and
 * every order that was acknowledged is there. With a standby that nobody waits for, orders are lost
 * in the same trial, and the trial notices.
 *
 * TORTURE_ROUNDS: how often the primary is lost (1); both take turns. TORTURE_GAP_S: until when
 * charges must go through again, counted from the loss: 5 in `make torture`, where nothing is said
 * 60. */
#include "support/cluster.h"
#include "support/stack.h"
#include "support/test.h"
#include "support/torture.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>

enum { CLUSTERS = 2, WITHIN_S = 60, ORDERS_A_ROUND = 20 };

static struct stack stack;
static struct cluster clusters[CLUSTERS];
static size_t primary;   /* which of them it is now */
static struct load load; /* too large for a stack frame */
static struct buyer teller;
static char folder[40];
static unsigned seed, draws;
static bool failed = true;

/* ---- a primary and its standby ---- */

static struct cluster *standby(void)
{
    return &clusters[(primary + 1) % CLUSTERS];
}

static void change(struct cluster *cluster, const char *setting)
{
    assert_true(cluster_says(cluster, text("ALTER SYSTEM %s", setting)));
    assert_true(cluster_says(cluster, "SELECT pg_reload_conf()"));
}

/* A cluster that was lost, and what it left. */
static void clear_away(struct cluster *cluster)
{
    cluster_signal(cluster, SIGKILL);
    (void)run_command(NULL, (const char *const[]){"rm", "-rf", cluster->data, NULL});
}

static void make_standby(bool synchronous)
{
    clear_away(standby());
    cluster_copy(standby(), &clusters[primary]);
    if (synchronous)
        change(&clusters[primary], text("SET synchronous_standby_names = '%s'", standby()->name));
    assert_true(cluster_comes_to_say(
        &clusters[primary],
        text("SELECT count(*) = 1 FROM pg_stat_replication WHERE state = 'streaming' AND"
             " sync_state = '%s'",
             synchronous ? "sync" : "async"),
        WITHIN_S));
}

/* The standby was copied from a primary that waited for nobody: so it does when it is one. */
static void switch_over(void)
{
    cluster_promote(standby());
    primary = (primary + 1) % CLUSTERS;
}

/* ---- the shop ---- */

/* Milliseconds from `lost_ms` until a charge goes through that was asked for after it. */
static long long gap_since(long long lost_ms)
{
    const long long deadline = lost_ms + WITHIN_S * 1000LL;
    while (call("PATCH", "/api/point/charge", teller.token, "{\"amount\":100}").status != 200) {
        if (now_ms() > deadline)
            fail_msg("no charge goes through %d s after the primary was lost", WITHIN_S);
        pause_ms(20);
    }
    return now_ms() - lost_ms;
}

/* The primary dies, or falls silent: its machine is gone, and nobody says so. */
static long long lose_primary(int signal)
{
    struct cluster *lost = &clusters[primary];
    const long long lost_ms = now_ms();
    cluster_signal(lost, signal);
    switch_over();
    const long long gap_ms = gap_since(lost_ms);
    cluster_signal(lost, SIGKILL);
    print_message("%s is the primary; charges go through again after %.1f s\n",
                  clusters[primary].name, (double)gap_ms / 1000);
    return gap_ms;
}

/* Under load; gives the longest gap. */
static long long lose_primaries(unsigned rounds, int signal)
{
    long long longest_ms = 0;
    load_start(&load, &(struct load_plan){.seed = seed, .by_card = true});
    db_end();
    for (unsigned i = 0; i < rounds; i++) {
        make_standby(true);
        load_goes_on(&load, ORDERS_A_ROUND);
        pause_ms(rand_r(&draws) % 1000);
        const long long gap_ms = lose_primary(signal);
        longest_ms = gap_ms > longest_ms ? gap_ms : longest_ms;
        http_forget();
    }
    load_goes_on(&load, ORDERS_A_ROUND);
    load_stop(&load);
    load.before.entries += rounds; /* the charges that ended each gap */
    torture_settle(&load);
    return longest_ms;
}

static void o13_no_acknowledged_order_is_lost_with_the_primary(void **state)
{
    (void)state;
    failed = true;
    const long long longest_ms = lose_primaries(torture_rounds(1), SIGKILL);
    assert_true(longest_ms <= setting("TORTURE_GAP_S", 60) * 1000LL);
    failed = false;
}

/* What was under way has to be given up first: that takes the database's deadlines. */
static void o13_silent_primary_is_not_waited_for(void **state)
{
    (void)state;
    if (torture_rounds(1) == 1) {
        print_message("skipped: it waits for many seconds; make torture has it\n");
        skip();
    }
    failed = true;
    (void)lose_primaries(1, SIGSTOP);
    failed = false;
}

/* The trial can fail: a standby that has stopped listening, and a primary that does not mind. */
static void standby_nobody_waits_for_loses_orders_and_is_found_out(void **state)
{
    (void)state;
    failed = true;
    make_standby(false);
    load_start(&load, &(struct load_plan){.seed = seed});
    db_end();
    change(standby(), "SET primary_conninfo = ''");
    while (cluster_process(standby(), "walreceiver") != 0)
        pause_ms(20);
    load_goes_on(&load, ORDERS_A_ROUND);
    cluster_signal(&clusters[primary], SIGKILL);
    switch_over();
    assert_true(stack_is_ready(&stack, WITHIN_S));
    load_stop(&load);
    print_message("what follows was lost on purpose\n");
    const size_t lost = load_differences(&load);
    print_message("a standby nobody waits for: %zu differences\n", lost);
    assert_true(lost > 0);
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    seed = draws = torture_seed("standby");
    torture_environment();
    (void)snprintf(folder, sizeof folder, "/tmp/jangteo-standby-XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chmod(folder, 0755), 0);
    cluster_name(&clusters[0], "east", folder, folder);
    cluster_name(&clusters[1], "west", folder, folder);
    for (size_t i = 0; i < CLUSTERS; i++)
        cluster_guard(&clusters[i]);
    cluster_make(&clusters[0], "");
    stack_make(&stack);
    stack_start_on(&stack, text("host=%s,%s dbname=jangteo user=jangteo"
                                " target_session_attrs=read-write",
                                clusters[0].sockets, clusters[1].sockets));
    buyers_new(&teller, 1, 0);
    return 0;
}

static int tear_down(void **state)
{
    stack_remove(&stack, failed);
    for (size_t i = 0; i < CLUSTERS; i++)
        cluster_stop(&clusters[i]);
    (void)run_command(NULL, (const char *const[]){"rm", "-rf", folder, NULL});
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o13_no_acknowledged_order_is_lost_with_the_primary),
        PROVES(o13_silent_primary_is_not_waited_for),
        PROVES(standby_nobody_waits_for_loses_orders_and_is_found_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
