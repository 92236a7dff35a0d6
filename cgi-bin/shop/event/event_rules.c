#include "shop/event/event_rules.h"

#include <stddef.h>

#define BACK_OFF_MAX_US INT64_C(3600000000)

const char *const EVENT_TYPE_NAMES[] = {"order.paid",         "order.cancelled",
                                        "order.refunded",     "delivery.requested",
                                        "delivery.cancelled", NULL};
const char *const EVENT_DESTINATION_NAMES[] = {"DATA_PLATFORM", "DELIVERY", NULL};

enum event_destination event_goes_to(enum event_type type)
{
    return type == EVENT_DELIVERY_REQUESTED || type == EVENT_DELIVERY_CANCELLED ? TO_DELIVERY
                                                                                : TO_DATA_PLATFORM;
}

const char *event_url(const struct settings *settings, enum event_destination destination)
{
    const char *url =
        destination == TO_DELIVERY ? settings->delivery_url : settings->data_platform_url;
    /* Nothing leaves the shop unsigned. */
    return url[0] != '\0' && settings->events_secret[0] != '\0' ? url : NULL;
}

span event_back_off(span base, int64_t failures, uint32_t random)
{
    int64_t whole = base.us;
    for (int64_t i = 1; i < failures && whole < BACK_OFF_MAX_US; i++)
        whole *= 2;
    if (whole > BACK_OFF_MAX_US)
        whole = BACK_OFF_MAX_US;
    const int64_t half = whole / 2, rest = whole - half;
    return (span){half + (int64_t)((double)rest * random / UINT32_MAX)};
}
