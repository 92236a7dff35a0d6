#include "support/cluster.h"

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "support/http.h"
#include "support/stack.h"

#define PG_BIN "/usr/lib/postgresql/15/bin/"
enum { START_S = 90 };

/* ---- commands ---- */

bool run_command(const char *log, const char *const argv[])
{
    int status = -1;
    const pid_t id = fork();
    assert_true(id >= 0);
    if (id == 0) {
        const int out =
            open(log != NULL ? log : "/dev/null", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        if (out >= 0 && dup2(out, 1) == 1 && dup2(out, 2) == 2)
            (void)execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    assert_int_equal(waitpid(id, &status, 0), id);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* One of PostgreSQL's own programs, as its owner when we are root. */
static bool run_as_owner(const struct cluster *cluster, const char *const argv[])
{
    static const char *const AS_OWNER[] = {"setpriv", "--reuid=postgres", "--regid=postgres",
                                           "--init-groups"};
    const char *all[20];
    size_t count = 0;
    for (; geteuid() == 0 && count < sizeof AS_OWNER / sizeof AS_OWNER[0]; count++)
        all[count] = AS_OWNER[count];
    for (size_t i = 0; argv[i] != NULL && count < sizeof all / sizeof all[0] - 1; i++)
        all[count++] = argv[i];
    all[count] = NULL;
    return run_command(text("%s/log", cluster->sockets), all);
}

static void give_to_owner(const char *path)
{
    const struct passwd *owner = getpwnam("postgres");
    if (geteuid() != 0)
        return;
    assert_non_null(owner);
    assert_int_equal(chown(path, owner->pw_uid, owner->pw_gid), 0);
}

/* ---- making ---- */

void cluster_name(struct cluster *cluster, const char *name, const char *data_folder,
                  const char *socket_folder)
{
    (void)snprintf(cluster->name, sizeof cluster->name, "%s", name);
    (void)snprintf(cluster->data, sizeof cluster->data, "%s/%s", data_folder, name);
    (void)snprintf(cluster->sockets, sizeof cluster->sockets, "%s/%s-run", socket_folder, name);
}

static void make_folders(const struct cluster *cluster)
{
    assert_int_equal(mkdir(cluster->data, 0700), 0);
    give_to_owner(cluster->data);
    if (mkdir(cluster->sockets, 0755) == 0)
        give_to_owner(cluster->sockets);
}

static void append_settings(const struct cluster *cluster, const char *settings)
{
    FILE *file = fopen(text("%s/postgresql.conf", cluster->data), "a");
    assert_non_null(file);
    assert_true(fprintf(file,
                        "listen_addresses = ''\nunix_socket_directories = '%s'\n"
                        "cluster_name = '%s'\nmax_connections = 400\nshared_buffers = 64MB\n"
                        "timezone = 'UTC'\nmax_wal_size = 256MB\nmin_wal_size = 64MB\n%s\n",
                        cluster->sockets, cluster->name, settings) > 0);
    assert_int_equal(fclose(file), 0);
}

void cluster_make(struct cluster *cluster, const char *settings)
{
    make_folders(cluster);
    const char *const initdb[] = {PG_BIN "initdb",
                                  "-D",
                                  cluster->data,
                                  "-U",
                                  "postgres",
                                  "-E",
                                  "UTF8",
                                  "--locale=C.UTF-8",
                                  "--auth-local=trust",
                                  "--auth-host=reject",
                                  NULL};
    assert_true(run_as_owner(cluster, initdb));
    append_settings(cluster, settings);
    assert_true(cluster_start(cluster));
    assert_true(cluster_says(cluster, "CREATE ROLE jangteo LOGIN"));
    assert_true(cluster_says(cluster, "CREATE DATABASE jangteo OWNER jangteo"));
}

void cluster_copy(struct cluster *cluster, const struct cluster *primary)
{
    make_folders(cluster);
    const char *const copy[] = {
        PG_BIN "pg_basebackup",
        "-D",
        cluster->data,
        "-d",
        text("host=%s user=postgres application_name=%s", primary->sockets, cluster->name),
        "-R",
        "-X",
        "stream",
        "-c",
        "fast",
        NULL};
    assert_true(run_as_owner(cluster, copy));
    append_settings(cluster, "");
    assert_true(cluster_start(cluster));
}

/* ---- its life ---- */

bool cluster_start(const struct cluster *cluster)
{
    const char *const start[] = {PG_BIN "pg_ctl",
                                 "start",
                                 "-D",
                                 cluster->data,
                                 "-l",
                                 text("%s/log", cluster->sockets),
                                 "-t",
                                 text("%d", START_S),
                                 "-w",
                                 NULL};
    return run_as_owner(cluster, start);
}

void cluster_stop(const struct cluster *cluster)
{
    const char *const stop[] = {PG_BIN "pg_ctl", "stop", "-D", cluster->data, "-m",
                                "fast",          "-w",   NULL};
    (void)run_as_owner(cluster, stop);
}

void cluster_promote(const struct cluster *cluster)
{
    const char *const promote[] = {PG_BIN "pg_ctl", "promote", "-D", cluster->data, "-W", NULL};
    assert_true(run_as_owner(cluster, promote));
}

/* The first of its processes whose command line holds `title`: all have the name of their cluster
 * and the data folder of their own as current directory. "" is any. */
pid_t cluster_process(const struct cluster *cluster, const char *title)
{
    char cwd[256], line[512];
    pid_t found = 0;
    DIR *proc = opendir("/proc");
    assert_non_null(proc);
    for (struct dirent *entry; found == 0 && (entry = readdir(proc)) != NULL;) {
        const pid_t id = (pid_t)strtol(entry->d_name, NULL, 10);
        const ssize_t size = id > 0 ? readlink(text("/proc/%d/cwd", id), cwd, sizeof cwd - 1) : -1;
        cwd[size > 0 ? size : 0] = '\0';
        if (strcmp(cwd, cluster->data) != 0)
            continue;
        FILE *file = fopen(text("/proc/%d/cmdline", id), "r");
        const size_t read = file != NULL ? fread(line, 1, sizeof line - 1, file) : 0;
        line[read] = '\0';
        if (file != NULL)
            (void)fclose(file);
        if (strncmp(line, "postgres", 8) == 0 || strstr(line, "/postgres") != NULL)
            found = strstr(line, title) != NULL ? id : 0;
    }
    (void)closedir(proc);
    return found;
}

void cluster_kill(const struct cluster *cluster)
{
    for (pid_t id; (id = cluster_process(cluster, "")) != 0; pause_ms(1))
        (void)kill(id, SIGKILL);
}

/* ---- questions ---- */

bool cluster_says(const struct cluster *cluster, const char *question)
{
    PGconn *conn = PQconnectdb(
        text("host=%s dbname=postgres user=postgres connect_timeout=5", cluster->sockets));
    PGresult *result = PQexec(conn, question);
    const bool yes = PQresultStatus(result) == PGRES_COMMAND_OK ||
                     (PQntuples(result) == 1 && PQgetvalue(result, 0, 0)[0] == 't');
    PQclear(result);
    PQfinish(conn);
    return yes;
}

bool cluster_comes_to_say(const struct cluster *cluster, const char *question, int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    while (!cluster_says(cluster, question)) {
        if (now_ms() > deadline)
            return false;
        pause_ms(20);
    }
    return true;
}
