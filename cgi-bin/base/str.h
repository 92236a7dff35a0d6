/* Strings: a growing buffer in an arena, UTF-8 checks, strict numbers, encodings. */
#ifndef JANGTEO_BASE_STR_H
#define JANGTEO_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"

/* Bytes that need not end in NUL and may hold one. */
struct slice {
    const char *data;
    size_t size;
};

/* A growing, always NUL-terminated buffer. Writing past `limit` or past the arena's limit makes it
 * `failed`: later writes do nothing, and strbuf_finish reports it once. */
struct strbuf {
    struct arena *arena;
    char *data;
    size_t size, capacity, limit;
    bool failed;
};

struct strbuf strbuf_make(struct arena *arena, size_t limit);
/* What strbuf_add does where there is no room, as in a new buffer and in a failed one. */
void strbuf_grow_and_add(struct strbuf *buf, const char *data, size_t size);
static inline void strbuf_add(struct strbuf *buf, const char *data, size_t size)
{
    if (size > 0 && buf->capacity > buf->size && size < buf->capacity - buf->size) {
        memcpy(buf->data + buf->size, data, size);
        buf->size += size;
        buf->data[buf->size] = '\0';
    } else {
        strbuf_grow_and_add(buf, data, size);
    }
}
void strbuf_puts(struct strbuf *buf, const char *text);
/* For who finds that what should follow cannot be made. */
void strbuf_fail(struct strbuf *buf);
void strbuf_int(struct strbuf *buf, int64_t value); /* in decimal */
void strbuf_printf(struct strbuf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* E_NO_MEMORY when any write failed; else the text. */
enum err strbuf_finish(struct strbuf *buf, struct slice *ret_text) MUST;

/* Bytes of the well-formed code point that `data` starts with; 0 when it starts with none. */
size_t utf8_step(const char *data, size_t size);
/* Whether `size` bytes are well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms). */
bool utf8_valid(const char *data, size_t size);
/* Number of code points of valid UTF-8. */
size_t utf8_length(const char *data, size_t size);

/* The code point that valid, not empty UTF-8 starts with; its bytes go to `ret_step`. */
uint32_t utf8_point(const char *data, size_t size, size_t *ret_step);
/* Whether valid UTF-8 shows nothing: white space of any kind, what joins or marks, and letters that
 * only fill a place. Empty text does. */
bool utf8_blank(const char *data, size_t size);
/* Whether valid UTF-8 holds a letter that is written from right to left. */
bool utf8_runs_left(const char *data, size_t size);

/* A decimal integer that is the whole of `text`: optional '-', no sign '+', no spaces, no leading
 * zeros but "0" itself, within [min, max]. False otherwise. */
bool str_to_int(const char *text, size_t size, int64_t min, int64_t max, int64_t *ret_value);

/* Without ASCII and ideographic white space at both ends; points into `text`. */
struct slice str_trim(struct slice text);
/* The beginning of a valid UTF-8 text on one line: white space of any length is one space, none
 * stands at the ends, and past `most` code points (at least 1) the last one is an ellipsis. NULL
 * past the arena's limit. */
const char *str_excerpt(struct arena *arena, const char *text, size_t most);
bool str_equal_nocase(const char *a, const char *b); /* ASCII only */

/* Lower-case hexadecimal; NULL past the arena's limit. */
char *str_hex(struct arena *arena, const void *data, size_t size);

/* application/x-www-form-urlencoded: decodes %XX and '+'. E_INVALID_REQUEST on a broken escape or a
 * NUL, E_NO_MEMORY. `ret_text` lives in the arena. */
enum err str_url_decode(struct arena *arena, struct slice text, char **ret_text) MUST;
/* Percent-encodes all but RFC 3986's unreserved characters. NULL past the limit. */
char *str_url_encode(struct arena *arena, const char *text);

#endif
