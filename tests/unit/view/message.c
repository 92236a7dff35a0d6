#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "shop/order/seller_rules.h"
#include "view/message.h"

static void languages_are_chosen_by_quality(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum lang want;
    } CASES[] = {
        {NULL, LANG_KO},
        {"", LANG_KO},
        {"ko", LANG_KO},
        {"en", LANG_EN},
        {"EN-gb", LANG_EN},
        {"ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", LANG_KO},
        {"en-US,en;q=0.9,ko;q=0.8", LANG_EN},
        {"ko;q=0.1, en;q=0.2", LANG_EN},
        {"en;q=0.5,ko;q=0.5", LANG_EN},
        {"fr, de;q=0.9", LANG_KO},
        {"fr, en;q=0.1", LANG_EN},
        {"*", LANG_KO},
        {"en, *;q=0.5", LANG_EN},
        {"ko;q=0, *", LANG_EN},
        {"en;q=0", LANG_KO},
        {"english", LANG_KO},
        {"en;q=x", LANG_KO},
        {"en;q=1.000 , ko ; q=0.999", LANG_EN},
        {",,;;,en", LANG_EN},
        {"en;q=99999999999999999999", LANG_EN},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++)
        if (lang_choose(CASES[i].header) != CASES[i].want)
            fail_msg("\"%s\" gives %s", CASES[i].header, lang_code(lang_choose(CASES[i].header)));
}

/* bsearch wants the table in strcmp order, whatever sorted it. */
static void the_table_is_sorted(void **state)
{
    (void)state;
    assert_true(message_count() > 100);
    for (int i = 1; i < message_count(); i++)
        assert_true(strcmp(message_id(i - 1), message_id(i)) < 0);
}

static void assert_texts(const char *prefix, const char *id)
{
    const char *ko = message(LANG_KO, prefix, id), *en = message(LANG_EN, prefix, id);
    if (ko == id || en == id)
        fail_msg("no message %s%s", prefix, id);
    assert_true(ko[0] != '\0' && en[0] != '\0');
}

static bool err_used(const char *id)
{
    for (int e = 0; e < ERR_COUNT; e++)
        if (strcmp(id, err_code((enum err)e)) == 0)
            return true;
    return false;
}

static bool problem_used(const char *id)
{
    for (int code = 0; code < PROBLEM_COUNT; code++)
        if (strcmp(id, problem_code_text((enum problem_code)code)) == 0)
            return true;
    return false;
}

/* No text under `prefix` that nobody shows. */
static void assert_family_is_used(const char *prefix, bool (*used)(const char *id))
{
    for (int i = 0; i < message_count(); i++)
        if (strncmp(message_id(i), prefix, strlen(prefix)) == 0 &&
            !used(message_id(i) + strlen(prefix)))
            fail_msg("nobody shows %s", message_id(i));
}

/* Laws are named after their files; no code names them. */
static void o13_every_law_has_its_texts(void **state)
{
    (void)state;
    DIR *folder = opendir("sql/audit");
    assert_non_null(folder);
    int laws = 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char name[256];
        const size_t size = strcspn(entry->d_name, ".");
        if (strcmp(entry->d_name + size, ".sql") != 0)
            continue;
        (void)snprintf(name, sizeof name, "%.*s", (int)size, entry->d_name);
        assert_texts("law.", name);
        assert_texts("law_says.", name);
        laws++;
    }
    (void)closedir(folder);
    assert_true(laws > 0);
}

static void every_error_has_its_texts(void **state)
{
    (void)state;
    for (int e = 0; e < ERR_COUNT; e++)
        assert_texts("error.", err_code((enum err)e));
    assert_family_is_used("error.", err_used);
    assert_string_equal(message_error(LANG_KO, E_OK), "요청에 성공했습니다.");
    assert_string_equal(message_error(LANG_KO, E_STOCK_NOT_ENOUGH), "재고가 부족합니다.");
    assert_string_equal(message_error(LANG_EN, E_STOCK_NOT_ENOUGH), "There is not enough stock.");
}

