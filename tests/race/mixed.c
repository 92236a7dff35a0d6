/* Everything at once for a while: orders, payments, cancels and refunds by line, carts, charges and
 * uses of points, coupons, and sellers who change stock, by many clients who share members,
 * products and coupons that are too few. Every answer is one that the contract knows, and what was
 * acknowledged is in the books, once and in full (O13, P6, S3, S4, K2, K7, Y5).
 *
 * MIXED_SECONDS: how long it lasts (60); MIXED_SEED: to draw the same again. */
#include "support/coupon.h"
#include "support/stack.h"
#include "support/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include <json-c/json.h>

enum { CLIENTS = 24, MEMBERS = 6, PRODUCTS = 5, TEMPLATES = 8, ORDERS_KEPT = 64 };
enum { STOCK = 60, BALANCE = 300000, COUPON_QUANTITY = 4 };
/* Of a client between two requests: what runs beside needs the machine too. */
enum { THINK_MS = 20 };

/* An order somebody may pay, cancel or refund. */
struct kept {
    char number[24];
    long long item; /* its first line */
};

/* What was acknowledged, under `lock`. */
static struct {
    pthread_mutex_t lock;
    long long charged[MEMBERS], used[MEMBERS], placed[MEMBERS], paid[MEMBERS], refunds[MEMBERS];
    long long cancelled, refunded, stock[PRODUCTS], issued[TEMPLATES];
    bool sold_out[TEMPLATES];
    long long answers, refusals;
    long long coupons[MEMBERS][TEMPLATES]; /* issued ones */
    struct kept orders[MEMBERS][ORDERS_KEPT];
    size_t order_count[MEMBERS]; /* the last ORDERS_KEPT are there */
    atomic_bool is_faulty;
    char fault[600];
} tally = {.lock = PTHREAD_MUTEX_INITIALIZER};

static struct buyer buyers[MEMBERS];
static struct person seller;
static long long products[PRODUCTS], templates[TEMPLATES];
static long long deadline;

struct client {
    unsigned random;
    size_t member, which; /* which: the product or template the request is about */
    long long amount;
};

static unsigned draw(struct client *c, unsigned below)
{
    return (unsigned)rand_r(&c->random) % below;
}

static struct json_object *data_of(struct answer a, const char *name)
{
    struct json_object *at = NULL, *value = NULL;
    if (json_object_is_type(a.json, json_type_object) &&
        json_object_object_get_ex(a.json, "data", &at) && json_object_is_type(at, json_type_object))
        (void)json_object_object_get_ex(at, name, &value);
    return value;
}

static bool is_now(struct answer a, const char *status)
{
    const char *got = json_object_get_string(data_of(a, "status"));
    return got != NULL && strcmp(got, status) == 0;
}

static const char *token(const struct client *c)
{
    return buyers[c->member].token;
}

/* One of the member's last orders; while there is none, a number that nobody has. */
static struct kept some_order(struct client *c)
{
    struct kept kept = {.number = "20260101-0000000000"};
    (void)pthread_mutex_lock(&tally.lock);
    const size_t count = tally.order_count[c->member];
    if (count > 0)
        kept =
            tally.orders[c->member][draw(c, (unsigned)(count < ORDERS_KEPT ? count : ORDERS_KEPT))];
    (void)pthread_mutex_unlock(&tally.lock);
    return kept;
}

static const char *some_coupon(struct client *c)
{
    const size_t i = draw(c, TEMPLATES);
    (void)pthread_mutex_lock(&tally.lock);
    const long long coupon = tally.coupons[c->member][i];
    (void)pthread_mutex_unlock(&tally.lock);
    return coupon != 0 ? text("\"couponId\":%lld,", coupon) : "";
}

/* ---- what a client asks ---- */

static struct answer ask_charge(struct client *c)
{
    c->amount = 100LL * (1 + draw(c, 300));
    return call("PATCH", "/api/point/charge", token(c), "{\"amount\":%lld}", c->amount);
}

static struct answer ask_use(struct client *c)
{
    c->amount = 1 + draw(c, 5000);
    return call("PATCH", "/api/point/use", token(c), "{\"amount\":%lld}", c->amount);
}

/* Two products, in whatever sequence. */
static struct answer ask_order(struct client *c)
{
    const size_t one = draw(c, PRODUCTS), other = (one + 1 + draw(c, PRODUCTS - 1)) % PRODUCTS;
    return call("POST", "/api/order", token(c),
                "{\"items\":[{\"productId\":%lld,\"quantity\":%u},{\"productId\":%lld,"
                "\"quantity\":1}],%s\"paymentMethod\":\"POINT\",\"pay\":%s}",
                products[one], 1 + draw(c, 3), products[other], some_coupon(c),
                draw(c, 2) == 0 ? "true" : "false");
}

static struct answer ask_cart(struct client *c)
{
    struct answer a = call("POST", "/api/cart", token(c), "{\"productId\":%lld,\"quantity\":%u}",
                           products[draw(c, PRODUCTS)], 1 + draw(c, 2));
    if (a.status != 201 || draw(c, 4) == 0)
        return a;
    const long long line = json_object_get_int64(data_of(a, "cartItemId"));
    if (draw(c, 4) == 0)
        return ask("DELETE", text("/api/cart/%lld", line), token(c));
    return call("POST", "/api/order", token(c),
                "{\"cartItemIds\":[%lld],%s\"paymentMethod\":\"POINT\"}", line, some_coupon(c));
}

