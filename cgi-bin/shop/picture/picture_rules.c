#include "shop/picture/picture_rules.h"

#include <string.h>

const int PICTURE_WIDTHS[PICTURE_SIZES] = {320, 640, 1280};

bool picture_name_parse(const char *name, char ret_hash[PICTURE_HASH_SIZE], int *ret_width)
{
    static const char *const ENDINGS[PICTURE_SIZES] = {"-320.webp", "-640.webp", "-1280.webp"};
    const size_t digits = PICTURE_HASH_SIZE - 1;
    if (strspn(name, "0123456789abcdef") != digits)
        return false;
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        if (strcmp(name + digits, ENDINGS[i]) != 0)
            continue;
        memcpy(ret_hash, name, digits);
        ret_hash[digits] = '\0';
        *ret_width = PICTURE_WIDTHS[i];
        return true;
    }
    return false;
}

const char *picture_url(struct arena *arena, const char *hash, int width)
{
    return hash == NULL ? NULL : arena_printf(arena, "/media/%s-%d.webp", hash, width);
}
