#include "base/money.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool in_bounds(int64_t amount)
{
    return amount >= -MONEY_MAX && amount <= MONEY_MAX;
}

enum err money_add(int64_t a, int64_t b, int64_t *ret_sum)
{
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum) || !in_bounds(sum))
        return E_INVALID_REQUEST;
    *ret_sum = sum;
    return E_OK;
}

enum err money_sub(int64_t a, int64_t b, int64_t *ret_difference)
{
    int64_t difference;
    if (__builtin_sub_overflow(a, b, &difference) || !in_bounds(difference))
        return E_INVALID_REQUEST;
    *ret_difference = difference;
    return E_OK;
}

enum err money_mul(int64_t amount, int64_t times, int64_t *ret_product)
{
    int64_t product;
    if (__builtin_mul_overflow(amount, times, &product) || !in_bounds(product))
        return E_INVALID_REQUEST;
    *ret_product = product;
    return E_OK;
}

enum err money_share(int64_t amount, int64_t numerator, int64_t denominator, int64_t *ret_share)
{
    if (amount < 0 || numerator < 0 || denominator <= 0)
        return E_INVALID_REQUEST;
    /* Two factors below 2^63 fit into 126 bits. */
    __int128 share = (__int128)amount * numerator / denominator;
    if (share > MONEY_MAX)
        return E_INVALID_REQUEST;
    *ret_share = (int64_t)share;
    return E_OK;
}

char *money_format(struct arena *arena, int64_t amount)
{
    /* 19 digits, 6 commas and a sign at most. */
    char digits[24], text[32];
    uint64_t magnitude = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
    int count = snprintf(digits, sizeof digits, "%" PRIu64, magnitude);
    char *out = text;
    if (amount < 0)
        *out++ = '-';
    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            *out++ = ',';
        *out++ = digits[i];
    }
    return arena_strndup(arena, text, (size_t)(out - text));
}
