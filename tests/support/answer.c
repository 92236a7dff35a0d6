#include "support/answer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <setjmp.h>

#include <cmocka.h>
#include <json-c/json.h>

__attribute__((format(printf, 4, 5), noreturn)) static void
refuse(struct answer answer, const char *file, int line, const char *format, ...)
{
    char what[512];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(what, sizeof what, format, args);
    va_end(args);
    print_error("%s\n  asked:    %.500s\n  answered: %ld %.1500s\n", what, answer.asked,
                answer.status, answer.body != NULL ? answer.body : "");
    _fail(file, line);
    abort(); /* _fail does not come back */
}

/* Finds a value; false when it is not there. A JSON null is found as NULL. */
static bool find(struct answer answer, const char *way, struct json_object **ret_value)
{
    struct json_object *value = answer.json;
    char name[100];
    while (*way != '\0') {
        const size_t size = strcspn(way, ".");
        (void)snprintf(name, sizeof name, "%.*s", (int)size, way);
        if (json_object_is_type(value, json_type_array)) {
            const size_t index = strtoul(name, NULL, 10);
            if (index >= json_object_array_length(value))
                return false;
            value = json_object_array_get_idx(value, index);
        } else if (!json_object_is_type(value, json_type_object) ||
                   !json_object_object_get_ex(value, name, &value)) {
            return false;
        }
        way += size + (way[size] == '.');
    }
    *ret_value = value;
    return true;
}

static struct json_object *get(struct answer answer, const char *way, enum json_type type)
{
    struct json_object *value;
    if (!find(answer, way, &value))
        refuse(answer, __FILE__, __LINE__, "there is no %s", way);
    if (!json_object_is_type(value, type) && value != NULL)
        refuse(answer, __FILE__, __LINE__, "%s is no %s", way, json_type_to_name(type));
    return value;
}

long long answer_int(struct answer answer, const char *way)
{
    return json_object_get_int64(get(answer, way, json_type_int));
}

const char *answer_text(struct answer answer, const char *way)
{
    return json_object_get_string(get(answer, way, json_type_string));
}

size_t answer_count(struct answer answer, const char *way)
{
    struct json_object *list = get(answer, way, json_type_array);
    return list != NULL ? json_object_array_length(list) : 0;
}

bool answer_has(struct answer answer, const char *way)
{
    struct json_object *value;
    return find(answer, way, &value);
}

static const char *raw(struct json_object *value)
{
    return value != NULL ? json_object_to_json_string_ext(value, JSON_C_TO_STRING_NOSLASHESCAPE)
                         : "null";
}

const char *answer_raw(struct answer answer, const char *way)
{
    struct json_object *value;
    return find(answer, way, &value) ? raw(value) : "(absent)";
}

void check_value(struct answer answer, const char *way, const char *json, const char *file,
                 int line)
{
    if (strcmp(answer_raw(answer, way), json) != 0)
        refuse(answer, file, line, "%s is %s, not %s", way, answer_raw(answer, way), json);
}

static bool is_filled_text(struct answer answer, const char *way)
{
    struct json_object *value;
    return find(answer, way, &value) && json_object_is_type(value, json_type_string) &&
           json_object_get_string_len(value) > 0;
}

static void check_refusal(struct answer answer, const char *id, const char *file, int line)
{
    if (!is_filled_text(answer, "message"))
        refuse(answer, file, line, "a refusal without a message");
    if (strcmp(answer_raw(answer, "requestId"), text("\"%s\"", id)) != 0)
        refuse(answer, file, line, "requestId is not X-Request-Id, %s", id);
    if (answer_has(answer, "data") &&
        strcmp(answer_text(answer, "code"), "ORDER_SHEET_CHANGED") != 0)
        refuse(answer, file, line, "a refusal with data");
    struct json_object *rows;
    if (find(answer, "errors", &rows) && json_object_array_length(rows) == 0)
        refuse(answer, file, line, "errors without a row");
}

