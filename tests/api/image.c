/* /api/product/{id}/image and /media/: product pictures (C7). */
#include <vips/vips.h>

#include "support/test.h"

struct file {
    void *data;
    size_t size;
};

static int drop_file(void **state)
{
    struct file *file = *state;
    if (file != NULL)
        g_free(file->data);
    free(file);
    return test_forget(state);
}

/* A picture of noise, 800 by 500, as PNG, JPEG or WebP (the suffix says which). */
static struct file *draw(void **state, const char *suffix)
{
    VipsImage *noise = NULL, *bytes = NULL;
    struct file *file = calloc(1, sizeof *file);
    assert_non_null(file);
    *state = file;
    assert_int_equal(vips_gaussnoise(&noise, 800, 500, "mean", 128.0, "sigma", 20.0, NULL), 0);
    assert_int_equal(vips_cast(noise, &bytes, VIPS_FORMAT_UCHAR, NULL), 0);
    assert_int_equal(vips_image_write_to_buffer(bytes, suffix, &file->data, &file->size, NULL), 0);
    g_object_unref(noise);
    g_object_unref(bytes);
    return file;
}

static struct answer put(const char *token, long long product, const char *type, const void *data,
                         size_t size)
{
    return ASK(.method = "PUT", .path = text("/api/product/%lld/image", product), .token = token,
               .type = type, .body = data, .size = size);
}

/* Fetches a picture and checks that it is WebP of that width. */
static void check_media(const char *path, int width)
{
    /* Kept by nginx from the first answer on, which must not be one without a body. */
    assert_int_equal(ask("HEAD", path, NULL).status, 200);
    struct answer a = ASK(.method = "GET", .path = path, .no_origin = true);
    assert_int_equal(a.status, 200);
    assert_string_equal(header(a, "Content-Type"), "image/webp");
    assert_non_null(strstr(header(a, "Cache-Control"), "immutable"));
    assert_true(a.size > 12 && memcmp(a.body, "RIFF", 4) == 0 &&
                memcmp(a.body + 8, "WEBP", 4) == 0);
    VipsImage *image = vips_image_new_from_buffer(a.body, a.size, "", NULL);
    assert_non_null(image);
    assert_int_equal(vips_image_get_width(image), width);
    g_object_unref(image);
}

static void check_stored(void **state, const char *suffix, const char *type)
{
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 1);
    struct file *file = draw(state, suffix);
    struct answer a = put(seller.token, product, type, file->data, file->size);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "productId:int imageUrl:text");
    const char *url = answer_text(a, "data.imageUrl");
    assert_text(ask("GET", text("/api/product/%lld", product), NULL), "data.imageUrl", url);
    assert_int_equal(strncmp(url, "/media/", 7), 0);
    check_media(url, 640);
    const int stem = (int)(strlen(url) - strlen("640.webp"));
    check_media(text("%.*s320.webp", stem, url), 320);
    /* Never larger than the source. */
    check_media(text("%.*s1280.webp", stem, url), 800);
}

static void c7_png_becomes_webp_in_three_widths(void **state)
{
    check_stored(state, ".png", "image/png");
}

static void c7_jpeg_and_webp_are_taken_too(void **state)
{
    check_stored(state, ".jpg", "image/jpeg");
    g_free(((struct file *)*state)->data);
    free(*state);
    *state = NULL;
    check_stored(state, ".webp", "image/webp");
}

