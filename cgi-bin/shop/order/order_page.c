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
static enum step reached_by(const struct order *order)
{
    enum step reached = STEP_NONE;
    for (size_t i = 0; i < order->item_count; i++)
        if (STEP_OF_ITEM[order->items[i].status] < reached)
            reached = STEP_OF_ITEM[order->items[i].status];
    return reached;
}

static bool is_request(enum item_status status)
{
    return status == ITEM_CANCEL_REQUESTED || status == ITEM_RETURN_REQUESTED ||
           status == ITEM_EXCHANGE_REQUESTED;
}

/* The first line of which something is asked that the seller has not answered; NULL: none. */
static const struct order_item *requested_line(const struct order *order)
{
    for (size_t i = 0; i < order->item_count; i++)
        if (is_request(order->items[i].status))
            return &order->items[i];
    return NULL;
}

/* The line whose state tells more of the order than the order's own: one that is asked about, else
 * the one that lags behind most; NULL: the order's own state says it. */
static const struct order_item *telling_line(const struct order *order)
{
    const struct order_item *line = requested_line(order);
    const bool partly = order->status == ORDER_PARTIALLY_CANCELLED;
    if ((order->status != ORDER_PAID && !partly) || line != NULL || order->item_count == 0)
        return line;
    const enum step reached = reached_by(order);
    if (partly && reached != STEP_NONE)
        return NULL;
    for (size_t i = 0; i < order->item_count; i++) {
        const struct order_item *item = &order->items[i];
        const bool tells = reached == STEP_NONE ? item->status == ITEM_CANCEL_PROCESSING
                                                : STEP_OF_ITEM[item->status] == reached;
        if (tells && (line == NULL || item->status < line->status))
            line = item;
    }
    return line;
}

