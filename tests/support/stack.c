#include "support/stack.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "support/cluster.h"
#include "support/http.h"
#include "support/stack_report.h"

const char *const PART_NAMES[PART_COUNT] = {"programs", "workers", "nginx workers", "back ends",
                                            "postmasters"};

long long now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

void pause_ms(int ms)
{
    (void)nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000L}, NULL);
}

unsigned setting(const char *name, unsigned otherwise)
{
    const char *value = getenv(name);
    return value != NULL ? (unsigned)strtoul(value, NULL, 10) : otherwise;
}

/* ---- starting ---- */

int stack_port_above(int port)
{
    while (true) {
        port++;
        struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_true(fd >= 0);
        const bool is_free = bind(fd, (struct sockaddr *)&at, sizeof at) == 0;
        (void)close(fd);
        if (is_free)
            return port;
    }
}

void stack_make(struct stack *stack)
{
    *stack = (struct stack){.folder = "/tmp/jangteo-own-XXXXXX",
                            .port = stack_port_above(20000 + (int)getpid() % 10000)};
    (void)snprintf(stack->url, sizeof stack->url, "http://127.0.0.1:%d", stack->port);
    assert_non_null(mkdtemp(stack->folder));
    assert_int_equal(chmod(stack->folder, 0755), 0);
}

static const char *state_path(const struct stack *stack, const char *name)
{
    return text("%s/state%s%s", stack->folder, name[0] != '\0' ? "/" : "", name);
}

static void set(const char *name, const char *value)
{
    assert_int_equal(setenv(name, value, 1), 0);
}

/* Becomes the runner; does not come back. `database`: another stack's; NULL: one of its own. */
static void become_runner(const struct stack *stack, const char *database)
{
    static const char *const LEFT[] = {"DATABASE_URL", "PUBLIC_URL", "JANGTEO_DB", "JANGTEO_URL"};
    if (database != NULL)
        set("DATABASE_URL", database);
    for (size_t i = database != NULL; i < sizeof LEFT / sizeof LEFT[0]; i++)
        (void)unsetenv(LEFT[i]);
    const int out =
        open(text("%s/serve.log", stack->folder), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    (void)signal(SIGINT, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (out >= 0 && dup2(out, 1) == 1 && dup2(out, 2) == 2)
        (void)execl("nginx/serve", "nginx/serve", (char *)NULL);
    _exit(127);
}

/* The value of NAME='value' in what the runner leaves once it is open. */
static void take_setting(const char *line, const char *name)
{
    const size_t size = strlen(name);
    if (strncmp(line, name, size) == 0 && line[size] == '=')
        set(name, text("%.*s", (int)strcspn(line + size + 2, "'\n"), line + size + 2));
}

static void read_stack_env(const struct stack *stack)
{
    char line[1000];
    FILE *file = fopen(state_path(stack, "stack.env"), "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        take_setting(line, "JANGTEO_URL");
        take_setting(line, "JANGTEO_DB");
    }
    (void)fclose(file);
}

static void launch(struct stack *stack, const char *database)
{
    set("STATE", state_path(stack, ""));
    set("PORT", text("%d", stack->port));
    set("DEMO", "0");
    set("RATE_LIMIT", "off");
    set("ADMIN_PASSWORD", "admin of a shop under fire");
    set("JANGTEO_ADMIN_PASSWORD", "admin of a shop under fire");
    set("RANKING_INTERVAL", "1s"); /* so that the worker is always at work */
    (void)unlink(state_path(stack, "stack.env"));
    stack->runner = fork();
    assert_true(stack->runner >= 0);
    if (stack->runner == 0)
        become_runner(stack, database);
    const long long deadline = now_ms() + 60000;
    while (access(state_path(stack, "stack.env"), R_OK) != 0) {
        if (now_ms() > deadline || waitpid(stack->runner, NULL, WNOHANG) != 0)
            fail_msg("the stack did not start; see %s", stack->folder);
        pause_ms(50);
    }
    FILE *file = fopen(state_path(stack, "run"), "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%39s", stack->run), 1);
    (void)fclose(file);
}

void stack_start(struct stack *stack)
{
    launch(stack, NULL);
    read_stack_env(stack);
}

void stack_start_on(struct stack *stack, const char *database)
{
    launch(stack, database);
    read_stack_env(stack);
}

void stack_start_beside(struct stack *stack, const struct stack *first)
{
    launch(stack, text("host=%s/pg dbname=jangteo user=jangteo", first->run));
}

bool stack_is_ready(const struct stack *stack, int seconds)
{
    (void)stack;
    const long long deadline = now_ms() + seconds * 1000LL;
    while (ask("GET", "/readyz", NULL).status != 200) {
        if (now_ms() > deadline)
            return false;
        pause_ms(100);
    }
    return true;
}

/* ---- its processes ---- */

enum { PROCESSES_MAX = 400 };

struct process {
    pid_t id, parent;
    char program[64]; /* its binary's name */
};

static bool lies_in(const char *path, const char *folder)
{
    const size_t size = strlen(folder);
    return size > 0 && strncmp(path, folder, size) == 0 && strchr("/ ", path[size]) != NULL;
}

static bool read_link(const char *id, const char *name, char *buffer, size_t size)
{
    char path[64];
    (void)snprintf(path, sizeof path, "/proc/%.16s/%s", id, name);
    const ssize_t n = readlink(path, buffer, size - 1);
    buffer[n > 0 ? n : 0] = '\0';
    return n > 0;
}

static pid_t parent_of(const char *id)
{
    char path[64], line[256];
    int parent = 0;
    (void)snprintf(path, sizeof path, "/proc/%.16s/status", id);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "PPid:", 5) == 0)
            parent = (int)strtol(line + 5, NULL, 10);
    if (file != NULL)
        (void)fclose(file);
    return parent;
}

