#include "web/gzip.h"

#include <zlib.h>

#define PLAIN_MAX ((size_t)1 << 30)
/* Of a page the best is 1 % smaller and takes half as long again. */
#define LEVEL 5
/* 15 bits of window, and 16 for gzip's header and trailer in the place of zlib's. */
#define WINDOW_BITS (15 + 16)
#define MEMORY_LEVEL 8

static void *take(void *arena, unsigned count, unsigned size)
{
    return arena_array(arena, count, size);
}

static void leave(void *arena, void *memory)
{
    (void)arena, (void)memory;
}

enum err gzip_pack(struct arena *arena, struct slice plain, struct slice *ret_packed)
{
    z_stream stream = {.zalloc = take, .zfree = leave, .opaque = arena};
    if (plain.size >= PLAIN_MAX)
        return E_INTERNAL;
    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return E_NO_MEMORY;
    const size_t room = deflateBound(&stream, plain.size);
    char *packed = arena_alloc(arena, room);
    TRY_NEW(packed);
    stream.next_in = (z_const Bytef *)plain.data;
    stream.avail_in = (unsigned)plain.size;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (unsigned)room;
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
        return E_INTERNAL;
    *ret_packed = (struct slice){packed, stream.total_out};
    return E_OK;
}
