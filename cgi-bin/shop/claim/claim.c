/* One mechanism for all claims: lock and read the order, plan in memory what the rules say, write
 * it all. The locks stand in the order that shop/order/order_place.c tells: order, payment, lines,
 * (inserts), coupon, balance, stock. */
#include "shop/claim/claim.h"

#include "shop/claim/claim_notice.h"
#include "shop/claim/claim_rules.h"
#include "shop/coupon/coupon.h"
#include "shop/order/order_event.h"
#include "shop/order/order_store.h"
#include "shop/point/point.h"
#include "shop/refund/refund.h"
#include "shop/stock/stock.h"

/* A claim under way: the order as it was read, its lines as the rules see them, what will be done.
 */
struct claim {
    struct order order;
    struct claim_line lines[ORDER_LINES_MAX];
    int64_t promises[ORDER_LINES_MAX]; /* the refund that brings each line's money, 0: none */
    struct claim_plan plan;
};

static unsigned transition_actor_of(const struct actor *actor)
{
    static const unsigned BY[] = {
        [ACTOR_BUYER] = BY_BUYER,
        [ACTOR_SELLER] = BY_SELLER,
        [ACTOR_ADMIN] = BY_ADMIN,
        [ACTOR_SYSTEM] = BY_SYSTEM,
    };
    return BY[actor->kind];
}

/* Marks the lines whose money is on its way. */
static enum err read_promises(struct tx *tx, struct claim *claim)
{
    struct refund_promise *promises;
    size_t count;
    TRY(refund_promises(tx, claim->order.order_id, &promises, &count));
    for (size_t i = 0; i < claim->order.item_count; i++)
        for (size_t k = 0; k < count; k++)
            if (promises[k].item_id.v == claim->order.items[i].item_id.v) {
                claim->promises[i] = promises[k].refund_id;
                claim->lines[i].promised = true;
            }
    return E_OK;
}

/* Locks the order and reads it; `any`: whoever's it is. */
static enum err open_claim(struct tx *tx, struct owner caller, bool any, const char *order_no,
                           struct claim *claim)
{
    TRY(order_store_lock(tx, caller, any, order_no, &claim->order));
    claim->plan.by_gateway = claim->order.payment_method == PAY_CARD;
    claim->plan.step_count = claim->plan.promised_count = 0;
    claim->plan.refund = claim->plan.promise = 0;
    for (size_t i = 0; i < claim->order.item_count; i++) {
        const struct order_item *item = &claim->order.items[i];
        claim->promises[i] = 0;
        claim->lines[i] = (struct claim_line){.seller = item->seller_id,
                                              .paid = item->line_total - item->discount_piece,
                                              .shipping_fee = item->shipping_fee,
                                              .status = item->status};
    }
    return claim->plan.by_gateway ? read_promises(tx, claim) : E_OK;
}

/* Where a line stands in the order. To a seller, lines of others are as if they were not there. */
static enum err find_line(const struct claim *claim, const struct actor *actor, order_item_id id,
                          size_t *ret_line)
{
    for (size_t i = 0; i < claim->order.item_count; i++) {
        const struct order_item *item = &claim->order.items[i];
        if (item->item_id.v != id.v)
            continue;
        if (actor->kind == ACTOR_SELLER && item->seller_id.v != actor->seller.v)
            return E_ORDER_ITEM_NOT_FOUND;
        *ret_line = i;
        return E_OK;
    }
    return E_ORDER_ITEM_NOT_FOUND;
}

/* ---- writing ---- */

static void queue_steps(struct tx *tx, const struct claim *claim, const struct actor *actor,
                        const char *reason)
{
    const size_t n = claim->plan.step_count;
    int64_t items[CLAIM_STEPS_MAX];
    const char *events[CLAIM_STEPS_MAX], *from[CLAIM_STEPS_MAX], *to[CLAIM_STEPS_MAX],
        *actors[CLAIM_STEPS_MAX];
    for (size_t i = 0; i < n; i++) {
        const struct claim_step *step = &claim->plan.steps[i];
        items[i] = claim->order.items[step->line].item_id.v;
        events[i] = step->change.event;
        from[i] = ITEM_STATUS_NAMES[step->from];
        to[i] = ITEM_STATUS_NAMES[step->to];
        actors[i] = ACTOR_NAMES[step->by_system ? ACTOR_SYSTEM : actor->kind];
    }
    db_queue(tx->db, Q_claim_steps,
             ARGS(arg_ints(items, n), arg_texts(events, n), arg_texts(from, n), arg_texts(to, n),
                  arg_texts(actors, n), arg_id(actor->member.v), arg_text(reason),
                  arg_time(tx->call->now)),
             NULL);
}

