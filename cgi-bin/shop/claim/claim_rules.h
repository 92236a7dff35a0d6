/* Rules of claims (O7-O9, Y5): what a line's transition brings about, what follows by itself, and
 * how much money goes back. Pure. */
#ifndef JANGTEO_SHOP_CLAIM_CLAIM_RULES_H
#define JANGTEO_SHOP_CLAIM_CLAIM_RULES_H

#include "base/err.h"
#include "base/ids.h"
#include "shop/order/order_rules.h"
#include "shop/pricing/pricing_rules.h"

/* What a transition does besides changing the line's state: a set. */
enum claim_effect {
    CLAIM_REFUND = 1 << 0,     /* the line's money goes back to where it came from */
    CLAIM_STOCK_BACK = 1 << 1, /* the line's pieces are on hand again */
    CLAIM_STOCK_OUT = 1 << 2,  /* a replacement leaves the stock */
    CLAIM_SALE_BACK = 1 << 3,  /* the day of the sale has not sold it */
};

/* What a transition is called in the line's history, what it does, and where the system takes the
 * line from there at once (CLAIM_STAYS: nowhere). A transition that moves neither money nor stock
 * is a STATUS_CHANGED. Whether it is allowed, item_transition says. */
#define CLAIM_STAYS ITEM_STATUS_COUNT
struct claim_change {
    const char *event;
    unsigned effects;
    enum item_status then;
};
struct claim_change claim_change_of(enum item_status from, enum item_status to);

/* A line as refunds see it. */
struct claim_line {
    seller_id seller;
    int64_t paid; /* its total less its piece of the order's discount */
    int64_t shipping_fee;
    enum item_status status;
    bool promised; /* its money is on its way through the gateway; it stays where it is till then */
};

struct claim_step {
    size_t line;
    enum item_status from, to;
    struct claim_change change;
    bool by_system; /* followed by itself */
};

/* All that one claim does to an order's lines, in order. */
#define CLAIM_STEPS_MAX (3 * ORDER_LINES_MAX)
struct claim_plan {
    bool by_gateway; /* given: the order's money goes back through the gateway, which takes time */
    struct claim_step steps[CLAIM_STEPS_MAX];
    size_t step_count;
    int64_t refund;                   /* all the money that goes back now */
    size_t promised[ORDER_LINES_MAX]; /* the lines whose last step waits for the gateway, */
    size_t promised_count;
    int64_t promise; /* and all the money it is to give back for them; never 0 with any line */
};

/* Adds to the plan that `by` (one transition_actor) moves a line, and what follows by itself; the
 * line's state in `lines` goes along. Where money has to go through the gateway, the step that
 * gives it back is promised instead of taken; a line that costs nothing has nothing to wait for.
 * E_ORDER_STATE_CONFLICT (nothing added) when the table of transitions does not let it, or the line
 * is promised already. */
enum err claim_plan_move(struct claim_line *lines, size_t count, size_t line, enum item_status to,
                         unsigned by, struct claim_plan *plan) MUST;
/* Adds that `by` cancels every line that it can: the buyer by asking for it, others by doing it.
 * E_ORDER_STATE_CONFLICT when there is none. */
enum err claim_plan_cancel_all(struct claim_line *lines, size_t count, unsigned by,
                               struct claim_plan *plan) MUST;
/* Adds the step that a promised line has waited for, now that its money is back. What went back is
 * the caller's to say in `refund`. */
void claim_plan_settle(struct claim_line *lines, size_t line, struct claim_plan *plan);
/* Whether a line's seller is told of that state: of a cancel, a return or an exchange. */
bool claim_told_to_seller(enum item_status status);
/* The first step on the way to CANCELLED that `by` may take. */
enum item_status claim_cancel_step(unsigned by);

#endif
