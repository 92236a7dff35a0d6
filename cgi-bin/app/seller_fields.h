/* What a seller's registration may hold, as JSON and the page take it. */
#ifndef JANGTEO_APP_SELLER_FIELDS_H
#define JANGTEO_APP_SELLER_FIELDS_H

#include "shop/member/member.h"
#include "web/decode.h"

/* Into a struct seller_registration. */
extern const struct field_set SELLER_FIELDS;

#endif
