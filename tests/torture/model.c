/* Every way that an order, its payments, its refunds and its coupon can take, tried: see
 * torture/states/model.h. And the same search over ways to get it wrong, each of which it must
 * find.
 */
#include "support/test.h"

#include "torture/fault/budget.h"
#include "torture/states/model.h"

const char *const MUTANT_NAMES[MUTANTS] = {
    "none",
    "a completion does not look at the order's state",
    "the expiry does not look at the order's state",
    "an approval of a payment that has ended is passed over",
    "nobody asks for open payments",
    "nobody asks for payments that were given up",
    "the gateway takes a repeated refund for another",
    "a worker records a refund that it holds no more",
    "a line on its way can be sent on its way again",
    "an order that fails keeps its coupon",
    "a failed refund cannot be tried again",
};

static const struct basket BASKETS[] = {
    {"two lines of one seller", {10, 20}, {3, 0}, {1, 1}},
    {"two lines of two sellers", {10, 20}, {3, 4}, {1, 2}},
    {"one of two lines for nothing", {10, 0}, {3, 0}, {1, 1}},
};

static void everything_that_can_happen_keeps_the_laws_and_comes_to_an_end(void **state)
{
    (void)state;
    const bool is_short = budget_is_short();
    const uint8_t pays = is_short ? 1 : PAYS_MAX, workers = is_short ? 1 : WORKERS_MAX;
    for (size_t i = 0; i < COUNT(BASKETS); i++) {
        const struct model model = {&BASKETS[i], pays, workers, MUTANT_NONE};
        const struct findings found = model_search(&model, stdout);
        print_message("model: %s, card payments up to %d, workers %d: %zu states, %zu transitions, "
                      "%zu settled, depth %zu\n",
                      BASKETS[i].name, pays, workers, found.states, found.transitions,
                      found.settled, found.deepest);
        assert_null(found.broken);
        assert_true(found.settled > 0);
    }
}

static void every_mistake_is_found(void **state)
{
    (void)state;
    for (enum mutant mutant = MUTANT_NONE + 1; mutant < MUTANTS; mutant++) {
        const uint8_t workers = mutant == MUTANT_RECORDS_WITHOUT_HOLD ? 2 : 1;
        const struct model model = {&BASKETS[0], 1, workers, mutant};
        print_message("mutant: %s\n", MUTANT_NAMES[mutant]);
        const struct findings found = model_search(&model, stdout);
        print_message("  found after %zu states, %zu steps\n", found.states, found.steps);
        if (found.broken == NULL)
            fail_msg("not found: %s", MUTANT_NAMES[mutant]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_can_happen_keeps_the_laws_and_comes_to_an_end),
        cmocka_unit_test(every_mistake_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
