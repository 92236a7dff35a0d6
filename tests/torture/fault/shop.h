/* The whole shop in this process: every endpoint program as it is built, its main() renamed and its
 * table of routes taken, its requests run in memory; the worker's jobs and threads; and a gateway
 * and a receiver of events behind real sockets. All on the database of JANGTEO_DB, which is this
 * program's alone. For one thread. */
#ifndef JANGTEO_TESTS_TORTURE_FAULT_SHOP_H
#define JANGTEO_TESTS_TORTURE_FAULT_SHOP_H

#include "support/test.h"

/* Starts everything, with two products, a coupon of many slots, a seller and an admin. */
void shop_open(void);
void shop_close(void);

struct seller {
    struct buyer person;
    long long products[2];
};
enum { PRICE = 12000, PRICE_OTHER = 7000, FEE = 3000, COUPON_VALUE = 1900 };
extern struct seller seller; /* of both products */
extern struct buyer admin;
extern long long coupon;

/* A member with a balance and a session that outlives what a flow lets pass. */
struct buyer shop_member(long long balance);

/* A database connection and memory of their own for what follows, as a thread of a program has:
 * what happened before is out of it. */
void shop_new_thread(void);

/* One request, watched (inject.h). The answer lives until the next. `key`: Idempotency-Key, NULL:
 * none. Bodies are JSON; the path may have a query. */
struct answer shop_request(const char *method, const char *path, const char *token, const char *key,
                           const char *body);
/* The gateway's callback of an order's n-th transaction (from 0), watched. */
struct answer shop_callback(const char *order_no, size_t nth, const char *status, const char *id);

/* Work of the worker, watched; whether it came to its end. */
bool shop_expire(void);
bool shop_follow(void);
enum shop_worker { CASHIER, COURIER_TO_DATA, COURIER_TO_DELIVERY };
bool shop_work(enum shop_worker worker);
/* Everything outside is told of everything so far, unwatched. */
void shop_tell_all(void);

#endif
