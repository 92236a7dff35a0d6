/* What must hold in every state, and where a state may come to rest. */
#include "model.h"

int64_t basket_payable(const struct basket *basket)
{
    int64_t sum = 0;
    for (size_t i = 0; i < LINES; i++)
        sum += basket->paid[i] + basket->fee[i];
    return sum;
}

static bool has_approved(const struct state *state, size_t i)
{
    return state->pay[i].gateway == AT_GATEWAY_APPROVED ||
           state->pay[i].gateway == AT_GATEWAY_REVERSED;
}

/* The payment that a refund gives back from. */
static size_t pay_of(const struct state *state, size_t refund)
{
    return refund >= LINES ? refund - LINES : state->paid_by - (size_t)PAID_BY_CARD;
}

/* What the gateway has given back of a payment. */
static int64_t given_back(const struct state *state, size_t i)
{
    int64_t sum = 0;
    for (size_t r = 0; r < REFUNDS; r++)
        if (state->refund[r].there && pay_of(state, r) == i)
            sum += state->refund[r].given * state->refund[r].amount;
    return sum;
}

static int64_t held_by_gateway(const struct basket *basket, const struct state *state)
{
    int64_t sum = 0;
    for (size_t i = 0; i < state->pay_count; i++)
        sum += (has_approved(state, i) ? basket_payable(basket) : 0) - given_back(state, i);
    return sum;
}

static int64_t kept_by_order(const struct basket *basket, const struct state *state)
{
    return state->paid_by >= PAID_BY_CARD ? basket_payable(basket) - state->refunded : 0;
}

/* ---- laws, each of its own ---- */

static bool is_paid_or_dead(const struct state *state)
{
    const bool unpaid = state->order == ORDER_PENDING_PAYMENT || state->order == ORDER_FAILED ||
                        state->order == ORDER_CANCELLED;
    return unpaid == (state->paid_by == PAID_NOT) && state->completions == !unpaid;
}

static bool follows_lines(const struct state *state)
{
    enum item_status items[LINES];
    for (size_t i = 0; i < LINES; i++)
        items[i] = (enum item_status)state->line[i].status;
    return state->order == order_status_of(items, LINES, state->paid_by != PAID_NOT);
}

static bool gives_back_once(const struct state *state)
{
    for (size_t r = 0; r < REFUNDS; r++)
        if (state->refund[r].given > 1)
            return false;
    return true;
}

static bool gives_back_what_it_took(const struct basket *basket, const struct state *state)
{
    for (size_t i = 0; i < state->pay_count; i++)
        if (given_back(state, i) > (has_approved(state, i) ? basket_payable(basket) : 0))
            return false;
    return true;
}

static bool done_refunds_are_given(const struct state *state)
{
    for (size_t r = 0; r < REFUNDS; r++)
        if (state->refund[r].there && state->refund[r].status == REFUND_DONE &&
            state->refund[r].given == 0)
            return false;
    return true;
}

/* What the lines that are gone cost, and the fee of sellers who lost all of theirs before dispatch.
 */
static int64_t worth_of_gone(const struct basket *basket, const struct state *state)
{
    int64_t sum = 0;
    for (size_t i = 0; i < LINES; i++) {
        const uint8_t status = state->line[i].status;
        bool all = true;
        for (size_t k = 0; k < LINES; k++)
            all = all && (basket->seller[k] != basket->seller[i] ||
                          state->line[k].status == ITEM_CANCELLED);
        sum += status == ITEM_CANCELLED || status == ITEM_RETURNED ? basket->paid[i] : 0;
        sum += all ? basket->fee[i] : 0;
    }
    return sum;
}

static bool promises_are_out(const struct state *state)
{
    for (size_t i = 0; i < LINES; i++)
        if (state->line[i].promise != 0)
            return true;
    return false;
}

static bool refunded_is_worth_of_gone(const struct basket *basket, const struct state *state)
{
    return state->paid_by == PAID_NOT || promises_are_out(state) ||
           state->refunded == worth_of_gone(basket, state);
}

static bool ledgers_agree(const struct state *state)
{
    int64_t sum = state->points_back;
    if (state->paid_by >= PAID_BY_CARD)
        sum += state->pay[state->paid_by - PAID_BY_CARD].refunded;
    return sum == state->refunded;
}

static bool unwanted_money_goes_back(const struct state *state)
{
    for (size_t i = 0; i < state->pay_count; i++) {
        const uint8_t status = state->pay[i].status;
        const bool taken = status == PAYMENT_APPROVED || status == PAYMENT_PARTIALLY_REFUNDED ||
                           status == PAYMENT_REFUNDED;
        const bool wanted = state->paid_by == PAID_BY_CARD + i;
        if (taken && !wanted && !state->refund[LINES + i].there)
            return false;
        if (!taken && state->refund[LINES + i].there)
            return false;
    }
    return true;
}

static bool all_lines(const struct state *state, enum item_status status)
{
    for (size_t i = 0; i < LINES; i++)
        if (state->line[i].status != status)
            return false;
    return true;
}

