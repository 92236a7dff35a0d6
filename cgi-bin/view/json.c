#include "view/json.h"

#include <string.h>

#include "base/log.h"

enum { DEPTH_MAX = 24 };

/* An object or array that is not complete yet. */
struct level {
    uint32_t serial; /* tells it from others that were as deep */
    bool array, filled;
};

struct json_doc {
    struct strbuf text;
    struct level open[DEPTH_MAX]; /* the root first */
    uint32_t depth, serial;
    enum err failure; /* E_OK until the first thing that went wrong */
};

static void fail(struct json_doc *doc, enum err e)
{
    if (doc->failure == E_OK)
        doc->failure = e;
}

static void misused(struct json_doc *doc, const char *key, const char *how)
{
    log_write(LOG_ERROR, "json: \"%s\": %s", key != NULL ? key : "[]", how);
    fail(doc, E_INTERNAL);
}

/* Begins an object or array where the text ends. */
static struct json begin(struct json_doc *doc, bool array)
{
    if (doc->depth == DEPTH_MAX) {
        misused(doc, NULL, "nested too deep");
        return (struct json){doc, 0, 0};
    }
    doc->open[doc->depth++] = (struct level){.serial = ++doc->serial, .array = array};
    strbuf_add(&doc->text, array ? "[" : "{", 1);
    return (struct json){doc, doc->depth, doc->serial};
}

/* Completes all that is deeper than `depth`. */
static void end_below(struct json_doc *doc, uint32_t depth)
{
    while (doc->depth > depth)
        strbuf_add(&doc->text, doc->open[--doc->depth].array ? "]" : "}", 1);
}

/* What follows the backslash of an escaped character, 'u' before its number; '\0' for those that
 * stand for themselves (RFC 8259, section 7). */
static char escape_of(unsigned char c)
{
    static const char CONTROL[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";
    if (c < 32)
        return CONTROL[c];
    return c == '"' || c == '\\' ? (char)c : '\0';
}

/* `text` in quotes; false when it is not UTF-8. */
static bool put_text(struct json_doc *doc, const char *text)
{
    static const char HEX[] = "0123456789abcdef";
    const size_t size = strlen(text);
    size_t from = 0;
    if (!utf8_valid(text, size))
        return false;
    strbuf_add(&doc->text, "\"", 1);
    for (size_t i = 0; i < size; i++) {
        const unsigned char c = (unsigned char)text[i];
        const char follows = escape_of(c);
        if (follows == '\0')
            continue;
        const char escape[] = {'\\', follows, '0', '0', HEX[c >> 4], HEX[c & 15]};
        strbuf_add(&doc->text, text + from, i - from);
        strbuf_add(&doc->text, escape, follows == 'u' ? 6 : 2);
        from = i + 1;
    }
    strbuf_add(&doc->text, text + from, size - from);
    strbuf_add(&doc->text, "\"", 1);
    return true;
}

/* Makes `parent` the innermost part and writes what precedes a value of it. False when nothing may
 * be added, and then the document has failed. */
static bool next_value(struct json parent, const char *key)
{
    struct json_doc *doc = parent.doc;
    if (doc == NULL || doc->failure != E_OK)
        return false;
    if (parent.depth > doc->depth || doc->open[parent.depth - 1].serial != parent.serial) {
        misused(doc, key, "added to what is complete");
        return false;
    }
    end_below(doc, parent.depth);
    struct level *level = &doc->open[parent.depth - 1];
    if (level->array == (key != NULL)) {
        misused(doc, key, "a key belongs into objects, and only there");
        return false;
    }
    if (level->filled)
        strbuf_add(&doc->text, ",", 1);
    level->filled = true;
    if (key == NULL)
        return true;
    if (!put_text(doc, key)) {
        misused(doc, "", "a key that is not UTF-8");
        return false;
    }
    strbuf_add(&doc->text, ":", 1);
    return true;
}

struct json json_new(struct arena *arena)
{
    struct json_doc *doc = NEW(arena, struct json_doc);
    if (doc == NULL)
        return (struct json){NULL, 0, 0};
    doc->text = strbuf_make(arena, SIZE_MAX);
    return begin(doc, false);
}

struct json json_object(struct json parent, const char *key)
{
    return next_value(parent, key) ? begin(parent.doc, false) : (struct json){parent.doc, 0, 0};
}

struct json json_array(struct json parent, const char *key)
{
    return next_value(parent, key) ? begin(parent.doc, true) : (struct json){parent.doc, 0, 0};
}

void json_int(struct json parent, const char *key, int64_t value)
{
    if (next_value(parent, key))
        strbuf_int(&parent.doc->text, value);
}

void json_bool(struct json parent, const char *key, bool value)
{
    if (next_value(parent, key))
        strbuf_puts(&parent.doc->text, value ? "true" : "false");
}

void json_null(struct json parent, const char *key)
{
    if (next_value(parent, key))
        strbuf_puts(&parent.doc->text, "null");
}

void json_text(struct json parent, const char *key, const char *text)
{
    if (text == NULL)
        json_null(parent, key);
    else if (next_value(parent, key) && !put_text(parent.doc, text))
        misused(parent.doc, key, "a text that is not UTF-8");
}

void json_time(struct json parent, const char *key, instant t)
{
    char text[INSTANT_TEXT_SIZE];
    json_text(parent, key, instant_is_none(t) ? NULL : instant_rfc3339(t, text));
}

enum err json_render(struct json part, struct slice *ret_text)
{
    struct json_doc *doc = part.doc;
    TRY_NEW(doc);
    if (doc->failure != E_OK)
        return doc->failure;
    end_below(doc, 0);
    return strbuf_finish(&doc->text, ret_text);
}
