#include "support/word.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/signature.h"
#include "support/answer.h"

struct answer pay_by_card(const char *token, const char *number)
{
    return call("POST", "/api/pay", token, "{\"orderNo\":\"%s\",\"paymentMethod\":\"CARD\"}",
                number);
}

struct started card_started(const char *token, const char *number)
{
    struct answer a = pay_by_card(token, number);
    assert_answer(a, 202, "SUCCESS");
    struct started started = {.token = token,
                              .number = number,
                              .payment = answer_int(a, "data.paymentId"),
                              .transaction = answer_text(a, "data.transactionKey"),
                              .checkout = answer_text(a, "data.checkoutUrl")};
    a = ask("GET", text("/sandbox/gateway/transactions/%s", started.transaction),
            getenv("GATEWAY_SECRET"));
    assert_int_equal(a.status, 200);
    started.payment_key = answer_text(a, "paymentKey");
    started.amount = answer_int(a, "amount");
    return started;
}

struct started card_order(const char *token, long long product, long long quantity)
{
    struct answer a = order_by_card(token, product, quantity);
    assert_answer(a, 201, "SUCCESS");
    return card_started(token, answer_text(a, "data.orderNo"));
}

void approve_silently(const struct started *of)
{
    const char *path = of->checkout + strlen(shop_origin());
    struct answer page = ask("GET", path, NULL);
    const char *mark = "name=\"token\" value=\"";
    const char *token = strstr(page.body, mark);
    assert_non_null(token);
    assert_int_equal(ASK(.method = "POST", .path = path, .no_origin = true,
                         .type = "application/x-www-form-urlencoded",
                         .body = text("token=%.26s&decision=silent", token + strlen(mark)))
                         .status,
                     303);
}

struct answer come_back(const char *token, long long payment)
{
    return ASK(.method = "GET", .path = text("/pay/return?payment=%lld", payment),
               .headers = {text("Cookie: sid=%s", token)});
}

struct answer say(struct word word)
{
    const struct started *of = word.of;
    const char *body = word.body;
    if (body == NULL)
        body = text("{\"transactionKey\":\"%s\",\"paymentKey\":\"%s\",\"orderNo\":\"%s\","
                    "\"amount\":%lld,\"status\":\"%s\"}",
                    word.transaction != NULL ? word.transaction : of->transaction,
                    word.payment_key != NULL ? word.payment_key : of->payment_key,
                    word.number != NULL ? word.number : of->number, of->amount + word.amount_more,
                    word.status);
    const char *id = word.id != NULL ? word.id : text("word-%s", unique());
    const char *secret = word.secret != NULL ? word.secret : getenv("GATEWAY_WEBHOOK_SECRET");
    const int64_t at = (int64_t)time(NULL) + word.seconds_more;
    char signature[SIGNATURE_SIZE] = "";
    (void)!signature_make(secret, id, at, (struct slice){body, strlen(body)}, signature);
    return ASK(.method = "POST", .path = "/api/pay/callback", .body = body, .no_origin = true,
               .headers = {text("webhook-id: %s", id), text("webhook-timestamp: %" PRId64, at),
                           text("webhook-signature: %s", signature)});
}
