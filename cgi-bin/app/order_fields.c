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

static const struct field WANT[] = {
    {.name = "productId",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = ID_MAX,
     .offset = offsetof(struct order_want, product)},
    {.name = "quantity",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = LINE_QUANTITY_MAX,
     .offset = offsetof(struct order_want, quantity)},
};
const struct field_set WANT_FIELDS = FIELD_SET(struct order_want, WANT);

static const struct field LOOK_UP[] = {
    {.name = "orderNo",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = 40,
     .offset = offsetof(struct look_up_body, order_no)},
    {.name = "phone",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = 20,
     .offset = offsetof(struct look_up_body, phone)},
};
const struct field_set LOOK_UP_BODY = FIELD_SET(struct look_up_body, LOOK_UP);

static const struct field CLAIM[] = {REASON_FIELD(struct claim_body)};
const struct field_set CLAIM_BODY = FIELD_SET(struct claim_body, CLAIM);
