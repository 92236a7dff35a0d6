#include "shop/books/books.h"
#include "worker/job.h"

enum err job_audit(struct db *db, struct call *call)
{
    struct books books;
    (void)call;
    return books_audit(db, &books);
}
