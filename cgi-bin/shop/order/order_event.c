#include "shop/order/order_event.h"

#include "shop/event/event.h"
#include "shop/order/order_json.h"
#include "shop/order/order_notice.h"

/* Renders what was filled in and queues it. */
static enum err queue_data(struct tx *tx, enum event_type type, const struct order *order,
                           struct json data)
{
    struct slice payload;
    TRY(json_render(data, &payload));
    event_queue(tx, type, order->order_no, payload.data);
    return E_OK;
}

static enum err queue(struct tx *tx, enum event_type type, const struct order *order,
                      void (*fill)(struct json data, const struct order *order))
{
    if (!event_wanted(tx->call->settings, type))
        return E_OK;
    struct json data = json_new(tx->call->arena);
    fill(data, order);
    return queue_data(tx, type, order, data);
}

enum err order_queue_paid_events(struct tx *tx, const struct order *order)
{
    order_queue_paid_notices(tx, order);
    tx_count(tx, METRIC_ORDERS, LABELS("PAID"), 1);
    tx_count(tx, METRIC_PAYMENTS, LABELS(PAYMENT_METHOD_NAMES[order->payment_method], "DONE"), 1);
    TRY(queue(tx, EVENT_ORDER_PAID, order, order_event_json));
    return queue(tx, EVENT_DELIVERY_REQUESTED, order, order_delivery_json);
}

enum err order_queue_cancelled_event(struct tx *tx, const struct order *order)
{
    order_queue_ended_notice(tx, order);
    return queue(tx, EVENT_ORDER_CANCELLED, order, order_event_json);
}

enum err order_queue_refunded_event(struct tx *tx, const struct order *order, int64_t amount)
{
    if (!event_wanted(tx->call->settings, EVENT_ORDER_REFUNDED))
        return E_OK;
    struct json data = json_new(tx->call->arena);
    order_event_json(data, order);
    json_int(data, "refundAmount", amount);
    return queue_data(tx, EVENT_ORDER_REFUNDED, order, data);
}

enum err order_queue_lines_cancelled_event(struct tx *tx, const struct order *order,
                                           const int64_t *item_ids, size_t count)
{
    if (!event_wanted(tx->call->settings, EVENT_DELIVERY_CANCELLED))
        return E_OK;
    struct json data = json_new(tx->call->arena);
    json_text(data, "orderNo", order->order_no);
    struct json ids = json_array(data, "itemIds");
    for (size_t i = 0; i < count; i++)
        json_int(ids, NULL, item_ids[i]);
    return queue_data(tx, EVENT_DELIVERY_CANCELLED, order, data);
}
