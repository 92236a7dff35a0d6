#include "support/deal.h"

#include "support/order_shape.h"
#include "support/test.h"

struct deal deal_placed(size_t lines, const char *method)
{
    struct deal d = {.sellers = {seller_new()}, .buyer = customer_new()};
    if (lines > 2)
        d.sellers[1] = seller_new();
    charge(&d.buyer, BALANCE);
    const char *items = "";
    for (size_t i = 0; i < lines; i++) {
        d.products[i] = product_discounted(&d.sellers[i / 2], 1000 * (1 << i), 100, STOCK);
        items = text("%s%s{\"productId\":%lld,\"quantity\":%zu}", items, i > 0 ? "," : "",
                     d.products[i], i + 1);
    }
    struct answer a = call("POST", "/api/order", d.buyer.token,
                           "{\"items\":[%s],\"paymentMethod\":\"%s\"}", items, method);
    assert_answer(a, 201, "SUCCESS");
    d.number = answer_text(a, "data.orderNo");
    for (size_t i = 0; i < lines; i++)
        d.items[i] = answer_int(a, text("data.items.%zu.itemId", i));
    return d;
}

struct deal deal_new(size_t lines)
{
    struct deal d = deal_placed(lines, "POINT");
    d.payment = answer_int(deal_show(&d), "data.paymentId");
    return d;
}

struct answer deal_show(const struct deal *d)
{
    return ask("GET", text("/api/order/%s", d->number), d->buyer.token);
}

struct answer deal_cancel(const struct deal *d, const char *token)
{
    return ask("POST", text("/api/order/%s/cancel", d->number), token);
}

struct answer deal_claim(const struct deal *d, const char *token, size_t line, const char *what)
{
    return call("POST", text("/api/order/%s/items/%lld/%s", d->number, d->items[line], what), token,
                "{\"reason\":\"마음이 바뀌었어요\"}");
}

struct answer deal_move(const struct deal *d, const char *token, size_t line, const char *status)
{
    return call("PATCH", text("/api/order/%s/items/%lld", d->number, d->items[line]), token,
                "{\"status\":\"%s\"}", status);
}

void deal_go(const struct deal *d, size_t line, const char *const *way, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_answer(deal_move(d, d->sellers[line / 2].token, line, way[i]), 200, "SUCCESS");
}

void deal_deliver(const struct deal *d, size_t line)
{
    static const char *const WAY[] = {"PREPARING", "DISPATCHED", "IN_TRANSIT", "DELIVERED"};
    deal_go(d, line, WAY, COUNT(WAY));
}

struct answer refund(const char *token, const char *number, const char *more)
{
    return call("POST", "/api/refund", token, "{\"orderNo\":\"%s\"%s}", number, more);
}

/* The order's state, what it gave back, and that the buyer has it. */
void deal_refunded(const struct deal *d, struct answer a, const char *status, long long refunded)
{
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", ORDER);
    assert_text(a, "data.status", status);
    assert_int(a, "data.amounts.refunded", refunded);
    assert_int_equal(balance_of(&d->buyer),
                     BALANCE - answer_int(a, "data.amounts.payable") + refunded);
    assert_string_equal(answer_raw(deal_show(d), "data"), answer_raw(a, "data"));
}

void deal_history(const struct deal *d, size_t line, const char *const (*wanted)[3], size_t count)
{
    struct answer a = ask(
        "GET", text("/api/order/%s/items/%lld/history", d->number, d->items[line]), d->buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_int_equal(answer_count(a, "data.items"), count + 2); /* placed and paid */
    for (size_t i = 0; i < count; i++) {
        assert_text(a, text("data.items.%zu.event", i + 2), wanted[i][0]);
        assert_text(a, text("data.items.%zu.to", i + 2), wanted[i][1]);
        assert_text(a, text("data.items.%zu.actor", i + 2), wanted[i][2]);
    }
}
