#include "bench/rig/scenario.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- requests ---- */

/* Of a visitor: pages as a browser asks for them, JSON as it is, like its limit. */
__attribute__((format(printf, 4, 5))) static size_t get(char *buffer, size_t size, bool packed,
                                                        const char *format, ...)
{
    char path[300];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(path, sizeof path, format, args);
    va_end(args);
    return (size_t)snprintf(buffer, size,
                            "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s"
                            "Accept-Language: ko\r\n\r\n",
                            path, packed ? "Accept-Encoding: gzip\r\n" : "");
}

/* Of a member. */
__attribute__((format(printf, 5, 6))) static size_t
post(char *buffer, size_t size, const char *path, const char *token, const char *format, ...)
{
    char body[500];
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(body, sizeof body, format, args);
    va_end(args);
    return (size_t)snprintf(buffer, size,
                            "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
                            "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                            path, token, length, body);
}

/* Spreads what clients ask over all there is, the same in every run. */
static uint64_t draw(const struct drive_client *client, uint64_t of)
{
    uint64_t x = (client->turn * 1000003 + client->index + 1) * UINT64_C(0x9E3779B97F4A7C15);
    x ^= x >> 31;
    x *= UINT64_C(0xD6E8FEB86659FD93);
    return (x ^ x >> 32) % of;
}

static int64_t some_product(const struct bench *bench, const struct drive_client *client)
{
    return bench->filled.first_product +
           (int64_t)draw(client, (uint64_t)bench->filled.scale->products);
}

static const char *some_member(const struct bench *bench, const struct drive_client *client)
{
    return bench->tokens[draw(client, (uint64_t)bench->token_count)];
}

static bool created(void *arg, struct drive_client *client, int status, const char *body,
                    size_t length)
{
    (void)arg, (void)client, (void)body, (void)length;
    return status == 201;
}

/* ---- reading ---- */

static size_t ask_list(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    (void)arg, (void)client;
    return get(buffer, size, false, "/api/product");
}

static size_t ask_list_page(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    (void)arg, (void)client;
    return get(buffer, size, true, "/products");
}

static size_t ask_product_page(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    const struct bench *bench = arg;
    return get(buffer, size, true, "/products/%" PRId64,
               bench->filled.first_product + (int64_t)draw(client, 100));
}

static size_t ask_search(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    static const char HEX[] = "0123456789ABCDEF";
    const struct bench *bench = arg;
    const uint64_t word = draw(client, 16);
    char encoded[100];
    size_t at = 0;
    for (const char *c = FILL_WORDS[word]; *c != '\0'; c++) {
        const unsigned char byte = (unsigned char)*c;
        encoded[at++] = '%';
        encoded[at++] = HEX[byte >> 4];
        encoded[at++] = HEX[byte & 15];
    }
    encoded[at] = '\0';
    return get(buffer, size, false, "/api/product?q=%s%%20%" PRIu64, encoded,
               draw(client, (uint64_t)bench->filled.scale->products / 100));
}

static size_t ask_popular(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    (void)arg, (void)client;
    return get(buffer, size, false, "/api/popular/product");
}

/* ---- writing ---- */

static size_t add_to_cart(const struct bench *bench, struct drive_client *client, char *buffer,
                          size_t size)
{
    return post(buffer, size, "/api/cart", some_member(bench, client),
                "{\"productId\":%" PRId64 ",\"quantity\":1}", some_product(bench, client));
}

static size_t ask_cart(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    return add_to_cart(arg, client, buffer, size);
}

static size_t order(const char *token, int64_t product, char *buffer, size_t size)
{
    return post(buffer, size, "/api/order", token,
                "{\"items\":[{\"productId\":%" PRId64 ",\"quantity\":1}],"
                "\"paymentMethod\":\"POINT\",\"pay\":true}",
                product);
}

static size_t ask_order_spread(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    return order(some_member(arg, client), some_product(arg, client), buffer, size);
}

static size_t ask_order_hot(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    const struct bench *bench = arg;
    return order(some_member(bench, client), bench->filled.first_product, buffer, size);
}

/* The number after "name": in an answer; 0 when it is not there. */
static int64_t number_in(const char *body, const char *name)
{
    const char *at = strstr(body, name);
    return at != NULL ? strtoll(at + strlen(name), NULL, 10) : 0;
}

/* Cart, sheet, order: the three requests of one member in turn, whom no other client is at that
 * time. */
static size_t ask_checkout(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    const struct bench *bench = arg;
    const struct drive_client first = {.index = client->index, .turn = client->turn / 3};
    const char *token =
        bench->tokens[(first.turn * bench->clients + first.index) % (uint64_t)bench->token_count];
    switch (client->turn % 3) {
    case 0:
        return post(buffer, size, "/api/cart", token, "{\"productId\":%" PRId64 ",\"quantity\":1}",
                    some_product(bench, &first));
    case 1:
        return post(buffer, size, "/api/order-sheet", token, "{\"cartItemIds\":[%" PRId64 "]}",
                    client->kept[0]);
    default:
        return post(buffer, size, "/api/order", token,
                    "{\"orderSheetId\":%" PRId64 ",\"paymentMethod\":\"POINT\",\"pay\":true}",
                    client->kept[0]);
    }
}

static bool hear_checkout(void *arg, struct drive_client *client, int status, const char *body,
                          size_t length)
{
    (void)arg, (void)length;
    const bool of_cart = client->turn % 3 == 1;
    client->kept[0] = number_in(body, of_cart ? "\"cartItemId\":" : "\"orderSheetId\":");
    return status == 201;
}

/* A member of its own for every claim, until the members run out. */
static size_t ask_coupon(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    const struct bench *bench = arg;
    const int64_t member = (int64_t)(client->turn * bench->clients + client->index);
    char path[60];
    if (member >= bench->token_count)
        return 0;
    (void)snprintf(path, sizeof path, "/api/coupon/%" PRId64 "/issue", bench->coupon);
    return post(buffer, size, path, bench->tokens[member], "%s", "");
}

static bool issued_or_sold_out(void *arg, struct drive_client *client, int status, const char *body,
                               size_t length)
{
    (void)arg, (void)client, (void)length;
    return status == 201 || (status == 409 && strstr(body, "COUPON_SOLD_OUT") != NULL);
}

/* ---- a day: nine of ten only look ---- */

static size_t ask_mixed(void *arg, struct drive_client *client, char *buffer, size_t size)
{
    const struct drive_client other = {.index = client->index + 7, .turn = client->turn};
    const uint64_t what = draw(&other, 100);
    if (what < 30)
        return ask_list_page(arg, client, buffer, size);
    if (what < 60)
        return ask_product_page(arg, client, buffer, size);
    if (what < 70)
        return ask_list(arg, client, buffer, size);
    if (what < 80)
        return ask_search(arg, client, buffer, size);
    if (what < 90)
        return ask_popular(arg, client, buffer, size);
    if (what < 95)
        return ask_cart(arg, client, buffer, size);
    return ask_order_spread(arg, client, buffer, size);
}

static bool good(void *arg, struct drive_client *client, int status, const char *body,
                 size_t length)
{
    (void)arg, (void)client, (void)body, (void)length;
    return status == 200 || status == 201;
}

const struct scenario SCENARIOS[] = {
    {.name = "product list, JSON", .ask = ask_list, .limit = LIMIT_QUERY, .requests = 1},
    {.name = "product list, page",
     .ask = ask_list_page,
     .limit = LIMIT_FILE,
     .path = "/products",
     .requests = 1},
    {.name = "product, page",
     .ask = ask_product_page,
     .limit = LIMIT_FILE,
     .path = "/products/1",
     .requests = 1},
    {.name = "search, JSON", .ask = ask_search, .limit = LIMIT_QUERY, .requests = 1},
    {.name = "popular products, JSON", .ask = ask_popular, .limit = LIMIT_QUERY, .requests = 1},
    {.name = "into the cart",
     .ask = ask_cart,
     .heard = created,
     .limit = LIMIT_PGBENCH,
     .pgbench = "cart",
     .requests = 1},
    {.name = "order by points, spread",
     .ask = ask_order_spread,
     .heard = created,
     .limit = LIMIT_PGBENCH,
     .pgbench = "order",
     .requests = 1},
    {.name = "order by points, one product",
     .ask = ask_order_hot,
     .heard = created,
     .limit = LIMIT_PGBENCH,
     .pgbench = "order_hot",
     .requests = 1},
    {.name = "checkout: cart, sheet, order",
     .ask = ask_checkout,
     .heard = hear_checkout,
     .limit = LIMIT_PGBENCH,
     .pgbench = "order",
     .requests = 3},
    {.name = "coupon rush, 1,000 for 10,000",
     .ask = ask_coupon,
     .heard = issued_or_sold_out,
     .limit = LIMIT_NONE,
     .requests = 1,
     .coupons = 1000},
    {.name = "coupon, 300,000 slots",
     .ask = ask_coupon,
     .heard = created,
     .limit = LIMIT_PGBENCH,
     .pgbench = "coupon",
     .requests = 1,
     .coupons = 300000},
    {.name = "mixed day, 90 % reads",
     .ask = ask_mixed,
     .heard = good,
     .limit = LIMIT_NONE,
     .requests = 1},
};
const size_t SCENARIO_COUNT = sizeof SCENARIOS / sizeof *SCENARIOS;
