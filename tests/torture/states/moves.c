/* What can follow: each move is one transaction of a use case, or one call to the gateway. */
#include "model.h"

#include <string.h>

static const instant ENDS = {INT64_C(1800000000) * 1000000};

/* One call of model_moves under way. */
struct round {
    const struct model *model;
    const struct state *from;
    emit_fn *emit;
    void *arg;
};

static void step(const struct round *round, const struct state *next, bool own, enum move move,
                 int a, int b, int c)
{
    const struct label label = {(uint8_t)move, (uint8_t)a, (uint8_t)b, (uint8_t)c};
    round->emit(round->arg, next, label, own);
}

static bool is(const struct round *round, enum mutant mutant)
{
    return round->model->mutant == mutant;
}

static instant now_of(const struct state *state)
{
    const int64_t days[PHASES] = {-1, 1, 30};
    return instant_add(ENDS, SPAN_DAYS(days[state->phase]));
}

static enum order_wait wait_of(const struct round *round, const struct state *state)
{
    return is(round, MUTANT_COMPLETES_ANY_ORDER)
               ? ORDER_WAITS
               : order_wait_of((enum order_status)state->order, ENDS, now_of(state));
}

/* ---- what the order comes to ---- */

static void set_lines(struct state *state, enum item_status status, enum stock_state stock)
{
    for (size_t i = 0; i < LINES; i++) {
        state->line[i].status = (uint8_t)status;
        state->line[i].stock = (uint8_t)stock;
    }
}

static void set_paid(struct state *state, enum payment_method method, int paid_by)
{
    state->order = ORDER_PAID;
    state->method = (uint8_t)method;
    state->paid_by = (uint8_t)paid_by;
    state->completions++;
    state->coupon = COUPON_SPENT;
    set_lines(state, ITEM_PAID, STOCK_SOLD);
}

static void free_coupon(struct state *state)
{
    state->coupon = COUPON_FREE;
    state->coupon_backs++;
}

static void set_over(const struct round *round, struct state *state, enum order_status order)
{
    state->order = (uint8_t)order;
    set_lines(state, order == ORDER_FAILED ? ITEM_FAILED : ITEM_CANCELLED, STOCK_RELEASED);
    if (!is(round, MUTANT_KEEPS_COUPON))
        free_coupon(state);
}

/* ---- paying ---- */

static bool coupon_lets_pay(const struct state *state)
{
    const order_id order = {1};
    const struct coupon_hold hold = {
        .status = state->coupon_revoked ? COUPON_REVOKED : COUPON_AVAILABLE,
        .order = order,
        .expires_at = ENDS,
    };
    return coupon_check_pay(&hold, order) == E_OK;
}

static void pay_by_points(const struct round *round)
{
    struct state next = *round->from;
    if (wait_of(round, &next) != ORDER_WAITS || !coupon_lets_pay(&next))
        return;
    set_paid(&next, PAY_POINT, PAID_BY_POINTS);
    step(round, &next, false, MOVE_PAYS_BY_POINTS, 0, 0, 0);
}

static void open_card(const struct round *round)
{
    struct state next = *round->from;
    size_t open = 0;
    if (wait_of(round, &next) != ORDER_WAITS)
        return;
    while (open < next.pay_count && next.pay[open].status != PAYMENT_PENDING)
        open++;
    if (open == round->model->pays || (open < next.pay_count && next.pay[open].known) ||
        !coupon_lets_pay(&next))
        return;
    if (open == next.pay_count)
        next.pay_count++;
    else
        next.pay[open].asks = 1, next.pay[open].refused = 0;
    next.method = PAY_CARD;
    step(round, &next, false, MOVE_OPENS_CARD, (int)open, 0, 0);
}

