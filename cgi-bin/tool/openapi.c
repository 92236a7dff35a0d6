/* jangteo-openapi: puts the API's document (OpenAPI 3.1) together and prints it.
 *
 *   jangteo-openapi FILE…
 *
 * A file with "routes" is what a program says of itself (app/describe.h). Every other one is a part
 * of cgi-bin/api/openapi: `operations` by "METHOD /path/{name}" (summary, tag, answers, errors),
 * and `schemas`; the one with "frame" is what stands around it all. A route without an operation,
 * an operation without a route, an unknown error code or schema: exit status 1, and a sentence
 * each. */
#include <stdio.h>
#include <string.h>

#include <json-c/json_pointer.h>

#include "tool/openapi/operation.h"

#define PART_MAX 100

struct part {
    const char *file;
    struct json_object *json;
};

static struct {
    struct part parts[PART_MAX];
    size_t count;
    struct json_object *document, *paths, *schemas;
} run;

/* ---- matching operations with routes ---- */

/* Whether "/api/point/{memberId}" is the pattern "/api/point/{id}". */
static bool same_path(const char *named, const char *pattern)
{
    while (*named != '\0' && *named == *pattern) {
        if (*named == '{') {
            named += strcspn(named, "}");
            pattern += strcspn(pattern, "}");
        }
        named += *named != '\0';
        pattern += *pattern != '\0';
    }
    return *named == *pattern;
}

static bool same_operation(const char *key, struct json_object *route)
{
    const char *method = get_text(route, "method");
    const size_t size = strlen(method);
    return strncmp(key, method, size) == 0 && key[size] == ' ' &&
           same_path(key + size + 1, get_text(route, "path"));
}

static struct json_object *find_route(const char *key)
{
    for (size_t i = 0; i < run.count; i++) {
        struct json_object *routes = get(run.parts[i].json, "routes");
        for (size_t k = 0; routes != NULL && k < json_object_array_length(routes); k++) {
            struct json_object *route = json_object_array_get_idx(routes, k);
            if (same_operation(key, route))
                return route;
        }
    }
    return NULL;
}

static bool has_operation(struct json_object *route)
{
    for (size_t i = 0; i < run.count; i++) {
        struct json_object *operations = get(run.parts[i].json, "operations");
        if (operations == NULL)
            continue;
        json_object_object_foreach(operations, key, operation)
        {
            (void)operation;
            if (same_operation(key, route))
                return true;
        }
    }
    return false;
}

static void check_routes(const struct part *part)
{
    struct json_object *routes = get(part->json, "routes");
    for (size_t i = 0; routes != NULL && i < json_object_array_length(routes); i++) {
        struct json_object *route = json_object_array_get_idx(routes, i);
        if (!has_operation(route))
            complain("%s answers %s %s, which cgi-bin/api/openapi does not describe",
                     get_text(part->json, "program"), get_text(route, "method"),
                     get_text(route, "path"));
    }
}

/* ---- the document ---- */

/* The Operation Object of "GET /api/point/{memberId}", new in the document. NULL: no such key. */
static struct json_object *put_operation(const char *key)
{
    char method[16];
    const char *path = strchr(key, ' ');
    if (path == NULL || (size_t)(path - key) >= sizeof method)
        return NULL;
    const size_t size = (size_t)(path - key);
    for (size_t i = 0; i < size; i++)
        method[i] = (char)(key[i] | 0x20);
    method[size] = '\0';
    path++;
    struct json_object *item = get(run.paths, path);
    return put_object(item != NULL ? item : put_object(run.paths, path), method);
}

static void add_operation(const char *key, struct json_object *operation)
{
    struct json_object *route = find_route(key);
    if (route == NULL && get(operation, "nginx") != NULL)
        route = operation; /* a file that nginx serves */
    struct json_object *out = route != NULL ? put_operation(key) : NULL;
    if (out != NULL)
        operation_fill(out, key, operation, route);
    else
        complain("%s is described, but no program answers it", key);
}

static void add_part(const struct part *part)
{
    struct json_object *operations = get(part->json, "operations");
    struct json_object *schemas = get(part->json, "schemas");
    if (schemas != NULL) {
        json_object_object_foreach(schemas, name, schema)
        {
            if (get(run.schemas, name) != NULL)
                complain("%s: the schema %s stands in another part too", part->file, name);
            put_shared(run.schemas, name, schema);
        }
    }
    if (operations != NULL) {
        json_object_object_foreach(operations, key, operation)
        {
            add_operation(key, operation);
        }
    }
}

static void check_reference(const char *target)
{
    struct json_object *found = NULL;
    if (target[0] != '#' || json_pointer_get(run.document, target + 1, &found) != 0)
        complain("%s leads nowhere", target);
}

/* Every reference leads somewhere. */
static void check_references(struct json_object *value)
{
    if (json_object_is_type(value, json_type_array))
        for (size_t i = 0; i < json_object_array_length(value); i++)
            check_references(json_object_array_get_idx(value, i));
    if (!json_object_is_type(value, json_type_object))
        return;
    json_object_object_foreach(value, name, member)
    {
        if (strcmp(name, "$ref") == 0)
            check_reference(json_object_get_string(member));
        else
            check_references(member);
    }
}

static bool read_parts(int count, char **files)
{
    for (int i = 0; i < count; i++) {
        if (run.count == PART_MAX) {
            complain("more than %d files", PART_MAX);
            return false;
        }
        struct json_object *json = json_object_from_file(files[i]);
        if (json == NULL) {
            complain("%s: %s", files[i], json_util_get_last_err());
            return false;
        }
        run.parts[run.count++] = (struct part){files[i], json};
        struct json_object *frame = get(json, "frame");
        if (frame != NULL)
            run.document = frame;
    }
    if (run.document == NULL)
        complain("no file holds the frame");
    return run.document != NULL;
}

static void put_together(void)
{
    run.paths = put_object(run.document, "paths");
    run.schemas = put_object(get(run.document, "components"), "schemas");
    for (size_t i = 0; i < run.count; i++)
        add_part(&run.parts[i]);
    for (size_t i = 0; i < run.count; i++)
        check_routes(&run.parts[i]);
    check_references(run.document);
}

int main(int argc, char **argv)
{
    if (read_parts(argc - 1, argv + 1))
        put_together();
    if (complaints() == 0) {
        const int flags =
            JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_PRETTY_TAB | JSON_C_TO_STRING_NOSLASHESCAPE;
        (void)puts(json_object_to_json_string_ext(run.document, flags));
        if (fflush(stdout) != 0 || ferror(stdout))
            complain("the document cannot be written");
    }
    for (size_t i = 0; i < run.count; i++)
        json_object_put(run.parts[i].json);
    return complaints() > 0;
}
