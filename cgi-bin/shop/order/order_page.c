#include "shop/order/order_page.h"

#include <string.h>

#include "shop/catalog/product_page.h"

const char *phone_text(struct arena *arena, const char *digits)
{
    const size_t size = strlen(digits);
    /* Seoul's area code has two digits, every other one and the mobile ones three. */
    const size_t head = strncmp(digits, "02", 2) == 0 ? 2 : 3;
    if (size < head + 7 || size > head + 8)
        return arena_strdup(arena, digits);
    return arena_printf(arena, "%.*s-%.*s-%s", (int)head, digits, (int)(size - head - 4),
                        digits + head, digits + size - 4);
}

void amounts_page(struct tpl *tpl, const struct amounts *amounts)
{
    struct tpl *sums = tpl_include(tpl, "AMOUNTS", "partials/amounts.tpl");
    tpl_money(sums, "ITEMS", amounts->items);
    tpl_money(sums, "ITEM_DISCOUNT", amounts->item_discount);
    tpl_money(sums, "ORDER_DISCOUNT", amounts->order_discount);
    tpl_money(sums, "SHIPPING_FEE", amounts->shipping_fee);
    tpl_money(sums, "PAYABLE", amounts->payable);
    tpl_money(sums, "REFUNDED", amounts->refunded);
    tpl_show_if(sums, "ITEM_DISCOUNT_SHOWN", amounts->item_discount > 0);
    tpl_show_if(sums, "ORDER_DISCOUNT_SHOWN", amounts->order_discount > 0);
    tpl_show_if(sums, "REFUNDED_SHOWN", amounts->refunded > 0);
    tpl_show_if(sums, "SHIPPING_FREE", amounts->shipping_fee == 0);
    tpl_show_if(sums, "SHIPPING_PAID", amounts->shipping_fee > 0);
}

static void line_page(struct tpl *line, struct arena *arena, const struct order_item *item)
{
    tpl_int(line, "PRODUCT_ID", item->product_id.v);
    tpl_text(line, "NAME", item->name);
    tpl_text(line, "SELLER_NAME", item->seller_name);
    tpl_money(line, "UNIT_PRICE", item->unit_price - item->unit_discount);
    tpl_int(line, "QUANTITY", item->quantity);
    tpl_money(line, "LINE_TOTAL", item->line_total);
    picture_page(line, arena, item->picture);
}

void quote_page(struct tpl *tpl, struct arena *arena, const struct order_quote *quote)
{
    for (size_t i = 0; i < quote->item_count; i++)
        line_page(tpl_section(tpl, "LINE"), arena, &quote->items[i]);
    amounts_page(tpl, &quote->amounts);
    tpl_money(tpl, "PAYABLE", quote->amounts.payable);
}

/* What the list and the single page have in common. */
static void head_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                      const struct order *order)
{
    const char *status = ORDER_STATUS_NAMES[order->status];
    tpl_text(tpl, "ORDER_NO", order->order_no);
    tpl_text(tpl, "CREATED_AT", message_time(arena, lang, order->created_at));
    tpl_text(tpl, "STATUS", status);
    tpl_text(tpl, "STATUS_TEXT", message(lang, "status.order.", status));
    tpl_text(tpl, "METHOD_TEXT",
             message(lang, "payment.method.", PAYMENT_METHOD_NAMES[order->payment_method]));
    tpl_money(tpl, "PAYABLE", order->amounts.payable);
}

void order_list_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                     const struct order_page *page)
{
    for (size_t i = 0; i < page->count; i++) {
        const struct order *order = &page->items[i];
        struct tpl *card = tpl_section(tpl, "ORDER");
        head_page(card, arena, lang, order);
        if (order->item_count == 0)
            continue;
        tpl_text(card, "FIRST_NAME", order->items[0].name);
        picture_page(card, arena, order->items[0].picture);
        if (order->item_count > 1)
            tpl_int(tpl_section(card, "MORE"), "MORE_COUNT", (int64_t)order->item_count - 1);
    }
}

/* ---- the way of an order ---- */

enum step { STEP_ORDERED, STEP_PAID, STEP_PREPARING, STEP_SHIPPING, STEP_DELIVERED, STEP_COUNT };
static const char *const STEP_NAMES[STEP_COUNT] = {"ORDERED", "PAID", "PREPARING", "SHIPPING",
                                                   "DELIVERED"};
#define STEP_NONE STEP_COUNT

