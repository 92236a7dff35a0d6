/* Delivery data as clients send them: what the JSON body and the checkout form share. */
#ifndef JANGTEO_SHOP_ORDER_ORDER_FORM_H
#define JANGTEO_SHOP_ORDER_ORDER_FORM_H

#include "shop/order/order.h"

#define RECIPIENT_MAX 50

/* Checks and normalises delivery data in place (O2): phone number and postcode in form. Lengths and
 * presence have been checked by the field table. E_INVALID_REQUEST naming shipping.phone and
 * shipping.address.postcode. */
enum err shipping_check(struct call *call, struct shipping *shipping) MUST;

#endif
