/* Money: whole South Korean won in int64_t, with checked arithmetic. */
#ifndef JANGTEO_BASE_MONEY_H
#define JANGTEO_BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* No amount in the system is larger than this many won, in either direction. */
#define MONEY_MAX INT64_C(1000000000000000)

/* Sum, difference and product; E_INVALID_REQUEST where the result leaves ±MONEY_MAX. */
enum err money_add(int64_t a, int64_t b, int64_t *ret_sum) MUST;
enum err money_sub(int64_t a, int64_t b, int64_t *ret_difference) MUST;
enum err money_mul(int64_t amount, int64_t times, int64_t *ret_product) MUST;
/* floor(amount * numerator / denominator) without overflow, for amount, numerator >= 0 and
 * denominator > 0; E_INVALID_REQUEST for others, and where the share is above MONEY_MAX. */
enum err money_share(int64_t amount, int64_t numerator, int64_t denominator,
                     int64_t *ret_share) MUST;

/* "1,234,500" (no unit: the catalogue adds "원" or "₩"). NULL past the arena's limit. */
char *money_format(struct arena *arena, int64_t amount);

#endif
