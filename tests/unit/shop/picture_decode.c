/* Pictures: what is taken, what is refused, and what comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <vips/vips.h>

#include "shop/picture/picture.h"

static struct call call;

static int open_call(void **state)
{
    (void)state;
    call = (struct call){.arena = arena_new((size_t)64 << 20)};
    return call.arena == NULL;
}

static int close_call(void **state)
{
    (void)state;
    arena_free(call.arena);
    return 0;
}

/* Checked and decoded, as jangteo-picture does it. */
static enum err process(struct call *of, const char *type, struct slice file,
                        struct picture *ret_picture)
{
    enum picture_kind kind;
    TRY(picture_check(of, type, file, &kind));
    const enum err e = picture_decode(of->arena, kind, file, ret_picture);
    return e == E_INVALID_REQUEST ? call_refuse(of, "image", P_INVALID_FORMAT) : e;
}

/* ---- sources ---- */

static VipsImage *taken(int failed, VipsImage *image)
{
    assert_int_equal(failed, 0);
    return image;
}

/* Noise, so that files have a size to be cut. */
static VipsImage *noise(int width, int height, int bands)
{
    VipsImage *band = NULL, *bytes = NULL, *joined = NULL, *image = NULL;
    VipsImage *parts[4];
    taken(vips_gaussnoise(&band, width, height, "mean", 128.0, "sigma", 30.0, NULL), band);
    taken(vips_cast(band, &bytes, VIPS_FORMAT_UCHAR, NULL), bytes);
    for (int i = 0; i < bands; i++)
        parts[i] = bytes;
    taken(vips_bandjoin(parts, &joined, bands, NULL), joined);
    taken(vips_copy(joined, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), image);
    g_object_unref(band);
    g_object_unref(bytes);
    g_object_unref(joined);
    return image;
}

/* One colour, with alpha when `alpha` is not below 0. */
static VipsImage *plain(int width, int height, const double colour[3], double alpha)
{
    VipsImage *black = NULL, *painted = NULL, *bytes = NULL, *image = NULL;
    const double ones[4] = {1, 1, 1, 1};
    const double values[4] = {colour[0], colour[1], colour[2], alpha};
    int bands = alpha < 0 ? 3 : 4;
    taken(vips_black(&black, width, height, "bands", bands, NULL), black);
    taken(vips_linear(black, &painted, ones, values, bands, NULL), painted);
    taken(vips_cast(painted, &bytes, VIPS_FORMAT_UCHAR, NULL), bytes);
    taken(vips_copy(bytes, &image, "interpretation", VIPS_INTERPRETATION_sRGB, NULL), image);
    g_object_unref(black);
    g_object_unref(painted);
    g_object_unref(bytes);
    return image;
}

/* The image as a file, whose type the suffix says; in the arena. The image is given up. */
static struct slice file_of(VipsImage *image, const char *suffix)
{
    void *data = NULL;
    size_t size = 0;
    assert_int_equal(vips_image_write_to_buffer(image, suffix, &data, &size, NULL), 0);
    g_object_unref(image);
    struct slice file = {arena_strndup(call.arena, data, size), size};
    assert_non_null(file.data);
    g_free(data);
    return file;
}

static VipsImage *decoded(const struct picture_file *file)
{
    VipsImage *image = NULL;
    assert_true(vips_webpload_buffer((void *)(uintptr_t)file->bytes.data, file->bytes.size, &image,
                                     NULL) == 0);
    return image;
}

static void check_size(const struct picture_file *file, int name, int width, int height)
{
    VipsImage *image = decoded(file);
    assert_int_equal(file->width, name);
    assert_int_equal(file->height, height);
    assert_int_equal(vips_image_get_width(image), width);
    assert_int_equal(vips_image_get_height(image), height);
    assert_int_equal(vips_image_get_bands(image), 3);
    g_object_unref(image);
}

static void check_pixel(const struct picture_file *file, int x, int y, const double colour[3])
{
    VipsImage *image = decoded(file);
    double *values = NULL;
    int count;
    assert_int_equal(vips_getpoint(image, &values, &count, x, y, NULL), 0);
    for (int i = 0; i < 3; i++)
        assert_true(values[i] > colour[i] - 12 && values[i] < colour[i] + 12);
    g_free(values);
    g_object_unref(image);
}

static void check_refused(const char *type, struct slice file)
{
    struct picture untouched = {.hash = "untouched"};
    call.problems = (struct problems){0};
    assert_int_equal(process(&call, type, file, &untouched), E_INVALID_REQUEST);
    assert_non_null(problem_of(&call.problems, "image"));
    assert_string_equal(untouched.hash, "untouched");
}

