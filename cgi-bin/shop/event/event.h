/* Events out (X1, X2, X4): the outbox. A use case writes its events in its own transaction;
 * couriers of the worker carry them to where they go, at least once, in order per order and
 * destination. */
#ifndef JANGTEO_SHOP_EVENT_EVENT_H
#define JANGTEO_SHOP_EVENT_EVENT_H

#include "base/call.h"
#include "db/db.h"
#include "shop/event/event_rules.h"

enum event_state { EVENT_PENDING, EVENT_DELIVERED, EVENT_PARKED };
/* NULL-terminated, by enum event_state: as rows hold it, and as the API says it. */
extern const char *const EVENT_STATE_NAMES[];
extern const char *const EVENT_STATE_WORDS[];

/* What an admin sees. */
struct event {
    int64_t event_id;
    enum event_type type;
    const char *subject; /* the order's number */
    enum event_state state;
    int64_t attempts;
    const char *last_error; /* NULL when there was none */
    instant created_at, delivered_at;
};

struct event_page {
    struct event *items;
    size_t count;
    int64_t next; /* event_id to go on from, 0 on the last page */
};

/* Whether anybody wants to hear of it: else event_queue writes nothing, and its payload need not be
 * made. */
bool event_wanted(const struct settings *settings, enum event_type type);
/* Queues an event of the order, whose lock (or birth) is this transaction's. `payload` is JSON. */
void event_queue(struct tx *tx, enum event_type type, const char *order_no, const char *payload);

/* Events newest first, older than `before` (0: from the newest); `state` NULL: all of them. */
enum err event_list(struct db *db, const enum event_state *state, int64_t before, int64_t limit,
                    struct event_page *ret_page) MUST;
/* All of an order's, oldest first, at most `limit`. */
enum err event_list_of_order(struct db *db, const char *order_no, int64_t limit,
                             struct event_page *ret_page) MUST;
/* Sends an event (again), with all its tries before it. E_NOT_FOUND. */
enum err event_resend(struct tx *tx, int64_t event_id, struct event *ret_event) MUST;
/* The same for the parked ones of a destination, the oldest EVENT_RESEND_MAX; tells how many. */
#define EVENT_RESEND_MAX 1000
enum err event_resend_parked(struct tx *tx, enum event_destination destination,
                             int64_t *ret_count) MUST;

/* How many have not arrived, by destination and state; nobody counts those that have. */
struct event_counts {
    int64_t of[EVENT_DESTINATIONS][EVENT_PARKED + 1];
};
enum err event_count(struct db *db, struct event_counts *ret_counts) MUST;

/* Deletes a batch of delivered events that have been kept for EVENT_KEEP, and tells how many. Those
 * that were parked or still wait stay. */
enum err event_sweep(struct tx *tx, int64_t *ret_count) MUST;

/* ---- for couriers ---- */

/* An event in a courier's hands. */
struct event_out {
    int64_t event_id;
    enum event_type type;
    const char *subject;
    const char *payload;
    int64_t attempts; /* before this one */
    instant created_at;
};
struct event_batch {
    int64_t claim; /* the token of all of them */
    struct event_out *items;
    size_t count;
};

/* Takes up to `limit` due events of a destination, for `lease`; after that others may take them. No
 * two are of one order. */
enum err event_claim(struct db *db, enum event_destination destination, span lease, int64_t limit,
                     struct event_batch *ret_batch) MUST;
/* Queue what became of an event; nothing changes when the claim has passed to somebody else. After
 * RETRY_MAX tries a failed one is parked. */
void event_queue_delivered(struct db *db, const struct event_out *event, int64_t claim, instant at);
void event_queue_failed(struct db *db, const struct event_out *event, int64_t claim, instant at,
                        const char *error);
/* Gives it back untried. */
void event_queue_release(struct db *db, const struct event_out *event, int64_t claim);

#endif
