/* One request through its stations. For the files of this folder only. */
#ifndef JANGTEO_APP_DISPATCH_H
#define JANGTEO_APP_DISPATCH_H

#include "app/app.h"

/* Where a body comes from once its limit is known. `read` sets request->body, or gives
 * E_BODY_TOO_LARGE, E_INVALID_REQUEST, E_NO_MEMORY. */
struct body_source {
    enum err (*read)(void *arg, struct arena *arena, size_t limit, struct request *request);
    void *arg;
};

/* The whole of it: errors become responses. Gives the error that was answered, for the log, and the
 * route that was taken, NULL when there was none. */
enum err dispatch(const struct program *program, struct db *db, struct call *call,
                  struct request *req, const struct body_source *source, struct response *res,
                  const struct route **ret_route);

/* ---- stations ---- */

/* Fills ctx->caller and ctx->secret from the request's token. A token that is nobody's is no error.
 * Errors: the database's. */
enum err caller_resolve(struct ctx *ctx) MUST;
/* Whether the caller may use the route: E_UNAUTHENTICATED, E_FORBIDDEN. */
enum err caller_check(const struct caller *caller, enum access access) MUST;

/* Turns an error into the response: an envelope, a page, or the way to the log-in. Never fails. */
void error_respond(struct ctx *ctx, enum err e, bool page, const char *allow);

/* The local address that leads back to this page. NULL past the arena's limit. */
const char *page_path(struct ctx *ctx);

#endif
