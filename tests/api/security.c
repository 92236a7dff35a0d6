/* What tests/security/ASVS.md promises of every answer, and of what is served at all. */
#include <dirent.h>
#include <stdio.h>

#include "support/desk.h"
#include "support/test.h"

/* ---- headers ---- */

static void assert_header(struct answer a, const char *name, const char *part)
{
    const char *value = header(a, name);
    if (value == NULL || strstr(value, part) == NULL)
        fail_msg("%s: %s is %s, without %s", a.asked, name, value != NULL ? value : "not there",
                 part);
}

/* A text says how it is encoded; JSON is always UTF-8. */
static void assert_type(struct answer a)
{
    const char *type = header(a, "Content-Type");
    if (a.size > 0 && type == NULL)
        fail_msg("%s has no type", a.asked);
    if (type != NULL && strncmp(type, "text/", 5) == 0)
        assert_header(a, "Content-Type", "charset=utf-8");
}

static void every_answer_wears_its_headers(void **state)
{
    (void)state;
    const struct person member = customer_new();
    const struct {
        const char *method, *path;
        bool kept; /* by browsers: it is the same for everybody */
    } cases[] = {
        {"GET", "/", false},
        {"GET", "/products", false},
        {"GET", "/cart", false},
        {"GET", "/login", false},
        {"GET", "/me", false},
        {"GET", "/orders", false},
        {"GET", "/admin", false},
        {"GET", "/nothing/of/the/kind", false},
        {"POST", "/login", false},
        {"GET", "/api/product", false},
        {"GET", "/api/member/me", false},
        {"GET", "/api/nothing", false},
        {"POST", "/api/session", false},
        {"TRACE", "/api/session", false},
        {"GET", "/api/openapi.json", true},
        {"GET", "/docs", true},
        {"GET", "/static/favicon.svg", true},
        {"GET", "/robots.txt", true},
        {"GET", "/healthz", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int known = 0; known < 2; known++) {
            struct answer a = ASK(.method = cases[i].method, .path = cases[i].path,
                                  .token = known ? member.token : NULL, .no_origin = true,
                                  .headers = {"Origin: https://evil.example",
                                              known ? text("Cookie: sid=%s", member.token) : NULL});
            assert_true(a.status > 0);
            assert_header(a, "X-Content-Type-Options", "nosniff");
            assert_header(a, "Referrer-Policy", "same-origin");
            assert_header(a, "Content-Security-Policy", "default-src 'none'");
            assert_header(a, "Content-Security-Policy", "script-src 'self'");
            assert_header(a, "Content-Security-Policy", "frame-ancestors 'none'");
            assert_header(a, "Content-Security-Policy", "base-uri 'none'");
            assert_null(strstr(header(a, "Content-Security-Policy"), "unsafe-"));
            assert_null(header(a, "Access-Control-Allow-Origin"));
            assert_null(header(a, "X-Powered-By"));
            assert_type(a);
            if (!cases[i].kept)
                assert_header(a, "Cache-Control", "no-store");
        }
}

/* ---- passwords ---- */

static long log_in(const char *email, const char *password)
{
    return call("POST", "/api/session", NULL, "{\"email\":\"%s\",\"password\":\"%s\"}", email,
                password)
        .status;
}

static void passwords_are_compared_as_they_were_typed(void **state)
{
    (void)state;
    const char *email = text("%s@test.example", unique());
    /* As long as may be: bcrypt, say, would look at the first 72 bytes only. */
    const char *password = text("  Plum Kettle %0100d ", 7);
    assert_answer(call("POST", "/api/member", NULL,
                       "{\"email\":\"%s\",\"password\":\"%s\",\"name\":\"홍길동\","
                       "\"phone\":\"010-1234-5678\",\"address\":{\"postcode\":\"06236\","
                       "\"line1\":\"테헤란로 152\"}}",
                       email, password),
                  201, "SUCCESS");
    assert_int_equal(log_in(email, password), 200);
    assert_int_equal(log_in(email, text("  plum Kettle %0100d ", 7)), 401);
    assert_int_equal(log_in(email, text("Plum Kettle %0100d", 7)), 401);
    assert_int_equal(log_in(email, text("  Plum Kettle %0100d ", 8)), 401);
    assert_int_equal(log_in(email, text("  Plum Kettle %099d ", 7)), 401);
}

static void password_fields_are_masked_and_may_be_filled_in(void **state)
{
    (void)state;
    const struct person member = customer_new();
    const struct {
        const char *path, *token;
        size_t fields;
    } cases[] = {{"/login", NULL, 1}, {"/join", NULL, 1}, {"/me", member.token, 3}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer a = cases[i].token != NULL ? page(cases[i].path, cases[i].token)
                                                 : ask("GET", cases[i].path, NULL);
        size_t fields = 0;
        assert_int_equal(a.status, 200);
        for (const char *at = a.body; (at = strstr(at, "<input")) != NULL; at++) {
            const char *input = text("%.*s", (int)strcspn(at, ">"), at);
            assert_null(strstr(input, "onpaste"));
            if (strstr(input, "assword\"") == NULL)
                continue;
            fields++;
            assert_non_null(strstr(input, "type=\"password\""));
            assert_true(strstr(input, "autocomplete=\"current-password\"") != NULL ||
                        strstr(input, "autocomplete=\"new-password\"") != NULL);
        }
        assert_int_equal(fields, cases[i].fields);
    }
}

/* ---- what is served ---- */

static void nothing_of_the_tree_is_served(void **state)
{
    (void)state;
    static const char *const PATHS[] = {
        "/.git/HEAD",
        "/.git/config",
        "/static/.git/HEAD",
        "/Makefile",
        "/README.md",
        "/nginx/serve",
        "/nginx/jangteo.conf.in",
        "/sql/schema/0001_members.sql",
        "/templates/layout/header.tpl",
        "/static/",
        "/static/css/",
        "/static/img",
        "/static/../Makefile",
        "/static/%2e%2e/Makefile",
        "/static/..%2f..%2f..%2fetc/passwd",
        "/static/000000000000/../../../etc/passwd",
        "/media/../../etc/passwd",
        "/media/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/refused.ko.html",
        "/stack.env",
        "/state/events.secret",
    };
    for (size_t i = 0; i < COUNT(PATHS); i++) {
        const struct answer a = ask("GET", PATHS[i], NULL);
        if (a.status != 404 && a.status != 403 && a.status != 400 && a.status != 301)
            fail_msg("%s got %ld", a.asked, a.status);
        assert_null(strstr(a.body, "root:"));
        assert_null(strstr(a.body, "Index of"));
        assert_null(strstr(a.body, "CREATE TABLE"));
    }
}

/* ---- scripts ---- */

static void assert_harmless(const char *path)
{
    static const char *const WORDS[] = {
        "localStorage", "sessionStorage", "indexedDB",          "document.cookie", "eval(",
        "new Function", "document.write", "insertAdjacentHTML", "outerHTML",       "__proto__",
    };
    char *script = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(getdelim(&script, &size, '\0', file) > 0);
    (void)fclose(file);
    for (size_t i = 0; i < COUNT(WORDS); i++)
        if (strstr(script, WORDS[i]) != NULL)
            fail_msg("%s uses %s", path, WORDS[i]);
    free(script);
}

static void scripts_store_nothing_and_run_no_text(void **state)
{
    (void)state;
    size_t count = 0;
    DIR *folder = opendir("static/js");
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (strstr(entry->d_name, ".js") != NULL) {
            assert_harmless(text("static/js/%s", entry->d_name));
            count++;
        }
    (void)closedir(folder);
    assert_true(count > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(every_answer_wears_its_headers),
        PROVES(passwords_are_compared_as_they_were_typed),
        PROVES(password_fields_are_masked_and_may_be_filled_in),
        PROVES(nothing_of_the_tree_is_served),
        PROVES(scripts_store_nothing_and_run_no_text),
    };
    return RUN_TESTS(tests);
}
