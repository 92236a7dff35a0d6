#include "shop/order/order_form.h"

#include "shop/member/member_rules.h"

enum err shipping_check(struct call *call, struct shipping *shipping)
{
    enum err result = E_OK;
    const char *digits;
    enum err e = phone_normalise(call->arena, shipping->phone, &digits);
    if (e == E_NO_MEMORY)
        return e;
    if (e == E_OK)
        shipping->phone = digits;
    else
        result = call_refuse(call, "shipping.phone", P_INVALID_FORMAT);
    if (!postcode_valid(shipping->address.postcode))
        result = call_refuse(call, "shipping.address.postcode", P_INVALID_FORMAT);
    return result;
}
