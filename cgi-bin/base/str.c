#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define STRBUF_FIRST 64

struct strbuf strbuf_make(struct arena *arena, size_t limit)
{
    /* What an empty buffer shows; nothing is ever written to it, since its capacity is 0. */
    static char empty[1];
    /* One below the top, so that the NUL's place can always be counted. */
    size_t most = limit < SIZE_MAX ? limit : SIZE_MAX - 1;
    return (struct strbuf){.arena = arena, .data = empty, .limit = most};
}

void strbuf_fail(struct strbuf *buf)
{
    buf->failed = true;
    buf->capacity = 0; /* so that nothing fits any more */
}

/* Makes room for `more` bytes and the NUL. */
static bool strbuf_reserve(struct strbuf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (more > buf->limit - buf->size) {
        strbuf_fail(buf);
        return false;
    }
    size_t needed = buf->size + more + 1;
    if (needed <= buf->capacity)
        return true;
    size_t most = buf->limit + 1;
    size_t capacity = buf->capacity > most / 2 ? most : buf->capacity * 2;
    if (capacity < STRBUF_FIRST)
        capacity = STRBUF_FIRST;
    if (capacity > most)
        capacity = most;
    if (capacity < needed)
        capacity = needed;
    char *data = arena_alloc(buf->arena, capacity);
    if (data == NULL) {
        strbuf_fail(buf);
        return false;
    }
    memcpy(data, buf->data, buf->size);
    buf->data = data;
    buf->capacity = capacity;
    return true;
}

void strbuf_grow_and_add(struct strbuf *buf, const char *data, size_t size)
{
    if (size > 0 && strbuf_reserve(buf, size))
        strbuf_add(buf, data, size);
}

void strbuf_puts(struct strbuf *buf, const char *text)
{
    strbuf_add(buf, text, strlen(text));
}

void strbuf_int(struct strbuf *buf, int64_t value)
{
    char text[sizeof "-9223372036854775808"];
    char *at = text + sizeof text;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        *--at = '-';
    strbuf_add(buf, at, (size_t)(text + sizeof text - at));
}

void strbuf_printf(struct strbuf *buf, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) {
        strbuf_fail(buf);
    } else if (length > 0 && strbuf_reserve(buf, (size_t)length)) {
        (void)vsnprintf(buf->data + buf->size, (size_t)length + 1, format, args);
        buf->size += (size_t)length;
    }
    va_end(args);
}

enum err strbuf_finish(struct strbuf *buf, struct slice *ret_text)
{
    if (buf->failed)
        return E_NO_MEMORY;
    *ret_text = (struct slice){buf->data, buf->size};
    return E_OK;
}

size_t utf8_step(const char *data, size_t size)
{
    if (size == 0)
        return 0;
    const unsigned char *p = (const unsigned char *)data;
    if (p[0] < 0x80)
        return 1;
    /* RFC 3629, section 4: the second byte's range rules out overlong forms, surrogates and
     * what lies beyond U+10FFFF. */
    size_t length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (p[0] < 0xC2 || p[0] > 0xF4 || size < length)
        return 0;
    unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    }
    return length;
}

bool utf8_valid(const char *data, size_t size)
{
    while (size > 0) {
        uint64_t eight = 0x80;
        if (size >= sizeof eight)
            memcpy(&eight, data, sizeof eight);
        const bool ascii = (eight & UINT64_C(0x8080808080808080)) == 0;
        const size_t step = ascii ? sizeof eight : utf8_step(data, size);
        if (step == 0)
            return false;
        data += step;
        size -= step;
    }
    return true;
}

size_t utf8_length(const char *data, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        if (((unsigned char)data[i] & 0xC0) != 0x80)
            length++;
    }
    return length;
}

bool str_to_int(const char *text, size_t size, int64_t min, int64_t max, int64_t *ret_value)
{
    bool negative = size > 0 && text[0] == '-';
    size_t start = negative ? 1 : 0;
    if (size == start)
        return false;
    if (text[start] == '0' && (negative || size > 1))
        return false;
    /* Counted downwards: the negative numbers reach one further. */
    int64_t value = 0;
    for (size_t i = start; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, text[i] - '0', &value))
            return false;
    }
    if (!negative && __builtin_sub_overflow(0, value, &value))
        return false;
    if (value < min || value > max)
        return false;
    *ret_value = value;
    return true;
}

static bool is_ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct slice str_trim(struct slice text)
{
    static const char IDEOGRAPHIC[] = "\u3000";
    const size_t wide = sizeof IDEOGRAPHIC - 1;
    while (text.size > 0) {
        size_t step = 0;
        if (is_ascii_space(text.data[0]))
            step = 1;
        else if (text.size >= wide && memcmp(text.data, IDEOGRAPHIC, wide) == 0)
            step = wide;
        if (step == 0)
            break;
        text.data += step;
        text.size -= step;
    }
    while (text.size > 0) {
        if (is_ascii_space(text.data[text.size - 1]))
            text.size -= 1;
        else if (text.size >= wide && memcmp(text.data + text.size - wide, IDEOGRAPHIC, wide) == 0)
            text.size -= wide;
        else
            break;
    }
    return text;
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

const char *str_excerpt(struct arena *arena, const char *text, size_t most)
{
    const size_t size = strlen(text);
    struct strbuf out = strbuf_make(arena, size + sizeof "…");
    struct slice rest = str_trim((struct slice){text, size});
    size_t length = 0, last = 0; /* where the last code point allowed begins */
    while (rest.size > 0 && length <= most) {
        const size_t spaces = strspn(rest.data, " \t\r\n\v\f");
        const size_t step = spaces > 0 ? spaces : utf8_step(rest.data, rest.size);
        if (step == 0)
            break;
        if (++length == most)
            last = out.size;
        strbuf_add(&out, spaces > 0 ? " " : rest.data, spaces > 0 ? 1 : step);
        rest = (struct slice){rest.data + step, rest.size - step};
    }
    if (length > most && !out.failed) {
        out.size = last;
        strbuf_puts(&out, "…");
    }
    struct slice made;
    return strbuf_finish(&out, &made) == E_OK ? made.data : NULL;
}

bool str_equal_nocase(const char *a, const char *b)
{
    while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
        a++;
        b++;
    }
    return *a == '\0' && *b == '\0';
}