/* The call that starts a payment, and what becomes of its answer. */
static void start_card(const struct round *round, size_t i)
{
    struct state next = *round->from;
    const bool open = next.pay[i].status == PAYMENT_PENDING;
    if (open && next.pay[i].gateway == AT_GATEWAY_NOTHING && !next.pay[i].refused) {
        next.pay[i].gateway = AT_GATEWAY_PENDING;
        step(round, &next, true, MOVE_GATEWAY_STARTS, (int)i, 0, 0);
        next = *round->from;
        /* Its first call only: what it refuses later is known to be no proof of anything. */
        next.pay[i].refused = !next.pay[i].asks;
        if (next.pay[i].refused)
            step(round, &next, false, MOVE_GATEWAY_REFUSES_START, (int)i, 0, 0);
        next = *round->from;
    }
    if (next.pay[i].gateway != AT_GATEWAY_NOTHING && !next.pay[i].known) {
        next.pay[i].known = 1;
        step(round, &next, true, MOVE_STORES_START, (int)i, 0, 0);
        next = *round->from;
    }
    if (open && next.pay[i].refused && !next.pay[i].known) {
        next.pay[i].status = PAYMENT_CANCELLED;
        next.pay[i].refused = 0;
        step(round, &next, true, MOVE_STORES_REFUSAL, (int)i, 0, 0);
    }
}

static void decide_at_gateway(const struct round *round, size_t i)
{
    static const enum gateway_state MAY[][2] = {{AT_GATEWAY_PENDING, AT_GATEWAY_APPROVED},
                                                {AT_GATEWAY_PENDING, AT_GATEWAY_DECLINED},
                                                {AT_GATEWAY_DECLINED, AT_GATEWAY_REVERSED}};
    for (size_t k = 0; k < sizeof MAY / sizeof MAY[0]; k++) {
        struct state next = *round->from;
        if (next.pay[i].gateway != MAY[k][0])
            continue;
        next.pay[i].gateway = (uint8_t)MAY[k][1];
        step(round, &next, false, MOVE_GATEWAY_DECIDES, (int)i, (int)MAY[k][1], 0);
    }
}

static void apply(const struct round *round, struct state *state, size_t i,
                  const struct basket *basket, enum payment_effect effect)
{
    switch (effect) {
    case EFFECT_NONE:
        return;
    case EFFECT_PAY:
        state->pay[i].status = PAYMENT_APPROVED;
        set_paid(state, PAY_CARD, PAID_BY_CARD + (int)i);
        return;
    case EFFECT_FAIL:
        state->pay[i].status = PAYMENT_DECLINED;
        set_over(round, state, ORDER_FAILED);
        return;
    case EFFECT_DECLINE:
        state->pay[i].status = PAYMENT_DECLINED;
        return;
    case EFFECT_RETURN:
    case EFFECT_EXPIRE_RETURN:
        state->pay[i].status = PAYMENT_APPROVED;
        state->refund[LINES + i].there = 1;
        state->refund[LINES + i].amount = (uint8_t)basket_payable(basket);
        if (effect == EFFECT_EXPIRE_RETURN)
            set_over(round, state, ORDER_FAILED);
        return;
    }
}

/* Whether the worker asks for it: while it is open, and when it was given up. */
static bool is_followed(const struct round *round, size_t i)
{
    const uint8_t status = round->from->pay[i].status;
    return round->from->pay[i].known && !is(round, MUTANT_NEVER_ASKS) &&
           (status == PAYMENT_PENDING ||
            (status == PAYMENT_CANCELLED && !is(round, MUTANT_FORGETS_GIVEN_UP)));
}

/* A word of the gateway arrives: by its callback, the buyer's return, or because the worker asked.
 */
static void complete(const struct round *round, size_t i)
{
    const uint8_t gateway = round->from->pay[i].gateway;
    const bool said[] = {
        [VERDICT_APPROVED] = gateway == AT_GATEWAY_APPROVED || gateway == AT_GATEWAY_REVERSED,
        [VERDICT_DECLINED] = gateway == AT_GATEWAY_DECLINED || gateway == AT_GATEWAY_REVERSED};
    for (enum gateway_verdict verdict = VERDICT_APPROVED; verdict <= VERDICT_DECLINED; verdict++) {
        struct state next = *round->from;
        if (!said[verdict])
            continue;
        const bool open = next.pay[i].status == PAYMENT_PENDING;
        const enum payment_effect effect = payment_effect_of(
            (enum payment_status)next.pay[i].status, wait_of(round, &next), verdict, true);
        if (!(is(round, MUTANT_FORGETS_ENDED) && !open))
            apply(round, &next, i, round->model->basket, effect);
        step(round, &next, is_followed(round, i), MOVE_COMPLETES, (int)i, (int)verdict,
             (int)effect);
    }
}