/* How far a line has come; STEP_NONE for lines that have left the way. */
static const enum step STEP_OF_ITEM[ITEM_STATUS_COUNT] = {
    [ITEM_PENDING_PAYMENT] = STEP_ORDERED,
    [ITEM_PAID] = STEP_PAID,
    [ITEM_PREPARING] = STEP_PREPARING,
    [ITEM_DISPATCHED] = STEP_SHIPPING,
    [ITEM_IN_TRANSIT] = STEP_SHIPPING,
    [ITEM_DELIVERED] = STEP_DELIVERED,
    [ITEM_CONFIRMED] = STEP_DELIVERED,
    [ITEM_CANCEL_REQUESTED] = STEP_PAID,
    [ITEM_CANCEL_PROCESSING] = STEP_NONE,
    [ITEM_CANCELLED] = STEP_NONE,
    [ITEM_RETURN_REQUESTED] = STEP_DELIVERED,
    [ITEM_RETURN_PROCESSING] = STEP_DELIVERED,
    [ITEM_RETURNED] = STEP_NONE,
    [ITEM_EXCHANGE_REQUESTED] = STEP_DELIVERED,
    [ITEM_EXCHANGE_PROCESSING] = STEP_DELIVERED,
    [ITEM_EXCHANGED] = STEP_DELIVERED,
    [ITEM_FAILED] = STEP_NONE,
};

/* An order is as far as the line that lags behind most. */
static void steps_page(struct tpl *tpl, enum lang lang, const struct order *order)
{
    enum step reached = STEP_NONE;
    for (size_t i = 0; i < order->item_count; i++)
        if (STEP_OF_ITEM[order->items[i].status] < reached)
            reached = STEP_OF_ITEM[order->items[i].status];
    if (reached == STEP_NONE)
        return;
    struct tpl *steps = tpl_section(tpl, "STEPS");
    for (int step = 0; step < STEP_COUNT; step++) {
        struct tpl *item = tpl_section(steps, "STEP");
        tpl_text(item, "LABEL", message(lang, "order.step.", STEP_NAMES[step]));
        tpl_show_if(item, "DONE", step < (int)reached);
        tpl_show_if(item, "CURRENT", step == (int)reached);
    }
}

/* ---- one order ---- */

static void delivery_page(struct tpl *tpl, struct arena *arena, const struct shipping *shipping)
{
    tpl_text(tpl, "RECIPIENT", shipping->recipient);
    tpl_text(tpl, "PHONE", phone_text(arena, shipping->phone));
    tpl_text(tpl, "POSTCODE", shipping->address.postcode);
    tpl_text(tpl, "LINE1", shipping->address.line1);
    tpl_text(tpl, "LINE2", shipping->address.line2);
}

static void pending_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                         const struct order *order)
{
    struct tpl *pending = tpl_section(tpl, "PENDING");
    tpl_text(pending, "EXPIRES_AT", message_time(arena, lang, order->expires_at));
    tpl_show_if(pending, "CARD", order->payment_method == PAY_CARD);
    tpl_show_if(tpl, "CAN_PAY", order->owner.member.v != 0);
}

/* What the buyer may do with a line, by its way in the address. */
static const struct {
    const char *verb;
    enum item_status to;
} ACTIONS[] = {
    {"confirm", ITEM_CONFIRMED},
    {"cancel", ITEM_CANCEL_REQUESTED},
    {"exchange", ITEM_EXCHANGE_REQUESTED},
    {"return", ITEM_RETURN_REQUESTED},
};

static bool buyer_may(const struct order_item *item, enum item_status to)
{
    return (item_transition(item->status, to) & BY_BUYER) != 0;
}

static void actions_page(struct tpl *line, enum lang lang, const struct order_item *item)
{
    struct tpl *actions = NULL;
    for (size_t i = 0; i < sizeof ACTIONS / sizeof ACTIONS[0]; i++) {
        if (!buyer_may(item, ACTIONS[i].to))
            continue;
        if (actions == NULL)
            actions = tpl_section(line, "ACTIONS");
        struct tpl *action = tpl_section(actions, "ACTION");
        tpl_text(action, "VERB", ACTIONS[i].verb);
        tpl_text(action, "LABEL", message(lang, "order.action.", ACTIONS[i].verb));
    }
}

void order_show_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                     const struct order *order)
{
    head_page(tpl, arena, lang, order);
    tpl_text(tpl, "HEADLINE", message(lang, "order.headline.", ORDER_STATUS_NAMES[order->status]));
    steps_page(tpl, lang, order);
    delivery_page(tpl, arena, &order->shipping);
    amounts_page(tpl, &order->amounts);
    if (order->status == ORDER_PENDING_PAYMENT)
        pending_page(tpl, arena, lang, order);
    if (order->failure_reason != NULL)
        tpl_text(tpl_section(tpl, "FAILED"), "FAILURE_TEXT",
                 message(lang, "order.failure.", order->failure_reason));
    bool can_cancel = order->status == ORDER_PENDING_PAYMENT;
    for (size_t i = 0; i < order->item_count; i++) {
        const char *status = ITEM_STATUS_NAMES[order->items[i].status];
        struct tpl *line = tpl_section(tpl, "LINE");
        line_page(line, arena, &order->items[i]);
        tpl_int(line, "ITEM_ID", order->items[i].item_id.v);
        tpl_text(line, "STATUS", status);
        tpl_text(line, "STATUS_TEXT", message(lang, "status.item.", status));
        actions_page(line, lang, &order->items[i]);
        can_cancel = can_cancel || buyer_may(&order->items[i], ITEM_CANCEL_REQUESTED);
    }
    tpl_show_if(tpl, "CAN_CANCEL", can_cancel);
}
