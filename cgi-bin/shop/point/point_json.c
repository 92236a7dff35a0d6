#include "shop/point/point_json.h"

void point_entry_json(struct json item, const struct point_entry *entry)
{
    json_text(item, "kind", POINT_KIND_NAMES[entry->kind]);
    json_int(item, "amount", entry->amount);
    json_int(item, "balanceAfter", entry->balance_after);
    if (entry->order_no != NULL)
        json_text(item, "orderNo", entry->order_no);
    json_time(item, "at", entry->created_at);
}
