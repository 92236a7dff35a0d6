/* Signatures after the Standard Webhooks specification, held against its published example. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/signature.h"

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define AT 1614265330
#define SIGNED "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

static const struct slice BODY = {"{\"test\": 2432232314}", 20};

static void x1_signature_is_that_of_the_specification(void **state)
{
    (void)state;
    char signature[SIGNATURE_SIZE];
    assert_true(signature_make(SECRET, ID, AT, BODY, signature));
    assert_string_equal(signature, SIGNED);
}

static void x1_signature_is_found_among_others(void **state)
{
    (void)state;
    assert_true(signature_valid(SECRET, ID, AT, BODY, SIGNED));
    assert_true(signature_valid(SECRET, ID, AT, BODY, "v1,AAAA  v1a,x " SIGNED " v1,BBBB"));
}

static void x1_signature_of_anything_else_is_refused(void **state)
{
    (void)state;
    const struct slice other = {"{\"test\": 2432232315}", 20}, less = {BODY.data, 19};
    assert_false(signature_valid(SECRET, ID, AT, other, SIGNED));
    assert_false(signature_valid(SECRET, ID, AT, less, SIGNED));
    assert_false(signature_valid(SECRET, ID, AT + 1, BODY, SIGNED));
    assert_false(signature_valid(SECRET, ID "x", AT, BODY, SIGNED));
    assert_false(signature_valid("whsec_MTIz", ID, AT, BODY, SIGNED));
    assert_false(signature_valid(SECRET, ID, AT, BODY, ""));
    assert_false(signature_valid(SECRET, ID, AT, BODY, "v1,"));
    assert_false(signature_valid(SECRET, ID, AT, BODY, SIGNED "A"));
}

static void x1_signature_needs_a_secret_and_a_short_id(void **state)
{
    (void)state;
    char signature[SIGNATURE_SIZE] = "untouched", id[300];
    memset(id, 'x', sizeof id - 1);
    id[sizeof id - 1] = '\0';
    assert_false(signature_make("", ID, AT, BODY, signature));
    assert_false(signature_make("whsec_", ID, AT, BODY, signature));
    assert_false(signature_make("MTIz", ID, AT, BODY, signature));
    assert_false(signature_make("whsec_no base64", ID, AT, BODY, signature));
    assert_false(signature_make(SECRET, id, AT, BODY, signature));
    assert_string_equal(signature, "untouched");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(x1_signature_is_that_of_the_specification),
        cmocka_unit_test(x1_signature_is_found_among_others),
        cmocka_unit_test(x1_signature_of_anything_else_is_refused),
        cmocka_unit_test(x1_signature_needs_a_secret_and_a_short_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