/* What the list and the single page have in common. */
static void head_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                      const struct order *order)
{
    const struct order_item *line = telling_line(order);
    const char *status =
        line != NULL ? ITEM_STATUS_NAMES[line->status] : ORDER_STATUS_NAMES[order->status];
    tpl_text(tpl, "ORDER_NO", order->order_no);
    tpl_text(tpl, "CREATED_AT", message_time(arena, lang, order->created_at));
    tpl_text(tpl, "STATUS", status);
    tpl_text(tpl, "STATUS_TEXT",
             message(lang, line != NULL ? "status.item." : "status.order.", status));
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

static void steps_page(struct tpl *tpl, enum lang lang, enum step reached)
{
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

/* By when it is to be paid, and how long that still is: whole minutes, rounded down. */
static void deadline_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                          const struct order *order, instant now)
{
    const int64_t minutes = (order->expires_at.us - now.us) / SPAN_SECONDS(60).us;
    struct tpl *deadline = tpl_section(tpl, "DEADLINE");
    tpl_text(deadline, "EXPIRES_AT", message_time(arena, lang, order->expires_at));
    struct tpl *left = tpl_section(deadline, minutes >= 60  ? "LEFT_HOURS"
                                             : minutes >= 1 ? "LEFT_MINUTES"
                                                            : "LEFT_MOMENT");
    tpl_int(left, "HOURS", minutes / 60);
    tpl_int(left, "MINUTES", minutes % 60);
}

void order_way_page(struct tpl *tpl, enum lang lang, const char *action, const char *label,
                    bool main)
{
    struct tpl *way = tpl_section(tpl, "WAY_TO_PAY");
    tpl_text(way, "ACTION", action);
    tpl_text(way, "LABEL", message(lang, "order.pay.", label));
    tpl_show_if(way, "MAIN", main);
}

static void sum_page(struct tpl *tpl, const char *section, int64_t amount)
{
    if (amount > 0)
        tpl_money(tpl_section(tpl, section), "AMOUNT", amount);
}

void order_refunds_page(struct tpl *tpl, const struct refund_sums *sums)
{
    sum_page(tpl, "REFUND_ON_ITS_WAY", sums->on_its_way);
    sum_page(tpl, "REFUND_FAILED", sums->failed);
    sum_page(tpl, "REFUND_RETURNED", sums->returned);
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

static bool buyer_may_any(const struct order *order, enum item_status to)
{
    for (size_t i = 0; i < order->item_count; i++)
        if (buyer_may(&order->items[i], to))
            return true;
    return false;
}

/* What comes next, as "order.next.…"; NULL: nothing that has to be said. */
static const char *next_of(const struct order *order, enum step reached, instant now)
{
    if (order_expired(order->status, order->expires_at, now))
        return "OVER";
    if (order->status != ORDER_PAID && order->status != ORDER_PARTIALLY_CANCELLED)
        return ORDER_STATUS_NAMES[order->status];
    if (requested_line(order) != NULL)
        return "REQUESTED";
    if (reached == STEP_DELIVERED && !buyer_may_any(order, ITEM_CONFIRMED))
        return NULL;
    return reached != STEP_NONE ? STEP_NAMES[reached] : NULL;
}

/* What was not bought, or is given back, is ordered again as what comes next, one line in one go;
 * any other order that is not waiting for its payment can be put into the cart again. */
static void again_page(struct tpl *tpl, const struct order *order)
{
    const bool next = order->status == ORDER_FAILED || order->status == ORDER_CANCELLED ||
                      order->status == ORDER_REFUNDED;
    if (!next) {
        tpl_show_if(tpl, "AGAIN_TOO", order->status != ORDER_PENDING_PAYMENT);
        return;
    }
    struct tpl *again = tpl_section(tpl, "AGAIN");
    tpl_show_if(again, "AGAIN_MANY", order->item_count != 1);
    if (order->item_count != 1)
        return;
    struct tpl *one = tpl_section(again, "AGAIN_ONE");
    tpl_int(one, "PRODUCT_ID", order->items[0].product_id.v);
    tpl_int(one, "QUANTITY", order->items[0].quantity);
}

const char *order_headline(enum lang lang, const struct order *order)
{
    const struct order_item *line = telling_line(order);
    if (line == NULL)
        return message(lang, "order.headline.", ORDER_STATUS_NAMES[order->status]);
    const bool on_its_way = !is_request(line->status) && STEP_OF_ITEM[line->status] != STEP_NONE;
    return message(lang, "order.headline.",
                   on_its_way ? STEP_NAMES[STEP_OF_ITEM[line->status]]
                              : ITEM_STATUS_NAMES[line->status]);
}

/* The state in words, and what comes next. */
static void state_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                       const struct order *order, instant now)
{
    const enum step reached = reached_by(order);
    tpl_text(tpl, "HEADLINE", order_headline(lang, order));
    steps_page(tpl, lang, reached);
    const char *next = next_of(order, reached, now);
    if (next != NULL)
        tpl_text(tpl_section(tpl, "NEXT"), "NEXT_TEXT", message(lang, "order.next.", next));
    if (order_expired(order->status, order->expires_at, now))
        return;
    if (order->status == ORDER_PENDING_PAYMENT)
        deadline_page(tpl, arena, lang, order, now);
    again_page(tpl, order);
}

/* A line that is being prepared is not cancelled but asked about. */
static const char *cancel_words(const struct order_item *item)
{
    return item->status == ITEM_PREPARING ? "cancel_request" : "cancel";
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
        const char *words =
            ACTIONS[i].to == ITEM_CANCEL_REQUESTED ? cancel_words(item) : ACTIONS[i].verb;
        tpl_text(action, "VERB", ACTIONS[i].verb);
        tpl_text(action, "LABEL", message(lang, "order.action.", words));
        tpl_text(action, "QUESTION", message(lang, "order.ask.", words));
        tpl_show_if(action, "REASONED", ACTIONS[i].to != ITEM_CONFIRMED);
    }
}

/* The way of one line so far. */
static void history_page(struct tpl *line, struct arena *arena, enum lang lang, order_item_id item,
                         const struct order_history *history)
{
    for (size_t i = 0; i < history->count; i++) {
        const struct item_event *event = &history->items[i].event;
        if (history->items[i].item_id.v != item.v)
            continue;
        struct tpl *row = tpl_section(line, "EVENT");
        tpl_text(row, "EVENT_TEXT", message(lang, "status.item.", event->to_status));
        tpl_text(row, "ACTOR_TEXT", message(lang, "order.actor.", ACTOR_NAMES[event->actor]));
        tpl_text(row, "AT", message_time(arena, lang, event->created_at));
        if (history->items[i].reason != NULL)
            tpl_text(tpl_section(row, "REASON_GIVEN"), "REASON", history->items[i].reason);
    }
}

void order_show_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                     const struct order *order, const struct order_history *history, instant now)
{
    head_page(tpl, arena, lang, order);
    state_page(tpl, arena, lang, order, now);
    delivery_page(tpl, arena, &order->shipping);
    amounts_page(tpl, &order->amounts);
    tpl_show_if(tpl, "NOT_CHARGED",
                order->status == ORDER_FAILED || order->status == ORDER_CANCELLED);
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
        history_page(line, arena, lang, order->items[i].item_id, history);
        can_cancel = can_cancel || buyer_may(&order->items[i], ITEM_CANCEL_REQUESTED);
    }
    tpl_show_if(tpl, "CAN_CANCEL", can_cancel);
}
