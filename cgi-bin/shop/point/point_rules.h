/* Rules of points: pure. */
#ifndef JANGTEO_SHOP_POINT_POINT_RULES_H
#define JANGTEO_SHOP_POINT_POINT_RULES_H

#include "base/call.h"

/* Whether an amount may be charged (P2): positive, at most POINT_CHARGE_MAX, a multiple of
 * POINT_UNIT. E_INVALID_REQUEST with the problem named. */
enum err point_check_charge(struct call *call, int64_t amount) MUST;
/* Whether an amount may be used: positive, at most MONEY_MAX. E_INVALID_REQUEST. */
enum err point_check_use(struct call *call, int64_t amount) MUST;

#endif
