#include "app/order_fields.h"

#include "shop/order/order_form.h"

static const struct field ADDRESS[] = {
    {.name = "postcode",
     .type = FIELD_LINE,
     .required = true,
     .min = 5,
     .max = 5,
     .offset = offsetof(struct address, postcode)},
    {.name = "line1",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = ADDRESS_LINE_MAX,
     .offset = offsetof(struct address, line1)},
    {.name = "line2",
     .type = FIELD_LINE,
     .max = ADDRESS_LINE_MAX,
     .offset = offsetof(struct address, line2)},
};
static const struct field_set ADDRESS_FIELDS = FIELD_SET(struct address, ADDRESS);

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
