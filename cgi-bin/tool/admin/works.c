/* Chores about what the shop does by itself: events, expiry, the books; and its settings. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"
#include "shop/books/books.h"
#include "shop/event/event.h"
#include "shop/order/order_clock.h"
#include "tool/admin/admin.h"

enum { PARKED_SHOWN = 20 };

/* ---- events ---- */

static void print_parked(const struct event_page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct event *event = &page->items[i];
        printf("%" PRId64 "  %s  %s  %" PRId64 " tries  %s\n", event->event_id,
               EVENT_TYPE_NAMES[event->type], event->subject, event->attempts,
               event->last_error != NULL ? event->last_error : "");
    }
    if (page->next != 0)
        puts("… and older ones");
}

int show_events(const struct chore *chore)
{
    static const enum event_state PARKED = EVENT_PARKED;
    struct event_counts counts;
    struct event_page page;
    enum err e = event_count(chore->db, &counts);
    if (e == E_OK)
        e = event_list(chore->db, &PARKED, 0, PARKED_SHOWN, &page);
    if (e != E_OK)
        return complain(e);
    for (size_t i = 0; i < EVENT_DESTINATIONS; i++)
        printf("%s: %" PRId64 " wait, %" PRId64 " parked\n", EVENT_DESTINATION_NAMES[i],
               counts.of[i][EVENT_PENDING], counts.of[i][EVENT_PARKED]);
    print_parked(&page);
    return DONE;
}

struct sending {
    int64_t event_id;
    enum event_destination destination;
    struct event event;
    int64_t count;
};

static enum err send_one(struct tx *tx, void *arg)
{
    struct sending *sending = arg;
    return event_resend(tx, sending->event_id, &sending->event);
}

static enum err send_parked(struct tx *tx, void *arg)
{
    struct sending *sending = arg;
    return event_resend_parked(tx, sending->destination, &sending->count);
}

static bool is_destination(const char *text, enum event_destination *ret_destination)
{
    for (size_t i = 0; i < EVENT_DESTINATIONS; i++)
        if (strcasecmp(text, EVENT_DESTINATION_NAMES[i]) == 0) {
            *ret_destination = (enum event_destination)i;
            return true;
        }
    return false;
}

int resend(const struct chore *chore)
{
    const char *what = chore->args[0];
    struct sending sending = {0};
    enum err e = E_OK;
    if (str_to_int(what, strlen(what), 1, INT64_MAX, &sending.event_id)) {
        e = tx_run(chore->db, send_one, &sending);
        if (e == E_OK)
            printf("event %s goes out again\n", what);
        else if (e == E_NOT_FOUND)
            (void)fprintf(stderr, "there is no event %s\n", what);
    } else if (is_destination(what, &sending.destination)) {
        e = tx_run(chore->db, send_parked, &sending);
        if (e == E_OK)
            printf("%" PRId64 " parked events go out again\n", sending.count);
    } else {
        (void)fprintf(stderr, "%s is neither an event's number nor DATA_PLATFORM or DELIVERY\n",
                      what);
        return WRONG_CALL;
    }
    return e == E_OK ? DONE : complain(e);
}

/* ---- the books ---- */

int audit(const struct chore *chore)
{
    struct books books;
    int64_t violations = 0;
    enum err e = books_audit(chore->db, &books);
    if (e != E_OK)
        return complain(e);
    for (size_t i = 0; i < books.count; i++) {
        const struct law_result *law = &books.laws[i];
        violations += law->violations;
        if (law->violations > 0)
            printf("%s: BROKEN, %" PRId64 "\n%s\n", law->name, law->violations, law->offenders);
        else
            printf("%s: ok\n", law->name);
    }
    return violations == 0 ? DONE : REFUSED;
}

/* ---- orders whose time is over ---- */

struct expiry {
    const char *order_no;
    bool done;
};

static enum err expire_one(struct tx *tx, void *arg)
{
    struct expiry *expiry = arg;
    return order_expire(tx, expiry->order_no, &expiry->done);
}

static enum err expire_list(const struct chore *chore, const struct order_due_list *list,
                            int64_t *count)
{
    for (size_t i = 0; i < list->count; i++) {
        struct expiry expiry = {.order_no = list->items[i].order_no};
        struct arena_mark mark = arena_mark(chore->call->arena);
        TRY(tx_run(chore->db, expire_one, &expiry));
        arena_rewind(chore->call->arena, mark);
        *count += expiry.done;
    }
    return E_OK;
}

int expire(const struct chore *chore)
{
    struct order_due last = {0};
    size_t listed = ORDER_DUE_BATCH;
    int64_t count = 0;
    enum err e = E_OK;
    while (e == E_OK && listed == ORDER_DUE_BATCH) {
        struct arena_mark mark = arena_mark(chore->call->arena);
        struct order_due_list list = {0};
        e = order_list_expired(chore->db, &last, &list);
        if (e == E_OK)
            e = expire_list(chore, &list, &count);
        listed = list.count;
        if (listed > 0)
            last = list.items[listed - 1];
        last.order_no = NULL;
        arena_rewind(chore->call->arena, mark);
    }
    printf("%" PRId64 " orders expired\n", count);
    return e == E_OK ? DONE : complain(e);
}

/* ---- settings ---- */

int show_settings(const struct chore *chore)
{
    settings_print_list(chore->call->settings, stdout);
    return DONE;
}
