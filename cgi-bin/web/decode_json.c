#include <limits.h>
#include <string.h>

#include <json-c/json.h>

#include "base/ids.h"
#include "web/decode_value.h"

static void tokener_release(struct json_tokener **tokener)
{
    if (*tokener != NULL)
        json_tokener_free(*tokener);
}

static void object_release(struct json_object **object)
{
    json_object_put(*object);
}

/* The whole text as one tree; NULL is the JSON value null. */
static enum err parse(struct decoding *run, struct slice body, struct json_object **ret_root)
{
    /* A scalar within the deepest container is one level more to json-c. */
    __attribute__((cleanup(tokener_release))) struct json_tokener *tokener =
        json_tokener_new_ex(JSON_DEPTH_MAX + 1);
    TRY_NEW(tokener);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);

    struct json_object *root =
        body.size < INT_MAX ? json_tokener_parse_ex(tokener, body.data, (int)body.size) : NULL;
    enum json_tokener_error error = json_tokener_get_error(tokener);
    if (body.size < INT_MAX && error == json_tokener_success &&
        json_tokener_get_parse_end(tokener) == body.size) {
        *ret_root = root;
        return E_OK;
    }
    json_object_put(root);
    decode_refuse(run, NULL, error == json_tokener_error_depth ? P_TOO_DEEP : P_MALFORMED);
    return E_INVALID_REQUEST;
}

static size_t count_members(struct json_object *node)
{
    size_t count = 0;

    if (json_object_is_type(node, json_type_object)) {
        json_object_object_foreach(node, name, value)
        {
            (void)name;
            count += 1 + count_members(value);
        }
    } else if (json_object_is_type(node, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(node); i++)
            count += count_members(json_object_array_get_idx(node, i));
    }
    return count;
}

static enum err put_object(struct decoding *run, const struct place *up,
                           const struct field_set *set, struct json_object *object, void *base);

static struct slice text_of(struct json_object *value)
{
    return (struct slice){json_object_get_string(value), (size_t)json_object_get_string_len(value)};
}

static enum err put_ints(struct decoding *run, const struct place *place, const struct field *field,
                         struct json_object *array, void *base)
{
    size_t count = json_object_array_length(array);
    if (!decode_count_fits(run, place, field, count))
        return E_OK;
    int64_t *items = NEW_ARRAY(run->call->arena, int64_t, count);
    TRY_NEW(items);

    for (size_t i = 0; i < count; i++) {
        struct place at = {.up = place, .index = i};
        struct json_object *item = json_object_array_get_idx(array, i);
        items[i] = json_object_is_type(item, json_type_int) ? json_object_get_int64(item) : 0;
        if (!json_object_is_type(item, json_type_int))
            decode_refuse(run, &at, P_INVALID_TYPE);
        else if (items[i] < 1 || items[i] > ID_MAX)
            decode_refuse_bounds(run, &at, P_OUT_OF_RANGE, 1, ID_MAX);
    }
    struct int_list list = {items, count};
    memcpy(decode_target(base, field), &list, sizeof list);
    decode_mark_sent(base, field);
    return E_OK;
}

static enum err put_objects(struct decoding *run, const struct place *place,
                            const struct field *field, struct json_object *array, void *base)
{
    struct object_list list = {.count = json_object_array_length(array)};
    if (!decode_count_fits(run, place, field, list.count))
        return E_OK;
    list.items = arena_array(run->call->arena, list.count, field->of->size);
    TRY_NEW(list.items);

    for (size_t i = 0; i < list.count; i++) {
        struct place at = {.up = place, .index = i};
        struct json_object *item = json_object_array_get_idx(array, i);
        if (!json_object_is_type(item, json_type_object))
            decode_refuse(run, &at, P_INVALID_TYPE);
        else
            TRY(put_object(run, &at, field->of, item, (char *)list.items + i * field->of->size));
    }
    memcpy(decode_target(base, field), &list, sizeof list);
    decode_mark_sent(base, field);
    return E_OK;
}

static enum json_type wanted_type(enum field_type type)
{
    switch (type) {
    case FIELD_INT:
        return json_type_int;
    case FIELD_BOOL:
        return json_type_boolean;
    case FIELD_OBJECT:
        return json_type_object;
    case FIELD_INTS:
    case FIELD_OBJECTS:
        return json_type_array;
    case FIELD_LINE:
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_ENUM:
        break;
    }
    return json_type_string;
}

static enum err put_value(struct decoding *run, const struct place *place,
                          const struct field *field, struct json_object *value, void *base)
{
    if (json_object_get_type(value) != wanted_type(field->type)) {
        decode_refuse(run, place, P_INVALID_TYPE);
        return E_OK;
    }
    switch (field->type) {
    case FIELD_INT:
        decode_put_int(run, place, field, json_object_get_int64(value), base);
        return E_OK;
    case FIELD_BOOL:
        *(bool *)decode_target(base, field) = json_object_get_boolean(value);
        decode_mark_sent(base, field);
        return E_OK;
    case FIELD_ENUM:
        decode_put_name(run, place, field, text_of(value), base);
        return E_OK;
    case FIELD_OBJECT:
        decode_mark_sent(base, field);
        return put_object(run, place, field->of, value, decode_target(base, field));
    case FIELD_INTS:
        return put_ints(run, place, field, value, base);
    case FIELD_OBJECTS:
        return put_objects(run, place, field, value, base);
    case FIELD_LINE:
    case FIELD_TEXT:
    case FIELD_SECRET:
        break;
    }
    return decode_put_text(run, place, field, text_of(value), base);
}

static bool set_knows(const struct field_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->fields[i].name, name) == 0)
            return true;
    return false;
}

static enum err put_object(struct decoding *run, const struct place *up,
                           const struct field_set *set, struct json_object *object, void *base)
{
    json_object_object_foreach(object, name, unused)
    {
        (void)unused;
        struct place at = {.up = up, .name = {name, strlen(name)}};
        if (!set->open && !set_knows(set, name))
            decode_refuse(run, &at, P_UNKNOWN_FIELD);
    }
    for (size_t i = 0; i < set->count; i++) {
        const struct field *field = &set->fields[i];
        struct place at = place_field(up, field);
        struct json_object *value;
        if (json_object_object_get_ex(object, field->name, &value))
            TRY(put_value(run, &at, field, value, base));
        else if (field->required)
            decode_refuse(run, &at, P_REQUIRED);
    }
    return E_OK;
}

enum err decode_json(struct call *call, const struct field_set *set, struct slice body,
                     void *ret_struct)
{
    struct decoding run = {.call = call};
    __attribute__((cleanup(object_release))) struct json_object *root = NULL;
    size_t members = 0;

    if (body.size == 0)
        body = (struct slice){"{}", 2};
    decode_scan_json(&run, body, &members);
    TRY(decode_verdict(&run));
    TRY(parse(&run, body, &root));

    if (!json_object_is_type(root, json_type_object))
        decode_refuse(&run, NULL, P_INVALID_TYPE);
    else if (count_members(root) != members)
        decode_refuse(&run, NULL, P_DUPLICATE);
    TRY(decode_verdict(&run));

    void *filled = arena_alloc(call->arena, set->size);
    TRY_NEW(filled);
    TRY(put_object(&run, NULL, set, root, filled));
    TRY(decode_verdict(&run));
    memcpy(ret_struct, filled, set->size);
    return E_OK;
}
