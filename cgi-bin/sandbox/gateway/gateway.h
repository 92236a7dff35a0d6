/* What a handler of the sandbox gateway works with. For the files of this program only. */
#ifndef JANGTEO_SANDBOX_GATEWAY_GATEWAY_H
#define JANGTEO_SANDBOX_GATEWAY_GATEWAY_H

#include "base/call.h"
#include "sandbox/gateway/ledger.h"
#include "view/message.h"
#include "web/http.h"
#include "web/route.h"

#define GATEWAY_PATH "/sandbox/gateway"

struct ctx {
    struct call call;
    struct request req;
    struct response res;
    const struct route *route;
    struct route_params params;
    void *body;   /* decoded by route->body; of a refused form what could be decoded */
    bool invalid; /* pages only: the form was refused, call.problems says why */
};

/* The buyer's page of a transaction, and what its forms decide. */
enum err checkout_show(struct ctx *ctx) MUST;
enum err checkout_decide(struct ctx *ctx) MUST;
extern const struct field_set CHECKOUT_FORM;

#endif
