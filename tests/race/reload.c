/* A shop that goes over to new programs while it is open (nginx/reload): old and new run side by
 * side, and nobody notices. Every request of every shopper is answered as if nothing had happened,
 * one that is under way in an old program too.
 *
 * RELOADS: how often (2). */
#include "support/stack.h"
#include "support/test.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SHOPPERS = 12, THINK_MS = 30, BETWEEN_MS = 700, HELD_MS = 1000 };
/* Starting new programs may take 30 s, a slow nginx 5 more; who asks nginx meanwhile waits 60 s. */
enum { SAYS_WITHIN_MS = 50000 };

static struct stack stack;
static bool failed = true;

struct shopper {
    pthread_t thread;
    struct buyer buyer;
    long long product;
    long long orders, pages; /* acknowledged */
    char fault[400];         /* the first answer that is not as it should be */
};

static struct shopper shoppers[SHOPPERS];
static atomic_bool stop;

static pid_t reload_begin(void)
{
    const pid_t id = fork();
    assert_true(id >= 0);
    if (id == 0) {
        (void)execl("nginx/reload", "nginx/reload", (char *)NULL);
        _exit(127);
    }
    return id;
}

static bool reload_ends_well(pid_t id)
{
    int status;
    return waitpid(id, &status, 0) == id && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- shoppers ---- */

static bool as_wanted(struct shopper *shopper, struct answer a, long wanted)
{
    if (a.status == wanted)
        return true;
    (void)snprintf(shopper->fault, sizeof shopper->fault, "%s: %ld %.300s", a.asked, a.status,
                   a.body != NULL ? a.body : "");
    return false;
}

/* No answer is asked for twice. */
static void *shop(void *arg)
{
    struct shopper *shopper = arg;
    bool well = true;
    while (well && !stop) {
        struct answer a = ASK(.method = "POST", .path = "/api/order", .token = shopper->buyer.token,
                              .headers = {text("Idempotency-Key: %s", unique())},
                              .body = text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],"
                                           "\"paymentMethod\":\"POINT\"}",
                                           shopper->product));
        well = as_wanted(shopper, a, 201);
        shopper->orders += well;
        well = well && as_wanted(shopper, ask("GET", "/products", NULL), 200) &&
               as_wanted(shopper, ask("GET", "/api/order", shopper->buyer.token), 200);
        shopper->pages += well ? 2 : 0;
        http_forget();
        pause_ms(THINK_MS);
    }
    http_end();
    return NULL;
}

static void shoppers_come(void)
{
    static struct buyer buyers[SHOPPERS];
    const struct person seller = seller_new();
    buyers_new(buyers, SHOPPERS, 1000000000);
    stop = false;
    for (size_t i = 0; i < SHOPPERS; i++) {
        shoppers[i] =
            (struct shopper){.buyer = buyers[i], .product = product_new(&seller, 1000, 1000000)};
        assert_int_equal(pthread_create(&shoppers[i].thread, NULL, shop, &shoppers[i]), 0);
    }
}

static long long shoppers_go(long long *ret_orders)
{
    long long requests = 0;
    size_t faults = 0;
    stop = true;
    *ret_orders = 0;
    for (size_t i = 0; i < SHOPPERS; i++) {
        const struct shopper *shopper = &shoppers[i];
        (void)pthread_join(shopper->thread, NULL);
        if (shopper->fault[0] != '\0')
            print_error("shopper %zu: %s\n", i, shopper->fault);
        faults += shopper->fault[0] != '\0';
        *ret_orders += shopper->orders;
        requests += shopper->orders + shopper->pages;
    }
    assert_int_equal(faults, 0);
    return requests;
}

static void no_request_fails_while_programs_are_replaced(void **state)
{
    (void)state;
    const unsigned reloads = setting("RELOADS", 2);
    const long long before = db_number("SELECT count(*) FROM orders");
    long long orders;
    shoppers_come();
    for (unsigned i = 0; i < reloads; i++) {
        pause_ms(BETWEEN_MS);
        assert_true(reload_ends_well(reload_begin()));
    }
    pause_ms(BETWEEN_MS);
    const long long requests = shoppers_go(&orders);
    print_message("%u reloads, %lld requests, %lld of them orders, none failed\n", reloads,
                  requests, orders);
    assert_true(orders > SHOPPERS);
    assert_int_equal(db_number("SELECT count(*) FROM orders WHERE status = 'PAID'") - before,
                     orders);
    audit_is_clean();
}

