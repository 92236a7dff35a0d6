#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/err.h"

static void test_status_and_code(void **state)
{
    (void)state;
    assert_int_equal(err_status(E_OK), 200);
    assert_string_equal(err_code(E_OK), "SUCCESS");
    assert_int_equal(err_status(E_STOCK_NOT_ENOUGH), 409);
    assert_string_equal(err_code(E_STOCK_NOT_ENOUGH), "STOCK_NOT_ENOUGH");
    assert_string_equal(err_code(E_NOT_FOUND), "ENTITY_NOT_FOUND");
    assert_int_equal(err_status(E_DB_UNKNOWN), 503);
}

static void test_every_error_is_a_failure_with_a_code(void **state)
{
    (void)state;
    for (int e = E_OK + 1; e < ERR_COUNT; e++) {
        assert_in_range(err_status((enum err)e), 400, 599);
        assert_true(strlen(err_code((enum err)e)) > 0);
        assert_int_equal(err_is_fault((enum err)e), err_status((enum err)e) >= 500);
    }
    assert_false(err_is_fault(E_OK));
}

static void test_a_value_outside_the_table_is_a_fault(void **state)
{
    (void)state;
    assert_int_equal(err_status(ERR_COUNT), 500);
    assert_string_equal(err_code(ERR_COUNT), "INTERNAL_SERVER_ERROR");
    assert_true(err_is_fault(ERR_COUNT));
}

static enum err try_error(enum err e)
{
    TRY(e);
    return E_OK;
}

static enum err try_item(const void *item)
{
    TRY_NEW(item);
    return E_OK;
}

static void test_try(void **state)
{
    (void)state;
    assert_int_equal(try_error(E_FORBIDDEN), E_FORBIDDEN);
    assert_int_equal(try_error(E_OK), E_OK);
    assert_int_equal(try_item(NULL), E_NO_MEMORY);
    assert_int_equal(try_item("x"), E_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status_and_code),
        cmocka_unit_test(test_every_error_is_a_failure_with_a_code),
        cmocka_unit_test(test_a_value_outside_the_table_is_a_fault),
        cmocka_unit_test(test_try),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
