/* shop/member/password.c: hashing, checking, and how many may do so at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/clock.h"
#include "shop/member/password.h"

static void right_and_wrong(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    const char *hash, *again;
    assert_int_equal(password_hash(arena, "plum-kettle-91", &hash), E_OK);
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=47104,t=1,p=1$", 31), 0);
    assert_int_equal(password_hash(arena, "plum-kettle-91", &again), E_OK);
    assert_string_not_equal(hash, again);
    assert_int_equal(password_verify(hash, "plum-kettle-91"), E_OK);
    assert_int_equal(password_verify(hash, "plum-kettle-92"), E_INVALID_CREDENTIALS);
    assert_int_equal(password_verify("no hash at all", "x"), E_INVALID_CREDENTIALS);
    arena_free(arena);
}

/* Of some tries: others may have had the machine meanwhile. */
static int64_t quickest(const char *hash)
{
    int64_t least = INT64_MAX;
    for (int i = 0; i < 5; i++) {
        const int64_t start = clock_monotonic_us();
        assert_int_equal(password_verify(hash, "x"), E_INVALID_CREDENTIALS);
        const int64_t took = clock_monotonic_us() - start;
        least = took < least ? took : least;
    }
    return least;
}

static void nobody_takes_as_long(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    const char *hash;
    assert_int_equal(password_hash(arena, "plum-kettle-91", &hash), E_OK);
    const int64_t known = quickest(hash), unknown = quickest(NULL);
    assert_true(unknown > known / 2);
    assert_true(known > unknown / 2);
    arena_free(arena);
}

#define CROWD 16

static void *hash_one(void *arg)
{
    enum err *result = arg;
    struct arena *arena = arena_new(1 << 16);
    const char *hash;
    *result = password_hash(arena, "plum-kettle-91", &hash);
    arena_free(arena);
    return NULL;
}

static void a_crowd_is_bounded(void **state)
{
    (void)state;
    pthread_t threads[CROWD];
    enum err results[CROWD];
    int served = 0;
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hash_one, &results[i]), 0);
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(results[i] == E_OK || results[i] == E_UNAVAILABLE);
        served += results[i] == E_OK;
    }
    assert_true(served >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_and_wrong),
        cmocka_unit_test(nobody_takes_as_long),
        cmocka_unit_test(a_crowd_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
