/* Coupons for tests: made by the admin of the test stack, issued over HTTP. */
#ifndef JANGTEO_TESTS_SUPPORT_COUPON_H
#define JANGTEO_TESTS_SUPPORT_COUPON_H

#include <stdbool.h>

#include "support/http.h"
#include "support/shop.h"

#define FIXED_3000 "\"type\":\"FIXED\",\"value\":3000,\"quantity\":10"

/* A template with those fields, open from now on unless they say otherwise: as anybody asks for it,
 * and made by the admin, which gives its id. */
struct answer coupon_draft(const char *token, const char *fields);
long long coupon_new(const char *fields);

/* Asks for one of a template's coupons; runs in any thread. */
struct answer coupon_issue(const char *token, long long coupon);
/* A coupon of a template of its own, of whoever has the token; gives the issued coupon's id. */
long long coupon_issued(const char *token, const char *fields);
struct answer coupon_revoke(long long issued);
/* Moves a coupon's time back, so that it was over a minute ago. */
void coupon_let_expire(long long issued);

/* The way to an issued coupon in an answer that lists coupons; NULL when it is not there. */
const char *coupon_in(struct answer list, long long issued);
/* Whether it is in its owner's list of a state. */
bool coupon_is(const struct person *p, const char *status, long long issued);

#endif