static void give_up(const struct round *round, size_t i)
{
    struct state next = *round->from;
    if (next.pay[i].status != PAYMENT_PENDING || !next.pay[i].known ||
        !payment_is_given_up(ENDS, wait_of(round, &next), now_of(&next)))
        return;
    /* It was heard that nothing came of it; the gateway may have decided in the meantime. */
    const bool true_still = next.pay[i].gateway == AT_GATEWAY_PENDING;
    next.pay[i].status = PAYMENT_CANCELLED;
    step(round, &next, true_still, MOVE_GIVES_UP, (int)i, 0, 0);
}

/* ---- the order as a whole ---- */

static void end_order(const struct round *round)
{
    struct state next = *round->from;
    if (next.order == ORDER_PENDING_PAYMENT) {
        set_over(round, &next, ORDER_CANCELLED);
        step(round, &next, false, MOVE_CANCELS, 0, 0, 0);
        next = *round->from;
    }
    const bool due = is(round, MUTANT_EXPIRES_ANY_ORDER)
                         ? next.phase != PHASE_IN_TIME && next.order != ORDER_FAILED
                         : order_expired((enum order_status)next.order, ENDS, now_of(&next));
    if (due) {
        set_over(round, &next, ORDER_FAILED);
        step(round, &next, true, MOVE_EXPIRES, 0, 0, 0);
    }
}

static void pass_time(const struct round *round)
{
    struct state next = *round->from;
    if (next.phase + 1 == PHASES)
        return;
    next.phase++;
    step(round, &next, true, MOVE_TIME, next.phase, 0, 0);
}

static void revoke_coupon(const struct round *round)
{
    struct state next = *round->from;
    const struct coupon_hold hold = {
        .status = next.coupon == COUPON_SPENT ? COUPON_USED : COUPON_AVAILABLE,
        .order = {next.coupon == COUPON_FREE ? 0 : 1},
        .expires_at = instant_add(ENDS, SPAN_DAYS(365)),
    };
    if (next.coupon_revoked || coupon_check_revoke(&hold, now_of(&next)) != E_OK)
        return;
    next.coupon_revoked = 1;
    step(round, &next, false, MOVE_REVOKES_COUPON, 0, 0, 0);
}

/* ---- claims ---- */

static void read_lines(const struct round *round, const struct state *state,
                       struct claim_line lines[LINES], struct claim_plan *plan)
{
    const struct basket *basket = round->model->basket;
    plan->by_gateway = state->method == PAY_CARD;
    plan->step_count = plan->promised_count = 0;
    plan->refund = plan->promise = 0;
    for (size_t i = 0; i < LINES; i++)
        lines[i] = (struct claim_line){.seller = {basket->seller[i]},
                                       .paid = basket->paid[i],
                                       .shipping_fee = basket->fee[i],
                                       .status = (enum item_status)state->line[i].status,
                                       .promised = state->line[i].promise != 0 &&
                                                   !is(round, MUTANT_FORGETS_PROMISE)};
}

static void give_back(const struct round *round, struct state *state, int64_t amount)
{
    if (amount == 0)
        return;
    if (state->paid_by == PAID_BY_POINTS) {
        state->points_back = (uint8_t)(state->points_back + amount);
        return;
    }
    const size_t i = state->paid_by - (size_t)PAID_BY_CARD;
    state->pay[i].refunded = (uint8_t)(state->pay[i].refunded + amount);
    state->pay[i].status = state->pay[i].refunded < basket_payable(round->model->basket)
                               ? PAYMENT_PARTIALLY_REFUNDED
                               : PAYMENT_REFUNDED;
}

