#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "web/decode.h"

/* Longest text inside a cursor: a tag of up to 60 bytes and two numbers. */
#define CURSOR_TEXT_MAX 110

const char *cursor_encode(struct arena *arena, const char *tag, int64_t key, int64_t id)
{
    char text[CURSOR_TEXT_MAX + 1];
    int size = snprintf(text, sizeof text, "%s:%" PRId64 ":%" PRId64, tag, key, id);
    if (size < 0 || (size_t)size >= sizeof text)
        return NULL;

    size_t room = sodium_base64_encoded_len((size_t)size, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *encoded = arena_alloc(arena, room);
    if (encoded == NULL)
        return NULL;
    return sodium_bin2base64(encoded, room, (const unsigned char *)text, (size_t)size,
                             sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Reads "tag:key:id". */
static bool cursor_read(const char *tag, const char *text, size_t size, struct cursor *ret_cursor)
{
    size_t tag_size = strlen(tag);
    if (size <= tag_size || memcmp(text, tag, tag_size) != 0 || text[tag_size] != ':')
        return false;

    const char *key = text + tag_size + 1, *end = text + size;
    const char *colon = memchr(key, ':', (size_t)(end - key));
    struct cursor cursor = {.set = true};
    if (colon == NULL ||
        !str_to_int(key, (size_t)(colon - key), INT64_MIN, INT64_MAX, &cursor.key) ||
        !str_to_int(colon + 1, (size_t)(end - colon - 1), INT64_MIN, INT64_MAX, &cursor.id))
        return false;
    *ret_cursor = cursor;
    return true;
}

enum err cursor_decode(struct call *call, const char *tag, const char *text,
                       struct cursor *ret_cursor)
{
    if (text == NULL) {
        *ret_cursor = (struct cursor){0};
        return E_OK;
    }
    unsigned char decoded[CURSOR_TEXT_MAX];
    size_t size;
    if (sodium_base642bin(decoded, sizeof decoded, text, strlen(text), NULL, &size, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        !cursor_read(tag, (const char *)decoded, size, ret_cursor))
        return call_refuse(call, "cursor", P_INVALID_VALUE);
    return E_OK;
}
