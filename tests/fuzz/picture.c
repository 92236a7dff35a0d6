/* A client's picture: refused, or made anew in three sizes. The first byte says what the client
 * calls it. */
#include <stdlib.h>

#include "fuzz/support/fuzz.h"
#include "shop/picture/picture.h"

static void is_made(const struct picture *picture)
{
    HOLDS(strlen(picture->hash) == PICTURE_HASH_SIZE - 1);
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        const struct picture_file *file = &picture->files[i];
        HOLDS(file->width == PICTURE_WIDTHS[i] && file->height > 0);
        HOLDS(file->bytes.size > 20 && file->bytes.size <= PICTURE_FILE_MAX);
        /* Nothing but its pixels. */
        HOLDS(memcmp(file->bytes.data, "RIFF", 4) == 0);
        HOLDS(memcmp(file->bytes.data + 8, "WEBPVP8 ", 8) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const TYPES[] = {"image/png", "image/jpeg", "image/webp", "image/gif"};
    static bool started;
    struct call *call = fuzz_call();
    struct picture picture;
    if (!started && picture_start(false) != E_OK)
        abort();
    started = true;
    if (size == 0)
        return 0;
    enum picture_kind kind;
    const struct slice source = fuzz_bytes(call, data + 1, size - 1);
    enum err e = picture_check(call, TYPES[data[0] % COUNT_OF(TYPES)], source, &kind);
    if (e == E_OK)
        e = picture_decode(call->arena, kind, source, &picture);
    HOLDS(e == E_OK || e == E_INVALID_REQUEST || e == E_UNSUPPORTED_MEDIA_TYPE || e == E_NO_MEMORY);
    if (e == E_OK)
        is_made(&picture);
    return 0;
}
