#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef ARENA_DEBUG
/* The first block holds nothing and every later one a single item. */
#define FIRST_BLOCK 0
#define NEXT_BLOCK 0
#else
#define FIRST_BLOCK ((size_t)16 * 1024)
#define NEXT_BLOCK ((size_t)64 * 1024)
#endif

#define ALIGNMENT alignof(max_align_t)

struct block {
    struct block *older;
    size_t size, used;
    alignas(max_align_t) unsigned char data[];
};

struct cleanup {
    struct cleanup *older;
    void (*release)(void *item);
    void *item;
};

struct arena {
    struct block *newest, *first;
    struct cleanup *cleanups; /* last registered first */
    size_t total, limit;
    uint64_t fail_in; /* allocations until one fails; 0 = never */
};

static struct block *block_new(size_t size)
{
    struct block *block = malloc(sizeof *block + size);
    if (block == NULL)
        return NULL;
    block->older = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct arena *arena_new(size_t limit)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        return NULL;
    arena->first = arena->newest = block_new(smaller(limit, FIRST_BLOCK));
    if (arena->first == NULL) {
        free(arena);
        return NULL;
    }
    arena->limit = limit;
    return arena;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    arena_reset(arena);
    free(arena->first);
    free(arena);
}

void arena_reset(struct arena *arena)
{
    arena_rewind(arena, (struct arena_mark){.block = arena->first});
}

/* What an item costs of the limit: its size rounded up, so that many small ones count too. 0 when
 * it would not fit. */
static size_t arena_cost(const struct arena *arena, size_t size)
{
    size_t left = arena->limit - arena->total;
    size_t wanted = size == 0 ? 1 : size;
    if (wanted > left)
        return 0;
    size_t rest = wanted % ALIGNMENT;
    size_t padding = rest == 0 ? 0 : ALIGNMENT - rest;
    return padding > left - wanted ? 0 : wanted + padding;
}

/* Memory for `cost` bytes, in the newest block or in a new one. */
static void *arena_take(struct arena *arena, size_t cost)
{
    struct block *block = arena->newest;
    if (cost > block->size - block->used) {
        if (cost > SIZE_MAX - sizeof *block)
            return NULL;
        block = block_new(cost > NEXT_BLOCK ? cost : NEXT_BLOCK);
        if (block == NULL)
            return NULL;
        block->older = arena->newest;
        arena->newest = block;
    }
    void *item = block->data + block->used;
    block->used += cost;
    return item;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    if (arena->fail_in > 0 && --arena->fail_in == 0)
        return NULL;
    size_t cost = arena_cost(arena, size);
    if (cost == 0)
        return NULL;
#ifdef ARENA_DEBUG
    /* The exact size, without the padding: one byte too far is seen. */
    void *item = arena_take(arena, size == 0 ? 1 : size);
#else
    void *item = arena_take(arena, cost);
#endif
    if (item == NULL)
        return NULL;
    arena->total += cost;
    return memset(item, 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    return arena_alloc(arena, bytes);
}

char *arena_strndup(struct arena *arena, const char *text, size_t n)
{
    if (n == SIZE_MAX)
        return NULL;
    char *copy = arena_alloc(arena, n + 1);
    if (copy != NULL && n > 0)
        memcpy(copy, text, n);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    char brief[128]; /* most texts are: these are made once */
    va_list again;
    va_copy(again, args);
    const int length = vsnprintf(brief, sizeof brief, format, again);
    va_end(again);
    if (length < 0)
        return NULL;
    const size_t size = (size_t)length + 1;
    char *text = arena_alloc(arena, size);
    if (text != NULL && size <= sizeof brief)
        memcpy(text, brief, size);
    else if (text != NULL)
        (void)vsnprintf(text, size, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

enum err arena_on_reset(struct arena *arena, void (*release)(void *item), void *item)
{
    struct cleanup *cleanup = NEW(arena, struct cleanup);
    if (cleanup == NULL) {
        release(item);
        return E_NO_MEMORY;
    }
    *cleanup = (struct cleanup){arena->cleanups, release, item};
    arena->cleanups = cleanup;
    return E_OK;
}

struct arena_mark arena_mark(struct arena *arena)
{
    return (struct arena_mark){arena->newest, arena->newest->used, arena->cleanups, arena->total};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    /* Clean-ups first: their items may point into the blocks. */
    while (arena->cleanups != mark.cleanup) {
        struct cleanup *cleanup = arena->cleanups;
        arena->cleanups = cleanup->older;
        cleanup->release(cleanup->item);
    }
    while (arena->newest != mark.block) {
        struct block *block = arena->newest;
        arena->newest = block->older;
        free(block);
    }
    arena->newest->used = mark.used;
    arena->total = mark.total;
}

size_t arena_used(const struct arena *arena)
{
    return arena->total;
}

void arena_fail_at(struct arena *arena, uint64_t nth)
{
    arena->fail_in = nth;
}