static void promise(struct state *state, const struct claim_plan *plan)
{
    size_t first = plan->promised[0];
    for (size_t k = 0; k < plan->promised_count; k++)
        first = plan->promised[k] < first ? plan->promised[k] : first;
    for (size_t k = 0; k < plan->promised_count; k++)
        state->line[plan->promised[k]].promise = (uint8_t)(first + 1);
    if (state->refund[first].there)
        state->doubles++;
    memset(&state->refund[first], 0, sizeof state->refund[first]);
    state->refund[first].there = 1;
    state->refund[first].amount = (uint8_t)plan->promise;
}

static void carry_out(const struct round *round, struct state *state,
                      const struct claim_line lines[LINES], const struct claim_plan *plan)
{
    enum item_status items[LINES];
    bool all_cancelled = true;
    for (size_t i = 0; i < LINES; i++) {
        state->line[i].status = (uint8_t)(items[i] = lines[i].status);
        all_cancelled = all_cancelled && items[i] == ITEM_CANCELLED;
    }
    for (size_t k = 0; k < plan->step_count; k++) {
        const unsigned effects = plan->steps[k].change.effects;
        const size_t line = plan->steps[k].line;
        if ((effects & CLAIM_STOCK_BACK) != 0)
            state->line[line].backs++;
    }
    state->order = (uint8_t)order_status_of(items, LINES, true);
    state->refunded = (uint8_t)(state->refunded + plan->refund);
    give_back(round, state, plan->refund);
    if (plan->promise > 0)
        promise(state, plan);
    if (all_cancelled)
        free_coupon(state);
}

static void move_lines(const struct round *round)
{
    static const unsigned BY[] = {BY_BUYER, BY_SELLER, BY_SYSTEM};
    struct claim_line lines[LINES];
    struct claim_plan plan;
    if (round->from->order == ORDER_PENDING_PAYMENT)
        return;
    for (size_t k = 0; k < sizeof BY / sizeof BY[0]; k++)
        for (size_t i = 0; i < LINES; i++)
            for (enum item_status to = 0; to < ITEM_STATUS_COUNT; to++) {
                struct state next = *round->from;
                /* Of its own accord the system only confirms; all else follows from a claim. */
                if ((BY[k] == BY_SYSTEM && to != ITEM_CONFIRMED) ||
                    item_transition((enum item_status)next.line[i].status, to) == 0)
                    continue;
                read_lines(round, &next, lines, &plan);
                if (claim_plan_move(lines, LINES, i, to, BY[k], &plan) != E_OK)
                    continue;
                carry_out(round, &next, lines, &plan);
                step(round, &next, BY[k] == BY_SYSTEM, MOVE_LINE, (int)i, (int)to, (int)BY[k]);
            }
    for (size_t k = 0; k < 2; k++) {
        struct state next = *round->from;
        read_lines(round, &next, lines, &plan);
        if (claim_plan_cancel_all(lines, LINES, BY[k], &plan) != E_OK)
            continue;
        carry_out(round, &next, lines, &plan);
        step(round, &next, false, MOVE_ALL_LINES, (int)BY[k], 0, 0);
    }
}

/* ---- refunds ---- */

static void work_of(struct state *state, size_t worker, size_t refund)
{
    state->worker[worker].refund = (uint8_t)(refund + 1);
    state->worker[worker].answer = 0;
    state->refund[refund].claim = (uint8_t)(worker + 1);
}

static void rest(struct state *state, size_t worker)
{
    state->worker[worker].refund = state->worker[worker].answer = 0;
}

static void take_refunds(const struct round *round)
{
    for (size_t r = 0; r < REFUNDS; r++) {
        struct state next = *round->from;
        if (!next.refund[r].there)
            continue;
        if (next.refund[r].claim != 0) {
            next.refund[r].claim = 0;
            step(round, &next, true, MOVE_LEASE_ENDS, (int)r, 0, 0);
            continue;
        }
        if (next.refund[r].status != REFUND_PENDING)
            continue;
        for (size_t w = 0; w < round->model->workers; w++) {
            if (round->from->worker[w].refund != 0)
                continue;
            next = *round->from;
            work_of(&next, w, r);
            step(round, &next, true, MOVE_TAKES_REFUND, (int)w, (int)r, 0);
        }
    }
}