static struct answer ask_pay(struct client *c)
{
    return call("POST", "/api/pay", token(c), "{\"orderNo\":\"%s\"}", some_order(c).number);
}

static struct answer ask_cancel(struct client *c)
{
    return ask("POST", text("/api/order/%s/cancel", some_order(c).number), token(c));
}

static struct answer ask_refund(struct client *c)
{
    const struct kept order = some_order(c);
    return call("POST", "/api/refund", token(c), "{\"orderNo\":\"%s\",\"itemIds\":[%lld]}",
                order.number, order.item);
}

static struct answer ask_stock(struct client *c)
{
    c->which = draw(c, PRODUCTS);
    c->amount = (long long)draw(c, 41) - 20;
    c->amount += c->amount == 0;
    return call("PATCH", text("/api/product/%lld/stock", products[c->which]), seller.token,
                "{\"delta\":%lld}", c->amount);
}

static struct answer ask_coupon(struct client *c)
{
    c->which = draw(c, TEMPLATES);
    return coupon_issue(token(c), templates[c->which]);
}

/* ---- what is remembered of a success; the lock is held ---- */

static void note_charge(const struct client *c, struct answer a)
{
    (void)a;
    tally.charged[c->member] += c->amount;
}

static void note_use(const struct client *c, struct answer a)
{
    (void)a;
    tally.used[c->member] += c->amount;
}

static void note_order(const struct client *c, struct answer a)
{
    struct json_object *items = data_of(a, "items"), *id = NULL;
    if (items == NULL) /* a cart's line */
        return;
    struct kept *kept = &tally.orders[c->member][tally.order_count[c->member]++ % ORDERS_KEPT];
    (void)snprintf(kept->number, sizeof kept->number, "%s",
                   json_object_get_string(data_of(a, "orderNo")));
    if (json_object_object_get_ex(json_object_array_get_idx(items, 0), "itemId", &id))
        kept->item = json_object_get_int64(id);
    tally.placed[c->member]++;
    tally.paid[c->member] += is_now(a, "PAID");
}

static void note_pay(const struct client *c, struct answer a)
{
    (void)a;
    tally.paid[c->member]++;
}

/* Of an order that waited nothing goes back; of any other something does, once a success. */
static void note_cancel(const struct client *c, struct answer a)
{
    tally.cancelled += is_now(a, "CANCELLED");
    tally.refunded += is_now(a, "REFUNDED");
    tally.refunds[c->member] += !is_now(a, "CANCELLED");
}

static void note_stock(const struct client *c, struct answer a)
{
    (void)a;
    tally.stock[c->which] += c->amount;
}

static void note_coupon(const struct client *c, struct answer a)
{
    tally.issued[c->which]++;
    tally.coupons[c->member][c->which] = json_object_get_int64(data_of(a, "issuedCouponId"));
}

/* ---- the acts, and the refusals that are right ---- */

static const struct act {
    unsigned share; /* of a hundred */
    struct answer (*ask)(struct client *c);
    void (*note)(const struct client *c, struct answer a);
    const char *refusals[6];
} ACTS[] = {
    {12, ask_charge, note_charge, {"BALANCE_LIMIT_EXCEEDED"}},
    {3, ask_use, note_use, {"BALANCE_NOT_ENOUGH"}},
    {25,
     ask_order,
     note_order,
     {"STOCK_NOT_ENOUGH", "BALANCE_NOT_ENOUGH", "COUPON_NOT_USABLE", "TOO_MANY_REQUESTS"}},
    {15,
     ask_cart,
     note_order,
     {"STOCK_NOT_ENOUGH", "BALANCE_NOT_ENOUGH", "COUPON_NOT_USABLE", "CART_ITEM_NOT_FOUND",
      "INVALID_REQUEST"}},
    {12, ask_pay, note_pay, {"BALANCE_NOT_ENOUGH", "ORDER_STATE_CONFLICT", "ORDER_NOT_FOUND"}},
    {12, ask_cancel, note_cancel, {"ORDER_STATE_CONFLICT", "ORDER_NOT_FOUND"}},
    {8, ask_refund, note_cancel, {"ORDER_STATE_CONFLICT", "ORDER_NOT_FOUND", "INVALID_REQUEST"}},
    {8, ask_stock, note_stock, {"STOCK_NOT_ENOUGH"}},
    {5, ask_coupon, note_coupon, {"COUPON_ALREADY_ISSUED", "COUPON_SOLD_OUT"}},
};

static bool is_right(const struct act *act, const char *code)
{
    for (size_t i = 0; i < COUNT(act->refusals) && act->refusals[i] != NULL; i++)
        if (code != NULL && strcmp(code, act->refusals[i]) == 0)
            return true;
    return false;
}

