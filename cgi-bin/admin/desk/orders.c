/* /admin/orders: finding orders, all that happened to one, and refunds tried again (O7, Y1, Y5). */
#include <string.h>

#include "admin/desk/desk.h"
#include "shop/desk/desk.h"
#include "shop/notice/notice_json.h"
#include "shop/order/order_page.h"
#include "shop/refund/refund.h"

#define CURSOR_TAG "desk-order"
#define FAILED_TAG "desk-failed"

/* ---- the list ---- */

struct order_query {
    const char *text;
    bool failed; /* only those with a refund that failed */
    struct page_query page;
};
static const struct field ORDER_FIELDS[] = {
    {.name = "q", .type = FIELD_LINE, .max = 254, .offset = offsetof(struct order_query, text)},
    {.name = "failed", .type = FIELD_BOOL, .offset = offsetof(struct order_query, failed)},
    PAGE_FIELDS(struct order_query, page),
};
const struct field_set DESK_ORDER_QUERY = FIELD_SET(struct order_query, ORDER_FIELDS);

static void show_row(struct ctx *ctx, struct tpl *row, const struct desk_order *order)
{
    struct arena *arena = ctx->call->arena;
    const char *status = ORDER_STATUS_NAMES[order->status];
    tpl_text(row, "ORDER_NO", order->order_no);
    tpl_text(row, "STATUS", status);
    tpl_text(row, "STATUS_TEXT", message(ctx->lang, "status.order.", status));
    tpl_text(row, "METHOD_TEXT",
             message(ctx->lang, "payment.method.", PAYMENT_METHOD_NAMES[order->payment_method]));
    tpl_money(row, "PAYABLE", order->payable);
    tpl_text(row, "RECIPIENT", order->recipient);
    tpl_text(row, "PHONE", phone_text(arena, order->phone));
    tpl_text(row, "CREATED_AT", message_time(arena, ctx->lang, order->created_at));
}

enum err desk_list_orders(struct ctx *ctx)
{
    const struct order_query *query = ctx->query;
    const char *tag = query->failed ? FAILED_TAG : CURSOR_TAG;
    const int64_t limit = page_limit(&query->page);
    struct cursor from;
    struct desk_order_page page;
    TRY(page_start(ctx, &query->page, tag, &from));
    if (query->failed)
        TRY(desk_list_failed_refunds(ctx->db, from.id, limit, &page));
    else
        TRY(desk_find_orders(ctx->db, query->text, from.id, limit, &page));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    tpl_text(tpl, "TEXT", query->failed ? NULL : query->text);
    tpl_show_if(tpl, "FAILED_ONLY", query->failed);
    tpl_show_if(tpl, "ALL", !query->failed);
    tpl_show_if(tpl, "EMPTY", page.count == 0);
    tpl_show_if(tpl, "SOUGHT", query->failed || query->text != NULL);
    struct tpl *list = page.count > 0 ? tpl_section(tpl, "ORDERS") : NULL;
    for (size_t i = 0; i < page.count; i++)
        show_row(ctx, tpl_section(list, "ROW"), &page.items[i]);
    const char *part = query->failed ? "failed=true&" : desk_search_part(ctx, query->text);
    TRY_NEW(part);
    const char *path = arena_printf(ctx->call->arena, "/admin/orders?%s", part);
    TRY_NEW(path);
    desk_pager(ctx, tpl, path, tag, &query->page, page.next);
    return desk_page(ctx, E_OK, "desk/orders.tpl", DESK_ORDERS, tpl);
}

/* ---- one order ---- */

static void show_line_events(struct ctx *ctx, struct tpl *tpl, const struct desk_case *found)
{
    for (size_t i = 0; i < found->line_event_count; i++) {
        const struct desk_line_event *event = &found->line_events[i];
        struct tpl *row = tpl_section(tpl, "LINE_EVENT");
        tpl_text(row, "AT", message_time(ctx->call->arena, ctx->lang, event->created_at));
        tpl_text(row, "NAME", event->name);
        tpl_text(row, "ACTOR_TEXT", message(ctx->lang, "desk.actor.", ACTOR_NAMES[event->actor]));
        tpl_text(row, "STATUS", event->to_status);
        tpl_text(row, "TO_TEXT", message(ctx->lang, "status.item.", event->to_status));
        if (event->from_status != NULL)
            tpl_text(tpl_section(row, "FROM"), "FROM_TEXT",
                     message(ctx->lang, "status.item.", event->from_status));
    }
}

