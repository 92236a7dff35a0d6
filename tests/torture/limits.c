/* What runs out under load: the disk, with the database and all else of STATE on it; descriptors
 * and memory of programs, the worker, nginx's workers and PostgreSQL's processes. The shop refuses
 * what it cannot do, loses nothing, and goes on by itself once there is room again.
 *
 * TORTURE_SECONDS: how long descriptors, and then memory, are short (2), a minute at most. */
#include "support/cluster.h"
#include "support/stack.h"
#include "support/test.h"
#include "support/torture.h"
#include "support/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    SHORT_FOR_MS = 1500,
    SHORT_S_MAX = 60,
    ACCOUNT_EVERY = 5,
    LONG_S = 60,
    WELL_WITHIN_S = 60,
    REFUSALS = 20,
    ORDERS_FIRST = 10,
    FULL_MS = 4000
};

static struct stack stack;
static struct load load; /* too large for a stack frame */
static char disk[64];
static const char *impossible; /* why this machine cannot fill a disk of its own; NULL: it can */
static unsigned seed, draws;
static bool failed = true;

/* ---- the disk ---- */

/* STATE on a small disk that only this program and its children see. */
static const char *make_disk(void)
{
    (void)snprintf(disk, sizeof disk, "%s/state", stack.folder);
    assert_int_equal(mkdir(disk, 0755), 0);
    if (geteuid() != 0)
        return "only root may mount a file system";
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", disk, "tmpfs", 0, "size=320m,mode=0755") != 0)
        return "mounts of its own are not allowed here";
    return NULL;
}

static const char *ballast(void)
{
    return text("%s/ballast", disk);
}

