#include "app/seller_fields.h"

#include "app/address_fields.h"

static const struct field SELLER_TABLE[] = {
    {.name = "businessName",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = SELLER_NAME_MAX,
     .offset = offsetof(struct seller_registration, business_name)},
    {.name = "registrationNumber",
     .type = FIELD_LINE,
     .required = true,
     .min = 10,
     .max = 12,
     .offset = offsetof(struct seller_registration, registration_number)},
    {.name = "contact",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = SELLER_CONTACT_MAX,
     .offset = offsetof(struct seller_registration, contact)},
    {.name = "address",
     .type = FIELD_OBJECT,
     .required = true,
     .offset = offsetof(struct seller_registration, address),
     .of = &ADDRESS_FIELDS},
    {.name = "category",
     .type = FIELD_LINE,
     .required = true,
     .min = 1,
     .max = SELLER_CATEGORY_MAX,
     .offset = offsetof(struct seller_registration, category)},
};
const struct field_set SELLER_FIELDS = FIELD_SET(struct seller_registration, SELLER_TABLE);
