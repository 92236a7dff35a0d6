/* Who may do what: every route × every kind of caller × every method, as tests/api/access.def
 * declares it. The table is complete: it is held against the routes that the programs have
 * (BUILD/routes.jsonl) and against the API's document. */
#include <json-c/json.h>
#include <sodium.h>
#include <stdio.h>

#include "support/belongings.h"
#include "support/test.h"

enum caller { NOBODY, GUEST, OTHER, SELLER, STRANGER, ADMIN, OWNER, CALLERS };
static const char *const NAMES[CALLERS] = {"nobody",   "guest", "other", "seller",
                                           "stranger", "admin", "owner"};

enum kind { KIND_JSON, KIND_PAGE, KIND_FRONT };

/* A line of the table. Each answer is a status and what is to follow it: a code of a JSON answer,
 * the beginning of the address that a page sends to. */
struct line {
    enum kind kind;
    const char *method, *path, *body;
    const char *wanted[CALLERS];
};

#define ADDRESS "\"address\":{\"postcode\":\"06236\",\"line1\":\"테헤란로 152\"}"
#define REGISTRATION                                                                               \
    "{\"email\":\"{email}\",\"password\":\"" PASSWORD                                              \
    "\",\"name\":\"홍길동\",\"phone\":\"010-1234-5678\"," ADDRESS "}"
#define SHIPPING_FORM                                                                              \
    "shipping.recipient=1&shipping.phone=010-2345-6789&shipping.address.postcode=04524&"           \
    "shipping.address.line1=1"
#define OK "200 SUCCESS"
#define MADE "201 SUCCESS"
#define GONE "204"
#define BAD "400 INVALID_REQUEST"
#define IN "401 UNAUTHENTICATED"
#define WRONG "401 INVALID_CREDENTIALS"
#define NO "403 FORBIDDEN"
#define NONE(what) "404 " what "_NOT_FOUND"
#define LOGIN "303 /login?next="
#define SAME(answer) "=" answer

static const struct line LINES[] = {
#define JSON(method, path, body, ...) {KIND_JSON, method, path, body, {__VA_ARGS__}},
#define PAGE(method, path, body, ...) {KIND_PAGE, method, path, body, {__VA_ARGS__}},
#define FRONT(method, path, body, ...) {KIND_FRONT, method, path, body, {__VA_ARGS__}},
#include "access.def"
#undef JSON
#undef PAGE
#undef FRONT
};

/* ---- who asks ---- */

struct cast {
    struct belongings things;
    struct person other, stranger, admin;
    char guest[64];
    size_t sent, wrong;
};

static const char *token_of(const struct cast *cast, enum caller caller)
{
    const char *const tokens[CALLERS] = {
        [GUEST] = cast->guest,
        [OTHER] = cast->other.token,
        [SELLER] = cast->things.seller.token,
        [STRANGER] = cast->stranger.token,
        [ADMIN] = cast->admin.token,
        [OWNER] = cast->things.owner.token,
    };
    return tokens[caller];
}

static struct cast *assemble(void)
{
    static struct cast cast;
    cast = (struct cast){.things = {.owner = customer_new(), .seller = seller_new()},
                         .other = customer_new(),
                         .stranger = seller_new(),
                         .admin = admin_person()};
    (void)snprintf(cast.guest, sizeof cast.guest, "%s", guest_new());
    return &cast;
}

/* Who has logged out is let in again with the same token. */
static void let_in_again(const struct cast *cast)
{
    const struct person *people[] = {&cast->things.owner, &cast->other, &cast->things.seller,
                                     &cast->stranger, &cast->admin};
    for (size_t i = 0; i <= COUNT(people); i++) {
        unsigned char hash[32];
        char hex[65];
        const bool guest = i == COUNT(people);
        const char *token = guest ? cast->guest : people[i]->token;
        crypto_generichash(hash, sizeof hash, (const unsigned char *)token, strlen(token), NULL, 0);
        sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
        db_do("INSERT INTO session (token_hash, %s, created_at, seen_at, expires_at) SELECT"
              " '\\x%s', %s, now(), now(), now() + interval '1 day' ON CONFLICT DO NOTHING",
              guest ? "guest_id" : "member_id", hex,
              guest ? "(SELECT max(guest_id) FROM guest)" : text("%lld", people[i]->member));
    }
}

/* ---- one request ---- */

static struct answer send(const struct cast *cast, const struct line *line, enum caller caller,
                          const char *method, const char *path, const char *body)
{
    const char *token = token_of(cast, caller);
    const bool page = line->kind == KIND_PAGE;
    const char *type = NULL;
    if (body != NULL && page)
        type = "application/x-www-form-urlencoded";
    else if (body != NULL && body[0] != '{')
        type = "image/png";
    return ASK(.method = method, .path = path, .token = page ? NULL : token, .body = body,
               .type = type,
               .headers = {page && token != NULL ? text("Cookie: sid=%s", token) : NULL});
}