static void every_problem_has_its_texts(void **state)
{
    (void)state;
    for (int code = 0; code < PROBLEM_COUNT; code++)
        assert_texts("problem.", problem_code_text((enum problem_code)code));
    assert_family_is_used("problem.", problem_used);
}

/* A way on is called after both its ends: a text for each, and none for what no seller may do. The
 * other families of texts are held against their tables by tests/lint/messages.sh. */
static void every_move_of_a_seller_has_its_texts(void **state)
{
    (void)state;
    int moves = 0, texts = 0;
    for (int from = 0; from < ITEM_STATUS_COUNT; from++) {
        enum item_status to[SELLER_MOVES_MAX];
        const size_t count = seller_moves((enum item_status)from, to);
        for (size_t i = 0; i < count; i++, moves++) {
            char id[80];
            snprintf(id, sizeof id, "%s.%s", ITEM_STATUS_NAMES[from], ITEM_STATUS_NAMES[to[i]]);
            assert_texts("seller.move.", id);
        }
    }
    for (int i = 0; i < message_count(); i++)
        texts += strncmp(message_id(i), "seller.move.", strlen("seller.move.")) == 0;
    assert_int_equal(texts, moves);
}

static void an_unknown_id_comes_back(void **state)
{
    (void)state;
    assert_string_equal(message(LANG_EN, "no.such.", "id"), "id");
    char longer[400];
    memset(longer, 'x', sizeof(longer));
    longer[sizeof(longer) - 1] = '\0';
    assert_ptr_equal(message(LANG_KO, "error.", longer), longer);
}

static void bounds_stand_in_problems(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    struct problem problem = {.field = "amount", .code = P_OUT_OF_RANGE, .low = 1, .high = 1000000};
    assert_string_equal(message_problem(arena, LANG_KO, &problem),
                        "1 이상 1000000 이하로 입력해 주세요.");
    assert_string_equal(message_problem(arena, LANG_EN, &problem),
                        "Please enter a number from 1 to 1000000.");
    arena_fail_at(arena, 1);
    assert_null(message_problem(arena, LANG_EN, &problem));
    arena_free(arena);
}

static void times_are_seouls(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    instant t = {INT64_C(1795134600) * 1000000}; /* 2026-11-20T00:30:00Z */
    assert_string_equal(message_time(arena, LANG_KO, t), "2026년 11월 20일 09:30");
    assert_string_equal(message_time(arena, LANG_EN, t), "20 Nov 2026, 09:30");
    assert_string_equal(message_time(arena, LANG_EN, INSTANT_NONE), "");
    const struct date day = {2026, 11, 20};
    assert_string_equal(message_day(arena, LANG_KO, day), "11월 20일");
    assert_string_equal(message_day(arena, LANG_EN, day), "20 Nov");
    assert_string_equal(message_day(arena, LANG_EN, (struct date){2026, 13, 1}), "2026-13-01");
    arena_free(arena);
}

static void the_end_of_a_span_repeats_nothing(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    const instant from = {INT64_C(1795134600) * 1000000}; /* 2026-11-20T00:30:00Z */
    static const struct {
        int64_t days;
        const char *ko, *en;
    } CASES[] = {{0, "10:30", "10:30"},
                 {2, "11월 22일 10:30", "22 Nov, 10:30"},
                 {60, "2027년 1월 19일 10:30", "19 Jan 2027, 10:30"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const instant t = {from.us + (CASES[i].days * 24 + 1) * INT64_C(3600) * 1000000};
        assert_string_equal(message_until(arena, LANG_KO, from, t), CASES[i].ko);
        assert_string_equal(message_until(arena, LANG_EN, from, t), CASES[i].en);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_are_chosen_by_quality),
        cmocka_unit_test(the_table_is_sorted),
        cmocka_unit_test(the_end_of_a_span_repeats_nothing),
        cmocka_unit_test(every_error_has_its_texts),
        cmocka_unit_test(o13_every_law_has_its_texts),
        cmocka_unit_test(every_problem_has_its_texts),
        cmocka_unit_test(every_move_of_a_seller_has_its_texts),
        cmocka_unit_test(an_unknown_id_comes_back),
        cmocka_unit_test(bounds_stand_in_problems),
        cmocka_unit_test(times_are_seouls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
