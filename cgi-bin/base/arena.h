/* Arena: the memory of one request. What is taken from it nobody frees; what is not memory (a
 * PGresult, a json_object, a template dictionary) is registered with arena_on_reset and released
 * with it. Every arena has a limit; past it arena_alloc returns NULL, which a function turns into
 * E_NO_MEMORY: running out is an error of that request, never an exit.
 *
 * An arena belongs to one thread. With -DARENA_DEBUG every item is a malloc of its own, so that
 * valgrind and ASan see each overrun. */
#ifndef JANGTEO_BASE_ARENA_H
#define JANGTEO_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;

/* A place in an arena to go back to. */
struct arena_mark {
    void *block;
    size_t used;
    void *cleanup;
    size_t total;
};

/* Creates an arena that hands out at most `limit` bytes, each item counted with its size rounded up
 * to its alignment. NULL when malloc fails. */
struct arena *arena_new(size_t limit);
/* Runs the clean-ups (last registered first) and frees everything. Takes NULL. */
void arena_free(struct arena *arena);
/* Like arena_free, but keeps the first block for the next request. */
void arena_reset(struct arena *arena);

/* Zeroed memory aligned for any type; NULL past the limit. A size of 0 gives a unique pointer. */
void *arena_alloc(struct arena *arena, size_t size);
/* An array of `count` zeroed items; NULL past the limit or on overflow of count * size. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Copies of `n` bytes of `text`, or of a whole string, NUL-terminated. NULL past the limit. */
char *arena_strndup(struct arena *arena, const char *text, size_t n);
char *arena_strdup(struct arena *arena, const char *text);
/* printf into the arena; NULL past the limit. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* Registers `release(item)` to run at reset, rewind or free. On E_NO_MEMORY release has already
 * been called, so the caller never has to. */
enum err arena_on_reset(struct arena *arena, void (*release)(void *item), void *item) MUST;

struct arena_mark arena_mark(struct arena *arena);
/* Gives back all that was taken since the mark, clean-ups included. */
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

/* Fault trials: the n-th allocation from now (1 = the next) of this arena returns NULL; 0 = off. */
void arena_fail_at(struct arena *arena, uint64_t nth);

#define NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define NEW_ARRAY(arena, type, count) ((type *)arena_array((arena), (count), sizeof(type)))

#endif