/* A place that ends with '/' or '=' stands for all that begin so, others for themselves with any
 * query. */
static bool leads_to(const char *place, const char *wanted)
{
    const size_t size = strlen(wanted);
    return strncmp(place, wanted, size) == 0 &&
           (size == 0 || strchr("/=:", wanted[size - 1]) != NULL ||
            strchr("?", place[size]) != NULL);
}

static bool is_as_wanted(const struct line *line, struct answer a, const char *wanted)
{
    char *rest;
    wanted += wanted[0] == '=';
    if (a.status != strtol(wanted, &rest, 10))
        return false;
    rest += strspn(rest, " ");
    if (a.status == 303) {
        const char *place = header(a, "Location");
        return place != NULL && leads_to(place, rest);
    }
    if (line->kind == KIND_PAGE && a.status >= 400 && a.size > 0)
        return strstr(a.body, "<html") != NULL;
    return rest[0] == '\0' || (answer_has(a, "code") && strcmp(answer_text(a, "code"), rest) == 0);
}

static void judge(struct cast *cast, const struct line *line, enum caller caller, struct answer a,
                  const char *wanted)
{
    cast->sent++;
    if (is_as_wanted(line, a, wanted))
        return;
    cast->wrong++;
    const char *place = header(a, "Location");
    print_error("%s by %s: wanted %s, got %ld %s\n", a.asked, NAMES[caller], wanted, a.status,
                place != NULL                             ? place
                : a.json != NULL && answer_has(a, "code") ? answer_text(a, "code")
                                                          : "");
}

static bool is_refusal(const char *wanted)
{
    return strchr("45=", wanted[0]) != NULL || strncmp(wanted, LOGIN, strlen(LOGIN)) == 0;
}

/* `digest`: of the belongings as the refusal before left them, 0 when there was none. */
static void ask_one(struct cast *cast, const struct line *line, enum caller caller,
                    long long *digest)
{
    const bool safe = strcmp(line->method, "GET") == 0;
    const char *wanted = line->wanted[caller];
    const char *path = belongings_in(&cast->things, line->path);
    const char *body = line->body != NULL ? belongings_in(&cast->things, line->body) : NULL;
    if (!safe && is_refusal(wanted) && *digest == 0)
        *digest = belongings_digest(&cast->things);
    judge(cast, line, caller, send(cast, line, caller, line->method, path, body), wanted);
    if (safe)
        judge(cast, line, caller, send(cast, line, caller, "HEAD", path, NULL),
              text("%.3s", wanted + (wanted[0] == '=')));
    else if (is_refusal(wanted)) {
        const long long after = belongings_digest(&cast->things);
        if (after != *digest) {
            cast->wrong++;
            print_error("%s %s by %s changed something\n", line->method, path, NAMES[caller]);
        }
        *digest = after;
    } else {
        belongings_forget(&cast->things);
        let_in_again(cast);
    }
}

static void everybody_is_answered_as_the_table_says(void **state)
{
    (void)state;
    struct cast *cast = assemble();
    charge(&cast->things.owner, 100000);
    for (size_t i = 0; i < COUNT(LINES); i++) {
        long long digest = 0;
        for (int refused = 1; refused >= 0; refused--)
            for (enum caller caller = NOBODY; caller < CALLERS; caller++)
                if (is_refusal(LINES[i].wanted[caller]) == (refused == 1))
                    ask_one(cast, &LINES[i], caller, &digest);
        belongings_forget(&cast->things);
        http_forget();
    }
    print_message("%zu requests, %zu not as declared\n", cast->sent, cast->wrong);
    assert_int_equal(cast->wrong, 0);
    audit_is_clean();
}

/* ---- methods that a path does not know ---- */

/* A path or pattern with every word in braces as "{}", and without a query. */
static const char *bare(const char *path)
{
    const char *whole = "";
    while (*path != '\0' && *path != '?') {
        const size_t plain = strcspn(path, "{?");
        whole = text("%s%.*s%s", whole, (int)plain, path, path[plain] == '{' ? "{}" : "");
        path += plain;
        if (*path == '{')
            path += strcspn(path, "}") + 1;
    }
    return whole;
}

static bool has(const char *method, const char *path)
{
    for (size_t i = 0; i < COUNT(LINES); i++)
        if (strcmp(LINES[i].method, method) == 0 && strcmp(bare(LINES[i].path), path) == 0)
            return true;
    return false;
}

static bool came_before(size_t line, const char *path)
{
    for (size_t i = 0; i < line; i++)
        if (strcmp(bare(LINES[i].path), path) == 0)
            return true;
    return false;
}

/* A segment that fits ids and texts alike: whether there is such a thing is asked later. */
static const char *with_a_number(const char *path)
{
    const char *whole = "";
    for (; *path != '\0'; path++)
        if (*path == '{')
            whole = text("%s1", whole);
        else if (*path != '}')
            whole = text("%s%c", whole, *path);
    return whole;
}

