/* The call that is being served: what every use case may know of it. */
#ifndef JANGTEO_BASE_CALL_H
#define JANGTEO_BASE_CALL_H

#include "base/arena.h"
#include "base/config.h"
#include "base/instant.h"
#include "base/problem.h"

struct call {
    struct arena *arena;
    const struct settings *settings;
    instant now;              /* taken once, when the request came in */
    struct problems problems; /* what a refusal names */
    const char *request_id;   /* for the log */
    int64_t retry_after_s; /* of a refusal, when it makes sense to ask again; 0: nothing to say */
};

/* Adds a problem and gives E_INVALID_REQUEST back: `return call_refuse(call, "amount",
 * P_REQUIRED)`. */
enum err call_refuse(struct call *call, const char *field, enum problem_code code);

#endif
