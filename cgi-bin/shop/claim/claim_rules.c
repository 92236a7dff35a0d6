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
    /* The goods are here, the money is not back yet. */
    {ITEM_RETURN_PROCESSING, ITEM_RETURN_PROCESSING, {"RETURN_RECEIVED", 0, CLAIM_STAYS}},
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

/* A line in CANCEL_PROCESSING has no way but to CANCELLED. */
static bool going(enum item_status status)
{
    return status == ITEM_CANCELLED || status == ITEM_CANCEL_PROCESSING;
}

/* What a line on its way to `to` brings back: its price, and with the last of a seller's lines that
 * are all cancelled, so before any was dispatched, that seller's shipping fee. */
static int64_t refund_of(const struct claim_line *lines, size_t count, size_t gone,
                         enum item_status to)
{
    int64_t fee = 0;
    bool all_going = true;
    for (size_t i = 0; i < count; i++) {
        if (lines[i].seller.v != lines[gone].seller.v)
            continue;
        fee += lines[i].shipping_fee;
        all_going = all_going && going(i == gone ? to : lines[i].status);
    }
    return lines[gone].paid + (all_going ? fee : 0);
}

static void add_step(struct claim_line *lines, size_t line, enum item_status to, bool by_system,
                     struct claim_plan *plan)
{
    const enum item_status from = lines[line].status;
    assert(plan->step_count < CLAIM_STEPS_MAX);
    plan->steps[plan->step_count++] =
        (struct claim_step){line, from, to, claim_change_of(from, to), by_system};
    lines[line].status = to;
}

static void promise(struct claim_line *lines, size_t line, int64_t money, struct claim_plan *plan)
{
    assert(plan->promised_count < ORDER_LINES_MAX);
    plan->promised[plan->promised_count++] = line;
    plan->promise += money;
    lines[line].promised = true;
}

enum err claim_plan_move(struct claim_line *lines, size_t count, size_t line, enum item_status to,
                         unsigned by, struct claim_plan *plan)
{
    if ((item_transition(lines[line].status, to) & by) == 0 || lines[line].promised)
        return E_ORDER_STATE_CONFLICT;
    for (bool by_system = false; to != CLAIM_STAYS; by_system = true) {
        const struct claim_change change = claim_change_of(lines[line].status, to);
        const int64_t money =
            (change.effects & CLAIM_REFUND) != 0 ? refund_of(lines, count, line, to) : 0;
        if (plan->by_gateway && money > 0) {
            /* What somebody did is in the history, though it takes effect later. */
            if (!by_system)
                add_step(lines, line, lines[line].status, false, plan);
            promise(lines, line, money, plan);
            return E_OK;
        }
        add_step(lines, line, to, by_system, plan);
        plan->refund += money;
        to = change.then;
    }
    return E_OK;
}

void claim_plan_settle(struct claim_line *lines, size_t line, struct claim_plan *plan)
{
    lines[line].promised = false;
    add_step(lines, line,
             lines[line].status == ITEM_RETURN_PROCESSING ? ITEM_RETURNED : ITEM_CANCELLED, true,
             plan);
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

bool claim_told_to_seller(enum item_status status)
{
    switch (status) {
    case ITEM_CANCEL_REQUESTED:
    case ITEM_CANCEL_PROCESSING:
    case ITEM_CANCELLED:
    case ITEM_RETURN_REQUESTED:
    case ITEM_RETURN_PROCESSING:
    case ITEM_RETURNED:
    case ITEM_EXCHANGE_REQUESTED:
    case ITEM_EXCHANGE_PROCESSING:
    case ITEM_EXCHANGED:
        return true;
    default:
        return false;
    }
}
