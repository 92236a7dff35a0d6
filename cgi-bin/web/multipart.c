#include "web/multipart.h"

#include <string.h>
#include <strings.h>

/* RFC 2046: a boundary has at most 70 characters, behind two hyphens. */
#define DELIMITER_MAX 72

static struct slice slice_from(struct slice text, size_t at)
{
    return (struct slice){text.data + at, text.size - at};
}

/* Where `sought` begins in `text`; text.size when it does not stand there. */
static size_t find(struct slice text, const char *sought, size_t size)
{
    const char *at = memmem(text.data, text.size, sought, size);
    return at != NULL ? (size_t)(at - text.data) : text.size;
}

/* The value of a part's header; empty when it has none. `head` ends each line with CR LF. */
static struct slice header_value(struct slice head, const char *name)
{
    const size_t name_size = strlen(name);
    while (head.size > 0) {
        const size_t end = find(head, "\r\n", 2);
        if (end > name_size && strncasecmp(head.data, name, name_size) == 0 &&
            head.data[name_size] == ':')
            return str_trim((struct slice){head.data + name_size + 1, end - name_size - 1});
        head = slice_from(head, end + 2 <= head.size ? end + 2 : head.size);
    }
    return (struct slice){"", 0};
}

static enum err content_type_of(struct arena *arena, struct slice head, const char **ret_type)
{
    struct slice value = header_value(head, "Content-Type");
    value.size = find(value, ";", 1);
    value = str_trim(value);
    char *type = arena_strndup(arena, value.data, value.size);
    TRY_NEW(type);
    for (char *p = type; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    *ret_type = type;
    return E_OK;
}

/* Takes the next part off `rest`, which begins behind a delimiter. False after the last one. */
static bool next_part(struct slice *rest, const char *end, size_t end_size, struct slice *ret_head,
                      struct slice *ret_bytes)
{
    if (rest->size < 2 || memcmp(rest->data, "\r\n", 2) != 0)
        return false;
    /* The line's own end stays with the head, so that each header's line ends in one. */
    const struct slice part = slice_from(*rest, 2);
    const size_t head = find(part, "\r\n\r\n", 4);
    if (head == part.size)
        return false;
    const struct slice bytes = slice_from(part, head + 4);
    const size_t size = find(bytes, end, end_size);
    if (size == bytes.size)
        return false;
    *ret_head = (struct slice){part.data, head + 2};
    *ret_bytes = (struct slice){bytes.data, size};
    *rest = slice_from(bytes, size + end_size);
    return true;
}

enum err multipart_find(struct arena *arena, struct slice body, const char *name,
                        struct multipart_file *ret_file)
{
    const size_t line = find(body, "\r\n", 2);
    if (line < 3 || line > DELIMITER_MAX || line == body.size || memcmp(body.data, "--", 2) != 0)
        return E_INVALID_REQUEST;
    const char *end = arena_printf(arena, "\r\n%.*s", (int)line, body.data);
    const char *wanted = arena_printf(arena, "; name=\"%s\"", name);
    TRY_NEW(end);
    TRY_NEW(wanted);
    if (strlen(end) != line + 2) /* a NUL is no part of a boundary */
        return E_INVALID_REQUEST;
    struct slice rest = slice_from(body, line), head, bytes;
    while (next_part(&rest, end, line + 2, &head, &bytes)) {
        const struct slice disposition = header_value(head, "Content-Disposition");
        if (find(disposition, wanted, strlen(wanted)) == disposition.size)
            continue;
        TRY(content_type_of(arena, head, &ret_file->content_type));
        ret_file->bytes = bytes;
        return E_OK;
    }
    return E_INVALID_REQUEST;
}
