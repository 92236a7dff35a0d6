#include "app/describe.h"

#include <string.h>

#include "base/ids.h"

#define DESCRIPTION_LIMIT (4 << 20)

static const char *const ACCESS_NAMES[] = {
    [ACCESS_ANYONE] = "ANYONE", [ACCESS_CALLER] = "CALLER", [ACCESS_MEMBER] = "MEMBER",
    [ACCESS_SELLER] = "SELLER", [ACCESS_ADMIN] = "ADMIN",
};

static void describe_int(struct json schema, int64_t low, int64_t high)
{
    json_text(schema, "type", "integer");
    json_text(schema, "format", "int64");
    json_int(schema, "minimum", low);
    json_int(schema, "maximum", high);
}

static void describe_text(struct json schema, const struct field *field)
{
    json_text(schema, "type", "string");
    if (field->type == FIELD_SECRET)
        json_text(schema, "format", "password");
    if (field->min > 0)
        json_int(schema, "minLength", field->min);
    json_int(schema, "maxLength", field->max);
}

static void describe_names(struct json schema, const char *const *names)
{
    json_text(schema, "type", "string");
    struct json values = json_array(schema, "enum");
    /* An empty name stands for "none", which nobody can send. */
    for (; *names != NULL; names++)
        if (**names != '\0')
            json_text(values, NULL, *names);
}

static void describe_list(struct json schema, const struct field *field)
{
    json_text(schema, "type", "array");
    json_int(schema, "minItems", field->min);
    json_int(schema, "maxItems", field->max);
}

static void describe_set(struct json schema, const struct field_set *set);

static void describe_field(struct json schema, const struct field *field)
{
    switch (field->type) {
    case FIELD_INT:
        describe_int(schema, field->min, field->max);
        break;
    case FIELD_LINE:
    case FIELD_TEXT:
    case FIELD_SECRET:
        describe_text(schema, field);
        break;
    case FIELD_BOOL:
        json_text(schema, "type", "boolean");
        break;
    case FIELD_ENUM:
        describe_names(schema, field->names);
        break;
    case FIELD_OBJECT:
        describe_set(schema, field->of);
        break;
    case FIELD_INTS:
        describe_list(schema, field);
        describe_int(json_object(schema, "items"), 1, ID_MAX);
        break;
    case FIELD_OBJECTS:
        describe_list(schema, field);
        describe_set(json_object(schema, "items"), field->of);
        break;
    }
}

static bool has_required(const struct field_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->fields[i].required)
            return true;
    return false;
}

static void describe_set(struct json schema, const struct field_set *set)
{
    json_text(schema, "type", "object");
    struct json properties = json_object(schema, "properties");
    for (size_t i = 0; i < set->count; i++)
        describe_field(json_object(properties, set->fields[i].name), &set->fields[i]);
    if (has_required(set)) {
        struct json required = json_array(schema, "required");
        for (size_t i = 0; i < set->count; i++)
            if (set->fields[i].required)
                json_text(required, NULL, set->fields[i].name);
    }
    json_bool(schema, "additionalProperties", false);
}

static void describe_query(struct json route, const struct field_set *set)
{
    struct json parameters = json_array(route, "parameters");
    for (size_t i = 0; i < set->count; i++) {
        const struct field *field = &set->fields[i];
        struct json parameter = json_object(parameters, NULL);
        json_text(parameter, "name", field->name);
        json_text(parameter, "in", "query");
        json_bool(parameter, "required", field->required);
        if (field->type == FIELD_INTS) {
            json_text(parameter, "style", "form");
            json_bool(parameter, "explode", false);
        }
        describe_field(json_object(parameter, "schema"), field);
    }
}

static void describe_route(struct json out, const struct route *route)
{
    json_text(out, "method", route->method);
    json_text(out, "path", route->pattern);
    json_text(out, "access", ACCESS_NAMES[route->access]);
    json_bool(out, "idempotent", (route->flags & ROUTE_IDEMPOTENT) != 0);
    json_bool(out, "signed", (route->flags & ROUTE_SIGNED) != 0);
    json_bool(out, "bytes", (route->flags & ROUTE_BYTES) != 0);
    if (route->query != NULL)
        describe_query(out, route->query);
    if (route->body != NULL) {
        describe_set(json_object(out, "body"), route->body);
        json_bool(out, "bodyRequired", has_required(route->body));
    }
}

bool describe_program(const struct program *program, bool pages, FILE *out)
{
    struct arena *arena = arena_new(DESCRIPTION_LIMIT);
    struct slice text = {NULL, 0};
    if (arena == NULL)
        return false;
    struct json root = json_new(arena);
    json_text(root, "program", program->name);
    struct json routes = json_array(root, "routes");
    for (size_t i = 0; i < program->route_count; i++)
        if (pages || (program->routes[i].flags & ROUTE_PAGE) == 0)
            describe_route(json_object(routes, NULL), &program->routes[i]);
    const bool written = json_render(root, &text) == E_OK &&
                         fwrite(text.data, 1, text.size, out) == text.size &&
                         fputc('\n', out) != EOF && fflush(out) == 0;
    arena_free(arena);
    return written;
}