void check_answer(struct answer answer, long status, const char *code, const char *file, int line)
{
    if (answer.status != status)
        refuse(answer, file, line, "status %ld, not %ld %s", answer.status, status, code);
    const char *id = header(answer, "X-Request-Id");
    if (id == NULL || id[0] == '\0')
        refuse(answer, file, line, "no X-Request-Id");
    if (status == 204) {
        if (answer.size != 0)
            refuse(answer, file, line, "204 with a body");
        return;
    }
    const char *type = header(answer, "Content-Type");
    if (type == NULL || strncasecmp(type, "application/json", 16) != 0)
        refuse(answer, file, line, "Content-Type is %s", type != NULL ? type : "missing");
    if (strcmp(answer_raw(answer, "code"), text("\"%s\"", code)) != 0)
        refuse(answer, file, line, "code is not %s", code);
    if (status >= 400)
        check_refusal(answer, id, file, line);
    else if (!is_filled_text(answer, "message") || !answer_has(answer, "data"))
        refuse(answer, file, line, "a success without message or data");
}

void check_row(struct answer answer, const char *field, const char *code, const char *file,
               int line)
{
    struct json_object *rows = NULL;
    if (!find(answer, "errors", &rows) || !json_object_is_type(rows, json_type_array))
        refuse(answer, file, line, "no errors; wanted %s %s", field, code);
    for (size_t i = 0; i < json_object_array_length(rows); i++) {
        const char *way = text("errors.%zu", i);
        if (strcmp(answer_raw(answer, text("%s.field", way)), text("\"%s\"", field)) == 0 &&
            strcmp(answer_raw(answer, text("%s.code", way)), text("\"%s\"", code)) == 0 &&
            is_filled_text(answer, text("%s.reason", way)))
            return;
    }
    refuse(answer, file, line, "no errors row %s %s", field, code);
}

void check_invalid(struct answer answer, const char *field, const char *code, const char *file,
                   int line)
{
    check_answer(answer, 400, "INVALID_REQUEST", file, line);
    check_row(answer, field, code, file, line);
}

/* "2026-11-20T12:34:56+09:00", with or without a fraction of the second. */
static bool is_time(const char *t)
{
    static const char form[] = "0000-00-00T00:00:00";
    for (size_t i = 0; form[i] != '\0'; i++)
        if (form[i] == '0' ? t[i] < '0' || t[i] > '9' : t[i] != form[i])
            return false;
    t += sizeof form - 1;
    if (*t == '.')
        t += 1 + strspn(t + 1, "0123456789");
    return strcmp(t, "+09:00") == 0;
}

static bool is_of(struct json_object *value, const char *type, size_t size)
{
    static const struct {
        const char *name;
        enum json_type type;
    } TYPES[] = {{"int", json_type_int},       {"text", json_type_string},
                 {"bool", json_type_boolean},  {"time", json_type_string},
                 {"object", json_type_object}, {"list", json_type_array}};
    for (size_t i = 0; i < sizeof TYPES / sizeof TYPES[0]; i++) {
        if (strlen(TYPES[i].name) != size || strncmp(TYPES[i].name, type, size) != 0)
            continue;
        return json_object_is_type(value, TYPES[i].type) &&
               (strncmp(type, "time", 4) != 0 || is_time(json_object_get_string(value)));
    }
    return false;
}

void check_shape(struct answer answer, const char *way, const char *members, const char *file,
                 int line)
{
    struct json_object *object = get(answer, way, json_type_object);
    int known = 0;
    for (const char *at = members; *at != '\0'; at += *at == ' ') {
        const size_t name_size = strcspn(at, ":");
        const char *type = at + name_size + 1;
        const size_t type_size = strcspn(type, "?* ");
        const bool nullable = type[type_size] == '?', optional = type[type_size] == '*';
        const char *name = text("%.*s", (int)name_size, at);
        struct json_object *value;
        at = type + type_size + (nullable || optional);
        if (!json_object_object_get_ex(object, name, &value)) {
            if (!optional)
                refuse(answer, file, line, "%s has no %s", way, name);
            continue;
        }
        known++;
        if (!(value == NULL && nullable) && !is_of(value, type, type_size))
            refuse(answer, file, line, "%s.%s is no %.*s", way, name, (int)type_size, type);
    }
    if (json_object_object_length(object) != known)
        refuse(answer, file, line, "%s has members beside: %s", way, members);
}
