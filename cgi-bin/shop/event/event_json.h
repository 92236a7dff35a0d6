/* Events as JSON. */
#ifndef JANGTEO_SHOP_EVENT_EVENT_JSON_H
#define JANGTEO_SHOP_EVENT_EVENT_JSON_H

#include "shop/event/event.h"
#include "view/json.h"

/* {eventId,type,subject,state,attempts,lastError,createdAt,deliveredAt} into `item`. */
void event_json(struct json item, const struct event *event);
/* The CloudEvents 1.0 document that is sent. Its id is `id`, its source the shop's own address. */
enum err event_document(struct arena *arena, const char *source, const char *id,
                        const struct event_out *event, struct slice *ret_text) MUST;

#endif
