/* What every test over HTTP includes. */
#ifndef JANGTEO_TESTS_SUPPORT_TEST_H
#define JANGTEO_TESTS_SUPPORT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/answer.h"
#include "support/crowd.h"
#include "support/database.h"
#include "support/http.h"
#include "support/shop.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Ends what tests hold, so that a leak checker has nothing to say. */
static inline int test_forget(void **state)
{
    (void)state;
    http_forget();
    return 0;
}

static inline int test_end(void **state)
{
    (void)state;
    http_end();
    db_end();
    return 0;
}

/* A test without state of its own. */
#define PROVES(function) cmocka_unit_test_teardown(function, test_forget)
#define RUN_TESTS(tests) cmocka_run_group_tests(tests, NULL, test_end)

#endif
