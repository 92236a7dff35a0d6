#include "bench/rig/drive.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_MAX = 8 << 10, ANSWER_MAX = 1 << 20, ANSWER_START = 32 << 10, EVENTS = 64 };
enum { PATIENCE_MS = 20000 }; /* after the end, for answers that are still to come */

struct link {
    struct drive_client client;
    int fd;        /* -1: none */
    bool waiting;  /* for an answer */
    bool finished; /* it has no more to ask */
    uint64_t answered;
    int64_t sent_us;
    char *in; /* what has come of the answer */
    size_t have, room;
    char out[REQUEST_MAX];
    size_t out_size, out_sent;
};

struct run {
    const struct drive *drive;
    struct link *links;
    int epoll;
    size_t busy; /* links that wait for an answer */
    int64_t started_us;
    uint32_t *took_us;
    size_t took_count, took_room;
    struct drive_result result;
};

static int64_t now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- answers ---- */

struct answer {
    int status;
    size_t size; /* of all of it */
    char *body;
    size_t length;
    bool close;
};

/* Joins the chunks that begin at `at`, in place; false while some are missing. */
static bool join_chunks(char *at, const char *end, struct answer *ret_answer)
{
    char *from = at, *to = at;
    for (int pass = 0; pass < 2; pass++) { /* looks whether all is there before it moves anything */
        from = at;
        for (;;) {
            char *line_end = memmem(from, (size_t)(end - from), "\r\n", 2);
            if (line_end == NULL)
                return false;
            const size_t size = strtoul(from, NULL, 16);
            from = line_end + 2;
            if ((size_t)(end - from) < size + 2)
                return false;
            if (pass == 1)
                (void)memmove(to, from, size);
            to += pass == 1 ? size : 0;
            from += size + 2;
            if (size == 0)
                break;
        }
    }
    ret_answer->body = at;
    ret_answer->length = (size_t)(to - at);
    ret_answer->size = (size_t)(from - at);
    return true;
}

static const char *field(const char *head, const char *name)
{
    for (const char *at = strstr(head, "\r\n"); at != NULL; at = strstr(at + 2, "\r\n"))
        if (strncasecmp(at + 2, name, strlen(name)) == 0)
            return at + 2 + strlen(name);
    return NULL;
}

/* Whether the whole answer has come; its body then ends in a NUL. */
static bool parse(struct link *link, struct answer *ret_answer)
{
    struct answer a = {0};
    char *end = link->in + link->have;
    *end = '\0';
    char *head_end = memmem(link->in, link->have, "\r\n\r\n", 4);
    if (head_end == NULL)
        return false;
    char *body = head_end + 4;
    head_end[2] = '\0';
    a.status = link->have > 12 ? (int)strtol(link->in + 9, NULL, 10) : 0;
    const char *length = field(link->in, "Content-Length:");
    const char *close = field(link->in, "Connection:");
    const bool chunked = field(link->in, "Transfer-Encoding:") != NULL;
    a.close = close != NULL && strncasecmp(close, " close", 6) == 0;
    head_end[2] = '\r';
    if (chunked) {
        if (!join_chunks(body, end, &a))
            return false;
    } else {
        a.body = body;
        a.length = length != NULL ? strtoul(length, NULL, 10) : 0;
        a.size = a.length;
        if ((size_t)(end - body) < a.length)
            return false;
    }
    a.size += (size_t)(body - link->in);
    a.body[a.length] = '\0';
    *ret_answer = a;
    return true;
}

/* ---- clients ---- */

static void forget(struct run *run, struct link *link)
{
    if (link->fd >= 0)
        (void)close(link->fd);
    link->fd = -1;
    run->busy -= link->waiting;
    link->waiting = false;
}

static bool watch(const struct run *run, struct link *link, int how, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = link};
    return epoll_ctl(run->epoll, how, link->fd, &event) == 0;
}

static bool connect_link(const struct run *run, struct link *link)
{
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)run->drive->port),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int on = 1;
    link->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return link->fd >= 0 &&
           connect(link->fd, (const struct sockaddr *)&address, sizeof address) == 0 &&
           setsockopt(link->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0 &&
           watch(run, link, EPOLL_CTL_ADD, EPOLLIN);
}

/* Requests are small: the socket takes each at once, or the connection is broken. */
static bool send_request(struct link *link)
{
    return send(link->fd, link->out, link->out_size, MSG_NOSIGNAL) == (ssize_t)link->out_size;
}

static void fault(struct run *run, const char *what)
{
    run->result.faults++;
    if (run->result.first[0] == '\0')
        (void)snprintf(run->result.first, sizeof run->result.first, "%s", what);
}

