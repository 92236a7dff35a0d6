#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "view/template.h"

#define PRAGMA "{{%AUTOESCAPE context=\"HTML\"}}"

/* Templates of this test's own, in a folder of its own: name and text, the same in both languages.
 */
static const char *const FILES[][2] = {
    {"text.tpl", PRAGMA "<p>{{VALUE}}</p>"},
    {"attribute.tpl", PRAGMA "<input value=\"{{VALUE}}\">"},
    {"address.tpl", PRAGMA "<a href=\"{{VALUE}}\">x</a>"},
    {"sections.tpl",
     PRAGMA "{{#SHOWN}}[{{VALUE}}]{{/SHOWN}}{{#HIDDEN}}no{{/HIDDEN}}{{#ROW}}<li>{{N}}"
            "{{VALUE}}</li>{{/ROW}}"},
    {"page.tpl", PRAGMA "{{>HEAD}}<b>{{VALUE}}</b>{{#ROW}}{{>CARD}}{{/ROW}}"},
    {"head.tpl", PRAGMA "<h1>{{TITLE}}{{VALUE}}{{EVERYWHERE}}</h1>{{#IN}}in{{/IN}}"},
    {"card.tpl", PRAGMA "<i>{{NAME}}{{EVERYWHERE}}</i>"},
    {"money.tpl", PRAGMA "{{SUM}} {{COUNT}}"},
    {"data.tpl", PRAGMA "<script type=\"application/ld+json\">{{VALUE:x-json}}</script>"},
    {"broken.tpl", PRAGMA "{{#OPEN}}"},
};

static char folder[] = "/tmp/templates-XXXXXX";
static struct arena *arena;

static void path_of(char path[200], const char *lang, const char *name)
{
    snprintf(path, 200, "%s/%s/%s", folder, lang, name);
}

static int make_files(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return 1;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        char path[200];
        path_of(path, lang_code((enum lang)lang), "");
        if (mkdir(path, 0700) != 0)
            return 1;
        for (size_t i = 0; i < COUNT_OF(FILES); i++) {
            path_of(path, lang_code((enum lang)lang), FILES[i][0]);
            FILE *file = fopen(path, "w");
            const bool written = file != NULL && fputs(FILES[i][1], file) >= 0;
            if (file == NULL || fclose(file) != 0 || !written)
                return 1;
        }
    }
    tpl_root(folder);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        char path[200];
        for (size_t i = 0; i < COUNT_OF(FILES); i++) {
            path_of(path, lang_code((enum lang)lang), FILES[i][0]);
            unlink(path);
        }
        path_of(path, lang_code((enum lang)lang), "");
        rmdir(path);
    }
    return rmdir(folder);
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new(1 << 20);
    return arena == NULL;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_page(struct tpl *tpl, const char *file, const char *want)
{
    struct slice html;
    assert_int_equal(tpl_render(tpl, arena, LANG_KO, file, &html), E_OK);
    assert_string_equal(html.data, want);
}

static void values_are_escaped_where_they_stand(void **state)
{
    (void)state;
    static const struct {
        const char *file, *value, *want;
    } CASES[] = {
        {"text.tpl", "<script>alert('x')&\"", "<p>&lt;script&gt;alert(&#39;x&#39;)&amp;&quot;</p>"},
        {"text.tpl", "사과 1kg", "<p>사과 1kg</p>"},
        {"text.tpl", NULL, "<p></p>"},
        {"text.tpl", "{{VALUE}}", "<p>{{VALUE}}</p>"},
        {"attribute.tpl", "\" onfocus=\"x", "<input value=\"&quot; onfocus=&quot;x\">"},
        {"address.tpl", "/products?q=%EC%82%AC&sort=newest",
         "<a href=\"/products?q=%EC%82%AC&amp;sort=newest\">x</a>"},
        {"address.tpl", "/media/0f-320.webp", "<a href=\"/media/0f-320.webp\">x</a>"},
        {"address.tpl", "javascript:alert(1)", "<a href=\"#\">x</a>"},
    };
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        struct tpl *tpl = tpl_new(arena);
        tpl_text(tpl, "VALUE", CASES[i].value);
        assert_page(tpl, CASES[i].file, CASES[i].want);
    }
}

static void json_stays_within_its_element(void **state)
{
    (void)state;
    struct tpl *tpl = tpl_new(arena);
    tpl_text(tpl, "VALUE", "{\"a\":\"</script><!-- & '\\\" \u2028\u2029\u2027 끝\"}");
    assert_page(tpl, "data.tpl",
                "<script type=\"application/ld+json\">{\"a\":\"\\u003c/script\\u003e\\u003c!-- "
                "\\u0026 '\\\" \\u2028\\u2029\u2027 끝\"}</script>");
}

