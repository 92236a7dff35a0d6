#include "app/address_fields.h"

static const struct field TABLE[] = {
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
const struct field_set ADDRESS_FIELDS = FIELD_SET(struct address, TABLE);
