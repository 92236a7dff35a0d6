/* What single transitions bring about (O8). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shop/claim/claim_rules.h"

static void o8_cancel_begins_by_who_asks(void **state)
{
    (void)state;
    assert_int_equal(claim_cancel_step(BY_BUYER), ITEM_CANCEL_REQUESTED);
    assert_int_equal(claim_cancel_step(BY_SELLER), ITEM_CANCEL_PROCESSING);
    assert_int_equal(claim_cancel_step(BY_ADMIN), ITEM_CANCEL_PROCESSING);
}

static void o8_only_declared_transitions_move_money_or_stock(void **state)
{
    (void)state;
    const struct claim_change moved = claim_change_of(ITEM_DISPATCHED, ITEM_IN_TRANSIT);
    assert_string_equal(moved.event, "STATUS_CHANGED");
    assert_int_equal(moved.effects, 0);
    assert_int_equal(moved.then, CLAIM_STAYS);
    const struct claim_change asked = claim_change_of(ITEM_PAID, ITEM_CANCEL_REQUESTED);
    assert_int_equal(asked.effects, 0);
    assert_int_equal(asked.then, ITEM_CANCEL_PROCESSING);
    const struct claim_change asked_late = claim_change_of(ITEM_PREPARING, ITEM_CANCEL_REQUESTED);
    assert_int_equal(asked_late.then, CLAIM_STAYS); /* its seller decides */
    const struct claim_change cancelled = claim_change_of(ITEM_CANCEL_PROCESSING, ITEM_CANCELLED);
    assert_true((cancelled.effects & CLAIM_REFUND) != 0);
    const struct claim_change returned = claim_change_of(ITEM_RETURN_PROCESSING, ITEM_RETURNED);
    assert_true((returned.effects & CLAIM_REFUND) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(o8_cancel_begins_by_who_asks),
        cmocka_unit_test(o8_only_declared_transitions_move_money_or_stock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
