/* shop/member/login.h on a real database: who waits after wrong passwords, and who does not. */
#include "store/moment.h"

#include <sodium.h>

#include "base/metric.h"
#include "shop/member/login.h"
#include "shop/member/member.h"

#define RIGHT "plum-kettle-91"
#define WRONG "not the right one"

static struct settings settings = {.rate_limit = true};
static struct client client;
static char email[80], hash[crypto_pwhash_argon2id_STRBYTES];

static enum err do_register(struct tx *tx, void *arg)
{
    member_id id;
    const struct member_registration reg = {
        .email = arg,
        .name = "김하나",
        .phone = "01012345678",
        .address = {"06236", "서울 강남구 테헤란로 1", NULL},
    };
    return member_register(tx, &reg, hash, &id);
}

/* An account that no other test knows, and nothing counted. */
static int set_up(void **state)
{
    (void)state;
    client_open(&client);
    client.call.settings = &settings;
    (void)snprintf(email, sizeof email, "login-%lld@jangteo.example",
                   (long long)clock_monotonic_us());
    /* The cheapest there is: how costly one is has tests of its own, and here guesses are many. */
    assert_true(sodium_init() >= 0);
    assert_int_equal(crypto_pwhash_argon2id_str(hash, RIGHT, strlen(RIGHT),
                                                crypto_pwhash_argon2id_OPSLIMIT_MIN,
                                                crypto_pwhash_argon2id_MEMLIMIT_MIN),
                     0);
    assert_int_equal(tx_run(client.db, do_register, email), E_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    client_close(&client);
    return 0;
}

static enum err log_in(const char *account, const char *password, const char *address,
                       const char *device)
{
    const struct login login = {account, password, address, device};
    struct account got;
    client.call.retry_after_s = 0;
    return account_authenticate(client.db, &login, &got);
}

static void wait_s(int64_t seconds)
{
    client.call.now = instant_add(client.call.now, SPAN_SECONDS(seconds));
}

/* Wrong passwords until the next one would have to wait. */
static void use_up(const char *account, const char *address)
{
    for (int i = 0; i <= LOGIN_FREE; i++)
        assert_int_equal(log_in(account, WRONG, address, NULL), E_INVALID_CREDENTIALS);
}

static void an_address_that_guesses_waits_even_with_the_right_password(void **state)
{
    (void)state;
    use_up(email, "192.0.2.1");
    assert_int_equal(log_in(email, RIGHT, "192.0.2.1", NULL), E_TOO_MANY_REQUESTS);
    assert_int_equal(client.call.retry_after_s, 1);
    wait_s(1);
    assert_int_equal(log_in(email, WRONG, "192.0.2.1", NULL), E_INVALID_CREDENTIALS);
    assert_int_equal(log_in(email, RIGHT, "192.0.2.1", NULL), E_TOO_MANY_REQUESTS);
    assert_int_equal(client.call.retry_after_s, 2);
    wait_s(2);
    assert_int_equal(log_in(email, RIGHT, "192.0.2.1", NULL), E_OK);
}

static void a_success_forgets_what_the_address_got_wrong(void **state)
{
    (void)state;
    for (int i = 0; i < LOGIN_FREE; i++)
        assert_int_equal(log_in(email, WRONG, "192.0.2.1", NULL), E_INVALID_CREDENTIALS);
    assert_int_equal(log_in(email, RIGHT, "192.0.2.1", NULL), E_OK);
    use_up(email, "192.0.2.1");
}

static void another_address_and_another_account_do_not_wait(void **state)
{
    (void)state;
    use_up(email, "192.0.2.1");
    assert_int_equal(log_in(email, RIGHT, "192.0.2.2", NULL), E_OK);
    assert_int_equal(log_in("nobody@jangteo.example", WRONG, "192.0.2.1", NULL),
                     E_INVALID_CREDENTIALS);
}

static void an_address_of_nobody_waits_like_a_members(void **state)
{
    (void)state;
    char nobody[100];
    (void)snprintf(nobody, sizeof nobody, "not-%s", email);
    use_up(nobody, "192.0.2.1");
    assert_int_equal(log_in(nobody, WRONG, "192.0.2.1", NULL), E_TOO_MANY_REQUESTS);
    assert_int_equal(client.call.retry_after_s, 1);
}

/* What a wrong password costs the shop, which is what its time comes from. */
struct cost {
    int64_t round_trips, hashes;
};

static struct cost cost_of_guess(const char *account)
{
    const int64_t trips = db_use(client.db).round_trips;
    const int64_t hashes = metric_value(METRIC_PASSWORD_HASHES, NO_LABELS);
    assert_int_equal(log_in(account, WRONG, "192.0.2.7", NULL), E_INVALID_CREDENTIALS);
    return (struct cost){db_use(client.db).round_trips - trips,
                         metric_value(METRIC_PASSWORD_HASHES, NO_LABELS) - hashes};
}

static void a_guess_costs_the_same_whether_the_address_is_known_or_not(void **state)
{
    (void)state;
    char nobody[100];
    (void)snprintf(nobody, sizeof nobody, "not-%s", email);
    for (int i = 0; i < 2; i++) { /* the second finds what the first has counted */
        const struct cost known = cost_of_guess(email), unknown = cost_of_guess(nobody);
        assert_true(known.round_trips > 0);
        assert_int_equal(unknown.round_trips, known.round_trips);
        assert_int_equal(known.hashes, 1);
        assert_int_equal(unknown.hashes, 1);
    }
}

static void guesses_from_everywhere_wait_and_the_owners_device_does_not(void **state)
{
    (void)state;
    const char *device = device_token(client.call.arena, hash);
    char address[20];
    for (int i = 0; i <= LOGIN_FREE_OF_ACCOUNT; i++) {
        (void)snprintf(address, sizeof address, "198.51.100.%d", i);
        assert_int_equal(log_in(email, WRONG, address, NULL), E_INVALID_CREDENTIALS);
    }
    assert_int_equal(log_in(email, WRONG, "203.0.113.1", NULL), E_TOO_MANY_REQUESTS);
    assert_int_equal(log_in(email, RIGHT, "203.0.113.2", NULL), E_TOO_MANY_REQUESTS);
    assert_true(client.call.retry_after_s <= LOGIN_WAIT_MAX_OF_ACCOUNT.us / 1000000);
    assert_int_equal(log_in(email, RIGHT, "203.0.113.2", device), E_OK);
    assert_int_equal(log_in(email, RIGHT, "198.51.100.1", device), E_OK);
    /* With a device of somebody else's one is anybody. */
    assert_int_equal(
        log_in(email, RIGHT, "203.0.113.2", device_token(client.call.arena, "another hash")),
        E_TOO_MANY_REQUESTS);
    wait_s(LOGIN_WAIT_MAX_OF_ACCOUNT.us / 1000000);
    assert_int_equal(log_in(email, RIGHT, "203.0.113.2", NULL), E_OK);
}

static void a_device_that_was_stolen_waits_by_itself(void **state)
{
    (void)state;
    const char *device = device_token(client.call.arena, hash);
    for (int i = 0; i <= LOGIN_FREE; i++)
        assert_int_equal(log_in(email, WRONG, "192.0.2.9", device), E_INVALID_CREDENTIALS);
    assert_int_equal(log_in(email, RIGHT, "203.0.113.1", device), E_TOO_MANY_REQUESTS);
    assert_int_equal(log_in(email, RIGHT, "203.0.113.1", NULL), E_OK);
    assert_int_equal(log_in(email, RIGHT, "203.0.113.1", device_token(client.call.arena, hash)),
                     E_OK);
}

static void a_session_that_asks_for_the_password_waits_too(void **state)
{
    (void)state;
    const struct login login = {email, RIGHT, "192.0.2.1", NULL};
    const session_id one = {1}, other = {2};
    struct account account, confirmed;
    assert_int_equal(account_authenticate(client.db, &login, &account), E_OK);
    for (int i = 0; i <= LOGIN_FREE; i++)
        assert_int_equal(
            account_confirm(client.db, account.member_id, one, WRONG, "password", &confirmed),
            E_INVALID_REQUEST);
    assert_int_equal(
        account_confirm(client.db, account.member_id, one, RIGHT, "password", &confirmed),
        E_TOO_MANY_REQUESTS);
    assert_int_equal(
        account_confirm(client.db, account.member_id, other, RIGHT, "password", &confirmed), E_OK);
    assert_int_equal(account_authenticate(client.db, &login, &account), E_OK);
}

static void without_limits_nobody_waits(void **state)
{
    (void)state;
    settings.rate_limit = false;
    use_up(email, "192.0.2.1");
    const enum err e = log_in(email, RIGHT, "192.0.2.1", NULL);
    settings.rate_limit = true;
    assert_int_equal(e, E_OK);
}

static enum err sweep(struct tx *tx, void *arg)
{
    return login_sweep(tx, arg);
}

static void what_is_past_is_swept(void **state)
{
    (void)state;
    int64_t count = -1;
    use_up(email, "192.0.2.1");
    while (count != 0)
        assert_int_equal(tx_run(client.db, sweep, &count), E_OK);
    assert_int_equal(log_in(email, RIGHT, "192.0.2.1", NULL), E_TOO_MANY_REQUESTS);
    wait_s(LOGIN_MEMORY.us / 1000000);
    assert_int_equal(tx_run(client.db, sweep, &count), E_OK);
    assert_true(count >= 2);
}

#define HELD(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HELD(an_address_that_guesses_waits_even_with_the_right_password),
        HELD(a_success_forgets_what_the_address_got_wrong),
        HELD(another_address_and_another_account_do_not_wait),
        HELD(an_address_of_nobody_waits_like_a_members),
        HELD(a_guess_costs_the_same_whether_the_address_is_known_or_not),
        HELD(guesses_from_everywhere_wait_and_the_owners_device_does_not),
        HELD(a_device_that_was_stolen_waits_by_itself),
        HELD(a_session_that_asks_for_the_password_waits_too),
        HELD(without_limits_nobody_waits),
        HELD(what_is_past_is_swept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
