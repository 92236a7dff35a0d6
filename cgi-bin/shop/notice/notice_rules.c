#include "shop/notice/notice_rules.h"

const char *const NOTICE_KIND_NAMES[] = {
    [NOTICE_ORDER_PLACED] = "ORDER_PLACED",
    [NOTICE_ORDER_PAID] = "ORDER_PAID",
    [NOTICE_ORDER_CANCELLED] = "ORDER_CANCELLED",
    [NOTICE_ORDER_EXPIRED] = "ORDER_EXPIRED",
    [NOTICE_PAYMENT_FAILED] = "PAYMENT_FAILED",
    [NOTICE_PAYMENT_RETURNED] = "PAYMENT_RETURNED",
    [NOTICE_REFUNDED] = "REFUNDED",
    [NOTICE_REFUND_FAILED] = "REFUND_FAILED",
    [NOTICE_LINE_CHANGED] = "LINE_CHANGED",
    [NOTICE_ORDER_RECEIVED] = "ORDER_RECEIVED",
    [NOTICE_CLAIM_REQUESTED] = "CLAIM_REQUESTED",
    [NOTICE_COUPON_ISSUED] = "COUPON_ISSUED",
    [NOTICE_COUPON_REVOKED] = "COUPON_REVOKED",
    [NOTICE_STOCK_LOW] = "STOCK_LOW",
    [NOTICE_STOCK_OUT] = "STOCK_OUT",
    [NOTICE_CONVERSION_LOW] = "CONVERSION_LOW",
    [NOTICE_EVENT_PARKED] = "EVENT_PARKED",
    [NOTICE_KINDS] = NULL,
};

const char *notice_link_pattern(enum notice_kind kind)
{
    switch (kind) {
    case NOTICE_ORDER_RECEIVED:
    case NOTICE_CLAIM_REQUESTED:
        return "/seller/orders";
    case NOTICE_COUPON_ISSUED:
    case NOTICE_COUPON_REVOKED:
        return "/me/coupons";
    case NOTICE_STOCK_LOW:
    case NOTICE_STOCK_OUT:
        return "/seller/products/*/stock";
    case NOTICE_CONVERSION_LOW:
        return "/admin";
    case NOTICE_EVENT_PARKED:
        return "/admin/events";
    default:
        return "/orders/*";
    }
}
