/* Routes: what a program answers to, with its preconditions as data. */
#ifndef JANGTEO_WEB_ROUTE_H
#define JANGTEO_WEB_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/str.h"
#include "web/decode.h"

struct ctx; /* app/app.h: everything a handler works with */

enum access {
    ACCESS_ANYONE,
    ACCESS_CALLER, /* a member or a guest with a session; else 401 */
    ACCESS_MEMBER, /* a guest gets 401 too */
    ACCESS_SELLER, /* a member who is neither seller nor admin gets 403 */
    ACCESS_ADMIN,
};

enum route_flags {
    ROUTE_PAGE = 1 << 0, /* HTML: errors are pages, a form body, a visitor without the right is sent
                            to /login */
    ROUTE_IDEMPOTENT = 1 << 1, /* honours Idempotency-Key (a form's hidden field idempotency_key) */
    ROUTE_SIGNED = 1 << 2,     /* exempt from CSRF: the caller signs its body (the gateway) */
    ROUTE_BYTES =
        1 << 3, /* the body is not JSON: its type and limit are the handler's (body_max) */
};

struct route {
    const char *method;
    const char
        *pattern; /* "/api/order/{no}/items/{id}": {id} digits 1..ID_MAX, {no} any one segment */
    enum access access;
    unsigned flags;
    enum err (*handle)(struct ctx *ctx);
    const struct field_set
        *body; /* decoded into ctx->body before the handler runs; NULL: no body wanted */
    const struct field_set *query; /* decoded into ctx->query; NULL: the query is ignored */
    size_t body_max;               /* 0: BODY_MAX */
};

#define ROUTE_PARAMS_MAX 3
struct route_params {
    int64_t id[ROUTE_PARAMS_MAX];       /* of {id}, in order */
    const char *text[ROUTE_PARAMS_MAX]; /* of {no}, in order */
};

struct route_match {
    const struct route *route; /* NULL: none for this method */
    bool path_known;           /* some route has this path: 405, not 404 */
    bool no_memory;            /* for the parameters of the one that fits; `route` is NULL */
    char allow[80];            /* "GET, PATCH": for the Allow header */
    struct route_params params;
};

/* Finds the route of a method and path: the first in the table that fits. GET serves HEAD. A
 * segment that is empty, broken UTF-8, or holds a control character fits no {no}. */
void route_find(const struct route *routes, size_t count, struct arena *arena, const char *method,
                const char *path, struct route_match *ret_match);

#endif
