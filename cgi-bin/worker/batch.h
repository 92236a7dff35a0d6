/* Work that comes in batches: what jobs share. A run is bounded; what is left is for the next. */
#ifndef JANGTEO_WORKER_BATCH_H
#define JANGTEO_WORKER_BATCH_H

#include "shop/order/order_clock.h"

/* Whose work the batches of this thread are from now on: what they do is counted for that job. */
void batch_of_job(const char *name);

/* Calls `run`, each time in a transaction of its own, until it has nothing left to do. */
enum err batch_sweep(struct db *db, enum err (*run)(struct tx *tx, int64_t *ret_count)) MUST;

/* Something that falls due for orders. */
struct batch_due {
    const char *name; /* for the log */
    enum err (*list)(struct db *db, const struct order_due *after, struct order_due_list *ret_list);
    enum err (*work)(struct tx *tx, const char *order_no, bool *ret_done);
};
/* Does what is due, an order a transaction. An order that fails is logged and does not hold up the
 * others; the first such error is given back at the end. Errors that speak of the database end the
 * run at once. */
enum err batch_due(struct db *db, const struct batch_due *due) MUST;

#endif
