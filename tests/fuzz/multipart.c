/* A form with a file in it: what is found lies within the body. */
#include "web/multipart.h"
#include "fuzz/support/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    const struct slice body = fuzz_bytes(call, data, size);
    struct multipart_file file = {0};
    const enum err e = multipart_find(call->arena, body, "image", &file);
    HOLDS(e == E_OK || e == E_INVALID_REQUEST);
    if (e != E_OK)
        return 0;
    HOLDS(file.bytes.data >= body.data && file.bytes.size <= body.size);
    HOLDS(file.bytes.data + file.bytes.size <= body.data + body.size);
    for (const char *c = file.content_type; *c != '\0'; c++)
        HOLDS(*c < 'A' || *c > 'Z');
    return 0;
}
