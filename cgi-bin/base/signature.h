/* Signatures of webhooks after the Standard Webhooks specification: HMAC-SHA256 over
 * "id.timestamp.body" with the bytes of a whsec_<base64> secret. */
#ifndef JANGTEO_BASE_SIGNATURE_H
#define JANGTEO_BASE_SIGNATURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define SIGNATURE_SIZE 48 /* "v1,", 44 characters of base64, NUL */

/* The value of webhook-signature. False when `secret` is none (settings are checked at start) or
 * `id` is longer than 200 bytes. */
bool signature_make(const char *secret, const char *id, int64_t timestamp_s, struct slice body,
                    char ret_signature[SIGNATURE_SIZE]) MUST;
/* Whether `header`, one or more signatures separated by spaces, holds the right one; compared in
 * constant time. Whether the timestamp is near enough is the caller's to judge. */
bool signature_valid(const char *secret, const char *id, int64_t timestamp_s, struct slice body,
                     const char *header) MUST;

#endif
