#include "view/json_read.h"

#include "view/json_parse.h"

#define DEPTH_MAX 8

enum err json_read(struct arena *arena, struct slice text, struct json_reader *ret_reader)
{
    const struct json_node *root;
    enum json_fault fault;
    TRY(json_parse(arena, text, DEPTH_MAX, &root, &fault));
    if (root->kind != JSON_OBJECT)
        return E_INVALID_REQUEST;
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
    const struct json_node *value = json_member(reader->root, name);
    if (value == NULL || value->kind != JSON_STRING || value->text.size < 1 ||
        value->text.size > max || !is_plain(value->text.data, value->text.size))
        return false;
    *ret_text = value->text.data;
    return true;
}

bool json_read_int(const struct json_reader *reader, const char *name, int64_t max,
                   int64_t *ret_value)
{
    const struct json_node *value = json_member(reader->root, name);
    if (value == NULL || value->kind != JSON_INT || value->number < 0 || value->number > max)
        return false;
    *ret_value = value->number;
    return true;
}
