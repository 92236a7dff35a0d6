/* Decoding by field tables: one declaration says what a body, a form or a query may hold, and the
 * same table names what is wrong with it. Every problem is reported, not only the first. */
#ifndef JANGTEO_WEB_DECODE_H
#define JANGTEO_WEB_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/call.h"
#include "base/err.h"
#include "base/str.h"
#include "web/http.h"

enum field_type {
    FIELD_INT,     /* int64_t (or a one-field id struct), min..max */
    FIELD_LINE,    /* const char *: text on one line, trimmed, min..max characters; no control
                      characters, none that turn round the reading of what follows. Where min is
                      above 0, one of them can be seen */
    FIELD_TEXT,    /* const char *: the same with line breaks allowed (CRLF becomes LF) */
    FIELD_SECRET,  /* const char *: a password: as it is, not trimmed, min..max characters */
    FIELD_BOOL,    /* bool */
    FIELD_ENUM,    /* int-sized enum: index into `names` */
    FIELD_OBJECT,  /* a nested struct, `of`; in a form its fields are named "address.line1" */
    FIELD_INTS,    /* struct int_list, min..max items of 1..ID_MAX; in a form or query: repeated or
                      "1,2" */
    FIELD_OBJECTS, /* struct object_list of `of`, min..max items; JSON only */
};

struct int_list {
    const int64_t *items;
    size_t count;
};
struct object_list {
    void *items; /* array of of->size bytes each */
    size_t count;
};

struct field {
    const char *name;
    enum field_type type;
    bool required;
    int64_t min, max;
    size_t offset; /* where the value goes */
    size_t has;    /* 1 + offset of a bool that tells whether it was sent; 0: nobody asks */
    const char *const *names; /* FIELD_ENUM: NULL-terminated */
    const struct field_set *of;
};

struct field_set {
    const struct field *fields;
    size_t count;
    size_t size; /* of the struct that is filled; starts zeroed: an optional value not sent is 0 or
                    NULL */
    bool open;   /* JSON: unknown fields are let pass, since others write that document and may
                    add to it */
};

#define FIELD_SET(type, table)                                                                     \
    {                                                                                              \
        (table), COUNT_OF(table), sizeof(type), false                                              \
    }
#define FIELD_SET_OPEN(type, table)                                                                \
    {                                                                                              \
        (table), COUNT_OF(table), sizeof(type), true                                               \
    }
#define HAS(type, member) (1 + offsetof(type, member))

/* Nesting that a JSON body may have, objects and arrays in it, and names in those: a body is small,
 * the tree that is made of 60,000 brackets is not; and names that were made to meet in the table
 * that finds doubled ones would cost their number squared. */
#define JSON_DEPTH_MAX 8
#define JSON_CONTAINERS_MAX 2000
#define JSON_NAMES_MAX 1000
/* Pairs that a form or a query may have. */
#define PAIRS_MAX 500

/* Decodes a JSON body into `ret_struct` (set->size bytes). E_INVALID_REQUEST with call->problems
 * filled: malformed, unknown, missing, mistyped (null too), out of bounds, a name twice, NUL,
 * broken UTF-8 or a lone surrogate, too deep. An empty body counts as {}. E_NO_MEMORY. */
enum err decode_json(struct call *call, const struct field_set *set, struct slice body,
                     void *ret_struct) MUST;
/* The same for application/x-www-form-urlencoded, from decoded pairs. Unknown names are let pass
 * (browsers and csrf, idempotency_key). An empty value of a field that is not required counts as
 * not sent; so does one of white space, but for secrets. A name twice is refused where one value is
 * meant. What could be decoded is in `ret_struct` even on E_INVALID_REQUEST. */
enum err decode_pairs(struct call *call, const struct field_set *set, const struct pair *pairs,
                      size_t pair_count, void *ret_struct) MUST;
/* Splits a form body or a query string into decoded pairs, at most PAIRS_MAX. E_INVALID_REQUEST on
 * a broken escape, a NUL or broken UTF-8. */
enum err decode_form(struct call *call, struct slice text, const struct pair **ret_pairs,
                     size_t *ret_count) MUST;

/* ---- pages of a list ---- */

/* ?limit= (1-100, default 20) and ?cursor= (opaque). */
struct page_query {
    int64_t limit;
    const char *cursor; /* NULL on the first page */
};
/* clang-format off */
#define PAGE_FIELDS(struct_type, member)                                                           \
    {.name = "limit", .type = FIELD_INT, .min = 1, .max = 100,                                     \
     .offset = offsetof(struct_type, member.limit)},                                               \
    {.name = "cursor", .type = FIELD_LINE, .min = 1, .max = 200,                                   \
     .offset = offsetof(struct_type, member.cursor)}
/* clang-format on */
#define PAGE_LIMIT_DEFAULT 20 /* for a limit of 0: not sent */

/* A cursor holds up to two integers: the sort key and the id of the last row shown. Encoded as
 * base64url of a tagged text, so that a cursor of one list is refused by another. */
struct cursor {
    int64_t key, id;
    bool set;
};
/* NULL: the first page, `set` is false. Anything but a cursor that cursor_encode made for the same
 * tag: E_INVALID_REQUEST naming "cursor". E_NO_MEMORY. */
enum err cursor_decode(struct call *call, const char *tag, const char *text,
                       struct cursor *ret_cursor) MUST;
/* `tag`: a short name of the list and its order, without ':'. NULL past the arena's limit. */
const char *cursor_encode(struct arena *arena, const char *tag, int64_t key, int64_t id);

#endif
