/* Reading a JSON document that another system sent: named members of its root object. What clients
 * send us goes through field tables (web/decode.h); here members that we do not know are let pass.
 */
#ifndef JANGTEO_VIEW_JSON_READ_H
#define JANGTEO_VIEW_JSON_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct json_node;

/* An object that was read; it lives in the arena. */
struct json_reader {
    const struct json_node *root;
};

/* Reads a whole text as one object. E_INVALID_REQUEST when it is none, or nested deeper than 8;
 * E_NO_MEMORY. */
enum err json_read(struct arena *arena, struct slice text, struct json_reader *ret_reader) MUST;
/* A text member of 1 to `max` bytes without control characters; it lives as long as the arena.
 * False when it is missing, something else, or longer. */
bool json_read_text(const struct json_reader *reader, const char *name, size_t max,
                    const char **ret_text) MUST;
/* An integer member within 0 to `max`. */
bool json_read_int(const struct json_reader *reader, const char *name, int64_t max,
                   int64_t *ret_value) MUST;

#endif
