#include "shop/claim/claim_notice.h"

#include "shop/notice/notice.h"

/* Whether a later step of the plan moves the same line on. */
static bool goes_on(const struct claim_plan *plan, size_t step)
{
    for (size_t i = step + 1; i < plan->step_count; i++)
        if (plan->steps[i].line == plan->steps[step].line)
            return true;
    return false;
}

void claim_queue_notices(struct tx *tx, const struct order *order, const struct claim_plan *plan,
                         const struct actor *actor)
{
    for (size_t i = 0; i < plan->step_count; i++) {
        const struct claim_step *step = &plan->steps[i];
        if (goes_on(plan, i))
            continue;
        const struct order_item *item = &order->items[step->line];
        struct notice notice = {.kind = NOTICE_LINE_CHANGED,
                                .subject = order->order_no,
                                .name = item->name,
                                .state = ITEM_STATUS_NAMES[step->to]};
        if (actor->kind != ACTOR_BUYER || step->by_system)
            notice_queue(tx, order->owner, &notice);
        notice.kind = NOTICE_CLAIM_REQUESTED;
        if (claim_told_to_seller(step->to) &&
            (actor->kind == ACTOR_BUYER || actor->kind == ACTOR_ADMIN))
            notice_queue_to_seller(tx, item->seller_id, &notice);
    }
}

void claim_queue_refunded_notice(struct tx *tx, const struct order *order, int64_t amount)
{
    notice_queue(
        tx, order->owner,
        &(struct notice){.kind = NOTICE_REFUNDED, .subject = order->order_no, .amount = amount});
}
