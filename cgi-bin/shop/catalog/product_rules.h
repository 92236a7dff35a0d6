/* Rules of products: pure. */
#ifndef JANGTEO_SHOP_CATALOG_PRODUCT_RULES_H
#define JANGTEO_SHOP_CATALOG_PRODUCT_RULES_H

#include "base/call.h"

/* Prices are multiples of this many won (C2). */
#define PRICE_UNIT 100

/* What a buyer pays for one, in won; both ends are within it. */
struct price_range {
    bool has_min, has_max; /* else there is no such end */
    int64_t min, max;
};

/* C2: price a multiple of 100, 0 <= discount <= price. E_INVALID_REQUEST naming each. */
enum err product_check_price(struct call *call, int64_t price, int64_t discount) MUST;
/* A range's ends in their order: E_INVALID_REQUEST naming "minPrice". */
enum err product_check_range(struct call *call, const struct price_range *range) MUST;

#endif
