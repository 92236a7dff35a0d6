/* What each transition of a line does, what follows by itself, and what money goes back (O8, Y5).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "shop/claim/claim_rules.h"

static enum item_status state_named(const char *name)
{
    int i = 0;
    while (strcmp(ITEM_STATUS_NAMES[i], name) != 0)
        i++;
    return (enum item_status)i;
}

/* The contract once more, written out independently: what becomes of a line that is moved, and what
 * that does. A pair that is not here stays where it was moved and does nothing else. */
static const struct {
    const char *from, *to, *ends;
    unsigned effects;
} EXPECTED[] = {
    {"PAID", "CANCEL_REQUESTED", "CANCELLED", CLAIM_REFUND | CLAIM_STOCK_BACK | CLAIM_SALE_BACK},
    {"PAID", "CANCEL_PROCESSING", "CANCELLED", CLAIM_REFUND | CLAIM_STOCK_BACK | CLAIM_SALE_BACK},
    {"PREPARING", "CANCEL_PROCESSING", "CANCELLED",
     CLAIM_REFUND | CLAIM_STOCK_BACK | CLAIM_SALE_BACK},
    {"CANCEL_REQUESTED", "CANCEL_PROCESSING", "CANCELLED",
     CLAIM_REFUND | CLAIM_STOCK_BACK | CLAIM_SALE_BACK},
    {"CANCEL_PROCESSING", "CANCELLED", "CANCELLED",
     CLAIM_REFUND | CLAIM_STOCK_BACK | CLAIM_SALE_BACK},
    {"RETURN_PROCESSING", "RETURNED", "RETURNED", CLAIM_REFUND | CLAIM_STOCK_BACK},
    {"EXCHANGE_REQUESTED", "EXCHANGE_PROCESSING", "EXCHANGE_PROCESSING", CLAIM_STOCK_OUT},
};

static void check_move(enum item_status from, enum item_status to, unsigned by)
{
    struct claim_line line = {.seller = {1}, .paid = 700, .shipping_fee = 30, .status = from};
    struct claim_plan plan = {.step_count = 0};
    const enum err e = claim_plan_move(&line, 1, 0, to, by, &plan);
    if ((item_transition(from, to) & by) == 0) {
        assert_int_equal(e, E_ORDER_STATE_CONFLICT);
        assert_int_equal(line.status, from);
        assert_int_equal(plan.step_count, 0);
        return;
    }
    enum item_status ends = to;
    unsigned effects = 0, wanted = 0;
    for (size_t i = 0; i < COUNT_OF(EXPECTED); i++)
        if (state_named(EXPECTED[i].from) == from && state_named(EXPECTED[i].to) == to) {
            ends = state_named(EXPECTED[i].ends);
            wanted = EXPECTED[i].effects;
        }
    assert_int_equal(e, E_OK);
    assert_int_equal(line.status, ends);
    for (size_t i = 0; i < plan.step_count; i++) {
        assert_int_equal(effects & plan.steps[i].change.effects, 0);
        effects |= plan.steps[i].change.effects;
        assert_int_equal(plan.steps[i].by_system, i > 0);
        assert_int_equal(plan.steps[i].from, i == 0 ? from : plan.steps[i - 1].to);
        assert_non_null(plan.steps[i].change.event);
        /* What follows by itself stands in the table too, as the system's. */
        if (i > 0)
            assert_true(item_transition(plan.steps[i].from, plan.steps[i].to) & BY_SYSTEM);
    }
    assert_int_equal(effects, wanted);
    assert_int_equal(plan.steps[plan.step_count - 1].to, ends);
    assert_int_equal(plan.refund, ends == ITEM_CANCELLED && wanted != 0 ? 730
                                  : ends == ITEM_RETURNED               ? 700
                                                                        : 0);
}

static void o8_every_transition_and_actor_has_its_effects(void **state)
{
    (void)state;
    static const unsigned ACTORS[] = {BY_BUYER, BY_SELLER, BY_ADMIN, BY_SYSTEM};
    for (int from = 0; from < ITEM_STATUS_COUNT; from++)
        for (int to = 0; to < ITEM_STATUS_COUNT; to++)
            for (size_t a = 0; a < COUNT_OF(ACTORS); a++)
                check_move((enum item_status)from, (enum item_status)to, ACTORS[a]);
}