static bool coupon_is_back_once(const struct state *state)
{
    const bool back = state->order == ORDER_FAILED || all_lines(state, ITEM_CANCELLED);
    const enum coupon_state wanted = back                                    ? COUPON_FREE
                                     : state->order == ORDER_PENDING_PAYMENT ? COUPON_HELD
                                                                             : COUPON_SPENT;
    return state->coupon == wanted && state->coupon_backs == back;
}

static bool stock_is_back_once(const struct state *state)
{
    for (size_t i = 0; i < LINES; i++) {
        const uint8_t status = state->line[i].status;
        const bool paid = state->paid_by != PAID_NOT;
        const bool back = paid && (status == ITEM_CANCELLED || status == ITEM_RETURNED);
        const enum stock_state wanted = paid                                    ? STOCK_SOLD
                                        : state->order == ORDER_PENDING_PAYMENT ? STOCK_RESERVED
                                                                                : STOCK_RELEASED;
        if (state->line[i].stock != wanted || state->line[i].backs != back)
            return false;
    }
    return true;
}

static bool promised_lines_wait(const struct state *state)
{
    for (size_t i = 0; i < LINES; i++) {
        const uint8_t status = state->line[i].status, promise = state->line[i].promise;
        if (promise != 0 &&
            ((status != ITEM_CANCEL_PROCESSING && status != ITEM_RETURN_PROCESSING) ||
             state->refund[promise - 1].status == REFUND_DONE))
            return false;
    }
    return true;
}

const char *model_broken_law(const struct model *model, const struct state *state)
{
    const struct basket *basket = model->basket;
    if (!is_paid_or_dead(state))
        return "an order is paid once, or over without money, never both";
    if (!follows_lines(state))
        return "an order's status follows from its lines";
    if (!gives_back_once(state))
        return "no refund is given twice";
    if (state->doubles > 0)
        return "a line's money is sent on its way once";
    if (!gives_back_what_it_took(basket, state))
        return "the gateway gives back no more than it took";
    if (!done_refunds_are_given(state))
        return "a refund that is done has been given";
    if (!refunded_is_worth_of_gone(basket, state))
        return "what went back is the worth of the lines that are gone";
    if (!ledgers_agree(state))
        return "what went back stands in its payment";
    if (!unwanted_money_goes_back(state))
        return "money that nobody wanted is on its way back, other money is not";
    if (!coupon_is_back_once(state))
        return "a coupon is back once, when the order came to nothing, and else is not";
    if (!stock_is_back_once(state))
        return "a piece is back on the shelf once, when its line is gone, and else is not";
    if (!promised_lines_wait(state))
        return "a line whose money is on its way waits for it";
    return NULL;
}

/* ---- where it may rest ---- */

bool model_money_rests(const struct model *model, const struct state *state)
{
    for (size_t i = 0; i < state->pay_count; i++)
        if (state->pay[i].status == PAYMENT_PENDING && state->pay[i].gateway != AT_GATEWAY_PENDING)
            return false;
    for (size_t r = 0; r < REFUNDS; r++)
        if (state->refund[r].there && state->refund[r].status != REFUND_DONE)
            return false;
    return state->order != ORDER_PENDING_PAYMENT &&
           held_by_gateway(model->basket, state) == kept_by_order(model->basket, state);
}

bool model_is_settled(const struct model *model, const struct state *state)
{
    for (size_t i = 0; i < LINES; i++)
        switch (state->line[i].status) {
        case ITEM_CONFIRMED:
        case ITEM_CANCELLED:
        case ITEM_RETURNED:
        case ITEM_FAILED:
            break;
        default:
            return false;
        }
    for (size_t i = 0; i < state->pay_count; i++)
        if (state->pay[i].status == PAYMENT_PENDING)
            return false;
    return model_money_rests(model, state);
}

bool model_needs_word(const struct state *state)
{
    for (size_t i = 0; i < state->pay_count; i++)
        if (state->pay[i].status == PAYMENT_DECLINED && has_approved(state, i))
            return true;
    return false;
}

void model_print(FILE *out, const struct state *state)
{
    (void)fprintf(out, "order %s", ORDER_STATUS_NAMES[state->order]);
    for (size_t i = 0; i < LINES; i++)
        (void)fprintf(out, ", line %zu %s%s", i, ITEM_STATUS_NAMES[state->line[i].status],
                      state->line[i].promise ? " (promised)" : "");
    for (size_t i = 0; i < state->pay_count; i++)
        (void)fprintf(out, ", payment %zu %s%s", i, PAYMENT_STATUS_NAMES[state->pay[i].status],
                      has_approved(state, i) ? " (the gateway has the money)" : "");
    for (size_t r = 0; r < REFUNDS; r++)
        if (state->refund[r].there)
            (void)fprintf(out, ", refund %zu of %d given %d times, status %d", r,
                          state->refund[r].amount, state->refund[r].given, state->refund[r].status);
    (void)fprintf(out, "\n");
}
