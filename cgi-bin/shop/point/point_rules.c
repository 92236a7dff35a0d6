#include "shop/point/point_rules.h"

#include "base/money.h"

enum err point_check_charge(struct call *call, int64_t amount)
{
    const struct settings *s = call->settings;
    if (amount < 1 || amount > s->point_charge_max) {
        problem_add_bounds(&call->problems, call->arena, "amount", P_OUT_OF_RANGE, 1,
                           s->point_charge_max);
        return E_INVALID_REQUEST;
    }
    if (amount % s->point_unit != 0) {
        problem_add_bounds(&call->problems, call->arena, "amount", P_NOT_MULTIPLE, s->point_unit,
                           s->point_unit);
        return E_INVALID_REQUEST;
    }
    return E_OK;
}

enum err point_check_use(struct call *call, int64_t amount)
{
    if (amount < 1 || amount > MONEY_MAX) {
        problem_add_bounds(&call->problems, call->arena, "amount", P_OUT_OF_RANGE, 1, MONEY_MAX);
        return E_INVALID_REQUEST;
    }
    return E_OK;
}