static void o8_cancel_of_a_paid_line_passes_every_state_on_its_way(void **state)
{
    (void)state;
    struct claim_line line = {.paid = 100, .status = ITEM_PAID};
    struct claim_plan plan = {.step_count = 0};
    assert_int_equal(claim_plan_move(&line, 1, 0, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    static const enum item_status WAY[] = {ITEM_CANCEL_REQUESTED, ITEM_CANCEL_PROCESSING,
                                           ITEM_CANCELLED};
    assert_int_equal(plan.step_count, COUNT_OF(WAY));
    for (size_t i = 0; i < COUNT_OF(WAY); i++)
        assert_int_equal(plan.steps[i].to, WAY[i]);
}

static void o7_cancelling_all_takes_what_the_actor_can(void **state)
{
    (void)state;
    const struct claim_line before[] = {
        {.seller = {1}, .paid = 100, .status = ITEM_PAID},
        {.seller = {1}, .paid = 200, .status = ITEM_PREPARING},
        {.seller = {2}, .paid = 400, .status = ITEM_CANCEL_REQUESTED},
        {.seller = {2}, .paid = 800, .status = ITEM_DISPATCHED},
    };
    struct claim_line lines[COUNT_OF(before)];
    struct claim_plan plan = {.step_count = 0};
    memcpy(lines, before, sizeof lines);
    assert_int_equal(claim_plan_cancel_all(lines, 4, BY_BUYER, &plan), E_OK);
    assert_int_equal(lines[0].status, ITEM_CANCELLED);
    assert_int_equal(lines[1].status, ITEM_CANCEL_REQUESTED);
    assert_int_equal(lines[2].status, ITEM_CANCEL_REQUESTED);
    assert_int_equal(lines[3].status, ITEM_DISPATCHED);
    assert_int_equal(plan.refund, 100);
    /* Nothing is left for the buyer; an admin still can. */
    assert_int_equal(claim_plan_cancel_all(lines, 4, BY_BUYER, &plan), E_ORDER_STATE_CONFLICT);
    assert_int_equal(claim_plan_cancel_all(lines, 4, BY_ADMIN, &plan), E_OK);
    assert_int_equal(plan.refund, 700);
    assert_int_equal(lines[3].status, ITEM_DISPATCHED);
    assert_int_equal(claim_plan_cancel_all(lines, 4, BY_ADMIN, &plan), E_ORDER_STATE_CONFLICT);
}

static void y5_shipping_fee_comes_back_with_the_last_of_a_sellers_lines(void **state)
{
    (void)state;
    struct claim_line lines[] = {
        {.seller = {1}, .paid = 100, .shipping_fee = 30, .status = ITEM_PAID},
        {.seller = {2}, .paid = 200, .shipping_fee = 50, .status = ITEM_PAID},
        {.seller = {1}, .paid = 400, .status = ITEM_PAID},
    };
    struct claim_plan plan = {.step_count = 0};
    assert_int_equal(claim_plan_move(lines, 3, 0, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(plan.refund, 100);
    assert_int_equal(claim_plan_move(lines, 3, 2, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(plan.refund, 100 + 400 + 30);
    assert_int_equal(claim_plan_move(lines, 3, 1, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(plan.refund, 100 + 400 + 30 + 200 + 50);
}

static void y5_shipping_fee_of_a_seller_who_sent_something_stays(void **state)
{
    (void)state;
    struct claim_line lines[] = {
        {.seller = {1}, .paid = 100, .shipping_fee = 30, .status = ITEM_RETURN_PROCESSING},
        {.seller = {1}, .paid = 400, .status = ITEM_PAID},
    };
    struct claim_plan plan = {.step_count = 0};
    assert_int_equal(claim_plan_move(lines, 2, 0, ITEM_RETURNED, BY_SELLER, &plan), E_OK);
    assert_int_equal(claim_plan_move(lines, 2, 1, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(plan.refund, 500);
}

/* ---- money that goes back through the gateway ---- */

static void y5_card_money_makes_a_line_wait_before_its_last_step(void **state)
{
    (void)state;
    struct claim_line lines[] = {
        {.seller = {1}, .paid = 100, .shipping_fee = 30, .status = ITEM_PAID},
        {.seller = {2}, .paid = 200, .shipping_fee = 50, .status = ITEM_RETURN_PROCESSING},
    };
    struct claim_plan plan = {.by_gateway = true};
    assert_int_equal(claim_plan_move(lines, 2, 0, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(lines[0].status, ITEM_CANCEL_PROCESSING);
    assert_int_equal(plan.step_count, 2);
    assert_int_equal(claim_plan_move(lines, 2, 1, ITEM_RETURNED, BY_SELLER, &plan), E_OK);
    assert_int_equal(lines[1].status, ITEM_RETURN_PROCESSING);
    assert_int_equal(plan.step_count, 3);
    assert_string_equal(plan.steps[2].change.event, "RETURN_RECEIVED");
    assert_int_equal(plan.steps[2].to, ITEM_RETURN_PROCESSING);
    assert_int_equal(plan.steps[2].by_system, false);
    for (size_t i = 0; i < plan.step_count; i++)
        assert_int_equal(plan.steps[i].change.effects, 0);
    assert_int_equal(plan.refund, 0);
    assert_int_equal(plan.promise, 100 + 30 + 200);
    assert_int_equal(plan.promised_count, 2);
}

static void o8_line_whose_money_is_on_its_way_goes_nowhere_else(void **state)
{
    (void)state;
    for (int from = 0; from < ITEM_STATUS_COUNT; from++)
        for (int to = 0; to < ITEM_STATUS_COUNT; to++) {
            struct claim_line line = {
                .paid = 100, .status = (enum item_status)from, .promised = true};
            struct claim_plan plan = {.by_gateway = true};
            assert_int_equal(claim_plan_move(&line, 1, 0, (enum item_status)to,
                                             BY_BUYER | BY_SELLER | BY_ADMIN | BY_SYSTEM, &plan),
                             E_ORDER_STATE_CONFLICT);
            assert_int_equal(plan.step_count, 0);
        }
}

static void o8_settled_line_takes_the_step_it_waited_for(void **state)
{
    (void)state;
    struct claim_line lines[] = {
        {.paid = 100, .status = ITEM_CANCEL_PROCESSING, .promised = true},
        {.paid = 200, .status = ITEM_RETURN_PROCESSING, .promised = true},
    };
    struct claim_plan plan = {.by_gateway = true};
    claim_plan_settle(lines, 0, &plan);
    claim_plan_settle(lines, 1, &plan);
    assert_int_equal(lines[0].status, ITEM_CANCELLED);
    assert_int_equal(lines[1].status, ITEM_RETURNED);
    assert_int_equal(plan.steps[0].change.effects,
                     CLAIM_REFUND | CLAIM_STOCK_BACK | CLAIM_SALE_BACK);
    assert_int_equal(plan.steps[1].change.effects, CLAIM_REFUND | CLAIM_STOCK_BACK);
    for (size_t i = 0; i < 2; i++) {
        assert_true(plan.steps[i].by_system && !lines[i].promised);
        assert_true(item_transition(plan.steps[i].from, plan.steps[i].to) & BY_SYSTEM);
    }
    assert_int_equal(plan.refund + plan.promise, 0);
}

static void o7_what_costs_nothing_has_no_gateway_to_wait_for(void **state)
{
    (void)state;
    struct claim_line lines[] = {
        {.seller = {1}, .paid = 0, .shipping_fee = 30, .status = ITEM_PAID},
        {.seller = {1}, .paid = 100, .status = ITEM_PAID},
    };
    struct claim_plan plan = {.by_gateway = true};
    assert_int_equal(claim_plan_move(lines, 2, 0, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(lines[0].status, ITEM_CANCELLED);
    assert_int_equal(plan.promised_count, 0);
    assert_int_equal(claim_plan_move(lines, 2, 1, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(plan.promise, 130);
    assert_int_equal(plan.refund, 0);
}

/* The line that costs nothing brings the fee, when it is the last on its way. */
static void y5_shipping_fee_counts_lines_on_their_way_as_gone(void **state)
{
    (void)state;
    struct claim_line lines[] = {
        {.seller = {1}, .paid = 0, .shipping_fee = 30, .status = ITEM_PAID},
        {.seller = {1}, .paid = 100, .status = ITEM_PAID},
    };
    struct claim_plan plan = {.by_gateway = true};
    assert_int_equal(claim_plan_move(lines, 2, 1, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(plan.promise, 100);
    assert_int_equal(claim_plan_move(lines, 2, 0, ITEM_CANCEL_REQUESTED, BY_BUYER, &plan), E_OK);
    assert_int_equal(plan.promise, 130);
    assert_int_equal(lines[0].status, ITEM_CANCEL_PROCESSING);
}

/* ---- any sequence of partial refunds sums to what was paid ---- */

static int64_t below(int64_t bound)
{
    return random() % bound;
}

/* An order as pricing makes it: several sellers, discounts, an order discount spread over lines. */
static size_t random_order(struct claim_line *ret_lines, int64_t *ret_payable)
{
    struct price_line lines[8];
    const size_t count = 1 + (size_t)below(8);
    for (size_t i = 0; i < count; i++) {
        const int64_t price = below(200) * 100;
        lines[i] = (struct price_line){.seller = {1 + below(3)},
                                       .unit_price = price,
                                       .unit_discount = below(price + 1),
                                       .quantity = 1 + below(9)};
    }
    const struct shipping_policy policy = {3000, 50000};
    const struct price_coupon coupon = {.type = (enum coupon_type)below(4), .value = below(99) + 1};
    struct amounts amounts;
    assert_int_equal(
        pricing_total(lines, count, &policy, coupon.type == COUPON_NONE ? NULL : &coupon, &amounts),
        E_OK);
    for (size_t i = 0; i < count; i++)
        ret_lines[i] =
            (struct claim_line){.seller = lines[i].seller,
                                .paid = lines[i].line_total - lines[i].discount_piece,
                                .shipping_fee = lines[i].shipping_fee,
                                .status = below(2) != 0 ? ITEM_PAID : ITEM_RETURN_PROCESSING};
    *ret_payable = amounts.payable;
    return count;
}

/* What stays with the shop when all is gone: fees of sellers who sent something. */
static int64_t fees_kept(const struct claim_line *lines, size_t count)
{
    int64_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool sent = false;
        for (size_t k = 0; k < count; k++)
            sent = sent ||
                   (lines[k].seller.v == lines[i].seller.v && lines[k].status == ITEM_RETURNED);
        kept += sent ? lines[i].shipping_fee : 0;
    }
    return kept;
}

/* Moves a line on its way back and gives what that brought. */
static enum err give_back(struct claim_line *lines, size_t count, size_t i, bool by_gateway,
                          int64_t *ret_money)
{
    struct claim_plan plan;
    plan.by_gateway = by_gateway;
    plan.step_count = plan.promised_count = 0;
    plan.refund = plan.promise = 0;
    const bool paid = lines[i].status == ITEM_PAID;
    const enum err e =
        claim_plan_move(lines, count, i, paid ? ITEM_CANCEL_REQUESTED : ITEM_RETURNED,
                        paid ? BY_BUYER : BY_SELLER, &plan);
    assert_true(e == E_OK || e == E_ORDER_STATE_CONFLICT);
    assert_true(plan.refund >= 0 && plan.promise >= 0);
    assert_true(e == E_OK || (plan.refund == 0 && plan.promise == 0));
    assert_int_equal(by_gateway ? plan.refund : plan.promise, 0);
    assert_int_equal(plan.promised_count > 0, plan.promise > 0);
    *ret_money = plan.refund + plan.promise;
    return e;
}

static void settle_one(struct claim_line *lines, size_t i)
{
    struct claim_plan plan;
    plan.by_gateway = true;
    plan.step_count = 0;
    if (lines[i].promised)
        claim_plan_settle(lines, i, &plan);
}

static void sums_to_what_was_paid(bool by_gateway)
{
    srandom(20261121);
    for (int round = 0; round < 20000; round++) {
        struct claim_line lines[8];
        int64_t payable, given_back = 0;
        const size_t count = random_order(lines, &payable);
        for (size_t left = count; left > 0;) {
            const size_t i = (size_t)below((int64_t)count);
            int64_t money;
            /* The gateway answers whenever it likes. */
            settle_one(lines, (size_t)below((int64_t)count));
            left -= give_back(lines, count, i, by_gateway, &money) == E_OK;
            given_back += money;
            assert_true(given_back <= payable);
        }
        for (size_t i = 0; i < count; i++)
            settle_one(lines, i);
        for (size_t i = 0; i < count; i++)
            assert_true(lines[i].status == ITEM_CANCELLED || lines[i].status == ITEM_RETURNED);
        assert_int_equal(given_back, payable - fees_kept(lines, count));
    }
}

static void y5_any_sequence_of_partial_refunds_sums_to_what_was_paid(void **state)
{
    (void)state;
    sums_to_what_was_paid(false);
}

static void y5_any_sequence_of_card_refunds_sums_to_what_was_paid(void **state)
{
    (void)state;
    sums_to_what_was_paid(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(o8_every_transition_and_actor_has_its_effects),
        cmocka_unit_test(o8_cancel_of_a_paid_line_passes_every_state_on_its_way),
        cmocka_unit_test(o7_cancelling_all_takes_what_the_actor_can),
        cmocka_unit_test(y5_shipping_fee_comes_back_with_the_last_of_a_sellers_lines),
        cmocka_unit_test(y5_shipping_fee_of_a_seller_who_sent_something_stays),
        cmocka_unit_test(y5_card_money_makes_a_line_wait_before_its_last_step),
        cmocka_unit_test(o8_line_whose_money_is_on_its_way_goes_nowhere_else),
        cmocka_unit_test(o8_settled_line_takes_the_step_it_waited_for),
        cmocka_unit_test(o7_what_costs_nothing_has_no_gateway_to_wait_for),
        cmocka_unit_test(y5_shipping_fee_counts_lines_on_their_way_as_gone),
        cmocka_unit_test(y5_any_sequence_of_partial_refunds_sums_to_what_was_paid),
        cmocka_unit_test(y5_any_sequence_of_card_refunds_sums_to_what_was_paid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
