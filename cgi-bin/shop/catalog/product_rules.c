#include "shop/catalog/product_rules.h"

enum err product_check_price(struct call *call, int64_t price, int64_t discount)
{
    enum err result = E_OK;
    if (price < 0 || price % PRICE_UNIT != 0) {
        problem_add_bounds(&call->problems, call->arena, "price", P_NOT_MULTIPLE, PRICE_UNIT,
                           PRICE_UNIT);
        result = E_INVALID_REQUEST;
    }
    if (discount < 0 || discount > price) {
        problem_add_bounds(&call->problems, call->arena, "discount", P_ABOVE_PRICE, 0, price);
        result = E_INVALID_REQUEST;
    }
    return result;
}

enum err product_check_range(struct call *call, const struct price_range *range)
{
    if (range->has_min && range->has_max && range->min > range->max)
        return call_refuse(call, "minPrice", P_ABOVE_MAXIMUM);
    return E_OK;
}
