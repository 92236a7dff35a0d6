/* The API's document as the shop serves it, and what it says of every operation alike, tried on
 * every operation (Q3, Q4). The whole suite's exchanges are held against it in tests/openapi. */
#include <json-c/json.h>

#include "support/test.h"

#define DOCUMENT "/api/openapi.json"

static void q3_document_is_served_and_asked_for_again_by_its_tag(void **state)
{
    (void)state;
    struct answer a = ask("GET", DOCUMENT, NULL);
    assert_int_equal(a.status, 200);
    assert_non_null(header_starting(a, "Content-Type", "application/json"));
    assert_non_null(a.json);
    const char *tag = header(a, "ETag");
    assert_non_null(tag);
    a = ASK(.method = "GET", .path = DOCUMENT, .headers = {text("If-None-Match: %s", tag)});
    assert_int_equal(a.status, 304);
    a = ask("POST", DOCUMENT, NULL);
    assert_answer(a, 405, "METHOD_NOT_ALLOWED");
    assert_string_equal(header(a, "Allow"), "GET, HEAD");
}

static void q3_docs_alone_may_load_data_pictures(void **state)
{
    (void)state;
    struct answer a = ask("GET", "/docs", NULL);
    assert_int_equal(a.status, 200);
    assert_non_null(header_starting(a, "Content-Type", "text/html"));
    const char *policy = header(a, "Content-Security-Policy");
    assert_non_null(strstr(policy, "img-src 'self' data:;"));
    assert_null(strstr(policy, "unsafe"));
    policy = header(ask("GET", "/login", NULL), "Content-Security-Policy");
    assert_non_null(strstr(policy, "img-src 'self';"));
}

/* ---- every operation ---- */

struct operation {
    const char *method, *path; /* with something in place of its parameters */
    const char *unknown;       /* with what no parameter may be; NULL: it has none */
    bool open;                 /* to anybody */
    bool is_signed;
    bool changes;
    bool takes_json; /* or nothing */
};

/* "GET" for "get". */
static const char *upper(const char *word)
{
    char made[16] = "";
    for (size_t i = 0; word[i] != '\0' && i + 1 < sizeof made; i++)
        made[i] = (char)(word[i] & ~0x20);
    return text("%s", made);
}

/* "/api/point/1" for "/api/point/{memberId}" and "1". */
static const char *filled(const char *path, const char *with)
{
    const char *open = strchr(path, '{');
    if (open == NULL)
        return path;
    return filled(text("%.*s%s%s", (int)(open - path), path, with, strchr(open, '}') + 1), with);
}

static bool speaks_of(struct json_object *operation, const char *name, const char *word)
{
    struct json_object *part = NULL;
    return json_object_object_get_ex(operation, name, &part) &&
           strstr(json_object_to_json_string(part), word) != NULL;
}

static struct operation operation_of(const char *path, const char *method,
                                     struct json_object *operation)
{
    return (struct operation){
        .method = upper(method),
        .path = filled(path, "1"),
        .unknown = strchr(path, '{') != NULL ? filled(path, "%01") : NULL,
        .open = speaks_of(operation, "x-access", "ANYONE"),
        .is_signed = speaks_of(operation, "security", "signature"),
        .changes = strcmp(method, "get") != 0,
        .takes_json = !json_object_object_get_ex(operation, "requestBody", NULL) ||
                      speaks_of(operation, "requestBody", "application\\/json"),
    };
}

/* Calls `try` with each operation; how many there were. */
static size_t for_each(void (*try)(const struct operation *operation, const char *admin),
                       const char *admin)
{
    struct answer a = ask("GET", DOCUMENT, NULL);
    struct json_object *paths = NULL;
    size_t count = 0;
    assert_true(json_object_object_get_ex(a.json, "paths", &paths));
    json_object_object_foreach(paths, path, item)
    {
        json_object_object_foreach(item, method, json)
        {
            const struct operation operation = operation_of(path, method, json);
            try(&operation, admin);
            count++;
        }
    }
    return count;
}

static void refuses_strangers(const struct operation *operation, const char *admin)
{
    (void)admin;
    if (!operation->open && !operation->is_signed)
        assert_answer(ask(operation->method, operation->path, NULL), 401, "UNAUTHENTICATED");
}

