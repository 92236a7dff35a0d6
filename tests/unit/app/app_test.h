/* What the tests of app/ share: one request through a program in memory. */
#ifndef JANGTEO_TESTS_APP_TEST_H
#define JANGTEO_TESTS_APP_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/app.h"
#include "base/clock.h"

struct app_test {
    struct call call;
    struct settings settings;
    struct request req;
    struct response res;
    struct db *db; /* NULL where no database is needed */
};

static inline int app_setup(void **state)
{
    struct app_test *test = calloc(1, sizeof *test);
    if (test == NULL)
        return -1;
    test->settings.public_url = "http://127.0.0.1:8080";
    test->call = (struct call){
        .arena = arena_new(4 << 20),
        .settings = &test->settings,
        .now = clock_now(),
        .request_id = "test-request",
    };
    *state = test;
    return test->call.arena != NULL ? 0 : -1;
}

static inline int app_teardown(void **state)
{
    struct app_test *test = *state;
    db_free(test->db);
    arena_free(test->call.arena);
    free(test);
    return 0;
}

/* Serves one request; `type` NULL: no body. Unsafe ones come from the shop's own pages. */
static inline void app_send(struct app_test *test, const struct program *program,
                            const char *method, const char *path, const char *type,
                            const char *body)
{
    test->req.method = method;
    test->req.path = path;
    if (test->req.query_text == NULL)
        test->req.query_text = "";
    test->req.id = test->call.request_id;
    test->req.content_type = type;
    test->req.body = (struct slice){body != NULL ? body : "", body != NULL ? strlen(body) : 0};
    test->req.body_size = (int64_t)test->req.body.size;
    test->call.problems = (struct problems){0};
    app_serve(program, test->db, &test->call, &test->req, &test->res);
}

static inline bool app_said(const struct app_test *test, const char *text)
{
    return memmem(test->res.body.data, test->res.body.size, text, strlen(text)) != NULL;
}

#define assert_said(test, text)                                                                    \
    do {                                                                                           \
        if (!app_said(test, text))                                                                 \
            fail_msg("\"%s\" is not in: %.*s", text, (int)(test)->res.body.size,                   \
                     (test)->res.body.data);                                                       \
    } while (0)

#define APP_TEST(function) cmocka_unit_test_setup_teardown(function, app_setup, app_teardown)

#endif
