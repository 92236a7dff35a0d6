/* Strings: numbers, UTF-8, cutting, encoding, and the names and keys that are made of them. */
#include <inttypes.h>
#include <stdio.h>

#include "app/idempotency.h"
#include "base/ids.h"
#include "fuzz/support/fuzz.h"
#include "shop/desk/desk_rules.h"
#include "shop/member/member_rules.h"
#include "shop/order/order_rules.h"

static void number_holds(const char *text, size_t size)
{
    int64_t value;
    char written[24];
    if (!str_to_int(text, size, INT64_MIN, INT64_MAX, &value))
        return;
    (void)snprintf(written, sizeof written, "%" PRId64, value);
    HOLDS(strcmp(written, text) == 0);
}

static void utf8_holds(struct call *call, const char *text, size_t size)
{
    size_t points = 0;
    if (!utf8_valid(text, size))
        return;
    for (size_t at = 0, step; at < size; at += step, points++)
        HOLDS(utf8_point(text + at, size - at, &step) <= 0x10ffff &&
              utf8_step(text + at, size - at) == step);
    HOLDS(utf8_length(text, size) == points);
    (void)utf8_blank(text, size);
    (void)utf8_runs_left(text, size);
    const char *cut = str_excerpt(call->arena, text, 10);
    HOLDS(utf8_valid(cut, strlen(cut)) && utf8_length(cut, strlen(cut)) <= 10);
}

static void encoding_holds(struct call *call, const char *text, size_t size)
{
    const char *encoded = str_url_encode(call->arena, text);
    char *decoded;
    HOLDS(str_url_decode(call->arena, (struct slice){encoded, strlen(encoded)}, &decoded) == E_OK);
    HOLDS(strcmp(decoded, text) == 0);
    const enum err e = str_url_decode(call->arena, (struct slice){text, size}, &decoded);
    HOLDS(e == E_OK || e == E_INVALID_REQUEST);
    const struct slice trimmed = str_trim((struct slice){text, size});
    HOLDS(trimmed.size <= size);
}

/* What is made normal is normal. */
static void member_holds(struct call *call, const char *text)
{
    typedef enum err normalise(struct arena * arena, const char *text, const char **ret_text);
    static normalise *const BY[] = {email_normalise, phone_normalise,
                                    registration_number_normalise};
    for (size_t i = 0; i < COUNT_OF(BY); i++) {
        const char *once, *twice;
        if (BY[i](call->arena, text, &once) == E_OK)
            HOLDS(BY[i](call->arena, once, &twice) == E_OK && strcmp(once, twice) == 0);
    }
    (void)password_is_common(text);
    (void)postcode_valid(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    const char *text = fuzz_text(call, data, size);
    const size_t length = strlen(text);
    number_holds(text, length);
    utf8_holds(call, text, length);
    encoding_holds(call, text, length);
    member_holds(call, text);

    bool no_memory;
    const char *key = idempotency_key_parse(call->arena, text, &no_memory);
    if (key != NULL)
        HOLDS(strlen(key) >= 1 && strlen(key) <= 255 && key[strcspn(key, "\r\n\t")] == '\0');
    if (order_number_valid(text))
        HOLDS(length == 19 && desk_key_of(text) == DESK_KEY_ORDER);
    HOLDS(desk_key_of(text) <= DESK_KEY_NAME);
    return 0;
}
