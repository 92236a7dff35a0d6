/* A coupon template as clients send it: what the JSON body and the admin's form share. */
#ifndef JANGTEO_APP_COUPON_FIELDS_H
#define JANGTEO_APP_COUPON_FIELDS_H

#include "shop/coupon/coupon.h"
#include "web/decode.h"

struct coupon_form {
    struct coupon_terms terms;
    const char *starts_at, *ends_at; /* as sent: RFC 3339, or a browser's local time */
};
extern const struct field_set COUPON_FORM;

#endif
