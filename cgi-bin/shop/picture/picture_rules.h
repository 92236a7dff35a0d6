/* What pictures are taken, and their names: pure. */
#ifndef JANGTEO_SHOP_PICTURE_PICTURE_RULES_H
#define JANGTEO_SHOP_PICTURE_PICTURE_RULES_H

#include <stdbool.h>

#include "base/call.h"
#include "base/str.h"

#define PICTURE_SIZES 3
#define PICTURE_HASH_SIZE 33 /* 32 hexadecimal digits and the NUL */

#define PICTURE_SOURCE_MAX (2 * 1024 * 1024)

enum picture_kind { PICTURE_PNG, PICTURE_JPEG, PICTURE_WEBP, PICTURE_KINDS };

/* What kind of picture a client's file is: what its `content_type` says (NULL: nothing), and its
 * first bytes must agree. Errors: E_UNSUPPORTED_MEDIA_TYPE (none of image/png, image/jpeg,
 * image/webp), E_BODY_TOO_LARGE (over PICTURE_SOURCE_MAX), E_INVALID_REQUEST naming "image" (empty,
 * another kind than it says). */
enum err picture_check(struct call *call, const char *content_type, struct slice source,
                       enum picture_kind *ret_kind) MUST;

/* A source's name: the 16 bytes of its BLAKE2b, in hexadecimal. */
void picture_hash(struct slice source, char ret_hash[PICTURE_HASH_SIZE]);

/* 320, 640, 1280: the widths that names speak of. */
extern const int PICTURE_WIDTHS[PICTURE_SIZES];

/* Takes "<hash>-<width>.webp" apart. False for anything else. */
bool picture_name_parse(const char *name, char ret_hash[PICTURE_HASH_SIZE], int *ret_width);
/* "/media/<hash>-<width>.webp"; NULL for no picture (hash NULL) or past the arena's limit. */
const char *picture_url(struct arena *arena, const char *hash, int width);

#endif
