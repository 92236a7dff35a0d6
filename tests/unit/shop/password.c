/* shop/member/password.c: hashing, checking, and how many may do so at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

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
    arena_free(arena);
}

/* As libsodium made it, asked for less memory and more passes. */
static void a_hash_of_other_cost(void **state)
{
    (void)state;
    static const char OTHER[] = "$argon2id$v=19$m=64,t=3,p=1$rFz7ifnpTFVkAWMMxu34bA$"
                                "oAjh7OjgeQDikLSRLP4bUQee/QQsL4G96OmL72l0A9o";
    assert_int_equal(password_verify(OTHER, "plum-kettle-91"), E_OK);
    assert_int_equal(password_verify(OTHER, "plum-kettle-92"), E_INVALID_CREDENTIALS);
}

static void what_is_no_hash(void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "",
        "no hash at all",
        "$argon2id$v=19$m=,t=1,p=1$tpO03bPyD9Ggm8VCxm9/jQ$"
        "gCTXIwLW1eHdjwYR/68ZLgR6ChHlZyGAMbCraFzULkg",
        "$argon2id$v=19$m=7,t=1,p=1$tpO03bPyD9Ggm8VCxm9/jQ$"
        "gCTXIwLW1eHdjwYR/68ZLgR6ChHlZyGAMbCraFzULkg",
        "$argon2id$v=19$m=99999999999,t=1,p=1$tpO03bPyD9Ggm8VCxm9/jQ$"
        "gCTXIwLW1eHdjwYR/68ZLgR6ChHlZyGAMbCraFzULkg",
        "$argon2id$v=19$m=47104,t=1,p=1$tpO03bPyD9Ggm8VCxm9/jQ",
        "$argon2id$v=19$m=47104,t=1,p=1$tpO03bPyD9Ggm8VCxm9/jQ$gCTXIwLW1eHdjwYR",
        "$argon2id$v=19$m=47104,t=1,p=1$tpO03bPyD9Ggm8VCxm9/$"
        "gCTXIwLW1eHdjwYR/68ZLgR6ChHlZyGAMbCraFzULkg",
        "$argon2id$v=19$m=47104,t=1,p=1$tpO03bPyD9Ggm8VCxm9/jQ$"
        "gCTXIwLW1eHdjwYR/68ZLgR6ChHlZyGAMbCraFzULkg$",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++)
        assert_int_equal(password_verify(BAD[i], "x"), E_INVALID_CREDENTIALS);
}

/* Bytes of address space that this process has. */
static rlim_t used(void)
{
    unsigned long long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%llu", &pages), 1); // NOLINT(cert-err34-c)
    assert_int_equal(fclose(file), 0);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* Room for small things, and none to hash in: nobody is told that the password is wrong. */
static void lack_of_memory_says_nothing_of_the_password(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    const char *hash, *other;
    struct rlimit before;
    assert_int_equal(password_hash(arena, "plum-kettle-91", &hash), E_OK);
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    struct rlimit tight = before;
    tight.rlim_cur = used() + ((rlim_t)16 << 20);
    assert_int_equal(setrlimit(RLIMIT_AS, &tight), 0);
    const enum err right = password_verify(hash, "plum-kettle-91");
    const enum err wrong = password_verify(hash, "plum-kettle-92");
    const enum err nobody = password_verify(NULL, "plum-kettle-91");
    const enum err hashed = password_hash(arena, "plum-kettle-91", &other);
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    assert_int_equal(right, E_UNAVAILABLE);
    assert_int_equal(wrong, E_UNAVAILABLE);
    assert_int_equal(nobody, E_UNAVAILABLE);
    assert_int_equal(hashed, E_UNAVAILABLE);
    assert_int_equal(password_verify(hash, "plum-kettle-91"), E_OK);
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
        cmocka_unit_test(a_hash_of_other_cost),
        cmocka_unit_test(what_is_no_hash),
        cmocka_unit_test(lack_of_memory_says_nothing_of_the_password),
        cmocka_unit_test(nobody_takes_as_long),
        cmocka_unit_test(a_crowd_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