/* ---- what is taken ---- */

static const struct kind {
    const char *type, *suffix;
} KINDS[] = {
    {"image/png", ".png"},
    {"image/jpeg", ".jpg"},
    {"image/webp", ".webp"},
};

static void every_type_becomes_three_widths(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        struct picture picture = {0};
        struct slice file = file_of(noise(1600, 800, 3), KINDS[i].suffix);
        if (file.size > PICTURE_SOURCE_MAX) /* noise in PNG */
            file = file_of(noise(1400, 350, 1), KINDS[i].suffix);
        assert_true(process(&call, KINDS[i].type, file, &picture) == E_OK);
        int tall = picture.files[2].height;
        check_size(&picture.files[0], 320, 320, tall / 4);
        check_size(&picture.files[1], 640, 640, tall / 2);
        check_size(&picture.files[2], 1280, 1280, tall);
        assert_int_equal(strlen(picture.hash), 32);
    }
}

static void a_small_source_is_not_blown_up(void **state)
{
    (void)state;
    struct picture picture = {0};
    assert_int_equal(process(&call, "image/png", file_of(noise(400, 100, 3), ".png"), &picture),
                     E_OK);
    check_size(&picture.files[0], 320, 320, 80);
    check_size(&picture.files[1], 640, 400, 100);
    check_size(&picture.files[2], 1280, 400, 100);
}

static void the_hash_is_the_sources(void **state)
{
    (void)state;
    struct picture first, again, other;
    struct slice file = file_of(noise(40, 30, 3), ".png");
    assert_true(process(&call, "image/png", file, &first) == E_OK);
    assert_true(process(&call, "image/png", file, &again) == E_OK);
    assert_int_equal(process(&call, "image/png", file_of(noise(41, 30, 3), ".png"), &other), E_OK);
    assert_string_equal(first.hash, again.hash);
    assert_string_not_equal(first.hash, other.hash);
}

static void transparency_becomes_white(void **state)
{
    (void)state;
    static const double RED[] = {255, 0, 0}, WHITE[] = {255, 255, 255}, PINK[] = {255, 128, 128};
    struct picture picture = {0};
    assert_int_equal(process(&call, "image/png", file_of(plain(64, 64, RED, 0), ".png"), &picture),
                     E_OK);
    check_pixel(&picture.files[0], 30, 30, WHITE);
    assert_int_equal(
        process(&call, "image/png", file_of(plain(64, 64, RED, 128), ".png"), &picture), E_OK);
    check_pixel(&picture.files[0], 30, 30, PINK);
}

static void pictures_stand_upright_and_lose_their_metadata(void **state)
{
    (void)state;
    struct picture picture = {0};
    VipsImage *lying = NULL;
    VipsImage *image = noise(200, 100, 3);
    taken(vips_copy(image, &lying, NULL), lying);
    g_object_unref(image);
    vips_image_set_int(lying, VIPS_META_ORIENTATION, 6);
    vips_image_set_string(lying, "exif-ifd0-Copyright", "somebody");
    struct slice file = file_of(lying, ".jpg");
    assert_non_null(memmem(file.data, file.size, "somebody", 8));
    assert_true(process(&call, "image/jpeg", file, &picture) == E_OK);
    check_size(&picture.files[0], 320, 100, 200);
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        struct slice bytes = picture.files[i].bytes;
        assert_null(memmem(bytes.data, bytes.size, "somebody", 8));
        assert_null(memmem(bytes.data, bytes.size, "EXIF", 4));
        assert_memory_equal(bytes.data + 12, "VP8 ", 4);
    }
}

static void odd_pixel_formats_become_srgb(void **state)
{
    (void)state;
    static const double GREY[] = {128, 128, 128};
    struct picture picture = {0};
    VipsImage *grey = NULL, *deep = NULL, *cmyk = NULL;
    VipsImage *image = plain(80, 60, GREY, -1);
    taken(vips_colourspace(image, &grey, VIPS_INTERPRETATION_B_W, NULL), grey);
    taken(vips_colourspace(image, &deep, VIPS_INTERPRETATION_RGB16, NULL), deep);
    taken(vips_colourspace(image, &cmyk, VIPS_INTERPRETATION_CMYK, NULL), cmyk);
    g_object_unref(image);
    assert_true(process(&call, "image/png", file_of(grey, ".png"), &picture) == E_OK);
    check_pixel(&picture.files[1], 40, 30, GREY);
    assert_true(process(&call, "image/png", file_of(deep, ".png"), &picture) == E_OK);
    check_pixel(&picture.files[1], 40, 30, GREY);
    assert_true(process(&call, "image/jpeg", file_of(cmyk, ".jpg"), &picture) == E_OK);
    check_pixel(&picture.files[1], 40, 30, GREY);
}

