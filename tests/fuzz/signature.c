/* The head of a signed callback: id, time and signatures, a line each, and the body behind them. A
 * signature is taken only where the right one stands. */
#include <stdio.h>

#include "base/signature.h"
#include "fuzz/support/fuzz.h"
#include "shop/payment/payment_rules.h"

#define ID_LONGEST 200
#define WINDOW_S 300

static void with_the_right_one(struct call *call, const char *id, int64_t at_s, struct slice body,
                               const char *header)
{
    const char *secret = call->settings->gateway_webhook_secret;
    char right[SIGNATURE_SIZE];
    if (!signature_make(secret, id, at_s, body, right)) {
        HOLDS(strlen(id) > ID_LONGEST);
        return;
    }
    HOLDS(signature_valid(secret, id, at_s, body, right));
    HOLDS(
        signature_valid(secret, id, at_s, body, arena_printf(call->arena, "%s %s", header, right)));
    if (strstr(header, right) == NULL)
        HOLDS(!signature_valid(secret, id, at_s, body, header));
    /* One more byte of the body, and it is another one's. */
    char *longer = arena_alloc(call->arena, body.size + 1);
    memcpy(longer, body.data, body.size);
    HOLDS(!signature_valid(secret, id, at_s, (struct slice){longer, body.size + 1}, right));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    struct slice rest = fuzz_bytes(call, data, size);
    const char *id = fuzz_line(call, &rest), *time = fuzz_line(call, &rest),
               *header = fuzz_line(call, &rest);
    int64_t at_s = 0;
    if (str_to_int(time, strlen(time), 0, INT64_MAX, &at_s) &&
        callback_time_valid(at_s, call->now)) {
        const int64_t now_s = call->now.us / 1000000;
        HOLDS(at_s >= now_s - WINDOW_S && at_s <= now_s + WINDOW_S);
    }
    with_the_right_one(call, id, at_s, rest, header);
    return 0;
}
