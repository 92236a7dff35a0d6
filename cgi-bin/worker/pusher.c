#include "worker/pusher.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "shop/notice/notice_json.h"
#include "worker/post.h"

#define ARENA_LIMIT ((size_t)32 << 20)
#define BATCH 256
/* Requests under way at once. */
#define WAVE 64
/* Longer than a batch can take. */
#define LEASE SPAN_SECONDS(60)
#define LOOK_EVERY_MS 100
#define FAILURE_WAIT_MS 2000
#define POST_DEADLINE_MS 1000
#define ADDRESSES_MAX 16
/* A server that failed is left alone for a while; what it misses counts as a try. */
#define REST_MS 5000

/* A push server. */
struct server {
    const char *address; /* as PUSH_URLS has it, without '/' at the end */
    const char *path;    /* of a Unix socket, or NULL */
    int64_t rests_until_ms;
};

static struct pusher {
    const struct settings *settings;
    struct server servers[ADDRESSES_MAX];
    size_t server_count;
    struct db *db;
    struct arena *arena;
    struct post_line *line;
    pthread_t thread;
    bool runs;
} pusher;
static char addresses[4096]; /* those of PUSH_URLS, taken apart */
static atomic_bool stopping;

/* A notice on its way to one server in one language. */
struct trip {
    size_t out; /* in the batch */
    struct server *server;
    const char *channel;
    struct post post;
    bool made, failed;
};

struct round {
    struct notice_batch batch;
    struct trip *trips;
    size_t trip_count;
};

