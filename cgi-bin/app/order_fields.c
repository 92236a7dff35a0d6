#include "app/order_fields.h"

#include "app/address_fields.h"
#include "shop/order/order_form.h"

static const struct field SHIPPING[] = {
    {.name = "recipient",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = RECIPIENT_MAX,
     .offset = offsetof(struct shipping, recipient)},
    {.name = "phone",
     .type = FIELD_LINE,
     .required = true,
     .min = 9,
     .max = 20,
     .offset = offsetof(struct shipping, phone)},
    {.name = "address",
     .type = FIELD_OBJECT,
     .required = true,
     .offset = offsetof(struct shipping, address),
     .of = &ADDRESS_FIELDS},
};
const struct field_set SHIPPING_FIELDS = FIELD_SET(struct shipping, SHIPPING);
