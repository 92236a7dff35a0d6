#include "shop/order/seller_rules.h"

const char *const SELLER_STAGE_NAMES[] = {"new",   "preparing", "shipping", "delivered",
                                          "claim", "done",      NULL};

static const enum seller_stage STAGE_OF[ITEM_STATUS_COUNT] = {
    [ITEM_PENDING_PAYMENT] = STAGE_COUNT,
    [ITEM_PAID] = STAGE_NEW,
    [ITEM_PREPARING] = STAGE_PREPARING,
    [ITEM_DISPATCHED] = STAGE_SHIPPING,
    [ITEM_IN_TRANSIT] = STAGE_SHIPPING,
    [ITEM_DELIVERED] = STAGE_DELIVERED,
    [ITEM_CONFIRMED] = STAGE_DONE,
    [ITEM_CANCEL_REQUESTED] = STAGE_CLAIM,
    [ITEM_CANCEL_PROCESSING] = STAGE_CLAIM,
    [ITEM_CANCELLED] = STAGE_DONE,
    [ITEM_RETURN_REQUESTED] = STAGE_CLAIM,
    [ITEM_RETURN_PROCESSING] = STAGE_CLAIM,
    [ITEM_RETURNED] = STAGE_DONE,
    [ITEM_EXCHANGE_REQUESTED] = STAGE_CLAIM,
    [ITEM_EXCHANGE_PROCESSING] = STAGE_CLAIM,
    [ITEM_EXCHANGED] = STAGE_DELIVERED,
    [ITEM_FAILED] = STAGE_COUNT,
};

enum seller_stage seller_stage_of(enum item_status status)
{
    return STAGE_OF[status];
}

size_t seller_stage_states(enum seller_stage stage, const char *ret_names[STAGE_STATES_MAX])
{
    size_t count = 0;
    for (int status = 0; status < ITEM_STATUS_COUNT; status++)
        if (STAGE_OF[status] == stage && count < STAGE_STATES_MAX)
            ret_names[count++] = ITEM_STATUS_NAMES[status];
    return count;
}

/* What a button may lead to, the way on before the way back. The transition table decides. */
static const enum item_status TARGETS[] = {
    ITEM_DISPATCHED, ITEM_IN_TRANSIT,          ITEM_RETURN_PROCESSING,
    ITEM_RETURNED,   ITEM_EXCHANGE_PROCESSING, ITEM_EXCHANGED,
    ITEM_DELIVERED,  ITEM_PREPARING,           ITEM_CANCEL_PROCESSING,
};

size_t seller_moves(enum item_status from, enum item_status ret_moves[SELLER_MOVES_MAX])
{
    const size_t targets = sizeof TARGETS / sizeof TARGETS[0];
    /* What is a way back everywhere else is what the buyer asks for here. */
    const bool backwards = from == ITEM_CANCEL_REQUESTED;
    size_t count = 0;
    for (size_t i = 0; i < targets; i++) {
        const enum item_status to = TARGETS[backwards ? targets - 1 - i : i];
        if ((item_transition(from, to) & BY_SELLER) != 0 && count < SELLER_MOVES_MAX)
            ret_moves[count++] = to;
    }
    return count;
}

bool seller_stage_ships(enum seller_stage stage)
{
    return stage < STAGE_DONE;
}
