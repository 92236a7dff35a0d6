#include "shop/sheet/sheet_rules.h"

bool sheet_expired(instant expires_at, instant now)
{
    return instant_compare(expires_at, now) <= 0;
}

enum err sheet_check_use(order_id order, instant expires_at, instant now)
{
    if (order.v != 0)
        return E_ORDER_STATE_CONFLICT;
    return sheet_expired(expires_at, now) ? E_ORDER_SHEET_EXPIRED : E_OK;
}

static bool same_line(const struct price_line *a, const struct price_line *b)
{
    return a->unit_price == b->unit_price && a->unit_discount == b->unit_discount &&
           a->quantity == b->quantity && a->line_total == b->line_total &&
           a->shipping_fee == b->shipping_fee && a->discount_piece == b->discount_piece;
}

enum err sheet_check_same(const struct amounts *then, const struct price_line *lines_then,
                          const struct amounts *now, const struct price_line *lines_now,
                          size_t count)
{
    bool same = then->items == now->items && then->item_discount == now->item_discount &&
                then->order_discount == now->order_discount &&
                then->shipping_fee == now->shipping_fee && then->payable == now->payable;
    for (size_t i = 0; i < count && same; i++)
        same = same_line(&lines_then[i], &lines_now[i]);
    return same ? E_OK : E_ORDER_SHEET_CHANGED;
}

enum err sheet_coupon_worth(struct price_line *lines, size_t count,
                            const struct shipping_policy *policy, const struct price_coupon *coupon,
                            int64_t *ret_worth)
{
    struct amounts without, with;
    TRY(pricing_total(lines, count, policy, NULL, &without));
    TRY(pricing_total(lines, count, policy, coupon, &with));
    *ret_worth = without.payable - with.payable;
    return E_OK;
}

int sheet_compare_coupons(const struct coupon_worth *a, const struct coupon_worth *b)
{
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    const int sooner = instant_compare(a->expires_at, b->expires_at);
    if (sooner != 0)
        return sooner;
    return a->id.v < b->id.v ? -1 : a->id.v > b->id.v;
}

int64_t conversion_percent(const struct conversion *conversion)
{
    return conversion->sheets == 0 ? 100 : conversion->paid * 100 / conversion->sheets;
}

enum conversion_state conversion_judge(const struct conversion *conversion, int64_t alert_below,
                                       int64_t min_sheets)
{
    if (conversion->sheets < min_sheets)
        return CONVERSION_UNKNOWN;
    return conversion->paid * 100 < conversion->sheets * alert_below ? CONVERSION_LOW
                                                                     : CONVERSION_FINE;
}
