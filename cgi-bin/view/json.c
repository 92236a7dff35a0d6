/* json-c has types called json_object and json_bool, which are functions of ours; here they go by
 * other names. */
#define json_object json_c_object
#define json_bool json_c_bool
#include <json-c/json.h>
#undef json_object
#undef json_bool

#include "view/json.h"

#include <inttypes.h>
#include <string.h>

#include "base/log.h"

struct json_doc {
    struct arena *arena;
    struct json_c_object *root;
    enum err failure; /* E_OK until the first thing that went wrong */
};

static void release(void *item)
{
    json_object_put(item);
}

static void fail(struct json_doc *doc, enum err e)
{
    if (doc != NULL && doc->failure == E_OK)
        doc->failure = e;
}

struct json json_new(struct arena *arena)
{
    struct json_doc *doc = NEW(arena, struct json_doc);
    if (doc == NULL)
        return (struct json){NULL, NULL};
    doc->arena = arena;
    doc->root = json_object_new_object();
    if (doc->root == NULL) {
        doc->failure = E_NO_MEMORY;
        return (struct json){doc, NULL};
    }
    if (arena_on_reset(arena, release, doc->root) != E_OK) {
        doc->root = NULL; /* already released */
        doc->failure = E_NO_MEMORY;
    }
    return (struct json){doc, doc->root};
}

/* Hangs `child` into its parent, which owns it from then on. A json null is a NULL child, so
 * whether making it worked is the caller's to say. */
static struct json attach(struct json parent, const char *key, struct json_c_object *child,
                          bool made)
{
    struct json none = {parent.doc, NULL};
    if (!made)
        fail(parent.doc, E_NO_MEMORY);
    if (parent.doc == NULL || parent.node == NULL || parent.doc->failure != E_OK) {
        json_object_put(child);
        return none;
    }
    int rc = key != NULL ? json_object_object_add(parent.node, key, child)
                         : json_object_array_add(parent.node, child);
    if (rc != 0) {
        json_object_put(child);
        fail(parent.doc, E_NO_MEMORY);
        return none;
    }
    return (struct json){parent.doc, child};
}

static void attach_value(struct json parent, const char *key, struct json_c_object *child)
{
    (void)attach(parent, key, child, child != NULL);
}

struct json json_object(struct json parent, const char *key)
{
    struct json_c_object *child = json_object_new_object();
    return attach(parent, key, child, child != NULL);
}

struct json json_array(struct json parent, const char *key)
{
    struct json_c_object *child = json_object_new_array();
    return attach(parent, key, child, child != NULL);
}

void json_int(struct json parent, const char *key, int64_t value)
{
    attach_value(parent, key, json_object_new_int64(value));
}

void json_bool(struct json parent, const char *key, bool value)
{
    attach_value(parent, key, json_object_new_boolean(value));
}

void json_text(struct json parent, const char *key, const char *text)
{
    if (text == NULL) {
        json_null(parent, key);
        return;
    }
    size_t size = strlen(text);
    if (size > INT32_MAX || !utf8_valid(text, size)) {
        log_write(LOG_ERROR, "json: text of \"%s\" is not UTF-8", key != NULL ? key : "[]");
        fail(parent.doc, E_INTERNAL);
        return;
    }
    attach_value(parent, key, json_object_new_string_len(text, (int)size));
}

void json_time(struct json parent, const char *key, instant t)
{
    char text[INSTANT_TEXT_SIZE];
    json_text(parent, key, instant_is_none(t) ? NULL : instant_rfc3339(t, text));
}

void json_null(struct json parent, const char *key)
{
    (void)attach(parent, key, NULL, true);
}

/* ---- as text ---- */

/* Texts are written here and not by json-c, which goes on when its buffer cannot grow, and leaves
 * out what had no room. */
static void write_escaped(struct strbuf *out, unsigned char c)
{
    static const char SHORT[] = "\"\\\b\f\n\r\t", LETTERS[] = "\"\\bfnrt";
    const char *found = c != '\0' ? strchr(SHORT, c) : NULL;
    if (found != NULL)
        strbuf_add(out, (char[]){'\\', LETTERS[found - SHORT]}, 2);
    else
        strbuf_printf(out, "\\u%04x", c);
}

static void write_text(struct strbuf *out, const char *text, size_t size)
{
    size_t from = 0;
    strbuf_add(out, "\"", 1);
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        strbuf_add(out, text + from, i - from);
        write_escaped(out, c);
        from = i + 1;
    }
    strbuf_add(out, text + from, size - from);
    strbuf_add(out, "\"", 1);
}

static void write_value(struct strbuf *out, struct json_c_object *value);

static void write_object(struct strbuf *out, struct json_c_object *object)
{
    bool first = true;
    strbuf_add(out, "{", 1);
    for (const struct lh_entry *at = json_object_get_object(object)->head; at != NULL;
         at = at->next) {
        const char *name = lh_entry_k(at);
        if (!first)
            strbuf_add(out, ",", 1);
        first = false;
        write_text(out, name, strlen(name));
        strbuf_add(out, ":", 1);
        write_value(out, lh_entry_v(at));
    }
    strbuf_add(out, "}", 1);
}

static void write_array(struct strbuf *out, struct json_c_object *array)
{
    strbuf_add(out, "[", 1);
    for (size_t i = 0; i < json_object_array_length(array); i++) {
        if (i > 0)
            strbuf_add(out, ",", 1);
        write_value(out, json_object_array_get_idx(array, i));
    }
    strbuf_add(out, "]", 1);
}

static void write_value(struct strbuf *out, struct json_c_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_object:
        write_object(out, value);
        return;
    case json_type_array:
        write_array(out, value);
        return;
    case json_type_string:
        write_text(out, json_object_get_string(value), (size_t)json_object_get_string_len(value));
        return;
    case json_type_int:
        strbuf_printf(out, "%" PRId64, json_object_get_int64(value));
        return;
    case json_type_boolean:
        strbuf_puts(out, json_object_get_boolean(value) ? "true" : "false");
        return;
    case json_type_null:
    case json_type_double:
        break; /* nobody makes the second */
    }
    strbuf_puts(out, "null");
}

enum err json_render(struct json root, struct slice *ret_text)
{
    TRY_NEW(root.doc);
    if (root.doc->failure != E_OK)
        return root.doc->failure;
    struct strbuf out = strbuf_make(root.doc->arena, SIZE_MAX);
    write_value(&out, root.doc->root);
    return strbuf_finish(&out, ret_text);
}
