#include "shop/payment/payment_rules.h"

#include <stddef.h>

#define GIVE_UP_AFTER SPAN_DAYS(7)
#define FORGET_AFTER SPAN_DAYS(30)
#define GIVEN_UP_WAIT SPAN_DAYS(1)
#define CALLBACK_SKEW_S INT64_C(300)

const char *const PAYMENT_STATUS_NAMES[] = {
    "PENDING", "APPROVED", "DECLINED", "CANCELLED", "PARTIALLY_REFUNDED", "REFUNDED", NULL};

const char *const GATEWAY_VERDICT_NAMES[] = {"PENDING", "APPROVED", "DECLINED", NULL};

bool card_possible(const struct settings *settings)
{
    return settings->gateway_url[0] != '\0';
}

enum order_wait order_wait_of(enum order_status status, instant expires_at, instant now)
{
    if (status != ORDER_PENDING_PAYMENT)
        return ORDER_OVER;
    return order_expired(status, expires_at, now) ? ORDER_LATE : ORDER_WAITS;
}

enum payment_effect payment_effect_of(enum payment_status payment, enum order_wait order,
                                      enum gateway_verdict verdict, bool equal)
{
    /* By verdict and order. Money that comes where none was expected any more goes back; of an
     * order that is late the worker takes care, unless money makes it urgent. */
    static const enum payment_effect OPEN[3][3] = {
        [VERDICT_PENDING] = {EFFECT_NONE, EFFECT_NONE, EFFECT_NONE},
        [VERDICT_APPROVED] = {EFFECT_PAY, EFFECT_EXPIRE_RETURN, EFFECT_RETURN},
        [VERDICT_DECLINED] = {EFFECT_FAIL, EFFECT_DECLINE, EFFECT_DECLINE},
    };
    static const enum payment_effect DECLINED[3][3] = {
        [VERDICT_APPROVED] = {EFFECT_RETURN, EFFECT_EXPIRE_RETURN, EFFECT_RETURN},
    };
    static const enum payment_effect CANCELLED[3][3] = {
        [VERDICT_APPROVED] = {EFFECT_RETURN, EFFECT_EXPIRE_RETURN, EFFECT_RETURN},
        [VERDICT_DECLINED] = {EFFECT_DECLINE, EFFECT_DECLINE, EFFECT_DECLINE},
    };
    if (!equal)
        return EFFECT_NONE;
    switch (payment) {
    case PAYMENT_PENDING:
        return OPEN[verdict][order];
    case PAYMENT_DECLINED:
        return DECLINED[verdict][order];
    case PAYMENT_CANCELLED:
        return CANCELLED[verdict][order];
    case PAYMENT_APPROVED:
    case PAYMENT_PARTIALLY_REFUNDED:
    case PAYMENT_REFUNDED:
        break;
    }
    return EFFECT_NONE;
}

bool payment_is_given_up(instant created_at, enum order_wait order, instant now)
{
    return order == ORDER_OVER && instant_compare(instant_add(created_at, GIVE_UP_AFTER), now) <= 0;
}

span payment_given_up_wait(instant created_at, instant now)
{
    const span eighth = {(now.us - created_at.us) / 8};
    return eighth.us > GIVEN_UP_WAIT.us ? eighth : GIVEN_UP_WAIT;
}

bool payment_is_forgotten(instant created_at, instant now)
{
    return instant_compare(instant_add(created_at, FORGET_AFTER), now) <= 0;
}

bool callback_time_valid(int64_t timestamp_s, instant now)
{
    const int64_t now_s = now.us / 1000000;
    return timestamp_s >= now_s - CALLBACK_SKEW_S && timestamp_s <= now_s + CALLBACK_SKEW_S;
}
