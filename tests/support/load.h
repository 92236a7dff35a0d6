/* Shoppers who go on while the shop is being shot at. Each remembers every answer it was given, and
 * asks again with the same key until it knows what became of a request whose answer never came.
 * What they remember is then held against the database. */
#ifndef JANGTEO_TESTS_SUPPORT_LOAD_H
#define JANGTEO_TESTS_SUPPORT_LOAD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { LOAD_CLIENTS = 16, LOAD_PRODUCTS = 10, LOAD_ORDERS_MAX = 4000 };
/* Templates of coupons, and of each fewer than there are clients. */
enum { LOAD_COUPONS = 30, LOAD_COUPON_QUANTITY = 10 };

/* An order that the shop acknowledged, in its last state. One by card goes on by itself after that:
 * its end follows from what its buyer did at the gateway. */
struct placed {
    char number[24], status[24];
    long long payable, coupon; /* coupon: the issued one it was placed with, or 0 */
    bool card, approved, taken_back;
};

struct load_client {
    struct load *load;
    pthread_t thread;
    size_t index;
    unsigned random;
    char email[80], token[64];
    long long member;     /* 0: not registered yet */
    long long registered; /* members it made in all, its own among them */
    long long balance, charges, charged;
    struct placed orders[LOAD_ORDERS_MAX];
    atomic_size_t order_count;
    size_t paid_count, refund_count, card_count;
    size_t asked;              /* templates asked for so far */
    bool issued[LOAD_COUPONS]; /* those that gave a coupon */
    long long coupon;          /* one that may be used; 0: none */
    bool away;                 /* at the other instance */
    /* What happened: requests answered, answers that never came or were 5xx, those whose fate was
     * found out, refusals that were right; the longest that any answer took. */
    size_t requests, unknown, resolved, refused;
    atomic_size_t failures; /* unknown ones so far, those that are not settled yet among them */
    long long longest_ms;
    char fault[600]; /* the first answer that no shop may give; "" for none */
};

/* Rows of the whole shop. */
struct load_counts {
    long long customers, orders, payments, entries;
};
struct load_counts load_counts(void);

/* How they shop. */
struct load_plan {
    unsigned seed;     /* of all they draw */
    const char *other; /* a second instance's address, or NULL */
    bool by_card;      /* some pay by card, at the sandbox's gateway */
    bool lacks_means; /* a program without memory or descriptors may say 500, which tells no fate */
    bool drops_keys;  /* what was not answered is asked again under a new key, which is wrong */
};

struct load {
    struct load_plan plan;
    int think_ms; /* between two turns: what runs beside needs the machine too; 0 in `make torture`
                   */
    struct load_counts before;
    long long products[LOAD_PRODUCTS];
    char mark[40]; /* in the addresses of all members made here */
    long long coupons[LOAD_COUPONS];
    atomic_bool sold_out[LOAD_COUPONS]; /* somebody was told so */
    atomic_bool stop;
    struct load_client clients[LOAD_CLIENTS];
};

/* Makes a seller, products and coupons, and starts the clients. The test fails when that is
 * refused. With the address of an `other` instance over the same database half of them begin there,
 * and whoever is not answered goes on at the one it was not at, as behind a balancer. */
void load_start(struct load *load, const struct load_plan *plan);
/* Lets every client come to know the fate of its last request, and ends them. */
void load_stop(struct load *load);

/* Orders acknowledged so far; while they shop, a number that is soon too small. */
size_t load_orders(const struct load *load);
/* Waits until so many more are; the test fails when that takes a minute and a half. */
void load_goes_on(const struct load *load, size_t orders);
/* Prints what happened to them. */
void load_print(const struct load *load);
/* How many things are not as acknowledged, each said aloud: faults that clients saw, what the
 * database has lost, has twice, or has though nobody knows of it. */
size_t load_differences(const struct load *load);
/* Fails the test unless that is none, and something was bought at all. */
void load_is_all_there(const struct load *load);

#endif
