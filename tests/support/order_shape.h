/* The contract's Order. */
#ifndef JANGTEO_TESTS_SUPPORT_ORDER_SHAPE_H
#define JANGTEO_TESTS_SUPPORT_ORDER_SHAPE_H

#define ORDER                                                                                      \
    "orderNo:text status:text failureReason:text* paymentMethod:text amounts:object "              \
    "couponId:int* "                                                                               \
    "shipping:object items:list paymentId:int* createdAt:time updatedAt:time expiresAt:time*"
#define AMOUNTS                                                                                    \
    "items:int itemDiscount:int orderDiscount:int shippingFee:int payable:int refunded:int"
#define ORDER_LINE                                                                                 \
    "itemId:int productId:int name:text unitPrice:int unitDiscount:int quantity:int "              \
    "lineTotal:int shippingFee:int status:text sellerId:int"

#endif