static size_t processes(const struct stack *stack, struct process out[PROCESSES_MAX])
{
    size_t count = 0;
    char cwd[512], program[512];
    DIR *proc = opendir("/proc");
    assert_non_null(proc);
    for (struct dirent *entry; count < PROCESSES_MAX && (entry = readdir(proc)) != NULL;) {
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9' ||
            !read_link(entry->d_name, "cwd", cwd, sizeof cwd) ||
            !(lies_in(cwd, stack->folder) || lies_in(cwd, stack->run)) ||
            !read_link(entry->d_name, "exe", program, sizeof program))
            continue;
        struct process *process = &out[count++];
        *process =
            (struct process){(pid_t)strtol(entry->d_name, NULL, 10), parent_of(entry->d_name), ""};
        (void)snprintf(process->program, sizeof process->program, "%.63s",
                       strrchr(program, '/') + 1);
    }
    (void)closedir(proc);
    return count;
}

static bool has_parent_of_its_kind(const struct process *all, size_t count,
                                   const struct process *process)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].id == process->parent)
            return strcmp(all[i].program, process->program) == 0;
    return false;
}

/* By the file it keeps: back ends it left behind when it was killed have no parent of its kind
 * either. */
static pid_t postmaster_of(const struct stack *stack)
{
    int id = 0;
    FILE *file = fopen(state_path(stack, "postgres/postmaster.pid"), "r");
    if (file != NULL && fscanf(file, "%d", &id) != 1)
        id = 0;
    if (file != NULL)
        (void)fclose(file);
    return id;
}

static bool begins_as_program(const char *name)
{
    static const char *const AREAS[] = {"api-", "store-", "seller-", "admin-", "sandbox-"};
    for (size_t i = 0; i < sizeof AREAS / sizeof AREAS[0]; i++)
        if (strncmp(name, AREAS[i], strlen(AREAS[i])) == 0)
            return true;
    return false;
}

static bool is_part(const struct process *all, size_t count, const struct process *process,
                    enum part part, pid_t postmaster)
{
    const char *program = process->program;
    switch (part) {
    case PART_PROGRAM:
        return begins_as_program(program);
    case PART_WORKER:
        return strcmp(program, "jangteo-worker") == 0;
    case PART_NGINX_WORKER:
        return strcmp(program, "nginx") == 0 && has_parent_of_its_kind(all, count, process);
    case PART_BACK_END:
        return strcmp(program, "postgres") == 0 && has_parent_of_its_kind(all, count, process);
    case PART_POSTMASTER:
        return strcmp(program, "postgres") == 0 && process->id == postmaster;
    case PART_COUNT:
        break;
    }
    return false;
}

