#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/call.h"

static void test_refuse(void **state)
{
    (void)state;
    struct call call = {.arena = arena_new(4096)};
    assert_int_equal(call_refuse(&call, "amount", P_REQUIRED), E_INVALID_REQUEST);
    assert_int_equal(call.problems.count, 1);
    assert_string_equal(call.problems.first->field, "amount");
    assert_int_equal(call.problems.first->code, P_REQUIRED);
    arena_free(call.arena);
}

static void test_a_refusal_stands_without_memory(void **state)
{
    (void)state;
    struct call call = {.arena = arena_new(0)};
    assert_int_equal(call_refuse(&call, "amount", P_REQUIRED), E_INVALID_REQUEST);
    assert_int_equal(call.problems.count, 0);
    arena_free(call.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_refuse),
        cmocka_unit_test(test_a_refusal_stands_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
