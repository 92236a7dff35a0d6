/* A stand-in for the systems outside that take events: an HTTP server in this process that answers
 * as it is told, path by path, and remembers what it was sent. */
#ifndef JANGTEO_TESTS_SUPPORT_PLATFORM_H
#define JANGTEO_TESTS_SUPPORT_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>

enum platform_mood {
    PLATFORM_TAKES,   /* 204 */
    PLATFORM_REFUSES, /* 500 */
    PLATFORM_GABBLES, /* bytes that are no HTTP */
    PLATFORM_HANGS,   /* no answer at all, until its mood changes */
};
enum platform_path { PLATFORM_DATA, PLATFORM_DELIVERY, PLATFORM_PATHS };

struct platform_event {
    enum platform_path path;
    enum platform_mood mood; /* how it was answered */
    bool valid;              /* signed rightly, and not long ago */
    char id[64];             /* webhook-id */
    struct json_object *document;
};

/* Starts it on a free port, in a good mood; gives the port. Signatures are checked with `secret`.
 */
int platform_start(const char *secret);
void platform_feel(enum platform_path path, enum platform_mood mood);
/* How many came with this type and subject; `ret_last` (NULL: not wanted) is the last of those that
 * were taken. */
size_t platform_count(const char *type, const char *subject, struct platform_event *ret_last);
/* The same, of those that were taken; waits for the first for up to some seconds. */
size_t platform_wait(const char *type, const char *subject, int seconds,
                     struct platform_event *ret_last);
/* The same for documents of another kind, told by one member. */
size_t platform_wait_member(const char *name, const char *value, int seconds,
                            struct platform_event *ret_last);
/* How many came so, taken or not. */
size_t platform_count_member(const char *name, const char *value);
/* Place of an event among all that were taken, -1: it was not. */
int platform_place(const char *type, const char *subject);
void platform_stop(void);

#endif
