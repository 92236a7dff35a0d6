#include "web/decode_value.h"

#include <stdio.h>
#include <string.h>

/* A client's own name in a problem is cut to this many bytes. */
#define PLACE_NAME_MAX 64

/* At most `max` bytes of valid UTF-8, cut between two characters. */
static size_t cut_size(struct slice text, size_t max)
{
    if (text.size <= max)
        return text.size;
    while (max > 0 && ((unsigned char)text.data[max] & 0xC0) == 0x80)
        max--;
    return max;
}

static size_t place_write(const struct place *place, char *buf, size_t size)
{
    if (place == NULL)
        return 0;
    size_t used = place_write(place->up, buf, size);
    /* Room for the longest piece, so that no name is cut within a character. */
    if (size - used < PLACE_NAME_MAX + 2)
        return used;

    int more;
    if (place->name.data == NULL)
        more = snprintf(buf + used, size - used, "[%zu]", place->index);
    else
        more = snprintf(buf + used, size - used, "%s%.*s", used > 0 ? "." : "",
                        (int)cut_size(place->name, PLACE_NAME_MAX), place->name.data);
    return used + (size_t)more;
}

const char *place_text(const struct place *place, char buf[PLACE_TEXT_SIZE])
{
    buf[0] = '\0';
    place_write(place, buf, PLACE_TEXT_SIZE);
    return buf;
}

struct place place_field(const struct place *up, const struct field *field)
{
    return (struct place){.up = up, .name = {field->name, strlen(field->name)}};
}

void decode_refuse(struct decoding *run, const struct place *place, enum problem_code code)
{
    char text[PLACE_TEXT_SIZE];

    run->refused = true;
    problem_add(&run->call->problems, run->call->arena, place_text(place, text), code);
}

void decode_refuse_bounds(struct decoding *run, const struct place *place, enum problem_code code,
                          int64_t low, int64_t high)
{
    char text[PLACE_TEXT_SIZE];

    run->refused = true;
    problem_add_bounds(&run->call->problems, run->call->arena, place_text(place, text), code, low,
                       high);
}

enum err decode_verdict(const struct decoding *run)
{
    return run->refused ? E_INVALID_REQUEST : E_OK;
}

void *decode_target(void *base, const struct field *field)
{
    return (char *)base + field->offset;
}

void decode_mark_sent(void *base, const struct field *field)
{
    if (field->has > 0)
        *(bool *)((char *)base + field->has - 1) = true;
}

void decode_put_int(struct decoding *run, const struct place *place, const struct field *field,
                    int64_t value, void *base)
{
    if (value < field->min || value > field->max) {
        decode_refuse_bounds(run, place, P_OUT_OF_RANGE, field->min, field->max);
        return;
    }
    memcpy(decode_target(base, field), &value, sizeof value);
    decode_mark_sent(base, field);
}

void decode_put_name(struct decoding *run, const struct place *place, const struct field *field,
                     struct slice name, void *base)
{
    for (int i = 0; field->names[i] != NULL; i++) {
        if (strlen(field->names[i]) != name.size || memcmp(field->names[i], name.data, name.size))
            continue;
        memcpy(decode_target(base, field), &i, sizeof i);
        decode_mark_sent(base, field);
        return;
    }
    decode_refuse(run, place, P_INVALID_VALUE);
}

/* Whether a code point has no place in a text: control characters (C0, DEL, C1), those that turn
 * round or set apart all that follows them, wherever that is shown, and those that are no
 * characters. Texts over several lines may hold tabs and line breaks. */
static bool is_unwanted(uint32_t point, bool lines)
{
    if (lines && (point == '\n' || point == '\r' || point == '\t'))
        return false;
    if (point < 0x20 || (point >= 0x7F && point < 0xA0))
        return true;
    if (point == 0x2028 || point == 0x2029)
        return !lines;
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
           (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xFDD0 && point <= 0xFDEF) ||
           (point & 0xFFFE) == 0xFFFE;
}

static bool is_clean(struct slice text, enum field_type type)
{
    if (!utf8_valid(text.data, text.size))
        return false;
    if (type == FIELD_SECRET)
        return memchr(text.data, '\0', text.size) == NULL;
    for (size_t at = 0, step; at < text.size; at += step)
        if (is_unwanted(utf8_point(text.data + at, text.size - at, &step), type == FIELD_TEXT))
            return false;
    return true;
}

/* CRLF and CR become LF, in place. */
static void unify_breaks(char *text)
{
    char *to = text;

    for (const char *from = text; *from != '\0'; from++) {
        if (from[0] == '\r' && from[1] == '\n')
            continue;
        *to++ = *from == '\r' ? '\n' : *from;
    }
    *to = '\0';
}

enum err decode_put_text(struct decoding *run, const struct place *place, const struct field *field,
                         struct slice text, void *base)
{
    if (field->type != FIELD_SECRET)
        text = str_trim(text);
    if (!is_clean(text, field->type)) {
        decode_refuse(run, place, P_INVALID_TEXT);
        return E_OK;
    }
    char *kept = arena_strndup(run->call->arena, text.data, text.size);
    TRY_NEW(kept);
    if (field->type == FIELD_TEXT)
        unify_breaks(kept);

    /* Nothing that could be seen is as good as nothing. */
    const bool blank = field->type != FIELD_SECRET && utf8_blank(kept, strlen(kept));
    const int64_t length = blank && field->min > 0 ? 0 : (int64_t)utf8_length(kept, strlen(kept));
    if (length < field->min || length > field->max) {
        decode_refuse_bounds(run, place, length < field->min ? P_TOO_SHORT : P_TOO_LONG, field->min,
                             field->max);
        return E_OK;
    }
    memcpy(decode_target(base, field), &kept, sizeof kept);
    decode_mark_sent(base, field);
    return E_OK;
}

bool decode_count_fits(struct decoding *run, const struct place *place, const struct field *field,
                       size_t count)
{
    if (count <= (size_t)field->max && count >= (size_t)field->min)
        return true;
    decode_refuse_bounds(run, place, count < (size_t)field->min ? P_TOO_FEW : P_TOO_MANY,
                         field->min, field->max);
    return false;
}
