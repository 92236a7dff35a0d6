/* Load over HTTP from one thread: so many clients, each with a kept connection and one request
 * under way, driven by epoll, so that the driver takes as little of the machine as can be. */
#ifndef JANGTEO_TESTS_BENCH_DRIVE_H
#define JANGTEO_TESTS_BENCH_DRIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct drive_client {
    size_t index;    /* from 0 */
    uint64_t turn;   /* how many requests it has sent before this one */
    int64_t kept[4]; /* what `heard` remembers of it for the next `ask` */
};

/* Writes the client's next request, whole, and gives its length; 0: it has no more. */
typedef size_t drive_ask(void *arg, struct drive_client *client, char *buffer, size_t size);
/* Whether the answer is what it should be. `body` ends in a NUL. NULL for "any 200". */
typedef bool drive_heard(void *arg, struct drive_client *client, int status, const char *body,
                         size_t length);

struct drive {
    int port; /* on 127.0.0.1 */
    size_t clients;
    int64_t ms; /* clients stop asking after this */
    drive_ask *ask;
    drive_heard *heard;
    void *arg;
};

struct drive_result {
    uint64_t answered, wrong, faults; /* wrong: not as `heard` wants it; faults: 5xx or no answer */
    double a_second;
    int64_t p50_us, p99_us, longest_us;
    size_t starved;  /* clients that were answered not even once */
    char first[300]; /* the first answer that was wrong, "" for none */
};

/* Runs until every client has stopped; false with a word on stderr when it could not be run. */
bool drive_run(const struct drive *drive, struct drive_result *ret_result);

#endif
