/* The payment gateway's answers: the first line is the status, the rest the body. */
#include <stdlib.h>

#include "fuzz/support/curl.h"
#include "fuzz/support/fuzz.h"
#include "shop/payment/gateway.h"

static struct gateway_answer answer;

static void result_holds(struct gateway_result result)
{
    HOLDS(result.outcome == GATEWAY_DONE || result.error != NULL);
    HOLDS(result.outcome != GATEWAY_DONE || answer.status == 200 || answer.status == 201);
    HOLDS(result.outcome != GATEWAY_REFUSED || (answer.status >= 400 && answer.status < 500));
}

static void start(struct call *call)
{
    const struct gateway_order order = {{7}, "pay-key", "20261120-7K3M9QXW2T", 12300};
    struct gateway_transaction transaction = {0};
    const struct gateway_result result = gateway_start(call, &order, &transaction);
    result_holds(result);
    if (result.outcome != GATEWAY_DONE)
        return;
    HOLDS(transaction.transaction_key[0] != '\0' && strlen(transaction.transaction_key) <= 200);
    HOLDS(strpbrk(transaction.transaction_key, "/?#. %&") == NULL);
    HOLDS(strncmp(transaction.checkout_url, "http", 4) == 0);
    HOLDS(strpbrk(transaction.checkout_url, " \r\n\"<>") == NULL);
}

static void ask(struct call *call)
{
    enum gateway_verdict verdict = VERDICT_PENDING;
    const struct gateway_result result = gateway_ask(call, "tx-1", "pay-key", 12300, &verdict);
    result_holds(result);
    HOLDS(verdict <= VERDICT_DECLINED);
    /* No verdict without our keys and our amount. */
    if (result.outcome == GATEWAY_DONE)
        HOLDS(memmem(answer.body.data, answer.body.size, "12300", 5) != NULL);
}

static void give_back(struct call *call)
{
    const struct gateway_refund refund = {"tx-1", "refund-key", "a reason", 500};
    result_holds(gateway_refund(call, &refund));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct call *call = fuzz_call();
    struct slice rest = fuzz_bytes(call, data, size);
    answer.status = strtol(fuzz_line(call, &rest), NULL, 10);
    answer.body = rest;
    curl_answers(answer);
    start(call);
    ask(call);
    give_back(call);
    return 0;
}
