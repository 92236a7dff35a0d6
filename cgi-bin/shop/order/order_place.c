/* Placing an order takes two round trips: one gathers all there is to know, without locks on
 * anything shared; what was judged good is written by the one that commits, balance and stock last
 * in it.
 *
 * The one order of locks: idempotency key, the caller's placing lock, order, payment, lines,
 * member (shared), sheet, cart lines, coupon, (inserts, which lock no row anyone updates), balance,
 * stock by ascending product id. */
#include <sodium.h>

#include "base/log.h"
#include "shop/coupon/coupon.h"
#include "shop/order/order_event.h"
#include "shop/order/order_notice.h"
#include "shop/order/order_offer.h"
#include "shop/order/order_store.h"
#include "shop/payment/payment_rules.h"
#include "shop/point/point.h"
#include "shop/sheet/sheet_order.h"
#include "shop/stock/stock.h"

/* The ids of the order and its payment, the same in each row, and of a line. */
struct new_ids {
    order_id order_id;
    payment_id payment_id;
    order_item_id item_id;
};

/* What is known before anything is written. */
struct gathered {
    struct order_request wanted; /* the request; of a sheet, what that says */
    struct order_sheet sheet;
    struct new_ids *ids; /* one a line */
    struct shipping shipping;
    struct offers offers;
};

static enum err check_sheet_alone(struct call *call, const struct order_request *request)
{
    if (request->cart_item_ids != NULL || request->wants != NULL)
        return call_refuse(call, "orderSheetId", P_CONFLICTING);
    return request->coupon.v != 0 ? call_refuse(call, "couponId", P_CONFLICTING) : E_OK;
}

/* What can be told without the database. */
static enum err check_request(struct call *call, const struct order_request *request)
{
    const bool guest = request->owner.member.v == 0;
    if (guest && request->shipping == NULL)
        return call_refuse(call, "shipping", P_REQUIRED);
    if (guest && request->payment_method == PAY_POINT)
        return call_refuse(call, "paymentMethod", P_INVALID_VALUE);
    if (request->payment_method == PAY_CARD && !card_possible(call->settings))
        return call_refuse(call, "paymentMethod", P_INVALID_VALUE);
    return request->sheet.v != 0 ? check_sheet_alone(call, request)
                                 : order_check_lines(call, request);
}

static const struct row_field DELIVERY_ROW[] = {
    ROW_FIELD(ROW_TEXT, struct shipping, recipient),
    ROW_FIELD(ROW_TEXT, struct shipping, phone),
    ROW_FIELD_AS(ROW_TEXT, struct shipping, address.postcode, "postcode"),
    ROW_FIELD_AS(ROW_TEXT, struct shipping, address.line1, "line1"),
    {"line2", ROW_TEXT, true, offsetof(struct shipping, address.line2), NULL},
};

/* Queues the caller's placing lock and the count of orders that wait, for orders that will. */
static enum err queue_pending_check(struct tx *tx, const struct order_request *request,
                                    struct rows *ret_count)
{
    const struct db_arg member = arg_id(request->owner.member.v);
    const struct db_arg guest = arg_id(request->owner.guest.v);
    const char *who =
        request->owner.member.v != 0
            ? arena_printf(tx->call->arena, "m%lld", (long long)request->owner.member.v)
            : arena_printf(tx->call->arena, "g%lld", (long long)request->owner.guest.v);
    TRY_NEW(who);
    db_queue(tx->db, Q_order_lock_placing, ARGS(arg_text(who)), NULL);
    db_queue(tx->db, Q_order_pending_count, ARGS(member, guest, arg_time(tx->call->now)),
             ret_count);
    return E_OK;
}

static enum err check_pending(struct tx *tx, const struct order_request *request,
                              const struct rows *count)
{
    const struct settings *settings = tx->call->settings;
    int64_t waiting;
    TRY(rows_int(tx->db, count, E_INTERNAL, &waiting));
    const bool member = request->owner.member.v != 0;
    return waiting < (member ? settings->pending_max : settings->pending_max_guest)
               ? E_OK
               : E_TOO_MANY_REQUESTS;
}

