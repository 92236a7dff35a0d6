#include "support/card_deal.h"

#include "support/stack.h"
#include "support/test.h"

#define GATEWAY "/sandbox/gateway"
enum { WAIT_MS = 30000 };

static const char *secret(void)
{
    return getenv("GATEWAY_SECRET");
}

/* The buyer says yes on the gateway's page. */
void card_approve(const char *url)
{
    const char *path = url + strlen(shop_origin());
    struct answer page = ask("GET", path, NULL);
    const char *token = strstr(page.body, "name=\"token\" value=\"");
    assert_non_null(token);
    struct answer a = ASK(.method = "POST", .path = path, .no_origin = true,
                          .type = "application/x-www-form-urlencoded",
                          .body = text("token=%.26s&decision=approve",
                                       token + strlen("name=\"token\" value=\"")));
    assert_int_equal(a.status, 303);
}

void check_db_wait(long long wanted, const char *query, const char *file, int line)
{
    const long long deadline = now_ms() + WAIT_MS;
    long long found;
    while ((found = db_number("%s", query)) != wanted && now_ms() < deadline)
        pause_ms(20);
    if (found != wanted) {
        print_error("%s: %lld, not %lld\n", query, found, wanted);
        _fail(file, line);
    }
}

long long card_buy(const char *token, const char *number)
{
    struct answer a = call("POST", "/api/pay", token, "{\"orderNo\":\"%s\"}", number);
    assert_answer(a, 202, "SUCCESS");
    card_approve(answer_text(a, "data.checkoutUrl"));
    db_wait(1, "SELECT count(*) FROM orders WHERE order_no = '%s' AND status = 'PAID'", number);
    return answer_int(a, "data.paymentId");
}

struct deal deal_by_card(size_t lines)
{
    struct deal d = deal_placed(lines, "CARD");
    d.payment = card_buy(d.buyer.token, d.number);
    return d;
}

void card_refunded(const struct deal *d, const char *status, long long refunded)
{
    db_wait(
        1,
        "SELECT count(*) FROM orders WHERE order_no = '%s' AND status = '%s' AND refunded = %lld",
        d->number, status, refunded);
    assert_int_equal(balance_of(&d->buyer), BALANCE);
    struct answer a = ask("GET", text("/api/pay/%lld", d->payment), d->buyer.token);
    assert_int(a, "data.refunded", refunded);
    a = ask("GET", text(GATEWAY "/transactions/%s", answer_text(a, "data.transactionKey")),
            secret());
    assert_int_equal(a.status, 200);
    assert_int(a, "refunded", refunded);
}
