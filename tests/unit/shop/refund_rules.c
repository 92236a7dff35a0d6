/* What becomes of a refund after the gateway was asked (Y5). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shop/refund/refund_rules.h"

static void y5_refund_is_done_or_refused_whatever_the_try(void **state)
{
    (void)state;
    for (int64_t tries = 1; tries < 30; tries++) {
        assert_int_equal(refund_status_after(ANSWER_GIVEN_BACK, tries, 12), REFUND_DONE);
        assert_int_equal(refund_status_after(ANSWER_REFUSED, tries, 12), REFUND_FAILED);
    }
}

static void y5_refund_without_an_answer_is_tried_until_the_last_try(void **state)
{
    (void)state;
    for (int64_t tries = 1; tries < 30; tries++)
        assert_int_equal(refund_status_after(ANSWER_UNKNOWN, tries, 12),
                         tries < 12 ? REFUND_PENDING : REFUND_FAILED);
    assert_int_equal(refund_status_after(ANSWER_UNKNOWN, 1, 1), REFUND_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(y5_refund_is_done_or_refused_whatever_the_try),
        cmocka_unit_test(y5_refund_without_an_answer_is_tried_until_the_last_try),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
