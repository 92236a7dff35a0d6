/* shop/member/login_rules.c: how long wrong passwords wait; and the token of a known device. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "shop/member/login.h"

static const int64_t SECOND = 1000000;

static void few_failures_cost_nothing_and_each_further_one_twice_the_last(void **state)
{
    (void)state;
    for (int64_t n = 0; n <= LOGIN_FREE; n++) {
        assert_int_equal(login_wait(LOGIN_BY_ADDRESS, n).us, 0);
        assert_int_equal(login_wait(LOGIN_BY_DEVICE, n).us, 0);
    }
    assert_int_equal(login_wait(LOGIN_BY_ADDRESS, LOGIN_FREE + 1).us, SECOND);
    assert_int_equal(login_wait(LOGIN_BY_ADDRESS, LOGIN_FREE + 2).us, 2 * SECOND);
    assert_int_equal(login_wait(LOGIN_BY_ADDRESS, LOGIN_FREE + 5).us, 16 * SECOND);
    assert_int_equal(login_wait(LOGIN_BY_ACCOUNT, LOGIN_FREE_OF_ACCOUNT).us, 0);
    assert_int_equal(login_wait(LOGIN_BY_ACCOUNT, LOGIN_FREE_OF_ACCOUNT + 1).us, SECOND);
}

static void waits_have_a_bound_and_an_accounts_is_short(void **state)
{
    (void)state;
    assert_int_equal(login_wait(LOGIN_BY_ADDRESS, 1000000000).us, LOGIN_WAIT_MAX.us);
    assert_int_equal(login_wait(LOGIN_BY_DEVICE, INT64_MAX).us, LOGIN_WAIT_MAX.us);
    assert_int_equal(login_wait(LOGIN_BY_ACCOUNT, INT64_MAX).us, LOGIN_WAIT_MAX_OF_ACCOUNT.us);
    assert_true(LOGIN_WAIT_MAX_OF_ACCOUNT.us < LOGIN_WAIT_MAX.us);
}

static void a_try_is_open_once_its_wait_is_over_and_an_hour_forgets_all(void **state)
{
    (void)state;
    const instant now = {1800000000 * SECOND};
    struct login_failures known = {0};
    for (int i = 0; i < LOGIN_FREE; i++)
        known = login_failed(LOGIN_BY_ADDRESS, &known, now);
    assert_true(login_is_open(&known, now));
    known = login_failed(LOGIN_BY_ADDRESS, &known, now);
    assert_int_equal(known.failures, LOGIN_FREE + 1);
    assert_false(login_is_open(&known, now));
    assert_false(login_is_open(&known, (instant){now.us + SECOND - 1}));
    assert_true(login_is_open(&known, (instant){now.us + SECOND}));
    const instant later = instant_add(now, LOGIN_MEMORY);
    known = login_failed(LOGIN_BY_ADDRESS, &known, (instant){later.us - 1});
    assert_int_equal(known.failures, LOGIN_FREE + 2);
    known = login_failed(LOGIN_BY_ADDRESS, &known, instant_add(later, LOGIN_MEMORY));
    assert_int_equal(known.failures, 1);
}

static void an_ipv6_client_has_its_network_to_itself(void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"192.0.2.7", "192.0.2.7"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"},
        {"2001:db8:1:2::1", "2001:db8:1:2::"},
        {"::ffff:192.0.2.7", "::ffff:192.0.2.7"},
        {"unix:", "unix:"},
        {"", ""},
    };
    struct arena *arena = arena_new(1 << 16);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++)
        assert_string_equal(login_network(arena, CASES[i][0]), CASES[i][1]);
    arena_free(arena);
}

#define HASH "$argon2id$v=19$m=47104,t=1,p=1$c2FsdA$aGFzaA"

static void device_token_is_for_one_account_and_one_password(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    char *token = device_token(arena, HASH);
    assert_int_equal(strlen(token), DEVICE_TOKEN_SIZE);
    assert_true(device_is_known(token, HASH));
    assert_false(device_is_known(token, HASH "x"));
    assert_string_not_equal(token, device_token(arena, HASH));
    for (size_t i = 0; i < DEVICE_TOKEN_SIZE; i++) {
        const char was = token[i];
        token[i] = was == 'A' ? 'B' : 'A';
        assert_false(device_is_known(token, HASH));
        token[i] = was;
    }
    assert_false(device_is_known("", HASH));
    assert_false(device_is_known("short", HASH));
    memset(token, '*', DEVICE_TOKEN_SIZE);
    assert_false(device_is_known(token, HASH));
    arena_free(arena);
}

/* A MAC of another kind, under the very key of a device's. */
static void what_has_no_label_is_no_device_token(void **state)
{
    (void)state;
    enum { NONCE = 16, MAC = 32 };
    static const char LABEL[] = "jangteo device 1";
    const char *const labels[] = {LABEL, ""};
    unsigned char key[crypto_generichash_KEYBYTES], bytes[NONCE + MAC] = {7};
    char token[DEVICE_TOKEN_SIZE + 1];
    crypto_generichash(key, sizeof key, (const unsigned char *)HASH, strlen(HASH), NULL, 0);
    for (size_t i = 0; i < 2; i++) {
        crypto_generichash_state mac;
        crypto_generichash_init(&mac, key, sizeof key, MAC);
        crypto_generichash_update(&mac, (const unsigned char *)labels[i], strlen(labels[i]) + 1);
        crypto_generichash_update(&mac, bytes, NONCE);
        crypto_generichash_final(&mac, bytes + NONCE, MAC);
        sodium_bin2base64(token, sizeof token, bytes, sizeof bytes,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        assert_int_equal(device_is_known(token, HASH), labels[i] == LABEL);
    }
}

static void subjects_are_told_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    const char *token = device_token(arena, HASH);
    struct login_guard known, unknown, other;
    assert_int_equal(login_guard_make(arena, "a@b.example", "192.0.2.7", token, HASH, &known),
                     E_OK);
    assert_int_equal(known.count, 1);
    assert_int_equal(known.subjects[0].group, LOGIN_BY_DEVICE);
    assert_int_equal(login_guard_make(arena, "a@b.example", "192.0.2.7", NULL, HASH, &unknown),
                     E_OK);
    assert_int_equal(unknown.count, 2);
    assert_int_equal(unknown.subjects[0].group, LOGIN_BY_ADDRESS);
    assert_int_equal(unknown.subjects[1].group, LOGIN_BY_ACCOUNT);
    /* Nobody's account has no device, and is counted as any other. */
    assert_int_equal(login_guard_make(arena, "a@b.example", "192.0.2.8", token, NULL, &other),
                     E_OK);
    assert_int_equal(other.count, 2);
    assert_memory_not_equal(other.subjects[0].hash, unknown.subjects[0].hash, LOGIN_SUBJECT_BYTES);
    assert_memory_equal(other.subjects[1].hash, unknown.subjects[1].hash, LOGIN_SUBJECT_BYTES);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_failures_cost_nothing_and_each_further_one_twice_the_last),
        cmocka_unit_test(waits_have_a_bound_and_an_accounts_is_short),
        cmocka_unit_test(a_try_is_open_once_its_wait_is_over_and_an_hour_forgets_all),
        cmocka_unit_test(an_ipv6_client_has_its_network_to_itself),
        cmocka_unit_test(device_token_is_for_one_account_and_one_password),
        cmocka_unit_test(what_has_no_label_is_no_device_token),
        cmocka_unit_test(subjects_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
