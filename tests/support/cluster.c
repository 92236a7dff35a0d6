#include "support/cluster.h"

#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "support/http.h"
#include "support/stack.h"

#define PG_BIN "/usr/lib/postgresql/15/bin/"
enum { START_MS = 90000, PROCESSES_MAX = 500 };
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char INITDB[] = PG_BIN "initdb", POSTGRES[] = PG_BIN "postgres";
static const char PG_CTL[] = PG_BIN "pg_ctl", PG_BASEBACKUP[] = PG_BIN "pg_basebackup";

/* ---- commands ---- */

static pid_t begin_command(const char *log, const char *const argv[])
{
    const pid_t id = fork();
    assert_true(id >= 0);
    if (id != 0)
        return id;
    const bool is_shown = log != NULL && log[0] == '\0';
    const int out =
        is_shown ? 2 : open(log != NULL ? log : "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (out >= 0 && dup2(out, 1) == 1 && dup2(out, 2) == 2)
        (void)execvp(argv[0], (char *const *)argv);
    _exit(127);
}

bool run_command(const char *log, const char *const argv[])
{
    int status = -1;
    const pid_t id = begin_command(log, argv);
    assert_int_equal(waitpid(id, &status, 0), id);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* What runs one of PostgreSQL's own programs: as its owner when we are root. */
enum { ARGUMENTS_MAX = 24 };
static void as_owner(const char *const argv[], const char *all[ARGUMENTS_MAX])
{
    static const char *const AS_ROOT[] = {"setpriv",       "--reuid=postgres", "--regid=postgres",
                                          "--init-groups", "--pdeathsig",      "INT"};
    static const char *const AS_OTHERS[] = {"setpriv", "--pdeathsig", "INT"};
    const bool root = geteuid() == 0;
    size_t count = root ? COUNT(AS_ROOT) : COUNT(AS_OTHERS);
    memcpy(all, root ? AS_ROOT : AS_OTHERS, count * sizeof all[0]);
    for (size_t i = 0; argv[i] != NULL && count < ARGUMENTS_MAX - 1; i++)
        all[count++] = argv[i];
    all[count] = NULL;
}

static bool run_as_owner(const struct cluster *cluster, const char *const argv[])
{
    const char *all[ARGUMENTS_MAX];
    as_owner(argv, all);
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
    assert_int_equal(fflush(file), 0);
    assert_int_equal(fsync(fileno(file)), 0); /* the power may be lost before anybody else does */
    assert_int_equal(fclose(file), 0);
}

void cluster_make(struct cluster *cluster, const char *settings)
{
    make_folders(cluster);
    const char *const initdb[] = {INITDB,
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
        PG_BASEBACKUP,
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

static void reap(struct cluster *cluster)
{
    if (cluster->postmaster != 0)
        (void)waitpid(cluster->postmaster, NULL, 0);
    cluster->postmaster = 0;
}

bool cluster_start(struct cluster *cluster)
{
    const char *const postgres[] = {POSTGRES, "-D", cluster->data, NULL};
    const char *all[ARGUMENTS_MAX];
    const long long deadline = now_ms() + START_MS;
    const char *log = text("%s/log", cluster->sockets);
    as_owner(postgres, all);
    cluster->postmaster = begin_command(log, all);
    while (!cluster_says(cluster, "SELECT true")) {
        if (now_ms() > deadline || waitpid(cluster->postmaster, NULL, WNOHANG) != 0) {
            (void)fputs("the cluster does not start; the end of its log:\n", stderr);
            (void)run_command("", (const char *const[]){"tail", "-n", "12", log, NULL});
            return false;
        }
        pause_ms(20);
    }
    return true;
}

void cluster_stop(struct cluster *cluster)
{
    if (cluster->postmaster != 0)
        (void)kill(cluster->postmaster, SIGINT);
    reap(cluster);
}

void cluster_promote(const struct cluster *cluster)
{
    const char *const promote[] = {PG_CTL, "promote", "-D", cluster->data, "-W", NULL};
    assert_true(run_as_owner(cluster, promote));
}

/* Whether a process is one of the cluster's: their current directory is its data folder. */
static bool is_of(const struct cluster *cluster, pid_t id)
{
    char cwd[256];
    const ssize_t size = readlink(text("/proc/%d/cwd", id), cwd, sizeof cwd - 1);
    cwd[size > 0 ? size : 0] = '\0';
    return strcmp(cwd, cluster->data) == 0;
}

static bool has_title(pid_t id, const char *title)
{
    char line[512];
    FILE *file = fopen(text("/proc/%d/cmdline", id), "r");
    const size_t size = file != NULL ? fread(line, 1, sizeof line - 1, file) : 0;
    line[size] = '\0';
    if (file != NULL)
        (void)fclose(file);
    return strstr(line, title) != NULL;
}

/* All of its processes whose title holds a text, at most `max`. */
static size_t processes(const struct cluster *cluster, const char *title, pid_t *ids, size_t max)
{
    size_t count = 0;
    DIR *proc = opendir("/proc");
    assert_non_null(proc);
    for (struct dirent *entry; count < max && (entry = readdir(proc)) != NULL;) {
        const pid_t id = (pid_t)strtol(entry->d_name, NULL, 10);
        if (id > 0 && is_of(cluster, id) && has_title(id, title))
            ids[count++] = id;
    }
    (void)closedir(proc);
    return count;
}

pid_t cluster_process(const struct cluster *cluster, const char *title)
{
    pid_t id = 0;
    return processes(cluster, title, &id, 1) == 1 ? id : 0;
}

void cluster_signal(struct cluster *cluster, int signal)
{
    pid_t ids[PROCESSES_MAX];
    size_t count;
    do {
        count = processes(cluster, "", ids, PROCESSES_MAX);
        for (size_t i = 0; i < count; i++)
            (void)kill(ids[i], signal);
        http_forget();
    } while (signal == SIGKILL && count > 0 && (reap(cluster), true));
}

void cluster_guard(struct cluster *cluster)
{
    int ends[2];
    char nothing;
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    const pid_t guard = fork();
    assert_true(guard >= 0);
    if (guard > 0) {
        (void)close(ends[0]); /* the other end closes when we are gone */
        return;
    }
    (void)close(ends[1]);
    (void)setsid();
    (void)signal(SIGTERM, SIG_IGN);
    while (read(ends[0], &nothing, 1) < 0)
        continue;
    cluster_signal(cluster, SIGKILL);
    _exit(0);
}

/* ---- questions ---- */

bool cluster_says(const struct cluster *cluster, const char *question)
{
    PGconn *conn = PQconnectdb(
        text("host=%s dbname=postgres user=postgres connect_timeout=5", cluster->sockets));
    PGresult *result = PQexec(conn, question);
    const bool yes = PQresultStatus(result) == PGRES_COMMAND_OK ||
                     (PQntuples(result) == 1 && PQgetvalue(result, 0, 0)[0] == 't');
    if (PQstatus(conn) == CONNECTION_OK && PQresultStatus(result) == PGRES_FATAL_ERROR)
        (void)fprintf(stderr, "%s: %s", cluster->name, PQerrorMessage(conn));
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
