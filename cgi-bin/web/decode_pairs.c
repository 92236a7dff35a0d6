#include <string.h>

#include "base/ids.h"
#include "web/decode_value.h"

/* What is sent, and the text of the value that is meant. */
struct given {
    const struct pair *pairs;
    size_t count;
};

static struct slice value_of(const struct pair *pair)
{
    return (struct slice){pair->value, strlen(pair->value)};
}

static bool is_blank(struct slice text)
{
    return str_trim(text).size == 0;
}

/* How many pairs have that name, and the first of them. */
static size_t find(const struct given *given, const char *name, const struct pair **ret_first)
{
    size_t found = 0;

    for (size_t i = 0; i < given->count; i++)
        if (strcmp(given->pairs[i].name, name) == 0 && found++ == 0)
            *ret_first = &given->pairs[i];
    return found;
}

/* Whether a nested struct was sent: any of its fields, with a value. */
static bool has_within(const struct given *given, const char *name)
{
    size_t size = strlen(name);

    for (size_t i = 0; i < given->count; i++)
        if (strncmp(given->pairs[i].name, name, size) == 0 && given->pairs[i].name[size] == '.' &&
            !is_blank(value_of(&given->pairs[i])))
            return true;
    return false;
}

/* Whether the text is a whole number as such, of any size. */
static bool is_number(struct slice text)
{
    size_t sign = text.size > 0 && text.data[0] == '-' ? 1 : 0;

    for (size_t i = sign; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return text.size > sign && (text.data[sign] != '0' || text.size == sign + 1);
}

/* Reads a number within bounds, or refuses it. */
static bool read_int(struct decoding *run, const struct place *place, struct slice text,
                     int64_t low, int64_t high, int64_t *ret_value)
{
    text = str_trim(text);
    if (str_to_int(text.data, text.size, low, high, ret_value))
        return true;
    if (is_number(text))
        decode_refuse_bounds(run, place, P_OUT_OF_RANGE, low, high);
    else
        decode_refuse(run, place, P_INVALID_TYPE);
    return false;
}

static void put_bool(struct decoding *run, const struct place *place, const struct field *field,
                     const char *text, void *base)
{
    static const char *const yes[] = {"true", "1", "on"}, *const no[] = {"false", "0", "off"};

    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        if (strcmp(text, yes[i]) != 0 && strcmp(text, no[i]) != 0)
            continue;
        *(bool *)decode_target(base, field) = strcmp(text, yes[i]) == 0;
        decode_mark_sent(base, field);
        return;
    }
    decode_refuse(run, place, P_INVALID_TYPE);
}

static size_t count_ints(const struct given *given, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < given->count; i++) {
        if (strcmp(given->pairs[i].name, name) != 0 || is_blank(value_of(&given->pairs[i])))
            continue;
        count++;
        for (const char *at = given->pairs[i].value; (at = strchr(at, ',')) != NULL; at++)
            count++;
    }
    return count;
}

static enum err put_ints(struct decoding *run, const struct place *place, const struct field *field,
                         const struct given *given, const char *name, void *base)
{
    struct int_list list = {.count = count_ints(given, name)};
    if (list.count == 0 && field->required && field->min > 0) {
        decode_refuse(run, place, P_REQUIRED);
        return E_OK;
    }
    if (list.count == 0 || !decode_count_fits(run, place, field, list.count))
        return E_OK;
    int64_t *items = NEW_ARRAY(run->call->arena, int64_t, list.count);
    TRY_NEW(items);
    list.items = items;

    bool good = true;
    struct place at = {.up = place};
    for (size_t i = 0; i < given->count; i++) {
        const char *text = given->pairs[i].value;
        if (strcmp(given->pairs[i].name, name) != 0 || is_blank(value_of(&given->pairs[i])))
            continue;
        for (; text != NULL; at.index++) {
            size_t size = strcspn(text, ",");
            good &= read_int(run, &at, (struct slice){text, size}, 1, ID_MAX, &items[at.index]);
            text = text[size] == ',' ? text + size + 1 : NULL;
        }
    }
    if (good) {
        memcpy(decode_target(base, field), &list, sizeof list);
        decode_mark_sent(base, field);
    }
    return E_OK;
}

static enum err put_one(struct decoding *run, const struct place *place, const struct field *field,
                        const struct pair *pair, void *base)
{
    struct slice text = value_of(pair);
    int64_t value;

    switch (field->type) {
    case FIELD_INT:
        if (read_int(run, place, text, field->min, field->max, &value))
            decode_put_int(run, place, field, value, base);
        return E_OK;
    case FIELD_BOOL:
        put_bool(run, place, field, pair->value, base);
        return E_OK;
    case FIELD_ENUM:
        decode_put_name(run, place, field, text, base);
        return E_OK;
    default:
        return decode_put_text(run, place, field, text, base);
    }
}

static enum err put_scalar(struct decoding *run, const struct place *place,
                           const struct field *field, const struct given *given, const char *name,
                           void *base)
{
    const struct pair *first = NULL;
    size_t found = find(given, name, &first);
    bool empty = found == 0 || first->value[0] == '\0' ||
                 (field->type != FIELD_SECRET && is_blank(value_of(first)));

    if (found > 1) {
        decode_refuse(run, place, P_DUPLICATE);
        return E_OK;
    }
    if (!empty)
        return put_one(run, place, field, first, base);
    /* A text that is required but may be empty: sent is enough. */
    bool text = field->type == FIELD_LINE || field->type == FIELD_TEXT;
    if (field->required && found > 0 && text && field->min == 0)
        return put_one(run, place, field, first, base);
    if (field->required)
        decode_refuse(run, place, P_REQUIRED);
    return E_OK;
}

static enum err put_set(struct decoding *run, const struct place *up, const struct field_set *set,
                        const struct given *given, void *base)
{
    char name[PLACE_TEXT_SIZE];

    for (size_t i = 0; i < set->count; i++) {
        const struct field *field = &set->fields[i];
        struct place at = place_field(up, field);
        place_text(&at, name);
        if (field->type == FIELD_INTS) {
            TRY(put_ints(run, &at, field, given, name, base));
        } else if (field->type == FIELD_OBJECT) {
            if (!field->required && !has_within(given, name))
                continue;
            decode_mark_sent(base, field);
            TRY(put_set(run, &at, field->of, given, decode_target(base, field)));
        } else if (field->type != FIELD_OBJECTS) {
            TRY(put_scalar(run, &at, field, given, name, base));
        } else if (field->required) {
            decode_refuse(run, &at, P_REQUIRED);
        }
    }
    return E_OK;
}

enum err decode_pairs(struct call *call, const struct field_set *set, const struct pair *pairs,
                      size_t pair_count, void *ret_struct)
{
    struct decoding run = {.call = call};
    struct given given = {pairs, pair_count};

    memset(ret_struct, 0, set->size);
    TRY(put_set(&run, NULL, set, &given, ret_struct));
    return decode_verdict(&run);
}
