#include <string.h>

#include "base/ids.h"
#include "view/json_parse.h"
#include "web/decode_value.h"

static enum err put_object(struct decoding *run, const struct place *up,
                           const struct field_set *set, const struct json_node *object, void *base);

static enum err put_ints(struct decoding *run, const struct place *place, const struct field *field,
                         const struct json_node *array, void *base)
{
    size_t count = array->count;
    if (!decode_count_fits(run, place, field, count))
        return E_OK;
    int64_t *items = NEW_ARRAY(run->call->arena, int64_t, count);
    TRY_NEW(items);

    const struct json_node *item = array->first;
    for (size_t i = 0; item != NULL; i++, item = item->next) {
        struct place at = {.up = place, .index = i};
        items[i] = item->number;
        if (item->kind != JSON_INT)
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
                            const struct field *field, const struct json_node *array, void *base)
{
    struct object_list list = {.count = array->count};
    if (!decode_count_fits(run, place, field, list.count))
        return E_OK;
    list.items = arena_array(run->call->arena, list.count, field->of->size);
    TRY_NEW(list.items);

    const struct json_node *item = array->first;
    for (size_t i = 0; item != NULL; i++, item = item->next) {
        struct place at = {.up = place, .index = i};
        if (item->kind != JSON_OBJECT)
            decode_refuse(run, &at, P_INVALID_TYPE);
        else
            TRY(put_object(run, &at, field->of, item, (char *)list.items + i * field->of->size));
    }
    memcpy(decode_target(base, field), &list, sizeof list);
    decode_mark_sent(base, field);
    return E_OK;
}

static enum json_kind wanted_kind(enum field_type type)
{
    switch (type) {
    case FIELD_INT:
        return JSON_INT;
    case FIELD_BOOL:
        return JSON_BOOL;
    case FIELD_OBJECT:
        return JSON_OBJECT;
    case FIELD_INTS:
    case FIELD_OBJECTS:
        return JSON_ARRAY;
    case FIELD_LINE:
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_ENUM:
        break;
    }
    return JSON_STRING;
}

static enum err put_value(struct decoding *run, const struct place *place,
                          const struct field *field, const struct json_node *value, void *base)
{
    if (value->kind != wanted_kind(field->type)) {
        decode_refuse(run, place, P_INVALID_TYPE);
        return E_OK;
    }
    switch (field->type) {
    case FIELD_INT:
        decode_put_int(run, place, field, value->number, base);
        return E_OK;
    case FIELD_BOOL:
        *(bool *)decode_target(base, field) = value->number != 0;
        decode_mark_sent(base, field);
        return E_OK;
    case FIELD_ENUM:
        decode_put_name(run, place, field, value->text, base);
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
    return decode_put_text(run, place, field, value->text, base);
}

static bool set_knows(const struct field_set *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->fields[i].name, name) == 0)
            return true;
    return false;
}

static enum err put_object(struct decoding *run, const struct place *up,
                           const struct field_set *set, const struct json_node *object, void *base)
{
    for (const struct json_node *member = object->first; member != NULL; member = member->next) {
        struct place at = {.up = up, .name = member->name};
        if (!set->open && !set_knows(set, member->name.data))
            decode_refuse(run, &at, P_UNKNOWN_FIELD);
    }
    for (size_t i = 0; i < set->count; i++) {
        const struct field *field = &set->fields[i];
        struct place at = place_field(up, field);
        const struct json_node *value = json_member(object, field->name);
        if (value != NULL)
            TRY(put_value(run, &at, field, value, base));
        else if (field->required)
            decode_refuse(run, &at, P_REQUIRED);
    }
    return E_OK;
}

static enum err parse(struct decoding *run, struct slice body, const struct json_node **ret_root)
{
    static const enum problem_code PROBLEMS[] = {[JSON_MALFORMED] = P_MALFORMED,
                                                 [JSON_TOO_DEEP] = P_TOO_DEEP,
                                                 [JSON_DUPLICATE] = P_DUPLICATE};
    enum json_fault fault;
    const enum err e = json_parse(run->call->arena, body, JSON_DEPTH_MAX, ret_root, &fault);
    if (e == E_INVALID_REQUEST)
        decode_refuse(run, NULL, PROBLEMS[fault]);
    return e;
}

enum err decode_json(struct call *call, const struct field_set *set, struct slice body,
                     void *ret_struct)
{
    struct decoding run = {.call = call};
    const struct json_node *root;

    if (body.size == 0)
        body = (struct slice){"{}", 2};
    decode_scan_json(&run, body);
    TRY(decode_verdict(&run));
    TRY(parse(&run, body, &root));

    if (root->kind != JSON_OBJECT)
        decode_refuse(&run, NULL, P_INVALID_TYPE);
    TRY(decode_verdict(&run));

    void *filled = arena_alloc(call->arena, set->size);
    TRY_NEW(filled);
    TRY(put_object(&run, NULL, set, root, filled));
    TRY(decode_verdict(&run));
    memcpy(ret_struct, filled, set->size);
    return E_OK;
}
