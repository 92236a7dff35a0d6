/* The sandbox gateway's own books: transactions and their refunds, in memory and in a journal that
 * is written before anything is acknowledged. Any thread may call; what is given out is a copy
 * whose texts live as long as the process. */
#ifndef JANGTEO_SANDBOX_GATEWAY_LEDGER_H
#define JANGTEO_SANDBOX_GATEWAY_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/instant.h"

enum { LEDGER_KEY_SIZE = 36, LEDGER_TRANSACTIONS_MAX = 20000, LEDGER_REFUNDS_MAX = 40000 };

enum verdict { VERDICT_PENDING, VERDICT_APPROVED, VERDICT_DECLINED };
extern const char *const VERDICT_NAMES[]; /* "PENDING", …, NULL */

/* What the merchant asks for. */
struct charge {
    const char *payment_key, *order_no, *callback_url, *return_url;
    int64_t amount;
};

struct transaction {
    char key[LEDGER_KEY_SIZE];   /* nobody can guess it: whoever has it may see its page */
    char token[LEDGER_KEY_SIZE]; /* in the page's forms, so that no other page can post them */
    struct charge charge;
    int64_t refunded;
    enum verdict verdict; /* the buyer's, which counts from `decided_at` on */
    instant decided_at;   /* INSTANT_NONE: not decided */
    bool calls_back;      /* the merchant is told of it, */
    bool called_back;     /* or was, or was given up */
};

enum ledger_result {
    LEDGER_OK,
    LEDGER_UNKNOWN,      /* no such transaction */
    LEDGER_REUSED,       /* the key stands for something else */
    LEDGER_NOT_APPROVED, /* nothing to give back */
    LEDGER_TOO_MUCH,     /* more than what is left of it */
    LEDGER_DECIDED,      /* otherwise, before */
    LEDGER_FULL,
    LEDGER_FAILED, /* the journal could not be written: nothing happened */
};

/* Reads the journal at `path`. Once, before any thread. */
bool ledger_open(const char *path) MUST;

/* A new transaction, or the one that this payment key stands for if all else is the same. */
enum ledger_result ledger_charge(const struct charge *charge,
                                 struct transaction *ret_transaction) MUST;
enum ledger_result ledger_find(const char *key, struct transaction *ret_transaction) MUST;
/* Its state at a time: pending before the decision counts. */
enum verdict ledger_verdict(const struct transaction *transaction, instant now);
/* The buyer's decision, which counts from `at` on; the same again changes nothing. */
enum ledger_result ledger_decide(const char *key, enum verdict verdict, instant at, bool calls_back,
                                 struct transaction *ret_transaction) MUST;
/* Gives money back. With a refund key that is known, the same transaction and amount: nothing. */
enum ledger_result ledger_refund(const char *key, const char *refund_key, int64_t amount,
                                 instant now) MUST;
/* The merchant was told, or is not told any more. */
enum ledger_result ledger_called_back(const char *key) MUST;

/* The n-th transaction in the order they were made; false past the last. */
bool ledger_at(size_t n, struct transaction *ret_transaction) MUST;

#endif
