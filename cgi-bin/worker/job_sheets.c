#include "shop/sheet/sheet.h"
#include "worker/batch.h"
#include "worker/job.h"

static enum err watch(struct tx *tx, void *arg)
{
    (void)arg;
    return sheet_watch_conversion(tx);
}

enum err job_sheets(struct db *db, struct call *call)
{
    (void)call;
    TRY(batch_sweep(db, sheet_sweep));
    return tx_run(db, watch, NULL);
}
