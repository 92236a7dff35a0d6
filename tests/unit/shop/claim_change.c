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
    struct claim_change change = claim_change_of(ITEM_DISPATCHED, ITEM_IN_TRANSIT);
    assert_string_equal(change.event, "STATUS_CHANGED");
    assert_int_equal(change.effects, 0);
    assert_int_equal(change.then, CLAIM_STAYS);
    change = claim_change_of(ITEM_PAID, ITEM_CANCEL_REQUESTED);
    assert_int_equal(change.effects, 0);
    assert_int_equal(change.then, ITEM_CANCEL_PROCESSING);
    change = claim_change_of(ITEM_PREPARING, ITEM_CANCEL_REQUESTED);
    assert_int_equal(change.then, CLAIM_STAYS); /* its seller decides */
    change = claim_change_of(ITEM_CANCEL_PROCESSING, ITEM_CANCELLED);
    assert_true((change.effects & CLAIM_REFUND) != 0);
    change = claim_change_of(ITEM_RETURN_PROCESSING, ITEM_RETURNED);
    assert_true((change.effects & CLAIM_REFUND) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(o8_cancel_begins_by_who_asks),
        cmocka_unit_test(o8_only_declared_transitions_move_money_or_stock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
