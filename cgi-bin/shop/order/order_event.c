#include "shop/order/order_event.h"

#include "shop/event/event.h"
#include "shop/order/order_json.h"

static enum err queue(struct tx *tx, enum event_type type, const struct order *order,
                      void (*fill)(struct json data, const struct order *order))
{
    if (!event_wanted(tx->call->settings, type))
        return E_OK;
    struct slice payload;
    struct json data = json_new(tx->call->arena);
    fill(data, order);
    TRY(json_render(data, &payload));
    event_queue(tx, type, order->order_no, payload.data);
    return E_OK;
}

enum err order_queue_paid_events(struct tx *tx, const struct order *order)
{
    TRY(queue(tx, EVENT_ORDER_PAID, order, order_event_json));
    return queue(tx, EVENT_DELIVERY_REQUESTED, order, order_delivery_json);
}

enum err order_queue_cancelled_event(struct tx *tx, const struct order *order)
{
    return queue(tx, EVENT_ORDER_CANCELLED, order, order_event_json);
}
