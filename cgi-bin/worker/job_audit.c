#include "shop/books/books.h"
#include "worker/job.h"

enum err job_audit(struct db *db, struct call *call)
{
    (void)call;
    return books_audit_alone(db);
}
