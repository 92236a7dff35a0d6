/* What somebody who types into the admins' search fields looks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shop/desk/desk_rules.h"

static void m2_o7_what_is_typed_tells_what_is_sought(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum desk_key key;
    } CASES[] = {
        {NULL, DESK_KEY_NONE},
        {"", DESK_KEY_NONE},
        {"20261120-7K3M9QXW2T", DESK_KEY_ORDER},
        {"20261120-7K3M9QXW2", DESK_KEY_NAME},
        {"minji@jangteo.example", DESK_KEY_EMAIL},
        {"@", DESK_KEY_EMAIL},
        {"010-1234-5678", DESK_KEY_PHONE},
        {"010 1234 5678", DESK_KEY_PHONE},
        {"0212345678", DESK_KEY_PHONE},
        {"0", DESK_KEY_PHONE},
        {"0김민지", DESK_KEY_NAME},
        {"1", DESK_KEY_NUMBER},
        {"1024", DESK_KEY_NUMBER},
        {"99999999999999999999", DESK_KEY_NAME},
        {"-1", DESK_KEY_NAME},
        {"김민지", DESK_KEY_NAME},
        {"' OR 1=1 --", DESK_KEY_NAME},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        if (desk_key_of(CASES[i].text) != CASES[i].key)
            fail_msg("\"%s\" is taken for %d", CASES[i].text, desk_key_of(CASES[i].text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(m2_o7_what_is_typed_tells_what_is_sought),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
