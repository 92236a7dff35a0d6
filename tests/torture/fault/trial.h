/* A flow, tried again and again: the first time nothing fails, then its first fallible call of a
 * kind, then its second, until it has no such call left. Each time what was answered with an error
 * is asked again, under the same key, until the answer is definite; then the flow looks at what
 * came of it, and the audit at the books. */
#ifndef JANGTEO_TESTS_TORTURE_FAULT_TRIAL_H
#define JANGTEO_TESTS_TORTURE_FAULT_TRIAL_H

#include "support/gateway.h"
#include "torture/fault/inject.h"
#include "torture/fault/shop.h"

/* The buyer of one attempt, and what the flow keeps of it. */
struct scene {
    struct buyer buyer;
    char order_no[40];
    long long items[2], payable;
};
enum { BALANCE = 100000 };

struct flow {
    const char *name;
    void (*run)(struct scene *scene);
};

/* Tries a flow with every kind of `faults`, up to FAULT_NONE, or with those whose names fit the
 * pattern TORTURE_FAULT. In the short form, of each kind some places that the seed chooses. Prints
 * how many places there were. */
void try_flow(const struct flow *flow, const enum fault *faults);
extern const enum fault DATABASE_FAULTS[], GATEWAY_FAULTS[], EVENT_FAULTS[];

/* ---- what flows are made of ---- */

/* A request until its answer is definite: `status`, or after a fault `other` (0: none), which says
 * that it has been done before. An error that the caller is blamed for fails the test, and so does
 * any before the fault. */
struct wish {
    const char *method, *path, *token, *key, *body;
    long status, other;
};
struct answer insist(struct wish wish);
#define INSIST(...) insist((struct wish){__VA_ARGS__})

/* The buyer's, with a key of its own. */
struct answer buyer_asks(struct scene *scene, const char *method, const char *path, long status,
                         const char *format, ...) __attribute__((format(printf, 5, 6)));
/* One of each product; `method` POINT or CARD, `more` further members of the body with a comma
 * before. Fills the scene's order. */
void place_order(struct scene *scene, const char *method, const char *more);
/* The buyer's cancel of all of it. */
void cancel_order(struct scene *scene);
/* Work of the worker until `query`, a number, is 1. A fault may stop it; time passes. */
void work_until(bool (*work)(void), const char *format, ...) __attribute__((format(printf, 2, 3)));
bool work_of_cashier(void);
bool work_of_couriers(void);

/* The number that a query about this buyer gives must be that. */
void holds(long long wanted, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A test: that a flow survives faults. For a group with trial_open and trial_close. */
#define TRIAL(flow_, name_, faults_)                                                               \
    static void flow_##_survives_##faults_(void **state)                                           \
    {                                                                                              \
        static const struct flow FLOW = {name_, flow_};                                            \
        (void)state;                                                                               \
        try_flow(&FLOW, faults_);                                                                  \
    }
/* What follows is how answers look when nothing fails. */
void trial_learn(void);
int trial_open(void **state);
int trial_close(void **state);

#endif
