#include "shop/pricing/pricing_rules.h"

#include <assert.h>

#include "base/money.h"

enum err pricing_spread(int64_t discount, const int64_t *totals, size_t count, int64_t *ret_pieces)
{
    int64_t base = 0, spread = 0;
    for (size_t i = 0; i < count; i++)
        TRY(money_add(base, totals[i], &base));
    assert(discount >= 0 && discount <= base);
    for (size_t i = 0; i < count; i++) {
        ret_pieces[i] = 0;
        if (base > 0)
            TRY(money_share(totals[i], discount, base, &ret_pieces[i]));
        spread += ret_pieces[i];
    }
    /* Rounding down loses less than one won a line, so one round over the lines is enough. */
    for (size_t i = 0; i < count && spread < discount; i++) {
        if (ret_pieces[i] < totals[i]) {
            ret_pieces[i]++;
            spread++;
        }
    }
    assert(spread == discount);
    return E_OK;
}

/* Line totals, and the sums before any coupon. */
static enum err sum_lines(struct price_line *lines, size_t count, struct amounts *sums)
{
    for (size_t i = 0; i < count; i++) {
        struct price_line *line = &lines[i];
        int64_t items, discount;
        TRY(money_mul(line->unit_price, line->quantity, &items));
        TRY(money_mul(line->unit_discount, line->quantity, &discount));
        line->line_total = items - discount;
        line->shipping_fee = 0;
        TRY(money_add(sums->items, items, &sums->items));
        TRY(money_add(sums->item_discount, discount, &sums->item_discount));
    }
    return E_OK;
}

/* Each seller's fee stands on that seller's first line. At most 100 lines: the square is small. */
static enum err add_shipping(struct price_line *lines, size_t count,
                             const struct shipping_policy *policy, struct amounts *sums)
{
    for (size_t i = 0; i < count; i++) {
        bool first = true;
        for (size_t k = 0; k < i && first; k++)
            first = lines[k].seller.v != lines[i].seller.v;
        if (!first)
            continue;
        int64_t of_seller = 0;
        for (size_t k = i; k < count; k++)
            if (lines[k].seller.v == lines[i].seller.v)
                of_seller += lines[k].line_total;
        if (of_seller < policy->free_from)
            lines[i].shipping_fee = policy->fee;
        TRY(money_add(sums->shipping_fee, lines[i].shipping_fee, &sums->shipping_fee));
    }
    return E_OK;
}

static enum err apply_coupon(struct price_line *lines, size_t count,
                             const struct price_coupon *coupon, struct amounts *sums)
{
    const int64_t base = sums->items - sums->item_discount;
    if (base < coupon->min_order_amount)
        return E_COUPON_NOT_USABLE;
    switch (coupon->type) {
    case COUPON_NONE:
        break;
    case COUPON_FIXED:
        sums->order_discount = coupon->value < base ? coupon->value : base;
        break;
    case COUPON_PERCENT:
        TRY(money_share(base, coupon->value, 100, &sums->order_discount));
        if (coupon->max_discount > 0 && sums->order_discount > coupon->max_discount)
            sums->order_discount = coupon->max_discount;
        break;
    case COUPON_FREE_SHIPPING:
        sums->shipping_fee = 0;
        for (size_t i = 0; i < count; i++)
            lines[i].shipping_fee = 0;
        break;
    }
    return E_OK;
}

enum err pricing_total(struct price_line *lines, size_t count, const struct shipping_policy *policy,
                       const struct price_coupon *coupon, struct amounts *ret_amounts)
{
    assert(count <= ORDER_LINES_MAX);
    struct amounts sums = {0};
    TRY(sum_lines(lines, count, &sums));
    TRY(add_shipping(lines, count, policy, &sums));
    if (coupon != NULL)
        TRY(apply_coupon(lines, count, coupon, &sums));

    int64_t totals[ORDER_LINES_MAX] = {0}, pieces[ORDER_LINES_MAX];
    for (size_t i = 0; i < count; i++)
        totals[i] = lines[i].line_total;
    TRY(pricing_spread(sums.order_discount, totals, count, pieces));
    for (size_t i = 0; i < count; i++)
        lines[i].discount_piece = pieces[i];

    TRY(money_add(sums.items - sums.item_discount - sums.order_discount, sums.shipping_fee,
                  &sums.payable));
    *ret_amounts = sums;
    return E_OK;
}
