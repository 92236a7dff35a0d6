#include "support/watch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#include "support/exposition.h"
#include "support/stack.h"
#include "support/test.h"

enum { EVERY_MS = 500 };

struct watched {
    const char *program,
        *path; /* of a page or call that reads from the database, where it has one */
    pthread_t thread;
    atomic_llong answered_ms, longest_ms; /* the last answer; the longest wait for one */
    atomic_bool is_well;                  /* the last answer was no 5xx */
};

static const char WORKER[] = "jangteo-worker";
static struct buyer member;
static char points_path[64]; /* the member's own */

static struct watched all[] = {
    {.program = "api-account", .path = "/api/member/me"},
    {.program = "api-seller", .path = "/api/seller/0"},
    {.program = "api-point", .path = points_path},
    {.program = "api-product", .path = "/api/product?limit=1"},
    {.program = "api-picture", .path = "/media/0.webp"},
    {.program = "api-cart", .path = "/api/cart"},
    {.program = "api-order", .path = "/api/order"},
    {.program = "api-sheet", .path = "/api/order-sheet/1"},
    {.program = "api-coupon", .path = "/api/coupon/mine"},
    {.program = "api-pay", .path = "/pay/20260101-0000000000"},
    {.program = "api-payment", .path = "/api/pay/1"},
    {.program = "api-claim", .path = "/api/order/20260101-0000000000/items/1/history"},
    {.program = "api-health", .path = "/readyz"},
    {.program = "api-notification", .path = "/api/notification"},
    {.program = "api-admin", .path = "/api/admin/audit"},
    {.program = "store-catalog", .path = "/products"},
    {.program = "store-cart", .path = "/cart"},
    {.program = "store-checkout", .path = "/checkout"},
    {.program = "store-order", .path = "/orders"},
    {.program = "store-point", .path = "/me/points"},
    {.program = "store-coupon", .path = "/me/coupons"},
    {.program = "store-notice", .path = "/me/notifications"},
    {.program = "seller-shop", .path = "/seller/orders"},
    {.program = "admin-desk", .path = "/admin/books"},
    {.program = "sandbox-sink", .path = "/sandbox/events"},
    {.program = "sandbox-gateway", .path = "/sandbox/gateway/ledger"},
    {.program = WORKER, .path = "/metrics"},
};

static atomic_bool stop;

static void keep_longest(struct watched *watched, long long now)
{
    const long long silence = now - atomic_load(&watched->answered_ms);
    if (silence > atomic_load(&watched->longest_ms))
        atomic_store(&watched->longest_ms, silence);
}

/* What the worker has done so far, and how much of it went well; it has nobody to answer to. */
struct work {
    double runs, good;
};

static struct work work_in(const char *metrics)
{
    const double good = exposition_sum(metrics, "jangteo_job_seconds_count{");
    return (struct work){good + exposition_sum(metrics, "jangteo_job_failures_total{"), good};
}

static void *watch(void *arg)
{
    struct watched *watched = arg;
    struct work before = {0};
    while (!atomic_load(&stop)) {
        const struct answer a = ask("GET", watched->path, member.token);
        const long long now = now_ms();
        bool answers = a.status != 0 && a.status != 502 && a.status != 504;
        bool is_well = a.status > 0 && a.status < 500;
        if (watched->program == WORKER && a.status == 200) {
            const struct work work = work_in(a.body);
            answers = work.runs > before.runs;
            is_well = work.good > before.good;
            before = work;
        } else if (watched->program == WORKER) {
            answers = is_well = false;
        }
        keep_longest(watched, now);
        if (answers)
            atomic_store(&watched->answered_ms, now);
        atomic_store(&watched->is_well, is_well);
        http_forget();
        pause_ms(EVERY_MS);
    }
    keep_longest(watched, now_ms());
    http_end();
    return NULL;
}

static bool is_known(const char *program)
{
    for (size_t i = 0; i < COUNT(all); i++)
        if (strcmp(all[i].program, program) == 0)
            return true;
    return false;
}

static void assert_all_known(void)
{
    char line[200], program[64];
    FILE *file = fopen("nginx/programs", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        if (line[0] != '#' && sscanf(line, "%63s", program) == 1 && !is_known(program))
            fail_msg("nobody watches %s", program);
    (void)fclose(file);
}

void watch_start(void)
{
    assert_all_known();
    buyers_new(&member, 1, 0);
    (void)snprintf(points_path, sizeof points_path, "/api/point/%lld", member.member);
    atomic_store(&stop, false);
    for (size_t i = 0; i < COUNT(all); i++) {
        atomic_store(&all[i].answered_ms, now_ms());
        atomic_store(&all[i].longest_ms, 0);
        atomic_store(&all[i].is_well, false);
        assert_int_equal(pthread_create(&all[i].thread, NULL, watch, &all[i]), 0);
    }
}

bool watch_is_well(const char *program)
{
    for (size_t i = 0; i < COUNT(all); i++)
        if (strcmp(all[i].program, program) == 0)
            return atomic_load(&all[i].is_well);
    fail_msg("nobody watches %s", program);
    return false;
}

bool watch_all_well(int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    for (;;) {
        size_t ill = 0;
        for (size_t i = 0; i < COUNT(all); i++)
            ill += !atomic_load(&all[i].is_well);
        if (ill == 0)
            return true;
        if (now_ms() > deadline)
            break;
        pause_ms(100);
    }
    for (size_t i = 0; i < COUNT(all); i++)
        if (!atomic_load(&all[i].is_well))
            print_error("%s does not answer as it should\n", all[i].program);
    return false;
}

void watch_stop(void)
{
    const struct watched *worst = &all[0];
    const long long limit_ms = setting("TORTURE_STUCK_S", 60) * 1000LL;
    atomic_store(&stop, true);
    for (size_t i = 0; i < COUNT(all); i++)
        assert_int_equal(pthread_join(all[i].thread, NULL), 0);
    for (size_t i = 0; i < COUNT(all); i++)
        if (atomic_load(&all[i].longest_ms) > atomic_load(&worst->longest_ms))
            worst = &all[i];
    const long long longest_ms = atomic_load(&worst->longest_ms);
    print_message("longest without an answer: %s, %.1f s\n", worst->program,
                  (double)longest_ms / 1000);
    if (longest_ms > limit_ms)
        fail_msg("%s was stuck for %.1f s", worst->program, (double)longest_ms / 1000);
}