static void sections_show_once_or_row_by_row(void **state)
{
    (void)state;
    struct tpl *tpl = tpl_new(arena);
    tpl_text(tpl, "VALUE", "v");
    tpl_show(tpl, "SHOWN");
    tpl_show_if(tpl, "HIDDEN", false);
    for (int i = 1; i <= 3; i++)
        tpl_int(tpl_section(tpl, "ROW"), "N", i);
    assert_page(tpl, "sections.tpl", "[v]<li>1v</li><li>2v</li><li>3v</li>");
}

static void includes_see_their_own_values_and_the_global_ones(void **state)
{
    (void)state;
    struct tpl *tpl = tpl_new(arena);
    tpl_text(tpl, "VALUE", "mine");
    tpl_global(tpl, "EVERYWHERE", "<all>");
    struct tpl *head = tpl_include(tpl, "HEAD", "head.tpl");
    tpl_text(head, "TITLE", "T");
    tpl_show(head, "IN");
    struct tpl *card = tpl_include(tpl_section(tpl, "ROW"), "CARD", "card.tpl");
    tpl_text(card, "NAME", "<b>");
    assert_page(tpl, "page.tpl", "<h1>T&lt;all&gt;</h1>in<b>mine</b><i>&lt;b&gt;&lt;all&gt;</i>");
}

static void numbers(void **state)
{
    (void)state;
    struct tpl *tpl = tpl_new(arena);
    tpl_money(tpl, "SUM", 1234500);
    tpl_int(tpl, "COUNT", -1234500);
    assert_page(tpl, "money.tpl", "1,234,500 -1234500");
}

static void a_missing_or_broken_template_is_an_error(void **state)
{
    (void)state;
    struct slice html = {"untouched", 9};
    assert_int_equal(tpl_render(tpl_new(arena), arena, LANG_KO, "none.tpl", &html), E_INTERNAL);
    assert_int_equal(tpl_render(tpl_new(arena), arena, LANG_KO, "broken.tpl", &html), E_INTERNAL);
    struct tpl *tpl = tpl_new(arena);
    tpl_include(tpl, "HEAD", "none.tpl");
    assert_int_equal(tpl_render(tpl, arena, LANG_EN, "page.tpl", &html), E_INTERNAL);
    assert_string_equal(html.data, "untouched");
    assert_int_equal(tpl_check_all(), E_INTERNAL);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    int good = 0;
    for (uint64_t nth = 1; nth <= 30; nth++) {
        arena_reset(arena);
        arena_fail_at(arena, nth);
        struct tpl *tpl = tpl_new(arena);
        tpl_money(tpl, "VALUE", 100);
        tpl_text(tpl_include(tpl, "HEAD", "head.tpl"), "TITLE", "t");
        tpl_text(tpl_include(tpl_section(tpl, "ROW"), "CARD", "card.tpl"), "NAME", "n");
        struct slice html = {NULL, 0};
        enum err e = tpl_render(tpl, arena, LANG_KO, "page.tpl", &html);
        assert_true(e == E_OK || e == E_NO_MEMORY);
        if (e == E_OK) {
            assert_string_equal(html.data, "<h1>t</h1><b>100</b><i>n</i>");
            good++;
        }
        arena_fail_at(arena, 0);
    }
    assert_in_range(good, 1, 25);
}

/* The shop's own templates, as the build has made them. */
static void the_shops_templates_load(void **state)
{
    (void)state;
    const char *made = getenv("JANGTEO_TEMPLATES");
    if (made == NULL)
        made = "build/templates";
    tpl_root(made);
    if (tpl_check_all() != E_OK)
        fail_msg("templates below %s are missing or broken: run `make templates`", made);
    tpl_root(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_are_escaped_where_they_stand, setup, teardown),
        cmocka_unit_test_setup_teardown(json_stays_within_its_element, setup, teardown),
        cmocka_unit_test_setup_teardown(sections_show_once_or_row_by_row, setup, teardown),
        cmocka_unit_test_setup_teardown(includes_see_their_own_values_and_the_global_ones, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(numbers, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_or_broken_template_is_an_error, setup, teardown),
        cmocka_unit_test_setup_teardown(every_allocation_may_fail, setup, teardown),
        cmocka_unit_test_setup_teardown(the_shops_templates_load, setup, teardown),
    };
    return cmocka_run_group_tests(tests, make_files, remove_files);
}
