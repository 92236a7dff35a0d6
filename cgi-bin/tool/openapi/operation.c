#include "tool/openapi/operation.h"

#include <stdio.h>
#include <string.h>

#include "base/ids.h"

#define OPERATION_ID_SIZE 200

static const struct {
    const char *code;
    int status;
} ERRORS[] = {
#define ERR(name, status, code) {code, status},
#include "base/err.def"
#undef ERR
};

/* ---- what is asked ---- */

/* Parameters of the path, named as the operation names them and typed as the route does. */
static void add_path_parameters(struct json_object *parameters, const char *path,
                                const char *pattern)
{
    while ((path = strchr(path, '{')) != NULL && (pattern = strchr(pattern, '{')) != NULL) {
        const int size = (int)strcspn(path + 1, "}");
        const bool is_id = strncmp(pattern, "{id}", 4) == 0;
        struct json_object *parameter = json_object_new_object();
        put(parameter, "name", json_object_new_string_len(path + 1, size));
        put_text(parameter, "in", "path");
        put(parameter, "required", json_object_new_boolean(true));
        struct json_object *schema = put_object(parameter, "schema");
        put_text(schema, "type", is_id ? "integer" : "string");
        if (is_id) {
            put_text(schema, "format", "int64");
            put(schema, "minimum", json_object_new_int64(1));
            put(schema, "maximum", json_object_new_int64(ID_MAX));
        }
        json_object_array_add(parameters, parameter);
        path += size + 1;
        pattern++;
    }
}

static void add_parameters(struct json_object *out, struct json_object *operation,
                           struct json_object *route, const char *path)
{
    struct json_object *parameters = json_object_new_array();
    struct json_object *named[] = {get(route, "parameters"), get(operation, "parameters")};
    add_path_parameters(parameters, path, get_text(route, "path"));
    for (size_t i = 0; i < sizeof named / sizeof named[0]; i++)
        for (size_t k = 0; named[i] != NULL && k < json_object_array_length(named[i]); k++)
            json_object_array_add(parameters,
                                  json_object_get(json_object_array_get_idx(named[i], k)));
    if (get_flag(route, "idempotent"))
        json_object_array_add(parameters, reference("parameters", "IdempotencyKey"));
    if (json_object_array_length(parameters) > 0)
        put(out, "parameters", parameters);
    else
        json_object_put(parameters);
}

static void add_request_body(struct json_object *out, struct json_object *operation,
                             struct json_object *route)
{
    struct json_object *schema = get(route, "body"), *types = get(operation, "takes");
    if (schema == NULL)
        schema = get(operation, "body"); /* read by the handler itself */
    if (schema == NULL && types == NULL)
        return;
    struct json_object *body = put_object(out, "requestBody");
    put(body, "required",
        json_object_new_boolean(get(route, "body") == NULL || get_flag(route, "bodyRequired")));
    struct json_object *content = put_object(body, "content");
    if (schema != NULL)
        put_shared(put_object(content, "application/json"), "schema", schema);
    for (size_t i = 0; types != NULL && i < json_object_array_length(types); i++)
        put_object(content, json_object_get_string(json_object_array_get_idx(types, i)));
}

static void add_security(struct json_object *out, struct json_object *route)
{
    static const char *const SIGNATURE[] = {"signature", NULL}, *const TOKEN[] = {"bearer",
                                                                                  "cookie", NULL};
    struct json_object *security = put_array(out, "security");
    const bool is_signed = get_flag(route, "signed");
    if (!is_signed && strcmp(get_text(route, "access"), "ANYONE") == 0)
        return;
    for (const char *const *scheme = is_signed ? SIGNATURE : TOKEN; *scheme != NULL; scheme++) {
        struct json_object *one = json_object_new_object();
        put_array(one, *scheme);
        json_object_array_add(security, one);
    }
}

/* ---- what is answered ---- */

static void add_headers(struct json_object *response, int status)
{
    struct json_object *headers = put_object(response, "headers");
    put(headers, "X-Request-Id", reference("headers", "RequestId"));
    if (status == 405)
        put(headers, "Allow", reference("headers", "Allow"));
    if (status == 429 || status == 503)
        put(headers, "Retry-After", reference("headers", "RetryAfter"));
}

static struct json_object *page_of(const char *name)
{
    struct json_object *page = reference("schemas", "Page");
    struct json_object *items = put_object(put_object(page, "properties"), "items");
    put(items, "items", reference("schemas", name));
    return page;
}

/* {"code":"SUCCESS",…} around the data that is named: "Order", or "page of Order". */
static void add_data(struct json_object *response, const char *name)
{
    struct json_object *json = put_object(put_object(response, "content"), "application/json");
    struct json_object *schema = reference("schemas", "Success");
    const bool page = strncmp(name, "page of ", 8) == 0;
    put(put_object(schema, "properties"), "data",
        page ? page_of(name + 8) : reference("schemas", name));
    put(json, "schema", schema);
}

static void add_answers(struct json_object *responses, struct json_object *operation,
                        struct json_object *route)
{
    struct json_object *answers = get(operation, "answers"), *type = get(operation, "gives");
    if (answers == NULL)
        return;
    json_object_object_foreach(answers, status, data)
    {
        struct json_object *response = put_object(responses, status);
        put_text(response, "description", data == NULL ? "Done." : "Success.");
        add_headers(response, 0);
        if (get_flag(route, "idempotent"))
            put(get(response, "headers"), "Idempotent-Replayed", reference("headers", "Replayed"));
        if (data == NULL)
            continue;
        if (type != NULL)
            put_shared(put_object(put_object(response, "content"), json_object_get_string(type)),
                       "schema", data);
        else
            add_data(response, json_object_get_string(data));
    }
}

