/* shop/order/seller_rules.c: every state has its stage, every way on has its button. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "shop/order/seller_rules.h"
#include "view/message.h"

static void o8_buttons_are_the_table_of_transitions(void **state)
{
    (void)state;
    for (int from = 0; from < ITEM_STATUS_COUNT; from++) {
        enum item_status moves[SELLER_MOVES_MAX];
        const size_t count = seller_moves((enum item_status)from, moves);
        size_t wanted = 0;
        for (int to = 0; to < ITEM_STATUS_COUNT; to++)
            wanted +=
                (item_transition((enum item_status)from, (enum item_status)to) & BY_SELLER) != 0;
        assert_int_equal(count, wanted);
        for (size_t i = 0; i < count; i++) {
            char id[80];
            assert_true((item_transition((enum item_status)from, moves[i]) & BY_SELLER) != 0);
            (void)snprintf(id, sizeof id, "%s.%s", ITEM_STATUS_NAMES[from],
                           ITEM_STATUS_NAMES[moves[i]]);
            assert_string_not_equal(message(LANG_KO, "seller.move.", id), id);
        }
    }
}

static void o9_what_a_buyer_asks_for_comes_first(void **state)
{
    (void)state;
    static const enum item_status WANTED[][2] = {
        {ITEM_CANCEL_REQUESTED, ITEM_CANCEL_PROCESSING},
        {ITEM_RETURN_REQUESTED, ITEM_RETURN_PROCESSING},
        {ITEM_EXCHANGE_REQUESTED, ITEM_EXCHANGE_PROCESSING},
        {ITEM_PAID, ITEM_PREPARING},
        {ITEM_PREPARING, ITEM_DISPATCHED},
    };
    for (size_t i = 0; i < sizeof WANTED / sizeof WANTED[0]; i++) {
        enum item_status moves[SELLER_MOVES_MAX];
        assert_int_equal(seller_moves(WANTED[i][0], moves), 2);
        assert_int_equal(moves[0], WANTED[i][1]);
    }
}

static void o8_every_paid_state_stands_in_one_stage(void **state)
{
    (void)state;
    size_t total = 0;
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        const char *names[STAGE_STATES_MAX];
        const size_t count = seller_stage_states((enum seller_stage)stage, names);
        assert_true(count > 0 && SELLER_STAGE_NAMES[stage] != NULL);
        total += count;
    }
    assert_null(SELLER_STAGE_NAMES[STAGE_COUNT]);
    /* All but those that wait for their payment or never had one. */
    assert_int_equal(total, ITEM_STATUS_COUNT - 2);
    assert_int_equal(seller_stage_of(ITEM_PENDING_PAYMENT), STAGE_COUNT);
    assert_int_equal(seller_stage_of(ITEM_FAILED), STAGE_COUNT);
}

static void o8_only_what_is_done_hides_its_address(void **state)
{
    (void)state;
    for (int stage = 0; stage < STAGE_COUNT; stage++)
        assert_int_equal(seller_stage_ships((enum seller_stage)stage), stage != STAGE_DONE);
    assert_false(seller_stage_ships(STAGE_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(o8_buttons_are_the_table_of_transitions),
        cmocka_unit_test(o9_what_a_buyer_asks_for_comes_first),
        cmocka_unit_test(o8_every_paid_state_stands_in_one_stage),
        cmocka_unit_test(o8_only_what_is_done_hides_its_address),
    };
    return cmocka_run_group_tests_name("shop/seller_rules", tests, NULL, NULL);
}
