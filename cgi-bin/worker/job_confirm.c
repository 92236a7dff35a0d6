#include "shop/claim/claim_clock.h"
#include "worker/batch.h"
#include "worker/job.h"

enum err job_confirm(struct db *db, struct call *call)
{
    static const struct batch_due DUE = {"confirm", claim_list_delivered, claim_confirm_delivered};
    (void)call;
    return batch_due(db, &DUE);
}
