#include "support/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

void server_header(const char *request, const char *name, char *value, size_t size)
{
    char sought[64];
    (void)snprintf(sought, sizeof sought, "\r\n%s: ", name);
    const char *at = strcasestr(request, sought);
    value[0] = '\0';
    if (at != NULL) {
        at += strlen(sought);
        (void)snprintf(value, size, "%.*s", (int)strcspn(at, "\r"), at);
    }
}

const char *server_receive(int fd, char *buffer, size_t room, size_t *ret_size)
{
    size_t size = 0;
    for (;;) {
        const ssize_t n = recv(fd, buffer + size, room - 1 - size, 0);
        if (n <= 0)
            return NULL;
        size += (size_t)n;
        buffer[size] = '\0';
        char length[24];
        const char *body = strstr(buffer, "\r\n\r\n");
        if (body == NULL)
            continue;
        server_header(buffer, "Content-Length", length, sizeof length);
        body += 4;
        *ret_size = strtoul(length, NULL, 10);
        if (size - (size_t)(body - buffer) >= *ret_size)
            return body;
    }
}

void server_say(int fd, const char *text)
{
    (void)send(fd, text, strlen(text), MSG_NOSIGNAL);
}
