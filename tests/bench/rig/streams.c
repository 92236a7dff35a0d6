#include "bench/rig/streams.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_S = 20 };

static bool ask_for_stream(const struct bench *bench, size_t index, int *ret_socket)
{
    char request[400];
    const struct timeval patience = {.tv_sec = PATIENCE_S};
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)bench->port),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int length = snprintf(request, sizeof request,
                                "GET /api/notification/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                "Accept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n",
                                bench->tokens[index % (size_t)bench->token_count]);
    *ret_socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return *ret_socket >= 0 &&
           setsockopt(*ret_socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
           connect(*ret_socket, (const struct sockaddr *)&address, sizeof address) == 0 &&
           send(*ret_socket, request, (size_t)length, MSG_NOSIGNAL) == length;
}

static bool is_open(int socket)
{
    char head[64] = "";
    return recv(socket, head, sizeof head - 1, 0) > 12 && strncmp(head + 9, "200", 3) == 0;
}

static double now_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

bool streams_open(const struct bench *bench, size_t count, struct streams *ret_streams)
{
    enum { AT_ONCE = 64 };
    struct rlimit limit;
    struct streams s = {.sockets = calloc(count, sizeof *s.sockets)};
    const double started = now_s();
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    bool good = s.sockets != NULL;
    while (good && s.count < count) {
        const size_t from = s.count;
        while (good && s.count < count && s.count - from < AT_ONCE)
            good = ask_for_stream(bench, s.count, &s.sockets[s.count]) && ++s.count > 0;
        for (size_t i = from; good && i < s.count; i++)
            good = is_open(s.sockets[i]);
    }
    if (!good)
        (void)fprintf(stderr, "the stream after %zu others was not opened\n", s.count);
    s.a_second = (double)s.count / (now_s() - started);
    *ret_streams = s;
    return good;
}

void streams_close(struct streams *streams)
{
    for (size_t i = 0; i < streams->count; i++)
        (void)close(streams->sockets[i]);
    free(streams->sockets);
}
