/* Payments: every attempt and its result (Y1, Y3). */
#ifndef JANGTEO_SHOP_PAYMENT_PAYMENT_H
#define JANGTEO_SHOP_PAYMENT_PAYMENT_H

#include "base/call.h"
#include "base/ids.h"
#include "db/db.h"

struct payment_event {
    const char *event;
    const char *detail;
    instant created_at;
};

struct payment {
    payment_id payment_id;
    const char *order_no;
    const char *method; /* POINT, CARD, NONE (nothing to pay) */
    const char *status;
    int64_t amount, refunded;
    const char *transaction_key; /* NULL unless CARD */
    struct payment_event *log;
    size_t log_count;
};

/* The payment, if the order it belongs to is the caller's (or one the guest looked up), or `any`
 * (an admin). E_PAYMENT_NOT_FOUND. */
enum err payment_get(struct db *db, struct owner caller, bool any, payment_id id,
                     struct payment *ret_payment) MUST;

#endif
