/* FastCGI on one side, struct request and struct response on the other. The loop around it:
 *
 *   while (FCGX_Accept_r(&fcgi) == 0) { fcgi_request; route; fcgi_read_body; …; fcgi_respond;
 * FCGX_Finish_r }
 *
 * The body is read apart from the head: how much of it is wanted is known only when there is a
 * route. */
#ifndef JANGTEO_WEB_FCGI_H
#define JANGTEO_WEB_FCGI_H

#include <fcgiapp.h>

#include "base/arena.h"
#include "base/call.h"
#include "base/err.h"
#include "web/http.h"

/* Longest wait for nginx to send or take bytes of one request; both ends are on one machine, and
 * nginx has the whole body before it calls. */
#define FCGI_WAIT_MS 30000

/* The head of a request. Nothing a client sends makes it fail: a query that cannot be decoded is
 * `query_broken`, a length that is no number is `body_size` -1, a request id that is missing or
 * malformed is made anew. Texts live in the arena or until FCGX_Finish_r. Errors: E_NO_MEMORY. */
enum err fcgi_request(FCGX_Request *fcgi, struct arena *arena, struct request *ret_request) MUST;

/* Reads the body (into the arena, NUL-terminated) and sets request->body. Errors: E_BODY_TOO_LARGE
 * (more than `limit` bytes announced: nothing is read), E_INVALID_REQUEST (no length, or less came
 * than was announced), E_NO_MEMORY. */
enum err fcgi_read_body(FCGX_Request *fcgi, struct arena *arena, size_t limit,
                        struct request *request) MUST;

/* Writes the response: status, headers, X-Request-Id, Content-Length, Cache-Control: no-store
 * unless the response has its own, and the body unless the request was HEAD. Needs no memory of the
 * arena. False when nginx has gone away. */
bool fcgi_respond(FCGX_Request *fcgi, const struct request *request,
                  const struct response *response);

#endif
