/* /admin/events: events on their way out, and sending them again (X1, X2). */
#include "admin/desk/desk.h"
#include "shop/event/event.h"

#define CURSOR_TAG "desk-event"

struct event_query {
    enum event_state state;
    struct page_query page;
    int64_t again; /* events that the form which led here sent again */
};
static const struct field EVENT_FIELDS[] = {
    {.name = "state",
     .type = FIELD_ENUM,
     .offset = offsetof(struct event_query, state),
     .names = EVENT_STATE_WORDS},
    PAGE_FIELDS(struct event_query, page),
    {.name = "again",
     .type = FIELD_INT,
     .max = EVENT_RESEND_MAX,
     .offset = offsetof(struct event_query, again)},
};
const struct field_set DESK_EVENT_QUERY = FIELD_SET(struct event_query, EVENT_FIELDS);

struct resend_form {
    enum event_destination destination;
};
static const struct field RESEND_FIELDS[] = {
    {.name = "destination",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct resend_form, destination),
     .names = EVENT_DESTINATION_NAMES},
};
const struct field_set DESK_RESEND_FORM = FIELD_SET(struct resend_form, RESEND_FIELDS);

static void show_row(struct ctx *ctx, struct tpl *row, const struct event *event)
{
    struct arena *arena = ctx->call->arena;
    tpl_int(row, "EVENT_ID", event->event_id);
    tpl_text(row, "TYPE_TEXT", message(ctx->lang, "desk.type.", EVENT_TYPE_NAMES[event->type]));
    tpl_text(row, "DESTINATION_TEXT",
             message(ctx->lang, "desk.destination.",
                     EVENT_DESTINATION_NAMES[event_goes_to(event->type)]));
    tpl_text(row, "ORDER_NO", event->subject);
    tpl_int(row, "ATTEMPTS", event->attempts);
    tpl_text(row, "CREATED_AT", message_time(arena, ctx->lang, event->created_at));
    desk_last_error(row, event->last_error);
    if (event->state == EVENT_DELIVERED)
        tpl_text(tpl_section(row, "DELIVERED"), "DELIVERED_AT",
                 message_time(arena, ctx->lang, event->delivered_at));
}

static void show_tabs(struct ctx *ctx, struct tpl *tpl, enum event_state state,
                      const struct event_counts *counts)
{
    for (int i = 0; EVENT_STATE_WORDS[i] != NULL; i++) {
        struct tpl *tab = tpl_section(tpl, "TAB");
        tpl_text(tab, "WORD", EVENT_STATE_WORDS[i]);
        tpl_text(tab, "LABEL", message(ctx->lang, "desk.state.", EVENT_STATE_WORDS[i]));
        tpl_show_if(tab, "CURRENT", i == (int)state);
        int64_t sum = 0;
        for (int d = 0; d < EVENT_DESTINATIONS; d++)
            sum += counts->of[d][i];
        if (i != EVENT_DELIVERED)
            tpl_money(tpl_section(tab, "COUNTED"), "COUNT", sum);
    }
    for (int d = 0; d < EVENT_DESTINATIONS && state == EVENT_PARKED; d++) {
        if (counts->of[d][EVENT_PARKED] == 0)
            continue;
        struct tpl *parked = tpl_section(tpl, "PARKED");
        tpl_text(parked, "DESTINATION", EVENT_DESTINATION_NAMES[d]);
        tpl_text(parked, "DESTINATION_TEXT",
                 message(ctx->lang, "desk.destination.", EVENT_DESTINATION_NAMES[d]));
        tpl_money(parked, "COUNT", counts->of[d][EVENT_PARKED]);
    }
}

static enum err show_events(struct ctx *ctx, const struct event_query *query, enum err refused)
{
    struct cursor from;
    struct event_page page;
    struct event_counts counts;
    TRY(page_start(ctx, &query->page, CURSOR_TAG, &from));
    TRY(event_list(ctx->db, &query->state, from.id, page_limit(&query->page), &page));
    TRY(event_count(ctx->db, &counts));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    show_tabs(ctx, tpl, query->state, &counts);
    tpl_show_if(tpl, "EMPTY", page.count == 0);
    if (query->again > 0)
        tpl_money(tpl_section(tpl, "DONE"), "COUNT", query->again);
    struct tpl *list = page.count > 0 ? tpl_section(tpl, "EVENTS") : NULL;
    for (size_t i = 0; i < page.count; i++)
        show_row(ctx, tpl_section(list, "ROW"), &page.items[i]);
    const char *path =
        arena_printf(ctx->call->arena, "/admin/events?state=%s&", EVENT_STATE_WORDS[query->state]);
    TRY_NEW(path);
    desk_pager(ctx, tpl, path, CURSOR_TAG, &query->page, page.next);
    desk_refusal(ctx, tpl, refused);
    return desk_page(ctx, refused, "desk/events.tpl", DESK_EVENTS, tpl);
}

enum err desk_list_events(struct ctx *ctx)
{
    return show_events(ctx, ctx->query, E_OK);
}

/* Back to where they now are. */
static enum err told(struct ctx *ctx, int64_t count)
{
    const char *path =
        arena_printf(ctx->call->arena, "/admin/events?state=pending&again=%lld", (long long)count);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

static enum err do_resend_event(struct ctx *ctx, struct tx *tx)
{
    struct event event;
    TRY(event_resend(tx, ctx->params.id[0], &event));
    return told(ctx, 1);
}

enum err desk_resend_event(struct ctx *ctx)
{
    return app_transact(ctx, do_resend_event);
}

static enum err do_resend_parked(struct ctx *ctx, struct tx *tx)
{
    const struct resend_form *form = ctx->body;
    int64_t count;
    TRY(event_resend_parked(tx, form->destination, &count));
    return told(ctx, count);
}

enum err desk_resend_parked(struct ctx *ctx)
{
    if (ctx->invalid)
        return show_events(ctx, &(struct event_query){.state = EVENT_PARKED}, E_INVALID_REQUEST);
    return app_transact(ctx, do_resend_parked);
}
