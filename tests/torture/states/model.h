/* A small shop in which everything that can happen to one order does, in every order: the buyer
 * pays by points or card, twice, polls, cancels, sends back; the gateway approves, declines,
 * changes its mind, answers late, twice or never; time passes; workers give card money back, die
 * between two steps, come back too late; an admin steps in. What a step does is decided by the
 * shop's own rules (shop/order, payment, refund, claim, coupon: the functions of *_rules.h), so the
 * model cannot drift from their tables. A transaction is one step, a call to the gateway another.
 *
 * Words of the gateway (callbacks, answers) are not kept in a mailbox: what it has once said may
 * arrive at any time after, any number of times, or never, which is all that duplicates, delays and
 * losses can do. */
#ifndef JANGTEO_TESTS_TORTURE_MODEL_H
#define JANGTEO_TESTS_TORTURE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "shop/claim/claim_rules.h"
#include "shop/coupon/coupon_rules.h"
#include "shop/order/order.h"
#include "shop/payment/payment_rules.h"
#include "shop/refund/refund_rules.h"

enum { LINES = 2, PAYS_MAX = 2, WORKERS_MAX = 2, TRIES_MAX = 2 };
/* A refund of lines stands at the lowest of them, one of a payment nobody wanted behind those. */
enum { REFUNDS = LINES + PAYS_MAX };

/* How far time has come: before the order's end, after it, a week later. */
enum phase { PHASE_IN_TIME, PHASE_LATE, PHASE_WEEK_LATER, PHASES };
enum gateway_state {
    AT_GATEWAY_NOTHING,
    AT_GATEWAY_PENDING,
    AT_GATEWAY_APPROVED,
    AT_GATEWAY_DECLINED,
    AT_GATEWAY_REVERSED, /* declined first, approved then */
};
enum stock_state { STOCK_RESERVED, STOCK_SOLD, STOCK_RELEASED };
enum coupon_state { COUPON_HELD, COUPON_SPENT, COUPON_FREE };
enum { PAID_NOT, PAID_BY_POINTS, PAID_BY_CARD }; /* PAID_BY_CARD + payment */

/* All bytes, so that states compare as memory; a round number of them, so that they hash in words.
 */
enum { STATE_SIZE = 64 };
struct state {
    uint8_t phase, order, method, paid_by, completions;
    uint8_t coupon, coupon_revoked, coupon_backs;
    uint8_t doubles;               /* refunds made for what another refund was made for */
    uint8_t refunded, points_back; /* what the order says went back; what the points' ledger says */
    struct {
        uint8_t status, promise /* refund + 1 */, stock, backs;
    } line[LINES];
    uint8_t pay_count;
    struct {
        uint8_t status, gateway, known, asks, refused, refunded;
    } pay[PAYS_MAX];
    struct {
        uint8_t there, status, given /* times, by the gateway */, claim /* worker + 1 */, tries,
            amount;
    } refund[REFUNDS];
    struct worker {
        uint8_t refund /* + 1 */, answer /* + 1 */;
    } worker[WORKERS_MAX];
    uint8_t rest[STATE_SIZE - 60];
};
_Static_assert(sizeof(struct state) == STATE_SIZE, "no padding");

/* What is bought. */
struct basket {
    const char *name;
    uint8_t paid[LINES], fee[LINES], seller[LINES];
};
int64_t basket_payable(const struct basket *basket);

/* Ways to get it wrong, which the search must find. */
enum mutant {
    MUTANT_NONE,
    MUTANT_COMPLETES_ANY_ORDER,  /* a completion does not look at the order's state */
    MUTANT_EXPIRES_ANY_ORDER,    /* nor does the expiry */
    MUTANT_FORGETS_ENDED,        /* an approval of a payment that has ended is passed over */
    MUTANT_NEVER_ASKS,           /* nobody asks for open payments */
    MUTANT_FORGETS_GIVEN_UP,     /* nor for those that were given up */
    MUTANT_NEW_KEY_EACH_TRY,     /* the gateway takes a repeated refund for another */
    MUTANT_RECORDS_WITHOUT_HOLD, /* a worker records a refund it holds no more */
    MUTANT_FORGETS_PROMISE,      /* a line on its way can be sent on its way again */
    MUTANT_KEEPS_COUPON,         /* an order that fails keeps its coupon */
    MUTANT_FAILED_REFUND_RESTS,  /* a failed refund cannot be tried again */
    MUTANTS
};
extern const char *const MUTANT_NAMES[MUTANTS];

enum move {
    MOVE_TIME,
    MOVE_PAYS_BY_POINTS,
    MOVE_OPENS_CARD,
    MOVE_GATEWAY_STARTS,
    MOVE_GATEWAY_REFUSES_START,
    MOVE_STORES_START,
    MOVE_STORES_REFUSAL,
    MOVE_GATEWAY_DECIDES,
    MOVE_COMPLETES,
    MOVE_GIVES_UP,
    MOVE_CANCELS,
    MOVE_EXPIRES,
    MOVE_REVOKES_COUPON,
    MOVE_LINE,
    MOVE_ALL_LINES,
    MOVE_TAKES_REFUND,
    MOVE_LEASE_ENDS,
    MOVE_ASKS_FOR_REFUND,
    MOVE_RECORDS_REFUND,
    MOVE_WORKER_DIES,
    MOVE_RETRIES_REFUNDS,
};
/* What took the order from one state to the next, in few bytes: a move, and what it is about. */
struct label {
    uint8_t move, a, b, c;
};
void label_print(FILE *out, struct label label);

/* ---- moves.c ---- */

struct model {
    const struct basket *basket;
    uint8_t pays;    /* card payments an order may have, up to PAYS_MAX */
    uint8_t workers; /* who give card money back at the same time, up to WORKERS_MAX */
    enum mutant mutant;
};

void model_start(const struct model *model, struct state *ret_state);
/* Calls `emit` for every step that can follow. `own`: the shop, its workers and admins, time, and a
 * gateway that answers take it by themselves; others are up to the buyer, the seller, or chance. */
typedef void emit_fn(void *arg, const struct state *next, struct label label, bool own);
void model_moves(const struct model *model, const struct state *state, emit_fn *emit, void *arg);

/* ---- laws.c ---- */

/* The law that a state breaks, NULL: none. */
const char *model_broken_law(const struct model *model, const struct state *state);
/* Everything has come to an end: the lines, the payments, the refunds; and the gateway holds
 * exactly what the order keeps. */
bool model_is_settled(const struct model *model, const struct state *state);
/* The same of the money alone, whatever the lines may yet come to. */
bool model_money_rests(const struct model *model, const struct state *state);
/* Whether the gateway has approved what the shop has no reason any more to ask for: a payment it
 * had declined. Its callback or the buyer's return brings the news; the shop alone cannot know. */
bool model_needs_word(const struct state *state);
void model_print(FILE *out, const struct state *state);

/* ---- search.c ---- */

struct findings {
    size_t states, transitions, settled, deepest;
    const char *broken; /* the law, or the kind of dead end; NULL: none */
    size_t steps;       /* of the shortest way there */
};
/* Visits every state that can be reached, shortest ways first. What is wrong is printed to `out` as
 * the way that leads there. */
struct findings model_search(const struct model *model, FILE *out);

#endif
