/* Jobs at a time of the test's choosing. */
#ifndef JANGTEO_TESTS_MOMENT_H
#define JANGTEO_TESTS_MOMENT_H

#include "store/handle.h"

typedef enum err job_fn(struct db *db, struct call *call);

static inline instant at(const char *text)
{
    instant t;
    assert_true(instant_from_sql(text, &t));
    return t;
}

static inline instant before(instant t)
{
    return (instant){t.us - 1};
}

static inline enum err run_by(struct client *worker, job_fn *job, instant now)
{
    arena_reset(worker->call.arena);
    worker->call.now = now;
    worker->call.problems = (struct problems){0};
    return job(worker->db, &worker->call);
}

#endif
