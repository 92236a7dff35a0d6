/* Clients that mean harm, on a stack of its own: records that no FastCGI client sends, on the
 * programs' own sockets; connections that say little and slowly, bodies of 10 GB, bombs of headers,
 * floods of log-ins. Whatever they do, the shop goes on serving everybody else. Prints what a
 * request took of those that were served meanwhile. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <pwd.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/stack.h"
#include "support/test.h"

static struct stack stack;
static long long product;

/* ---- what others are served meanwhile ---- */

enum { SERVED = 400, SERVED_MAX_MS = 500 };

static double now_in_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1000000;
}

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What half of them took at most, and what 99 of 100 did, in milliseconds. */
struct times {
    double p50, p99;
};

/* Asks for pages and JSON, one after the other; each must be answered rightly. */
static struct times serve(const char *meanwhile)
{
    static double took[SERVED];
    const char *const paths[] = {"/", "/products", "/api/product", "/api/category",
                                 text("/api/product/%lld", product)};
    for (size_t i = 0; i < SERVED; i++) {
        const double start = now_in_ms();
        const struct answer a = ask("GET", paths[i % COUNT(paths)], NULL);
        took[i] = now_in_ms() - start;
        if (a.status != 200)
            fail_msg("%s: %s got %ld", meanwhile, a.asked, a.status);
    }
    qsort(took, SERVED, sizeof took[0], by_size);
    http_forget();
    return (struct times){took[SERVED / 2], took[SERVED * 99 / 100]};
}

static void tell(const char *meanwhile, struct times times)
{
    print_message("  %-34s p50 %6.1f ms  p99 %6.1f ms\n", meanwhile, times.p50, times.p99);
}

static double in_peace(void)
{
    const struct times times = serve("in peace");
    tell("in peace", times);
    return times.p99;
}

/* A machine that is busy with other things is slow in peace too: then it is said that the bound was
 * another. */
static void assert_quick(const char *meanwhile, struct times times, double peace)
{
    tell(meanwhile, times);
    if (times.p99 <= SERVED_MAX_MS)
        return;
    if (times.p99 > 20 * peace)
        fail_msg("%s: p99 was %.0f ms, in peace %.1f ms", meanwhile, times.p99, peace);
    print_message("  judged loosely: over %d ms, but in peace p99 was %.1f ms already\n",
                  SERVED_MAX_MS, peace);
}

/* ---- sockets of the programs ---- */

enum { PROGRAMS_MAX = 40 };
struct sockets {
    char paths[PROGRAMS_MAX][100];
    size_t count;
};

static struct sockets sockets_of_programs(void)
{
    struct sockets found = {.count = 0};
    const char *folder = text("%s/fcgi", stack.run);
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
        if (strstr(entry->d_name, ".sock") != NULL && found.count < PROGRAMS_MAX)
            (void)snprintf(found.paths[found.count++], sizeof found.paths[0], "%s/%.60s", folder,
                           entry->d_name);
    (void)closedir(entries);
    assert_true(found.count > 20);
    return found;
}

static int connect_unix(const char *path)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    (void)snprintf(at.sun_path, sizeof at.sun_path, "%s", path);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    if (fd >= 0)
        (void)close(fd);
    return -1;
}

