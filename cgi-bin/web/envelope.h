/* Errors as responses: the failure envelope of the JSON API, and the headers that errors carry. */
#ifndef JANGTEO_WEB_ENVELOPE_H
#define JANGTEO_WEB_ENVELOPE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/problem.h"
#include "view/message.h"
#include "web/http.h"

/* Makes {"code","message","errors":[{"field","code","reason",…}],"requestId"} the response: status,
 * content type and body; headers that are there stay. `errors` stands only where there are problems
 * and the failure is not ours; a problem of a product has "productId", a shortage "requested" and
 * "available" too. Never fails: past the arena's limit it is a plain 500, whose text lives until
 * this thread's next one. */
void envelope_error(struct response *res, struct arena *arena, enum lang lang, enum err e,
                    const struct problems *problems, const char *request_id);

/* What a client should wait before it tries again, when nothing better is known. */
#define RETRY_AFTER_UNAVAILABLE_S 2
#define RETRY_AFTER_LIMIT_S 10

/* Adds what a response of status res->status must have: Allow on 405 (`allow`: "GET, PATCH"), and
 * Retry-After on 429 and 503 (`retry_after_s`; 0: the defaults above). For pages and envelopes
 * alike. Errors: E_INTERNAL (no room for a header), E_NO_MEMORY. */
enum err envelope_headers(struct response *res, struct arena *arena, const char *allow,
                          int64_t retry_after_s) MUST;

#endif
