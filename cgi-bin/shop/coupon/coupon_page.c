#include "shop/coupon/coupon_page.h"

void coupon_worth_page(struct tpl *tpl, const struct price_coupon *discount)
{
    switch (discount->type) {
    case COUPON_FIXED:
        tpl_money(tpl_section(tpl, "FIXED"), "VALUE", discount->value);
        break;
    case COUPON_PERCENT:
        tpl_int(tpl_section(tpl, "PERCENT"), "VALUE", discount->value);
        break;
    default:
        tpl_show(tpl, "FREE_SHIPPING");
    }
}

/* What open and issued coupons have in common. */
static void terms_page(struct tpl *row, const char *name, const char *description,
                       const struct price_coupon *discount)
{
    tpl_text(row, "NAME", name);
    if (description != NULL && description[0] != '\0')
        tpl_text(tpl_section(row, "DESCRIBED"), "DESCRIPTION", description);
    coupon_worth_page(row, discount);
    if (discount->min_order_amount > 0)
        tpl_money(tpl_section(row, "FROM"), "MIN_ORDER", discount->min_order_amount);
    if (discount->max_discount > 0)
        tpl_money(tpl_section(row, "AT_MOST"), "MAX_DISCOUNT", discount->max_discount);
}

static void open_page(struct tpl *row, struct arena *arena, enum lang lang,
                      const struct coupon *coupon, bool has, bool can_take)
{
    const int64_t remaining = coupon->supply.remaining > 0 ? coupon->supply.remaining : 0;
    const bool gone = remaining == 0;
    terms_page(row, coupon->terms.name, coupon->terms.description, &coupon->terms.discount);
    tpl_int(row, "COUPON_ID", coupon->coupon_id.v);
    tpl_text(row, "ENDS_AT", message_time(arena, lang, coupon->terms.issue_ends_at));
    tpl_int(row, "VALID_DAYS", coupon->terms.valid_days);
    struct tpl *left = tpl_section(row, "LEFT");
    tpl_money(left, "REMAINING", remaining);
    tpl_money(left, "QUANTITY", coupon->terms.quantity);
    tpl_int(left, "REMAINING_RAW", remaining);
    tpl_int(left, "QUANTITY_RAW", coupon->terms.quantity);
    tpl_show_if(row, "HAS", has);
    tpl_show_if(row, "GONE", gone && !has);
    tpl_show_if(row, "TAKE", !gone && !has && can_take);
    tpl_show_if(row, "LOG_IN", !gone && !has && !can_take);
}

void coupon_list_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                      const struct coupon_page *page, const bool *has, bool can_take)
{
    for (size_t i = 0; i < page->count; i++)
        open_page(tpl_section(tpl, "COUPON"), arena, lang, &page->items[i], has != NULL && has[i],
                  can_take);
}

void coupon_soon_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                      const struct coupon_page *page, bool can_take)
{
    for (size_t i = 0; i < page->count; i++) {
        const instant opens = page->items[i].terms.issue_starts_at;
        struct tpl *row = tpl_section(tpl, "COUPON");
        open_page(row, arena, lang, &page->items[i], false, can_take);
        tpl_text(row, "OPENS_AT", message_time(arena, lang, opens));
        tpl_int(row, "OPENS_MS", opens.us / 1000);
        tpl_show(row, "WAITS");
    }
}

static void issued_page(struct tpl *row, struct arena *arena, enum lang lang,
                        const struct issued_coupon *issued, enum coupon_status status)
{
    terms_page(row, issued->name, issued->description, &issued->discount);
    tpl_text(row, "EXPIRES_AT", message_time(arena, lang, issued->hold.expires_at));
    tpl_show_if(row, "OVER", status != COUPON_AVAILABLE);
    tpl_text(row, "STATUS", COUPON_STATUS_NAMES[status]);
    tpl_text(row, "STATUS_TEXT", message(lang, "status.coupon.", COUPON_STATUS_NAMES[status]));
    const bool available = status == COUPON_AVAILABLE;
    tpl_show_if(row, "FREE", available && issued->order_no == NULL);
    if (issued->order_no == NULL)
        return;
    tpl_text(tpl_section(row, available ? "HELD" : "ORDERED"), "ORDER_NO", issued->order_no);
}

void coupon_mine_page(struct tpl *tpl, struct arena *arena, enum lang lang,
                      const struct issued_coupon_page *page, enum coupon_status current)
{
    for (int status = 0; COUPON_STATUS_NAMES[status] != NULL; status++) {
        struct tpl *tab = tpl_section(tpl, "TAB");
        tpl_text(tab, "STATUS", COUPON_STATUS_NAMES[status]);
        tpl_text(tab, "LABEL", message(lang, "status.coupon.", COUPON_STATUS_NAMES[status]));
        tpl_show_if(tab, "CURRENT", status == (int)current);
    }
    tpl_show_if(tpl, "EMPTY", page->count == 0);
    if (page->count == 0)
        return;
    struct tpl *mine = tpl_section(tpl, "MINE");
    for (size_t i = 0; i < page->count; i++)
        issued_page(tpl_section(mine, "COUPON"), arena, lang, &page->items[i], current);
}