/* Sends the client's next request, on a new connection where the old one is gone. */
static void go_on(struct run *run, struct link *link)
{
    if (now_us() - run->started_us >= run->drive->ms * 1000) {
        link->finished = true;
        return;
    }
    link->out_size = run->drive->ask(run->drive->arg, &link->client, link->out, sizeof link->out);
    if (link->out_size == 0) {
        link->finished = true;
        return;
    }
    link->sent_us = now_us();
    if ((link->fd < 0 && !connect_link(run, link)) || !send_request(link)) {
        forget(run, link);
        fault(run, "a request could not be sent");
        link->finished = true;
        return;
    }
    link->client.turn++;
    link->have = 0;
    link->waiting = true;
    run->busy++;
}

static bool keep_time(struct run *run, int64_t us)
{
    if (run->took_count == run->took_room) {
        const size_t room = run->took_room > 0 ? run->took_room * 2 : 1 << 16;
        uint32_t *more = realloc(run->took_us, room * sizeof *more);
        if (more == NULL)
            return false;
        run->took_us = more;
        run->took_room = room;
    }
    run->took_us[run->took_count++] = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
    return true;
}

static void hear(struct run *run, struct link *link, const struct answer *answer)
{
    const struct drive *drive = run->drive;
    if (!keep_time(run, now_us() - link->sent_us))
        fault(run, "out of memory");
    link->answered++;
    run->result.answered++;
    const bool right =
        drive->heard != NULL
            ? drive->heard(drive->arg, &link->client, answer->status, answer->body, answer->length)
            : answer->status == 200;
    run->result.wrong += !right;
    run->result.faults += answer->status >= 500;
    if (!right && run->result.first[0] == '\0')
        (void)snprintf(run->result.first, sizeof run->result.first, "%.*s -> %d %.180s",
                       (int)strcspn(link->out, "\r"), link->out, answer->status, answer->body);
    run->busy--;
    link->waiting = false;
    if (answer->close)
        forget(run, link);
    go_on(run, link);
}

static bool make_room(struct link *link)
{
    if (link->room - link->have > 1)
        return true;
    const size_t room = link->room > 0 ? link->room * 2 : ANSWER_START;
    char *more = room <= ANSWER_MAX ? realloc(link->in, room) : NULL;
    if (more == NULL)
        return false;
    link->in = more;
    link->room = room;
    return true;
}

static void read_link(struct run *run, struct link *link)
{
    const bool waited = link->waiting;
    ssize_t got = -1;
    if (make_room(link))
        got = recv(link->fd, link->in + link->have, link->room - link->have - 1, 0);
    if (got <= 0) {
        /* A kept connection that the server closed while nothing was asked is no fault. */
        forget(run, link);
        if (waited) {
            fault(run, "a connection ended instead of an answer");
            go_on(run, link);
        }
        return;
    }
    link->have += (size_t)got;
    struct answer answer;
    if (waited && parse(link, &answer))
        hear(run, link, &answer);
}

/* ---- all of it ---- */

static int by_size(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void sum_up(struct run *run)
{
    struct drive_result *r = &run->result;
    const double seconds = (double)(now_us() - run->started_us) / 1e6;
    r->a_second = seconds > 0 ? (double)r->answered / seconds : 0;
    if (run->took_count > 0) {
        qsort(run->took_us, run->took_count, sizeof *run->took_us, by_size);
        r->p50_us = run->took_us[run->took_count / 2];
        r->p99_us = run->took_us[run->took_count * 99 / 100];
        r->longest_us = run->took_us[run->took_count - 1];
    }
    for (size_t i = 0; i < run->drive->clients; i++)
        r->starved += run->links[i].answered == 0;
}

static void pump(struct run *run)
{
    struct epoll_event events[EVENTS];
    const int64_t end_us = run->started_us + (run->drive->ms + PATIENCE_MS) * 1000;
    while (run->busy > 0 && now_us() < end_us) {
        const int count = epoll_wait(run->epoll, events, EVENTS, 1000);
        for (int i = 0; i < count; i++)
            read_link(run, events[i].data.ptr);
    }
    if (run->busy > 0)
        fault(run, "an answer never came");
}

bool drive_run(const struct drive *drive, struct drive_result *ret_result)
{
    struct run run = {.drive = drive, .epoll = epoll_create1(EPOLL_CLOEXEC)};
    run.links = calloc(drive->clients, sizeof *run.links);
    bool good = run.epoll >= 0 && run.links != NULL;
    for (size_t i = 0; good && i < drive->clients; i++) {
        run.links[i] = (struct link){.client.index = i, .fd = -1};
        good = connect_link(&run, &run.links[i]);
    }
    if (!good)
        perror("the load could not be started");
    run.started_us = now_us();
    for (size_t i = 0; good && i < drive->clients; i++)
        go_on(&run, &run.links[i]);
    if (good)
        pump(&run);
    if (good)
        sum_up(&run);
    for (size_t i = 0; run.links != NULL && i < drive->clients; i++) {
        forget(&run, &run.links[i]);
        free(run.links[i].in);
    }
    free(run.links);
    free(run.took_us);
    if (run.epoll >= 0)
        (void)close(run.epoll);
    *ret_result = run.result;
    return good;
}