static void ask_for_refund(const struct round *round, size_t w)
{
    static const struct {
        bool gives;
        enum refund_answer answer;
    } ENDS_AS[] = {{true, ANSWER_GIVEN_BACK},
                   {true, ANSWER_UNKNOWN},
                   {false, ANSWER_UNKNOWN},
                   {false, ANSWER_REFUSED}};
    for (size_t k = 0; k < sizeof ENDS_AS / sizeof ENDS_AS[0]; k++) {
        struct state next = *round->from;
        const size_t r = next.worker[w].refund - (size_t)1;
        const bool given = next.refund[r].given > 0;
        if (given && ENDS_AS[k].answer == ANSWER_REFUSED)
            continue; /* it knows the key */
        if (ENDS_AS[k].gives && (!given || is(round, MUTANT_NEW_KEY_EACH_TRY)))
            next.refund[r].given++;
        next.worker[w].answer = (uint8_t)(ENDS_AS[k].answer + 1);
        step(round, &next, true, MOVE_ASKS_FOR_REFUND, (int)w, (int)ENDS_AS[k].answer,
             ENDS_AS[k].gives);
    }
}

static void settle_refund(const struct round *round, struct state *state, size_t r)
{
    struct claim_line lines[LINES];
    struct claim_plan plan;
    const uint8_t amount = state->refund[r].amount;
    if (r >= LINES) {
        const size_t i = r - LINES;
        state->pay[i].refunded = (uint8_t)(state->pay[i].refunded + amount);
        state->pay[i].status = PAYMENT_REFUNDED;
        return;
    }
    read_lines(round, state, lines, &plan);
    for (size_t i = 0; i < LINES; i++)
        if (state->line[i].promise == r + 1) {
            claim_plan_settle(lines, i, &plan);
            state->line[i].promise = 0;
        }
    plan.refund = amount;
    carry_out(round, state, lines, &plan);
}

static void record_refund(const struct round *round, size_t w)
{
    struct state next = *round->from;
    const size_t r = next.worker[w].refund - (size_t)1;
    const enum refund_answer answer = (enum refund_answer)(next.worker[w].answer - 1);
    const bool held = next.refund[r].claim == w + 1 && next.refund[r].status == REFUND_PENDING;
    rest(&next, w);
    if (held || is(round, MUTANT_RECORDS_WITHOUT_HOLD)) {
        const enum refund_status status =
            refund_status_after(answer, next.refund[r].tries + 1, TRIES_MAX);
        next.refund[r].status = (uint8_t)status;
        next.refund[r].tries++;
        next.refund[r].claim = 0;
        if (status == REFUND_DONE)
            settle_refund(round, &next, r);
    }
    step(round, &next, true, MOVE_RECORDS_REFUND, (int)w, (int)r, held);
}

static void work(const struct round *round, size_t w)
{
    struct state next = *round->from;
    if (next.worker[w].refund == 0)
        return;
    if (next.worker[w].answer == 0)
        ask_for_refund(round, w);
    else
        record_refund(round, w);
    rest(&next, w);
    step(round, &next, false, MOVE_WORKER_DIES, (int)w, 0, 0);
}

/* An admin has the failed refunds of a payment tried again. */
static void retry_refunds(const struct round *round, size_t i)
{
    struct state next = *round->from;
    bool any = false;
    for (size_t r = 0; r < REFUNDS; r++) {
        const bool its = r >= LINES ? r == LINES + i : next.paid_by == PAID_BY_CARD + i;
        if (!its || !next.refund[r].there || next.refund[r].status != REFUND_FAILED)
            continue;
        next.refund[r].status = REFUND_PENDING;
        next.refund[r].tries = 0;
        any = true;
    }
    if (any && !is(round, MUTANT_FAILED_REFUND_RESTS))
        step(round, &next, true, MOVE_RETRIES_REFUNDS, (int)i, 0, 0);
}

/* ---- all of it ---- */

