/* Parameters: how they are made, and the form libpq takes them in. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "db/handle.h"

struct db_arg arg_null(void)
{
    return (struct db_arg){.kind = ARG_NULL};
}

struct db_arg arg_int(int64_t value)
{
    return (struct db_arg){.kind = ARG_INT, .number = value};
}

struct db_arg arg_id(int64_t id)
{
    return id == 0 ? arg_null() : arg_int(id);
}

struct db_arg arg_text(const char *text)
{
    return text == NULL ? arg_null() : (struct db_arg){.kind = ARG_TEXT, .data = text};
}

struct db_arg arg_bytes(const void *data, size_t size)
{
    return (struct db_arg){.kind = ARG_BYTES, .data = data, .size = size};
}

struct db_arg arg_bool(bool value)
{
    return (struct db_arg){.kind = ARG_BOOL, .number = value};
}

struct db_arg arg_time(instant t)
{
    return instant_is_none(t) ? arg_null() : (struct db_arg){.kind = ARG_TIME, .number = t.us};
}

struct db_arg arg_ints(const int64_t *values, size_t n)
{
    return (struct db_arg){.kind = ARG_INTS, .data = values, .size = n};
}

struct db_arg arg_texts(const char *const *values, size_t n)
{
    return (struct db_arg){.kind = ARG_TEXTS, .data = values, .size = n};
}

/* {1,2,3} */
static enum err encode_ints(struct arena *arena, const int64_t *values, size_t n,
                            const char **ret_text)
{
    const size_t widest = sizeof "-9223372036854775808,";
    if (n > (SIZE_MAX - 4) / widest)
        return E_NO_MEMORY;
    char *text = arena_alloc(arena, n * widest + 4);
    TRY_NEW(text);
    char *p = text;
    *p++ = '{';
    for (size_t i = 0; i < n; i++)
        p += snprintf(p, widest + 1, "%s%" PRId64, i > 0 ? "," : "", values[i]);
    *p++ = '}';
    *p = '\0';
    *ret_text = text;
    return E_OK;
}

/* "…" with the quotes and backslashes of the text escaped. */
static char *put_quoted(char *p, const char *text)
{
    *p++ = '"';
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            *p++ = '\\';
        *p++ = *text;
    }
    *p++ = '"';
    return p;
}

/* {"a","b",NULL} */
static enum err encode_texts(struct arena *arena, const char *const *values, size_t n,
                             const char **ret_text)
{
    size_t size = 3;
    for (size_t i = 0; i < n; i++) {
        size_t length = values[i] != NULL ? strlen(values[i]) : 0;
        if (length > (SIZE_MAX / 4 - size) / 2)
            return E_NO_MEMORY;
        size += 2 * length + sizeof "NULL,";
    }
    char *text = arena_alloc(arena, size);
    TRY_NEW(text);
    char *p = text;
    *p++ = '{';
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            *p++ = ',';
        p = values[i] != NULL ? put_quoted(p, values[i]) : (char *)mempcpy(p, "NULL", 4);
    }
    *p++ = '}';
    *p = '\0';
    *ret_text = text;
    return E_OK;
}

/* bytea travels in binary form: half the size, and nothing to escape. */
static enum err encode_bytes(struct arena *arena, const struct db_arg *arg, struct params *params,
                             size_t i)
{
    if (arg->size > INT32_MAX)
        return E_NO_MEMORY;
    char *copy = arena_alloc(arena, arg->size);
    TRY_NEW(copy);
    if (arg->size > 0)
        memcpy(copy, arg->data, arg->size);
    params->values[i] = copy;
    params->lengths[i] = (int)arg->size;
    params->formats[i] = 1;
    return E_OK;
}

static enum err encode_one(struct arena *arena, const struct db_arg *arg, struct params *params,
                           size_t i)
{
    char time[INSTANT_TEXT_SIZE];
    const char **value = &params->values[i];
    switch (arg->kind) {
    case ARG_NULL:
        return E_OK;
    case ARG_INT:
        *value = arena_printf(arena, "%" PRId64, arg->number);
        break;
    case ARG_TEXT:
        *value = arena_strdup(arena, arg->data);
        break;
    case ARG_BYTES:
        return encode_bytes(arena, arg, params, i);
    case ARG_BOOL:
        *value = arg->number ? "t" : "f";
        break;
    case ARG_TIME:
        *value = arena_strdup(arena, instant_sql((instant){arg->number}, time));
        break;
    case ARG_INTS:
        return encode_ints(arena, arg->data, arg->size, value);
    case ARG_TEXTS:
        return encode_texts(arena, arg->data, arg->size, value);
    }
    TRY_NEW(*value);
    return E_OK;
}

enum err params_encode(struct arena *arena, const struct db_arg *args, size_t count,
                       struct params *ret_params)
{
    if (count == 0)
        return E_OK;
    struct params params = {.count = (int)count,
                            .values = NEW_ARRAY(arena, const char *, count),
                            .lengths = NEW_ARRAY(arena, int, count),
                            .formats = NEW_ARRAY(arena, int, count)};
    TRY_NEW(params.values);
    TRY_NEW(params.lengths);
    TRY_NEW(params.formats);
    for (size_t i = 0; i < count; i++)
        TRY(encode_one(arena, &args[i], &params, i));
    *ret_params = params;
    return E_OK;
}
