/* A shop under fire: programs, the worker, nginx's workers, PostgreSQL's back ends and PostgreSQL
 * as a whole are killed or stand still for seconds, and connections break under them, while
 * shoppers pay by points and by card, take coupons, cancel and refund. Whatever was acknowledged is
 * there, once, and nothing else, at the gateway too; no program is stuck; the shop comes back by
 * itself, ends without a trace, and survives the hard end of its runner.
 *
 * TORTURE_SECONDS: how long the fire lasts (8). */
#include "support/fire.h"
#include "support/test.h"
#include "support/torture.h"
#include "support/watch.h"

#include <signal.h>
#include <sys/stat.h>

/* The postmaster falls three times in a short fire, every half minute in a long one. */
enum {
    POSTMASTERS_MIN = 3,
    POSTMASTER_EVERY_S = 30,
    WELL_WITHIN_S = 60,
    ORDERS_FIRST = 10,
    LONG_S = 60
};

static struct stack stack;
static struct load load; /* too large for a stack frame */
static unsigned seed;
static bool failed = true;

static void o13_nothing_acknowledged_is_lost_under_fire(void **state)
{
    (void)state;
    const unsigned seconds = torture_seconds(8), often = seconds / POSTMASTER_EVERY_S;
    struct fire fire = {.stack = &stack, .random = seed};
    watch_start();
    load_start(&load, &(struct load_plan){.seed = seed,
                                          .by_card = true,
                                          .drops_keys = setting("TORTURE_DROPS_KEYS", 0) != 0});
    db_end(); /* the database is shot too */
    load_goes_on(&load, ORDERS_FIRST);
    fire_at(&fire, seconds, often > POSTMASTERS_MIN ? often : POSTMASTERS_MIN);
    const bool back = stack_is_ready(&stack, WELL_WITHIN_S) && watch_all_well(WELL_WITHIN_S);
    load_stop(&load);
    fire_print(&fire);
    watch_stop();
    assert_true(back);
    torture_settle(&load);
    assert_true(fire.kills[PART_POSTMASTER] >= 2);
    assert_true(fire.kills[PART_BACK_END] > 0);
    assert_true(fire.kills[PART_PROGRAM] > 0);
    assert_true(fire.kills[PART_WORKER] > 0);
    assert_true(seconds < LONG_S || fire_resets(&fire) > 0);
}

static void an_interrupt_ends_all_within_10_s(void **state)
{
    (void)state;
    struct stat run;
    assert_int_equal(kill(stack.runner, SIGINT), 0);
    assert_true(stack_ends(&stack, 10));
    assert_int_equal(stack_process_count(&stack), 0);
    assert_int_not_equal(stat(stack.run, &run), 0);
    assert_true(stack_is_unlocked(&stack));
}

static void o13_start_after_a_hard_end_has_all_the_data(void **state)
{
    (void)state;
    db_end();
    stack_start(&stack);
    load_is_all_there(&load);
    /* A program and one of nginx's workers that hang, so that something is left behind. */
    assert_true(stack_signal(&stack, PART_PROGRAM, 1, SIGSTOP));
    assert_true(stack_signal(&stack, PART_NGINX_WORKER, 0, SIGSTOP));
    struct stack before = {0}; /* where the runner that is killed has its sockets */
    memcpy(before.run, stack.run, sizeof before.run);
    assert_int_equal(kill(stack.runner, SIGKILL), 0);
    assert_false(stack_ends(&stack, 10));
    db_end();
    stack_start(&stack);
    assert_true(stack_is_ready(&stack, 10));
    assert_int_equal(stack_process_count(&before), 0);
    torture_settle(&load);
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    seed = torture_seed("kills");
    torture_environment();
    stack_make(&stack);
    stack.loses_programs = true;
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
        PROVES(o13_nothing_acknowledged_is_lost_under_fire),
        PROVES(an_interrupt_ends_all_within_10_s),
        PROVES(o13_start_after_a_hard_end_has_all_the_data),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
