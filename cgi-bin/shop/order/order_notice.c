#include "shop/order/order_notice.h"

#include <string.h>

#include "shop/notice/notice.h"

/* The name of the first line; an order that lost its lines is told of all the same. */
static void queue_to_buyer(struct tx *tx, const struct order *order, enum notice_kind kind)
{
    notice_queue(tx, order->owner,
                 &(struct notice){
                     .kind = kind, .subject = order->order_no, .amount = order->amounts.payable});
}

void order_queue_placed_notice(struct tx *tx, const struct order *order)
{
    queue_to_buyer(tx, order, NOTICE_ORDER_PLACED);
}

/* Each seller once, with the name of its first line and what its lines come to. */
static size_t sum_by_seller(const struct order *order, int64_t sellers[ORDER_LINES_MAX],
                            const char *names[ORDER_LINES_MAX], int64_t amounts[ORDER_LINES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < order->item_count; i++) {
        const struct order_item *item = &order->items[i];
        size_t at = 0;
        while (at < count && sellers[at] != item->seller_id.v)
            at++;
        if (at == count) {
            sellers[count] = item->seller_id.v;
            names[count] = item->name;
            amounts[count++] = 0;
        }
        amounts[at] += item->line_total;
    }
    return count;
}

void order_queue_paid_notices(struct tx *tx, const struct order *order)
{
    int64_t sellers[ORDER_LINES_MAX], amounts[ORDER_LINES_MAX];
    const char *names[ORDER_LINES_MAX];
    const size_t count = sum_by_seller(order, sellers, names, amounts);
    notice_queue_to_both(tx, order->owner,
                         &(struct notice){.kind = NOTICE_ORDER_PAID,
                                          .subject = order->order_no,
                                          .amount = order->amounts.payable},
                         &(struct notice_sellers){.kind = NOTICE_ORDER_RECEIVED,
                                                  .sellers = sellers,
                                                  .names = names,
                                                  .amounts = amounts,
                                                  .count = count});
}

void order_queue_ended_notice(struct tx *tx, const struct order *order)
{
    if (order->status == ORDER_CANCELLED)
        queue_to_buyer(tx, order, NOTICE_ORDER_CANCELLED);
    else if (order->failure_reason != NULL && strcmp(order->failure_reason, "EXPIRED") == 0)
        queue_to_buyer(tx, order, NOTICE_ORDER_EXPIRED);
}
