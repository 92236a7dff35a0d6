/* The pages around a card payment: /pay, /pay/{no}, /pay/return. They wait for the gateway, so the
 * program that waits for it anyway serves them: api-pay. */
#ifndef JANGTEO_STORE_PAY_PAGES_H
#define JANGTEO_STORE_PAY_PAGES_H

#include "app/app.h"

/* Opens the card payment of an order and starts it at the gateway; then `answer`, in a transaction
 * that stores what the gateway said, tells of it: ctx->local is the struct card_payment. Asked
 * again, it tells of the same payment while that is open. The errors of card_open and card_start.
 */
enum err pay_by_card(struct ctx *ctx, const char *order_no,
                     enum err (*answer)(struct ctx *ctx, struct tx *tx)) MUST;

/* Sends the buyer on to the gateway's page; back to the order, where it was refused. */
enum err page_pay_post(struct ctx *ctx) MUST;
/* The same for the order that /checkout has just placed: the browser brings its form here (307),
 * idempotency key and all, which is spent on the order. */
enum err page_pay_placed(struct ctx *ctx) MUST;
/* Whoever asks for that address anew, or reloads it, is shown the order: a GET starts nothing. */
enum err page_pay_again(struct ctx *ctx) MUST;
/* ?payment=: where the gateway sends the buyer back to. Asks it how the payment stands, and goes on
 * to the order, whatever is known by then. */
enum err page_pay_return(struct ctx *ctx) MUST;

extern const struct field_set PAY_FORM, PAY_RETURN_QUERY;

/* clang-format off */
#define PAY_PAGE_ROUTES                                                                            \
    {"POST", "/pay", ACCESS_CALLER, ROUTE_PAGE | ROUTE_IDEMPOTENT, page_pay_post, &PAY_FORM, NULL, \
     0},                                                                                           \
    {"GET", "/pay/return", ACCESS_ANYONE, ROUTE_PAGE, page_pay_return, NULL, &PAY_RETURN_QUERY,    \
     0},                                                                                           \
    {"POST", "/pay/{no}", ACCESS_CALLER, ROUTE_PAGE, page_pay_placed, NULL, NULL, 0},              \
    {"GET", "/pay/{no}", ACCESS_ANYONE, ROUTE_PAGE, page_pay_again, NULL, NULL, 0}
/* clang-format on */

#endif