/* The lines on which a step of the plan has an effect, as what they want of the stock. */
static size_t wants_of(const struct claim *claim, unsigned effect, struct stock_want *ret_wants)
{
    size_t count = 0;
    for (size_t i = 0; i < claim->plan.step_count; i++) {
        const struct claim_step *step = &claim->plan.steps[i];
        const struct order_item *item = &claim->order.items[step->line];
        if ((step->change.effects & effect) != 0)
            ret_wants[count++] = (struct stock_want){item->product_id, item->quantity};
    }
    return count;
}

static void queue_sales_back(struct tx *tx, const struct claim *claim)
{
    struct stock_want wants[CLAIM_STEPS_MAX];
    int64_t products[CLAIM_STEPS_MAX];
    const size_t count = wants_of(claim, CLAIM_SALE_BACK, wants);
    for (size_t i = 0; i < count; i++)
        products[i] = wants[i].product.v;
    if (count > 0)
        db_queue(tx->db, Q_claim_sales_back,
                 ARGS(arg_int(claim->order.order_id.v), arg_ints(products, count)), NULL);
}

static void queue_stock(struct tx *tx, const struct claim *claim, unsigned effect,
                        enum stock_move move, const struct actor *actor)
{
    struct stock_want wants[CLAIM_STEPS_MAX];
    const size_t count = wants_of(claim, effect, wants);
    if (count > 0)
        stock_queue_move(tx, move, claim->order.order_id, actor, wants, count);
}

/* The order in memory as it will be in the database. */
static void settle_order(const struct tx *tx, struct claim *claim)
{
    struct order *order = &claim->order;
    enum item_status states[ORDER_LINES_MAX];
    for (size_t i = 0; i < order->item_count; i++)
        states[i] = order->items[i].status = claim->lines[i].status;
    order->status = order_status_of(states, order->item_count, true);
    order->amounts.refunded += claim->plan.refund;
    order->updated_at = tx->call->now;
}

/* Whether every line was cancelled before dispatch: then the order's coupon comes back. */
static bool all_cancelled(const struct order *order)
{
    for (size_t i = 0; i < order->item_count; i++)
        if (order->items[i].status != ITEM_CANCELLED)
            return false;
    return true;
}

/* What the world outside is told: lines that need not be delivered, money that went back. */
static enum err queue_events(struct tx *tx, const struct claim *claim)
{
    int64_t cancelled[CLAIM_STEPS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < claim->plan.step_count; i++)
        if (claim->plan.steps[i].to == ITEM_CANCELLED)
            cancelled[count++] = claim->order.items[claim->plan.steps[i].line].item_id.v;
    if (count > 0)
        TRY(order_queue_lines_cancelled_event(tx, &claim->order, cancelled, count));
    return claim->plan.refund > 0
               ? order_queue_refunded_event(tx, &claim->order, claim->plan.refund)
               : E_OK;
}

/* The money that the gateway is to give back, as one refund. */
static void queue_promise(struct tx *tx, const struct claim *claim, const char *reason)
{
    int64_t items[ORDER_LINES_MAX];
    for (size_t i = 0; i < claim->plan.promised_count; i++)
        items[i] = claim->order.items[claim->plan.promised[i]].item_id.v;
    refund_queue_claim(tx, claim->order.payment_id, items, claim->plan.promised_count,
                       claim->plan.promise, reason);
}

/* Queues all that the plan says. */
static enum err carry_out(struct tx *tx, struct claim *claim, const struct actor *actor,
                          const char *reason)
{
    struct order *order = &claim->order;
    const int64_t refund = claim->plan.refund;
    settle_order(tx, claim);
    /* What cost nothing is given back too, once all of it is gone. */
    if (refund > 0 || (order->amounts.payable == 0 && order->status == ORDER_REFUNDED))
        db_queue(tx->db, Q_claim_refund_payment,
                 ARGS(arg_int(order->payment_id.v), arg_int(refund), arg_time(tx->call->now)),
                 NULL);
    if (claim->plan.promise > 0)
        queue_promise(tx, claim, reason);
    queue_steps(tx, claim, actor, reason);
    db_queue(tx->db, Q_claim_set_order,
             ARGS(arg_int(order->order_id.v), arg_text(ORDER_STATUS_NAMES[order->status]),
                  arg_int(refund), arg_time(tx->call->now)),
             NULL);
    queue_sales_back(tx, claim);
    TRY(queue_events(tx, claim));
    claim_queue_notices(tx, order, &claim->plan, actor);
    if (refund > 0)
        claim_queue_refunded_notice(tx, order, refund);
    if (all_cancelled(order))
        coupon_queue_release(tx, order->order_id);
    if (refund > 0 && order->payment_method == PAY_POINT) {
        point_queue_order_refund(tx, order->owner.member, order->order_id, refund);
        tx_count(tx, METRIC_REFUNDS, LABELS(PAYMENT_METHOD_NAMES[PAY_POINT], "DONE"), 1);
    }
    queue_stock(tx, claim, CLAIM_STOCK_BACK, STOCK_MOVE_RETURN, actor);
    queue_stock(tx, claim, CLAIM_STOCK_OUT, STOCK_MOVE_EXCHANGE, actor);
    return E_OK;
}

