/* A program: what main() of every endpoint hands over, and what its handlers work with.
 *
 *   int main(void) { return app_main(&PROGRAM); }
 *
 * Dispatch does, once and in this order: route, method, body limit, session, role, CSRF, decode,
 * handler, response or error. A handler reads top to bottom: decode, one use case, answer. */
#ifndef JANGTEO_APP_APP_H
#define JANGTEO_APP_APP_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/member/member.h"
#include "view/json.h"
#include "view/message.h"
#include "view/template.h"
#include "web/http.h"
#include "web/route.h"

enum role { ROLE_NOBODY, ROLE_GUEST, ROLE_CUSTOMER, ROLE_SELLER, ROLE_ADMIN };

/* Who calls, resolved from the session before the handler runs. */
struct caller {
    enum role role;
    struct owner owner; /* a member or a guest; neither for ROLE_NOBODY */
    seller_id seller;   /* set for ROLE_SELLER */
    session_id session;
    const char *name;  /* the member's, for the layout; NULL for others */
    const char *token; /* as the client sent it, or as app_need_guest made it */
    bool bearer;       /* the token came in Authorization, not in a cookie */
};

/* What a page's head tells search engines, and whoever is shown its address by somebody. All zero:
 * the page is nobody's business, and engines are asked to leave it out. Texts live in the arena. */
struct page_head {
    const char *path;        /* the page's one address, encoded, with its query; NULL: not listed */
    const char *description; /* NULL: the shop's own */
    const char *image;       /* an address of this shop; NULL: the shop's own */
    bool is_product;         /* a product, for `price` won */
    int64_t price;
    struct slice data; /* JSON: what the page shows, in terms of schema.org; empty: none */
};

struct ctx {
    struct call *call; /* arena, settings, now, problems */
    const struct request *req;
    struct response *res;
    struct db *db;
    const struct program *program;
    struct caller caller;
    enum lang lang;
    const struct route *route;
    struct route_params params;
    void *body;              /* decoded by route->body; zeroed struct on a page's invalid form */
    void *query;             /* decoded by route->query */
    const struct pair *form; /* a page's form as it was sent, to fill it in again */
    size_t form_count;
    bool invalid; /* pages only: the form was refused, call->problems says why; show it again (400)
                   */
    struct slice secret; /* what the CSRF token is made from: session token or pre-session cookie */
    struct page_head head; /* of the page that the handler answers with */
    void *local;           /* the handler's own, for its work function under app_transact */
};

struct program {
    const char *name; /* "api-point" */
    const struct route *routes;
    size_t route_count;
    enum err (*start)(const struct settings *settings); /* once before the threads; may be NULL */
};

/* Serves until SIGTERM, then drains the requests under way. Returns main's exit status. The number
 * of threads comes from JANGTEO_THREADS, the database from JANGTEO_DB, templates from
 * JANGTEO_TEMPLATES: set by whoever starts the program. With JANGTEO_DESCRIBE set it serves
 * nothing: it prints what it answers to (app/describe.h), with "pages" its pages too. */
int app_main(const struct program *program);

/* One whole request, from `req` to `res`; what the threads and the in-memory tests run. Never
 * fails: errors become responses. */
void app_serve(const struct program *program, struct db *db, struct call *call,
               const struct request *req, struct response *res);

/* ---- answering ---- */

/* {"code":"SUCCESS","message":…,"data":…}: json_answer starts it and gives `data` to fill (an
 * object), app_json renders it into the response. */
struct json json_answer(struct ctx *ctx);
/* The same for a refusal that has data: {"code","message","requestId","data":…}, to be rendered
 * with the error's status. */
struct json json_refusal(struct ctx *ctx, enum err e);
enum err app_json(struct ctx *ctx, int status, struct json data) MUST;
/* 204 */
enum err app_no_content(struct ctx *ctx) MUST;

