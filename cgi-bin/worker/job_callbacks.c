#include "shop/payment/payment_follow.h"
#include "worker/batch.h"
#include "worker/job.h"

enum err job_callbacks(struct db *db, struct call *call)
{
    (void)call;
    return batch_sweep(db, payment_sweep_callbacks);
}
