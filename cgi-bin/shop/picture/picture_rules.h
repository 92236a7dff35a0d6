/* Names of pictures: pure. */
#ifndef JANGTEO_SHOP_PICTURE_PICTURE_RULES_H
#define JANGTEO_SHOP_PICTURE_PICTURE_RULES_H

#include <stdbool.h>

#include "base/arena.h"

#define PICTURE_SIZES 3
#define PICTURE_HASH_SIZE 33 /* 32 hexadecimal digits and the NUL */

/* 320, 640, 1280: the widths that names speak of. */
extern const int PICTURE_WIDTHS[PICTURE_SIZES];

/* Takes "<hash>-<width>.webp" apart. False for anything else. */
bool picture_name_parse(const char *name, char ret_hash[PICTURE_HASH_SIZE], int *ret_width);
/* "/media/<hash>-<width>.webp"; NULL for no picture (hash NULL) or past the arena's limit. */
const char *picture_url(struct arena *arena, const char *hash, int width);

#endif