/* ---- one request across the change ---- */

struct late {
    struct buyer buyer;
    long long product;
    long status;
};

static void *order_late(void *arg)
{
    struct late *late = arg;
    late->status = order_paid(late->buyer.token, late->product, 1).status;
    http_end();
    return NULL;
}

/* The folder of sockets that the new programs have: then they serve, and nginx's new workers ask
 * them. */
static bool has_changed_over(const char *configuration)
{
    FILE *file = fopen(text("%s/nginx.conf", stack.run), "r");
    char line[4000];
    bool same = false;
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        same |= strstr(line, "fastcgi_pass") != NULL && strcmp(line, configuration) == 0;
    if (file != NULL)
        (void)fclose(file);
    return !same;
}

static const char *way_to_programs(void)
{
    FILE *file = fopen(text("%s/nginx.conf", stack.run), "r");
    char line[4000];
    const char *found = "";
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        if (strstr(line, "fastcgi_pass") != NULL)
            found = text("%s", line);
    (void)fclose(file);
    return found;
}

/* Sockets of this stack with a program's name: those it listens on, and connections to it. */
static size_t sockets_of(const char *program)
{
    char line[400];
    size_t count = 0;
    FILE *file = fopen("/proc/net/unix", "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        count += strstr(line, text("%s/", stack.run)) != NULL &&
                 strstr(line, text("/%s.sock", program)) != NULL;
    (void)fclose(file);
    return count;
}

static void an_order_under_way_in_an_old_program_is_answered_by_it(void **state)
{
    (void)state;
    const struct person seller = seller_new();
    struct late late = {.product = product_new(&seller, 1000, 10)};
    pthread_t thread;
    buyers_new(&late.buyer, 1, 100000);
    const char *before = way_to_programs();
    const size_t sockets = sockets_of("api-order");
    assert_true(stack_signal_program(&stack, "api-order", SIGSTOP));
    assert_int_equal(pthread_create(&thread, NULL, order_late, &late), 0);
    while (sockets_of("api-order") == sockets)
        pause_ms(20);
    const pid_t reload = reload_begin();
    const long long deadline = now_ms() + 30000;
    while (!has_changed_over(before) && now_ms() < deadline)
        pause_ms(20);
    assert_true(has_changed_over(before));
    assert_int_equal(ask("GET", "/api/product", NULL).status, 200); /* by a new one */
    pause_ms(HELD_MS); /* a chance for whatever does not wait for the order */
    assert_int_equal(waitpid(reload, NULL, WNOHANG), 0); /* the old one is waited for */
    assert_true(stack_signal_program(&stack, "api-order", SIGCONT));
    (void)pthread_join(thread, NULL);
    assert_int_equal(late.status, 201);
    assert_true(reload_ends_well(reload));
    assert_stock(late.product, 9, 0);
}

/* ---- askers who meet ---- */

static long long number_in(const char *path)
{
    long long number = 0;
    FILE *file = fopen(path, "r");
    if (file != NULL && fscanf(file, "%lld", &number) != 1)
        number = 0;
    if (file != NULL)
        (void)fclose(file);
    return number;
}

static long long generation(void)
{
    return number_in(text("%s/generation", stack.run));
}

static void *signals_come(void *arg)
{
    while (!stop) {
        (void)kill(stack.runner, SIGUSR1);
        pause_ms(1);
    }
    return arg;
}

/* The first asker goes away while it is served; and signals reach the runner at every moment, that
 * in which it becomes the next too. */
static void who_asks_during_a_reload_gets_one_of_its_own(void **state)
{
    (void)state;
    pthread_t thread;
    const long long before = generation();
    stop = false;
    assert_int_equal(pthread_create(&thread, NULL, signals_come, NULL), 0);
    const pid_t first = reload_begin();
    const long long deadline = now_ms() + 30000;
    while (generation() == before && now_ms() < deadline)
        pause_ms(1);
    assert_int_equal(kill(first, SIGKILL), 0);
    assert_false(reload_ends_well(first));
    const bool well = reload_ends_well(reload_begin());
    stop = true;
    (void)pthread_join(thread, NULL);
    assert_true(well);
    assert_int_equal(generation(), before + 2);
    assert_true(stack_is_ready(&stack, 10));
}

/* ---- an nginx that takes its time ---- */

/* How often the runner has said so. */
static size_t said_by_runner(const char *sought)
{
    char line[400];
    size_t count = 0;
    FILE *file = fopen(text("%s/serve.log", stack.folder), "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        count += strstr(line, sought) != NULL;
    (void)fclose(file);
    return count;
}

/* Whether it comes to say so, beyond `before` times. */
static bool runner_says(const char *sought, size_t before)
{
    const long long deadline = now_ms() + SAYS_WITHIN_MS;
    while (said_by_runner(sought) <= before && now_ms() < deadline)
        pause_ms(50);
    return said_by_runner(sought) > before;
}

static const char SLOW[] = "nginx has not taken its new configuration yet";
static const char REFUSES[] = "nginx did not take its new configuration";

static void slow_nginx_is_waited_for(void **state)
{
    (void)state;
    const pid_t master = (pid_t)number_in(text("%s/nginx.pid", stack.run));
    long long orders;
    assert_true(master > 0);
    shoppers_come();
    assert_int_equal(kill(master, SIGSTOP), 0);
    const pid_t reload = reload_begin();
    const bool said = runner_says(SLOW, 0);
    const bool waits = waitpid(reload, NULL, WNOHANG) == 0;
    assert_int_equal(kill(master, SIGCONT), 0);
    assert_true(said && waits);
    assert_true(reload_ends_well(reload));
    (void)shoppers_go(&orders);
    assert_true(orders > SHOPPERS);
}

/* As logrotate does with a copy that was made. */
static void cut_logs_of_nginx(void)
{
    assert_int_equal(truncate(text("%s/state/log/nginx.error.log", stack.folder), 0), 0);
    assert_int_equal(truncate(text("%s/state/log/nginx.log", stack.folder), 0), 0);
}

/* Without a descriptor to read it by nginx refuses its configuration, though that is right. */
static bool refuses(pid_t master, bool logs_are_cut)
{
    struct rlimit limit;
    const size_t slow = said_by_runner(SLOW), refusals = said_by_runner(REFUSES);
    assert_int_equal(prlimit(master, RLIMIT_NOFILE, NULL, &limit), 0);
    assert_int_equal(prlimit(master, RLIMIT_NOFILE, &(struct rlimit){1, limit.rlim_max}, NULL), 0);
    if (logs_are_cut)
        (void)kill(master, SIGSTOP);
    const pid_t reload = reload_begin();
    if (logs_are_cut) {
        (void)runner_says(SLOW, slow);
        cut_logs_of_nginx();
        (void)kill(master, SIGCONT);
    }
    const bool said = runner_says(REFUSES, refusals);
    assert_int_equal(prlimit(master, RLIMIT_NOFILE, &limit, NULL), 0);
    return !reload_ends_well(reload) && said;
}

static void refused_configuration_leaves_the_old_programs_on(void **state)
{
    (void)state;
    const pid_t master = (pid_t)number_in(text("%s/nginx.pid", stack.run));
    assert_true(master > 0);
    assert_true(refuses(master, false));
    assert_true(refuses(master, true));
    assert_int_equal(stack_program_count(&stack, "api-order"), 1);
    assert_int_equal(ask("GET", "/api/product", NULL).status, 200);
    assert_true(reload_ends_well(reload_begin()));
    assert_int_equal(ask("GET", "/api/product", NULL).status, 200);
}

static void nothing_of_the_old_programs_is_left(void **state)
{
    (void)state;
    audit_is_clean();
    assert_int_equal(stack_program_count(&stack, "api-order"), 1);
    assert_int_equal(stack_program_count(&stack, "jangteo-worker"), 1);
    assert_int_equal(kill(stack.runner, SIGTERM), 0);
    assert_true(stack_ends(&stack, 10));
    assert_int_equal(stack_process_count(&stack), 0);
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
        PROVES(no_request_fails_while_programs_are_replaced),
        PROVES(an_order_under_way_in_an_old_program_is_answered_by_it),
        PROVES(who_asks_during_a_reload_gets_one_of_its_own),
        PROVES(slow_nginx_is_waited_for),
        PROVES(refused_configuration_leaves_the_old_programs_on),
        PROVES(nothing_of_the_old_programs_is_left),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
