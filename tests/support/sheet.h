/* Order sheets for tests. */
#ifndef JANGTEO_TESTS_SUPPORT_SHEET_H
#define JANGTEO_TESTS_SUPPORT_SHEET_H

#include "support/http.h"

#define SHEET "orderSheetId:int items:list amounts:object usableCoupons:list expiresAt:time"
#define SHEET_LINE                                                                                 \
    "productId:int name:text unitPrice:int unitDiscount:int quantity:int lineTotal:int "           \
    "shippingFee:int sellerId:int"

/* Asks for a sheet of one product; `more`: further members of the body, with a comma before. */
struct answer sheet_ask(const char *token, long long product, long long quantity, const char *more);
/* The same, which must succeed; gives its id. */
long long sheet_new(const char *token, long long product, long long quantity, const char *more);
struct answer sheet_show(const char *token, long long sheet);
/* Orders it by points, paid at once. */
struct answer sheet_order(const char *token, long long sheet);
/* Moves a sheet's life back, so that it was over a minute ago. */
void sheet_let_expire(long long sheet);

#endif