/* "/api/order/lookup" is what "/api/order/{no}" would take too: that one's methods are known there.
 */
static bool is_known_by_another(const char *method, const char *path)
{
    for (size_t i = 0; i < COUNT(LINES); i++) {
        const char *pattern = bare(LINES[i].path), *open = strstr(pattern, "{}");
        if (open == NULL || strcmp(LINES[i].method, method) != 0 || strcmp(pattern, path) == 0)
            continue;
        const size_t size = (size_t)(open - pattern);
        if (strncmp(pattern, path, size) == 0 && strchr(path + size, '/') == NULL &&
            open[2] == '\0')
            return true;
    }
    return false;
}

static void other_methods_are_refused_to_everybody(void **state)
{
    (void)state;
    static const char *const METHODS[] = {"GET",    "POST",    "PUT",   "PATCH",
                                          "DELETE", "OPTIONS", "TRACE", "MOVE"};
    struct cast *cast = assemble();
    for (size_t i = 0; i < COUNT(LINES); i++) {
        const struct line *line = &LINES[i];
        const char *path = bare(line->path);
        for (size_t m = 0; m < COUNT(METHODS) && !came_before(i, path); m++)
            for (enum caller caller = NOBODY; caller < CALLERS; caller++)
                if (!has(METHODS[m], path) && !is_known_by_another(METHODS[m], path))
                    judge(cast, line, caller,
                          send(cast, line, caller, METHODS[m], with_a_number(path), NULL),
                          strncmp(path, "/api/", 5) == 0 ? "405 METHOD_NOT_ALLOWED" : "405");
        http_forget();
    }
    print_message("%zu requests, %zu not as declared\n", cast->sent, cast->wrong);
    assert_int_equal(cast->wrong, 0);
}

/* ---- the table is whole ---- */

static bool has_line(enum kind kind, const char *method, const char *path)
{
    for (size_t i = 0; i < COUNT(LINES); i++)
        if (LINES[i].kind == kind && strcmp(LINES[i].method, method) == 0 &&
            strcmp(bare(LINES[i].path), path) == 0)
            return true;
    return false;
}

struct known {
    struct json_object *routes; /* "GET /api/order/{}" → true */
    size_t count, wrong;
};

static void note_route(struct known *known, const char *method, const char *pattern)
{
    const char *path = bare(pattern);
    json_object_object_add(known->routes, text("%s %s", method, path), json_object_new_boolean(1));
    known->count++;
    if (has(method, path))
        return;
    known->wrong++;
    print_error("%s %s is a route, but no line of the table\n", method, path);
}

static void note_program(struct known *known, const char *json)
{
    struct json_object *program = json_tokener_parse(json), *routes = NULL;
    assert_true(json_object_object_get_ex(program, "routes", &routes));
    for (size_t i = 0; i < json_object_array_length(routes); i++) {
        struct json_object *route = json_object_array_get_idx(routes, i);
        note_route(known, json_object_get_string(json_object_object_get(route, "method")),
                   json_object_get_string(json_object_object_get(route, "path")));
    }
    json_object_put(program);
}

static void note_document(struct known *known)
{
    struct answer a = ask("GET", "/api/openapi.json", NULL);
    struct json_object *paths = NULL;
    assert_true(json_object_object_get_ex(a.json, "paths", &paths));
    json_object_object_foreach(paths, path, operations)
    {
        json_object_object_foreach(operations, method, operation)
        {
            (void)operation;
            const char *upper = text("%s", method);
            for (char *c = (char *)(uintptr_t)upper; *c != '\0'; c++)
                *c = (char)(*c - 'a' + 'A');
            note_route(known, upper, path);
        }
    }
}

static void table_names_every_route_and_no_other(void **state)
{
    (void)state;
    const char *build = getenv("BUILD");
    struct known known = {.routes = json_object_new_object()};
    char *line = NULL;
    size_t size = 0;
    FILE *file = fopen(text("%s/routes.jsonl", build != NULL ? build : "build"), "r");
    assert_non_null(file);
    while (getline(&line, &size, file) > 0)
        note_program(&known, line);
    (void)fclose(file);
    free(line);
    note_document(&known);
    assert_true(known.count > 100);
    for (size_t i = 0; i < COUNT(LINES); i++) {
        const char *route = text("%s %s", LINES[i].method, bare(LINES[i].path));
        if (LINES[i].kind != KIND_FRONT && !json_object_object_get_ex(known.routes, route, NULL)) {
            known.wrong++;
            print_error("%s is a line of the table, but no route\n", route);
        }
    }
    json_object_put(known.routes);
    assert_true(has_line(KIND_PAGE, "POST", "/cart/add"));
    assert_int_equal(known.wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(table_names_every_route_and_no_other),
        PROVES(everybody_is_answered_as_the_table_says),
        PROVES(other_methods_are_refused_to_everybody),
    };
    return RUN_TESTS(tests);
}
