#include "tool/openapi/node.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define REFERENCE_SIZE 200

static int complaint_count;

void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)fputs("openapi: ", stderr);
    (void)vfprintf(stderr, format, args);
    (void)fputc('\n', stderr);
    va_end(args);
    complaint_count++;
}

int complaints(void)
{
    return complaint_count;
}

struct json_object *get(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;
    return json_object_object_get_ex(object, name, &value) ? value : NULL;
}

const char *get_text(struct json_object *object, const char *name)
{
    struct json_object *value = get(object, name);
    return value != NULL ? json_object_get_string(value) : "";
}

bool get_flag(struct json_object *object, const char *name)
{
    return json_object_get_boolean(get(object, name));
}

void put(struct json_object *object, const char *name, struct json_object *value)
{
    json_object_object_add(object, name, value);
}

void put_text(struct json_object *object, const char *name, const char *value)
{
    put(object, name, json_object_new_string(value));
}

void put_shared(struct json_object *object, const char *name, struct json_object *value)
{
    if (value != NULL)
        put(object, name, json_object_get(value));
}

struct json_object *put_object(struct json_object *object, const char *name)
{
    struct json_object *value = json_object_new_object();
    put(object, name, value);
    return value;
}

struct json_object *put_array(struct json_object *object, const char *name)
{
    struct json_object *value = json_object_new_array();
    put(object, name, value);
    return value;
}

void add_text(struct json_object *array, const char *value)
{
    json_object_array_add(array, json_object_new_string(value));
}

struct json_object *reference(const char *kind, const char *name)
{
    char text[REFERENCE_SIZE];
    (void)snprintf(text, sizeof text, "#/components/%s/%s", kind, name);
    struct json_object *value = json_object_new_object();
    put_text(value, "$ref", text);
    return value;
}

bool holds(struct json_object *array, const char *text)
{
    for (size_t i = 0; i < json_object_array_length(array); i++)
        if (strcmp(json_object_get_string(json_object_array_get_idx(array, i)), text) == 0)
            return true;
    return false;
}
