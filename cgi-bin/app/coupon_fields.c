#include "app/coupon_fields.h"

#include "base/money.h"

#define TERM_OF(field_name, kind, least, most, member, must)                                       \
    {                                                                                              \
        .name = field_name, .type = kind, .required = must, .min = least, .max = most,             \
        .offset = offsetof(struct coupon_form, member)                                             \
    }
static const struct field FIELDS[] = {
    TERM_OF("name", FIELD_LINE, 1, COUPON_NAME_MAX, terms.name, true),
    TERM_OF("description", FIELD_TEXT, 0, COUPON_DESCRIPTION_MAX, terms.description, false),
    {.name = "type",
     .type = FIELD_ENUM,
     .required = true,
     .offset = offsetof(struct coupon_form, terms.discount.type),
     .names = COUPON_TYPE_NAMES},
    TERM_OF("value", FIELD_INT, 0, MONEY_MAX, terms.discount.value, false),
    TERM_OF("minOrderAmount", FIELD_INT, 0, MONEY_MAX, terms.discount.min_order_amount, false),
    TERM_OF("maxDiscount", FIELD_INT, 1, MONEY_MAX, terms.discount.max_discount, false),
    TERM_OF("quantity", FIELD_INT, 1, COUPON_QUANTITY_MAX, terms.quantity, true),
    TERM_OF("issueStartsAt", FIELD_LINE, 1, 40, starts_at, false),
    TERM_OF("issueEndsAt", FIELD_LINE, 1, 40, ends_at, true),
    TERM_OF("validDays", FIELD_INT, 1, COUPON_VALID_DAYS_MAX, terms.valid_days, false),
};
const struct field_set COUPON_FORM = FIELD_SET(struct coupon_form, FIELDS);
