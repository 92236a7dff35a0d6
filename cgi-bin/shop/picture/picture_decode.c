#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/resource.h>
#include <vips/vips.h>
/* It wants the types of the one before it. */
#include <vips/vector.h>

#include "base/log.h"
#include "shop/picture/picture.h"

#define QUALITY 82
/* WebP's effort, 0 (fast) to 6 (small): above 3 it costs much and saves little; at 2 flat drawings
 * are as small as they get. */
#define EFFORT_CLIENT 3
#define EFFORT_DRAWING 2
/* A full-size decode of 16-bit RGBA takes 128 MiB; glib aborts where malloc fails, so the limit
 * leaves plenty above what one picture at a time and the program's threads can need. */
#define ADDRESS_SPACE ((rlim_t)2 << 30)
/* A progressive JPEG may hold any number of scans, each of which costs a pass over the picture. */
#define SCANS_MAX 64

static void drop_image(VipsImage **image)
{
    if (*image != NULL)
        g_object_unref(*image);
}
#define CLEANUP_IMAGE __attribute__((cleanup(drop_image)))

/* libvips warns of every flaw of a client's file on standard error; what it means to the client is
 * in the answer, and nobody shall fill the log. */
static void be_silent(const gchar *domain, GLogLevelFlags level, const gchar *message,
                      gpointer data)
{
    (void)domain;
    (void)level;
    (void)message;
    (void)data;
}

enum err picture_start(bool bounded)
{
    if (VIPS_INIT("jangteo") != 0 || sodium_init() < 0) {
        log_write(LOG_ERROR, "libvips or libsodium does not start");
        return E_INTERNAL;
    }
    g_log_set_handler("VIPS", G_LOG_LEVEL_WARNING, be_silent, NULL);
    /* Its machine code, made at run time, could not run where what is written may not (systemd's
     * MemoryDenyWriteExecute), and a decoder is better off without. */
    vips_vector_set_enabled(FALSE);
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    vips_leak_set(FALSE);
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
    struct rlimit limit = {ADDRESS_SPACE, ADDRESS_SPACE};
    if (bounded && setrlimit(RLIMIT_AS, &limit) != 0) {
        log_write(LOG_ERROR, "setrlimit(RLIMIT_AS): errno %d", errno);
        return E_INTERNAL;
    }
#else
    (void)bounded; /* the sanitizer's shadow is larger than any sensible limit */
#endif
    return E_OK;
}

/* ---- what kind of file ---- */

/* Start-of-scan markers: within coded data every 0xFF is followed by 0x00, so that 0xFF 0xDA is
 * always a marker (or metadata, which may be counted in). */
static bool too_many_scans(struct slice source)
{
    size_t scans = 0;
    const char *at = source.data;
    const char *end = source.data + source.size;
    while ((at = memmem(at, (size_t)(end - at), "\xff\xda", 2)) != NULL) {
        if (++scans > SCANS_MAX)
            return true;
        at += 2;
    }
    return false;
}

/* Opens a file: reads its header only. */
static bool open_source(enum picture_kind kind, struct slice source, VipsImage **ret_image)
{
    void *data = (void *)(uintptr_t)source.data;
    VipsAccess access = VIPS_ACCESS_SEQUENTIAL;
    VipsFailOn fail = VIPS_FAIL_ON_ERROR;
    switch (kind) {
    case PICTURE_PNG:
        return vips_pngload_buffer(data, source.size, ret_image, "access", access, "fail_on", fail,
                                   NULL) == 0;
    case PICTURE_JPEG:
        return !too_many_scans(source) &&
               vips_jpegload_buffer(data, source.size, ret_image, "access", access, "fail_on", fail,
                                    NULL) == 0;
    case PICTURE_WEBP:
        return vips_webpload_buffer(data, source.size, ret_image, "access", access, "fail_on", fail,
                                    NULL) == 0;
    default:
        return false;
    }
}

/* ---- from pixels to three files ---- */

/* At most `width` wide, never larger than it was; upright, and sRGB when a profile says how. */
static VipsImage *narrowed(VipsImage *image, int width)
{
    VipsImage *small = NULL;
    const bool profiled = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0;
    const int failed =
        profiled ? vips_thumbnail_image(image, &small, width, "height", VIPS_MAX_COORD, "size",
                                        VIPS_SIZE_DOWN, "export_profile", "srgb", NULL)
                 : vips_thumbnail_image(image, &small, width, "height", VIPS_MAX_COORD, "size",
                                        VIPS_SIZE_DOWN, NULL);
    return failed != 0 ? NULL : small;
}

/* Removes whatever the source carried beside its pixels. The image must be ours alone. */
static void forget_metadata(VipsImage *image)
{
    char **fields = vips_image_get_fields(image);
    for (size_t i = 0; fields != NULL && fields[i] != NULL; i++)
        (void)vips_image_remove(image, fields[i]); /* what is no metadata stays */
    g_strfreev(fields);
}

/* Opaque on white, three bands of eight bits, pixels in memory, nothing beside them. */
static VipsImage *flattened(VipsImage *image)
{
    CLEANUP_IMAGE VipsImage *colour = NULL, *opaque = NULL, *bytes = NULL;
    if (vips_colourspace(image, &colour, VIPS_INTERPRETATION_sRGB, NULL) != 0)
        return NULL;
    if (vips_image_hasalpha(colour)) {
        const double white_values[] = {255, 255, 255};
        VipsArrayDouble *white = vips_array_double_new(white_values, 3);
        int failed = vips_flatten(colour, &opaque, "background", white, NULL);
        vips_area_unref(VIPS_AREA(white));
        if (failed != 0)
            return NULL;
    } else {
        opaque = colour;
        g_object_ref(opaque);
    }
    if (vips_cast(opaque, &bytes, VIPS_FORMAT_UCHAR, NULL) != 0)
        return NULL;
    VipsImage *pixels = vips_image_copy_memory(bytes);
    if (pixels != NULL)
        forget_metadata(pixels);
    return pixels;
}

