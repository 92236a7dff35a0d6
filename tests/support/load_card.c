#include "support/load_client.h"

#include <stdio.h>
#include <string.h>

#include <json-c/json.h>

#include "support/stack.h"

enum { FOLLOW_MS = 4000 };

static const char *member_text(struct answer answer, const char *object, const char *name)
{
    const char *value = json_object_get_string(load_member(answer, object, name));
    return value != NULL ? value : "";
}

/* The buyer's word on the gateway's page; one that was heard before stands there without a form.
 * An approval that is silent reaches the shop only when it asks. */
static void decide(struct load_client *client, const char *url, bool approve)
{
    static const char TOKEN[] = "name=\"token\" value=\"";
    const char *decision = !approve ? "decline" : load_draw(client, 4) == 0 ? "silent" : "approve";
    const char *path = strstr(url, "/sandbox/gateway/");
    if (path == NULL)
        path = "/sandbox/gateway/checkout/none";
    struct answer page = load_insist(client, (struct ask){.method = "GET", .path = path});
    const char *token = page.status == 200 ? strstr(page.body, TOKEN) : NULL;
    if (token == NULL) {
        load_fault(client, page, "no page at the gateway");
        return;
    }
    struct answer a = load_insist(
        client,
        (struct ask){.method = "POST",
                     .path = path,
                     .no_origin = true,
                     .type = "application/x-www-form-urlencoded",
                     .body = text("token=%.26s&decision=%s", token + strlen(TOKEN), decision)});
    if (a.status != 303)
        load_fault(client, a, "a decision refused");
}

/* Looks at the order for a while: the gateway's word arrives some time. */
static void follow(struct load_client *client, struct placed *order)
{
    const long long end = now_ms() + FOLLOW_MS;
    const char *path = text("/api/order/%s", order->number);
    while (strcmp(order->status, "PAID") != 0 && now_ms() < end && client->fault[0] == '\0') {
        struct answer a = load_settle(client, "GET", path, NULL, NULL);
        (void)snprintf(order->status, sizeof order->status, "%s", member_text(a, "data", "status"));
        pause_ms(100);
    }
}

/* Cancelling has no key: one that is asked again meets an order that is cancelled already. */
static void take_back(struct load_client *client, struct placed *order)
{
    struct answer a =
        load_settle(client, "POST", text("/api/order/%s/cancel", order->number), NULL, NULL);
    if (a.status != 200 && a.status != 409)
        load_fault(client, a, "an order by card could not be cancelled");
    order->taken_back = true;
}

static struct placed *place(struct load_client *client)
{
    const long long product = client->load->products[load_draw(client, LOAD_PRODUCTS)];
    struct answer a = load_settle(
        client, "POST", "/api/order", unique(),
        text("{\"items\":[{\"productId\":%lld,\"quantity\":1}],\"paymentMethod\":\"CARD\"}",
             product));
    if (a.status != 201) {
        load_fault(client, a, "an order by card refused");
        return NULL;
    }
    struct json_object *payable = NULL;
    (void)json_object_object_get_ex(load_member(a, "data", "amounts"), "payable", &payable);
    struct placed *order = &client->orders[client->order_count];
    *order = (struct placed){.payable = json_object_get_int64(payable), .card = true};
    (void)snprintf(order->number, sizeof order->number, "%s", member_text(a, "data", "orderNo"));
    client->order_count++;
    return order;
}

void load_buy_by_card(struct load_client *client)
{
    struct placed *order = place(client);
    if (order == NULL)
        return;
    struct answer a = load_settle(client, "POST", "/api/pay", unique(),
                                  text("{\"orderNo\":\"%s\"}", order->number));
    if (a.status != 202) {
        load_fault(client, a, "a payment by card refused");
        return;
    }
    client->card_count++;
    const unsigned turn = load_draw(client, 8);
    order->approved = turn > 0;
    decide(client, member_text(a, "data", "checkoutUrl"), order->approved);
    if (turn == 1)
        take_back(client, order); /* in the middle of it all */
    else if (order->approved)
        follow(client, order);
    if (turn > 5 && strcmp(order->status, "PAID") == 0)
        take_back(client, order);
}

const char *load_card_end(const struct placed *order)
{
    return order->taken_back ? "'REFUNDED','CANCELLED'" : order->approved ? "'PAID'" : "'FAILED'";
}
