/* A request and its response as values: parsed from the FastCGI parameters by web/fcgi.c, made by
 * hand in tests. Texts live in the request's arena. */
#ifndef JANGTEO_WEB_HTTP_H
#define JANGTEO_WEB_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

#define BODY_MAX (64 * 1024)

struct pair {
    const char *name, *value;
};

struct request {
    const char *method; /* "GET"; HEAD comes as GET with `head` set */
    bool head;
    const char *path; /* decoded once, without the query, as nginx normalised it; starts with '/' */
    const struct pair *query; /* decoded, in order */
    size_t query_count;
    const char *query_text; /* raw, "" when there is none */
    bool query_broken; /* it could not be decoded (then `query` is empty): 400 where a route reads
                          it */
    struct slice body; /* raw; empty when there is none, or while it has not been read */
    int64_t body_size; /* Content-Length: 0 when not sent, -1 when it is no number */
    const char *content_type; /* lower case, without parameters; NULL when not sent */
    const char *id;           /* request id, made by nginx ($request_number) */
    /* Header values; NULL when not sent. An empty one counts as not sent, but for Idempotency-Key:
     * a client that sends an empty key has lost the real one and must hear of it. */
    const char *cookie, *authorization, *origin, *sec_fetch_site, *accept_language, *accept,
        *idempotency_key, *csrf_token;
    const char *webhook_id, *webhook_timestamp, *webhook_signature; /* Standard Webhooks */
    const char *remote_address;
    bool gzip; /* nginx keeps the answer for others and wants it packed; what it keeps for nobody it
                  packs itself */
};

/* Whether the method may change something: any but GET, HEAD, OPTIONS. */
bool request_is_unsafe(const struct request *req);
/* First value of a query parameter; NULL when it is not there. */
const char *request_query(const struct request *req, const char *name);
/* Value of the first cookie of that name (RFC 6265, surrounding quotes removed); NULL when it is
 * not there or past the arena's limit. */
const char *request_cookie(const struct request *req, struct arena *arena, const char *name);

#define RESPONSE_HEADERS_MAX 16

struct response {
    int status;
    const char *content_type;
    struct slice body;
    struct pair headers[RESPONSE_HEADERS_MAX];
    size_t header_count;
};

/* Adds a header (a name may stand more than once: Set-Cookie). Both texts must live as long as the
 * response. A value with a control character, a name that is none and one header too many are
 * E_INTERNAL: nothing a client sends can split a response. */
enum err response_header(struct response *res, const char *name, const char *value) MUST;
/* First header of that name, whatever its case; NULL when there is none. */
const char *response_header_of(const struct response *res, const char *name);
/* 303 to an address of this site ("/orders/…"). E_INTERNAL for any other: ask path_is_local before
 * a client's address is used. */
enum err response_redirect(struct response *res, const char *location) MUST;
/* 307: the browser sends the form that it has just sent to another address of this site. */
enum err response_send_on(struct response *res, const char *location) MUST;
/* The longest address a client may name to come back to; more could overflow a header. */
#define PATH_LOCAL_MAX 1024
/* Whether `path` (with or without a query) is a plain address of this site, safe to redirect to:
 * starts with one '/', holds no backslash, no control character, no "//", at most PATH_LOCAL_MAX
 * bytes. False for NULL. */
bool path_is_local(const char *path);

/* Set-Cookie with Path=/, HttpOnly and SameSite=Lax, Secure when `secure`. max_age_s 0: deletes it;
 * below 0: it lives as long as the browser. E_INTERNAL when name or value hold what a cookie may
 * not (RFC 6265), E_NO_MEMORY. */
enum err response_cookie(struct response *res, struct arena *arena, const char *name,
                         const char *value, int64_t max_age_s, bool secure) MUST;

#endif
