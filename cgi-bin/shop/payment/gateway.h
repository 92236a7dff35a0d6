/* The payment gateway, as its client sees it (X3): HTTP with deadlines, every request idempotent on
 * a key of ours. Never called while a transaction or a lock is open: an answer may take 5 s.
 *
 * What an answer says is believed only where its keys and amounts are ours. */
#ifndef JANGTEO_SHOP_PAYMENT_GATEWAY_H
#define JANGTEO_SHOP_PAYMENT_GATEWAY_H

#include "base/call.h"
#include "base/ids.h"
#include "shop/payment/payment_rules.h"

enum gateway_outcome {
    GATEWAY_DONE,
    GATEWAY_REFUSED, /* for good: asking again would not help */
    GATEWAY_UNKNOWN, /* whether it was done is not known: ask again with the same key */
};

/* `error` says what happened, for logs, unless it is done; it lives in the call's arena. */
struct gateway_result {
    enum gateway_outcome outcome;
    const char *error;
};

struct gateway_order {
    payment_id payment_id;
    const char *payment_key;
    const char *order_no;
    int64_t amount; /* won */
};
struct gateway_transaction {
    const char *transaction_key;
    const char *checkout_url; /* where the buyer pays: an http(s) address */
};
/* POST /transactions: starts a transaction, or is told again of the one that the payment key
 * started. `ret_transaction` only when done. */
struct gateway_result gateway_start(struct call *call, const struct gateway_order *order,
                                    struct gateway_transaction *ret_transaction);

/* GET /transactions/{transactionKey}: how it stands. An answer of another payment key or amount is
 * unknown. `ret_verdict` only when done. */
struct gateway_result gateway_ask(struct call *call, const char *transaction_key,
                                  const char *payment_key, int64_t amount,
                                  enum gateway_verdict *ret_verdict);

struct gateway_refund {
    const char *transaction_key;
    const char *refund_key;
    const char *reason;
    int64_t amount; /* won */
};
/* POST /transactions/{transactionKey}/refunds. */
struct gateway_result gateway_refund(struct call *call, const struct gateway_refund *refund);

/* A key that nobody can guess, for a payment or a refund. NULL past the arena's limit. */
const char *gateway_new_key(struct arena *arena);

#endif
