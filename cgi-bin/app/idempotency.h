/* Idempotency keys: which earlier answer a request repeats. For the files of this folder only,
 * but for the worker's sweep. */
#ifndef JANGTEO_APP_IDEMPOTENCY_H
#define JANGTEO_APP_IDEMPOTENCY_H

#include "app/app.h"

#define IDEMPOTENCY_LIFE SPAN_HOURS(24)
#define FINGERPRINT_BYTES 32

struct idempotency {
    const char *caller, *key;
    int64_t lock; /* what the advisory lock is taken on */
    unsigned char fingerprint[FINGERPRINT_BYTES];
};

/* From Idempotency-Key, or a form's hidden field; made by the server where there is neither.
 * E_INVALID_REQUEST naming it when it is no key, E_NO_MEMORY. */
enum err idempotency_of(struct ctx *ctx, struct idempotency *ret_idem) MUST;

/* Queues taking the key's lock (waiting for it if `wait`), so that it travels with what is done
 * under it: where another one has the lock, or an answer is recorded, the flush fails with
 * E_IDEMPOTENCY_IN_PROGRESS, and nothing behind it was done. idempotency_enter tells the two apart.
 */
void idempotency_queue_claim(struct ctx *ctx, struct tx *tx, const struct idempotency *idem,
                             bool wait);
/* Takes the key's lock (waiting for it if `wait`) and looks for a record. Found: the response is
 * filled from it. E_IDEMPOTENCY_IN_PROGRESS, E_IDEMPOTENCY_KEY_REUSED, E_UNAVAILABLE. */
enum err idempotency_enter(struct ctx *ctx, struct tx *tx, const struct idempotency *idem,
                           bool wait, bool *ret_found) MUST;
/* Queues the record of ctx->res. */
enum err idempotency_record(struct ctx *ctx, struct tx *tx, const struct idempotency *idem) MUST;

/* For the worker: deletes some of the records that are past their life; how many. None: no more are
 * to be deleted now. */
enum err idempotency_sweep(struct tx *tx, int64_t *ret_count) MUST;

/* The key in a header's value: bare, or a quoted string (RFC 8941) without its quotes. NULL when it
 * is not 1 to 255 printable ASCII characters; `ret_memory` tells whether memory ran out instead. */
const char *idempotency_key_parse(struct arena *arena, const char *value, bool *ret_memory);

#endif
