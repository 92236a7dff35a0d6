#include "shop/order/seller_page.h"

#include "shop/catalog/product_page.h"
#include "shop/order/order_page.h"

#define HOUR_US (INT64_C(3600) * 1000000)

void seller_shipping_page(struct tpl *tpl, struct arena *arena, const struct shipping *shipping)
{
    tpl_text(tpl, "RECIPIENT", shipping->recipient);
    tpl_text(tpl, "PHONE", phone_text(arena, shipping->phone));
    tpl_text(tpl, "POSTCODE", shipping->address.postcode);
    tpl_text(tpl, "LINE1", shipping->address.line1);
    tpl_text(tpl, "LINE2", shipping->address.line2);
}

static void age_page(struct tpl *row, instant now, instant since)
{
    const int64_t hours = (now.us - since.us) / HOUR_US;
    if (hours < 1)
        tpl_show(row, "JUST_NOW");
    else if (hours < 24)
        tpl_int(tpl_section(row, "HOURS_AGO"), "HOURS", hours);
    else
        tpl_int(tpl_section(row, "DAYS_AGO"), "DAYS", hours / 24);
}

/* A way on is called after where it starts, too: to DELIVERED is an arrival or a refusal. A sale is
 * given up only when that is said twice. */
static void moves_page(struct tpl *row, struct arena *arena, enum lang lang, enum item_status from)
{
    enum item_status moves[SELLER_MOVES_MAX];
    const size_t count = seller_moves(from, moves);
    struct tpl *form = count > 0 ? tpl_section(row, "MOVES") : NULL;
    for (size_t i = 0; i < count; i++) {
        const char *to = ITEM_STATUS_NAMES[moves[i]];
        const char *id = arena_printf(arena, "%s.%s", ITEM_STATUS_NAMES[from], to);
        const bool gives_up = moves[i] == ITEM_CANCEL_PROCESSING && from != ITEM_CANCEL_REQUESTED;
        struct tpl *move = tpl_section(form, gives_up ? "GIVE_UP" : "MOVE");
        tpl_text(move, "TO", to);
        tpl_text(move, "LABEL", id != NULL ? message(lang, "seller.move.", id) : NULL);
    }
}

void seller_line_page(struct tpl *row, struct arena *arena, enum lang lang, instant now,
                      const struct seller_line *line)
{
    const char *status = ITEM_STATUS_NAMES[line->status];
    tpl_int(row, "ITEM_ID", line->item_id.v);
    tpl_text(row, "ORDER_NO", line->order_no);
    tpl_text(row, "NAME", line->name);
    tpl_int(row, "QUANTITY", line->quantity);
    tpl_money(row, "PAID", line->paid);
    tpl_text(row, "STATUS", status);
    tpl_text(row, "STATUS_TEXT", message(lang, "status.item.", status));
    tpl_text(row, "ORDERED_AT", message_time(arena, lang, line->ordered_at));
    age_page(row, now, line->ordered_at);
    picture_page(row, arena, line->picture);
    if (line->reason != NULL)
        tpl_text(tpl_section(row, "REASONED"), "REASON_GIVEN", line->reason);
    if (seller_stage_ships(seller_stage_of(line->status)))
        seller_shipping_page(tpl_section(row, "SHIPPED_TO"), arena, &line->shipping);
    moves_page(row, arena, lang, line->status);
}
