/* The one file of a form that sends one (multipart/form-data, RFC 7578). */
#ifndef JANGTEO_WEB_MULTIPART_H
#define JANGTEO_WEB_MULTIPART_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct multipart_file {
    struct slice bytes;       /* points into the body; empty when no file was chosen */
    const char *content_type; /* lower case, without parameters; "" when not said */
};

/* Finds the part named `name`. The body's first line is its delimiter, as every browser sends it.
 * E_INVALID_REQUEST without a problem (no such part, no such body), E_NO_MEMORY. */
enum err multipart_find(struct arena *arena, struct slice body, const char *name,
                        struct multipart_file *ret_file) MUST;

#endif