/* Whether the server is among the addresses still to be tried. */
static bool is_wanted(const struct notice_out *out, const struct server *server)
{
    if (out->addresses == NULL)
        return true;
    const size_t size = strlen(server->address);
    for (const char *at = out->addresses; (at = strstr(at, server->address)) != NULL; at += size)
        if ((at == out->addresses || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0'))
            return true;
    return false;
}

static enum err write_post(struct trip *trip, const struct notice_out *out)
{
    struct arena *arena = pusher.arena;
    struct json root = json_new(arena);
    TRY(notice_json(root, arena, lang_choose(out->lang), &out->row));
    TRY(json_render(root, &trip->post.body));
    trip->post.url = arena_printf(arena, "%s/push/%s", trip->server->address, trip->channel);
    TRY_NEW(trip->post.url);
    trip->post.unix_socket = trip->server->path;
    trip->post.deadline_ms = POST_DEADLINE_MS;
    trip->post.headers[0] = "Content-Type: application/json";
    trip->post.headers[1] = "X-EventSource-Event: notification";
    return E_OK;
}

static enum err plan(struct round *round)
{
    const struct notice_batch *batch = &round->batch;
    round->trips = NEW_ARRAY(pusher.arena, struct trip, batch->count * pusher.server_count + 1);
    TRY_NEW(round->trips);
    for (size_t i = 0; i < batch->count; i++) {
        const struct notice_out *out = &batch->items[i];
        for (size_t s = 0; out->lang != NULL && s < pusher.server_count; s++) {
            if (!is_wanted(out, &pusher.servers[s]))
                continue;
            struct trip *trip = &round->trips[round->trip_count++];
            trip->out = i;
            trip->server = &pusher.servers[s];
            trip->channel = arena_printf(pusher.arena, "%s-%s", out->reader, out->lang);
            TRY_NEW(trip->channel);
            TRY(write_post(trip, out));
        }
    }
    return E_OK;
}

/* Whether one of the trips chosen already goes to the same channel: a channel hears of things one
 * after another. */
static bool meets(const struct round *round, const size_t *chosen, size_t count,
                  const struct trip *trip)
{
    for (size_t i = 0; i < count; i++) {
        const struct trip *other = &round->trips[chosen[i]];
        if (other->server == trip->server && strcmp(other->channel, trip->channel) == 0)
            return true;
    }
    return false;
}

/* Chooses what goes next; what a resting server misses has failed. */
static size_t choose_wave(struct round *round, size_t chosen[WAVE])
{
    size_t count = 0;
    for (size_t i = 0; i < round->trip_count && count < WAVE; i++) {
        struct trip *trip = &round->trips[i];
        if (trip->made)
            continue;
        if (clock_monotonic_ms() < trip->server->rests_until_ms)
            trip->made = trip->failed = true;
        else if (!meets(round, chosen, count, trip))
            chosen[count++] = i;
    }
    return count;
}

static enum err send_wave(struct round *round, const size_t *chosen, size_t count)
{
    struct post posts[WAVE];
    for (size_t i = 0; i < count; i++)
        posts[i] = round->trips[chosen[i]].post;
    TRY(post_all(pusher.line, pusher.arena, posts, count, &stopping));
    for (size_t i = 0; i < count; i++) {
        struct trip *trip = &round->trips[chosen[i]];
        trip->made = posts[i].outcome != POST_ABANDONED;
        trip->failed = posts[i].outcome == POST_FAILED;
        if (!trip->failed)
            continue;
        if (clock_monotonic_ms() >= trip->server->rests_until_ms)
            log_write(LOG_WARN, "push server %s: %s",
                      trip->server->path != NULL ? trip->server->path : trip->server->address,
                      posts[i].error);
        trip->server->rests_until_ms = clock_monotonic_ms() + REST_MS;
    }
    return E_OK;
}

/* Queues what became of a notice: of all its trips, in every language. */
static enum err record(const struct round *round, size_t first, size_t end)
{
    const struct notice_out *out = &round->batch.items[first];
    const int64_t claim = round->batch.claim;
    struct strbuf missed = strbuf_make(pusher.arena, sizeof addresses);
    struct slice text;
    bool untried = false;
    for (size_t s = 0; s < pusher.server_count; s++) {
        bool failed = false;
        for (size_t i = 0; i < round->trip_count; i++) {
            const struct trip *trip = &round->trips[i];
            if (trip->out < first || trip->out >= end || trip->server != &pusher.servers[s])
                continue;
            untried = untried || !trip->made;
            failed = failed || trip->failed;
        }
        if (failed)
            strbuf_printf(&missed, "%s%s", missed.size > 0 ? " " : "", pusher.servers[s].address);
    }
    TRY(strbuf_finish(&missed, &text));
    if (untried)
        notice_queue_release(pusher.db, &out->row.notice_id, 1, claim);
    else if (text.size > 0)
        notice_queue_push_failed(pusher.db, out, claim, text.data);
    else
        notice_queue_pushed(pusher.db, &out->row.notice_id, 1, claim);
    return E_OK;
}

static enum err record_all(const struct round *round)
{
    const struct notice_batch *batch = &round->batch;
    for (size_t first = 0, end; first < batch->count; first = end) {
        end = first + 1;
        while (end < batch->count &&
               batch->items[end].row.notice_id == batch->items[first].row.notice_id)
            end++;
        if (batch->items[first].lang != NULL)
            TRY(record(round, first, end));
    }
    return db_flush(pusher.db);
}

/* Takes what is due, pushes it, records what became of it. Should the record be lost, or this
 * process die, the claim runs out and the notices are pushed again. */
static enum err carry(size_t *ret_count)
{
    struct round round = {0};
    size_t chosen[WAVE];
    TRY(notice_claim(pusher.db, LEASE, BATCH, &round.batch));
    *ret_count = round.batch.count;
    if (round.batch.count == 0)
        return E_OK;
    TRY(plan(&round));
    for (size_t count; !atomic_load(&stopping) && (count = choose_wave(&round, chosen)) > 0;)
        TRY(send_wave(&round, chosen, count));
    return record_all(&round);
}

/* One round; gives how long to wait before the next, 0: there may be more. */
static int64_t go_round(void)
{
    size_t count = 0;
    struct call call = {.arena = pusher.arena, .settings = pusher.settings, .now = clock_now()};
    db_serve(pusher.db, &call);
    const enum err e = carry(&count);
    db_serve(pusher.db, NULL);
    arena_reset(pusher.arena);
    if (e != E_OK) {
        log_write(LOG_WARN, "pushing notifications: %s", err_code(e));
        return FAILURE_WAIT_MS;
    }
    return count >= BATCH ? 0 : LOOK_EVERY_MS;
}

static void *pusher_thread(void *arg)
{
    (void)arg;
    while (!atomic_load(&stopping)) {
        const int64_t wait_ms = go_round();
        if (wait_ms > 0)
            post_wait(pusher.line, wait_ms);
        db_close_if_idle(pusher.db);
    }
    return NULL;
}

/* Takes PUSH_URLS apart; without any, the Unix socket. */
static bool read_servers(const char *urls, const char *path)
{
    const size_t size = strlen(urls);
    if (size >= sizeof addresses)
        return false;
    memcpy(addresses, urls, size + 1);
    for (char *at = addresses; *(at += strspn(at, ", ")) != '\0';) {
        if (pusher.server_count == ADDRESSES_MAX)
            return false;
        pusher.servers[pusher.server_count++] = (struct server){.address = at};
        char *end = at + strcspn(at, ", ");
        char *next = *end == '\0' ? end : end + 1;
        for (*end = '\0'; end > at && end[-1] == '/'; end--)
            end[-1] = '\0';
        at = next;
    }
    if (pusher.server_count == 0 && path != NULL)
        pusher.servers[pusher.server_count++] =
            (struct server){.address = "http://push", .path = path};
    return true;
}

static void release(void)
{
    post_line_free(pusher.line);
    db_free(pusher.db);
    arena_free(pusher.arena);
    pusher = (struct pusher){0};
}

bool pusher_start(const struct settings *settings, const char *conninfo, const char *path)
{
    pusher = (struct pusher){.settings = settings};
    if (!read_servers(settings->push_urls, path)) {
        log_write(LOG_ERROR, "PUSH_URLS names more than %d addresses", ADDRESSES_MAX);
        return false;
    }
    pusher.db = db_new(conninfo);
    pusher.arena = arena_new(ARENA_LIMIT);
    pusher.line = post_line_new();
    pusher.runs = pusher.db != NULL && pusher.arena != NULL && pusher.line != NULL &&
                  pthread_create(&pusher.thread, NULL, pusher_thread, NULL) == 0;
    if (pusher.runs)
        return true;
    release();
    return false;
}

void pusher_stop(void)
{
    atomic_store(&stopping, true);
    if (!pusher.runs)
        return;
    post_line_wake(pusher.line);
    (void)pthread_join(pusher.thread, NULL);
    release();
}
