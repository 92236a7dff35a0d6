/* Cursors: one that is taken is one that was given out. */
#include <sodium.h>

#include "fuzz/support/fuzz.h"
#include "web/decode.h"

#define TAG "orders.by-time"

static void taken_was_given(struct call *call, const char *text)
{
    struct cursor cursor = {0};
    const enum err e = cursor_decode(call, TAG, text, &cursor);
    HOLDS(e == E_OK || (e == E_INVALID_REQUEST && problem_of(&call->problems, "cursor") != NULL));
    if (e != E_OK)
        return;
    const char *given = cursor_encode(call->arena, TAG, cursor.key, cursor.id);
    HOLDS(cursor.set && given != NULL && strcmp(given, text) == 0);
    HOLDS(cursor_decode(call, "orders", text, &cursor) == E_INVALID_REQUEST);
}

static void given_is_taken(struct call *call, const uint8_t *data, size_t size)
{
    int64_t numbers[2] = {0};
    struct cursor cursor = {0};
    memcpy(numbers, data, size < sizeof numbers ? size : sizeof numbers);
    const char *text = cursor_encode(call->arena, TAG, numbers[0], numbers[1]);
    HOLDS(text != NULL && cursor_decode(call, TAG, text, &cursor) == E_OK);
    HOLDS(cursor.set && cursor.key == numbers[0] && cursor.id == numbers[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    const char *text = fuzz_text(call, data, size);
    taken_was_given(call, text);
    if (size > 0)
        given_is_taken(call, data, size);
    /* And with the input for what stands inside of one. */
    const char *inner = arena_printf(call->arena, TAG ":%s", text);
    const size_t room =
        sodium_base64_encoded_len(strlen(inner), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *packed = arena_alloc(call->arena, room);
    sodium_bin2base64(packed, room, (const unsigned char *)inner, strlen(inner),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    taken_was_given(call, packed);
    return 0;
}
