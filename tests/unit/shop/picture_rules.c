/* Names of pictures: made and taken apart again (C7). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "shop/picture/picture_rules.h"

#define HASH "0123456789abcdef0123456789abcdef"

static void c7_name_of_each_width_is_taken_apart_again(void **state)
{
    struct arena *arena = arena_new(1 << 12);
    (void)state;
    assert_non_null(arena);
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        char hash[PICTURE_HASH_SIZE] = "";
        int width = 0;
        const char *url = picture_url(arena, HASH, PICTURE_WIDTHS[i]);
        assert_memory_equal(url, "/media/", 7);
        assert_true(picture_name_parse(url + 7, hash, &width));
        assert_string_equal(hash, HASH);
        assert_int_equal(width, PICTURE_WIDTHS[i]);
    }
    assert_null(picture_url(arena, NULL, 640));
    arena_free(arena);
}

static void c7_other_names_are_none(void **state)
{
    static const char *const WRONG[] = {"",
                                        HASH,
                                        HASH "-640",
                                        HASH "-641.webp",
                                        HASH "-640.webp/",
                                        HASH "-640.png",
                                        HASH "0-640.webp",
                                        "../" HASH "-640.webp",
                                        "0123456789ABCDEF0123456789ABCDEF-640.webp",
                                        "0123-640.webp"};
    char hash[PICTURE_HASH_SIZE] = "kept";
    int width = 7;
    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++)
        assert_false(picture_name_parse(WRONG[i], hash, &width));
    assert_string_equal(hash, "kept");
    assert_int_equal(width, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c7_name_of_each_width_is_taken_apart_again),
        cmocka_unit_test(c7_other_names_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
