#include "support/stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/http.h"
#include "support/stack.h"

static int connect_to_shop(void)
{
    int port = 80;
    (void)sscanf(shop_url(), "http://127.0.0.1:%d", &port);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    if (fd >= 0)
        (void)close(fd);
    return -1;
}

static void end(struct stream *stream)
{
    if (stream->fd >= 0)
        (void)close(stream->fd);
    stream->fd = -1;
}

/* The connection is asked to end with the stream: nginx would keep it. */
static void begin(struct stream *stream, const char *token)
{
    char request[400];
    *stream = (struct stream){.fd = connect_to_shop()};
    if (stream->fd < 0)
        return;
    const int size = snprintf(request, sizeof request,
                              "GET /api/notification/stream HTTP/1.1\r\nHost: shop\r\n"
                              "Accept: text/event-stream\r\nConnection: close\r\n"
                              "Authorization: Bearer %s\r\n\r\n",
                              token);
    if (send(stream->fd, request, (size_t)size, MSG_NOSIGNAL) != size ||
        fcntl(stream->fd, F_SETFL, O_NONBLOCK) != 0)
        end(stream);
}

static void read_one(struct stream *stream)
{
    char piece[16384];
    for (;;) {
        const ssize_t got = read(stream->fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0 || (got < 0 && errno != EAGAIN))
            end(stream);
        if (got <= 0)
            return;
        char *longer = realloc(stream->text, stream->size + (size_t)got + 1);
        if (longer == NULL)
            abort();
        memcpy(longer + stream->size, piece, (size_t)got);
        stream->text = longer;
        stream->size += (size_t)got;
        longer[stream->size] = '\0';
    }
}

void streams_read(struct stream *streams, size_t count, int ms)
{
    struct pollfd *polls = calloc(count, sizeof *polls);
    if (polls == NULL)
        abort();
    for (size_t i = 0; i < count; i++)
        polls[i] = (struct pollfd){.fd = streams[i].fd, .events = POLLIN};
    if (poll(polls, count, ms) > 0)
        for (size_t i = 0; i < count; i++)
            if (polls[i].revents != 0)
                read_one(&streams[i]);
    free(polls);
}

static bool has_begun(const struct stream *stream)
{
    return stream->fd < 0 || (stream->size > 0 && strstr(stream->text, "\r\n\r\n") != NULL);
}

bool streams_open(struct stream *streams, const char *const *tokens, size_t count, int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    for (size_t i = 0; i < count; i++)
        begin(&streams[i], tokens[i]);
    for (;;) {
        size_t begun = 0;
        for (size_t i = 0; i < count; i++)
            begun += has_begun(&streams[i]) ? 1 : 0;
        if (begun == count || now_ms() > deadline)
            return begun == count;
        streams_read(streams, count, 100);
    }
}

void streams_close(struct stream *streams, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        end(&streams[i]);
        free(streams[i].text);
        streams[i] = (struct stream){.fd = -1};
    }
}

int stream_status(const struct stream *stream)
{
    int status = 0;
    if (stream->size > 0)
        (void)sscanf(stream->text, "HTTP/1.1 %d", &status);
    return status;
}

size_t stream_count(const struct stream *stream, const char *sought)
{
    size_t count = 0;
    if (stream->size == 0)
        return 0;
    for (const char *at = stream->text; (at = strstr(at, "\ndata: ")) != NULL;) {
        const char *line_end = strchr(++at, '\n');
        const char *found = strstr(at, sought);
        count += line_end != NULL && found != NULL && found < line_end ? 1 : 0;
    }
    return count;
}

bool stream_wait(struct stream *stream, const char *sought, int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    while (stream_count(stream, sought) == 0) {
        if (stream->fd < 0 || now_ms() > deadline)
            return false;
        streams_read(stream, 1, 100);
    }
    return true;
}
