/* The file of metrics: mapped, and shared with whoever runs beside us. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/metric_file.h"

/* What the numbers are when there is no file, and who we are in it. */
static struct metric_file own;
static struct metric_file *shared = &own;
static struct metric_process *self = &own.processes[0];

struct metric_file *metric_file(void)
{
    return shared;
}

bool metric_pulse(int64_t pid, struct metric_pulse *ret_pulse)
{
    char path[40], text[1024];
    long long started = 0, pages = 0;
    (void)snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t size = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        (void)close(fd);
    if (size <= 0)
        return false;
    text[size] = '\0';
    /* The program's name, in parentheses, may hold anything. Behind it: state is field 3, the time
     * of its start 22, its resident pages 24. */
    const char *rest = strrchr(text, ')');
    if (rest == NULL || sscanf(rest + 1,
                               " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s"
                               " %*s %*s %*s %lld %*s %lld",
                               &started, &pages) != 2)
        return false;
    *ret_pulse = (struct metric_pulse){started, pages * sysconf(_SC_PAGESIZE)};
    return true;
}

static bool is_free(const struct metric_process *process, int64_t pid)
{
    struct metric_pulse pulse;
    if (pid == 0)
        return true;
    if (!metric_pulse(pid > 0 ? pid : -pid, &pulse))
        return true;
    return pid > 0 && pulse.started != process->started;
}

/* Takes a place that is free, or whose process has died. */
static bool enter(struct metric_file *file, const char *program)
{
    const int64_t pid = getpid();
    struct metric_pulse pulse = {0};
    if (!metric_pulse(pid, &pulse))
        return false;
    for (size_t i = 0; i < METRIC_PROCESSES_MAX; i++) {
        struct metric_process *process = &file->processes[i];
        int64_t before = atomic_load(&process->pid);
        if (!is_free(process, before) ||
            !atomic_compare_exchange_strong(&process->pid, &before, -pid))
            continue;
        process->started = pulse.started;
        (void)snprintf(process->program, sizeof process->program, "%s", program);
        for (size_t level = 0; level < LEVEL_COUNT; level++)
            atomic_store(&process->levels[level], 0);
        atomic_store(&process->pid, pid);
        self = process;
        return true;
    }
    return false;
}

/* FNV-1a, the terminating NUL included. */
static uint64_t hash(uint64_t value, const char *text)
{
    do
        value = (value ^ (unsigned char)*text) * UINT64_C(1099511628211);
    while (*text++ != '\0');
    return value;
}

/* Tells a file of another build from ours: its numbers would stand in other places, or mean
 * something else. */
static uint64_t layout(void)
{
    uint64_t value = UINT64_C(14695981039346656037) ^ sizeof(struct metric_file);
    for (size_t i = 0; i < METRIC_COUNT; i++) {
        value = hash(value, METRICS[i].name) + (uint64_t)METRICS[i].kind * 256 + METRICS[i].unit;
        for (size_t label = 0; METRICS[i].labels[label] != NULL; label++)
            value = hash(value, METRICS[i].labels[label]);
    }
    for (size_t i = 0; i < METRIC_BOUNDS; i++)
        value = (value ^ (uint64_t)METRIC_BOUNDS_US[i]) * UINT64_C(1099511628211);
    return value != 0 ? value : 1;
}

/* Where the metrics of a layout are counted: programs of two builds that run side by side, each
 * with its own, meet in no file. */
static int open_file(const char *path)
{
    char name[PATH_MAX];
    const int size = snprintf(name, sizeof name, "%s-%016" PRIx64, path, layout());
    if (size >= (int)sizeof name) {
        errno = ENAMETOOLONG;
        return -1;
    }
    return open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static struct metric_file *map(const char *path)
{
    struct stat state;
    const int fd = open_file(path);
    void *memory = MAP_FAILED;
    if (fd < 0)
        return NULL;
    /* Several may do so at once: the size is the same and what is added is zero. */
    if (fstat(fd, &state) == 0 && (state.st_size >= (off_t)sizeof(struct metric_file) ||
                                   ftruncate(fd, sizeof(struct metric_file)) == 0))
        memory = mmap(NULL, sizeof(struct metric_file), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    const int saved_errno = errno;
    (void)close(fd);
    errno = saved_errno;
    return memory != MAP_FAILED ? memory : NULL;
}

bool metric_open(const char *path, const char *program)
{
    uint64_t found = 0;
    if (path == NULL)
        return false;
    struct metric_file *file = map(path);
    if (file == NULL) {
        log_write(LOG_WARN, "the file of metrics cannot be used: %s", strerror(errno));
        return false;
    }
    if ((!atomic_compare_exchange_strong(&file->layout, &found, layout()) && found != layout()) ||
        !enter(file, program)) {
        log_write(LOG_WARN, "the file of metrics is another build's, or full");
        (void)munmap(file, sizeof *file);
        return false;
    }
    shared = file;
    metric_add(METRIC_PROCESS_STARTS, LABELS(program), 1);
    return true;
}

void metric_close(void)
{
    if (shared == &own)
        return;
    atomic_store(&self->pid, 0);
    self = &own.processes[0];
    (void)munmap(shared, sizeof *shared);
    shared = &own;
}

void metric_level(enum metric_level level, int n)
{
    atomic_fetch_add_explicit(&self->levels[level], n, memory_order_relaxed);
}
