/* The transition table, order states, order numbers (O7, O8). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "shop/order/order_rules.h"

/* The contract's table once more, written out independently: from, to, who. */
static const char *const ALLOWED[][3] = {
    {"PENDING_PAYMENT", "PAID", "system"},
    {"PENDING_PAYMENT", "FAILED", "system"},
    {"PENDING_PAYMENT", "CANCELLED", "buyer"},
    {"PAID", "PREPARING", "seller admin"},
    {"PAID", "CANCEL_REQUESTED", "buyer"},
    {"PAID", "CANCEL_PROCESSING", "seller admin"},
    {"PREPARING", "DISPATCHED", "seller admin"},
    {"PREPARING", "CANCEL_REQUESTED", "buyer"},
    {"PREPARING", "CANCEL_PROCESSING", "seller admin"},
    {"CANCEL_REQUESTED", "CANCEL_PROCESSING", "seller admin system"},
    {"CANCEL_REQUESTED", "PREPARING", "seller admin"},
    {"CANCEL_PROCESSING", "CANCELLED", "system"},
    {"DISPATCHED", "IN_TRANSIT", "seller admin"},
    {"IN_TRANSIT", "DELIVERED", "seller admin"},
    {"DELIVERED", "CONFIRMED", "buyer system"},
    {"DELIVERED", "RETURN_REQUESTED", "buyer"},
    {"DELIVERED", "EXCHANGE_REQUESTED", "buyer"},
    {"RETURN_REQUESTED", "RETURN_PROCESSING", "seller admin"},
    {"RETURN_REQUESTED", "DELIVERED", "seller admin"},
    {"RETURN_PROCESSING", "RETURNED", "seller admin system"},
    {"EXCHANGE_REQUESTED", "EXCHANGE_PROCESSING", "seller admin"},
    {"EXCHANGE_REQUESTED", "DELIVERED", "seller admin"},
    {"EXCHANGE_PROCESSING", "EXCHANGED", "seller admin"},
    {"EXCHANGED", "CONFIRMED", "buyer system"},
    {"EXCHANGED", "RETURN_REQUESTED", "buyer"},
};

static unsigned allowed(const char *from, const char *to)
{
    for (size_t i = 0; i < COUNT_OF(ALLOWED); i++) {
        if (strcmp(ALLOWED[i][0], from) != 0 || strcmp(ALLOWED[i][1], to) != 0)
            continue;
        return (strstr(ALLOWED[i][2], "buyer") ? BY_BUYER : 0U) |
               (strstr(ALLOWED[i][2], "seller") ? BY_SELLER : 0U) |
               (strstr(ALLOWED[i][2], "admin") ? BY_ADMIN : 0U) |
               (strstr(ALLOWED[i][2], "system") ? BY_SYSTEM : 0U);
    }
    return 0;
}

static void o8_every_state_pair_and_actor_is_as_the_table_says(void **state)
{
    (void)state;
    for (int from = 0; from < ITEM_STATUS_COUNT; from++)
        for (int to = 0; to < ITEM_STATUS_COUNT; to++)
            assert_int_equal(item_transition((enum item_status)from, (enum item_status)to),
                             allowed(ITEM_STATUS_NAMES[from], ITEM_STATUS_NAMES[to]));
}

static void o8_names_and_states_agree(void **state)
{
    (void)state;
    assert_null(ITEM_STATUS_NAMES[ITEM_STATUS_COUNT]);
    assert_string_equal(ITEM_STATUS_NAMES[ITEM_FAILED], "FAILED");
    assert_string_equal(ITEM_STATUS_NAMES[ITEM_RETURNED], "RETURNED");
    assert_string_equal(ORDER_STATUS_NAMES[ORDER_COMPLETED], "COMPLETED");
    assert_null(ORDER_STATUS_NAMES[ORDER_COMPLETED + 1]);
}

