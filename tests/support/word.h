/* Card payments of the stack whose gateway is the sandbox's, and the gateway's word of them, said
 * as the gateway says it: a signed callback, made by hand. */
#ifndef JANGTEO_TESTS_SUPPORT_WORD_H
#define JANGTEO_TESTS_SUPPORT_WORD_H

#include "support/http.h"
#include "support/shop.h"

/* A card payment that was started, and its order. */
struct started {
    const char *token, *number;
    long long payment, amount;
    const char *transaction, *checkout, *payment_key;
};

/* POST /api/pay with CARD. */
struct answer pay_by_card(const char *token, const char *number);
/* Starts the card payment of an order; the test fails where that is refused. For a test's own
 * thread. */
struct started card_started(const char *token, const char *number);
/* The same for a new order of one product. */
struct started card_order(const char *token, long long product, long long quantity);

/* What the buyer does on the gateway's page: it is approved, and no callback follows. For a test's
 * own thread. */
void approve_silently(const struct started *of);
/* The gateway sends the buyer back. In any thread. */
struct answer come_back(const char *token, long long payment);

struct word {
    const struct started *of;
    const char *status; /* "APPROVED", "DECLINED" */
    const char *id;     /* webhook-id; NULL: a new one */
    const char *secret; /* what it is signed with; NULL: the right one */
    const char *body;   /* NULL: the one that tells all that is true */
    long long amount_more, seconds_more;
    const char *number, *transaction, *payment_key; /* NULL: the right ones */
};
/* Says it, in any thread. */
struct answer say(struct word word);
#define SAY(...) say((struct word){__VA_ARGS__})

#endif