static uint32_t little_endian(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* The pixels' chunk of a WebP file as a file of its own: libvips 8.14 writes an EXIF chunk whatever
 * it is told. An opaque still picture is nothing but its "VP8 " chunk. */
static enum err bare_webp(struct arena *arena, const unsigned char *data, size_t size,
                          struct slice *ret_file)
{
    for (size_t at = 12; at + 8 <= size;) {
        const size_t length = 8 + (size_t)little_endian(data + at + 4);
        const size_t padded = length + (length & 1);
        if (padded > size - at)
            break;
        if (memcmp(data + at, "VP8 ", 4) == 0) {
            unsigned char *file = arena_alloc(arena, 12 + padded);
            TRY_NEW(file);
            memcpy(file, data, 12); /* "RIFF", the size of what follows it, "WEBP" */
            for (size_t i = 0; i < 4; i++)
                file[4 + i] = (unsigned char)((4 + padded) >> (8 * i));
            memcpy(file + 12, data + at, padded);
            *ret_file = (struct slice){(const char *)file, 12 + padded};
            return E_OK;
        }
        at += padded;
    }
    return E_INVALID_REQUEST;
}

static enum err encode(struct arena *arena, VipsImage *image, int effort, int name_width,
                       struct picture_file *ret_file)
{
    void *data = NULL;
    size_t size = 0;
    struct slice bytes;
    if (vips_webpsave_buffer(image, &data, &size, "Q", QUALITY, "effort", effort, NULL) != 0)
        return E_INVALID_REQUEST;
    enum err e =
        size <= PICTURE_FILE_MAX ? bare_webp(arena, data, size, &bytes) : E_INVALID_REQUEST;
    g_free(data);
    TRY(e);
    *ret_file = (struct picture_file){
        .width = name_width,
        .height = vips_image_get_height(image),
        .bytes = bytes,
    };
    return E_OK;
}

/* The three files, each made from the next larger one. `image` is at most as wide as the largest.
 * E_INVALID_REQUEST when the pixels cannot be had. */
static enum err make_files(struct arena *arena, VipsImage *image, int effort,
                           struct picture_file ret_files[PICTURE_SIZES])
{
    CLEANUP_IMAGE VipsImage *current = image;
    g_object_ref(current);
    for (size_t i = PICTURE_SIZES; i-- > 0;) {
        const int width = PICTURE_WIDTHS[i];
        if (vips_image_get_width(current) > width) {
            CLEANUP_IMAGE VipsImage *lazy = narrowed(current, width);
            VipsImage *small = lazy != NULL ? vips_image_copy_memory(lazy) : NULL;
            if (small == NULL)
                return E_INVALID_REQUEST;
            g_object_unref(current);
            current = small;
        }
        TRY(encode(arena, current, effort, width, &ret_files[i]));
    }
    return E_OK;
}

/* ---- a client's file ---- */

static enum err decode(struct arena *arena, enum picture_kind kind, struct slice source,
                       struct picture *ret_picture)
{
    CLEANUP_IMAGE VipsImage *opened = NULL, *pixels = NULL, *largest = NULL, *base = NULL;
    if (!open_source(kind, source, &opened))
        return E_INVALID_REQUEST;
    if (vips_image_get_width(opened) > PICTURE_SIDE_MAX ||
        vips_image_get_height(opened) > PICTURE_SIDE_MAX)
        return E_INVALID_REQUEST;
    /* The one full decode; what is truncated or broken shows here. */
    pixels = vips_image_copy_memory(opened);
    if (pixels == NULL || (largest = narrowed(pixels, PICTURE_WIDTHS[PICTURE_SIZES - 1])) == NULL ||
        (base = flattened(largest)) == NULL)
        return E_INVALID_REQUEST;
    return make_files(arena, base, EFFORT_CLIENT, ret_picture->files);
}

enum err picture_decode(struct arena *arena, enum picture_kind kind, struct slice source,
                        struct picture *ret_picture)
{
    struct picture picture;
    const enum err e = decode(arena, kind, source, &picture);
    vips_error_clear();
    vips_thread_shutdown();
    TRY(e);
    picture_hash(source, picture.hash);
    *ret_picture = picture;
    return E_OK;
}

/* ---- a drawing of our own ---- */

enum err picture_draw(struct arena *arena, struct slice svg, struct picture *ret_picture)
{
    CLEANUP_IMAGE VipsImage *drawn = NULL, *pixels = NULL;
    struct picture picture;
    enum err e = E_INVALID_REQUEST;
    if (vips_svgload_buffer((void *)(uintptr_t)svg.data, svg.size, &drawn, NULL) == 0 &&
        (pixels = flattened(drawn)) != NULL)
        e = make_files(arena, pixels, EFFORT_DRAWING, picture.files);
    if (e == E_INVALID_REQUEST) {
        log_write(LOG_ERROR, "a drawing cannot be rendered: %s", vips_error_buffer());
        e = E_INTERNAL;
    }
    vips_error_clear();
    vips_thread_shutdown();
    TRY(e);
    picture_hash(svg, picture.hash);
    *ret_picture = picture;
    return E_OK;
}
