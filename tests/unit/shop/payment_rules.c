#include "support/test.h"

#include "shop/payment/payment_rules.h"

#define COUNT_PAYMENTS 6
#define COUNT_ORDERS 3

static const enum payment_status ENDED_UNPAID[] = {PAYMENT_DECLINED, PAYMENT_CANCELLED};
static const enum payment_status ENDED_PAID[] = {PAYMENT_APPROVED, PAYMENT_PARTIALLY_REFUNDED,
                                                 PAYMENT_REFUNDED};
static const instant NOON = {INT64_C(1800000000) * 1000000};

static void y2_card_needs_a_gateway(void **state)
{
    (void)state;
    assert_false(card_possible(&(struct settings){.gateway_url = ""}));
    assert_true(card_possible(&(struct settings){.gateway_url = "https://pay.example"}));
}

static void y4_open_payment_follows_the_gateway(void **state)
{
    (void)state;
    static const struct {
        enum order_wait order;
        enum gateway_verdict verdict;
        enum payment_effect effect;
    } CASES[] = {
        {ORDER_WAITS, VERDICT_PENDING, EFFECT_NONE},
        {ORDER_LATE, VERDICT_PENDING, EFFECT_NONE},
        {ORDER_OVER, VERDICT_PENDING, EFFECT_NONE},
        {ORDER_WAITS, VERDICT_APPROVED, EFFECT_PAY},
        {ORDER_LATE, VERDICT_APPROVED, EFFECT_EXPIRE_RETURN},
        {ORDER_OVER, VERDICT_APPROVED, EFFECT_RETURN},
        {ORDER_WAITS, VERDICT_DECLINED, EFFECT_FAIL},
        {ORDER_LATE, VERDICT_DECLINED, EFFECT_DECLINE},
        {ORDER_OVER, VERDICT_DECLINED, EFFECT_DECLINE},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        assert_int_equal(payment_effect_of(PAYMENT_PENDING, CASES[i].order, CASES[i].verdict, true),
                         CASES[i].effect);
}

static void y6_approval_after_the_end_gives_the_money_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ENDED_UNPAID); i++) {
        const enum payment_status payment = ENDED_UNPAID[i];
        assert_int_equal(payment_effect_of(payment, ORDER_WAITS, VERDICT_APPROVED, true),
                         EFFECT_RETURN);
        assert_int_equal(payment_effect_of(payment, ORDER_LATE, VERDICT_APPROVED, true),
                         EFFECT_EXPIRE_RETURN);
        assert_int_equal(payment_effect_of(payment, ORDER_OVER, VERDICT_APPROVED, true),
                         EFFECT_RETURN);
        for (int order = 0; order < COUNT_ORDERS; order++) {
            assert_int_equal(
                payment_effect_of(payment, (enum order_wait)order, VERDICT_DECLINED, true),
                payment == PAYMENT_CANCELLED ? EFFECT_DECLINE : EFFECT_NONE);
            assert_int_equal(
                payment_effect_of(payment, (enum order_wait)order, VERDICT_PENDING, true),
                EFFECT_NONE);
        }
    }
}

static void y6_money_taken_once_is_taken_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ENDED_PAID); i++)
        for (int order = 0; order < COUNT_ORDERS; order++)
            for (int verdict = 0; GATEWAY_VERDICT_NAMES[verdict] != NULL; verdict++)
                assert_int_equal(payment_effect_of(ENDED_PAID[i], (enum order_wait)order,
                                                   (enum gateway_verdict)verdict, true),
                                 EFFECT_NONE);
}

static void y6_another_amount_changes_nothing(void **state)
{
    (void)state;
    for (int payment = 0; payment < COUNT_PAYMENTS; payment++)
        for (int order = 0; order < COUNT_ORDERS; order++)
            for (int verdict = 0; GATEWAY_VERDICT_NAMES[verdict] != NULL; verdict++)
                assert_int_equal(payment_effect_of((enum payment_status)payment,
                                                   (enum order_wait)order,
                                                   (enum gateway_verdict)verdict, false),
                                 EFFECT_NONE);
    assert_null(PAYMENT_STATUS_NAMES[COUNT_PAYMENTS]);
}

