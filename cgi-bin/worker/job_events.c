#include "shop/event/event.h"
#include "worker/batch.h"
#include "worker/job.h"

enum err job_events(struct db *db, struct call *call)
{
    (void)call;
    return batch_sweep(db, event_sweep);
}
