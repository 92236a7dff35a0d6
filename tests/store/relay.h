/* A server between the client and PostgreSQL that fails on demand: it stops answering, or cuts the
 * connection at COMMIT. One connection at a time, in a thread of its own. */
#ifndef JANGTEO_TESTS_RELAY_H
#define JANGTEO_TESTS_RELAY_H

#include "store/store.h"

#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum relay_mode {
    RELAY_PASS,
    RELAY_HOLD,               /* passes nothing on, in either direction */
    RELAY_CUT,                /* cuts at the client's next word */
    RELAY_CUT_COMMIT_REQUEST, /* COMMIT never reaches the server */
    RELAY_CUT_COMMIT_ANSWER,  /* COMMIT is done, its answer never reaches the client */
};

struct relay {
    char folder[64], conninfo[2000];
    char host[80], port[16]; /* of the real server */
    int listener;
    atomic_int mode; /* a cut sets it back to RELAY_PASS */
    atomic_bool stop;
    pthread_t thread;
};

static inline int relay_connect_unix(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    (void)snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0 ? fd : -1;
}

static inline int relay_connect(const struct relay *relay)
{
    char path[108];
    if (relay->host[0] == '/') {
        (void)snprintf(path, sizeof path, "%s/.s.PGSQL.%s", relay->host, relay->port);
        return relay_connect_unix(path);
    }
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found = NULL;
    if (getaddrinfo(relay->host, relay->port, &hints, &found) != 0)
        return -1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) != 0)
        fd = -1;
    freeaddrinfo(found);
    return fd;
}

/* Passes one piece on; false when that was the end. */
static inline bool relay_pass(int from, int to)
{
    char piece[65536];
    ssize_t n = recv(from, piece, sizeof piece, 0);
    for (ssize_t sent = 0, m; sent < n; sent += m)
        if ((m = send(to, piece + sent, (size_t)(n - sent), MSG_NOSIGNAL)) <= 0)
            return false;
    return n > 0;
}

/* The client's next piece, under a mode that cuts; false when it cut. */
static inline bool relay_watch(struct relay *relay, int client, int server, int mode)
{
    static char piece[65536];
    ssize_t n = recv(client, piece, sizeof piece, MSG_PEEK);
    if (mode != RELAY_CUT && (n <= 0 || memmem(piece, (size_t)n, "COMMIT", 6) == NULL))
        return relay_pass(client, server);
    if (mode == RELAY_CUT_COMMIT_ANSWER) {
        (void)relay_pass(client, server);
        (void)recv(server, piece, sizeof piece, 0); /* so it is done */
    }
    atomic_store(&relay->mode, RELAY_PASS);
    return false;
}

static inline void relay_serve(struct relay *relay, int client, int server)
{
    while (!atomic_load(&relay->stop)) {
        int mode = atomic_load(&relay->mode);
        bool hold = mode == RELAY_HOLD;
        struct pollfd fds[] = {{.fd = client, .events = hold ? POLLRDHUP : POLLIN},
                               {.fd = hold ? -1 : server, .events = POLLIN}};
        if (poll(fds, 2, 20) <= 0)
            continue;
        if (hold || atomic_load(&relay->mode) != mode) {
            if (fds[0].revents & (POLLRDHUP | POLLHUP))
                return;
            continue;
        }
        bool cuts = mode >= RELAY_CUT;
        if (fds[0].revents &&
            !(cuts ? relay_watch(relay, client, server, mode) : relay_pass(client, server)))
            return;
        if (fds[1].revents && !relay_pass(server, client))
            return;
    }
}

static inline void *relay_run(void *arg)
{
    struct relay *relay = arg;
    while (!atomic_load(&relay->stop)) {
        struct pollfd fd = {.fd = relay->listener, .events = POLLIN};
        if (poll(&fd, 1, 20) <= 0)
            continue;
        int client = accept(relay->listener, NULL, NULL);
        int server = relay_connect(relay);
        if (client >= 0 && server >= 0)
            relay_serve(relay, client, server);
        (void)close(client);
        (void)close(server);
    }
    return NULL;
}

/* JANGTEO_DB with the relay's address in place of the server's. */
static inline void relay_conninfo(struct relay *relay)
{
    PQconninfoOption *options = PQconninfoParse(store_conninfo(), NULL);
    assert_non_null(options);
    size_t n = (size_t)snprintf(relay->conninfo, sizeof relay->conninfo, "host=%s port=5432",
                                relay->folder);
    for (PQconninfoOption *o = options; o->keyword != NULL; o++)
        if (o->val != NULL && strcmp(o->keyword, "host") != 0 && strcmp(o->keyword, "port") != 0 &&
            strcmp(o->keyword, "hostaddr") != 0)
            n += (size_t)snprintf(relay->conninfo + n, sizeof relay->conninfo - n, " %s='%s'",
                                  o->keyword, o->val);
    assert_true(n < sizeof relay->conninfo);
    PQconninfoFree(options);
}

static inline int relay_listen(const char *folder)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    (void)snprintf(at.sun_path, sizeof at.sun_path, "%s/.s.PGSQL.5432", folder);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(fd, 8), 0);
    return fd;
}

static inline void relay_start(struct relay *relay)
{
    *relay = (struct relay){.folder = "/tmp/jangteo-relay-XXXXXX"};
    assert_non_null(mkdtemp(relay->folder));
    PGconn *conn = store_connect();
    (void)snprintf(relay->host, sizeof relay->host, "%s", PQhost(conn));
    (void)snprintf(relay->port, sizeof relay->port, "%s", PQport(conn));
    PQfinish(conn);
    relay_conninfo(relay);
    relay->listener = relay_listen(relay->folder);
    assert_int_equal(pthread_create(&relay->thread, NULL, relay_run, relay), 0);
}

static inline void relay_stop(struct relay *relay)
{
    char path[100];
    atomic_store(&relay->stop, true);
    (void)pthread_join(relay->thread, NULL);
    (void)close(relay->listener);
    (void)snprintf(path, sizeof path, "%s/.s.PGSQL.5432", relay->folder);
    (void)unlink(path);
    (void)rmdir(relay->folder);
}

#endif
