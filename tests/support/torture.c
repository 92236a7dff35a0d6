#include "support/torture.h"

#include <stdio.h>
#include <time.h>

#include "support/card.h"
#include "support/ledger.h"
#include "support/stack.h"
#include "support/test.h"

enum { SETTLE_S = 120 };

/* "NAME=value " of what is set. */
static const char *as_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL ? text("%s=%s ", name, value) : "";
}

unsigned torture_seed(const char *program)
{
    const unsigned seed = setting("TORTURE_SEED", (unsigned)time(NULL));
    print_message("TORTURE_SEED=%u; again: %s%sTORTURE_SEED=%u TEST_ONLY=%s tests/run torture\n",
                  seed, as_set("TORTURE_SECONDS"), as_set("TORTURE_ROUNDS"), seed, program);
    return seed;
}

unsigned torture_seconds(unsigned otherwise)
{
    return setting("TORTURE_SECONDS", otherwise);
}

unsigned torture_rounds(unsigned otherwise)
{
    return setting("TORTURE_ROUNDS", otherwise);
}

void torture_environment(void)
{
    static const char *const ENVIRONMENT[][2] = {
        {"RECONCILE_AFTER", "500ms"},
        {"RETRY_BASE", "100ms"},
        {"WORKER_TICK", "100ms"},
        {"GATEWAY_SECRET", "secret of a sandbox under fire"},
        {"JANGTEO_ADMIN_EMAIL", "admin@jangteo.example"},
        {"JANGTEO_ADMIN_PASSWORD", "admin of a shop under fire"},
    };
    for (size_t i = 0; i < COUNT(ENVIRONMENT); i++)
        assert_int_equal(setenv(ENVIRONMENT[i][0], ENVIRONMENT[i][1], 1), 0);
    assert_int_equal(unsetenv("GATEWAY_URL"), 0);
}

size_t torture_differences(const struct load *load)
{
    load_print(load);
    db_end(); /* its connection may have died with the others */
    if (load->plan.by_card) {
        const struct person admin = admin_person();
        card_finish(&admin, SETTLE_S, NULL);
    }
    size_t differences = load_differences(load);
    if (load->plan.by_card)
        differences += ledger_differences();
    return differences + audit_violations();
}

void torture_settle(const struct load *load)
{
    const size_t differences = torture_differences(load);
    if (load->plan.by_card)
        print_message("%zu transactions in the gateway's ledger\n", ledger_count());
    print_message("lost or done twice: %zu\n", differences);
    assert_int_equal(differences, 0);
    assert_true(load_orders(load) > 0);
}
