/* A rogue of a payment gateway in this process (rogue_: the shop's own client is gateway_), with
 * books of its own, that misbehaves as it is told. For stacks of a test's own that are started with
 * GATEWAY_URL pointing at it. Callbacks go to the shop of JANGTEO_URL. Any thread may call, but for
 * rogue_start and rogue_stop. */
#ifndef JANGTEO_TESTS_SUPPORT_GATEWAY_H
#define JANGTEO_TESTS_SUPPORT_GATEWAY_H

#include <stdbool.h>
#include <stddef.h>

#define ROGUE_SECRET_TEXT "secret of a gateway that misbehaves"
#define ROGUE_WEBHOOK_TEXT "whsec_a2V5IG9mIGEgZ2F0ZXdheSB0aGF0IG1pc2JlaGF2ZXM="

/* How it answers. All but ROGUE_FAILS, ROGUE_REFUSES and ROGUE_SHUTS do what was asked for. */
enum rogue_mood {
    ROGUE_WORKS,
    ROGUE_FAILS,        /* 500, and nothing is done */
    ROGUE_REFUSES,      /* 422, and nothing is done */
    ROGUE_SHUTS,        /* cuts the connection, and nothing is done */
    ROGUE_SLOW,         /* answers after any deadline */
    ROGUE_GABBLES,      /* bytes that are no HTTP */
    ROGUE_TRUNCATES,    /* half of the JSON */
    ROGUE_MISCOUNTS,    /* a Content-Length larger than what comes */
    ROGUE_SWAPS_AMOUNT, /* another amount, where the answer has one */
    ROGUE_SWAPS_KEY,    /* another payment or refund key, where the answer has one */
    ROGUE_DIES,         /* cuts the connection after it is done */
    ROGUE_MOODS,
    ROGUE_RECITES, /* the bytes that rogue_recite was given, whatever they are; no mood by itself */
};
extern const char *const ROGUE_MOOD_NAMES[ROGUE_MOODS];
enum rogue_call { ROGUE_CHARGE, ROGUE_ASK, ROGUE_REFUND, ROGUE_CALLS };

/* What rogue_decide sends. What is wrongly signed or out of time says the opposite of the truth,
 * so that whoever believes it is found out. */
enum rogue_callbacks {
    CALLBACK_ONCE,
    CALLBACK_TWICE,         /* the same one */
    CALLBACK_FORGED,        /* signed with another key */
    CALLBACK_STALE,         /* ten minutes old */
    CALLBACK_FUTURE,        /* from in ten minutes */
    CALLBACK_OTHER_AMOUNT,  /* one won more */
    CALLBACK_THEN_DECLINED, /* and another one that says DECLINED, whatever the first said */
    CALLBACK_THEN_APPROVED, /* and another one that says APPROVED, which it then is */
    CALLBACK_LATE,          /* after a second and a half */
    CALLBACK_NEVER,
    CALLBACKS
};
extern const char *const ROGUE_CALLBACK_NAMES[CALLBACKS];

enum rogue_status { ROGUE_PENDING, ROGUE_APPROVED, ROGUE_DECLINED };

struct rogue_transaction {
    char key[40], payment_key[120], order_no[40], callback_path[200];
    long long amount, refunded;
    enum rogue_status status;
    size_t asked, refunds; /* how often its state was asked for; refunds made */
};

/* Starts it, in a good mood, and sets GATEWAY_URL and both secrets in the environment. */
void rogue_start(void);
void rogue_feel(enum rogue_call call, enum rogue_mood mood);
void rogue_feel_all(enum rogue_mood mood);
/* From now on it answers such calls with these bytes, again and again with the same ones for some
 * seconds if `drips`; they are copied. */
void rogue_recite(enum rogue_call call, const char *bytes, size_t size, bool drips);
/* Down: nobody listens, connections are refused. */
void rogue_be_down(bool down);
void rogue_stop(void);

/* ---- its books ---- */

/* The n-th transaction of an order, of all orders with NULL; false past the last. */
bool rogue_transaction(const char *order_no, size_t n, struct rogue_transaction *ret_transaction);
bool rogue_find(const char *transaction_key, struct rogue_transaction *ret_transaction);
/* What it holds of an order's money: approved less refunded; of all orders with NULL. */
long long rogue_holds(const char *order_no);

/* ---- the buyer and the callbacks ---- */

/* Sets a transaction's state and tells nobody; false when there is no such transaction. */
bool rogue_set(const char *transaction_key, enum rogue_status status);
/* The buyer's decision on the page: the books have it when this returns. Callbacks follow from a
 * thread of their own; false when there is no such transaction. */
bool rogue_decide(const char *transaction_key, bool approve, enum rogue_callbacks callbacks);
/* Waits until no callback that rogue_decide began is under way. */
void rogue_quiet(void);

/* One callback, made by hand; gives the shop's HTTP status, 0 when no answer came. */
struct rogue_callback {
    const char *transaction_key;
    const char *status;                  /* "APPROVED", "DECLINED" */
    const char *id;                      /* webhook-id; NULL: a new one */
    const char *secret;                  /* NULL: the right one */
    const char *order_no, *payment_key;  /* NULL: the transaction's */
    long long amount_more, seconds_more; /* to the right amount, to the time */
};
long rogue_send(struct rogue_callback callback);

#endif
