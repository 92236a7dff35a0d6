/* Product pictures: decoded, re-encoded in three widths as WebP, kept in the database and served
 * under names made from the source's hash (C7).
 *
 * What a client sends is really decoded, never passed on: metadata, trailing bytes and anything
 * hidden in the file are gone afterwards. */
#ifndef JANGTEO_SHOP_PICTURE_PICTURE_H
#define JANGTEO_SHOP_PICTURE_PICTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/call.h"
#include "base/err.h"
#include "base/ids.h"
#include "base/str.h"
#include "db/db.h"
#include "shop/actor.h"
#include "shop/picture/picture_rules.h"

#define PICTURE_SIDE_MAX 4096
#define PICTURE_FILE_MAX (4 * 1024 * 1024)
struct picture_file {
    int width;  /* one of PICTURE_WIDTHS; a smaller source keeps its own size under this name */
    int height; /* in pixels, of this file */
    struct slice bytes; /* WebP; belongs to the arena */
};

struct picture {
    char hash[PICTURE_HASH_SIZE]; /* BLAKE2b of the source, 16 bytes */
    struct picture_file files[PICTURE_SIZES];
};

/* ---- decoding (picture_decode.c): in this process ---- */

/* Once, before the threads: starts libvips with one thread an operation and no cache. With
 * `bounded`, limits this process's address space, so that no file can eat the machine. E_INTERNAL.
 */
enum err picture_start(bool bounded) MUST;

/* Decodes a client's file that picture_check has taken, and makes the three sizes: upright, sRGB,
 * opaque on white, the first frame only, without metadata. Errors: E_INVALID_REQUEST (over
 * PICTURE_SIDE_MAX either way, broken, truncated), E_NO_MEMORY. */
enum err picture_decode(struct arena *arena, enum picture_kind kind, struct slice source,
                        struct picture *ret_picture) MUST;

/* The same from an SVG drawing of our own (the demo shop's), never from a client's. Any number at a
 * time. E_INTERNAL (logged), E_NO_MEMORY. */
enum err picture_draw(struct arena *arena, struct slice svg, struct picture *ret_picture) MUST;

/* ---- processing (picture_process.c): by a process of its own ---- */

/* Checks and decodes a client's file: jangteo-picture, which stands beside this program, does it
 * apart, without a connection or a secret in its memory and within limits, so that whatever a file
 * does to a decoder ends with that process. At most one runs at a time; others wait up to 5 s.
 * Errors: those of picture_check, E_INVALID_REQUEST naming "image" (picture_decode's, and a decoder
 * that died of it), E_UNAVAILABLE (too many at once, too slow), E_NO_MEMORY, E_INTERNAL (logged).
 */
enum err picture_process(struct call *call, const char *content_type, struct slice source,
                         struct picture *ret_picture) MUST;

/* How jangteo-picture ends, beside 0 when its standard output is the picture: each file's frame,
 * then their bytes, in the order of PICTURE_WIDTHS. */
enum { PICTURE_EXIT_BROKEN = 3, PICTURE_EXIT_NO_MEMORY = 4 };
struct picture_frame {
    int32_t width, height;
    uint32_t size;
};

/* ---- use cases (picture_store.c) ---- */

/* Gives a product of the actor's own (an admin: anybody's) its picture; the same picture twice is
 * kept once.
 * E_PRODUCT_NOT_FOUND (unknown, deleted), E_FORBIDDEN (another seller's). */
enum err picture_put(struct tx *tx, const struct actor *actor, product_id product,
                     const struct picture *picture) MUST;
/* The file of a hash and width. E_NOT_FOUND. */
enum err picture_find(struct db *db, const char *hash, int width, struct slice *ret_bytes) MUST;

#endif
