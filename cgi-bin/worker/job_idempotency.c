#include "app/idempotency.h"
#include "worker/batch.h"
#include "worker/job.h"

enum err job_idempotency(struct db *db, struct call *call)
{
    (void)call;
    return batch_sweep(db, idempotency_sweep);
}
