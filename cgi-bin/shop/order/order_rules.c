#include "shop/order/order_rules.h"

#include <string.h>

const char *const ORDER_STATUS_NAMES[] = {
    "PENDING_PAYMENT",     "PAID",     "FAILED",    "CANCELLED",
    "PARTIALLY_CANCELLED", "REFUNDED", "COMPLETED", NULL};

const char *const ITEM_STATUS_NAMES[] = {"PENDING_PAYMENT",
                                         "PAID",
                                         "PREPARING",
                                         "DISPATCHED",
                                         "IN_TRANSIT",
                                         "DELIVERED",
                                         "CONFIRMED",
                                         "CANCEL_REQUESTED",
                                         "CANCEL_PROCESSING",
                                         "CANCELLED",
                                         "RETURN_REQUESTED",
                                         "RETURN_PROCESSING",
                                         "RETURNED",
                                         "EXCHANGE_REQUESTED",
                                         "EXCHANGE_PROCESSING",
                                         "EXCHANGED",
                                         "FAILED",
                                         NULL};

/* The line transitions of the HTTP contract; what is not here is refused. An admin may do whatever
 * a seller may. */
static const struct {
    enum item_status from, to;
    unsigned by;
} TRANSITIONS[] = {
    {ITEM_PENDING_PAYMENT, ITEM_PAID, BY_SYSTEM},
    {ITEM_PENDING_PAYMENT, ITEM_FAILED, BY_SYSTEM},
    {ITEM_PENDING_PAYMENT, ITEM_CANCELLED, BY_BUYER},
    {ITEM_PAID, ITEM_PREPARING, BY_SELLER},
    {ITEM_PAID, ITEM_CANCEL_REQUESTED, BY_BUYER},
    {ITEM_PAID, ITEM_CANCEL_PROCESSING, BY_SELLER},
    {ITEM_PREPARING, ITEM_DISPATCHED, BY_SELLER},
    {ITEM_PREPARING, ITEM_CANCEL_REQUESTED, BY_BUYER},
    {ITEM_PREPARING, ITEM_CANCEL_PROCESSING, BY_SELLER},
    {ITEM_CANCEL_REQUESTED, ITEM_CANCEL_PROCESSING, BY_SELLER | BY_SYSTEM},
    {ITEM_CANCEL_REQUESTED, ITEM_PREPARING, BY_SELLER},
    {ITEM_CANCEL_PROCESSING, ITEM_CANCELLED, BY_SYSTEM},
    {ITEM_DISPATCHED, ITEM_IN_TRANSIT, BY_SELLER},
    {ITEM_IN_TRANSIT, ITEM_DELIVERED, BY_SELLER},
    {ITEM_DELIVERED, ITEM_CONFIRMED, BY_BUYER | BY_SYSTEM},
    {ITEM_DELIVERED, ITEM_RETURN_REQUESTED, BY_BUYER},
    {ITEM_DELIVERED, ITEM_EXCHANGE_REQUESTED, BY_BUYER},
    {ITEM_RETURN_REQUESTED, ITEM_RETURN_PROCESSING, BY_SELLER},
    {ITEM_RETURN_REQUESTED, ITEM_DELIVERED, BY_SELLER},
    {ITEM_RETURN_PROCESSING, ITEM_RETURNED, BY_SELLER | BY_SYSTEM},
    {ITEM_EXCHANGE_REQUESTED, ITEM_EXCHANGE_PROCESSING, BY_SELLER},
    {ITEM_EXCHANGE_REQUESTED, ITEM_DELIVERED, BY_SELLER},
    {ITEM_EXCHANGE_PROCESSING, ITEM_EXCHANGED, BY_SELLER},
    {ITEM_EXCHANGED, ITEM_CONFIRMED, BY_BUYER | BY_SYSTEM},
    {ITEM_EXCHANGED, ITEM_RETURN_REQUESTED, BY_BUYER},
};

unsigned item_transition(enum item_status from, enum item_status to)
{
    for (size_t i = 0; i < sizeof TRANSITIONS / sizeof TRANSITIONS[0]; i++)
        if (TRANSITIONS[i].from == from && TRANSITIONS[i].to == to)
            return TRANSITIONS[i].by | (TRANSITIONS[i].by & BY_SELLER ? BY_ADMIN : 0U);
    return 0;
}

enum order_status order_status_of(const enum item_status *items, size_t count, bool was_paid)
{
    size_t gone = 0, confirmed = 0, failed = 0;
    for (size_t i = 0; i < count; i++) {
        gone += items[i] == ITEM_CANCELLED || items[i] == ITEM_RETURNED;
        confirmed += items[i] == ITEM_CONFIRMED;
        failed += items[i] == ITEM_FAILED;
    }
    if (failed == count)
        return ORDER_FAILED;
    if (gone == count)
        return was_paid ? ORDER_REFUNDED : ORDER_CANCELLED;
    if (!was_paid)
        return ORDER_PENDING_PAYMENT;
    if (gone + confirmed == count)
        return ORDER_COMPLETED;
    return gone > 0 ? ORDER_PARTIALLY_CANCELLED : ORDER_PAID;
}

bool order_expired(enum order_status status, instant expires_at, instant now)
{
    return status == ORDER_PENDING_PAYMENT && instant_compare(expires_at, now) <= 0;
}

/* Douglas Crockford's base32: no I, L, O, U. */
static const char CROCKFORD[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void order_number(instant now, const unsigned char random[8], char ret_number[20])
{
    const struct date day = instant_seoul_date(now);
    int digits = day.year * 10000 + day.month * 100 + day.day;
    for (size_t i = 8; i-- > 0; digits /= 10)
        ret_number[i] = (char)('0' + digits % 10);
    ret_number[8] = '-';
    uint64_t bits = 0;
    memcpy(&bits, random, sizeof bits);
    for (size_t i = 0; i < 10; i++, bits >>= 5)
        ret_number[9 + i] = CROCKFORD[bits & 31];
    ret_number[19] = '\0';
}

bool order_number_valid(const char *text)
{
    if (strlen(text) != 19 || strspn(text, "0123456789") != 8 || text[8] != '-')
        return false;
    return strspn(text + 9, CROCKFORD) == 10;
}
