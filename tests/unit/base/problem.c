#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/problem.h"

static void test_problems_stay_in_order(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    struct problems problems = {0};
    char field[] = "email";
    problem_add(&problems, arena, field, P_REQUIRED);
    field[0] = 'X'; /* the field was copied */
    problem_add_bounds(&problems, arena, "amount", P_OUT_OF_RANGE, 1, 100);
    problem_add_shortage(&problems, arena, "items[0]", (product_id){7}, 5, 2);
    problem_add(&problems, arena, "email", P_TAKEN);

    assert_int_equal(problems.count, 4);
    const struct problem *p = problems.first;
    assert_string_equal(p->field, "email");
    assert_int_equal(p->code, P_REQUIRED);
    p = p->next;
    assert_string_equal(p->field, "amount");
    assert_int_equal(p->low, 1);
    assert_int_equal(p->high, 100);
    p = p->next;
    assert_int_equal(p->code, P_STOCK_NOT_ENOUGH);
    assert_int_equal(p->product.v, 7);
    assert_int_equal(p->requested, 5);
    assert_int_equal(p->available, 2);
    assert_ptr_equal(p->next, problems.last);
    assert_null(problems.last->next);

    assert_int_equal(problem_of(&problems, "email")->code, P_REQUIRED);
    assert_null(problem_of(&problems, "phone"));
    arena_free(arena);
}

static void test_the_number_of_problems_is_bounded(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct problems problems = {0};
    for (int i = 0; i < PROBLEMS_MAX + 50; i++)
        problem_add(&problems, arena, "items", P_INVALID_VALUE);
    assert_int_equal(problems.count, PROBLEMS_MAX);
    size_t listed = 0;
    for (const struct problem *p = problems.first; p != NULL; p = p->next)
        listed++;
    assert_int_equal(listed, PROBLEMS_MAX);
    arena_free(arena);
}

static void test_without_memory_a_problem_is_dropped(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    for (uint64_t nth = 1; nth <= 2; nth++) {
        struct problems problems = {0};
        arena_fail_at(arena, nth);
        problem_add(&problems, arena, "email", P_REQUIRED);
        arena_fail_at(arena, 0);
        assert_int_equal(problems.count, 0);
        assert_null(problems.first);
        assert_null(problem_of(&problems, "email"));
    }
    arena_free(arena);
}

static void test_codes(void **state)
{
    (void)state;
    assert_string_equal(problem_code_text(P_REQUIRED), "REQUIRED");
    assert_string_equal(problem_code_text(P_NOT_ON_SALE), "PRODUCT_NOT_ON_SALE");
    for (int code = 0; code < PROBLEM_COUNT; code++)
        assert_true(strlen(problem_code_text((enum problem_code)code)) > 0);
    assert_non_null(problem_code_text(PROBLEM_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_problems_stay_in_order),
        cmocka_unit_test(test_the_number_of_problems_is_bounded),
        cmocka_unit_test(test_without_memory_a_problem_is_dropped),
        cmocka_unit_test(test_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
