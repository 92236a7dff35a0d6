/* Random walks through the model (torture/states/model.h), each taken by the real shop as well:
 * after every step both are in the same state, and what the model does not allow the shop refuses.
 */
#include <stdio.h>

#include "support/gateway.h"
#include "torture/fault/budget.h"
#include "torture/fault/trial.h"
#include "torture/states/model.h"

/* The model counts in hundreds of won. */
enum { UNIT = 100, STEPS = 40, WALKS_SHORT = 12, WALKS = 600 };
static const struct basket BASKET = {
    "an order of the trial's shop",
    {(PRICE - PRICE * COUPON_VALUE / (PRICE + PRICE_OTHER)) / UNIT,
     (PRICE_OTHER - PRICE_OTHER * COUPON_VALUE / (PRICE + PRICE_OTHER)) / UNIT},
    {FEE / UNIT, 0},
    {1, 1},
};
static const struct model MODEL = {&BASKET, PAYS_MAX, 1, MUTANT_NONE};

/* ---- what may be done, as moves of the model ---- */

enum { MOVES_MAX = 3 * REFUNDS };
/* One thing that somebody does: moves that follow each other. */
struct action {
    struct label moves[MOVES_MAX];
    size_t count;
};

struct search {
    struct label wanted;
    struct state found;
    bool is_there;
};

static void look(void *arg, const struct state *next, struct label label, bool own)
{
    struct search *search = arg;
    (void)own;
    if (memcmp(&label, &search->wanted, sizeof label) != 0)
        return;
    search->found = *next;
    search->is_there = true;
}

/* What the action leads to; false when the model does not allow it. */
static bool lead(const struct state *from, const struct action *action, struct state *ret_to)
{
    struct search search = {.found = *from};
    for (size_t i = 0; i < action->count; i++) {
        const struct state at = search.found;
        search.wanted = action->moves[i];
        search.is_there = false;
        model_moves(&MODEL, &at, look, &search);
        if (!search.is_there)
            return false;
    }
    *ret_to = search.found;
    return true;
}

struct actions {
    struct action items[100];
    size_t count;
};

static struct label label_of(enum move move, int a, int b, int c)
{
    return (struct label){(uint8_t)move, (uint8_t)a, (uint8_t)b, (uint8_t)c};
}

static struct action *add(struct actions *actions, struct label first)
{
    struct action *action = &actions->items[actions->count++];
    *action = (struct action){.moves = {first}, .count = 1};
    return action;
}

static void add_payment(struct actions *actions, const struct state *state, int i)
{
    if (state->pay[i].gateway == AT_GATEWAY_PENDING) {
        (void)add(actions, label_of(MOVE_GATEWAY_DECIDES, i, AT_GATEWAY_APPROVED, 0));
        (void)add(actions, label_of(MOVE_GATEWAY_DECIDES, i, AT_GATEWAY_DECLINED, 0));
    }
    if (state->pay[i].gateway == AT_GATEWAY_DECLINED)
        (void)add(actions, label_of(MOVE_GATEWAY_DECIDES, i, AT_GATEWAY_REVERSED, 0));
    for (int verdict = VERDICT_APPROVED; verdict <= VERDICT_DECLINED; verdict++)
        for (int effect = EFFECT_NONE; effect <= EFFECT_EXPIRE_RETURN; effect++) {
            struct state next;
            const struct action word = {{label_of(MOVE_COMPLETES, i, verdict, effect)}, 1};
            if (lead(state, &word, &next))
                (void)add(actions, word.moves[0]);
        }
}

/* The cashier works until nothing is left. */
static void add_refunds(struct actions *actions, const struct state *state)
{
    struct action cashier = {.count = 0};
    for (int r = 0; r < REFUNDS; r++) {
        if (!state->refund[r].there || state->refund[r].status != REFUND_PENDING)
            continue;
        cashier.moves[cashier.count++] = label_of(MOVE_TAKES_REFUND, 0, r, 0);
        cashier.moves[cashier.count++] = label_of(MOVE_ASKS_FOR_REFUND, 0, ANSWER_GIVEN_BACK, true);
        cashier.moves[cashier.count++] = label_of(MOVE_RECORDS_REFUND, 0, r, true);
    }
    if (cashier.count > 0)
        actions->items[actions->count++] = cashier;
}

