/* The one field table of addresses: {postcode, line1, line2?}. */
#ifndef JANGTEO_APP_ADDRESS_FIELDS_H
#define JANGTEO_APP_ADDRESS_FIELDS_H

#include "shop/address.h"
#include "web/decode.h"

extern const struct field_set ADDRESS_FIELDS;

#endif
