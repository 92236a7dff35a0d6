/* What the commands of jangteo-admin share. */
#ifndef JANGTEO_TOOL_ADMIN_ADMIN_H
#define JANGTEO_TOOL_ADMIN_ADMIN_H

#include <stdbool.h>

#include "base/call.h"
#include "db/db.h"

/* Exit statuses. */
enum {
    DONE = 0,
    REFUSED = 1, /* or the books do not balance */
    WRONG_CALL = 2,
    NOT_DONE = 3, /* the database is away, or what only the log explains */
};

/* A command under way. */
struct chore {
    struct db *db; /* NULL for one that asks nothing of the database */
    struct call *call;
    const char *const *args; /* behind its name; NULL-terminated */
    bool reads_password;     /* from standard input (--stdin) */
};

/* Each gives an exit status and says on standard output what it did, on standard error what stood
 * in the way. */
int create_admin(const struct chore *chore);   /* EMAIL [NAME] */
int reset_password(const struct chore *chore); /* EMAIL */
int show_events(const struct chore *chore);
int resend(const struct chore *chore); /* ID, or a destination */
int audit(const struct chore *chore);
int expire(const struct chore *chore);
int show_settings(const struct chore *chore);

/* Says what an error means to who looks after the shop, and gives the exit status. */
int complain(enum err e);

#endif