/* Words that the shop itself gives as the reason of a refund, or none. */
static const char *reason_text(struct ctx *ctx, const char *reason)
{
    if (strcmp(reason, REFUND_REASON_LINES) == 0)
        return message(ctx->lang, "desk.", "reason_lines");
    if (strcmp(reason, REFUND_REASON_OVER) == 0)
        return message(ctx->lang, "desk.", "reason_over");
    return reason;
}

static void show_refund(struct ctx *ctx, struct tpl *tpl, const struct desk_refund *refund)
{
    const char *status = DESK_REFUND_STATUS_NAMES[refund->status];
    struct tpl *row = tpl_section(tpl, "REFUND");
    tpl_money(row, "AMOUNT", refund->amount);
    tpl_text(row, "STATUS", status);
    tpl_text(row, "STATUS_TEXT", message(ctx->lang, "desk.refund.", status));
    tpl_text(row, "REASON", reason_text(ctx, refund->reason));
    tpl_int(row, "ATTEMPTS", refund->attempts);
    tpl_text(row, "AT", message_time(ctx->call->arena, ctx->lang, refund->created_at));
    desk_last_error(row, refund->last_error);
}

/* A detail of the log is a sum ("POINT 5000", "5000"), who told the result, or the gateway's key,
 * which may look like any of them. */
static void show_detail(struct ctx *ctx, struct tpl *row, const struct payment *payment,
                        const char *event, const char *detail)
{
    static const struct {
        const char *said, *id;
    } TELLERS[] = {{"callback", "callback"},
                   {"return", "return"},
                   {"worker", "worker"},
                   {"given up", "given_up"}};
    const char *space = strrchr(detail, ' ');
    const char *sum = space != NULL ? space + 1 : detail;
    int64_t amount;
    if (strcmp(event, "GATEWAY_ACCEPTED") == 0) {
        tpl_text(row, "DETAIL", detail);
        return;
    }
    if (str_to_int(sum, strlen(sum), 0, INT64_MAX, &amount)) {
        struct tpl *part = tpl_section(row, "SUM");
        tpl_text(part, "METHOD_TEXT", message(ctx->lang, "desk.method.", payment->method));
        tpl_money(part, "AMOUNT", amount);
        return;
    }
    const char *told_by = NULL;
    for (size_t i = 0; i < COUNT_OF(TELLERS); i++)
        if (strcmp(detail, TELLERS[i].said) == 0)
            told_by = TELLERS[i].id;
    tpl_text(row, "DETAIL",
             told_by != NULL ? message(ctx->lang, "desk.told_by.", told_by) : detail);
}

static void show_payment(struct ctx *ctx, struct tpl *tpl, const struct desk_case *found,
                         const struct payment *payment)
{
    bool failed = false;
    struct tpl *part = tpl_section(tpl, "PAYMENT");
    tpl_int(part, "PAYMENT_ID", payment->payment_id.v);
    tpl_text(part, "METHOD_TEXT", message(ctx->lang, "desk.method.", payment->method));
    tpl_money(part, "AMOUNT", payment->amount);
    if (payment->refunded > 0)
        tpl_money(tpl_section(part, "SOME_BACK"), "REFUNDED", payment->refunded);
    tpl_text(part, "STATUS", payment->status);
    tpl_text(part, "STATUS_TEXT", message(ctx->lang, "desk.payment.", payment->status));
    if (payment->transaction_key != NULL)
        tpl_text(tpl_section(part, "TRANSACTION"), "KEY", payment->transaction_key);
    for (size_t i = 0; i < payment->log_count; i++) {
        struct tpl *row = tpl_section(part, "LOG");
        tpl_text(row, "AT", message_time(ctx->call->arena, ctx->lang, payment->log[i].created_at));
        tpl_text(row, "EVENT_TEXT", message(ctx->lang, "desk.log.", payment->log[i].event));
        show_detail(ctx, row, payment, payment->log[i].event, payment->log[i].detail);
    }
    for (size_t i = 0; i < found->refund_count; i++) {
        if (found->refunds[i].payment_id.v != payment->payment_id.v)
            continue;
        show_refund(ctx, part, &found->refunds[i]);
        failed = failed || found->refunds[i].status == DESK_REFUND_FAILED;
    }
    tpl_show_if(part, "CAN_RETRY", failed);
}

