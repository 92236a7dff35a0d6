#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <string.h>

#include "base/arena.h"

static char order[16];

static void note(void *item)
{
    strncat(order, item, sizeof order - strlen(order) - 1);
}

static void test_memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    for (int round = 0; round < 2; round++) {
        for (size_t size = 1; size < 2000; size += 37) {
            unsigned char *item = arena_alloc(arena, size);
            assert_non_null(item);
            assert_int_equal((uintptr_t)item % alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(item[i], 0);
            memset(item, 0xAB, size);
        }
        arena_reset(arena);
    }
    arena_free(arena);
}

static void test_the_limit_holds(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1024);
    assert_null(arena_alloc(arena, 1025));
    assert_null(arena_alloc(arena, SIZE_MAX));
    assert_non_null(arena_alloc(arena, 1000));
    assert_int_equal(arena_used(arena), 1008);
    assert_non_null(arena_alloc(arena, 16));
    assert_null(arena_alloc(arena, 1));
    assert_null(arena_alloc(arena, 0));
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
    assert_non_null(arena_alloc(arena, 1024));
    arena_free(arena);
}

static void test_many_small_items_reach_the_limit_too(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)100 * 1024);
    size_t count = 0;
    while (arena_alloc(arena, 0) != NULL)
        count++;
    assert_int_equal(count, 100 * 1024 / 16);
    arena_free(arena);
}

static void test_a_size_of_0_gives_a_unique_pointer(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1024);
    assert_ptr_not_equal(arena_alloc(arena, 0), arena_alloc(arena, 0));
    arena_free(arena);
}

static void test_large_items_get_blocks_of_their_own(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)4 << 20);
    char *small = arena_strdup(arena, "small");
    char *large = arena_alloc(arena, (size_t)1 << 20);
    assert_non_null(large);
    memset(large, 'x', (size_t)1 << 20);
    assert_string_equal(small, "small");
    arena_free(arena);
}

static void test_array(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    assert_null(arena_array(arena, SIZE_MAX / 2, 4));
    assert_null(arena_array(arena, 1 << 15, 4));
    int *items = NEW_ARRAY(arena, int, 100);
    assert_non_null(items);
    assert_int_equal(items[99], 0);
    assert_non_null(NEW_ARRAY(arena, int, 0));
    arena_free(arena);
}

static void test_texts(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    assert_string_equal(arena_strdup(arena, "장터"), "장터");
    assert_string_equal(arena_strndup(arena, "market", 3), "mar");
    assert_memory_equal(arena_strndup(arena, "a\0b", 3), "a\0b", 4);
    assert_string_equal(arena_strndup(arena, NULL, 0), "");
    assert_string_equal(arena_printf(arena, "%s-%03d", "x", 7), "x-007");
    assert_string_equal(arena_printf(arena, "%s", ""), "");
    for (int size = 120; size < 140; size++) /* brief ones and others */
        assert_int_equal(strlen(arena_printf(arena, "%*d", size, 1)), size);
    assert_null(arena_printf(arena, "%5000d", 1));
    assert_null(arena_strndup(arena, "", SIZE_MAX));
    arena_free(arena);
}

static void test_cleanups_run_last_first(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    order[0] = '\0';
    assert_int_equal(arena_on_reset(arena, note, "a"), E_OK);
    assert_int_equal(arena_on_reset(arena, note, "b"), E_OK);
    arena_reset(arena);
    assert_string_equal(order, "ba");
    arena_reset(arena);
    assert_string_equal(order, "ba");
    assert_int_equal(arena_on_reset(arena, note, "c"), E_OK);
    arena_free(arena);
    assert_string_equal(order, "bac");
}

static void test_a_cleanup_that_finds_no_memory_runs_at_once(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    order[0] = '\0';
    arena_fail_at(arena, 1);
    assert_int_equal(arena_on_reset(arena, note, "x"), E_NO_MEMORY);
    assert_string_equal(order, "x");
    arena_free(arena);
    assert_string_equal(order, "x");
}

static void test_rewind(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)1 << 20);
    order[0] = '\0';
    char *kept = arena_strdup(arena, "kept");
    assert_int_equal(arena_on_reset(arena, note, "1"), E_OK);
    size_t used = arena_used(arena);
    struct arena_mark mark = arena_mark(arena);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++)
            assert_non_null(arena_alloc(arena, 3000));
        assert_int_equal(arena_on_reset(arena, note, "2"), E_OK);
        arena_rewind(arena, mark);
        assert_int_equal(arena_used(arena), used);
        assert_string_equal(kept, "kept");
    }
    assert_string_equal(order, "222");
    arena_free(arena);
    assert_string_equal(order, "2221");
}

static void test_rewind_to_the_start(void **state)
{
    (void)state;
    struct arena *arena = arena_new((size_t)1 << 20);
    struct arena_mark mark = arena_mark(arena);
    assert_non_null(arena_alloc(arena, 100000));
    arena_rewind(arena, mark);
    assert_int_equal(arena_used(arena), 0);
    assert_non_null(arena_alloc(arena, (size_t)1 << 20));
    arena_free(arena);
}

static void test_fail_at(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    arena_fail_at(arena, 3);
    assert_non_null(arena_alloc(arena, 1));
    assert_non_null(arena_strdup(arena, "x"));
    assert_null(arena_printf(arena, "x"));
    assert_non_null(arena_alloc(arena, 1));
    arena_fail_at(arena, 1);
    arena_fail_at(arena, 0);
    assert_non_null(arena_alloc(arena, 1));
    arena_free(arena);
}

static void test_free_takes_null(void **state)
{
    (void)state;
    arena_free(NULL);
    struct arena *none = arena_new(0);
    assert_non_null(none);
    assert_null(arena_alloc(none, 0));
    arena_free(none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory_is_zeroed_and_aligned),
        cmocka_unit_test(test_the_limit_holds),
        cmocka_unit_test(test_many_small_items_reach_the_limit_too),
        cmocka_unit_test(test_a_size_of_0_gives_a_unique_pointer),
        cmocka_unit_test(test_large_items_get_blocks_of_their_own),
        cmocka_unit_test(test_array),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_cleanups_run_last_first),
        cmocka_unit_test(test_a_cleanup_that_finds_no_memory_runs_at_once),
        cmocka_unit_test(test_rewind),
        cmocka_unit_test(test_rewind_to_the_start),
        cmocka_unit_test(test_fail_at),
        cmocka_unit_test(test_free_takes_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
