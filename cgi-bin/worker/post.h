/* Many HTTP POSTs at once, each with a deadline. */
#ifndef JANGTEO_WORKER_POST_H
#define JANGTEO_WORKER_POST_H

#include <stdatomic.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum { POST_CONNECT_MS = 3000, POST_MS = 10000, POST_HEADERS = 4 };

enum post_outcome {
    POST_ABANDONED, /* it was not waited for */
    POST_DELIVERED, /* 2xx */
    POST_FAILED,
};

struct post {
    const char *url;
    const char *unix_socket;               /* path to connect to instead of the host; or NULL */
    const char *headers[POST_HEADERS + 1]; /* "Name: value", NULL-terminated */
    struct slice body;
    long deadline_ms;          /* of it all; 0: POST_MS */
    enum post_outcome outcome; /* filled, */
    const char *error;         /* for POST_FAILED: what happened, in the arena */
};

struct post_line; /* kept connections */

/* NULL when out of memory. */
struct post_line *post_line_new(void);
void post_line_free(struct post_line *line);
/* Ends a wait of post_all or post_wait in another thread. */
void post_line_wake(struct post_line *line);
/* Waits for a while, or until woken. */
void post_wait(struct post_line *line, int64_t ms);

/* Sends all and fills their outcomes. Takes POST_MS at most; ends early, with the rest abandoned,
 * once `stop` is set. E_NO_MEMORY: nothing was sent. */
enum err post_all(struct post_line *line, struct arena *arena, struct post *posts, size_t count,
                  const atomic_bool *stop) MUST;

#endif
