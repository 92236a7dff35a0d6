/* Listeners to /api/notification/stream: any number of connections, read by one thread. For a
 * test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_STREAM_H
#define JANGTEO_TESTS_SUPPORT_STREAM_H

#include <stdbool.h>
#include <stddef.h>

/* One open stream and what it has brought so far. */
struct stream {
    int fd;     /* -1: closed, by us or by the shop */
    char *text; /* the answer with its head */
    size_t size;
};

/* Asks for streams, one for each token, and waits until each has begun (the head of the answer is
 * there). False when one has not within `seconds`; a stream that was refused is closed. */
bool streams_open(struct stream *streams, const char *const *tokens, size_t count, int seconds);
/* Reads what has come, waiting at most `ms` for more. */
void streams_read(struct stream *streams, size_t count, int ms);
void streams_close(struct stream *streams, size_t count);

/* The status of the answer; 0: none yet. */
int stream_status(const struct stream *stream);
/* How often the stream brought an event whose data hold `sought`. */
size_t stream_count(const struct stream *stream, const char *sought);
/* Reads one until its data hold `sought`; false when they do not within `seconds`. */
bool stream_wait(struct stream *stream, const char *sought, int seconds);

#endif
