/* The sandbox's gateway is killed again and again while merchants charge, buyers approve and money
 * goes back: what it acknowledged is in its ledger afterwards, once, and nothing else (X3). */
#include "support/stack.h"
#include "support/test.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>

#include <json-c/json.h>

#define GATEWAY "/sandbox/gateway"
#define SECRET "a secret of this test alone"
enum { MERCHANTS = 4, KILLS = 12, EACH_MAX = 2000, KNOWN_WITHIN_MS = 30000 };

/* What one merchant was told, or asked for until it was told. */
struct merchant {
    pthread_t thread;
    size_t index, count;
    long long approved, refunded;
    const char *fault;
};

static struct stack stack;
static atomic_bool stop;
static bool failed = true;

/* Until an answer comes that is not nginx's own. */
static struct answer insist(struct ask request)
{
    const long long deadline = now_ms() + KNOWN_WITHIN_MS;
    struct answer answer;
    while (((answer = ask_for(request)).status == 0 || answer.status >= 500) && now_ms() < deadline)
        pause_ms(20);
    return answer;
}

static const char *member(struct answer answer, const char *name)
{
    struct json_object *value;
    return json_object_object_get_ex(answer.json, name, &value) ? json_object_get_string(value)
                                                                : NULL;
}

static bool approve(const char *page)
{
    struct answer a = insist((struct ask){.method = "GET", .path = page});
    const char *token = strstr(a.body, "name=\"token\" value=\"");
    if (token == NULL)
        return strstr(a.body, "<form") == NULL && a.status == 200; /* decided before */
    return insist((struct ask){.method = "POST",
                               .path = page,
                               .no_origin = true,
                               .type = "application/x-www-form-urlencoded",
                               .body = text("token=%.26s&decision=silent",
                                            token + strlen("name=\"token\" value=\""))})
               .status == 303;
}

static const char *trade(struct merchant *merchant)
{
    const long long amount = 1000 + (long long)merchant->count;
    const char *key = text("%zu-%zu", merchant->index, merchant->count);
    struct answer a = insist((struct ask){
        .method = "POST",
        .path = GATEWAY "/transactions",
        .token = SECRET,
        .body = text("{\"paymentKey\":\"p-%s\",\"amount\":%lld,\"currency\":\"KRW\","
                     "\"orderNo\":\"o\",\"callbackUrl\":\"%s/x\",\"returnUrl\":\"%s/y\"}",
                     key, amount, shop_url(), shop_url())});
    const char *transaction = a.status == 201 ? member(a, "transactionKey") : NULL;
    if (transaction == NULL)
        return "a charge refused";
    merchant->count++;
    if (!approve(text(GATEWAY "/checkout/%s", transaction)))
        return "an approval refused";
    merchant->approved += amount;
    a = insist((struct ask){.method = "POST",
                            .token = SECRET,
                            .path = text(GATEWAY "/transactions/%s/refunds", transaction),
                            .body = text("{\"refundKey\":\"r-%s\",\"amount\":300}", key)});
    if (a.status != 201)
        return "a refund refused";
    merchant->refunded += 300;
    return NULL;
}

static void *live(void *arg)
{
    struct merchant *merchant = arg;
    while (!atomic_load(&stop) && merchant->fault == NULL && merchant->count < EACH_MAX) {
        merchant->fault = trade(merchant);
        http_forget();
    }
    http_end();
    return NULL;
}

static void kill_gateway(void)
{
    const long long deadline = now_ms() + KNOWN_WITHIN_MS;
    while (!stack_signal_program(&stack, "sandbox-gateway", SIGKILL)) {
        assert_true(now_ms() < deadline);
        pause_ms(20);
    }
}

static void assert_ledger(size_t count, long long approved, long long refunded)
{
    struct answer a =
        insist((struct ask){.method = "GET", .path = GATEWAY "/ledger", .token = SECRET});
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_count(a, "items"), count);
    assert_int(a, "approved", approved);
    assert_int(a, "refunded", refunded);
}

static void x3_ledger_holds_what_was_acknowledged_through_any_end(void **state)
{
    (void)state;
    static struct merchant merchants[MERCHANTS];
    size_t count = 0;
    long long approved = 0, refunded = 0;
    for (size_t i = 0; i < MERCHANTS; i++) {
        merchants[i].index = i;
        assert_int_equal(pthread_create(&merchants[i].thread, NULL, live, &merchants[i]), 0);
    }
    for (int i = 0; i < KILLS; i++) {
        pause_ms(200 + 50 * i);
        kill_gateway();
    }
    atomic_store(&stop, true);
    for (size_t i = 0; i < MERCHANTS; i++) {
        assert_int_equal(pthread_join(merchants[i].thread, NULL), 0);
        if (merchants[i].fault != NULL)
            fail_msg("%s", merchants[i].fault);
        count += merchants[i].count;
        approved += merchants[i].approved;
        refunded += merchants[i].refunded;
    }
    print_message("%zu charges through %d kills\n", count, KILLS);
    assert_true(count > KILLS);
    assert_ledger(count, approved, refunded);

    /* A line that was being written when all ended was acknowledged to nobody. */
    const char *path = text("%s/state/sandbox-gateway/journal", stack.folder);
    FILE *journal = fopen(path, "a");
    assert_non_null(journal);
    assert_true(fputs("refund\ttx_torn\tr-", journal) >= 0);
    assert_int_equal(fclose(journal), 0);
    kill_gateway();
    assert_ledger(count, approved, refunded);
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    stack_make(&stack);
    stack.loses_programs = true;
    assert_int_equal(unsetenv("GATEWAY_URL"), 0);
    assert_int_equal(setenv("GATEWAY_SECRET", SECRET, 1), 0);
    stack_start(&stack);
    return 0;
}

static int tear_down(void **state)
{
    stack_remove(&stack, failed);
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(x3_ledger_holds_what_was_acknowledged_through_any_end),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
