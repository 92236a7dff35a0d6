#include "shop/event/event_json.h"

#include <string.h>

void event_json(struct json item, const struct event *event)
{
    json_int(item, "eventId", event->event_id);
    json_text(item, "type", EVENT_TYPE_NAMES[event->type]);
    json_text(item, "subject", event->subject);
    json_text(item, "state", EVENT_STATE_WORDS[event->state]);
    json_int(item, "attempts", event->attempts);
    json_text(item, "lastError", event->last_error);
    json_time(item, "createdAt", event->created_at);
    json_time(item, "deliveredAt", event->delivered_at);
}

enum err event_document(struct arena *arena, const char *source, const char *id,
                        const struct event_out *event, struct slice *ret_text)
{
    struct slice head;
    struct json root = json_new(arena);
    json_text(root, "specversion", "1.0");
    json_text(root, "id", id);
    json_text(root, "source", source);
    json_text(root, "type", EVENT_TYPE_NAMES[event->type]);
    json_text(root, "subject", event->subject);
    json_time(root, "time", event->created_at);
    json_text(root, "datacontenttype", "application/json");
    TRY(json_render(root, &head));
    /* The payload is JSON already: it stands as it was written, before the brace that closes. */
    struct strbuf text = strbuf_make(arena, head.size + strlen(event->payload) + 16);
    strbuf_add(&text, head.data, head.size - 1);
    strbuf_puts(&text, ",\"data\":");
    strbuf_puts(&text, event->payload);
    strbuf_puts(&text, "}");
    return strbuf_finish(&text, ret_text);
}
