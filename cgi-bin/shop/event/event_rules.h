/* Rules of events: who is told of what, and how long a failed delivery waits. Pure. */
#ifndef JANGTEO_SHOP_EVENT_EVENT_RULES_H
#define JANGTEO_SHOP_EVENT_EVENT_RULES_H

#include "base/config.h"
#include "base/instant.h"

enum event_type {
    EVENT_ORDER_PAID,
    EVENT_ORDER_CANCELLED,    /* a pending order cancelled, failed or expired */
    EVENT_ORDER_REFUNDED,     /* each refund of a paid one */
    EVENT_DELIVERY_REQUESTED, /* one an order */
    EVENT_DELIVERY_CANCELLED, /* lines cancelled after that, one each time */
};
/* NULL-terminated, by enum event_type. */
extern const char *const EVENT_TYPE_NAMES[];

enum event_destination { TO_DATA_PLATFORM, TO_DELIVERY, EVENT_DESTINATIONS };
extern const char *const EVENT_DESTINATION_NAMES[];

enum event_destination event_goes_to(enum event_type type);
/* Where a destination listens; NULL when nobody does: then its events are not written at all, for
 * nothing would ever take them away. */
const char *event_url(const struct settings *settings, enum event_destination destination);

/* How long to wait after the n-th failed try (n from 1): `base` doubled each time, at most an hour,
 * of that between a half and the whole as `random` says, so that those that failed together do not
 * come back together. */
span event_back_off(span base, int64_t failures, uint32_t random);

#endif
