/* What analysers are told of cmocka before they read a test: an assertion that fails ends it, which
 * cmocka's own header does not say. For `make analyze` alone. */
#ifndef JANGTEO_TESTS_LINT_ASSERTIONS_H
#define JANGTEO_TESTS_LINT_ASSERTIONS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#undef assert_true
#undef assert_false
#undef assert_non_null
#define assert_true(condition) ((condition) ? (void)0 : abort())
#define assert_false(condition) assert_true(!(condition))
#define assert_non_null(pointer) assert_true((pointer) != NULL)

#endif
