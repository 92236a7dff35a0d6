#include "bench/rig/limits.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/rig/process.h"

#define PGBENCH_CLIENTS 16

static const char *const NGINX_CONF =
    "daemon off; worker_processes auto; pid %1$s/nginx.pid; error_log %1$s/error.log;\n"
    "%3$s\n"
    "events { worker_connections 4096; }\n"
    "http {\n"
    "  access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000;\n"
    "  client_body_temp_path %1$s/body; fastcgi_temp_path %1$s/fastcgi; proxy_temp_path "
    "%1$s/proxy;\n"
    "  scgi_temp_path %1$s/scgi; uwsgi_temp_path %1$s/uwsgi;\n"
    "  server {\n"
    "    listen 127.0.0.1:%2$d backlog=4096; root %1$s;\n"
    "    location /file { default_type text/html; add_header Content-Encoding gzip; }\n"
    "    location ~ ^/(hello|query)$ {\n"
    "      fastcgi_param REQUEST_METHOD GET; fastcgi_param SCRIPT_NAME $uri;\n"
    "      fastcgi_pass unix:%1$s/limit.sock;\n"
    "    }\n"
    "  }\n"
    "}\n";

static int free_port(void)
{
    for (int port = 18000 + getpid() % 8000; port < 32000; port++) {
        const struct sockaddr_in address = {.sin_family = AF_INET,
                                            .sin_port = htons((uint16_t)port),
                                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        const bool free = bind(fd, (const struct sockaddr *)&address, sizeof address) == 0;
        (void)close(fd);
        if (free)
            return port;
    }
    return 0;
}

static bool write_file(const char *path, const char *text, size_t size)
{
    FILE *file = fopen(path, "we");
    const bool good = file != NULL && fwrite(text, 1, size, file) == size;
    return (file == NULL || fclose(file) == 0) && good;
}

static size_t ask_path(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    (void)client;
    return (size_t)snprintf(buffer, size,
                            "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n"
                            "Accept-Language: ko\r\n\r\n",
                            (const char *)arg);
}

bool limits_start(struct limits *limits)
{
    char text[3000], path[200], socket_path[100], conf[100];
    const char *build = getenv("BUILD");
    *limits = (struct limits){.folder = "/tmp/jangteo-bench-XXXXXX", .port = free_port()};
    if (mkdtemp(limits->folder) == NULL)
        return false;
    (void)snprintf(path, sizeof path, "%s/tests/bench/limit/limit",
                   build != NULL ? build : "build");
    (void)snprintf(socket_path, sizeof socket_path, "%s/limit.sock", limits->folder);
    (void)snprintf(conf, sizeof conf, "%s/nginx.conf", limits->folder);
    const char *const program[] = {path, socket_path, "8", NULL};
    limits->program = process_start(program);
    const int size = snprintf(text, sizeof text, NGINX_CONF, limits->folder, limits->port,
                              geteuid() == 0 ? "user root;" : "");
    if (limits->program == 0 || !write_file(conf, text, (size_t)size))
        return false;
    const char *const nginx[] = {"/usr/sbin/nginx", "-e", "stderr", "-p",
                                 limits->folder,    "-c", conf,     NULL};
    limits->nginx = process_start(nginx);
    for (int tries = 0; tries < 100; tries++) {
        struct drive_result result;
        const struct drive drive = {
            .port = limits->port, .clients = 1, .ms = 20, .ask = ask_path, .arg = "/query"};
        (void)usleep(100000);
        if (kill(limits->nginx, 0) == 0 && drive_run(&drive, &result) && result.answered > 0 &&
            result.wrong == 0)
            return true;
    }
    return false;
}

void limits_stop(struct limits *limits)
{
    char output[200];
    process_stop(limits->nginx);
    process_stop(limits->program);
    const char *const remove[] = {"rm", "-rf", limits->folder, NULL};
    (void)process_run(remove, output, sizeof output);
}

/* ---- the file ---- */

struct kept_answer {
    const char *path;
    const char *file;
    bool good;
};

static size_t ask_kept(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    return client->turn > 0
               ? 0
               : ask_path((void *)((struct kept_answer *)arg)->path, client, buffer, size);
}

static bool keep(void *arg, struct drive_client *client, int status, const char *body,
                 size_t length)
{
    struct kept_answer *kept = arg;
    (void)client;
    const bool gzip = length > 2 && memcmp(body, "\x1f\x8b", 2) == 0;
    kept->good = status == 200 && gzip && write_file(kept->file, body, length);
    return kept->good;
}

static bool make_file(struct limits *limits, const struct bench *bench, const char *path)
{
    char file[100];
    struct drive_result result;
    struct kept_answer kept = {path, file, false};
    (void)snprintf(file, sizeof file, "%s/file", limits->folder);
    const struct drive drive = {.port = bench->port,
                                .clients = 1,
                                .ms = 1000,
                                .ask = ask_kept,
                                .heard = keep,
                                .arg = &kept};
    return drive_run(&drive, &result) && kept.good;
}

/* ---- pgbench ---- */

static double pgbench(const struct bench *bench, const struct scenario *scenario, int64_t ms)
{
    const struct filled *f = &bench->filled;
    char output[8000], script[100], clients[20], bound[20], set[5][60];
    /* Each of them gets one coupon, and then there is nobody left. */
    const bool by_count = scenario->coupons > 0;
    const char *const database = getenv("JANGTEO_DB");
    (void)snprintf(script, sizeof script, "tests/bench/sql/%s.sql", scenario->pgbench);
    (void)snprintf(clients, sizeof clients, "%d", PGBENCH_CLIENTS);
    if (by_count)
        (void)snprintf(bound, sizeof bound, "%" PRId64, (bench->token_count - 1) / PGBENCH_CLIENTS);
    else
        (void)snprintf(bound, sizeof bound, "%" PRId64, ms < 1000 ? 1 : ms / 1000);
    (void)snprintf(set[0], sizeof set[0], "first_member=%" PRId64, f->first_member);
    (void)snprintf(set[1], sizeof set[1], "last_member=%" PRId64,
                   f->first_member + f->scale->members - 1);
    (void)snprintf(set[2], sizeof set[2], "first_product=%" PRId64, f->first_product);
    (void)snprintf(set[3], sizeof set[3], "last_product=%" PRId64,
                   f->first_product + f->scale->products - 1);
    (void)snprintf(set[4], sizeof set[4], "coupon=%" PRId64, bench->coupon);
    const char *const argv[] = {"/usr/lib/postgresql/15/bin/pgbench",
                                "-n",
                                "-M",
                                "prepared",
                                "-c",
                                clients,
                                "-j",
                                "1",
                                by_count ? "-t" : "-T",
                                bound,
                                "-f",
                                script,
                                "-D",
                                set[0],
                                "-D",
                                set[1],
                                "-D",
                                set[2],
                                "-D",
                                set[3],
                                "-D",
                                set[4],
                                database,
                                NULL};
    if (!process_run(argv, output, sizeof output)) {
        (void)fputs(output, stderr);
        return -1;
    }
    const char *tps = strstr(output, "tps = ");
    return tps != NULL ? strtod(tps + 6, NULL) : -1;
}

double limits_measure(struct limits *limits, struct bench *bench, const struct scenario *scenario,
                      int64_t ms)
{
    static const char *const PATHS[] = {
        [LIMIT_FILE] = "/file", [LIMIT_HELLO] = "/hello", [LIMIT_QUERY] = "/query"};
    struct drive_result result;
    if (scenario->limit == LIMIT_NONE)
        return 0;
    if (scenario->limit == LIMIT_PGBENCH)
        return pgbench(bench, scenario, ms);
    if (scenario->limit == LIMIT_FILE && !make_file(limits, bench, scenario->path))
        return -1;
    const struct drive drive = {.port = limits->port,
                                .clients = 16,
                                .ms = ms,
                                .ask = ask_path,
                                .arg = (void *)PATHS[scenario->limit]};
    return drive_run(&drive, &result) && result.wrong == 0 && result.faults == 0 ? result.a_second
                                                                                 : -1;
}