void model_moves(const struct model *model, const struct state *state, emit_fn *emit, void *arg)
{
    const struct round round = {model, state, emit, arg};
    pass_time(&round);
    pay_by_points(&round);
    open_card(&round);
    end_order(&round);
    revoke_coupon(&round);
    move_lines(&round);
    take_refunds(&round);
    for (size_t w = 0; w < model->workers; w++)
        work(&round, w);
    for (size_t i = 0; i < state->pay_count; i++) {
        start_card(&round, i);
        decide_at_gateway(&round, i);
        complete(&round, i);
        give_up(&round, i);
        retry_refunds(&round, i);
    }
}

void model_start(const struct model *model, struct state *ret_state)
{
    (void)model;
    memset(ret_state, 0, sizeof *ret_state);
    ret_state->order = ORDER_PENDING_PAYMENT;
    ret_state->method = PAY_CARD;
    set_lines(ret_state, ITEM_PENDING_PAYMENT, STOCK_RESERVED);
}

void label_print(FILE *out, struct label label)
{
    static const char *const GATEWAY[] = {"", "", "approves", "declines", "approves after all"};
    static const char *const PHASE[] = {"", "the order's time is over", "a week has passed"};
    static const char *const ANSWER[] = {"done", "refused", "no answer"};
    switch ((enum move)label.move) {
    case MOVE_TIME:
        (void)fprintf(out, "%s", PHASE[label.a]);
        return;
    case MOVE_PAYS_BY_POINTS:
        (void)fprintf(out, "the buyer pays by points");
        return;
    case MOVE_OPENS_CARD:
        (void)fprintf(out, "the buyer opens card payment %d", label.a);
        return;
    case MOVE_GATEWAY_STARTS:
        (void)fprintf(out, "the gateway has payment %d", label.a);
        return;
    case MOVE_GATEWAY_REFUSES_START:
        (void)fprintf(out, "the gateway refuses payment %d", label.a);
        return;
    case MOVE_STORES_START:
        (void)fprintf(out, "the start of payment %d is stored", label.a);
        return;
    case MOVE_STORES_REFUSAL:
        (void)fprintf(out, "the refusal of payment %d is stored", label.a);
        return;
    case MOVE_GATEWAY_DECIDES:
        (void)fprintf(out, "the gateway %s payment %d", GATEWAY[label.b], label.a);
        return;
    case MOVE_COMPLETES:
        (void)fprintf(out, "%s of payment %d arrives", GATEWAY_VERDICT_NAMES[label.b], label.a);
        return;
    case MOVE_GIVES_UP:
        (void)fprintf(out, "payment %d is given up", label.a);
        return;
    case MOVE_CANCELS:
        (void)fprintf(out, "the buyer cancels the order that waits");
        return;
    case MOVE_EXPIRES:
        (void)fprintf(out, "the order expires");
        return;
    case MOVE_REVOKES_COUPON:
        (void)fprintf(out, "an admin revokes the coupon");
        return;
    case MOVE_LINE:
        (void)fprintf(out, "the %s moves line %d to %s",
                      label.c == BY_BUYER    ? "buyer"
                      : label.c == BY_SELLER ? "seller"
                                             : "system",
                      label.a, ITEM_STATUS_NAMES[label.b]);
        return;
    case MOVE_ALL_LINES:
        (void)fprintf(out, "the %s cancels all lines", label.a == BY_BUYER ? "buyer" : "admin");
        return;
    case MOVE_TAKES_REFUND:
        (void)fprintf(out, "a worker takes refund %d", label.b);
        return;
    case MOVE_LEASE_ENDS:
        (void)fprintf(out, "the lease of refund %d ends", label.a);
        return;
    case MOVE_ASKS_FOR_REFUND:
        (void)fprintf(out, "a worker asks the gateway: %s%s", ANSWER[label.b],
                      label.c ? ", the money is back" : "");
        return;
    case MOVE_RECORDS_REFUND:
        (void)fprintf(out, "a worker records refund %d%s", label.b,
                      label.c ? "" : ", which it holds no more");
        return;
    case MOVE_WORKER_DIES:
        (void)fprintf(out, "a worker dies");
        return;
    case MOVE_RETRIES_REFUNDS:
        (void)fprintf(out, "an admin has the refunds of payment %d tried again", label.a);
        return;
    }
}
