/* An order that claims are made on, and the ways to make them. For a test's own thread. */
#ifndef JANGTEO_TESTS_SUPPORT_DEAL_H
#define JANGTEO_TESTS_SUPPORT_DEAL_H

#include <stddef.h>

#include "support/http.h"
#include "support/shop.h"

/* An order of up to three lines, paid by points; lines 0 and 1 are the first seller's. */
struct deal {
    struct person sellers[2], buyer;
    long long products[3], items[3];
    const char *number;
    long long payment;
};

/* What the buyer was charged before, and the stock of each product. */
#define BALANCE 100000
#define STOCK 10
/* What the lines cost; a seller's shipping is 3000. */
#define PRICE_0 900
#define PRICE_1 3800
#define PRICE_2 11700

struct deal deal_new(size_t lines);
/* The same, placed only: by POINT it is paid, by CARD it waits; `payment` is not known. */
struct deal deal_placed(size_t lines, const char *method);
struct answer deal_show(const struct deal *d);
/* The buyer's cancel of it all. */
struct answer deal_cancel(const struct deal *d, const char *token);
/* cancel, return, exchange or confirm of one line, with a reason. */
struct answer deal_claim(const struct deal *d, const char *token, size_t line, const char *what);
/* The seller's or admin's PATCH of a line. */
struct answer deal_move(const struct deal *d, const char *token, size_t line, const char *status);
/* The line's seller takes it along a way; to its delivery. */
void deal_go(const struct deal *d, size_t line, const char *const *way, size_t count);
void deal_deliver(const struct deal *d, size_t line);
/* POST /api/refund; `more`: further members of the body, with a comma before. */
struct answer refund(const char *token, const char *number, const char *more);

/* The answer is the order as it stands, in that state, having given back so much, and its buyer
 * has it. */
void deal_refunded(const struct deal *d, struct answer a, const char *status, long long refunded);
/* What came after placing and paying: event, state, actor. */
void deal_history(const struct deal *d, size_t line, const char *const (*wanted)[3], size_t count);

#endif
