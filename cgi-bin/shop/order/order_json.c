#include "shop/order/order_json.h"

#include "shop/address_json.h"

void amounts_json(struct json item, const struct amounts *amounts)
{
    json_int(item, "items", amounts->items);
    json_int(item, "itemDiscount", amounts->item_discount);
    json_int(item, "orderDiscount", amounts->order_discount);
    json_int(item, "shippingFee", amounts->shipping_fee);
    json_int(item, "payable", amounts->payable);
    json_int(item, "refunded", amounts->refunded);
}

static void shipping_json(struct json item, const struct shipping *shipping)
{
    json_text(item, "recipient", shipping->recipient);
    json_text(item, "phone", shipping->phone);
    address_json(item, &shipping->address);
}

void order_offer_json(struct json item, const struct order_item *line)
{
    json_int(item, "productId", line->product_id.v);
    json_text(item, "name", line->name);
    json_int(item, "unitPrice", line->unit_price);
    json_int(item, "unitDiscount", line->unit_discount);
    json_int(item, "quantity", line->quantity);
    json_int(item, "lineTotal", line->line_total);
    json_int(item, "shippingFee", line->shipping_fee);
    json_int(item, "sellerId", line->seller_id.v);
}

static void line_json(struct json item, const struct order_item *line)
{
    json_int(item, "itemId", line->item_id.v);
    order_offer_json(item, line);
    json_text(item, "status", ITEM_STATUS_NAMES[line->status]);
}

/* Everything but where it goes. */
static void order_facts_json(struct json item, const struct order *order)
{
    json_text(item, "orderNo", order->order_no);
    json_text(item, "status", ORDER_STATUS_NAMES[order->status]);
    if (order->failure_reason != NULL)
        json_text(item, "failureReason", order->failure_reason);
    json_text(item, "paymentMethod", PAYMENT_METHOD_NAMES[order->payment_method]);
    amounts_json(json_object(item, "amounts"), &order->amounts);
    if (order->coupon.v != 0)
        json_int(item, "couponId", order->coupon.v);
    struct json items = json_array(item, "items");
    for (size_t i = 0; i < order->item_count; i++)
        line_json(json_object(items, NULL), &order->items[i]);
    if (order->payment_id.v != 0)
        json_int(item, "paymentId", order->payment_id.v);
    json_time(item, "createdAt", order->created_at);
    json_time(item, "updatedAt", order->updated_at);
    if (!instant_is_none(order->expires_at))
        json_time(item, "expiresAt", order->expires_at);
}

void order_json(struct json item, const struct order *order)
{
    order_facts_json(item, order);
    shipping_json(json_object(item, "shipping"), &order->shipping);
}

void order_event_json(struct json data, const struct order *order)
{
    order_facts_json(data, order);
    if (order->owner.member.v != 0)
        json_int(data, "memberId", order->owner.member.v);
    else
        json_null(data, "memberId");
}

void order_delivery_json(struct json data, const struct order *order)
{
    json_text(data, "orderNo", order->order_no);
    shipping_json(json_object(data, "shipping"), &order->shipping);
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < order->item_count; i++) {
        const struct order_item *line = &order->items[i];
        struct json item = json_object(items, NULL);
        json_int(item, "itemId", line->item_id.v);
        json_int(item, "productId", line->product_id.v);
        json_text(item, "name", line->name);
        json_int(item, "quantity", line->quantity);
        json_int(item, "sellerId", line->seller_id.v);
    }
}

void item_history_json(struct json data, const struct item_history *history)
{
    struct json items = json_array(data, "items");
    for (size_t i = 0; i < history->count; i++) {
        const struct item_event *event = &history->items[i];
        struct json item = json_object(items, NULL);
        json_text(item, "event", event->event);
        json_text(item, "from", event->from_status);
        json_text(item, "to", event->to_status);
        json_text(item, "actor", ACTOR_NAMES[event->actor]);
        json_time(item, "at", event->created_at);
    }
}