/* Becomes another user and tries every door; ends with how many opened. */
static int doors_open_to(const struct passwd *user, const struct sockets *found)
{
    const pid_t other = fork();
    assert_true(other >= 0);
    if (other == 0) {
        int open = setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0 ? 100 : 0;
        for (size_t i = 0; i < found->count; i++)
            open += connect_unix(found->paths[i]) >= 0 || errno != EACCES;
        _exit(open);
    }
    int status = 0;
    (void)waitpid(other, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void sockets_are_out_of_reach_for_other_users(void **state)
{
    (void)state;
    const struct sockets found = sockets_of_programs();
    for (size_t i = 0; i < found.count; i++) {
        struct stat about;
        assert_int_equal(stat(found.paths[i], &about), 0);
        assert_true(S_ISSOCK(about.st_mode));
        assert_int_equal(about.st_mode & 0777, 0660);
    }
    struct stat folder;
    assert_int_equal(stat(text("%s/fcgi", stack.run), &folder), 0);
    assert_int_equal(folder.st_mode & 0777, 0750);
    const struct passwd *nobody = getpwnam("nobody");
    if (geteuid() != 0 || nobody == NULL) {
        print_message("  not root: who else gets in was judged by the modes alone\n");
        return;
    }
    assert_int_equal(doors_open_to(nobody, &found), 0);
}

/* ---- records ---- */

struct record {
    const char *what, *bytes;
    size_t size;
};
#define RECORD(what, bytes)                                                                        \
    {                                                                                              \
        what, bytes, sizeof(bytes) - 1                                                             \
    }
#define BEGIN_REQUEST "\1\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0"

static const struct record RECORDS[] = {
    RECORD("no record at all", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
    RECORD("another version", "\7\1\0\1\0\10\0\0\0\1\0\0\0\0\0\0"),
    RECORD("an unknown type", "\1\377\0\1\0\10\0\0\0\0\0\0\0\0\0\0"),
    RECORD("half a header", "\1\1\0"),
    RECORD("parameters before their request", "\1\4\0\1\0\4\0\0\1\1aa"),
    RECORD("a role that is none", "\1\1\0\1\0\10\0\0\0\11\0\0\0\0\0\0"),
    RECORD("a name of four gigabytes",
           BEGIN_REQUEST "\1\4\0\1\0\12\0\0\377\377\377\377\377\377\377\377aa"),
    RECORD("a name longer than its record",
           BEGIN_REQUEST "\1\4\0\1\0\10\0\0\200\0\377\0\1abc\1\4\0\1\0\0\0\0"),
    RECORD("parameters that end at once", BEGIN_REQUEST "\1\4\0\1\0\0\0\0\1\5\0\1\0\0\0\0"),
    RECORD("a length without a body",
           BEGIN_REQUEST "\1\4\0\1\0\25\0\0\16\5CONTENT_LENGTH-9999\1\4\0\1\0\0\0\0"),
    RECORD("a body for another request", BEGIN_REQUEST "\1\5\0\11\377\377\0\0aaaa"),
    RECORD("an end in the middle", BEGIN_REQUEST "\1\2\0\1\0\0\0\0"),
    RECORD("management's questions", "\1\11\0\0\0\21\0\0\17\0FCGI_MAX_CONNS!"),
};

/* Sends it, leaves the program a moment to answer, goes. */
static void send_record(const char *path, const struct record *record)
{
    const int fd = connect_unix(path);
    if (fd < 0)
        return; /* it is being started again */
    (void)send(fd, record->bytes, record->size, MSG_NOSIGNAL);
    (void)shutdown(fd, SHUT_WR);
    (void)poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 10);
    (void)close(fd);
}

static bool shop_answers(void)
{
    static const char *const PATHS[] = {
        "/",
        "/products",
        "/cart",
        "/coupons",
        "/login",
        "/api/coupon",
        "/healthz",
        "/api/product",
        "/readyz",
        "/orders",
        "/pay/return",
        "/checkout",
        "/me/points",
        "/seller",
        "/admin",
        "/api/cart",
        "/api/order",
        "/api/pay/1",
        "/api/point/1",
        "/api/notification",
        "/api/admin/audit",
        "/api/order-sheet/1",
        "/api/member/me",
        "/me/notifications",
    };
    bool all = true;
    for (size_t i = 0; i < COUNT(PATHS); i++) {
        const long status = ask("GET", PATHS[i], NULL).status;
        all &= status > 0 && status < 500;
    }
    http_forget();
    return all;
}

static void shop_survives_records_that_no_client_sends(void **state)
{
    (void)state;
    const struct sockets found = sockets_of_programs();
    unsigned char noise[4096];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (unsigned char)(i * 7919 >> 3);
    const struct record random = {"noise", (const char *)noise, sizeof noise};
    for (size_t program = 0; program < found.count; program++) {
        for (size_t i = 0; i < COUNT(RECORDS); i++)
            send_record(found.paths[program], &RECORDS[i]);
        send_record(found.paths[program], &random);
    }
    const long long deadline = now_ms() + 30000;
    while (!shop_answers()) {
        if (now_ms() > deadline)
            fail_msg("the shop did not recover");
        pause_ms(100);
    }
    assert_int_equal(stack_log_lines(&stack, "Child[0] died"), 0);
    print_message("  %zu records; no program died\n", found.count * (COUNT(RECORDS) + 1));
    audit_is_clean();
}

/* ---- clients of nginx ---- */

static int connect_shop(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)stack.port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    return fd;
}

static void say_to(int fd, const char *what)
{
    (void)send(fd, what, strlen(what), MSG_NOSIGNAL);
}

/* The status of the answer, 0 when the connection ended without one. */
static int heard(int fd)
{
    char line[64] = "";
    size_t size = 0;
    while (size < sizeof line - 1 && strchr(line, '\n') == NULL) {
        const ssize_t n = recv(fd, line + size, sizeof line - 1 - size, 0);
        if (n <= 0)
            break;
        size += (size_t)n;
        line[size] = '\0';
    }
    return size > 12 ? (int)strtol(line + 9, NULL, 10) : 0;
}

static int answer_to(const char *request)
{
    const int fd = connect_shop();
    say_to(fd, request);
    const int status = heard(fd);
    (void)close(fd);
    return status;
}

enum { SLOW = 400 };

/* Connections that begin with `start` and go on by a byte each, again and again. */
static void slowly(const char *what, const char *start, double peace)
{
    static int fds[SLOW];
    for (size_t i = 0; i < SLOW; i++) {
        fds[i] = connect_shop();
        say_to(fds[i], start);
    }
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < SLOW; i++)
            say_to(fds[i], "a");
        assert_quick(what, serve(what), peace);
    }
    for (size_t i = 0; i < SLOW; i++)
        (void)close(fds[i]);
}

