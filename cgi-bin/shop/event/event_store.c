#include <sodium.h>

#include "shop/event/event.h"

const char *const EVENT_STATE_NAMES[] = {"PENDING", "DELIVERED", "PARKED", NULL};
const char *const EVENT_STATE_WORDS[] = {"pending", "delivered", "parked", NULL};

static const struct row_field EVENT_ROW[] = {
    ROW_FIELD(ROW_INT, struct event, event_id),
    ROW_FIELD_ENUM(struct event, type, EVENT_TYPE_NAMES),
    ROW_FIELD(ROW_TEXT, struct event, subject),
    ROW_FIELD_ENUM(struct event, state, EVENT_STATE_NAMES),
    ROW_FIELD(ROW_INT, struct event, attempts),
    ROW_FIELD_NULL(ROW_TEXT, struct event, last_error),
    ROW_FIELD(ROW_TIME, struct event, created_at),
    ROW_FIELD_NULL(ROW_TIME, struct event, delivered_at),
};

static const struct row_field OUT_ROW[] = {
    ROW_FIELD(ROW_INT, struct event_out, event_id),
    ROW_FIELD_ENUM(struct event_out, type, EVENT_TYPE_NAMES),
    ROW_FIELD(ROW_TEXT, struct event_out, subject),
    ROW_FIELD(ROW_TEXT, struct event_out, payload),
    ROW_FIELD(ROW_INT, struct event_out, attempts),
    ROW_FIELD(ROW_TIME, struct event_out, created_at),
};

bool event_wanted(const struct settings *settings, enum event_type type)
{
    return event_url(settings, event_goes_to(type)) != NULL;
}

void event_queue(struct tx *tx, enum event_type type, const char *order_no, const char *payload)
{
    if (event_wanted(tx->call->settings, type))
        db_queue(tx->db, Q_event_insert,
                 ARGS(arg_text(order_no), arg_text(EVENT_TYPE_NAMES[type]), arg_text(payload),
                      arg_text(EVENT_DESTINATION_NAMES[event_goes_to(type)]),
                      arg_time(tx->call->now)),
                 NULL);
}

enum err event_list(struct db *db, const enum event_state *state, int64_t before, int64_t limit,
                    struct event_page *ret_page)
{
    struct rows rows;
    struct event_page page = {0};
    const struct db_arg from = arg_int(before == 0 ? INT64_MAX : before);
    const struct db_arg most = arg_int(limit + 1);
    if (state == NULL)
        TRY(db_run(db, Q_event_list, ARGS(from, most), &rows));
    else
        TRY(db_run(db, Q_event_list_in_state, ARGS(from, most, arg_text(EVENT_STATE_NAMES[*state])),
                   &rows));
    TRY(rows_decode(db, &rows, EVENT_ROW, COUNT_OF(EVENT_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    if (page.count > (size_t)limit) {
        page.count = (size_t)limit;
        page.next = page.items[limit - 1].event_id;
    }
    *ret_page = page;
    return E_OK;
}

enum err event_list_of_order(struct db *db, const char *order_no, int64_t limit,
                             struct event_page *ret_page)
{
    struct rows rows;
    struct event_page page = {0};
    TRY(db_run(db, Q_event_list_of_order, ARGS(arg_text(order_no), arg_int(limit)), &rows));
    TRY(rows_decode(db, &rows, EVENT_ROW, COUNT_OF(EVENT_ROW), sizeof *page.items, &page.items));
    page.count = rows.count;
    *ret_page = page;
    return E_OK;
}

enum err event_resend(struct tx *tx, int64_t event_id, struct event *ret_event)
{
    struct rows rows;
    struct event event = {0};
    TRY(db_run(tx->db, Q_event_resend, ARGS(arg_int(event_id), arg_time(tx->call->now)), &rows));
    TRY(rows_decode_one(tx->db, &rows, EVENT_ROW, COUNT_OF(EVENT_ROW), E_NOT_FOUND, &event));
    *ret_event = event;
    return E_OK;
}

enum err event_resend_parked(struct tx *tx, enum event_destination destination, int64_t *ret_count)
{
    struct rows rows;
    TRY(db_run(tx->db, Q_event_resend_parked,
               ARGS(arg_text(EVENT_DESTINATION_NAMES[destination]), arg_time(tx->call->now),
                    arg_int(EVENT_RESEND_MAX)),
               &rows));
    *ret_count = rows.affected;
    return E_OK;
}

enum err event_count(struct db *db, struct event_counts *ret_counts)
{
    struct count_row {
        enum event_destination destination;
        enum event_state state;
        int64_t waiting;
    } * read;
    static const struct row_field ROW[] = {
        ROW_FIELD_ENUM(struct count_row, destination, EVENT_DESTINATION_NAMES),
        ROW_FIELD_ENUM(struct count_row, state, EVENT_STATE_NAMES),
        ROW_FIELD(ROW_INT, struct count_row, waiting),
    };
    struct rows rows;
    struct event_counts counts = {0};
    TRY(db_run(db, Q_figure_events, NO_ARGS, &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *read, &read));
    for (size_t i = 0; i < rows.count; i++)
        counts.of[read[i].destination][read[i].state] = read[i].waiting;
    *ret_counts = counts;
    return E_OK;
}

enum err event_sweep(struct tx *tx, int64_t *ret_count)
{
    const instant oldest = instant_sub(tx->call->now, tx->call->settings->event_keep);
    struct rows rows;
    TRY(db_run(tx->db, Q_event_sweep, ARGS(arg_time(oldest)), &rows));
    *ret_count = rows.affected;
    return E_OK;
}

/* ---- for couriers ---- */

enum err event_claim(struct db *db, enum event_destination destination, span lease, int64_t limit,
                     struct event_batch *ret_batch)
{
    struct rows rows;
    struct event_batch batch = {0};
    const instant now = db_call(db)->now;
    uint64_t random;
    randombytes_buf(&random, sizeof random);
    batch.claim = (int64_t)(random >> 1);
    TRY(db_run(db, Q_event_claim,
               ARGS(arg_text(EVENT_DESTINATION_NAMES[destination]), arg_time(now),
                    arg_time(instant_add(now, lease)), arg_int(batch.claim), arg_int(limit)),
               &rows));
    TRY(rows_decode(db, &rows, OUT_ROW, COUNT_OF(OUT_ROW), sizeof *batch.items, &batch.items));
    batch.count = rows.count;
    *ret_batch = batch;
    return E_OK;
}

void event_queue_delivered(struct db *db, const struct event_out *event, int64_t claim, instant at)
{
    db_queue(db, Q_event_set_delivered,
             ARGS(arg_int(event->event_id), arg_int(claim), arg_time(at)), NULL);
}

void event_queue_failed(struct db *db, const struct event_out *event, int64_t claim, instant at,
                        const char *error)
{
    const struct settings *settings = db_call(db)->settings;
    const int64_t failures = event->attempts + 1;
    const span wait = event_back_off(settings->retry_base, failures, randombytes_random());
    db_queue(db, Q_event_set_failed,
             ARGS(arg_int(event->event_id), arg_int(claim), arg_text(error),
                  arg_time(instant_add(at, wait)), arg_bool(failures >= settings->retry_max),
                  arg_time(at)),
             NULL);
}

void event_queue_release(struct db *db, const struct event_out *event, int64_t claim)
{
    db_queue(db, Q_event_release, ARGS(arg_int(event->event_id), arg_int(claim)), NULL);
}
