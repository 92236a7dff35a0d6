/* Addresses as JSON. */
#ifndef JANGTEO_SHOP_ADDRESS_JSON_H
#define JANGTEO_SHOP_ADDRESS_JSON_H

#include "shop/address.h"
#include "view/json.h"

/* Adds "address": {postcode,line1,line2?}. */
void address_json(struct json parent, const struct address *address);

#endif