static void c7_what_is_no_picture_is_refused(void **state)
{
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 1);
    struct file *file = draw(state, ".png");
    struct answer a = put(seller.token, product, "image/png", file->data, file->size / 2);
    assert_answer(a, 400, "INVALID_REQUEST");
    a = put(seller.token, product, "image/jpeg", file->data, file->size);
    assert_answer(a, 400, "INVALID_REQUEST");
    a = put(seller.token, product, "image/png", "not a picture", 13);
    assert_answer(a, 400, "INVALID_REQUEST");
    a = ASK(.method = "PUT", .path = text("/api/product/%lld/image", product),
            .token = seller.token, .type = "image/png");
    assert_answer(a, 400, "INVALID_REQUEST");
    a = put(seller.token, product, "text/plain", file->data, file->size);
    assert_answer(a, 415, "UNSUPPORTED_MEDIA_TYPE");
    a = put(seller.token, product, "image/svg+xml", "<svg/>", 6);
    assert_answer(a, 415, "UNSUPPORTED_MEDIA_TYPE");
    assert_string_equal(
        answer_raw(ask("GET", text("/api/product/%lld", product), NULL), "data.imageUrl"), "null");
}

static void c7_picture_has_at_most_2_mib_and_4096_pixels_a_side(void **state)
{
    struct person seller = seller_new();
    const long long product = product_new(&seller, 1000, 1);
    struct file *file = calloc(1, sizeof *file);
    assert_non_null(file);
    *state = file;
    file->size = (2 << 20) + 1;
    file->data = g_malloc0(3 << 20);
    memcpy(file->data, "\x89PNG\r\n\x1a\n", 8);
    struct answer a = put(seller.token, product, "image/png", file->data, file->size);
    assert_answer(a, 413, "BODY_TOO_LARGE");
    a = put(seller.token, product, "image/png", file->data, 3 << 20);
    assert_answer(a, 413, "BODY_TOO_LARGE");
    g_free(file->data);

    VipsImage *wide = NULL;
    assert_int_equal(vips_black(&wide, 4097, 1, NULL), 0);
    assert_int_equal(vips_image_write_to_buffer(wide, ".png", &file->data, &file->size, NULL), 0);
    g_object_unref(wide);
    a = put(seller.token, product, "image/png", file->data, file->size);
    assert_answer(a, 400, "INVALID_REQUEST");
}

static void c1_only_the_products_own_seller_sets_its_picture(void **state)
{
    struct person seller = seller_new(), other = seller_new(), p = customer_new();
    const long long product = product_new(&seller, 1000, 1);
    struct file *file = draw(state, ".png");
    assert_answer(put(NULL, product, "image/png", file->data, file->size), 401, "UNAUTHENTICATED");
    assert_answer(put(p.token, product, "image/png", file->data, file->size), 403, "FORBIDDEN");
    assert_answer(put(other.token, product, "image/png", file->data, file->size), 403, "FORBIDDEN");
    assert_answer(put(seller.token, 999999999999, "image/png", file->data, file->size), 404,
                  "PRODUCT_NOT_FOUND");
    assert_answer(ask("POST", text("/api/product/%lld/image", product), seller.token), 405,
                  "METHOD_NOT_ALLOWED");
}

static void unknown_media_are_404(void **state)
{
    (void)state;
    static const char *const PATHS[] = {
        "/media/00000000000000000000000000000000-640.webp",
        "/media/00000000000000000000000000000000-641.webp",
        "/media/nothing",
        "/media/",
    };
    for (size_t i = 0; i < COUNT(PATHS); i++)
        assert_int_equal(ask("GET", PATHS[i], NULL).status, 404);
}

static int start(void **state)
{
    (void)state;
    return VIPS_INIT("tests");
}

static int end(void **state)
{
    vips_shutdown();
    return test_end(state);
}

#define WITH_FILE(function) cmocka_unit_test_teardown(function, drop_file)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FILE(c7_png_becomes_webp_in_three_widths),
        WITH_FILE(c7_jpeg_and_webp_are_taken_too),
        WITH_FILE(c7_what_is_no_picture_is_refused),
        WITH_FILE(c7_picture_has_at_most_2_mib_and_4096_pixels_a_side),
        WITH_FILE(c1_only_the_products_own_seller_sets_its_picture),
        PROVES(unknown_media_are_404),
    };
    return cmocka_run_group_tests(tests, start, end);
}
