#include "shop/member/login.h"
#include "shop/member/session.h"
#include "worker/batch.h"
#include "worker/job.h"

/* Sessions first: a guest is free to go once the last one has. Wrong passwords are forgotten too.
 */
enum err job_sessions(struct db *db, struct call *call)
{
    (void)call;
    TRY(batch_sweep(db, session_sweep));
    TRY(batch_sweep(db, guest_sweep));
    return batch_sweep(db, login_sweep);
}