/* The offers at their price, with the coupon if one was named. */
static enum err take_offers(struct db *db, const struct order_request *request,
                            const struct rows *coupon_rows, const struct rows *rows,
                            struct offers *ret_offers)
{
    struct price_coupon discount;
    if (request->coupon.v == 0)
        return offers_take(db, request, rows, NULL, ret_offers);
    TRY(coupon_take(db, coupon_rows, &discount));
    const enum err e = offers_take(db, request, rows, &discount, ret_offers);
    /* The sheet's lines reached the coupon's minimum when it was made. */
    return e == E_COUPON_NOT_USABLE && request->sheet.v != 0 ? E_ORDER_SHEET_CHANGED : e;
}

/* What one round trip answers, until it is read. */
struct answers {
    struct rows ids, pending, delivery, coupon, offers;
    struct sheet_rows sheet;
};

/* Queues a request's sheet, and the locks on what it names: cart lines and coupon. */
static void queue_sheet(struct tx *tx, const struct order_request *request, struct answers *answers)
{
    const struct owner owner = request->owner;
    sheet_queue_lock(tx, owner, request->sheet, &answers->sheet);
    db_queue(tx->db, Q_order_lock_cart_of_sheet,
             ARGS(arg_id(owner.member.v), arg_id(owner.guest.v), arg_int(request->sheet.v)), NULL);
    coupon_queue_lock_of_sheet(tx, owner.member, request->sheet, &answers->coupon);
}

/* The same of a request without a sheet. */
static void queue_own_locks(struct tx *tx, const struct order_request *request,
                            struct answers *answers)
{
    if (request->cart_item_ids != NULL)
        db_queue(tx->db, Q_order_lock_cart,
                 ARGS(arg_id(request->owner.member.v), arg_id(request->owner.guest.v),
                      arg_ints(request->cart_item_ids, request->cart_item_count)),
                 NULL);
    if (request->coupon.v != 0)
        coupon_queue_read(tx->db, request->owner.member, request->coupon, true, &answers->coupon);
}

/* Queues all that placing the order needs to know, with the ids it will have. */
static enum err queue_gather(struct tx *tx, const struct order_request *request, bool will_wait,
                             struct answers *answers)
{
    const size_t lines =
        request->cart_item_ids != NULL ? request->cart_item_count : request->want_count;
    if (will_wait)
        TRY(queue_pending_check(tx, request, &answers->pending));
    if (request->owner.member.v != 0)
        db_queue(tx->db, Q_order_member_delivery, ARGS(arg_int(request->owner.member.v)),
                 &answers->delivery);
    if (request->sheet.v != 0)
        queue_sheet(tx, request, answers);
    else
        queue_own_locks(tx, request, answers);
    /* Behind the sheet's lock: each statement sees what is there when it begins, and so all see the
     * same of a sheet that is being made. */
    db_queue(tx->db, Q_order_new_ids, ARGS(arg_id((int64_t)lines), arg_id(request->sheet.v)),
             &answers->ids);
    offers_queue(tx->db, request, &answers->offers);
    return E_OK;
}

static enum err gather(struct tx *tx, const struct order_request *request, bool will_wait,
                       struct gathered *ret_gathered)
{
    static const struct row_field ID_ROW[] = {
        ROW_FIELD(ROW_INT, struct new_ids, order_id),
        ROW_FIELD(ROW_INT, struct new_ids, payment_id),
        ROW_FIELD(ROW_INT, struct new_ids, item_id),
    };
    struct gathered gathered = {.wanted = *request};
    struct answers answers = {0};
    TRY(queue_gather(tx, request, will_wait, &answers));
    TRY(db_flush(tx->db));
    if (request->sheet.v != 0) {
        TRY(sheet_take(tx, &answers.sheet, &gathered.sheet));
        TRY(sheet_fill_request(tx->call, &gathered.sheet, &gathered.wanted));
    }
    TRY(rows_decode(tx->db, &answers.ids, ID_ROW, COUNT_OF(ID_ROW), sizeof *gathered.ids,
                    &gathered.ids));
    if (request->owner.member.v != 0)
        TRY(rows_decode_one(tx->db, &answers.delivery, DELIVERY_ROW, COUNT_OF(DELIVERY_ROW),
                            E_MEMBER_NOT_FOUND, &gathered.shipping));
    if (request->shipping != NULL)
        gathered.shipping = *request->shipping;
    TRY(take_offers(tx->db, &gathered.wanted, &answers.coupon, &answers.offers, &gathered.offers));
    if (answers.ids.count != gathered.offers.count) {
        log_write(LOG_ERROR, "an order of %zu lines got %zu ids", gathered.offers.count,
                  answers.ids.count);
        return E_INTERNAL;
    }
    if (request->sheet.v != 0)
        TRY(sheet_check_offers(&gathered.sheet, &gathered.offers));
    /* What costs nothing is paid at once and never waits. */
    if (will_wait && gathered.offers.amounts.payable > 0)
        TRY(check_pending(tx, request, &answers.pending));
    *ret_gathered = gathered;
    return E_OK;
}

