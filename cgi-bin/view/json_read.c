#include "view/json_read.h"

#include <limits.h>
#include <string.h>

#include <json-c/json.h>

#define DEPTH_MAX 8

static void release(void *item)
{
    json_object_put(item);
}

static void tokener_release(struct json_tokener **tokener)
{
    if (*tokener != NULL)
        json_tokener_free(*tokener);
}

enum err json_read(struct arena *arena, struct slice text, struct json_reader *ret_reader)
{
    __attribute__((cleanup(tokener_release))) struct json_tokener *tokener =
        json_tokener_new_ex(DEPTH_MAX);
    TRY_NEW(tokener);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    if (text.size == 0 || text.size >= INT_MAX)
        return E_INVALID_REQUEST;
    struct json_object *root = json_tokener_parse_ex(tokener, text.data, (int)text.size);
    if (root == NULL || json_tokener_get_error(tokener) != json_tokener_success ||
        json_tokener_get_parse_end(tokener) != text.size ||
        !json_object_is_type(root, json_type_object)) {
        json_object_put(root);
        return E_INVALID_REQUEST;
    }
    TRY(arena_on_reset(arena, release, root));
    ret_reader->root = root;
    return E_OK;
}

static bool is_plain(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
            return false;
    return true;
}

bool json_read_text(const struct json_reader *reader, const char *name, size_t max,
                    const char **ret_text)
{
    struct json_object *value;
    if (!json_object_object_get_ex(reader->root, name, &value) ||
        !json_object_is_type(value, json_type_string))
        return false;
    const char *text = json_object_get_string(value);
    const size_t size = (size_t)json_object_get_string_len(value);
    if (size < 1 || size > max || !is_plain(text, size))
        return false;
    *ret_text = text;
    return true;
}

bool json_read_int(const struct json_reader *reader, const char *name, int64_t max,
                   int64_t *ret_value)
{
    struct json_object *value;
    if (!json_object_object_get_ex(reader->root, name, &value) ||
        !json_object_is_type(value, json_type_int))
        return false;
    const int64_t number = json_object_get_int64(value);
    if (number < 0 || number > max)
        return false;
    *ret_value = number;
    return true;
}
