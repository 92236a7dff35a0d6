#include "worker/follower.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/clock.h"
#include "base/log.h"
#include "shop/payment/payment_follow.h"
#include "worker/post.h"

#define ARENA_LIMIT ((size_t)16 << 20)
#define FAILURE_WAIT_MS 2000

static struct follower {
    const struct settings *settings;
    struct db *db;
    struct arena *arena;
    struct post_line *line; /* what it waits on */
    pthread_t thread;
    bool runs;
} follower;

static atomic_bool stopping;

/* One round; gives how long to wait before the next, 0: there may be more. */
static int64_t go_round(void)
{
    size_t count = 0;
    struct call call = {.arena = follower.arena, .settings = follower.settings, .now = clock_now()};
    db_serve(follower.db, &call);
    const enum err e = payment_follow(follower.db, &stopping, &count);
    db_serve(follower.db, NULL);
    arena_reset(follower.arena);
    if (e != E_OK) {
        log_write(LOG_WARN, "open payments: %s", err_code(e));
        return FAILURE_WAIT_MS;
    }
    return count > 0 ? 0 : follower.settings->worker_tick.us / 1000;
}

static void *follower_thread(void *arg)
{
    (void)arg;
    while (!atomic_load(&stopping)) {
        const int64_t wait_ms = go_round();
        if (wait_ms > 0)
            post_wait(follower.line, wait_ms);
        db_close_if_idle(follower.db);
    }
    return NULL;
}

static void release(void)
{
    post_line_free(follower.line);
    db_free(follower.db);
    arena_free(follower.arena);
    follower = (struct follower){0};
}

bool follower_start(const struct settings *settings, const char *conninfo)
{
    if (!card_possible(settings))
        return true;
    follower.settings = settings;
    follower.db = db_new(conninfo);
    follower.arena = arena_new(ARENA_LIMIT);
    follower.line = post_line_new();
    follower.runs = follower.db != NULL && follower.arena != NULL && follower.line != NULL &&
                    pthread_create(&follower.thread, NULL, follower_thread, NULL) == 0;
    if (follower.runs)
        return true;
    release();
    return false;
}

void follower_stop(void)
{
    if (!follower.runs)
        return;
    atomic_store(&stopping, true);
    post_line_wake(follower.line);
    (void)pthread_join(follower.thread, NULL);
    release();
}
