#include "shop/figure/figure.h"

#include "shop/books/books.h"
#include "shop/event/event.h"
#include "shop/sheet/sheet.h"

struct event_figure {
    enum event_destination destination;
    enum event_state state;
    int64_t waiting;
    instant oldest;
};

/* Both destinations and states are told, a zero too: an alert needs something to compare with. */
static enum err read_events(struct db *db, struct metric_samples *samples)
{
    static const struct row_field ROW[] = {
        ROW_FIELD_ENUM(struct event_figure, destination, EVENT_DESTINATION_NAMES),
        ROW_FIELD_ENUM(struct event_figure, state, EVENT_STATE_NAMES),
        ROW_FIELD(ROW_INT, struct event_figure, waiting),
        ROW_FIELD(ROW_TIME, struct event_figure, oldest),
    };
    struct event_figure figures[EVENT_DESTINATIONS][EVENT_PARKED + 1] = {0};
    struct event_figure *read;
    struct rows rows;
    TRY(db_run(db, Q_figure_events, NO_ARGS, &rows));
    TRY(rows_decode(db, &rows, ROW, COUNT_OF(ROW), sizeof *read, &read));
    for (size_t i = 0; i < rows.count; i++)
        figures[read[i].destination][read[i].state] = read[i];
    for (size_t d = 0; d < EVENT_DESTINATIONS; d++) {
        const struct event_figure *pending = &figures[d][EVENT_PENDING];
        const struct event_figure *parked = &figures[d][EVENT_PARKED];
        const char *name = EVENT_DESTINATION_NAMES[d];
        metric_sample(samples, METRIC_EVENT_BACKLOG, LABELS(name, "PENDING"), pending->waiting);
        metric_sample(samples, METRIC_EVENT_BACKLOG, LABELS(name, "PARKED"), parked->waiting);
        metric_sample(samples, METRIC_EVENT_OLDEST, LABELS(name),
                      pending->waiting > 0 ? db_call(db)->now.us - pending->oldest.us : 0);
    }
    return E_OK;
}

static enum err read_orders(struct db *db, struct metric_samples *samples)
{
    struct rows rows;
    int64_t pending;
    TRY(db_run(db, Q_figure_orders_pending, NO_ARGS, &rows));
    TRY(rows_int(db, &rows, E_INTERNAL, &pending));
    metric_sample(samples, METRIC_ORDERS_PENDING, NO_LABELS, pending);
    return E_OK;
}

static enum err read_sheets(struct db *db, struct metric_samples *samples)
{
    struct conversion conversion;
    TRY(sheet_conversion(db, &conversion));
    metric_sample(samples, METRIC_SHEETS, LABELS("MADE"), conversion.sheets);
    metric_sample(samples, METRIC_SHEETS, LABELS("PAID"), conversion.paid);
    if (conversion.sheets > 0)
        metric_sample(samples, METRIC_SHEET_RATIO, NO_LABELS,
                      conversion.paid * 1000000 / conversion.sheets);
    return E_OK;
}

static enum err read_books(struct db *db, struct metric_samples *samples)
{
    struct books books;
    TRY(books_last(db, &books));
    for (size_t i = 0; i < books.count; i++)
        metric_sample(samples, METRIC_AUDIT_VIOLATIONS, LABELS(books.laws[i].name),
                      books.laws[i].violations);
    if (books.count > 0)
        metric_sample(samples, METRIC_AUDIT_LAST, NO_LABELS, books.laws[0].ran_at.us);
    return E_OK;
}

enum err figure_read(struct db *db, struct metric_samples *samples)
{
    static enum err (*const READERS[])(struct db * db, struct metric_samples * samples) = {
        read_events,
        read_orders,
        read_sheets,
        read_books,
    };
    for (size_t i = 0; i < COUNT_OF(READERS); i++)
        TRY(READERS[i](db, samples));
    return E_OK;
}
