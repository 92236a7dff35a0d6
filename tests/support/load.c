#include "support/load.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "support/coupon.h"
#include "support/database.h"
#include "support/http.h"
#include "support/load_client.h"
#include "support/shop.h"
#include "support/stack.h"

enum { ORDERS_WITHIN_MS = 90000 };

/* ---- what a shopper does ---- */

/* A member whose address is taken when it is asked for again was made the first time. */
static bool register_member(struct load_client *client, const char *email)
{
    struct answer a =
        load_settle(client, "POST", "/api/member", NULL,
                    text("{\"email\":\"%s\",\"password\":\"" PASSWORD "\",\"name\":\"홍길동\","
                         "\"phone\":\"010-1234-5678\",\"address\":{\"postcode\":\"06236\","
                         "\"line1\":\"테헤란로 152\"}}",
                         email));
    const bool made = a.status == 201 || load_has_code(a, "EMAIL_TAKEN");
    if (!made)
        load_fault(client, a, "a registration refused");
    client->registered += made;
    return made;
}

static void begin(struct load_client *client)
{
    if (!register_member(client, client->email))
        return;
    struct answer a =
        load_settle(client, "POST", "/api/session", NULL,
                    text("{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}", client->email));
    if (a.status != 200) {
        load_fault(client, a, "a log-in refused");
        return;
    }
    client->member = json_object_get_int64(load_member(a, "data", "memberId"));
    (void)snprintf(client->token, sizeof client->token, "%s",
                   json_object_get_string(load_member(a, "data", "token")));
}

/* Nobody else touches the balance, so every answer must name just what this client reckons. */
static void charge_points(struct load_client *client)
{
    const long long amount = 100LL * (1 + load_draw(client, 1000));
    struct answer a = load_settle(client, "PATCH", "/api/point/charge", unique(),
                                  text("{\"amount\":%lld}", amount));
    if (load_has_code(a, "BALANCE_LIMIT_EXCEEDED") && client->balance + amount > 1000000) {
        client->refused++;
        return;
    }
    if (a.status != 200) {
        load_fault(client, a, "a charge refused");
        return;
    }
    client->charges++;
    client->charged += amount;
    client->balance += amount;
    if (json_object_get_int64(load_member(a, "data", "balance")) != client->balance)
        load_fault(client, a, "a balance other than %lld", client->balance);
}

static void note(struct load_client *client, struct placed *order, struct answer answer)
{
    (void)snprintf(order->status, sizeof order->status, "%s",
                   json_object_get_string(load_member(answer, "data", "status")));
    if (strcmp(order->status, "PAID") == 0) {
        client->balance -= order->payable;
        client->paid_count++;
    }
}

static void pay(struct load_client *client, struct placed *order)
{
    struct answer a =
        load_settle(client, "POST", "/api/pay", unique(),
                    text("{\"orderNo\":\"%s\",\"paymentMethod\":\"POINT\"}", order->number));
    if (a.status == 200)
        note(client, order, a);
    else if (load_has_code(a, "BALANCE_NOT_ENOUGH") && client->balance < order->payable)
        client->refused++;
    else
        load_fault(client, a, "a payment refused");
}

/* What an order does to its coupon: held while it waits, used once paid, free again when all of it
 * is cancelled. */
static void note_coupon(struct load_client *client, const struct placed *order)
{
    if (order->coupon == 0)
        return;
    const bool is_over =
        strcmp(order->status, "CANCELLED") == 0 || strcmp(order->status, "REFUNDED") == 0;
    client->coupon = is_over ? order->coupon : 0;
}

/* Cancelling has no key: the order itself tells whether an unanswered one was done. */
static void cancel(struct load_client *client, struct placed *order)
{
    const char *path = text("/api/order/%s/cancel", order->number);
    struct answer a = load_settle(client, "POST", path, NULL, NULL);
    if (load_has_code(a, "ORDER_STATE_CONFLICT"))
        a = load_settle(client, "GET", text("/api/order/%s", order->number), NULL, NULL);
    if (a.status == 200)
        note(client, order, a);
    if (strcmp(order->status, "CANCELLED") != 0)
        load_fault(client, a, "a pending order could not be cancelled");
}

