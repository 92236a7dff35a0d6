/* Rules of card refunds (Y5, Y6): what becomes of one after the gateway was asked. Pure. */
#ifndef JANGTEO_SHOP_REFUND_REFUND_RULES_H
#define JANGTEO_SHOP_REFUND_REFUND_RULES_H

#include <stdint.h>

enum refund_kind {
    REFUND_CLAIM,    /* for lines that were cancelled or returned */
    REFUND_RETURNED, /* a payment that nobody wanted, given back as a whole */
};
enum refund_status {
    REFUND_PENDING, /* the gateway is asked, again and again */
    REFUND_DONE,
    REFUND_FAILED, /* it rests until an admin has it tried again */
};
/* NULL-terminated, by enum refund_kind. */
extern const char *const REFUND_KIND_NAMES[];

/* What the gateway made of it. */
enum refund_answer {
    ANSWER_GIVEN_BACK,
    ANSWER_REFUSED, /* for good */
    ANSWER_UNKNOWN, /* none, or one that says nothing: it may have been given back or not */
};

/* The refund's state after its n-th try (n from 1) since it was asked for or tried anew. */
enum refund_status refund_status_after(enum refund_answer answer, int64_t tries, int64_t tries_max);

#endif