static void o7_the_orders_state_follows_its_lines(void **state)
{
    (void)state;
    static const struct {
        enum item_status items[3];
        bool was_paid;
        enum order_status expected;
    } CASES[] = {
        {{ITEM_PENDING_PAYMENT, ITEM_PENDING_PAYMENT, ITEM_PENDING_PAYMENT},
         false,
         ORDER_PENDING_PAYMENT},
        {{ITEM_FAILED, ITEM_FAILED, ITEM_FAILED}, false, ORDER_FAILED},
        {{ITEM_CANCELLED, ITEM_CANCELLED, ITEM_CANCELLED}, false, ORDER_CANCELLED},
        {{ITEM_CANCELLED, ITEM_CANCELLED, ITEM_RETURNED}, true, ORDER_REFUNDED},
        {{ITEM_PAID, ITEM_PAID, ITEM_PREPARING}, true, ORDER_PAID},
        {{ITEM_CANCELLED, ITEM_PAID, ITEM_PREPARING}, true, ORDER_PARTIALLY_CANCELLED},
        {{ITEM_CANCELLED, ITEM_CONFIRMED, ITEM_DELIVERED}, true, ORDER_PARTIALLY_CANCELLED},
        {{ITEM_CANCELLED, ITEM_CONFIRMED, ITEM_CONFIRMED}, true, ORDER_COMPLETED},
        {{ITEM_CONFIRMED, ITEM_CONFIRMED, ITEM_CONFIRMED}, true, ORDER_COMPLETED},
        {{ITEM_CONFIRMED, ITEM_CONFIRMED, ITEM_EXCHANGED}, true, ORDER_PAID},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_int_equal(order_status_of(CASES[i].items, 3, CASES[i].was_paid), CASES[i].expected);
}

static void o8_the_system_confirms_what_has_arrived_and_nothing_else(void **state)
{
    (void)state;
    /* The statement that looks for lines to confirm names these two states, and so does its index.
     */
    for (enum item_status from = 0; from < ITEM_STATUS_COUNT; from++) {
        const bool arrived = from == ITEM_DELIVERED || from == ITEM_EXCHANGED;
        assert_int_equal((item_transition(from, ITEM_CONFIRMED) & BY_SYSTEM) != 0, arrived);
    }
}

static void o6_only_an_order_that_waits_expires_and_does_so_at_its_time(void **state)
{
    (void)state;
    const instant end = {INT64_C(1795190400) * 1000000};
    assert_false(order_expired(ORDER_PENDING_PAYMENT, end, (instant){end.us - 1}));
    assert_true(order_expired(ORDER_PENDING_PAYMENT, end, end));
    assert_true(order_expired(ORDER_PENDING_PAYMENT, end, (instant){end.us + 1}));
    for (enum order_status status = ORDER_PAID; status <= ORDER_COMPLETED; status++)
        assert_false(order_expired(status, INSTANT_NONE, end));
}

static void order_numbers_carry_seouls_day_and_fifty_bits(void **state)
{
    (void)state;
    char number[20];
    const unsigned char ones[8] = {255, 255, 255, 255, 255, 255, 255, 255};
    const unsigned char zeros[8] = {0};
    const instant late = {INT64_C(1795190400) * 1000000}; /* 2026-11-20T16:00:00Z */
    order_number(late, ones, number);
    assert_string_equal(number, "20261121-ZZZZZZZZZZ");
    order_number(late, zeros, number);
    assert_string_equal(number, "20261121-0000000000");
    assert_true(order_number_valid(number));
}

static void only_the_exact_form_is_an_order_number(void **state)
{
    (void)state;
    static const char *const BAD[] = {"",
                                      "20261121-",
                                      "20261121-000000000",
                                      "20261121-00000000000",
                                      "2026112-10000000000",
                                      "20261121-000000000U",
                                      "20261121-000000000i",
                                      "20261121_0000000000",
                                      "x0261121-0000000000"};
    for (size_t i = 0; i < COUNT_OF(BAD); i++)
        assert_false(order_number_valid(BAD[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(o8_every_state_pair_and_actor_is_as_the_table_says),
        cmocka_unit_test(o8_names_and_states_agree),
        cmocka_unit_test(o7_the_orders_state_follows_its_lines),
        cmocka_unit_test(o8_the_system_confirms_what_has_arrived_and_nothing_else),
        cmocka_unit_test(o6_only_an_order_that_waits_expires_and_does_so_at_its_time),
        cmocka_unit_test(order_numbers_carry_seouls_day_and_fifty_bits),
        cmocka_unit_test(only_the_exact_form_is_an_order_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