pid_t stack_process(const struct stack *stack, enum part part, unsigned random)
{
    static struct process all[PROCESSES_MAX];
    pid_t found[PROCESSES_MAX];
    size_t found_count = 0;
    const size_t count = processes(stack, all);
    const pid_t postmaster = postmaster_of(stack);
    for (size_t i = 0; i < count; i++)
        if (is_part(all, count, &all[i], part, postmaster))
            found[found_count++] = all[i].id;
    return found_count > 0 ? found[random % found_count] : 0;
}

pid_t stack_process_of(const struct stack *stack, const char *program)
{
    static struct process all[PROCESSES_MAX];
    const size_t count = processes(stack, all);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].program, program) == 0)
            return all[i].id;
    return 0;
}

bool stack_signal(const struct stack *stack, enum part part, unsigned random, int signal)
{
    const pid_t id = stack_process(stack, part, random);
    return id != 0 && kill(id, signal) == 0;
}

bool stack_signal_program(const struct stack *stack, const char *program, int signal)
{
    static struct process all[PROCESSES_MAX];
    bool found = false;
    const size_t count = processes(stack, all);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].program, program) == 0)
            found |= kill(all[i].id, signal) == 0;
    return found;
}

size_t stack_program_count(const struct stack *stack, const char *program)
{
    static struct process all[PROCESSES_MAX];
    size_t found = 0;
    const size_t count = processes(stack, all);
    for (size_t i = 0; i < count; i++)
        found += strcmp(all[i].program, program) == 0;
    return found;
}

size_t stack_process_count(const struct stack *stack)
{
    static struct process all[PROCESSES_MAX];
    return processes(stack, all);
}

/* ---- ending ---- */

bool stack_ends(struct stack *stack, int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    int status;
    while (waitpid(stack->runner, &status, WNOHANG) == 0) {
        if (now_ms() > deadline)
            return false;
        pause_ms(20);
    }
    stack->runner = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static size_t lines_with(const char *path, const char *sought)
{
    size_t count = 0, size = 0;
    char *line = NULL;
    FILE *file = fopen(path, "r");
    while (file != NULL && getline(&line, &size, file) > 0)
        count += strstr(line, sought) != NULL;
    if (file != NULL)
        (void)fclose(file);
    free(line);
    return count;
}

size_t stack_log_lines(const struct stack *stack, const char *sought)
{
    size_t count = 0;
    const char *folder = state_path(stack, "log");
    DIR *logs = opendir(folder);
    assert_non_null(logs);
    for (struct dirent *entry; (entry = readdir(logs)) != NULL;)
        if (entry->d_name[0] != '.')
            count += lines_with(text("%s/%s", folder, entry->d_name), sought);
    (void)closedir(logs);
    return count;
}

bool stack_is_unlocked(const struct stack *stack)
{
    const int fd = open(state_path(stack, ""), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_free = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;
    (void)close(fd);
    return is_free;
}

/* Ends whatever lives in the stack's folders; they are of this stack alone. */
static void sweep(const struct stack *stack)
{
    static struct process all[PROCESSES_MAX];
    for (size_t count; (count = processes(stack, all)) > 0; pause_ms(50))
        for (size_t i = 0; i < count; i++)
            (void)kill(all[i].id, SIGKILL);
}

void stack_kill(struct stack *stack)
{
    assert_int_equal(kill(stack->runner, SIGKILL), 0);
    assert_false(stack_ends(stack, 10));
    sweep(stack);
}

void stack_remove(struct stack *stack, bool keep)
{
    if (stack->runner > 0 && !keep)
        stack_report_books(stack);
    if (stack->runner > 0) {
        (void)kill(stack->runner, SIGTERM);
        if (!stack_ends(stack, 20) && stack->runner > 0)
            (void)kill(stack->runner, SIGKILL);
    }
    sweep(stack);
    stack_report_logs(stack);
    if (keep)
        print_error("logs of the stack: %s/state/log\n", stack->folder);
    else
        (void)run_command("", (const char *const[]){"rm", "-rf", stack->folder, NULL});
}
