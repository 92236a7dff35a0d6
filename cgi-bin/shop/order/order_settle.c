/* What becomes of an order after it was placed: paid, failed, cancelled while it waits. All work
 * under the order's lock, taken first. */
#include "shop/order/order_settle.h"

#include <string.h>

#include "shop/coupon/coupon.h"
#include "shop/order/order_event.h"
#include "shop/order/order_store.h"
#include "shop/point/point.h"

static const struct actor SYSTEM = {.kind = ACTOR_SYSTEM};

/* Queues the order's own row, its lines, coupon and sales; in memory it is PAID already. That the
 * money came is what makes a line PAID, not what the buyer says. */
static void queue_paid_rows(struct tx *tx, const struct order *order)
{
    order_store_queue_status(tx, order->order_id, ORDER_PAID,
                             PAYMENT_METHOD_NAMES[order->payment_method], NULL);
    order_store_queue_items(tx, order->order_id, ITEM_PENDING_PAYMENT, ITEM_PAID,
                            "PAYMENT_COMPLETED", &SYSTEM);
    if (order->coupon.v != 0)
        coupon_queue_use(tx, order->order_id);
    order_store_queue_sales(tx, order);
}

/* Queues payment, lines, sales, events, balance and stock of an order that waits and is paid now;
 * in memory it is PAID already. */
static enum err complete_by_points(struct tx *tx, struct order *order, const struct actor *buyer)
{
    const int64_t payable = order->amounts.payable;
    struct rows payment;
    order->payment_id = (payment_id){0};
    order_store_queue_payment(tx, order, &payment);
    queue_paid_rows(tx, order);
    TRY(db_flush(tx->db));
    TRY(rows_int(tx->db, &payment, E_INTERNAL, &order->payment_id.v));
    TRY(order_queue_paid_events(tx, order));
    if (payable > 0)
        point_queue_order_payment(tx, order->owner.member, order->order_id, payable);
    order_store_queue_stock(tx, order, STOCK_MOVE_SELL, buyer);
    return E_OK;
}

enum err order_settle_by_card(struct tx *tx, struct order *order, payment_id payment)
{
    order_store_show_as(order, tx->call->now, ORDER_PAID, ITEM_PAID);
    order->payment_method = PAY_CARD;
    order->payment_id = payment;
    queue_paid_rows(tx, order);
    TRY(order_queue_paid_events(tx, order));
    order_store_queue_stock(tx, order, STOCK_MOVE_SELL, &SYSTEM);
    return E_OK;
}

enum err order_settle_failed(struct tx *tx, struct order *order, const char *reason)
{
    const bool expired = strcmp(reason, "EXPIRED") == 0;
    order_store_show_as(order, tx->call->now, ORDER_FAILED, ITEM_FAILED);
    order->failure_reason = reason;
    order_store_queue_status(tx, order->order_id, ORDER_FAILED, NULL, reason);
    order_store_queue_items(tx, order->order_id, ITEM_PENDING_PAYMENT, ITEM_FAILED,
                            expired ? "ORDER_EXPIRED" : reason, &SYSTEM);
    coupon_queue_release(tx, order->order_id);
    TRY(order_queue_cancelled_event(tx, order));
    order_store_queue_stock(tx, order, STOCK_MOVE_RELEASE, &SYSTEM);
    tx_count(tx, METRIC_ORDERS, LABELS(expired ? "EXPIRED" : "DECLINED"), 1);
    return E_OK;
}

enum err order_pay_by_points(struct tx *tx, member_id member, const char *order_no,
                             struct order *ret_order)
{
    const struct owner caller = {.member = member};
    const struct actor buyer = {.kind = ACTOR_BUYER, .member = member};
    struct order order;
    TRY(order_store_lock(tx, caller, false, order_no, &order));
    /* An order past its time is over, whether or not the worker has come by. */
    if (order.status != ORDER_PENDING_PAYMENT ||
        order_expired(order.status, order.expires_at, tx->call->now))
        return E_ORDER_STATE_CONFLICT;
    if (order.coupon.v != 0)
        TRY(coupon_recheck(tx, member, order.coupon, order.order_id));
    order_store_show_as(&order, tx->call->now, ORDER_PAID, ITEM_PAID);
    order.payment_method = PAY_POINT;
    TRY(complete_by_points(tx, &order, &buyer));
    *ret_order = order;
    return E_OK;
}

enum err order_cancel(struct tx *tx, struct owner caller, const char *order_no,
                      struct order *ret_order)
{
    const struct actor buyer = {.kind = ACTOR_BUYER, .member = caller.member};
    struct order order;
    TRY(order_store_lock(tx, caller, false, order_no, &order));
    if (order.status != ORDER_PENDING_PAYMENT)
        return E_ORDER_STATE_CONFLICT;
    order_store_queue_status(tx, order.order_id, ORDER_CANCELLED, NULL, NULL);
    order_store_queue_items(tx, order.order_id, ITEM_PENDING_PAYMENT, ITEM_CANCELLED,
                            "ORDER_CANCELLED", &buyer);
    coupon_queue_release(tx, order.order_id);
    order_store_show_as(&order, tx->call->now, ORDER_CANCELLED, ITEM_CANCELLED);
    TRY(order_queue_cancelled_event(tx, &order));
    order_store_queue_stock(tx, &order, STOCK_MOVE_RELEASE, &buyer);
    tx_count(tx, METRIC_ORDERS, LABELS("CANCELLED"), 1);
    *ret_order = order;
    return E_OK;
}
