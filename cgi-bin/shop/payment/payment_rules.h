/* Rules of payments: what a word of the gateway does to a payment and its order. Pure. */
#ifndef JANGTEO_SHOP_PAYMENT_PAYMENT_RULES_H
#define JANGTEO_SHOP_PAYMENT_PAYMENT_RULES_H

#include <stdbool.h>

#include "base/config.h"
#include "shop/order/order_rules.h"

enum payment_status {
    PAYMENT_PENDING,
    PAYMENT_APPROVED,
    PAYMENT_DECLINED,
    PAYMENT_CANCELLED, /* never completed */
    PAYMENT_PARTIALLY_REFUNDED,
    PAYMENT_REFUNDED,
};
/* NULL-terminated, by enum payment_status. */
extern const char *const PAYMENT_STATUS_NAMES[];

/* Whether card payments are possible at all: only with a gateway. */
bool card_possible(const struct settings *settings);

/* How the gateway says a transaction stands. */
enum gateway_verdict { VERDICT_PENDING, VERDICT_APPROVED, VERDICT_DECLINED };
extern const char *const GATEWAY_VERDICT_NAMES[];

/* How an order stands to money that comes for it. */
enum order_wait {
    ORDER_WAITS,
    ORDER_LATE, /* still marked as waiting, but its time has passed */
    ORDER_OVER, /* paid by other money, failed, cancelled */
};
enum order_wait order_wait_of(enum order_status status, instant expires_at, instant now);

enum payment_effect {
    EFFECT_NONE,    /* nothing changes */
    EFFECT_PAY,     /* payment APPROVED, order PAID */
    EFFECT_FAIL,    /* payment DECLINED, order FAILED, stock and coupon back */
    EFFECT_DECLINE, /* payment DECLINED; the order has nothing to do with it */
    EFFECT_RETURN,  /* payment APPROVED, all of it to be given back; the order stays as it is */
    EFFECT_EXPIRE_RETURN, /* the same, and the order, whose time has passed, FAILED */
};
/* What a verdict does. `equal`: it speaks of our amount and order; else nothing changes. */
enum payment_effect payment_effect_of(enum payment_status payment, enum order_wait order,
                                      enum gateway_verdict verdict, bool equal);

/* A payment that is still open is shown as CANCELLED: its order is over, and it was started seven
 * days ago. It goes on being asked for, now and then, since the gateway may approve it yet. */
bool payment_is_given_up(instant created_at, enum order_wait order, instant now);
/* How long until one that was given up is asked for again: a day, later an eighth of its age, so
 * that years of abandoned payments cost a few questions each. */
span payment_given_up_wait(instant created_at, instant now);
/* Whether a gateway that does not know a given-up payment's transaction (any more) is to be
 * believed: a month after its start. */
bool payment_is_forgotten(instant created_at, instant now);

/* Whether a callback's time is near enough to ours to be believed: within five minutes, before or
 * after. */
bool callback_time_valid(int64_t timestamp_s, instant now);

#endif
