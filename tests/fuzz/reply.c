/* What comes back from the picture's decoder, which a file may have got the better of: how it ended
 * (a byte), and its standard output. Reading it is that file's own, so its source stands in here.
 */
#include "shop/picture/picture_process.c" // NOLINT(bugprone-suspicious-include): see above

#include "fuzz/support/fuzz.h"

static void end_holds(struct call *call, int status)
{
    const enum err e = judge(call, status);
    HOLDS(e == E_OK || e == E_NO_MEMORY || e == E_INTERNAL || e == E_INVALID_REQUEST);
    HOLDS((e == E_OK) == (status == 0));
    HOLDS((e == E_INVALID_REQUEST) == (problem_of(&call->problems, "image") != NULL));
}

/* What was taken is what stands there, one file behind the other, and nothing else. */
static void output_holds(struct call *call, struct slice output)
{
    struct picture_file files[PICTURE_SIZES];
    CLEANUP_FILE int file = memfd_create("reply", MFD_CLOEXEC);
    size_t at = sizeof(struct picture_frame) * PICTURE_SIZES;
    if (file < 0 || !write_all(file, output))
        abort();
    const enum err e = read_picture(call->arena, file, files);
    HOLDS(e == E_OK || e == E_INTERNAL || e == E_NO_MEMORY);
    if (e != E_OK)
        return;
    for (size_t i = 0; i < PICTURE_SIZES; i++) {
        const struct slice bytes = files[i].bytes;
        HOLDS(files[i].width == PICTURE_WIDTHS[i]);
        HOLDS(files[i].height >= 1 && files[i].height <= PICTURE_SIDE_MAX);
        HOLDS(bytes.size >= 1 && bytes.size <= PICTURE_FILE_MAX);
        HOLDS(at + bytes.size <= output.size);
        HOLDS(memcmp(bytes.data, output.data + at, bytes.size) == 0);
        at += bytes.size;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    if (size == 0)
        return 0;
    /* As waitpid() has it: an exit status, or the signal that ended it. */
    end_holds(call, data[0] < 0x80 ? data[0] << 8 : data[0] & 0x7f);
    output_holds(call, fuzz_bytes(call, data + 1, size - 1));
    return 0;
}
