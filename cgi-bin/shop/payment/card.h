/* Card payments as they are started (Y2, Y3): the row stands before the gateway is called, under a
 * key that makes a second call tell of the first. Three steps, so that no lock is held while the
 * gateway is spoken to: card_open in a transaction, card_start outside of any, card_queue_started
 * in another. Each may be repeated. */
#ifndef JANGTEO_SHOP_PAYMENT_CARD_H
#define JANGTEO_SHOP_PAYMENT_CARD_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"
#include "shop/payment/payment_rules.h"

struct card_payment {
    payment_id payment_id;
    const char *order_no;
    const char *payment_key;
    const char *transaction_key; /* NULL until the gateway has told it */
    const char *checkout_url;    /* where the buyer pays; NULL until then */
    int64_t amount;              /* won */
    int64_t asks;                /* how often the gateway was asked for it */
    enum payment_status status;
    instant created_at;
};

/* The open card payment of a pending order, made if there is none; the order's method becomes CARD.
 * E_ORDER_NOT_FOUND, E_ORDER_STATE_CONFLICT (not pending, or past its time), E_COUPON_NOT_USABLE
 * (revoked since the order was placed). */
enum err card_open(struct tx *tx, struct owner caller, const char *order_no,
                   struct card_payment *ret_payment) MUST;
/* Whether the gateway has still to be called for it. */
bool card_is_unstarted(const struct card_payment *payment);
/* Calls the gateway and fills in its key and page. Not within a transaction. E_GATEWAY_FAILED: it
 * refused the very first call, and the payment is CANCELLED; or it refused a repeat, whose first
 * may have been heard, or gave no usable answer, and the payment stays open to be started again. */
enum err card_start(struct db *db, struct card_payment *payment) MUST;
/* Queues what card_start filled in. */
void card_queue_started(struct tx *tx, const struct card_payment *payment);

/* A card payment of an order that the caller may see; E_PAYMENT_NOT_FOUND. */
enum err card_get(struct db *db, struct owner caller, payment_id id,
                  struct card_payment *ret_payment) MUST;
/* Locks a card payment; its order is locked before. E_PAYMENT_NOT_FOUND. */
enum err card_lock(struct tx *tx, const char *payment_key, struct card_payment *ret_payment) MUST;
/* Up to `limit` payments, open or given up, that are to be asked for by the call's time; they are
 * nobody else's for `lease`. */
enum err card_claim(struct db *db, int64_t limit, span lease, struct card_payment **ret_payments,
                    size_t *ret_count) MUST;

#endif
