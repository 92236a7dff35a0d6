#include "shop/claim/claim_rules.h"

#include <assert.h>

static const struct {
    enum item_status from, to;
    struct claim_change change;
} CHANGES[] = {
    {ITEM_PAID, ITEM_CANCEL_REQUESTED, {"CANCEL_REQUESTED", 0, ITEM_CANCEL_PROCESSING}},
    {ITEM_PAID, ITEM_CANCEL_PROCESSING, {"CANCEL_BY_SELLER", 0, ITEM_CANCELLED}},
    {ITEM_PREPARING, ITEM_CANCEL_REQUESTED, {"CANCEL_REQUESTED", 0, CLAIM_STAYS}},
    {ITEM_PREPARING, ITEM_CANCEL_PROCESSING, {"CANCEL_BY_SELLER", 0, ITEM_CANCELLED}},
    {ITEM_CANCEL_REQUESTED, ITEM_CANCEL_PROCESSING, {"CANCEL_ACCEPTED", 0, ITEM_CANCELLED}},
    {ITEM_CANCEL_REQUESTED, ITEM_PREPARING, {"CANCEL_REFUSED", 0, CLAIM_STAYS}},
    {ITEM_CANCEL_PROCESSING,
     ITEM_CANCELLED,
     {"CANCELLED", CLAIM_REFUND | CLAIM_STOCK_BACK | CLAIM_SALE_BACK, CLAIM_STAYS}},
    {ITEM_DELIVERED, ITEM_RETURN_REQUESTED, {"RETURN_REQUESTED", 0, CLAIM_STAYS}},
    {ITEM_EXCHANGED, ITEM_RETURN_REQUESTED, {"RETURN_REQUESTED", 0, CLAIM_STAYS}},
    {ITEM_RETURN_REQUESTED, ITEM_RETURN_PROCESSING, {"RETURN_ACCEPTED", 0, CLAIM_STAYS}},
    {ITEM_RETURN_REQUESTED, ITEM_DELIVERED, {"RETURN_REFUSED", 0, CLAIM_STAYS}},
    {ITEM_RETURN_PROCESSING,
     ITEM_RETURNED,
     {"RETURNED", CLAIM_REFUND | CLAIM_STOCK_BACK, CLAIM_STAYS}},
    {ITEM_DELIVERED, ITEM_EXCHANGE_REQUESTED, {"EXCHANGE_REQUESTED", 0, CLAIM_STAYS}},
    {ITEM_EXCHANGE_REQUESTED,
     ITEM_EXCHANGE_PROCESSING,
     {"EXCHANGE_ACCEPTED", CLAIM_STOCK_OUT, CLAIM_STAYS}},
    {ITEM_EXCHANGE_REQUESTED, ITEM_DELIVERED, {"EXCHANGE_REFUSED", 0, CLAIM_STAYS}},
    {ITEM_EXCHANGE_PROCESSING, ITEM_EXCHANGED, {"EXCHANGED", 0, CLAIM_STAYS}},
};

struct claim_change claim_change_of(enum item_status from, enum item_status to)
{
    for (size_t i = 0; i < sizeof CHANGES / sizeof CHANGES[0]; i++)
        if (CHANGES[i].from == from && CHANGES[i].to == to)
            return CHANGES[i].change;
    return (struct claim_change){"STATUS_CHANGED", 0, CLAIM_STAYS};
}

/* What a line that has just gone brings back: its price, and with the last of a seller's lines that
 * are all cancelled, so before any was dispatched, that seller's shipping fee. */
static int64_t refund_of(const struct claim_line *lines, size_t count, size_t gone)
{
    int64_t fee = 0;
    bool all_cancelled = true;
    for (size_t i = 0; i < count; i++) {
        if (lines[i].seller.v != lines[gone].seller.v)
            continue;
        fee += lines[i].shipping_fee;
        all_cancelled = all_cancelled && lines[i].status == ITEM_CANCELLED;
    }
    return lines[gone].paid + (all_cancelled ? fee : 0);
}

enum err claim_plan_move(struct claim_line *lines, size_t count, size_t line, enum item_status to,
                         unsigned by, struct claim_plan *plan)
{
    enum item_status *now = &lines[line].status;
    if ((item_transition(*now, to) & by) == 0)
        return E_ORDER_STATE_CONFLICT;
    for (bool by_system = false; to != CLAIM_STAYS; by_system = true) {
        const struct claim_step step = {line, *now, to, claim_change_of(*now, to), by_system};
        assert(plan->step_count < CLAIM_STEPS_MAX);
        plan->steps[plan->step_count++] = step;
        *now = to;
        if ((step.change.effects & CLAIM_REFUND) != 0)
            plan->refund += refund_of(lines, count, line);
        to = step.change.then;
    }
    return E_OK;
}

enum item_status claim_cancel_step(unsigned by)
{
    return by == BY_BUYER ? ITEM_CANCEL_REQUESTED : ITEM_CANCEL_PROCESSING;
}

enum err claim_plan_cancel_all(struct claim_line *lines, size_t count, unsigned by,
                               struct claim_plan *plan)
{
    const size_t before = plan->step_count;
    for (size_t i = 0; i < count; i++) {
        const enum err e = claim_plan_move(lines, count, i, claim_cancel_step(by), by, plan);
        if (e != E_OK && e != E_ORDER_STATE_CONFLICT)
            return e;
    }
    return plan->step_count > before ? E_OK : E_ORDER_STATE_CONFLICT;
}