/* ---- use cases ---- */

enum err claim_move_item(struct tx *tx, const struct actor *actor, struct owner caller,
                         const char *order_no, order_item_id item, enum item_status to,
                         const char *reason, struct order *ret_order)
{
    struct claim claim;
    size_t line;
    TRY(open_claim(tx, caller, actor->kind != ACTOR_BUYER, order_no, &claim));
    TRY(find_line(&claim, actor, item, &line));
    /* Before it is paid an order goes as a whole: paid, cancelled, failed. */
    if (claim.order.status == ORDER_PENDING_PAYMENT)
        return E_ORDER_STATE_CONFLICT;
    TRY(claim_plan_move(claim.lines, claim.order.item_count, line, to, transition_actor_of(actor),
                        &claim.plan));
    TRY(carry_out(tx, &claim, actor, reason));
    *ret_order = claim.order;
    return E_OK;
}

enum err claim_explain_shortage(struct db *db, const char *order_no, order_item_id item)
{
    struct call *call = db_call(db);
    struct order order;
    TRY(order_get_any(db, order_no, &order));
    for (size_t i = 0; i < order.item_count; i++) {
        const struct order_item *line = &order.items[i];
        struct stock stock;
        if (line->item_id.v != item.v)
            continue;
        /* Of a product that was deleted meanwhile nobody knows the stock. */
        const enum err e = stock_get(db, line->product_id, &stock);
        if (e != E_OK)
            return e == E_PRODUCT_NOT_FOUND ? E_OK : e;
        const char *field = arena_printf(call->arena, "items[%zu]", i);
        TRY_NEW(field);
        if (line->quantity > stock.available)
            problem_add_shortage(&call->problems, call->arena, field, line->product_id,
                                 line->quantity, stock.available);
    }
    return E_OK;
}

enum err claim_cancel_order(struct tx *tx, struct owner caller, const char *order_no,
                            struct order *ret_order)
{
    const struct actor buyer = {.kind = ACTOR_BUYER, .member = caller.member};
    struct claim claim;
    TRY(open_claim(tx, caller, false, order_no, &claim));
    if (claim.order.status == ORDER_PENDING_PAYMENT)
        return order_cancel(tx, caller, order_no, ret_order);
    TRY(claim_plan_cancel_all(claim.lines, claim.order.item_count, BY_BUYER, &claim.plan));
    TRY(carry_out(tx, &claim, &buyer, NULL));
    *ret_order = claim.order;
    return E_OK;
}

static enum err check_items(struct call *call, const struct refund_request *request)
{
    for (size_t i = 0; i < request->item_count; i++)
        for (size_t k = 0; k < i; k++)
            if (request->item_ids[i] == request->item_ids[k])
                return call_refuse(call, "itemIds", P_DUPLICATE);
    return E_OK;
}

/* Plans to cancel the named lines. */
static enum err plan_items(struct claim *claim, const struct actor *actor,
                           const struct refund_request *request)
{
    const unsigned by = transition_actor_of(actor);
    size_t lines[ORDER_LINES_MAX];
    for (size_t i = 0; i < request->item_count; i++)
        TRY(find_line(claim, actor, (order_item_id){request->item_ids[i]}, &lines[i]));
    for (size_t i = 0; i < request->item_count; i++)
        TRY(claim_plan_move(claim->lines, claim->order.item_count, lines[i], claim_cancel_step(by),
                            by, &claim->plan));
    return E_OK;
}

enum err claim_refund(struct tx *tx, const struct actor *actor, struct owner caller,
                      const struct refund_request *request, struct order *ret_order)
{
    struct claim claim;
    TRY(check_items(tx->call, request));
    TRY(open_claim(tx, caller, actor->kind == ACTOR_ADMIN, request->order_no, &claim));
    if (request->item_ids != NULL)
        TRY(plan_items(&claim, actor, request));
    else
        TRY(claim_plan_cancel_all(claim.lines, claim.order.item_count, transition_actor_of(actor),
                                  &claim.plan));
    TRY(carry_out(tx, &claim, actor, request->reason));
    *ret_order = claim.order;
    return E_OK;
}

enum err claim_settle(struct tx *tx, const struct refund_out *refund)
{
    static const struct actor SYSTEM = {.kind = ACTOR_SYSTEM};
    const struct owner nobody = {{0}, {0}};
    struct claim claim;
    bool held;
    TRY(open_claim(tx, nobody, true, refund->order_no, &claim));
    TRY(refund_lock(tx, refund, &held));
    if (!held)
        return E_OK;
    for (size_t i = 0; i < claim.order.item_count; i++)
        if (claim.promises[i] == refund->refund_id)
            claim_plan_settle(claim.lines, i, &claim.plan);
    claim.plan.refund = refund->amount;
    refund_queue_done(tx, refund);
    return carry_out(tx, &claim, &SYSTEM, NULL);
}