static void slow_clients_hold_nobody_up(void **state)
{
    (void)state;
    const double peace = in_peace();
    slowly("400 slow headers", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", peace);
    slowly("400 slow bodies",
           "POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
           "Content-Length: 60000\r\n\r\n{",
           peace);
}

/* What is too much is refused before it is there. */
static void too_much_is_refused_at_once(void **state)
{
    (void)state;
    const double peace = in_peace();
    const char *many = "GET / HTTP/1.1\r\nHost: x\r\n", *long_line = "";
    for (int i = 0; i < 1000; i++) {
        many = text("%sX-Header-%d: some value of no use to anybody\r\n", many, i);
        long_line = text("%s0123456789", long_line);
    }
    many = text("%s\r\n", many);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(answer_to("POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: "
                                   "application/json\r\nContent-Length: 10737418240\r\n\r\n{"),
                         413);
        assert_int_equal(answer_to(text("POST /seller/products/%lld/image HTTP/1.1\r\nHost: x\r\n"
                                        "Content-Length: 10737418240\r\n\r\n{",
                                        product)),
                         413);
        assert_int_equal(answer_to(many), 400);
        assert_int_equal(answer_to(text("GET / HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n", long_line)),
                         400);
        assert_int_equal(answer_to(text("GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", long_line)), 400);
    }
    assert_int_equal(answer_to("POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                     400);
    assert_int_equal(answer_to("POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
                               "Content-Length: 6\r\n\r\n{}   "),
                     400);
    assert_int_equal(answer_to("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"), 400);
    const char *what = "after bombs of headers and bodies";
    assert_quick(what, serve(what), peace);
}

/* ---- floods ---- */

enum { FLOOD = 24 };
static atomic_bool flooding;
static atomic_size_t flooded, turned_away;

static void *flood(void *with)
{
    const char *path = with;
    while (atomic_load(&flooding)) {
        const struct answer a =
            path != NULL
                ? ask("GET", path, NULL)
                : call("POST", "/api/session", NULL,
                       "{\"email\":\"%s@test.example\",\"password\":\"guess after guess\"}",
                       unique());
        atomic_fetch_add(&flooded, 1);
        atomic_fetch_add(&turned_away, a.status == 503);
        http_forget();
    }
    http_end();
    return NULL;
}

/* For as long as it takes to send `enough` of them. */
static void under_flood(const char *what, const char *path, size_t enough, double peace)
{
    pthread_t threads[FLOOD];
    atomic_store(&flooding, true);
    atomic_store(&flooded, 0);
    atomic_store(&turned_away, 0);
    for (size_t i = 0; i < FLOOD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, flood, (void *)(uintptr_t)path), 0);
    while (atomic_load(&flooded) < FLOOD)
        pause_ms(10);
    struct times worst = {0};
    do {
        const struct times times = serve(what);
        worst = times.p99 > worst.p99 ? times : worst;
    } while (atomic_load(&flooded) < enough);
    atomic_store(&flooding, false);
    for (size_t i = 0; i < FLOOD; i++)
        (void)pthread_join(threads[i], NULL);
    assert_quick(what, worst, peace);
    print_message("  %34s of %zu sent, %zu were turned away\n", "", atomic_load(&flooded),
                  atomic_load(&turned_away));
}

static void floods_of_log_ins_do_not_starve_the_shop(void **state)
{
    (void)state;
    const double peace = in_peace();
    under_flood("24 clients that log in", NULL, 100, peace);
    under_flood("24 clients that read a page", "/products", 10000, peace);
    audit_is_clean();
}

/* ---- all of it ---- */

static int start(void **state)
{
    (void)state;
    stack_make(&stack);
    stack_start(&stack);
    const struct person seller = seller_new();
    product = product_new(&seller, 1000, 10);
    return 0;
}

static int end(void **state)
{
    stack_remove(&stack, false);
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(sockets_are_out_of_reach_for_other_users),
        PROVES(slow_clients_hold_nobody_up),
        PROVES(too_much_is_refused_at_once),
        PROVES(floods_of_log_ins_do_not_starve_the_shop),
        PROVES(shop_survives_records_that_no_client_sends),
    };
    return cmocka_run_group_tests(tests, start, end);
}
