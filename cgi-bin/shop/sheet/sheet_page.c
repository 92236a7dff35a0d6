#include "shop/sheet/sheet_page.h"

#include "shop/coupon/coupon_page.h"
#include "shop/order/order_page.h"

void sheet_page(struct tpl *tpl, struct call *call, enum lang lang, const struct order_sheet *sheet)
{
    const struct order_quote quote = {
        .items = sheet->items, .item_count = sheet->item_count, .amounts = sheet->amounts};
    tpl_int(tpl, "SHEET_ID", sheet->sheet_id.v);
    tpl_text(tpl, "EXPIRES_AT", message_time(call->arena, lang, sheet->expires_at));
    tpl_int(tpl, "SECONDS_LEFT", (sheet->expires_at.us - call->now.us) / 1000000);
    quote_page(tpl, call->arena, &quote);
}

void sheet_coupons_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                        const struct order_sheet *sheet, const struct usable_coupons *coupons)
{
    struct tpl *section = tpl_section(tpl, "COUPONS");
    tpl_show_if(section, "NONE_USABLE", coupons->count == 0);
    if (coupons->count == 0)
        return;
    struct tpl *choice = tpl_section(section, "CHOICE");
    tpl_show_if(choice, "NO_COUPON", sheet->coupon.v == 0);
    for (size_t i = 0; i < coupons->count; i++) {
        const struct issued_coupon *issued = &coupons->items[i].issued;
        struct tpl *row = tpl_section(choice, "COUPON");
        tpl_int(row, "ISSUED_ID", issued->issued_coupon_id.v);
        tpl_text(row, "NAME", issued->name);
        tpl_money(row, "WORTH", coupons->items[i].worth);
        tpl_text(row, "UNTIL", message_time(arena, lang, issued->hold.expires_at));
        coupon_worth_page(row, &issued->discount);
        tpl_show_if(row, "BEST", i == 0 && coupons->items[i].worth > 0);
        tpl_show_if(row, "CHOSEN", issued->issued_coupon_id.v == sheet->coupon.v);
    }
}

void sheet_changed_page(struct tpl *tpl, const struct amounts *before, const struct amounts *now)
{
    struct tpl *changed = tpl_section(tpl, "CHANGED");
    tpl_money(changed, "BEFORE", before->payable);
    tpl_money(changed, "NOW", now->payable);
}