static bool has_open_payment(const struct state *state)
{
    for (size_t i = 0; i < state->pay_count; i++)
        if (state->pay[i].status == PAYMENT_PENDING)
            return true;
    return false;
}

static const enum item_status ASKED_BY_BUYER[] = {ITEM_CANCEL_REQUESTED, ITEM_RETURN_REQUESTED,
                                                  ITEM_EXCHANGE_REQUESTED, ITEM_CONFIRMED};
static const enum item_status SET_BY_SELLER[] = {
    ITEM_PREPARING, ITEM_DISPATCHED,          ITEM_IN_TRANSIT,
    ITEM_DELIVERED, ITEM_CANCEL_PROCESSING,   ITEM_RETURN_PROCESSING,
    ITEM_RETURNED,  ITEM_EXCHANGE_PROCESSING, ITEM_EXCHANGED};

static void add_lines(struct actions *actions)
{
    for (int i = 0; i < LINES; i++) {
        for (size_t k = 0; k < COUNT(ASKED_BY_BUYER); k++)
            (void)add(actions, label_of(MOVE_LINE, i, ASKED_BY_BUYER[k], BY_BUYER));
        for (size_t k = 0; k < COUNT(SET_BY_SELLER); k++)
            (void)add(actions, label_of(MOVE_LINE, i, SET_BY_SELLER[k], BY_SELLER));
    }
    (void)add(actions, label_of(MOVE_ALL_LINES, BY_BUYER, 0, 0));
    (void)add(actions, label_of(MOVE_ALL_LINES, BY_SELLER, 0, 0));
}

/* All that anybody may try, allowed or not. */
static void list(const struct state *state, struct actions *ret_actions)
{
    ret_actions->count = 0;
    if (state->phase == PHASE_IN_TIME)
        (void)add(ret_actions, label_of(MOVE_TIME, PHASE_LATE, 0, 0));
    (void)add(ret_actions, label_of(MOVE_PAYS_BY_POINTS, 0, 0, 0));
    (void)add(ret_actions, label_of(MOVE_EXPIRES, 0, 0, 0));
    if (state->order == ORDER_PENDING_PAYMENT)
        (void)add(ret_actions, label_of(MOVE_CANCELS, 0, 0, 0));
    /* Asked again while one is open, it is the same one. */
    if (state->pay_count < PAYS_MAX && !has_open_payment(state)) {
        const int i = state->pay_count;
        struct action *card = add(ret_actions, label_of(MOVE_OPENS_CARD, i, 0, 0));
        card->moves[1] = label_of(MOVE_GATEWAY_STARTS, i, 0, 0);
        card->moves[2] = label_of(MOVE_STORES_START, i, 0, 0);
        card->count = 3;
    }
    for (int i = 0; i < state->pay_count; i++)
        add_payment(ret_actions, state, i);
    add_refunds(ret_actions, state);
    if (state->order != ORDER_PENDING_PAYMENT)
        add_lines(ret_actions);
}

/* ---- the same in the shop ---- */

static long ask_line(struct scene *s, struct label label)
{
    static const char *const CALLS[ITEM_STATUS_COUNT] = {[ITEM_CANCEL_REQUESTED] = "cancel",
                                                         [ITEM_RETURN_REQUESTED] = "return",
                                                         [ITEM_EXCHANGE_REQUESTED] = "exchange",
                                                         [ITEM_CONFIRMED] = "confirm"};
    const char *line = text("/api/order/%s/items/%lld", s->order_no, s->items[label.a]);
    if (label.c == BY_BUYER)
        return shop_request("POST", text("%s/%s", line, CALLS[label.b]), s->buyer.token, NULL, "{}")
            .status;
    return shop_request("PATCH", line, seller.person.token, NULL,
                        text("{\"status\":\"%s\"}", ITEM_STATUS_NAMES[label.b]))
        .status;
}

