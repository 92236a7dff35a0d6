#include "shop/cart/cart_page.h"

#include "shop/catalog/product_page.h"

/* From when on a line says that it will go. */
#define EXPIRES_SOON SPAN_DAYS(1)

static void line_page(struct tpl *line, struct call *call, enum lang lang,
                      const struct cart_item *item, const struct cart_note *note)
{
    const bool gone = !item->on_sale || item->available <= 0;
    tpl_int(line, "CART_ITEM_ID", item->cart_item_id.v);
    tpl_int(line, "PRODUCT_ID", item->product_id.v);
    tpl_text(line, "NAME", item->name);
    tpl_text(line, "SELLER_NAME", item->seller_name);
    tpl_int(line, "QUANTITY", item->quantity);
    tpl_int(line, "AVAILABLE", item->available);
    tpl_money(line, "LINE_TOTAL", item->line_total);
    tpl_show_if(line, "SELECTED", item->selected);
    tpl_show_if(line, "GONE", gone);
    tpl_show_if(line, "SHORT", !gone && item->available < item->quantity);
    tpl_show_if(line, "AT_ONE", item->quantity <= 1);
    tpl_show_if(line, "AT_MOST",
                item->quantity >= item->available || item->quantity >= CART_QUANTITY_MAX);
    if (instant_compare(item->expires_at, instant_add(call->now, EXPIRES_SOON)) < 0)
        tpl_text(tpl_section(line, "EXPIRING"), "EXPIRES_AT",
                 message_time(call->arena, lang, item->expires_at));
    if (note->item.v == item->cart_item_id.v)
        tpl_text(tpl_section(line, "LINE_ERROR"), "PROBLEM", note->text);
    picture_page(line, call->arena, item->picture);
    price_page(line, item->price, item->discount);
}

void cart_page(struct tpl *tpl, struct call *call, enum lang lang, const struct cart *cart,
               const struct cart_note *note)
{
    tpl_show_if(tpl, "EMPTY", cart->count == 0);
    if (cart->count == 0)
        return;
    struct tpl *filled = tpl_section(tpl, "FILLED");
    tpl_money(filled, "TOTAL", cart->total);
    tpl_money(filled, "SELECTED_TOTAL", cart->selected_total);
    for (size_t i = 0; i < cart->count; i++)
        line_page(tpl_section(filled, "LINE"), call, lang, &cart->items[i], note);
}

void cart_shortage_page(struct tpl *shortages, const char *name, int64_t requested,
                        int64_t available)
{
    struct tpl *row = tpl_section(shortages, "SHORTAGE");
    tpl_text(row, "NAME", name);
    tpl_int(row, "REQUESTED", requested);
    tpl_int(row, "AVAILABLE", available);
}