static int status_of(const char *code)
{
    for (size_t i = 0; i < sizeof ERRORS / sizeof ERRORS[0]; i++)
        if (strcmp(ERRORS[i].code, code) == 0)
            return ERRORS[i].status;
    return 0;
}

/* Adds a code to the refusals of its status: an array of codes a status. */
static void add_error(struct json_object *refusals, const char *key, const char *code)
{
    char name[16];
    const int status = status_of(code);
    if (status == 0) {
        complain("%s: %s is no error of base/err.def", key, code);
        return;
    }
    (void)snprintf(name, sizeof name, "%d", status);
    struct json_object *codes = get(refusals, name);
    if (codes == NULL)
        codes = put_array(refusals, name);
    if (!holds(codes, code))
        add_text(codes, code);
}

/* The refusals that follow from what a route demands, for every operation alike. */
static void add_common_errors(struct json_object *refusals, const char *key,
                              struct json_object *route)
{
    const char *access = get_text(route, "access");
    const bool is_signed = get_flag(route, "signed");
    add_error(refusals, key, "INVALID_REQUEST");
    add_error(refusals, key, "TOO_MANY_REQUESTS");
    add_error(refusals, key, "INTERNAL_SERVER_ERROR");
    add_error(refusals, key, "SERVICE_UNAVAILABLE");
    if (strcmp(access, "ANYONE") != 0)
        add_error(refusals, key, "UNAUTHENTICATED");
    if (strcmp(access, "SELLER") == 0 || strcmp(access, "ADMIN") == 0)
        add_error(refusals, key, "FORBIDDEN");
    if (strchr(key, '{') != NULL)
        add_error(refusals, key, "ENTITY_NOT_FOUND");
    if (get_flag(route, "idempotent")) {
        add_error(refusals, key, "IDEMPOTENCY_IN_PROGRESS");
        add_error(refusals, key, "IDEMPOTENCY_KEY_REUSED");
    }
    if (strncmp(key, "GET ", 4) == 0)
        return;
    add_error(refusals, key, "BODY_TOO_LARGE");
    if (is_signed)
        return;
    add_error(refusals, key, "CSRF_REJECTED");
    add_error(refusals, key, "UNSUPPORTED_MEDIA_TYPE");
}

/* A refusal's schema: which codes it may carry, and, where an error brings data, which. */
static struct json_object *refusal_schema(struct json_object *codes, struct json_object *carries)
{
    struct json_object *schema = reference("schemas", "Failure");
    put_shared(put_object(put_object(schema, "properties"), "code"), "enum", codes);
    for (size_t i = 0; carries != NULL && i < json_object_array_length(codes); i++) {
        const char *code = json_object_get_string(json_object_array_get_idx(codes, i));
        struct json_object *data = get(carries, code);
        if (data == NULL)
            continue;
        struct json_object *both = json_object_new_object(), *either = put_array(both, "anyOf");
        struct json_object *full = reference("schemas", "FailureWithData");
        struct json_object *properties = put_object(full, "properties");
        put_text(put_object(properties, "code"), "const", code);
        put(properties, "data", reference("schemas", json_object_get_string(data)));
        json_object_array_add(either, schema);
        json_object_array_add(either, full);
        schema = both;
    }
    return schema;
}

static void add_refusals(struct json_object *responses, struct json_object *operation,
                         struct json_object *route, const char *key)
{
    struct json_object *refusals = json_object_new_object(), *errors = get(operation, "errors");
    for (size_t i = 0; errors != NULL && i < json_object_array_length(errors); i++)
        add_error(refusals, key, json_object_get_string(json_object_array_get_idx(errors, i)));
    add_common_errors(refusals, key, route);
    json_object_object_foreach(refusals, status, codes)
    {
        struct json_object *response = put_object(responses, status);
        put_text(response, "description", "Refused; `code` says why.");
        int number = 0;
        (void)sscanf(status, "%d", &number);
        add_headers(response, number);
        put(put_object(put_object(response, "content"), "application/json"), "schema",
            refusal_schema(codes, get(operation, "carries")));
    }
    json_object_put(refusals);
}

/* ---- all of it ---- */

/* "GET /api/point/{memberId}" becomes "getApiPointMemberId". */
static void add_operation_id(struct json_object *out, const char *key)
{
    char id[OPERATION_ID_SIZE];
    size_t size = 0;
    for (bool begins = false, method = true; *key != '\0' && size + 1 < sizeof id; key++) {
        const bool letter = strchr(" /-{}.", *key) == NULL;
        method = method && letter;
        if (letter)
            id[size++] = (char)(method ? *key | 0x20 : begins ? *key & ~0x20 : *key);
        begins = !letter;
    }
    id[size] = '\0';
    put_text(out, "operationId", id);
}

void operation_fill(struct json_object *out, const char *key, struct json_object *operation,
                    struct json_object *route)
{
    add_operation_id(out, key);
    add_text(put_array(out, "tags"), get_text(operation, "tag"));
    put_shared(out, "summary", get(operation, "summary"));
    put_shared(out, "description", get(operation, "description"));
    put_shared(out, "x-access", get(route, "access"));
    add_security(out, route);
    add_parameters(out, operation, route, strchr(key, ' ') + 1);
    add_request_body(out, operation, route);
    struct json_object *responses = put_object(out, "responses");
    add_answers(responses, operation, route);
    add_refusals(responses, operation, route, key);
}
