/* A JSON text (RFC 8259) as a tree in an arena. Not json-c's, which does not outlive a lack of
 * memory while it parses. */
#ifndef JANGTEO_VIEW_JSON_PARSE_H
#define JANGTEO_VIEW_JSON_PARSE_H

#include <stdbool.h>

#include "base/str.h"

enum json_kind {
    JSON_NULL,
    JSON_BOOL,
    JSON_INT,    /* a number without fraction and exponent; beyond int64_t it is the nearest one */
    JSON_NUMBER, /* any other number; nobody wants its value */
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT,
};

struct json_node {
    enum json_kind kind;
    struct slice name;                    /* of a member; NUL-terminated, as a text is */
    struct slice text;                    /* JSON_STRING; may hold NUL */
    int64_t number;                       /* JSON_INT; JSON_BOOL: 0 or 1 */
    size_t count;                         /* members or items */
    const struct json_node *first, *next; /* the first of them; the next of the same parent */
};

enum json_fault { JSON_FINE, JSON_MALFORMED, JSON_TOO_DEEP, JSON_DUPLICATE };

/* The whole text, white space around it allowed; objects and arrays at most `depth` deep. A name
 * twice in one object is JSON_DUPLICATE, anything else but one JSON value JSON_MALFORMED; then
 * E_INVALID_REQUEST. Strings are to be UTF-8: of half a surrogate pair there is none. E_NO_MEMORY.
 */
enum err json_parse(struct arena *arena, struct slice text, size_t depth,
                    const struct json_node **ret_root, enum json_fault *ret_fault) MUST;
/* The member of an object by its name; NULL when it has none, or is no object. */
const struct json_node *json_member(const struct json_node *object, const char *name);

#endif
