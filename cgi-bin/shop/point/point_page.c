#include "shop/point/point_page.h"

void point_balance_page(struct tpl *tpl, struct call *call, int64_t balance)
{
    const struct settings *settings = call->settings;
    tpl_money(tpl, "BALANCE", balance);
    tpl_money(tpl, "UNIT_TEXT", settings->point_unit);
    tpl_money(tpl, "CHARGE_MAX_TEXT", settings->point_charge_max);
    tpl_money(tpl, "BALANCE_MAX_TEXT", settings->point_balance_max);
}

static void entry_page(struct tpl *row, struct arena *arena, enum lang lang,
                       const struct point_entry *entry)
{
    const bool plus = entry->amount > 0;
    tpl_text(row, "AT", message_time(arena, lang, entry->created_at));
    tpl_text(row, "KIND_TEXT", message(lang, "point.kind.", POINT_KIND_NAMES[entry->kind]));
    tpl_show_if(row, "PLUS", plus);
    tpl_show_if(row, "MINUS", !plus);
    tpl_money(row, "AMOUNT", plus ? entry->amount : -entry->amount);
    tpl_money(row, "BALANCE_AFTER", entry->balance_after);
    if (entry->order_no != NULL)
        tpl_text(tpl_section(row, "ORDERED"), "ORDER_NO", entry->order_no);
}

void point_history_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                        const struct point_history *history)
{
    tpl_show_if(tpl, "EMPTY", history->count == 0);
    if (history->count == 0)
        return;
    struct tpl *list = tpl_section(tpl, "HISTORY");
    for (size_t i = 0; i < history->count; i++)
        entry_page(tpl_section(list, "ENTRY"), arena, lang, &history->items[i]);
}
