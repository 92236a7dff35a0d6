#include "shop/picture/picture_rules.h"

#include <sodium.h>
#include <string.h>

static enum picture_kind kind_declared(const char *content_type)
{
    static const char *const NAMES[] = {"image/png", "image/jpeg", "image/webp"};
    for (enum picture_kind kind = 0; content_type != NULL && kind < PICTURE_KINDS; kind++)
        if (strcmp(content_type, NAMES[kind]) == 0)
            return kind;
    return PICTURE_KINDS;
}

static enum picture_kind kind_sniffed(struct slice source)
{
    const char *data = source.data;
    if (source.size >= 8 && memcmp(data, "\x89PNG\r\n\x1a\n", 8) == 0)
        return PICTURE_PNG;
    if (source.size >= 3 && memcmp(data, "\xff\xd8\xff", 3) == 0)
        return PICTURE_JPEG;
    if (source.size >= 12 && memcmp(data, "RIFF", 4) == 0 && memcmp(data + 8, "WEBP", 4) == 0)
        return PICTURE_WEBP;
    return PICTURE_KINDS;
}

enum err picture_check(struct call *call, const char *content_type, struct slice source,
                       enum picture_kind *ret_kind)
{
    const enum picture_kind kind = kind_declared(content_type);
    if (kind == PICTURE_KINDS)
        return E_UNSUPPORTED_MEDIA_TYPE;
    if (source.size > PICTURE_SOURCE_MAX)
        return E_BODY_TOO_LARGE;
    if (source.size == 0)
        return call_refuse(call, "image", P_REQUIRED);
    if (kind_sniffed(source) != kind)
        return call_refuse(call, "image", P_INVALID_FORMAT);
    *ret_kind = kind;
    return E_OK;
}

void picture_hash(struct slice source, char ret_hash[PICTURE_HASH_SIZE])
{
    unsigned char hash[16];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)source.data, source.size, NULL, 0);
    sodium_bin2hex(ret_hash, PICTURE_HASH_SIZE, hash, sizeof hash);
}

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
