/* A JSON body by its field table, closed and open. */
#include "fuzz/support/body.h"
#include "fuzz/support/fuzz.h"

static void take(struct call *call, const struct field_set *set, struct slice text)
{
    char body[BODY_SIZE_MAX];
    call->problems = (struct problems){0};
    const enum err e = decode_json(call, set, text, body);
    HOLDS(e == E_OK || e == E_INVALID_REQUEST);
    HOLDS((e == E_OK) == (call->problems.count == 0));
    if (e == E_OK)
        body_holds(body);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    const struct slice text = fuzz_bytes(call, data, size);
    take(call, &BODY_FIELDS, text);
    take(call, &BODY_FIELDS_OPEN, text);
    return 0;
}
