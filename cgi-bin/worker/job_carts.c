#include "shop/cart/cart.h"
#include "worker/batch.h"
#include "worker/job.h"

enum err job_carts(struct db *db, struct call *call)
{
    (void)call;
    return batch_sweep(db, cart_sweep);
}