/* All of a paid order goes back, to the won. */
static void refund_order(struct load_client *client, struct placed *order)
{
    struct answer a = load_settle(client, "POST", "/api/refund", unique(),
                                  text("{\"orderNo\":\"%s\"}", order->number));
    if (a.status != 200) {
        load_fault(client, a, "a refund refused");
        return;
    }
    note(client, order, a);
    if (strcmp(order->status, "REFUNDED") != 0)
        load_fault(client, a, "a refund that left something");
    client->balance += order->payable;
    client->refund_count++;
}

/* The next template that this client has not asked for, until there is none or it has one to use.
 */
static void take_coupon(struct load_client *client)
{
    if (client->asked == LOAD_COUPONS || client->coupon != 0)
        return;
    const size_t wanted = client->asked++;
    struct answer a =
        load_settle(client, "POST", text("/api/coupon/%lld/issue", client->load->coupons[wanted]),
                    unique(), NULL);
    if (a.status == 201) {
        client->coupon = json_object_get_int64(load_member(a, "data", "issuedCouponId"));
        client->issued[wanted] = true;
        return;
    }
    if (!load_has_code(a, "COUPON_SOLD_OUT"))
        load_fault(client, a, "a coupon refused");
    client->load->sold_out[wanted] = true;
    client->refused++;
}

/* "items" of one or two products, or "cartItemIds" of a line just put there; NULL when that failed.
 */
static const char *choose(struct load_client *client)
{
    const long long *products = client->load->products;
    const unsigned first = load_draw(client, LOAD_PRODUCTS);
    if (load_draw(client, 2) == 0)
        return text("\"items\":[{\"productId\":%lld,\"quantity\":1},{\"productId\":%lld,"
                    "\"quantity\":2}]",
                    products[first], products[(first + 1) % LOAD_PRODUCTS]);
    struct answer a = load_settle(client, "DELETE", "/api/cart", NULL, NULL);
    if (a.status != 204)
        load_fault(client, a, "a cart not emptied");
    a = load_settle(client, "POST", "/api/cart", NULL,
                    text("{\"productId\":%lld,\"quantity\":1}", products[first]));
    if (a.status == 201)
        return text("\"cartItemIds\":[%lld]",
                    (long long)json_object_get_int64(load_member(a, "data", "cartItemId")));
    load_fault(client, a, "a cart line refused");
    return NULL;
}

static void order_something(struct load_client *client)
{
    const char *what = choose(client);
    const bool pays = load_draw(client, 3) > 0;
    if (what == NULL)
        return;
    const char *coupon = client->coupon != 0 ? text("\"couponId\":%lld,", client->coupon) : "";
    struct answer a = load_settle(client, "POST", "/api/order", unique(),
                                  text("{%s,%s\"paymentMethod\":\"POINT\",\"pay\":%s}", what,
                                       coupon, pays ? "true" : "false"));
    if (load_has_code(a, "BALANCE_NOT_ENOUGH")) {
        client->refused++;
        return;
    }
    if (a.status != 201) {
        load_fault(client, a, "an order refused");
        return;
    }
    struct placed *order = &client->orders[client->order_count++];
    (void)snprintf(order->number, sizeof order->number, "%s",
                   json_object_get_string(load_member(a, "data", "orderNo")));
    struct json_object *amounts = load_member(a, "data", "amounts"), *payable = NULL;
    (void)json_object_object_get_ex(amounts, "payable", &payable);
    order->payable = json_object_get_int64(payable);
    order->coupon = client->coupon;
    note(client, order, a);
    if (strcmp(order->status, "PENDING_PAYMENT") == 0 && load_draw(client, 2) == 0)
        pay(client, order);
    if (strcmp(order->status, "PENDING_PAYMENT") == 0)
        cancel(client, order);
    else if (load_draw(client, 4) == 0)
        refund_order(client, order);
    note_coupon(client, order);
}