/* A page: includes the layout at {{>HEADER}} and {{>FOOTER}} and renders the template in ctx->lang.
 * Every file sees the globals LANG_CODE, CSRF (empty without session or pre-session cookie),
 * IDEMPOTENCY_KEY (fresh on each page, empty with CSRF) and PATH (a local address that leads back
 * here). The layout also gets TITLE, one of the sections MEMBER (with CALLER_NAME) and VISITOR,
 * SELLER or ADMIN, CART_FILLED (with CART_COUNT) when something is in the visitor's cart, and for
 * members and guests LISTENER, in it UNREAD (with UNREAD_COUNT) when there are notices not read.
 * WORKROOM on pages of sellers and admins, SHOP_FLOOR on all others, and what ctx->head says of the
 * page. A page that holds nothing of a visitor, and that nginx keeps for others, is packed (gzip).
 * `title` is a text in ctx->lang. */
enum err app_page(struct ctx *ctx, int status, const char *file, const char *title,
                  struct tpl *tpl) MUST;
/* Fills a form's fields (as sent, after a refusal) and its problems: for field "address.line1",
 * value ADDRESS_LINE1 and, when refused, section ADDRESS_LINE1_ERROR with value PROBLEM
 * ("registrationNumber": REGISTRATION_NUMBER). A problem of the form as a whole is FORM_ERROR.
 * Values of `set` come from ctx->form, so they override what was set before; secrets are never
 * filled in again. */
void app_form(struct ctx *ctx, struct tpl *tpl, const struct field_set *set);

/* ---- sessions ---- */

/* Makes a session for a page's visitor who has none: a guest, and the cookie. Fills ctx->caller. */
enum err app_need_guest(struct ctx *ctx) MUST;
/* Gives a visitor without a session a pre-session cookie, so that the page's form carries a CSRF
 * token: for forms that are posted without a session, before app_page. */
enum err app_need_csrf(struct ctx *ctx) MUST;
/* Sets the cookie of a session that was just opened, or takes it back. */
enum err app_session_cookie(struct ctx *ctx, const char *token) MUST;
enum err app_session_forget(struct ctx *ctx) MUST;
/* account_authenticate for a request: from its address, with its device cookie. */
enum err app_authenticate(struct ctx *ctx, const char *email, const char *password,
                          struct account *ret_account) MUST;
/* Makes the visitor's browser one that knows the account, which has just been logged in to. */
enum err app_device_cookie(struct ctx *ctx, const struct account *account) MUST;

/* ---- transactions ---- */

/* Runs a use case in one transaction and answers. `work` does it: touches the transaction and
 * ctx->res only (through app_json, response_redirect, …).
 *
 * On a ROUTE_IDEMPOTENT route, with a key: takes the key's advisory lock (taken:
 * E_IDEMPOTENCY_IN_PROGRESS), looks for a record (same fingerprint: the response is replayed with
 * Idempotent-Replayed: true; another: E_IDEMPOTENCY_KEY_REUSED), runs `work`, and inserts the
 * record behind what that queued and before what it queued late. Lock and look-up travel with the
 * first flush of `work`, which fails where the key is not free. Without a client's key the server
 * makes one. After E_DB_UNKNOWN it reconnects, waits for that key's lock and looks: a record means
 * done, none means rolled back (E_DB_LOST), a time-out E_UNAVAILABLE. A page waits for the lock (a
 * double click shows the first one's answer). Only a response below 400 is recorded. Other routes:
 * just the transaction. On each try of `work` the response starts as it was before app_transact. */
enum err app_transact(struct ctx *ctx, enum err (*work)(struct ctx *ctx, struct tx *tx)) MUST;
/* For a ROUTE_IDEMPOTENT handler that does something before its app_transact: whether the request
 * repeats one whose answer is recorded; then the response is filled, as app_transact would. What
 * comes before must do no harm when done twice: another one with the same key may be on its way. */
enum err app_replay(struct ctx *ctx, bool *ret_replayed) MUST;

#endif
