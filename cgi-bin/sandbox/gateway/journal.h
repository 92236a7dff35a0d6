/* An append-only file of text lines, for what must survive a hard end of its program: a line that
 * journal_append has acknowledged is on the disk. One thread at a time. */
#ifndef JANGTEO_SANDBOX_GATEWAY_JOURNAL_H
#define JANGTEO_SANDBOX_GATEWAY_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

struct journal {
    int fd;
    off_t size;  /* of what is known to be whole */
    bool broken; /* it could not be brought back to `size` after a failed write */
};

/* Opens the file, or makes it, and hands each of its lines (without the line's end) to `read`,
 * which gives false for a line it cannot make sense of. A last line without its end was being
 * written when the program died, and nobody was told of it: it is cut off. Holds a lock on the file
 * as long as the process lives, and waits for a predecessor that still has it. False, with a line
 * in the log, when the file cannot be used or holds a line that is none. */
bool journal_open(struct journal *journal, const char *path, bool (*read)(void *arg, char *line),
                  void *arg) MUST;

/* Adds a line, made as printf does, without control characters but tabs; on the disk when this
 * returns true. On false (logged) the file is as it was before. */
bool journal_append(struct journal *journal, const char *format, ...)
    __attribute__((format(printf, 2, 3))) MUST;

#endif