static void note(const struct client *c, const struct act *act, struct answer a)
{
    struct json_object *code = NULL;
    (void)json_object_object_get_ex(a.json, "code", &code);
    const char *said = json_object_get_string(code);
    (void)pthread_mutex_lock(&tally.lock);
    tally.answers++;
    if (a.status >= 200 && a.status < 300) {
        act->note(c, a);
    } else if (a.status >= 400 && a.status < 500 && is_right(act, said)) {
        tally.refusals++;
        if (strcmp(said, "COUPON_SOLD_OUT") == 0)
            tally.sold_out[c->which] = true;
    } else if (tally.fault[0] == '\0') {
        (void)snprintf(tally.fault, sizeof tally.fault, "%s: %ld %.400s", a.asked, a.status,
                       a.body);
        tally.is_faulty = true;
    }
    (void)pthread_mutex_unlock(&tally.lock);
}

static struct answer go_on(size_t index, void *arg)
{
    struct client c = {.random = *(unsigned *)arg + (unsigned)index, .member = index % MEMBERS};
    while (now_ms() < deadline && !tally.is_faulty) {
        const struct act *act = ACTS;
        for (unsigned n = draw(&c, 100); n >= act->share; act++)
            n -= act->share;
        note(&c, act, act->ask(&c));
        http_forget();
        pause_ms(THINK_MS);
    }
    return ask("GET", "/readyz", NULL);
}

/* ---- what the books say ---- */

static void check_member(size_t i)
{
    const long long member = buyers[i].member;
    const struct {
        const char *kind;
        long long count; /* -1: not looked at */
        long long sum;
    } WANTED[] = {
        {"CHARGE", -1, BALANCE + tally.charged[i]},
        {"USE", -1, -tally.used[i]},
        {"ORDER_PAYMENT", tally.paid[i], 0},
        {"REFUND", tally.refunds[i], 0},
    };
    for (size_t k = 0; k < COUNT(WANTED); k++) {
        if (WANTED[k].count >= 0)
            assert_int_equal(db_number("SELECT count(*) FROM point_entry WHERE member_id = %lld"
                                       " AND kind = '%s'",
                                       member, WANTED[k].kind),
                             WANTED[k].count);
        else
            assert_int_equal(db_number("SELECT coalesce(sum(amount), 0) FROM point_entry WHERE"
                                       " member_id = %lld AND kind = '%s'",
                                       member, WANTED[k].kind),
                             WANTED[k].sum);
    }
    assert_int_equal(db_number("SELECT count(*) FROM orders WHERE member_id = %lld", member),
                     tally.placed[i]);
}

static void check_goods(void)
{
    for (size_t i = 0; i < PRODUCTS; i++)
        assert_int_equal(db_number("SELECT coalesce(sum(on_hand_delta), 0) FROM stock_entry"
                                   " WHERE product_id = %lld AND kind = 'ADJUSTED'",
                                   products[i]),
                         tally.stock[i]);
    for (size_t i = 0; i < TEMPLATES; i++) {
        assert_int_equal(
            db_number("SELECT count(*) FROM issued_coupon WHERE coupon_id = %lld", templates[i]),
            tally.issued[i]);
        assert_true(!tally.sold_out[i] || tally.issued[i] == COUPON_QUANTITY);
    }
}

static long long orders_now(const char *status)
{
    return db_number("SELECT count(*) FROM orders WHERE status = '%s' AND member_id BETWEEN %lld"
                     " AND %lld",
                     status, buyers[0].member, buyers[MEMBERS - 1].member);
}

static void prepare(void)
{
    seller = seller_new();
    for (size_t i = 0; i < PRODUCTS; i++)
        products[i] = product_new(&seller, 1000 * (1 + (long long)i), STOCK);
    for (size_t i = 0; i < TEMPLATES; i++)
        templates[i] =
            coupon_new(text("\"type\":\"FIXED\",\"value\":500,\"quantity\":%d", COUPON_QUANTITY));
    buyers_new(buyers, MEMBERS, BALANCE);
}

static void o13_p6_s3_s4_k7_y5_everything_at_once_adds_up(void **state)
{
    (void)state;
    static struct outcome outcomes[CLIENTS];
    unsigned seed = setting("MIXED_SEED", (unsigned)time(NULL));
    print_message("MIXED_SEED=%u\n", seed);
    prepare();
    deadline = now_ms() + setting("MIXED_SECONDS", 60) * 1000LL;
    crowd(CLIENTS, go_on, &seed, outcomes);
    print_message("%lld answers, %lld of them refusals\n", tally.answers, tally.refusals);
    if (tally.fault[0] != '\0')
        fail_msg("%s", tally.fault);
    assert_outcomes(outcomes, CLIENTS, outcomes_of(outcomes, CLIENTS, 200, NULL));
    for (size_t i = 0; i < MEMBERS; i++)
        check_member(i);
    check_goods();
    assert_int_equal(orders_now("CANCELLED"), tally.cancelled);
    assert_int_equal(orders_now("REFUNDED"), tally.refunded);
    assert_true(tally.refunded > 0 && tally.cancelled > 0);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(o13_p6_s3_s4_k7_y5_everything_at_once_adds_up),
    };
    return RUN_TESTS(tests);
}