static void of_an_animation_the_first_frame_counts(void **state)
{
    (void)state;
    static const double BLUE[] = {20, 40, 220}, GREEN[] = {20, 220, 40};
    struct picture picture = {0};
    VipsImage *frames[] = {plain(60, 40, BLUE, -1), plain(60, 40, GREEN, -1)};
    VipsImage *strip = NULL, *film = NULL;
    taken(vips_arrayjoin(frames, &strip, 2, "across", 1, NULL), strip);
    taken(vips_copy(strip, &film, NULL), film);
    g_object_unref(frames[0]);
    g_object_unref(frames[1]);
    g_object_unref(strip);
    vips_image_set_int(film, VIPS_META_PAGE_HEIGHT, 40);
    assert_true(process(&call, "image/webp", file_of(film, ".webp"), &picture) == E_OK);
    check_size(&picture.files[2], 1280, 60, 40);
    check_pixel(&picture.files[2], 30, 20, BLUE);
}

/* ---- what is refused ---- */

static void other_types_are_not_supported(void **state)
{
    (void)state;
    static const char *const TYPES[] = {NULL,         "",          "image/gif", "image/svg+xml",
                                        "text/plain", "image/pngx"};
    struct picture picture = {0};
    struct slice file = file_of(noise(40, 30, 3), ".png");
    for (size_t i = 0; i < COUNT_OF(TYPES); i++)
        assert_int_equal(process(&call, TYPES[i], file, &picture), E_UNSUPPORTED_MEDIA_TYPE);
}

static void the_file_must_be_of_the_type_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        struct slice file = file_of(noise(40, 30, 3), KINDS[i].suffix);
        for (size_t k = 0; k < COUNT_OF(KINDS); k++)
            if (k != i)
                check_refused(KINDS[k].type, file);
    }
    check_refused("image/png", (struct slice){"", 0});
    check_refused("image/png", (struct slice){"not a picture", 13});
    check_refused("image/png", (struct slice){"\x89PNG\r\n\x1a\n", 8});
    check_refused("image/jpeg", (struct slice){"\xff\xd8\xff", 3});
    check_refused("image/webp", (struct slice){"RIFF\x04\0\0\0WEBP", 12});
}

static void truncated_files_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        struct slice file = file_of(noise(300, 200, 3), KINDS[i].suffix);
        for (size_t tenths = 1; tenths < 10; tenths++)
            check_refused(KINDS[i].type, (struct slice){file.data, file.size * tenths / 10});
    }
}

static void too_many_bytes_are_refused(void **state)
{
    (void)state;
    struct picture picture = {0};
    struct slice file = {arena_alloc(call.arena, PICTURE_SOURCE_MAX + 1), PICTURE_SOURCE_MAX + 1};
    assert_non_null(file.data);
    assert_int_equal(process(&call, "image/png", file, &picture), E_BODY_TOO_LARGE);
}

/* Small files that would be huge pictures: judged by their headers, before anything is decoded. */
static void too_many_pixels_are_refused(void **state)
{
    (void)state;
    static const double BLACK[] = {0, 0, 0};
    struct picture picture = {0};
    check_refused("image/png", file_of(plain(PICTURE_SIDE_MAX + 1, 10, BLACK, -1), ".png"));
    check_refused("image/jpeg", file_of(plain(10, PICTURE_SIDE_MAX + 1, BLACK, -1), ".jpg"));
    check_refused("image/webp", file_of(plain(PICTURE_SIDE_MAX + 1, 10, BLACK, -1), ".webp"));
    assert_int_equal(process(&call, "image/png",
                             file_of(plain(10, PICTURE_SIDE_MAX, BLACK, -1), ".png"), &picture),
                     E_OK);

    struct slice bomb = file_of(plain(16, 16, BLACK, -1), ".png");
    memcpy((char *)(uintptr_t)bomb.data + 16, "\x7f\xff\xff\xff\x7f\xff\xff\xff", 8);
    check_refused("image/png", bomb);
}

