/* How many orders a second the shop takes over HTTP: placed and paid by points in one call, by so
 * many clients at once, all of one product and each of one of eight. */
#include "support/stack.h"
#include "support/test.h"

#include <pthread.h>
#include <stdio.h>

#include "base/clock.h"

enum { CLIENTS = 16, ORDERS = 200, PRODUCTS = 8 };

struct client {
    size_t index;
    pthread_t thread;
    char token[64];
    const long long *products;
    size_t product_count;
    pthread_barrier_t *gate;
    size_t paid;
};

static void *order(void *arg)
{
    struct client *client = arg;
    (void)ask("GET", "/static/favicon.svg", NULL);
    (void)pthread_barrier_wait(client->gate);
    for (size_t i = 0; i < ORDERS; i++) {
        const long long product = client->products[(client->index + i) % client->product_count];
        client->paid += order_paid(client->token, product, 1).status == 201;
        http_forget();
    }
    http_end();
    return NULL;
}

/* Every client a new member with enough points; all orders, and how many that is a second. */
static double rate(const long long *products, size_t product_count)
{
    struct client clients[CLIENTS];
    pthread_barrier_t gate;
    size_t paid = 0;
    assert_int_equal(pthread_barrier_init(&gate, NULL, CLIENTS + 1), 0);
    for (size_t i = 0; i < CLIENTS; i++) {
        const struct person buyer = customer_new();
        charge(&buyer, 1000000);
        clients[i] = (struct client){
            .index = i, .products = products, .product_count = product_count, .gate = &gate};
        (void)snprintf(clients[i].token, sizeof clients[i].token, "%s", buyer.token);
        assert_int_equal(pthread_create(&clients[i].thread, NULL, order, &clients[i]), 0);
    }
    (void)pthread_barrier_wait(&gate);
    const int64_t started_ms = clock_monotonic_ms();
    for (size_t i = 0; i < CLIENTS; i++) {
        (void)pthread_join(clients[i].thread, NULL);
        paid += clients[i].paid;
    }
    const int64_t ms = clock_monotonic_ms() - started_ms;
    (void)pthread_barrier_destroy(&gate);
    assert_int_equal(paid, CLIENTS * ORDERS);
    return (double)paid * 1000 / (double)(ms > 0 ? ms : 1);
}

static void orders_a_second(void **state)
{
    (void)state;
    const struct person seller = seller_new();
    long long products[PRODUCTS];
    for (size_t i = 0; i < PRODUCTS; i++)
        products[i] = product_new(&seller, 100, 100000);
    const double one = rate(products, 1);
    const double spread = rate(products, PRODUCTS);
    (void)printf("  %d orders by %d clients, a second\n", CLIENTS * ORDERS, CLIENTS);
    (void)printf("  %-44s %10.0f\n", "all of one product", one);
    (void)printf("  %-44s %10.0f\n", "each of one of eight", spread);
    audit_is_clean();
}

int main(void)
{
    const struct CMUnitTest tests[] = {PROVES(orders_a_second)};
    return RUN_TESTS(tests);
}
