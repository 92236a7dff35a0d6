#include "support/fire.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/test.h"
#include "support/watch.h"

enum { EVERY_MS = 500, STOP_MIN_MS = 500, STOP_MORE_MS = 2500, TRACE_MS = 1200 };

/* Of a hundred shots that are not at the postmaster: what is done to which part. */
enum deed { KILL, STOP, RESET };
static const struct {
    unsigned share;
    enum deed deed;
    enum part part;
} SHOTS[] = {
    {38, KILL, PART_PROGRAM},      {8, KILL, PART_WORKER},       {12, KILL, PART_NGINX_WORKER},
    {10, KILL, PART_BACK_END},     {8, STOP, PART_PROGRAM},      {3, STOP, PART_WORKER},
    {3, STOP, PART_BACK_END},      {3, STOP, PART_NGINX_WORKER}, {1, STOP, PART_POSTMASTER},
    {7, RESET, PART_PROGRAM},      {2, RESET, PART_WORKER},      {3, RESET, PART_BACK_END},
    {2, RESET, PART_NGINX_WORKER},
};

/* A database that is shot again and again before it has recovered only rests, with longer and
 * longer pauses, and the shoppers with it: most shots wait until it is back. */
static bool may_be_shot(struct fire *fire, enum part part)
{
    if (part != PART_BACK_END && part != PART_POSTMASTER)
        return true;
    return rand_r(&fire->random) % 5 == 0 || watch_is_well("api-health");
}

/* ---- standing still ---- */

static void stop_for_a_while(struct fire *fire, enum part part, pid_t id)
{
    const long long until = now_ms() + STOP_MIN_MS + rand_r(&fire->random) % STOP_MORE_MS;
    for (size_t i = 0; i < FIRE_STOPPED_MAX; i++)
        if (fire->stopped[i].id == 0 && kill(id, SIGSTOP) == 0) {
            fire->stopped[i].id = id;
            fire->stopped[i].until_ms = until;
            fire->stops[part]++;
            return;
        }
}

static void let_go_on(struct fire *fire, long long now)
{
    for (size_t i = 0; i < FIRE_STOPPED_MAX; i++)
        if (fire->stopped[i].id != 0 && fire->stopped[i].until_ms <= now) {
            (void)kill(fire->stopped[i].id, SIGCONT);
            fire->stopped[i].id = 0;
        }
}

/* ---- connections that break ---- */

/* What a process talks with; files are read and written by other calls. */
static const char *calls_of(enum part part)
{
    return part == PART_NGINX_WORKER ? "recvfrom,writev" : "sendto,recvfrom";
}

static void become_tracer(enum part part, pid_t id, unsigned from, unsigned step)
{
    const char *const inject =
        text("inject=%s:error=ECONNRESET:when=%u+%u", calls_of(part), from, step);
    const int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (nowhere >= 0 && dup2(nowhere, 1) == 1 && dup2(nowhere, 2) == 2)
        (void)execlp("strace", "strace", "-f", "-qq", "-p", text("%d", id), "-e",
                     text("trace=%s", calls_of(part)), "-e", inject, (char *)NULL);
    _exit(127);
}

/* Whether it holds its process: one that could not attach, or has ended with it, resets nothing. */
static bool has_attached(const struct fire *fire)
{
    char line[200];
    int tracer = 0;
    FILE *file = fopen(text("/proc/%d/status", fire->traced), "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "TracerPid:", 10) == 0)
            tracer = (int)strtol(line + 10, NULL, 10);
    if (file != NULL)
        (void)fclose(file);
    return tracer == fire->tracer;
}

static void end_tracing(struct fire *fire)
{
    int status = 0;
    if (fire->tracer == 0)
        return;
    fire->resets[fire->traced_part] += has_attached(fire);
    (void)kill(fire->tracer, SIGTERM); /* it lets its processes go */
    assert_int_equal(waitpid(fire->tracer, &status, 0), fire->tracer);
    fire->tracer = 0;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
        fail_msg("there is no strace");
}

static void reset_connections(struct fire *fire, enum part part, pid_t id)
{
    const unsigned from = 1 + (unsigned)rand_r(&fire->random) % 10;
    const unsigned step = 5 + (unsigned)rand_r(&fire->random) % 20;
    if (fire->tracer != 0)
        return;
    fire->tracer = fork();
    assert_true(fire->tracer >= 0);
    if (fire->tracer == 0)
        become_tracer(part, id, from, step);
    fire->traced = id;
    fire->traced_part = part;
    fire->traced_until_ms = now_ms() + TRACE_MS;
}

/* ---- all of it ---- */

static void shoot(struct fire *fire, enum deed deed, enum part part)
{
    const pid_t id = stack_process(fire->stack, part, (unsigned)rand_r(&fire->random));
    if (!may_be_shot(fire, part) || id == 0)
        return;
    if (deed == STOP)
        stop_for_a_while(fire, part, id);
    else if (deed == RESET)
        reset_connections(fire, part, id);
    else
        fire->kills[part] += kill(id, SIGKILL) == 0;
}

static void shoot_at_random(struct fire *fire)
{
    unsigned n = (unsigned)rand_r(&fire->random) % 100;
    size_t i = 0;
    while (n >= SHOTS[i].share)
        n -= SHOTS[i++].share;
    shoot(fire, SHOTS[i].deed, SHOTS[i].part);
}

/* What no seed is to leave out: until each has been killed once. */
static bool shoot_for_certain(struct fire *fire)
{
    static const enum part CERTAIN[] = {PART_BACK_END, PART_PROGRAM, PART_WORKER};
    for (size_t i = 0; i < COUNT(CERTAIN); i++)
        if (fire->kills[CERTAIN[i]] == 0) {
            shoot(fire, KILL, CERTAIN[i]);
            return true;
        }
    return false;
}

void fire_at(struct fire *fire, unsigned seconds, unsigned postmasters)
{
    const long long start = now_ms(), end = start + seconds * 1000LL;
    for (long long now = start; now < end; now = now_ms()) {
        const size_t next = fire->kills[PART_POSTMASTER];
        let_go_on(fire, now);
        if (fire->tracer != 0 && fire->traced_until_ms <= now)
            end_tracing(fire);
        if (next < postmasters &&
            now - start > (long long)(next + 1) * (end - start) / (postmasters + 1))
            shoot(fire, KILL, PART_POSTMASTER);
        else if (!shoot_for_certain(fire))
            shoot_at_random(fire);
        http_forget();
        pause_ms(EVERY_MS);
    }
    end_tracing(fire);
    let_go_on(fire, now_ms() + STOP_MIN_MS + STOP_MORE_MS);
}

size_t fire_resets(const struct fire *fire)
{
    size_t sum = 0;
    for (size_t i = 0; i < PART_COUNT; i++)
        sum += fire->resets[i];
    return sum;
}

static void print_counts(const char *what, const size_t counts[PART_COUNT])
{
    size_t sum = 0;
    for (size_t i = 0; i < PART_COUNT; i++)
        sum += counts[i];
    print_message("%s %zu:", what, sum);
    for (size_t i = 0; i < PART_COUNT; i++)
        print_message(" %zu %s%s", counts[i], PART_NAMES[i], i + 1 < PART_COUNT ? "," : "\n");
}

void fire_print(const struct fire *fire)
{
    print_counts("killed", fire->kills);
    print_counts("stopped for a while", fire->stops);
    print_counts("connections reset", fire->resets);
}
