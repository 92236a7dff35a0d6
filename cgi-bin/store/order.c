/* The buyer's orders: list, one order, paying and cancelling it, claims on its lines, ordering it
 * again, and finding a guest's order by its number and phone (M5, O2, O7, O8). */
#include "app/app.h"
#include "app/order_fields.h"
#include "app/paging.h"
#include "shop/cart/cart.h"
#include "shop/claim/claim.h"
#include "shop/member/member_rules.h"
#include "shop/order/order_page.h"
#include "shop/payment/payment_rules.h"

#define CURSOR_TAG "order"
#define LIST_LIMIT 10

static enum err go_to_order(struct ctx *ctx, const char *order_no)
{
    const char *path = arena_printf(ctx->call->arena, "/orders/%s", order_no);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

static void show_refusal(struct ctx *ctx, struct tpl *tpl, enum err e)
{
    if (e == E_OK)
        return;
    struct tpl *notice = tpl_section(tpl, "REFUSED");
    tpl_text(notice, "MESSAGE", message_error(ctx->lang, e));
    tpl_show_if(notice, "CHARGE", e == E_BALANCE_NOT_ENOUGH);
}

/* ---- the list ---- */

static void show_orders(struct ctx *ctx, struct tpl *tpl, const struct page_query *query,
                        const struct order_page *page)
{
    struct arena *arena = ctx->call->arena;
    struct tpl *orders = tpl_section(tpl, "ORDERS");
    order_list_page(orders, arena, ctx->lang, page);
    tpl_show_if(orders, "BACK", query->cursor != NULL);
    if (page->next == 0)
        return;
    const char *cursor = cursor_encode(arena, CURSOR_TAG, 0, page->next);
    const char *href = cursor != NULL ? arena_printf(arena, "/orders?cursor=%s", cursor) : NULL;
    tpl_text(tpl_section(orders, "NEXT"), "NEXT_HREF", href);
}

/* `refused`: what the look-up form was refused for, E_OK when none was posted. */
static enum err show_list(struct ctx *ctx, const struct page_query *query, enum err refused)
{
    struct cursor from;
    struct order_page page = {0};
    TRY(page_start(ctx, query, CURSOR_TAG, &from));
    if (ctx->caller.role != ROLE_NOBODY)
        TRY(order_list(ctx->db, ctx->caller.owner, from.id, LIST_LIMIT, &page));
    const bool is_member = ctx->caller.owner.member.v != 0;
    struct tpl *tpl = tpl_new(ctx->call->arena);
    if (page.count > 0)
        show_orders(ctx, tpl, query, &page);
    tpl_show_if(tpl, "EMPTY", page.count == 0 && is_member);
    if (!is_member) {
        struct tpl *guest = tpl_section(tpl, "GUEST");
        if (refused != E_OK)
            app_form(ctx, guest, &LOOK_UP_BODY);
    }
    if (refused != E_INVALID_REQUEST)
        show_refusal(ctx, tpl, refused);
    return app_page(ctx, refused != E_OK ? err_status(refused) : 200, "order/list.tpl",
                    message(ctx->lang, "title.", "orders"), tpl);
}

static enum err list(struct ctx *ctx)
{
    if (ctx->caller.role == ROLE_NOBODY)
        TRY(app_need_csrf(ctx));
    return show_list(ctx, ctx->query, E_OK);
}

static enum err do_look_up(struct ctx *ctx, struct tx *tx)
{
    const struct look_up_body *form = ctx->body;
    const char *digits;
    struct order order;
    const enum err e = phone_normalise(ctx->call->arena, form->phone, &digits);
    if (e == E_INVALID_REQUEST)
        return call_refuse(ctx->call, "phone", P_INVALID_FORMAT);
    TRY(e);
    TRY(order_look_up(tx, ctx->caller.owner.guest, form->order_no, digits, &order));
    return go_to_order(ctx, order.order_no);
}

static enum err look_up(struct ctx *ctx)
{
    /* A member's orders are found by log-in. */
    if (ctx->caller.owner.member.v != 0)
        return E_FORBIDDEN;
    enum err e = E_INVALID_REQUEST;
    if (!ctx->invalid) {
        TRY(app_need_guest(ctx));
        e = app_transact(ctx, do_look_up);
    }
    if (e == E_OK || err_is_fault(e))
        return e;
    return show_list(ctx, &(struct page_query){0}, e);
}

/* ---- one order ---- */

/* ?payment=: what is told of a payment that has not come. */
enum payment_note { NOTE_NONE, NOTE_CHECKING, NOTE_FAILED, NOTE_COUPON };
static const char *const PAYMENT_NOTE_NAMES[] = {"none", "checking", "failed", "coupon", NULL};
struct show_query {
    enum payment_note payment;
};
static const struct field SHOW_FIELDS[] = {
    {.name = "payment",
     .type = FIELD_ENUM,
     .offset = offsetof(struct show_query, payment),
     .names = PAYMENT_NOTE_NAMES},
};
static const struct field_set SHOW_QUERY = FIELD_SET(struct show_query, SHOW_FIELDS);

/* The ways to pay a waiting order, the one that was chosen first. While a card payment is looked
 * into no other is offered: the order should not be paid twice. */
static void show_ways(const struct ctx *ctx, struct tpl *tpl, const struct order *order,
                      bool checking)
{
    const bool card = card_possible(ctx->call->settings),
               by_card = order->payment_method == PAY_CARD;
    const bool points = order->owner.member.v != 0 && !checking;
    const char *action = arena_printf(ctx->call->arena, "/orders/%s/pay", order->order_no);
    if (card && by_card)
        order_way_page(tpl, ctx->lang, "/pay", checking ? "go_on" : "card", !checking);
    if (points)
        order_way_page(tpl, ctx->lang, action, "points", !card || !by_card);
    if (card && !by_card)
        order_way_page(tpl, ctx->lang, "/pay", "card", !points);
}

static void show_payment(const struct ctx *ctx, struct tpl *tpl, const struct order *order)
{
    const struct show_query *query = ctx->query;
    const enum payment_note note = query != NULL ? query->payment : NOTE_NONE;
    const bool checking = note == NOTE_CHECKING && order->payment_id.v != 0;
    if (order->status != ORDER_PENDING_PAYMENT ||
        order_expired(order->status, order->expires_at, ctx->call->now))
        return;
    if (checking || note == NOTE_FAILED || note == NOTE_COUPON)
        tpl_text(tpl_section(tpl, checking ? "CHECKING" : "PAYMENT_NOTE"), "MESSAGE",
                 message(ctx->lang, "order.payment.", PAYMENT_NOTE_NAMES[note]));
    if (order->payment_id.v != 0)
        tpl_int(tpl_section(tpl, checking ? "LOOK_AGAIN" : "LOOK_FIRST"), "PAYMENT_ID",
                order->payment_id.v);
    show_ways(ctx, tpl, order, checking);
}

static enum err show_refunds(const struct ctx *ctx, struct tpl *tpl, const struct order *order)
{
    struct refund_sums sums = {0};
    if (order->payment_id.v == 0)
        return E_OK;
    TRY(refund_sums_of(ctx->db, order->order_id, &sums));
    order_refunds_page(tpl, &sums);
    return E_OK;
}

static enum err show_order(struct ctx *ctx, enum err refused)
{
    struct order order;
    struct order_history history;
    TRY(order_get(ctx->db, ctx->caller.owner, ctx->params.text[0], &order));
    TRY(order_history(ctx->db, &order, &history));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    order_show_page(tpl, ctx->call->arena, ctx->lang, &order, &history, ctx->call->now);
    show_payment(ctx, tpl, &order);
    TRY(show_refunds(ctx, tpl, &order));
    show_refusal(ctx, tpl, refused);
    return app_page(ctx, refused != E_OK ? err_status(refused) : 200, "order/show.tpl",
                    order_headline(ctx->lang, &order), tpl);
}

static enum err show(struct ctx *ctx)
{
    if (ctx->caller.role == ROLE_NOBODY)
        return response_redirect(ctx->res, "/orders");
    return show_order(ctx, E_OK);
}

/* Runs a change of the order and shows it, or shows why it was refused. */
static enum err change(struct ctx *ctx, enum err (*work)(struct ctx *ctx, struct tx *tx))
{
    const enum err e = app_transact(ctx, work);
    return e == E_OK || err_is_fault(e) ? e : show_order(ctx, e);
}

static enum err do_pay(struct ctx *ctx, struct tx *tx)
{
    struct order order;
    TRY(order_pay_by_points(tx, ctx->caller.owner.member, ctx->params.text[0], &order));
    return go_to_order(ctx, order.order_no);
}

static enum err pay(struct ctx *ctx)
{
    return change(ctx, do_pay);
}

static enum err do_cancel(struct ctx *ctx, struct tx *tx)
{
    struct order order;
    TRY(claim_cancel_order(tx, ctx->caller.owner, ctx->params.text[0], &order));
    return go_to_order(ctx, order.order_no);
}

static enum err cancel(struct ctx *ctx)
{
    return change(ctx, do_cancel);
}

/* What the buyer asks of a line: ctx->local points to the state it is to go to. */
static enum err do_claim(struct ctx *ctx, struct tx *tx)
{
    const struct claim_body *body = ctx->body;
    const enum item_status *to = ctx->local;
    const struct actor buyer = {.kind = ACTOR_BUYER, .member = ctx->caller.owner.member};
    struct order order;
    TRY(claim_move_item(tx, &buyer, ctx->caller.owner, ctx->params.text[0],
                        (order_item_id){ctx->params.id[0]}, *to, body->reason, &order));
    return go_to_order(ctx, order.order_no);
}

static enum err claim_for(struct ctx *ctx, enum item_status to)
{
    if (ctx->invalid)
        return show_order(ctx, E_INVALID_REQUEST);
    ctx->local = &to;
    const enum err e = change(ctx, do_claim);
    ctx->local = NULL;
    return e;
}

static enum err cancel_item(struct ctx *ctx)
{
    return claim_for(ctx, ITEM_CANCEL_REQUESTED);
}

static enum err return_item(struct ctx *ctx)
{
    return claim_for(ctx, ITEM_RETURN_REQUESTED);
}

static enum err exchange_item(struct ctx *ctx)
{
    return claim_for(ctx, ITEM_EXCHANGE_REQUESTED);
}

static enum err confirm_item(struct ctx *ctx)
{
    return claim_for(ctx, ITEM_CONFIRMED);
}

/* ---- ordering it again ---- */

/* Puts one line of the order, ctx->local, into the cart. */
static enum err do_again(struct ctx *ctx, struct tx *tx)
{
    const struct order_item *item = ctx->local;
    struct cart_item line;
    return cart_add(tx, ctx->caller.owner, item->product_id, item->quantity, false, &line);
}

/* Each line by itself: what cannot be had keeps nothing else out, and the cart's page names it.
 * What is in the cart already stays as it is, so asking twice changes nothing. */
static enum err again(struct ctx *ctx)
{
    struct order order;
    struct cart cart;
    TRY(order_get(ctx->db, ctx->caller.owner, ctx->params.text[0], &order));
    TRY(cart_get(ctx->db, ctx->caller.owner, NULL, 0, &cart));
    for (size_t i = 0; i < order.item_count; i++) {
        if (cart_holds(&cart, order.items[i].product_id))
            continue;
        ctx->local = &order.items[i];
        const enum err e = app_transact(ctx, do_again);
        ctx->local = NULL;
        if (err_is_fault(e))
            return e;
    }
    const char *path = arena_printf(ctx->call->arena, "/cart?again=%s", order.order_no);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

static const struct route ROUTES[] = {
    {"GET", "/orders", ACCESS_ANYONE, ROUTE_PAGE, list, NULL, &PAGE_QUERY, 0},
    {"POST", "/orders/lookup", ACCESS_ANYONE, ROUTE_PAGE, look_up, &LOOK_UP_BODY, NULL, 0},
    {"GET", "/orders/{no}", ACCESS_ANYONE, ROUTE_PAGE, show, NULL, &SHOW_QUERY, 0},
    {"POST", "/orders/{no}/pay", ACCESS_MEMBER, ROUTE_PAGE | ROUTE_IDEMPOTENT, pay, NULL, NULL, 0},
    {"POST", "/orders/{no}/cancel", ACCESS_CALLER, ROUTE_PAGE, cancel, NULL, NULL, 0},
    {"POST", "/orders/{no}/again", ACCESS_CALLER, ROUTE_PAGE, again, NULL, NULL, 0},
    {"POST", "/orders/{no}/items/{id}/cancel", ACCESS_CALLER, ROUTE_PAGE, cancel_item, &CLAIM_BODY,
     NULL, 0},
    {"POST", "/orders/{no}/items/{id}/return", ACCESS_CALLER, ROUTE_PAGE, return_item, &CLAIM_BODY,
     NULL, 0},
    {"POST", "/orders/{no}/items/{id}/exchange", ACCESS_CALLER, ROUTE_PAGE, exchange_item,
     &CLAIM_BODY, NULL, 0},
    {"POST", "/orders/{no}/items/{id}/confirm", ACCESS_CALLER, ROUTE_PAGE, confirm_item,
     &CLAIM_BODY, NULL, 0},
};

int main(void)
{
    static const struct program PROGRAM = {"store-order", ROUTES, COUNT_OF(ROUTES), NULL};
    return app_main(&PROGRAM);
}
