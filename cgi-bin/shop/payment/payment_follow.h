/* Following open card payments to their end (Y6): what the worker asks the gateway for. */
#ifndef JANGTEO_SHOP_PAYMENT_PAYMENT_FOLLOW_H
#define JANGTEO_SHOP_PAYMENT_PAYMENT_FOLLOW_H

#include <stdatomic.h>

#include "shop/payment/card.h"

/* Asks for some of the payments that are due, those of dead orders too, and does what follows; one
 * that the gateway does not know of yet is started again with the same key. What stays open is
 * asked for later, less and less often; given up after a week, it goes on being asked for until the
 * gateway has decided, or does not know it any more. Any number of workers may do it at once; no
 * transaction is open while the gateway is asked. Ends early once `stop` (NULL: never) is set; what
 * is left then comes due again. `ret_count`: how many were due. Only errors of the database are
 * errors. */
enum err payment_follow(struct db *db, const atomic_bool *stop, size_t *ret_count) MUST;

/* For the worker: forgets some of the callbacks that are older than a day; how many. */
enum err payment_sweep_callbacks(struct tx *tx, int64_t *ret_count) MUST;

#endif