/* To the last byte, and again as long as anything was freed. */
static void fill_disk(void)
{
    static const char NOTHING[1 << 16];
    const int fd = open(ballast(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    for (size_t size = sizeof NOTHING; size > 0;) {
        const ssize_t n = write(fd, NOTHING, size);
        if (n <= 0)
            size /= 2;
    }
    assert_int_equal(close(fd), 0);
}

static size_t unanswered(void)
{
    size_t sum = 0;
    for (size_t i = 0; i < LOAD_CLIENTS; i++)
        sum += atomic_load(&load.clients[i].failures);
    return sum;
}

/* Full, and the log of changes wants a new file, until shoppers are refused; then for a while. */
static void keep_disk_full(void)
{
    struct cluster database = {0};
    (void)snprintf(database.sockets, sizeof database.sockets, "%s/pg", stack.run);
    const size_t before = unanswered();
    const long long deadline = now_ms() + WELL_WITHIN_S * 1000LL;
    while (unanswered() < before + REFUSALS) {
        if (now_ms() > deadline)
            fail_msg("a full disk disturbs nobody");
        fill_disk();
        (void)cluster_says(&database, "SELECT pg_switch_wal() IS NOT NULL");
        http_forget();
        pause_ms(100);
    }
    const long long end = now_ms() + FULL_MS;
    while (now_ms() < end) {
        fill_disk();
        pause_ms(100);
    }
}

static void begin(const struct load_plan *plan)
{
    watch_start();
    load_start(&load, plan);
    db_end();
    load_goes_on(&load, ORDERS_FIRST);
}

static void end_well(void)
{
    const bool back = stack_is_ready(&stack, WELL_WITHIN_S) && watch_all_well(WELL_WITHIN_S);
    load_stop(&load);
    watch_stop();
    assert_true(back);
    torture_settle(&load);
}

static void o13_full_disk_loses_nothing(void **state)
{
    (void)state;
    if (impossible != NULL) {
        print_message("skipped: %s\n", impossible);
        skip();
    }
    failed = true;
    begin(&(struct load_plan){.seed = seed, .by_card = true});
    const size_t before = unanswered();
    keep_disk_full();
    print_message("disk full: %zu refused or not answered\n", unanswered() - before);
    assert_int_equal(unlink(ballast()), 0);
    const long long start = now_ms();
    assert_true(stack_is_ready(&stack, WELL_WITHIN_S));
    print_message("disk full: ready %.1f s after there was room\n",
                  (double)(now_ms() - start) / 1000);
    end_well();
    failed = false;
}

/* ---- descriptors and memory ---- */

/* In a process of its own: becomes the owner of another process, and sets that one's soft limit. */
static bool set_as_owner(pid_t id, const struct stat *owner, int resource, rlim_t soft,
                         struct rlimit *ret_before)
{
    if (setresgid(owner->st_gid, owner->st_gid, owner->st_gid) != 0 ||
        setresuid(owner->st_uid, owner->st_uid, owner->st_uid) != 0 ||
        prlimit(id, resource, NULL, ret_before) != 0)
        return false;
    const struct rlimit wanted = {.rlim_cur = soft, .rlim_max = ret_before->rlim_max};
    return prlimit(id, resource, &wanted, NULL) == 0;
}

/* Sets the soft limit of another's process, as its owner: nobody else may without a capability that
 * root may lack. Gives the one it had. */
static bool set_limit(pid_t id, int resource, rlim_t soft, rlim_t *ret_before)
{
    struct stat owner;
    int status = 0;
    if (stat(text("/proc/%d", id), &owner) != 0)
        return false;
    struct rlimit *before =
        mmap(NULL, sizeof *before, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(before != MAP_FAILED);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(!set_as_owner(id, &owner, resource, soft, before));
    assert_int_equal(waitpid(child, &status, 0), child);
    const bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (good)
        *ret_before = before->rlim_cur;
    (void)munmap(before, sizeof *before);
    return good;
}

/* Under what every process holds: it keeps that, and gets nothing more. (Three descriptors it has,
 * and as many poll() may look at.) */
static rlim_t least(int resource)
{
    return resource == RLIMIT_NOFILE ? 3 : 1;
}

/* One process after the other gets nothing more for a while, now and then the one that checks
 * passwords, for which it asks for memory each time. Whether a shopper is refused for it depends on
 * which those are; how many were is printed, and in a long run some must be. */
static void run_short(int resource, unsigned seconds, const char *what)
{
    static const enum part PARTS[] = {PART_PROGRAM, PART_PROGRAM,      PART_PROGRAM, PART_PROGRAM,
                                      PART_WORKER,  PART_NGINX_WORKER, PART_BACK_END};
    const long long end = now_ms() + (seconds < SHORT_S_MAX ? seconds : SHORT_S_MAX) * 1000LL;
    const size_t failures = unanswered();
    size_t count = 0, tries = 0;
    while (now_ms() < end) {
        const enum part part = PARTS[(unsigned)rand_r(&draws) % COUNT(PARTS)];
        const unsigned which = (unsigned)rand_r(&draws);
        const pid_t id = ++tries % ACCOUNT_EVERY == 0 ? stack_process_of(&stack, "api-account")
                                                      : stack_process(&stack, part, which);
        rlim_t before;
        if (id == 0 || !set_limit(id, resource, least(resource), &before)) {
            pause_ms(20);
            continue;
        }
        count++;
        pause_ms(SHORT_FOR_MS);
        (void)set_limit(id, resource, before, &before); /* it may have died of it */
        http_forget();
    }
    print_message("limits: %zu processes without %s more, %zu refused or not answered\n", count,
                  what, unanswered() - failures);
    assert_true(count > 0);
    assert_true(seconds < LONG_S || unanswered() > failures);
}

static void o13_lack_of_descriptors_loses_nothing(void **state)
{
    (void)state;
    failed = true;
    begin(&(struct load_plan){.seed = seed, .by_card = true, .lacks_means = true});
    run_short(RLIMIT_NOFILE, torture_seconds(2), "a descriptor");
    end_well();
    failed = false;
}

static void o13_lack_of_memory_loses_nothing(void **state)
{
    (void)state;
    failed = true;
    begin(&(struct load_plan){.seed = seed, .by_card = true, .lacks_means = true});
    run_short(RLIMIT_AS, torture_seconds(2), "a page");
    end_well();
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    seed = draws = torture_seed("limits");
    torture_environment();
    stack_make(&stack);
    stack.loses_programs = true;
    impossible = make_disk();
    stack_start(&stack);
    return 0;
}

/* The disk goes with us; what tells of a failure is copied. */
static void take_disk_out(void)
{
    const char *kept = text("%s/log", stack.folder), *log = text("%s/log", disk);
    if (kill(stack.runner, SIGTERM) == 0)
        (void)stack_ends(&stack, 20);
    if (failed && run_command(NULL, (const char *const[]){"cp", "-r", log, kept, NULL}))
        print_error("copied to %s\n", kept);
    (void)umount2(disk, MNT_DETACH);
}

static int tear_down(void **state)
{
    if (impossible == NULL)
        take_disk_out();
    stack_remove(&stack, failed);
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o13_full_disk_loses_nothing),
        PROVES(o13_lack_of_descriptors_loses_nothing),
        PROVES(o13_lack_of_memory_loses_nothing),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