static void q4_every_operation_with_a_caller_is_401_without(void **state)
{
    (void)state;
    assert_true(for_each(refuses_strangers, NULL) > 50);
}

static void refuses_other_sites(const struct operation *operation, const char *admin)
{
    if (!operation->changes || operation->is_signed || strcmp(operation->path, DOCUMENT) == 0)
        return;
    struct answer a =
        ASK(.method = operation->method, .path = operation->path, .no_origin = true,
            .headers = {text("Cookie: sid=%s", admin), "Origin: https://elsewhere.example"});
    assert_answer(a, 403, "CSRF_REJECTED");
}

static void q4_every_change_from_another_site_is_403(void **state)
{
    (void)state;
    assert_true(for_each(refuses_other_sites, admin_person().token) > 50);
}

static void refuses_other_types(const struct operation *operation, const char *admin)
{
    if (!operation->changes || operation->is_signed || !operation->takes_json)
        return;
    struct answer a = ASK(.method = operation->method, .path = operation->path, .token = admin,
                          .type = "text/plain", .body = "{}");
    assert_answer(a, 415, "UNSUPPORTED_MEDIA_TYPE");
}

static void q4_every_body_that_is_not_json_is_415(void **state)
{
    (void)state;
    assert_true(for_each(refuses_other_types, admin_person().token) > 50);
}

static void refuses_much(const struct operation *operation, const char *admin)
{
    if (!operation->changes || !operation->takes_json)
        return;
    struct answer a = ASK(.method = operation->method, .path = operation->path, .token = admin,
                          .body = text("{\"note\":\"%070000d\"}", 0));
    assert_answer(a, 413, "BODY_TOO_LARGE");
}

static void q4_every_body_over_64_kib_is_413(void **state)
{
    (void)state;
    assert_true(for_each(refuses_much, admin_person().token) > 50);
}

static bool under_api(const struct operation *operation)
{
    return strncmp(operation->path, "/api/", 5) == 0;
}

/* A control character is no id, nor part of any name or number. */
static void refuses_unknown_paths(const struct operation *operation, const char *admin)
{
    if (operation->unknown != NULL && under_api(operation))
        assert_answer(ask(operation->method, operation->unknown, admin), 404, "ENTITY_NOT_FOUND");
}

static void q4_every_path_with_what_is_no_parameter_is_404(void **state)
{
    (void)state;
    assert_true(for_each(refuses_unknown_paths, admin_person().token) > 50);
}

static void refuses_unknown_members(const struct operation *operation, const char *admin)
{
    if (!operation->changes || operation->is_signed || !operation->takes_json)
        return;
    struct answer a = ASK(.method = operation->method, .path = operation->path, .token = admin,
                          .body = "{\"no such\":1}");
    assert_invalid(a, "no such", "UNKNOWN_FIELD");
}

static void q4_every_body_with_an_unknown_member_is_400(void **state)
{
    (void)state;
    assert_true(for_each(refuses_unknown_members, admin_person().token) > 50);
}

static void refuses_long_headers(const struct operation *operation, const char *admin)
{
    struct answer a = ASK(.method = operation->method, .path = operation->path, .token = admin,
                          .headers = {text("X-Long: %09000d", 0)});
    if (under_api(operation))
        assert_answer(a, 400, "INVALID_REQUEST");
    else
        assert_int_equal(a.status, 400);
}

static void q4_every_request_with_a_header_over_8_kib_is_400(void **state)
{
    (void)state;
    assert_true(for_each(refuses_long_headers, admin_person().token) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(q3_document_is_served_and_asked_for_again_by_its_tag),
        PROVES(q3_docs_alone_may_load_data_pictures),
        PROVES(q4_every_operation_with_a_caller_is_401_without),
        PROVES(q4_every_change_from_another_site_is_403),
        PROVES(q4_every_body_that_is_not_json_is_415),
        PROVES(q4_every_body_over_64_kib_is_413),
        PROVES(q4_every_path_with_what_is_no_parameter_is_404),
        PROVES(q4_every_body_with_an_unknown_member_is_400),
        PROVES(q4_every_request_with_a_header_over_8_kib_is_400),
    };
    return RUN_TESTS(tests);
}
