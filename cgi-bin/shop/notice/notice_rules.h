/* Rules of notifications: which kinds there are, where each leads, how long they are kept. Pure. */
#ifndef JANGTEO_SHOP_NOTICE_NOTICE_RULES_H
#define JANGTEO_SHOP_NOTICE_NOTICE_RULES_H

#include <stddef.h>
#include <stdint.h>

#include "base/instant.h"

/* To the order's buyer, where no one else is named. `amount` is in won unless said otherwise. */
enum notice_kind {
    NOTICE_ORDER_PLACED,     /* waits for its payment: amount to pay */
    NOTICE_ORDER_PAID,       /* amount paid */
    NOTICE_ORDER_CANCELLED,  /* before it was paid */
    NOTICE_ORDER_EXPIRED,    /* not paid in time */
    NOTICE_PAYMENT_FAILED,   /* amount that was not taken */
    NOTICE_PAYMENT_RETURNED, /* a late or second approval was given back: amount */
    NOTICE_REFUNDED,         /* amount given back */
    NOTICE_REFUND_FAILED,    /* amount that could not be given back */
    NOTICE_LINE_CHANGED,     /* name: product; state: the line's new one */
    NOTICE_ORDER_RECEIVED,   /* to a seller: the order was paid; amount: of the seller's lines */
    NOTICE_CLAIM_REQUESTED,  /* to a seller: the buyer asked; name: product; state: the line's new
                                one */
    NOTICE_COUPON_ISSUED,    /* name: coupon */
    NOTICE_COUPON_REVOKED,   /* name: coupon */
    NOTICE_STOCK_LOW, /* to a seller: subject: product's id; name: product; amount: pieces left */
    NOTICE_STOCK_OUT, /* to a seller: subject: product's id; name: product */
    NOTICE_CONVERSION_LOW, /* to admins: amount: per cent */
    NOTICE_EVENT_PARKED,   /* to admins: subject: order number; name: the event's type */
    NOTICE_KINDS,
};
/* NULL-terminated, by enum notice_kind. */
extern const char *const NOTICE_KIND_NAMES[];

/* Where a notice leads: an address of the shop, with the subject in the place of a '*'. */
const char *notice_link_pattern(enum notice_kind kind);

/* Pieces available at which a seller is told that they run low. */
#define NOTICE_STOCK_LOW_AT 5
/* How long a notice is kept. */
#define NOTICE_KEPT SPAN_DAYS(90)

/* ---- pushing ---- */

/* How long a stream may last at most (nginx ends it earlier), and so how long its listener counts.
 */
#define NOTICE_LISTENS SPAN_SECONDS(1800)
/* How often a push is tried, and the wait between. What has not arrived then is only in the list.
 */
#define NOTICE_PUSH_TRIES 5
#define NOTICE_PUSH_WAIT SPAN_SECONDS(3)

#endif
