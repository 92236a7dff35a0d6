#include "shop/stock/stock_json.h"

void stock_json(struct json item, const struct stock *stock)
{
    json_int(item, "productId", stock->product_id.v);
    json_int(item, "onHand", stock->on_hand);
    json_int(item, "reserved", stock->reserved);
    json_int(item, "available", stock->available);
}

void stock_entry_json(struct json item, const struct stock_entry *entry)
{
    json_text(item, "kind", STOCK_KIND_NAMES[entry->kind]);
    json_int(item, "onHandDelta", entry->on_hand_delta);
    json_int(item, "reservedDelta", entry->reserved_delta);
    json_int(item, "onHandAfter", entry->on_hand_after);
    json_int(item, "reservedAfter", entry->reserved_after);
    if (entry->order_no != NULL)
        json_text(item, "orderNo", entry->order_no);
    json_text(item, "actor", ACTOR_NAMES[entry->actor]);
    if (entry->reason != NULL)
        json_text(item, "reason", entry->reason);
    json_time(item, "at", entry->created_at);
}
