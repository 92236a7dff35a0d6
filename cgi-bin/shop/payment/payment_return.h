/* Money that was taken and is not wanted: a late or a second approval. */
#ifndef JANGTEO_SHOP_PAYMENT_PAYMENT_RETURN_H
#define JANGTEO_SHOP_PAYMENT_PAYMENT_RETURN_H

#include "base/ids.h"
#include "db/db.h"

/* Queues the RETURNED refund of a payment that is under lock and completes no order: all of its
 * `amount` (won) goes back, as soon as a worker carries it out. Once a payment: a second is refused
 * by the schema. E_NO_MEMORY. */
enum err refund_queue_returned(struct tx *tx, payment_id payment, int64_t amount) MUST;

#endif