static void queue_order_row(struct tx *tx, const struct order *order)
{
    const struct amounts *a = &order->amounts;
    const struct shipping *s = &order->shipping;
    db_queue(
        tx->db, Q_order_insert,
        ARGS(arg_int(order->order_id.v), arg_text(order->order_no), arg_id(order->owner.member.v),
             arg_id(order->owner.guest.v), arg_text(ORDER_STATUS_NAMES[order->status]),
             arg_text(PAYMENT_METHOD_NAMES[order->payment_method]), arg_int(a->items),
             arg_int(a->item_discount), arg_int(a->order_discount), arg_int(a->shipping_fee),
             arg_int(a->payable), arg_text(s->recipient), arg_text(s->phone),
             arg_text(s->address.postcode), arg_text(s->address.line1), arg_text(s->address.line2),
             arg_time(order->created_at), arg_time(order->expires_at), arg_id(order->coupon.v)),
        NULL);
}

static void queue_item_rows(struct tx *tx, const struct order *order)
{
    const size_t n = order->item_count;
    int64_t column[9][ORDER_LINES_MAX];
    const char *names[ORDER_LINES_MAX];
    for (size_t i = 0; i < n; i++) {
        const struct order_item *item = &order->items[i];
        const int64_t values[9] = {item->product_id.v,   item->seller_id.v,  item->unit_price,
                                   item->unit_discount,  item->quantity,     item->line_total,
                                   item->discount_piece, item->shipping_fee, item->item_id.v};
        for (size_t c = 0; c < 9; c++)
            column[c][i] = values[c];
        names[i] = item->name;
    }
    db_queue(tx->db, Q_order_items_insert,
             ARGS(arg_int(order->order_id.v), arg_ints(column[0], n), arg_ints(column[1], n),
                  arg_texts(names, n), arg_ints(column[2], n), arg_ints(column[3], n),
                  arg_ints(column[4], n), arg_ints(column[5], n), arg_ints(column[6], n),
                  arg_ints(column[7], n), arg_time(order->created_at),
                  arg_id(order->owner.member.v), arg_bool(order->status == ORDER_PAID),
                  arg_ints(column[8], n)),
             NULL);
}

/* The order as it will be, in memory. */
static enum err compose(const struct tx *tx, const struct gathered *gathered,
                        struct order *ret_order)
{
    const struct call *call = tx->call;
    const struct order_request *request = &gathered->wanted;
    const int64_t payable = gathered->offers.amounts.payable;
    const bool paid = payable == 0 || (request->payment_method == PAY_POINT && request->pay);
    char *number = arena_alloc(call->arena, 20);
    TRY_NEW(number);
    unsigned char random[8];
    randombytes_buf(random, sizeof random);
    order_number(call->now, random, number);
    for (size_t i = 0; i < gathered->offers.count; i++) {
        gathered->offers.items[i].item_id = gathered->ids[i].item_id;
        gathered->offers.items[i].status = paid ? ITEM_PAID : ITEM_PENDING_PAYMENT;
    }
    *ret_order = (struct order){
        .order_id = gathered->ids[0].order_id,
        .order_no = number,
        .owner = request->owner,
        .status = paid ? ORDER_PAID : ORDER_PENDING_PAYMENT,
        .payment_method = request->payment_method,
        .amounts = gathered->offers.amounts,
        .coupon = request->coupon,
        .shipping = gathered->shipping,
        .items = gathered->offers.items,
        .item_count = gathered->offers.count,
        .payment_id = {paid ? gathered->ids[0].payment_id.v : 0},
        .created_at = call->now,
        .updated_at = call->now,
        .expires_at = paid ? INSTANT_NONE : instant_add(call->now, call->settings->order_ttl),
    };
    return E_OK;
}

