#include "shop/notice/notice.h"
#include "worker/batch.h"
#include "worker/job.h"

enum err job_notices(struct db *db, struct call *call)
{
    (void)call;
    return batch_sweep(db, notice_sweep);
}