static void *shop(void *arg)
{
    struct load_client *client = arg;
    client->away = client->load->plan.other != NULL && client->index % 2 == 1;
    http_at(client->away ? client->load->plan.other : NULL);
    begin(client);
    while (client->token[0] != '\0' && client->fault[0] == '\0' &&
           client->order_count < LOAD_ORDERS_MAX && !client->load->stop) {
        const unsigned turn = load_draw(client, 20);
        if (turn == 0)
            (void)register_member(client, text("%s-%s@test.example", client->load->mark, unique()));
        else if (turn < 6 || client->balance < 10000)
            charge_points(client);
        else if (turn < 8)
            take_coupon(client);
        else if (turn < 12 && client->load->plan.by_card)
            load_buy_by_card(client);
        else
            order_something(client);
        http_forget();
        pause_ms(client->load->think_ms);
    }
    http_end();
    return NULL;
}

/* ---- all of them ---- */

void load_start(struct load *load, const struct load_plan *plan)
{
    const struct person seller = seller_new();
    *load = (struct load){.plan = *plan, .think_ms = getenv("TORTURE_SECONDS") == NULL ? 20 : 0};
    load->before = load_counts();
    db_end(); /* the database may be shot too */
    (void)snprintf(load->mark, sizeof load->mark, "fire%s", unique());
    for (size_t i = 0; i < LOAD_PRODUCTS; i++)
        load->products[i] = product_new(&seller, 1000 + 100 * (long long)i, 1000000);
    for (size_t i = 0; i < LOAD_COUPONS; i++)
        load->coupons[i] = coupon_new(
            text("\"type\":\"FIXED\",\"value\":500,\"quantity\":%d", LOAD_COUPON_QUANTITY));
    for (size_t i = 0; i < LOAD_CLIENTS; i++) {
        struct load_client *client = &load->clients[i];
        client->load = load;
        client->index = i;
        client->random = plan->seed + (unsigned)i;
        (void)snprintf(client->email, sizeof client->email, "%s-%zu@test.example", load->mark, i);
        assert_int_equal(pthread_create(&client->thread, NULL, shop, client), 0);
    }
}

void load_stop(struct load *load)
{
    load->stop = true;
    for (size_t i = 0; i < LOAD_CLIENTS; i++)
        (void)pthread_join(load->clients[i].thread, NULL);
}

size_t load_orders(const struct load *load)
{
    size_t count = 0;
    for (size_t i = 0; i < LOAD_CLIENTS; i++)
        count += atomic_load(&load->clients[i].order_count);
    return count;
}

void load_goes_on(const struct load *load, size_t orders)
{
    const size_t before = load_orders(load);
    const long long deadline = now_ms() + ORDERS_WITHIN_MS;
    while (load_orders(load) < before + orders) {
        if (now_ms() > deadline)
            fail_msg("nobody gets an order through");
        pause_ms(5);
    }
}

void load_print(const struct load *load)
{
    struct load_client sum = {0};
    for (size_t i = 0; i < LOAD_CLIENTS; i++) {
        const struct load_client *client = &load->clients[i];
        sum.requests += client->requests;
        sum.unknown += client->unknown;
        sum.resolved += client->resolved;
        sum.refused += client->refused;
        sum.card_count += client->card_count;
        sum.refund_count += client->refund_count;
        sum.charges += client->charges;
        sum.registered += client->registered;
        if (client->longest_ms > sum.longest_ms)
            sum.longest_ms = client->longest_ms;
    }
    print_message("%zu requests, %zu without an answer or 5xx, %zu fates found out, %zu refusals,"
                  " the longest took %.1f s\n",
                  sum.requests, sum.unknown, sum.resolved, sum.refused,
                  (double)sum.longest_ms / 1000);
    print_message(
        "acknowledged: %zu orders (%zu by card), %zu refunds, %lld charges, %lld members\n",
        load_orders(load), sum.card_count, sum.refund_count, sum.charges, sum.registered);
}