/* Queues the order, its lines and its payment. */
static void queue_order(struct tx *tx, const struct gathered *gathered, const struct order *order)
{
    const struct order_request *request = &gathered->wanted;
    const bool paid = order->status == ORDER_PAID;
    if (request->cart_item_ids != NULL)
        db_queue(tx->db, Q_cart_delete,
                 ARGS(arg_id(order->owner.member.v), arg_id(order->owner.guest.v),
                      arg_ints(request->cart_item_ids, request->cart_item_count)),
                 NULL);
    queue_order_row(tx, order);
    if (request->sheet.v != 0)
        sheet_queue_ordered(tx, order->owner, &gathered->sheet, order->order_id);
    queue_item_rows(tx, order);
    if (order->coupon.v != 0)
        coupon_queue_hold(tx, order->coupon, order->order_id, paid);
    if (paid) {
        order_store_queue_payment(tx, order, NULL);
        order_store_queue_sales(tx, order);
    }
}

enum err order_place(struct tx *tx, const struct order_request *request, struct order *ret_order)
{
    TRY(check_request(tx->call, request));
    const bool will_wait = !(request->payment_method == PAY_POINT && request->pay);
    struct gathered gathered;
    struct order order;
    TRY(gather(tx, request, will_wait, &gathered));
    TRY(compose(tx, &gathered, &order));
    queue_order(tx, &gathered, &order);

    const struct actor buyer = {.kind = ACTOR_BUYER, .member = order.owner.member};
    const bool paid = order.status == ORDER_PAID;
    if (paid)
        TRY(order_queue_paid_events(tx, &order));
    else
        order_queue_placed_notice(tx, &order);
    if (paid && order.amounts.payable > 0)
        point_queue_order_payment(tx, order.owner.member, order.order_id, order.amounts.payable);
    order_store_queue_stock(tx, &order, paid ? STOCK_MOVE_SELL_NOW : STOCK_MOVE_RESERVE, &buyer);
    tx_count(tx, METRIC_ORDERS, LABELS("PLACED"), 1);
    *ret_order = order;
    return E_OK;
}

enum err order_quote(struct db *db, const struct order_request *request,
                     struct order_quote *ret_quote)
{
    struct rows coupon = {0}, rows;
    struct offers offers;
    TRY(order_check_lines(db_call(db), request));
    if (request->coupon.v != 0)
        coupon_queue_read(db, request->owner.member, request->coupon, false, &coupon);
    offers_queue(db, request, &rows);
    TRY(db_flush(db));
    enum err e = take_offers(db, request, &coupon, &rows, &offers);
    if (e == E_STOCK_NOT_ENOUGH) {
        TRY(offers_decode(db, &rows, &offers));
        (void)offers_name_shortages(db_call(db), &offers);
    }
    TRY(e);
    *ret_quote = (struct order_quote){offers.items, offers.count, offers.amounts};
    return E_OK;
}

/* In a transaction of its own: the shortages, and the lines without any stock out of the cart. */
static enum err explain(struct tx *tx, void *arg)
{
    struct order_request request = *(const struct order_request *)arg;
    struct order_sheet sheet = {0};
    struct rows rows;
    struct offers offers;
    if (request.sheet.v != 0) {
        TRY(sheet_read(tx->db, request.owner, request.sheet, &sheet));
        TRY(sheet_fill_request(tx->call, &sheet, &request));
    }
    offers_queue(tx->db, &request, &rows);
    TRY(db_flush(tx->db));
    TRY(offers_decode(tx->db, &rows, &offers));
    (void)offers_name_shortages(tx->call, &offers);
    tx_count(tx, METRIC_SHORTAGES, NO_LABELS, 1);
    if (request.cart_item_ids == NULL && sheet.cart_item_ids == NULL)
        return E_OK;
    int64_t gone[ORDER_LINES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < offers.count; i++)
        if (offers.available[i] <= 0)
            gone[count++] = offers.items[i].product_id.v;
    if (count > 0)
        db_queue(tx->db, Q_cart_delete_products,
                 ARGS(arg_id(request.owner.member.v), arg_id(request.owner.guest.v),
                      arg_ints(gone, count)),
                 NULL);
    return E_OK;
}

enum err order_explain_shortage(struct db *db, const struct order_request *request)
{
    return tx_run(db, explain, (void *)request);
}
