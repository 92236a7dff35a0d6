/* The encodings of base/str.h. */
#include <string.h>

#include "base/str.h"

char *str_hex(struct arena *arena, const void *data, size_t size)
{
    static const char DIGITS[] = "0123456789abcdef";
    const unsigned char *bytes = data;
    if (size > (SIZE_MAX - 1) / 2)
        return NULL;
    char *text = arena_alloc(arena, size * 2 + 1);
    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < size; i++) {
        text[2 * i] = DIGITS[bytes[i] >> 4];
        text[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    return text;
}

/* -1 when `c` is no hexadecimal digit. */
static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* The byte that `text` starts with, decoded, and how much of `text` stood for it. */
static bool url_decode_one(struct slice text, char *ret_byte, size_t *ret_step)
{
    char c = text.data[0];
    if (c != '%') {
        *ret_byte = c == '+' ? ' ' : c;
        *ret_step = 1;
        return true;
    }
    if (text.size < 3)
        return false;
    int high = hex_value(text.data[1]), low = hex_value(text.data[2]);
    if (high < 0 || low < 0)
        return false;
    *ret_byte = (char)(unsigned char)(high * 16 + low);
    *ret_step = 3;
    return true;
}

enum err str_url_decode(struct arena *arena, struct slice text, char **ret_text)
{
    if (text.size == SIZE_MAX)
        return E_NO_MEMORY;
    char *decoded = arena_alloc(arena, text.size + 1);
    TRY_NEW(decoded);
    size_t size = 0;
    while (text.size > 0) {
        size_t step;
        if (!url_decode_one(text, &decoded[size], &step) || decoded[size] == '\0')
            return E_INVALID_REQUEST;
        size++;
        text.data += step;
        text.size -= step;
    }
    decoded[size] = '\0';
    *ret_text = decoded;
    return E_OK;
}

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

char *str_url_encode(struct arena *arena, const char *text)
{
    static const char DIGITS[] = "0123456789ABCDEF";
    size_t size = 0;
    for (const char *p = text; *p != '\0'; p++)
        size += is_unreserved(*p) ? 1 : 3;
    char *encoded = arena_alloc(arena, size + 1);
    if (encoded == NULL)
        return NULL;
    char *out = encoded;
    for (const char *p = text; *p != '\0'; p++) {
        if (is_unreserved(*p)) {
            *out++ = *p;
            continue;
        }
        *out++ = '%';
        *out++ = DIGITS[(unsigned char)*p >> 4];
        *out++ = DIGITS[(unsigned char)*p & 15];
    }
    return encoded;
}