static void jpegs_of_very_many_scans_are_refused(void **state)
{
    (void)state;
    struct slice file = file_of(noise(40, 30, 3), ".jpg");
    char *many = arena_alloc(call.arena, file.size + 400);
    assert_non_null(many);
    memcpy(many, file.data, file.size);
    for (size_t i = 0; i < 200; i++)
        memcpy(many + file.size + 2 * i, "\xff\xda", 2);
    check_refused("image/jpeg", (struct slice){many, file.size + 400});
}

/* Damaged files are decoded or refused, nothing else. */
static void damaged_files_do_no_harm(void **state)
{
    (void)state;
    uint32_t random = 12345;
    for (size_t i = 0; i < COUNT_OF(KINDS); i++) {
        struct slice file = file_of(noise(60, 40, 3), KINDS[i].suffix);
        for (int round = 0; round < 150; round++) {
            struct arena_mark mark = arena_mark(call.arena);
            char *damaged = arena_strndup(call.arena, file.data, file.size);
            assert_non_null(damaged);
            for (int hit = 0; hit < 4; hit++) {
                random = random * 1664525 + 1013904223;
                damaged[(random >> 8) % file.size] = (char)(random >> 24);
            }
            struct picture picture = {0};
            enum err e =
                process(&call, KINDS[i].type, (struct slice){damaged, file.size}, &picture);
            assert_true(e == E_OK || e == E_INVALID_REQUEST);
            call.problems = (struct problems){0};
            arena_rewind(call.arena, mark);
        }
    }
}

static void running_out_of_memory_is_an_error(void **state)
{
    (void)state;
    struct picture picture = {0};
    struct slice file = file_of(noise(400, 300, 3), ".jpg");
    struct call small = {.arena = arena_new(2000)};
    assert_non_null(small.arena);
    assert_int_equal(process(&small, "image/jpeg", file, &picture), E_NO_MEMORY);
    arena_free(small.arena);
}

/* ---- drawings and names ---- */

static void drawings_are_rendered(void **state)
{
    (void)state;
    static const char SVG[] = "<svg xmlns='http://www.w3.org/2000/svg' width='1280' height='640'>"
                              "<rect width='1280' height='640' fill='#204080'/></svg>";
    static const double BLUE[] = {32, 64, 128};
    struct picture picture = {0};
    assert_int_equal(picture_draw(call.arena, (struct slice){SVG, sizeof SVG - 1}, &picture), E_OK);
    check_size(&picture.files[0], 320, 320, 160);
    check_size(&picture.files[2], 1280, 1280, 640);
    check_pixel(&picture.files[1], 100, 100, BLUE);
    assert_int_equal(picture_draw(call.arena, (struct slice){"<svg", 4}, &picture), E_INTERNAL);
}

static void names_are_taken_apart(void **state)
{
    (void)state;
    static const char *const WRONG[] = {
        "",
        "0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef-641.webp",
        "0123456789abcdef0123456789abcdef-640.png",
        "0123456789abcdef0123456789abcdef-640.webp ",
        "0123456789ABCDEF0123456789abcdef-640.webp",
        "0123456789abcdef0123456789abcde-640.webp",
        "0123456789abcdef0123456789abcdef0-640.webp",
    };
    char hash[PICTURE_HASH_SIZE];
    int width;
    assert_true(picture_name_parse("0123456789abcdef0123456789abcdef-1280.webp", hash, &width));
    assert_string_equal(hash, "0123456789abcdef0123456789abcdef");
    assert_int_equal(width, 1280);
    for (size_t i = 0; i < COUNT_OF(WRONG); i++)
        assert_false(picture_name_parse(WRONG[i], hash, &width));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, open_call, close_call)

int main(void)
{
    if (picture_start(false) != E_OK)
        return 1;
    const struct CMUnitTest tests[] = {
        CASE(every_type_becomes_three_widths),
        CASE(a_small_source_is_not_blown_up),
        CASE(the_hash_is_the_sources),
        CASE(transparency_becomes_white),
        CASE(pictures_stand_upright_and_lose_their_metadata),
        CASE(odd_pixel_formats_become_srgb),
        CASE(of_an_animation_the_first_frame_counts),
        CASE(other_types_are_not_supported),
        CASE(the_file_must_be_of_the_type_it_says),
        CASE(truncated_files_are_refused),
        CASE(too_many_bytes_are_refused),
        CASE(too_many_pixels_are_refused),
        CASE(jpegs_of_very_many_scans_are_refused),
        CASE(damaged_files_do_no_harm),
        CASE(running_out_of_memory_is_an_error),
        CASE(drawings_are_rendered),
        CASE(names_are_taken_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