static void show_events(struct ctx *ctx, struct tpl *tpl, const struct desk_case *found)
{
    tpl_show_if(tpl, "NO_EVENTS", found->event_count == 0);
    for (size_t i = 0; i < found->event_count; i++) {
        const struct event *event = &found->events[i];
        const char *state = EVENT_STATE_WORDS[event->state];
        struct tpl *row = tpl_section(tpl, "EVENT");
        tpl_text(row, "AT", message_time(ctx->call->arena, ctx->lang, event->created_at));
        tpl_text(row, "TYPE_TEXT", message(ctx->lang, "desk.type.", EVENT_TYPE_NAMES[event->type]));
        tpl_text(row, "STATE", state);
        tpl_text(row, "STATE_TEXT", message(ctx->lang, "desk.state.", state));
    }
}

/* Who was told, and what. */
static enum err show_notices(struct ctx *ctx, struct tpl *tpl, const char *to,
                             const struct notice_page *notices)
{
    struct arena *arena = ctx->call->arena;
    struct tpl *told = tpl_section(tpl, "TOLD");
    tpl_text(told, "WHOM", message(ctx->lang, "desk.told.", to));
    tpl_show_if(told, "NO_NOTICES", notices->count == 0);
    for (size_t i = 0; i < notices->count; i++) {
        struct notice_text text;
        struct tpl *row = tpl_section(told, "NOTICE");
        TRY(notice_text_of(arena, ctx->lang, &notices->items[i].notice, &text));
        tpl_text(row, "AT", message_time(arena, ctx->lang, notices->items[i].created_at));
        tpl_text(row, "HEADLINE", text.title);
        tpl_text(row, "BODY", text.body);
    }
    return E_OK;
}

static enum err show_buyer(struct ctx *ctx, struct tpl *tpl, const struct order *order)
{
    const member_id buyer = order->owner.member;
    struct desk_member_page members;
    tpl_show_if(tpl, "BY_GUEST", buyer.v == 0);
    if (buyer.v == 0)
        return E_OK;
    TRY(desk_members_named(ctx->db, &buyer.v, 1, &members));
    desk_member_name(ctx, tpl_section(tpl, "BUYER"), buyer, &members);
    return E_OK;
}

static enum err show_order(struct ctx *ctx, bool done, enum err refused)
{
    struct desk_case found;
    TRY(desk_get_case(ctx->db, ctx->params.text[0], &found));
    struct tpl *tpl = tpl_new(ctx->call->arena);
    /* What happened to its lines is a table here. */
    order_show_page(tpl, ctx->call->arena, ctx->lang, &found.order, &(struct order_history){0},
                    ctx->call->now);
    TRY(show_buyer(ctx, tpl, &found.order));
    show_line_events(ctx, tpl, &found);
    tpl_show_if(tpl, "NO_PAYMENTS", found.payment_count == 0);
    for (size_t i = 0; i < found.payment_count; i++)
        show_payment(ctx, tpl, &found, &found.payments[i]);
    show_events(ctx, tpl, &found);
    TRY(show_notices(ctx, tpl, "buyer", &found.to_buyer));
    TRY(show_notices(ctx, tpl, "sellers", &found.to_sellers));
    tpl_show_if(tpl, "DONE", done);
    desk_refusal(ctx, tpl, refused);
    return desk_page(ctx, refused, "desk/order.tpl", DESK_ORDERS, tpl);
}

enum err desk_show_order(struct ctx *ctx)
{
    const struct desk_done *query = ctx->query;
    return show_order(ctx, query->done, E_OK);
}

static enum err do_retry_refund(struct ctx *ctx, struct tx *tx)
{
    const struct owner nobody = {{0}, {0}};
    const payment_id id = {ctx->params.id[0]};
    struct payment payment;
    TRY(payment_get(tx->db, nobody, true, id, &payment));
    if (strcmp(payment.order_no, ctx->params.text[0]) != 0)
        return E_PAYMENT_NOT_FOUND;
    TRY(refund_retry(tx, id));
    const char *path =
        arena_printf(ctx->call->arena, "/admin/orders/%s?done=true", payment.order_no);
    TRY_NEW(path);
    return response_redirect(ctx->res, path);
}

enum err desk_retry_refund(struct ctx *ctx)
{
    const enum err e = app_transact(ctx, do_retry_refund);
    return e == E_OK || err_is_fault(e) ? e : show_order(ctx, false, e);
}
