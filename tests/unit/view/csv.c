/* view/csv.c: cells are quoted, and none is a formula. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "view/csv.h"

static void check_cell(const char *cell, const char *wanted)
{
    struct arena *arena = arena_new(1 << 16);
    struct strbuf csv = strbuf_make(arena, 1 << 12);
    struct slice text;
    csv_row(&csv, &cell, 1);
    assert_int_equal(strbuf_finish(&csv, &text), E_OK);
    assert_string_equal(text.data, wanted);
    arena_free(arena);
}

static void cells_are_quoted(void **state)
{
    (void)state;
    check_cell("감귤", "\"감귤\"\r\n");
    check_cell("a,\"b\"\n c", "\"a,\"\"b\"\"\n c\"\r\n");
    check_cell("\"", "\"\"\"\"\r\n");
    check_cell("", "\"\"\r\n");
    check_cell(NULL, "\"\"\r\n");
}

static void formulas_are_defused(void **state)
{
    (void)state;
    check_cell("=1+1", "\"'=1+1\"\r\n");
    check_cell("+1", "\"'+1\"\r\n");
    check_cell("-1", "\"'-1\"\r\n");
    check_cell("@SUM(A1)", "\"'@SUM(A1)\"\r\n");
    check_cell("\t=1", "\"'\t=1\"\r\n");
    check_cell("\r=1", "\"'\r=1\"\r\n");
    check_cell("＝1", "\"'＝1\"\r\n");
    check_cell("1=1", "\"1=1\"\r\n");
}

static void rows_begin_behind_the_mark(void **state)
{
    (void)state;
    static const char *const CELLS[] = {"a", "b"};
    struct arena *arena = arena_new(1 << 16);
    struct strbuf csv = strbuf_make(arena, 1 << 12);
    struct slice text;
    csv_begin(&csv);
    csv_row(&csv, CELLS, 2);
    assert_int_equal(strbuf_finish(&csv, &text), E_OK);
    assert_string_equal(text.data, "\xef\xbb\xbf\"a\",\"b\"\r\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted),
        cmocka_unit_test(formulas_are_defused),
        cmocka_unit_test(rows_begin_behind_the_mark),
    };
    return cmocka_run_group_tests_name("view/csv", tests, NULL, NULL);
}
