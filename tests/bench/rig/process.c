#include "bench/rig/process.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t process_start(const char *const *argv)
{
    const pid_t pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        (void)execvp(argv[0], (char *const *)argv);
        perror(argv[0]);
        _exit(127);
    }
    return pid > 0 ? pid : 0;
}

void process_stop(pid_t pid)
{
    if (pid <= 0)
        return;
    (void)kill(pid, SIGTERM);
    (void)waitpid(pid, NULL, 0);
}

bool process_run(const char *const *argv, char *ret_output, size_t size)
{
    int ends[2], status = -1;
    char rest[4096];
    size_t have = 0;
    if (pipe(ends) != 0)
        return false;
    const pid_t pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)dup2(ends[1], STDERR_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        (void)execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    (void)close(ends[1]);
    for (;;) {
        const bool full = have + 1 >= size;
        const ssize_t got = full ? read(ends[0], rest, sizeof rest)
                                 : read(ends[0], ret_output + have, size - have - 1);
        if (got <= 0)
            break;
        have += full ? 0 : (size_t)got;
    }
    (void)close(ends[0]);
    ret_output[have] = '\0';
    return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

/* ---- memory ---- */

enum { PROCESSES_MAX = 4096 };

struct known {
    pid_t pid, parent;
    bool ours, database;
};

static bool read_stat(struct known *known)
{
    char path[64], text[400];
    (void)snprintf(path, sizeof path, "/proc/%d/stat", (int)known->pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    const size_t size = fread(text, 1, sizeof text - 1, file);
    (void)fclose(file);
    text[size] = '\0';
    const char *end = strrchr(text, ')'), *name = strchr(text, '(');
    if (end == NULL || name == NULL || strlen(end) < 5)
        return false;
    known->database = strncmp(name + 1, "postgres", 8) == 0;
    known->parent = (pid_t)strtol(end + 4, NULL, 10);
    return true;
}

static int64_t pss_kb(pid_t pid)
{
    char path[64], line[200];
    int64_t kb = 0;
    (void)snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    FILE *file = fopen(path, "re");
    while (file != NULL && fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, "Pss:", 4) == 0)
            kb = strtoll(line + 4, NULL, 10);
    if (file != NULL)
        (void)fclose(file);
    return kb;
}

static size_t list_processes(struct known *known)
{
    size_t count = 0;
    DIR *folder = opendir("/proc");
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        known[count] = (struct known){.pid = (pid_t)strtol(entry->d_name, NULL, 10)};
        if (known[count].pid > 0 && count + 1 < PROCESSES_MAX && read_stat(&known[count]))
            count++;
    }
    if (folder != NULL)
        (void)closedir(folder);
    return count;
}

struct memory process_memory(pid_t root)
{
    static struct known known[PROCESSES_MAX];
    struct memory memory = {0};
    const size_t count = list_processes(known);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < count && !known[i].ours; j++)
                if (known[i].pid == root || (known[j].ours && known[i].parent == known[j].pid))
                    more = known[i].ours = true;
    }
    for (size_t i = 0; i < count; i++)
        if (known[i].ours)
            *(known[i].database ? &memory.database_kb : &memory.ours_kb) += pss_kb(known[i].pid);
    return memory;
}
