/* Jobs: what the worker does by itself, each in a file job_<name>.c and a row of main.c's table
 * (the audit: of auditor.c's). */
#ifndef JANGTEO_WORKER_JOB_H
#define JANGTEO_WORKER_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/call.h"
#include "base/err.h"
#include "db/db.h"

struct job {
    const char *name;
    size_t interval; /* offset of a span in struct settings: the time between two runs */
    /* One run. What it takes from call->arena is released after it. `call->now` is the time of the
     * run. An error is logged and the run tried again later; several workers may run it at once. */
    enum err (*run)(struct db *db, struct call *call);
    int64_t rest; /* the least time between two runs, in times of what the last one took */
    /* Whether it is due before its interval is over, having last succeeded at `last`; may be NULL.
     */
    bool (*turns)(instant last, instant now);
};

/* Ends orders that were not paid in time (O6). */
enum err job_expire(struct db *db, struct call *call) MUST;
/* Confirms lines that reached their buyer long enough ago. */
enum err job_confirm(struct db *db, struct call *call) MUST;
/* Deletes cart lines that were not ordered in time (B5). */
enum err job_carts(struct db *db, struct call *call) MUST;
/* Deletes sessions that have ended, guests whom nothing refers to, and wrong passwords long past.
 */
enum err job_sessions(struct db *db, struct call *call) MUST;
/* Deletes answers kept for repeated calls, once past their life. */
enum err job_idempotency(struct db *db, struct call *call) MUST;
/* Forgets the gateway's callbacks once no copy of theirs would be believed any more. */
enum err job_callbacks(struct db *db, struct call *call) MUST;
/* Folds sales into the totals and makes the popular products anew (R1-R3). */
enum err job_ranking(struct db *db, struct call *call) MUST;
/* Makes the slots of new coupons, keeps the figure of what is left, marks what has expired (K2,
 * K4). */
enum err job_coupons(struct db *db, struct call *call) MUST;
/* Deletes notices past their time, and what is kept of streams that have ended (N1). */
enum err job_notices(struct db *db, struct call *call) MUST;
/* Deletes order sheets whose time is over (H2), and alerts admins when too few are paid for (H3).
 */
enum err job_sheets(struct db *db, struct call *call) MUST;
/* Deletes events that were delivered long ago. */
enum err job_events(struct db *db, struct call *call) MUST;
/* Holds the laws of sql/audit/ against the shop and keeps what was found, for admins. */
enum err job_audit(struct db *db, struct call *call) MUST;

#endif