static long decide(struct scene *s, struct label label)
{
    struct rogue_transaction transaction;
    assert_true(rogue_transaction(s->order_no, label.a, &transaction));
    return rogue_set(transaction.key,
                     label.b == AT_GATEWAY_DECLINED ? ROGUE_DECLINED : ROGUE_APPROVED)
               ? 200
               : 0;
}

/* Gives a status as HTTP does; jobs always succeed, and do nothing where there is nothing to do. */
static long act(struct scene *s, const struct action *action)
{
    const struct label label = action->moves[0];
    const char *pay = text("{\"orderNo\":\"%s\",\"paymentMethod\":\"%s\"}", s->order_no,
                           label.move == MOVE_OPENS_CARD ? "CARD" : "POINT");
    switch (label.move) {
    case MOVE_TIME:
        inject_pass(25LL * 3600);
        return 200;
    case MOVE_PAYS_BY_POINTS:
    case MOVE_OPENS_CARD:
        return shop_request("POST", "/api/pay", s->buyer.token, unique(), pay).status;
    case MOVE_CANCELS:
        return shop_request("POST", text("/api/order/%s/cancel", s->order_no), s->buyer.token, NULL,
                            NULL)
            .status;
    case MOVE_EXPIRES:
        assert_true(shop_expire());
        return 0;
    case MOVE_GATEWAY_DECIDES:
        return decide(s, label);
    case MOVE_COMPLETES:
        return shop_callback(s->order_no, label.a, GATEWAY_VERDICT_NAMES[label.b], unique()).status;
    case MOVE_LINE:
        return ask_line(s, label);
    case MOVE_ALL_LINES:
        return shop_request("POST", "/api/refund",
                            label.a == BY_BUYER ? s->buyer.token : admin.token, unique(),
                            text("{\"orderNo\":\"%s\"}", s->order_no))
            .status;
    default:
        assert_true(work_of_cashier());
        return 200;
    }
}

/* ---- held against each other ---- */

static void compare_payment(struct scene *s, const struct state *state, int i)
{
    holds(1,
          "SELECT count(*) FROM (SELECT p.status, p.refunded, row_number() OVER (ORDER BY "
          "payment_id) - 1 AS n FROM payment p JOIN orders USING (order_id) WHERE order_no = '%s' "
          "AND method = 'CARD') card WHERE n = %d AND status = '%s' AND refunded = %d",
          s->order_no, i, PAYMENT_STATUS_NAMES[state->pay[i].status],
          state->pay[i].refunded * UNIT);
}

static void compare_line(struct scene *s, const struct state *state, size_t i)
{
    const int sold = state->line[i].stock == STOCK_SOLD;
    holds(1, "SELECT count(*) FROM order_item WHERE item_id = %lld AND status = '%s'", s->items[i],
          ITEM_STATUS_NAMES[state->line[i].status]);
    holds(state->line[i].backs - sold,
          "SELECT coalesce(sum(on_hand_delta), 0) FROM stock_entry JOIN orders USING (order_id) "
          "WHERE order_no = '%s' AND product_id = %lld AND kind <> 'EXCHANGED'",
          s->order_no, seller.products[i]);
    holds(state->line[i].stock == STOCK_RESERVED,
          "SELECT sum(reserved_delta) FROM stock_entry JOIN orders USING (order_id) "
          "WHERE order_no = '%s' AND product_id = %lld",
          s->order_no, seller.products[i]);
}

static long long held(const struct state *state)
{
    long long sum = 0;
    for (size_t i = 0; i < state->pay_count; i++)
        if (state->pay[i].gateway == AT_GATEWAY_APPROVED ||
            state->pay[i].gateway == AT_GATEWAY_REVERSED)
            sum += basket_payable(&BASKET);
    for (size_t r = 0; r < REFUNDS; r++)
        sum -= state->refund[r].given * state->refund[r].amount;
    return sum * UNIT;
}

