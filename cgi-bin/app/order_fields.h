/* Field tables of orders that more than one program decodes. */
#ifndef JANGTEO_APP_ORDER_FIELDS_H
#define JANGTEO_APP_ORDER_FIELDS_H

#include "shop/order/order.h"
#include "web/decode.h"

/* struct shipping: recipient, phone, address {postcode, line1, line2?}. */
extern const struct field_set SHIPPING_FIELDS;

/* struct order_want: productId, quantity. */
extern const struct field_set WANT_FIELDS;

/* What finds a guest's order again. */
struct look_up_body {
    const char *order_no, *phone;
};
extern const struct field_set LOOK_UP_BODY;

/* A member `reason` of a struct: why somebody asks for something. */
#define REASON_FIELD(type_)                                                                        \
    {                                                                                              \
        .name = "reason", .type = FIELD_LINE, .min = 1, .max = 200,                                \
        .offset = offsetof(type_, reason)                                                          \
    }
/* What a buyer says of a line. */
struct claim_body {
    const char *reason; /* NULL: nothing */
};
extern const struct field_set CLAIM_BODY;

#endif
