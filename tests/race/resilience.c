/* A shop under fire: programs, the worker, nginx's workers, PostgreSQL's back ends and PostgreSQL
 * as a whole are killed while shoppers go on. Whatever was acknowledged is there, once, and nothing
 * else; the shop comes back by itself, ends without a trace, and survives the hard end of its
 * runner.
 *
 * RESILIENCE_SECONDS: how long the fire lasts (30); RESILIENCE_SEED: to see the same again. */
#include "support/load.h"
#include "support/stack.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

static struct stack stack;
static struct load load; /* too large for a stack frame */
static bool failed = true;

/* How often each kind of process is shot at, of a hundred shots. */
static const unsigned SHARES[PART_POSTMASTER] = {50, 15, 20, 15};

static enum part draw_part(unsigned *random)
{
    unsigned n = (unsigned)rand_r(random) % 100;
    enum part part = PART_PROGRAM;
    while (n >= SHARES[part])
        n -= SHARES[part++];
    return part;
}

/* A database that is shot again and again before it has recovered only rests, with longer and
 * longer pauses, and the shoppers with it: most shots wait until it is back. */
static bool may_be_shot(enum part part, unsigned *random)
{
    if (part != PART_BACK_END && part != PART_POSTMASTER)
        return true;
    return rand_r(random) % 5 == 0 || ask("GET", "/readyz", NULL).status == 200;
}

/* Kills until the time is over; the postmaster from a third, a half and two thirds of it on. */
static void shoot(unsigned seconds, unsigned random, size_t kills[PART_COUNT])
{
    const long long start = now_ms(), end = start + seconds * 1000LL;
    const long long postmaster_at[] = {seconds * 333LL, seconds * 500LL, seconds * 666LL};
    while (now_ms() < end) {
        const size_t next = kills[PART_POSTMASTER];
        const bool due = next < COUNT(postmaster_at) && now_ms() - start > postmaster_at[next];
        const enum part part = due ? PART_POSTMASTER : draw_part(&random);
        if (may_be_shot(part, &random))
            kills[part] += stack_signal(&stack, part, (unsigned)rand_r(&random), SIGKILL);
        http_forget();
        pause_ms(200 + rand_r(&random) % 700);
    }
}

static void print_numbers(const size_t kills[PART_COUNT])
{
    size_t requests = 0, unknown = 0, resolved = 0, refused = 0, orders = 0, refunds = 0;
    long long charges = 0, members = 0;
    for (size_t i = 0; i < LOAD_CLIENTS; i++) {
        const struct load_client *client = &load.clients[i];
        requests += client->requests;
        unknown += client->unknown;
        resolved += client->resolved;
        refused += client->refused;
        orders += client->order_count;
        refunds += client->refund_count;
        charges += client->charges;
        members += client->registered;
    }
    print_message("killed:");
    for (size_t i = 0; i < PART_COUNT; i++)
        print_message(" %zu %s%s", kills[i], PART_NAMES[i], i + 1 < PART_COUNT ? "," : "\n");
    print_message("%zu requests, %zu without an answer or 5xx, %zu fates found out, %zu refusals\n",
                  requests, unknown, resolved, refused);
    print_message("%zu orders, %zu refunds, %lld charges, %lld members acknowledged\n", orders,
                  refunds, charges, members);
}

static void o13_nothing_acknowledged_is_lost_under_fire(void **state)
{
    (void)state;
    const unsigned seed = setting("RESILIENCE_SEED", (unsigned)time(NULL));
    size_t kills[PART_COUNT] = {0};
    print_message("RESILIENCE_SEED=%u\n", seed);
    stack_start(&stack);
    load_start(&load, seed, NULL);
    shoot(setting("RESILIENCE_SECONDS", 30), seed, kills);
    const bool back = stack_is_ready(&stack, 20);
    load_stop(&load);
    print_numbers(kills);
    assert_true(back);
    load_is_all_there(&load);
    audit_is_clean();
    assert_true(kills[PART_POSTMASTER] >= 2);
    assert_int_equal(stack_log_lines(&stack, "Sanitizer"), 0);
    assert_int_equal(stack_log_lines(&stack, "runtime error:"), 0);
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
    load_is_all_there(&load);
    audit_is_clean();
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    stack_make(&stack);
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
