/* What the tests of web/ share: an arena and a call a test, and looking at problems. */
#ifndef JANGTEO_TESTS_WEB_TEST_H
#define JANGTEO_TESTS_WEB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/call.h"
#include "base/str.h"

static inline int web_setup(void **state)
{
    struct call *call = calloc(1, sizeof *call);
    if (call == NULL)
        return -1;
    call->arena = arena_new(1 << 20);
    call->request_id = "test";
    *state = call;
    return call->arena != NULL ? 0 : -1;
}

static inline int web_teardown(void **state)
{
    struct call *call = *state;
    arena_free(call->arena);
    free(call);
    return 0;
}

#define WEB_TEST(function) cmocka_unit_test_setup_teardown(function, web_setup, web_teardown)

/* A call has a problem at `field`, and the first one there has `code`. */
static inline void assert_problem(const struct call *call, const char *field,
                                  enum problem_code code)
{
    const struct problem *problem = problem_of(&call->problems, field);
    if (problem == NULL)
        fail_msg("no problem at \"%s\", but at \"%s\"", field,
                 call->problems.first != NULL ? call->problems.first->field : "(none)");
    else if (problem->code != code)
        fail_msg("%s: %s, not %s", field, problem_code_text(problem->code),
                 problem_code_text(code));
}

static inline void forget_problems(struct call *call)
{
    call->problems = (struct problems){0};
}

static inline struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

#endif
