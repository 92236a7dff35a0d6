#include "worker/batch.h"
#include "worker/job.h"

enum err job_expire(struct db *db, struct call *call)
{
    static const struct batch_due DUE = {"expire", order_list_expired, order_expire};
    (void)call;
    return batch_due(db, &DUE);
}
