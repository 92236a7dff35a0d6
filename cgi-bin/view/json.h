/* JSON documents, written straight into the request's arena: what is added to a part completes all
 * parts begun after it, so a document is built in the order in which it reads.
 *
 * Building never fails on the spot: memory that ran out, an invalid text or an addition to a part
 * that is complete makes the document `failed`, and json_render reports it once. */
#ifndef JANGTEO_VIEW_JSON_H
#define JANGTEO_VIEW_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/str.h"

/* A part of a document: an object or an array to add to. Owned by its document. */
struct json_doc;
struct json {
    struct json_doc *doc;
    uint32_t depth, serial; /* which of the document's open parts */
};

/* A new document whose root is an object. */
struct json json_new(struct arena *arena);

/* Each adds a member to an object, or an item to an array (`key` NULL). */
struct json json_object(struct json parent, const char *key);
struct json json_array(struct json parent, const char *key);
void json_int(struct json parent, const char *key, int64_t value);
void json_bool(struct json parent, const char *key, bool value);
/* A NULL text becomes null. */
void json_text(struct json parent, const char *key, const char *text);
/* RFC 3339 with +09:00; INSTANT_NONE becomes null. */
void json_time(struct json parent, const char *key, instant t);
void json_null(struct json parent, const char *key);

/* The whole document that `part` belongs to as compact text in the arena, complete from then on.
 * Errors: E_NO_MEMORY, E_INTERNAL (a text that is not UTF-8, a misuse; logged). */
enum err json_render(struct json part, struct slice *ret_text) MUST;

#endif
