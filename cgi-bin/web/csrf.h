/* Cross-site request forgery: which unsafe requests are taken for the visitor's own. */
#ifndef JANGTEO_WEB_CSRF_H
#define JANGTEO_WEB_CSRF_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "web/http.h"

/* The token that a form carries in its field "csrf" (a script in X-CSRF-Token): base64url of a
 * keyed BLAKE2b of a fixed label under the secret, which is the session token or the pre-session
 * cookie. NULL for an empty secret, or past the arena's limit. */
char *csrf_token(struct arena *arena, struct slice secret);

/* Whether a request may go on. Safe methods and requests that carry their token in Authorization
 * (`bearer`) always may. Else Sec-Fetch-Site, if sent, must be same-origin; else Origin, if sent,
 * must be `public_origin` (PUBLIC_URL: scheme, host, port); else the form's token (`form_token`,
 * NULL when there is none) or X-CSRF-Token must be the secret's. */
bool csrf_allowed(const struct request *req, const char *public_origin, bool bearer,
                  struct slice secret, const char *form_token);

#endif
