/* Bodies packed as Content-Encoding: gzip. */
#ifndef JANGTEO_WEB_GZIP_H
#define JANGTEO_WEB_GZIP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* Packs `plain` (below 1 GiB) into the arena, zlib's working memory of 270 KiB included. Errors:
 * E_NO_MEMORY; E_INTERNAL for a body past that size. */
enum err gzip_pack(struct arena *arena, struct slice plain, struct slice *ret_packed) MUST;

#endif