static void y6_order_waits_until_its_time(void **state)
{
    (void)state;
    const instant before = instant_sub(NOON, SPAN_MS(1));
    assert_int_equal(order_wait_of(ORDER_PENDING_PAYMENT, NOON, before), ORDER_WAITS);
    assert_int_equal(order_wait_of(ORDER_PENDING_PAYMENT, NOON, NOON), ORDER_LATE);
    for (int status = ORDER_PAID; ORDER_STATUS_NAMES[status] != NULL; status++)
        assert_int_equal(order_wait_of((enum order_status)status, INSTANT_NONE, NOON), ORDER_OVER);
}

static void y6_open_payment_of_a_dead_order_is_given_up_after_a_week(void **state)
{
    (void)state;
    const instant week_ago = instant_sub(NOON, SPAN_DAYS(7));
    const instant later = instant_add(week_ago, SPAN_MS(1));
    assert_true(payment_is_given_up(week_ago, ORDER_OVER, NOON));
    assert_false(payment_is_given_up(later, ORDER_OVER, NOON));
    assert_false(payment_is_given_up(week_ago, ORDER_WAITS, NOON));
    assert_false(payment_is_given_up(week_ago, ORDER_LATE, NOON));
}

static void check_wait(span age, span wait)
{
    assert_int_equal(payment_given_up_wait(instant_sub(NOON, age), NOON).us, wait.us);
}

static void y6_given_up_payment_is_asked_for_daily_and_later_less_often(void **state)
{
    (void)state;
    check_wait(SPAN_DAYS(7), SPAN_DAYS(1));
    check_wait(SPAN_DAYS(8), SPAN_DAYS(1));
    check_wait(SPAN_DAYS(16), SPAN_DAYS(2));
    check_wait(SPAN_DAYS(800), SPAN_DAYS(100));
    check_wait((span){-1}, SPAN_DAYS(1)); /* a clock that was set back */
}

static void y6_unknown_transaction_is_believed_after_a_month(void **state)
{
    (void)state;
    const instant month_ago = instant_sub(NOON, SPAN_DAYS(30));
    assert_true(payment_is_forgotten(month_ago, NOON));
    assert_false(payment_is_forgotten(instant_add(month_ago, SPAN_MS(1)), NOON));
}

static void y6_callback_is_believed_for_five_minutes(void **state)
{
    (void)state;
    const int64_t now_s = NOON.us / 1000000;
    assert_true(callback_time_valid(now_s, NOON));
    assert_true(callback_time_valid(now_s - 300, NOON));
    assert_true(callback_time_valid(now_s + 300, NOON));
    assert_false(callback_time_valid(now_s - 301, NOON));
    assert_false(callback_time_valid(now_s + 301, NOON));
    assert_false(callback_time_valid(INT64_MAX, NOON));
    assert_false(callback_time_valid(INT64_MIN, NOON));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(y2_card_needs_a_gateway),
        cmocka_unit_test(y4_open_payment_follows_the_gateway),
        cmocka_unit_test(y6_approval_after_the_end_gives_the_money_back),
        cmocka_unit_test(y6_money_taken_once_is_taken_once),
        cmocka_unit_test(y6_another_amount_changes_nothing),
        cmocka_unit_test(y6_order_waits_until_its_time),
        cmocka_unit_test(y6_open_payment_of_a_dead_order_is_given_up_after_a_week),
        cmocka_unit_test(y6_given_up_payment_is_asked_for_daily_and_later_less_often),
        cmocka_unit_test(y6_unknown_transaction_is_believed_after_a_month),
        cmocka_unit_test(y6_callback_is_believed_for_five_minutes),
    };
    return cmocka_run_group_tests_name("shop/payment_rules", tests, NULL, NULL);
}
