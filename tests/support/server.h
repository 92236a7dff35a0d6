/* The bare minimum of an HTTP server, for stand-ins in a test's own process. For any thread. */
#ifndef JANGTEO_TESTS_SUPPORT_SERVER_H
#define JANGTEO_TESTS_SUPPORT_SERVER_H

#include <stddef.h>

enum { SERVER_REQUEST_MAX = 128 * 1024 };

/* Reads a whole request into `buffer`, NUL-terminated; gives its body and that body's size, NULL
 * when it did not come or did not fit. */
const char *server_receive(int fd, char *buffer, size_t room, size_t *ret_size);
/* Value of a header of the request, "" when it is not there; `size` bytes of room. */
void server_header(const char *request, const char *name, char *value, size_t size);
void server_say(int fd, const char *text);

#endif
