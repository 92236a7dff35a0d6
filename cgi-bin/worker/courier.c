#include "worker/courier.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metric.h"
#include "base/signature.h"
#include "shop/event/event.h"
#include "shop/event/event_json.h"
#include "worker/post.h"

#define ARENA_LIMIT ((size_t)32 << 20)
#define BATCH 32
/* Longer than a batch can take, its record in the database included. */
#define LEASE SPAN_SECONDS(40)
#define FAILURE_WAIT_MS 2000

struct courier {
    enum event_destination destination;
    const struct settings *settings;
    struct db *db;
    struct arena *arena;
    struct post_line *line;
    pthread_t thread;
    bool runs;
};

static struct courier couriers[EVENT_DESTINATIONS];
static atomic_bool stopping;

/* The document, its signature, and where it goes. */
static enum err write_post(const struct courier *courier, const struct event_out *event,
                           struct post *ret_post)
{
    struct arena *arena = courier->arena;
    const struct settings *settings = courier->settings;
    const int64_t now_s = clock_now().us / 1000000;
    char signature[SIGNATURE_SIZE];
    struct post post = {.url = event_url(settings, courier->destination)};
    /* The same for every try: by it the receiver knows a copy. */
    const char *id = arena_printf(arena, "event-%" PRId64, event->event_id);
    TRY_NEW(id);
    TRY(event_document(arena, settings->public_url, id, event, &post.body));
    if (!signature_make(settings->events_secret, id, now_s, post.body, signature))
        return E_INTERNAL;
    post.headers[0] = "Content-Type: application/cloudevents+json; charset=utf-8";
    post.headers[1] = arena_printf(arena, "webhook-id: %s", id);
    post.headers[2] = arena_printf(arena, "webhook-timestamp: %" PRId64, now_s);
    post.headers[3] = arena_printf(arena, "webhook-signature: %s", signature);
    for (size_t i = 1; i < 4; i++)
        TRY_NEW(post.headers[i]);
    *ret_post = post;
    return E_OK;
}

static void record(struct courier *courier, const struct event_out *event, int64_t claim,
                   const struct post *post)
{
    const instant at = clock_now();
    const char *to = EVENT_DESTINATION_NAMES[courier->destination];
    switch (post->outcome) {
    case POST_DELIVERED:
        event_queue_delivered(courier->db, event, claim, at);
        metric_add(METRIC_EVENTS, LABELS(to, "DELIVERED"), 1);
        metric_observe(METRIC_EVENT_LAG, LABELS(to), at.us - event->created_at.us);
        return;
    case POST_FAILED:
        log_write(LOG_WARN, "event %" PRId64 " (%s) was not delivered, try %" PRId64 ": %s",
                  event->event_id, EVENT_TYPE_NAMES[event->type], event->attempts + 1, post->error);
        event_queue_failed(courier->db, event, claim, at, post->error);
        metric_add(
            METRIC_EVENTS,
            LABELS(to, event->attempts + 1 >= courier->settings->retry_max ? "PARKED" : "FAILED"),
            1);
        return;
    case POST_ABANDONED:
        event_queue_release(courier->db, event, claim);
        return;
    }
}

/* Takes what is due, sends it, records what became of it. Should the record be lost with the
 * connection, or this process die, the claim runs out and the events are sent again. */
static enum err carry(struct courier *courier, size_t *ret_count)
{
    struct event_batch batch;
    TRY(event_claim(courier->db, courier->destination, LEASE, BATCH, &batch));
    *ret_count = batch.count;
    if (batch.count == 0)
        return E_OK;
    struct post *posts = NEW_ARRAY(courier->arena, struct post, batch.count);
    TRY_NEW(posts);
    for (size_t i = 0; i < batch.count; i++)
        TRY(write_post(courier, &batch.items[i], &posts[i]));
    TRY(post_all(courier->line, courier->arena, posts, batch.count, &stopping));
    for (size_t i = 0; i < batch.count; i++)
        record(courier, &batch.items[i], batch.claim, &posts[i]);
    return db_flush(courier->db);
}

/* One round; gives how long to wait before the next, 0: there may be more. */
static int64_t go_round(struct courier *courier)
{
    size_t count = 0;
    struct call call = {.arena = courier->arena, .settings = courier->settings, .now = clock_now()};
    db_serve(courier->db, &call);
    const enum err e = carry(courier, &count);
    db_serve(courier->db, NULL);
    arena_reset(courier->arena);
    if (e != E_OK) {
        log_write(LOG_WARN, "events to %s: %s", EVENT_DESTINATION_NAMES[courier->destination],
                  err_code(e));
        return FAILURE_WAIT_MS;
    }
    return count > 0 ? 0 : courier->settings->worker_tick.us / 1000;
}

static void *courier_thread(void *arg)
{
    struct courier *courier = arg;
    while (!atomic_load(&stopping)) {
        const int64_t wait_ms = go_round(courier);
        if (wait_ms > 0)
            post_wait(courier->line, wait_ms);
        db_close_if_idle(courier->db);
    }
    return NULL;
}

static void release(struct courier *courier)
{
    post_line_free(courier->line);
    db_free(courier->db);
    arena_free(courier->arena);
    *courier = (struct courier){0};
}

static bool start(struct courier *courier, const char *conninfo)
{
    courier->db = db_new(conninfo);
    courier->arena = arena_new(ARENA_LIMIT);
    courier->line = post_line_new();
    courier->runs = courier->db != NULL && courier->arena != NULL && courier->line != NULL &&
                    pthread_create(&courier->thread, NULL, courier_thread, courier) == 0;
    if (courier->runs)
        return true;
    release(courier);
    return false;
}

bool couriers_start(const struct settings *settings, const char *conninfo)
{
    bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    for (enum event_destination d = 0; started && d < EVENT_DESTINATIONS; d++) {
        if (event_url(settings, d) == NULL)
            continue;
        couriers[d] = (struct courier){.destination = d, .settings = settings};
        started = start(&couriers[d], conninfo);
    }
    return started;
}

void couriers_stop(void)
{
    atomic_store(&stopping, true);
    for (size_t i = 0; i < EVENT_DESTINATIONS; i++) {
        if (!couriers[i].runs)
            continue;
        post_line_wake(couriers[i].line);
        (void)pthread_join(couriers[i].thread, NULL);
        release(&couriers[i]);
    }
    curl_global_cleanup();
}