static void compare(struct scene *s, const struct state *state)
{
    const long long payable = basket_payable(&BASKET) * UNIT;
    size_t open = 0;
    for (size_t r = 0; r < REFUNDS; r++)
        open += state->refund[r].there && state->refund[r].status != REFUND_DONE;
    holds(1,
          "SELECT count(*) FROM orders WHERE order_no = '%s' AND status = '%s' AND refunded = %d",
          s->order_no, ORDER_STATUS_NAMES[state->order], state->refunded * UNIT);
    for (size_t i = 0; i < LINES; i++)
        compare_line(s, state, i);
    holds(state->pay_count,
          "SELECT count(*) FROM payment JOIN orders USING (order_id) WHERE order_no = '%s' AND "
          "method = 'CARD'",
          s->order_no);
    for (int i = 0; i < state->pay_count; i++)
        compare_payment(s, state, i);
    holds((long long)open,
          "SELECT count(*) FROM refund r JOIN payment USING (payment_id) JOIN orders USING "
          "(order_id) WHERE order_no = '%s' AND r.status <> 'DONE'",
          s->order_no);
    holds(1,
          "SELECT count(*) FROM issued_coupon WHERE member_id = %lld AND status = '%s' AND "
          "(order_id IS NULL) = %s",
          s->buyer.member, state->coupon == COUPON_SPENT ? "USED" : "AVAILABLE",
          state->coupon == COUPON_FREE ? "true" : "false");
    holds(BALANCE - (state->paid_by == PAID_BY_POINTS ? payable - state->points_back * UNIT : 0),
          "SELECT balance FROM point_balance WHERE member_id = %lld", s->buyer.member);
    assert_int_equal(rogue_holds(s->order_no), held(state));
}

/* ---- walks ---- */

static uint64_t seed;

static size_t draw(size_t below)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(seed >> 33) % below;
}

/* Mostly what is allowed. */
static const struct action *choose(const struct state *state, const struct actions *actions)
{
    const bool forbidden = draw(6) == 0;
    struct state next;
    for (int tries = 0; tries < 100; tries++) {
        const struct action *action = &actions->items[draw(actions->count)];
        if (forbidden || lead(state, action, &next))
            return action;
    }
    return &actions->items[0];
}

static void begin(struct scene *s, struct state *state)
{
    trial_learn();
    inject_set_clock(0);
    s->buyer = shop_member(BALANCE);
    shop_new_thread();
    struct answer a = shop_request("POST", text("/api/coupon/%lld/issue", coupon), s->buyer.token,
                                   unique(), NULL);
    place_order(s, "CARD", text(",\"couponId\":%lld", answer_int(a, "data.issuedCouponId")));
    assert_int_equal(s->payable, basket_payable(&BASKET) * UNIT);
    model_start(&MODEL, state);
}

static size_t refused;

static void take_step(struct scene *s, struct state *state, size_t walk)
{
    struct actions actions;
    struct state next;
    list(state, &actions);
    const struct action *action = choose(state, &actions);
    const bool allowed = lead(state, action, &next);
    printf("walk %zu: %s", walk, allowed ? "" : "(not allowed) ");
    label_print(stdout, action->moves[0]);
    const long status = act(s, action);
    printf(", %ld\n", status);
    if (status != 0 && allowed != (status < 300))
        fail_msg("the model and the shop are not of one mind");
    refused += !allowed;
    if (allowed)
        *state = next;
    compare(s, state);
}

static void the_shop_goes_where_the_model_goes(void **unused)
{
    (void)unused;
    const size_t walks = budget_is_short() ? WALKS_SHORT : WALKS;
    seed = budget_seed();
    print_message("TORTURE_SEED=%llu\n", (unsigned long long)seed);
    for (size_t walk = 0; walk < walks; walk++) {
        struct scene scene = {0};
        struct state state;
        begin(&scene, &state);
        for (int step = 0; step < STEPS; step++)
            take_step(&scene, &state, walk);
        http_forget();
    }
    audit_is_clean();
    print_message("model: %zu walks of %d steps taken by the shop too, %zu steps refused by both\n",
                  walks, STEPS, refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {PROVES(the_shop_goes_where_the_model_goes)};
    return cmocka_run_group_tests(tests, trial_open, trial_close);
}
