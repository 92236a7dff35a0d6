/* Card money that could get out of sight, one way at a time: a start refused after it was heard, a
 * payment that is not followed any more, a word under an id that was used before, answers of odd
 * syntax. Whatever the gateway does, the books agree with its own in the end (Y2, Y6, X3). */
#include "support/card.h"
#include "support/gateway.h"
#include "support/stack.h"
#include "support/test.h"

#include <stdio.h>

enum { WAIT_S = 30, SETTLE_S = 60, PRICE = 13000, HUGE_SIZE = 200000 };

static struct stack stack;
static struct person seller, admin, buyer;
static long long product;
static bool failed = true;

struct stray {
    char order_no[24], key[40]; /* the transaction's */
    long long payment;
};

static void wait_for(long long wanted, const char *query)
{
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    long long found;
    while ((found = db_number("%s", query)) != wanted && now_ms() < deadline)
        pause_ms(20);
    if (found != wanted)
        fail_msg("%s: %lld, not %lld", query, found, wanted);
}

static struct stray order_new(void)
{
    struct answer a = order_by_card(buyer.token, product, 1);
    assert_answer(a, 201, "SUCCESS");
    struct stray stray = {.payment = 0};
    (void)snprintf(stray.order_no, sizeof stray.order_no, "%s", answer_text(a, "data.orderNo"));
    return stray;
}

static void find_transaction(struct stray *stray)
{
    const char *key = card_transaction(stray->order_no);
    assert_non_null(key);
    (void)snprintf(stray->key, sizeof stray->key, "%s", key);
}

static struct stray started(void)
{
    struct stray stray = order_new();
    struct answer a = card_pay(buyer.token, stray.order_no);
    assert_answer(a, 202, "SUCCESS");
    stray.payment = answer_int(a, "data.paymentId");
    find_transaction(&stray);
    return stray;
}

static void cancel(const struct stray *stray)
{
    assert_answer(ask("POST", text("/api/order/%s/cancel", stray->order_no), buyer.token), 200,
                  "SUCCESS");
}

/* The worker asks for it at once, and has done so when this returns: its lease of 90 s is over. */
static void follow_now(const struct stray *stray)
{
    const long long asks =
        db_number("SELECT asks FROM payment WHERE payment_id = %lld", stray->payment);
    (void)db_do("UPDATE payment SET ask_at = now() WHERE payment_id = %lld AND ask_at IS NOT NULL",
                stray->payment);
    wait_for(1, text("SELECT count(*) FROM payment WHERE payment_id = %lld AND (ask_at IS NULL"
                     " OR (asks > %lld AND ask_at NOT BETWEEN now() + interval '60 s'"
                     "     AND now() + interval '90 s'))",
                     stray->payment, asks));
}

static void assert_payment(const struct stray *stray, const char *status)
{
    assert_text(ask("GET", text("/api/pay/%lld", stray->payment), buyer.token), "data.status",
                status);
}

static void week_passes(const struct stray *stray)
{
    (void)db_do("UPDATE payment SET created_at = now() - interval '169 hours'"
                " WHERE payment_id = %lld",
                stray->payment);
}

/* Nobody paid what was started a week ago, and the order has been cancelled since. */
static struct stray given_up(void)
{
    struct stray stray = started();
    cancel(&stray);
    week_passes(&stray);
    follow_now(&stray);
    assert_payment(&stray, "CANCELLED");
    return stray;
}

static void assert_order(const struct stray *stray, const char *status)
{
    assert_text(ask("GET", text("/api/order/%s", stray->order_no), buyer.token), "data.status",
                status);
}

/* The money was taken once and is back with the buyer. */
static void wait_returned(const struct stray *stray)
{
    wait_for(1, text("SELECT count(*) FROM refund WHERE payment_id = %lld AND kind = 'RETURNED'"
                     " AND status = 'DONE'",
                     stray->payment));
    assert_int_equal(rogue_holds(stray->order_no), 0);
}

/* ---- out of sight ---- */

/* The first call was heard though its answer was lost, and the buyer's bank says yes; then
 * something on the way refuses all repeats for a while. */
static void y2_refusal_of_a_repeated_start_ends_no_payment(void **state)
{
    (void)state;
    struct stray stray = order_new();
    rogue_feel(ROGUE_CHARGE, ROGUE_DIES);
    assert_answer(card_pay(buyer.token, stray.order_no), 502, "GATEWAY_FAILED");
    find_transaction(&stray);
    stray.payment = db_number("SELECT payment_id FROM payment JOIN orders USING (order_id)"
                              " WHERE order_no = '%s'",
                              stray.order_no);
    assert_true(rogue_decide(stray.key, true, CALLBACK_NEVER));
    rogue_feel(ROGUE_CHARGE, ROGUE_REFUSES);
    assert_answer(card_pay(buyer.token, stray.order_no), 502, "GATEWAY_FAILED");
    assert_payment(&stray, "PENDING");
    follow_now(&stray);
    assert_payment(&stray, "PENDING");
    rogue_feel(ROGUE_CHARGE, ROGUE_WORKS);
    follow_now(&stray);
    follow_now(&stray);
    wait_for(1, text("SELECT count(*) FROM orders WHERE order_no = '%s' AND status = 'PAID'",
                     stray.order_no));
    card_books_agree();
}

/* What is refused at the first call is over, and may be tried anew. */
static void y2_refusal_of_the_first_start_ends_the_payment(void **state)
{
    (void)state;
    struct stray stray = order_new();
    rogue_feel(ROGUE_CHARGE, ROGUE_REFUSES);
    assert_answer(card_pay(buyer.token, stray.order_no), 502, "GATEWAY_FAILED");
    wait_for(1, text("SELECT count(*) FROM payment JOIN orders USING (order_id)"
                     " WHERE order_no = '%s' AND payment.status = 'CANCELLED'",
                     stray.order_no));
    rogue_feel(ROGUE_CHARGE, ROGUE_WORKS);
    assert_answer(card_pay(buyer.token, stray.order_no), 202, "SUCCESS");
    assert_true(rogue_decide(card_transaction(stray.order_no), true, CALLBACK_ONCE));
    rogue_quiet();
    assert_order(&stray, "PAID");
    card_books_agree();
}

static void y6_payment_is_not_given_up_while_the_gateway_is_silent(void **state)
{
    (void)state;
    struct stray stray = started();
    cancel(&stray);
    assert_true(rogue_decide(stray.key, true, CALLBACK_NEVER));
    rogue_feel(ROGUE_ASK, ROGUE_FAILS);
    week_passes(&stray);
    follow_now(&stray);
    follow_now(&stray);
    assert_payment(&stray, "PENDING");
    rogue_feel(ROGUE_ASK, ROGUE_WORKS);
    follow_now(&stray);
    wait_returned(&stray);
    assert_order(&stray, "CANCELLED");
    card_books_agree();
}

static void y6_given_up_payment_that_is_declined_has_come_to_its_end(void **state)
{
    (void)state;
    struct stray stray = given_up();
    assert_true(rogue_set(stray.key, ROGUE_DECLINED));
    follow_now(&stray);
    assert_payment(&stray, "DECLINED");
    assert_order(&stray, "CANCELLED");
    card_books_agree();
}

static void y6_buyer_who_comes_back_after_all_gets_the_money_back(void **state)
{
    (void)state;
    struct stray stray = given_up();
    assert_true(rogue_decide(stray.key, true, CALLBACK_NEVER));
    struct answer a = ASK(.method = "GET", .path = text("/pay/return?payment=%lld", stray.payment),
                          .token = buyer.token);
    assert_int_equal(a.status, 303);
    assert_string_equal(header(a, "Location"), text("/orders/%s", stray.order_no));
    wait_returned(&stray);
    card_books_agree();
}

/* A gateway that counts its words by transaction: each has the same id. */
static void y6_money_is_not_passed_over_for_an_id_used_before(void **state)
{
    (void)state;
    struct stray stray = started();
    const char *id = text("of-%s", stray.key);
    assert_true(rogue_set(stray.key, ROGUE_DECLINED));
    assert_int_equal(rogue_send((struct rogue_callback){
                         .transaction_key = stray.key, .status = "DECLINED", .id = id}),
                     200);
    assert_order(&stray, "FAILED");
    assert_true(rogue_set(stray.key, ROGUE_APPROVED));
    for (int i = 0; i < 3; i++)
        assert_int_equal(rogue_send((struct rogue_callback){
                             .transaction_key = stray.key, .status = "APPROVED", .id = id}),
                         200);
    wait_returned(&stray);
    assert_order(&stray, "FAILED");
    card_books_agree();
}

/* ---- answers of odd syntax ---- */

static const char *http(const char *status_line, const char *head, const char *body)
{
    return text("HTTP/1.1 %s\r\nConnection: close\r\n%sContent-Length: %zu\r\n\r\n%s", status_line,
                head, strlen(body), body);
}

/* What claims that a transaction was approved, and must not be believed. */
static size_t false_approvals(const struct stray *stray, const char **ret_bytes)
{
    struct rogue_transaction t;
    assert_true(rogue_find(stray->key, &t));
    size_t n = 0;
    const char *right =
        text("{\"transactionKey\":\"%s\",\"paymentKey\":\"%s\",\"amount\":%lld,\"refunded\":0,"
             "\"status\":\"APPROVED\"}",
             t.key, t.payment_key, t.amount);
    const char *const AMOUNTS[] = {
        "\"13000\"", "13000.0", "1.3e4", "-13000", "null", "[13000]", "184467440737095629160",
        "13000e0",   "0x32c8",  "013000"};
    for (size_t i = 0; i < COUNT(AMOUNTS); i++)
        ret_bytes[n++] = http("200 OK", "",
                              text("{\"transactionKey\":\"%s\",\"paymentKey\":\"%s\",\"amount\":%s,"
                                   "\"status\":\"APPROVED\"}",
                                   t.key, t.payment_key, AMOUNTS[i]));
    const char *const STATUSES[] = {"\"approved\"", "\"APPROVED\\u0000\"", "\"APPROVED \"", "1",
                                    "true",         "\"\xff\xfe\"",        "[\"APPROVED\"]"};
    for (size_t i = 0; i < COUNT(STATUSES); i++)
        ret_bytes[n++] = http("200 OK", "",
                              text("{\"transactionKey\":\"%s\",\"paymentKey\":\"%s\","
                                   "\"amount\":%lld,\"status\":%s}",
                                   t.key, t.payment_key, t.amount, STATUSES[i]));
    const char *const LINES[] = {"202 Accepted",  "204 No Content", "302 Found", "307 Again",
                                 "404 Not Found", "500 Oh",         "999 What"};
    const char *aside = text("Location: http://127.0.0.1/transactions/%s\r\n", t.key);
    for (size_t i = 0; i < COUNT(LINES); i++)
        ret_bytes[n++] = http(LINES[i], aside, right);
    ret_bytes[n++] = http("200 OK", "Content-Encoding: gzip\r\n", "\x1f\x8b\x08 no gzip at all");
    ret_bytes[n++] = http("200 OK", "", text("%s%s", right, right));
    ret_bytes[n++] = http("200 OK", "", text("[%s]", right));
    ret_bytes[n++] = http("200 OK", "", text("\xef\xbb\xbf%s", right));
    ret_bytes[n++] = http("200 OK", "", text("{\"a\":[[[[[[[[[[[[]]]]]]]]]]]],%s", right + 1));
    ret_bytes[n++] = http("200 OK", "", "");
    ret_bytes[n++] = text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n",
                          strlen(right), right);
    ret_bytes[n++] = right; /* no head at all */
    return n;
}

static void x3_odd_answers_are_no_approval(void **state)
{
    (void)state;
    struct stray stray = started();
    const char *bytes[64];
    const size_t count = false_approvals(&stray, bytes);
    for (size_t i = 0; i < count; i++) {
        rogue_recite(ROGUE_ASK, bytes[i], strlen(bytes[i]), false);
        struct answer a =
            ASK(.method = "GET", .path = text("/pay/return?payment=%lld", stray.payment),
                .token = buyer.token);
        if (a.status != 303 || header(a, "Location") == NULL ||
            strcmp(header(a, "Location"), text("/orders/%s?payment=checking", stray.order_no)) != 0)
            fail_msg("%s: %ld %s", bytes[i], a.status, a.head);
    }
    assert_order(&stray, "PENDING_PAYMENT");
    assert_payment(&stray, "PENDING");
    rogue_feel(ROGUE_ASK, ROGUE_WORKS);
    card_settle(&admin, SETTLE_S);
    card_books_agree();
}

/* Answers that are too long, or have no end, are given up in time. */
static void x3_endless_answers_hold_nobody(void **state)
{
    (void)state;
    static char huge[HUGE_SIZE];
    struct stray stray = started();
    const char *path = text("/pay/return?payment=%lld", stray.payment);
    memset(huge, ' ', sizeof huge);
    const int head = snprintf(huge, sizeof huge, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n{",
                              HUGE_SIZE - 100);
    huge[head] = ' ';
    rogue_recite(ROGUE_ASK, huge, sizeof huge, false);
    assert_int_equal(ask("GET", path, buyer.token).status, 303);
    static const char *const ENDLESS[] = {"HTTP/1.1 100 Continue\r\n\r\n",
                                          "HTTP/1.1 200 OK\r\nX-More: of it\r\n",
                                          "HTTP/1.1 200 OK\r\n\r\n "};
    for (size_t i = 0; i < COUNT(ENDLESS); i++) {
        rogue_recite(ROGUE_ASK, ENDLESS[i], strlen(ENDLESS[i]), true);
        assert_int_equal(ask("GET", path, buyer.token).status, 303);
    }
    assert_order(&stray, "PENDING_PAYMENT");
    rogue_feel(ROGUE_ASK, ROGUE_WORKS);
    card_settle(&admin, SETTLE_S);
    card_books_agree();
}

/* No start is believed that leads a buyer astray. */
static void x3_odd_starts_send_no_buyer_anywhere(void **state)
{
    (void)state;
    static const char *const PAGES[] = {
        "javascript:alert(1)",
        "//elsewhere/",
        "data:text/html,x",
        "ftp://elsewhere/",
        "http://",
        "http:///x",
        "http://a/\\r\\nSet-Cookie: sid=x",
        "http://a/ b",
        "http://a/\\u0000",
        "/orders",
        "https://a/\\u00e9",
        "http://a/\\\"onload",
        " http://a/",
    };
    struct stray stray = order_new();
    for (size_t i = 0; i < COUNT(PAGES); i++) {
        const char *bytes =
            http("201 Created", "",
                 text("{\"transactionKey\":\"tx-odd\",\"checkoutUrl\":\"%s\"}", PAGES[i]));
        rogue_recite(ROGUE_CHARGE, bytes, strlen(bytes), false);
        assert_answer(card_pay(buyer.token, stray.order_no), 502, "GATEWAY_FAILED");
    }
    static const char *const KEYS[] = {"",    "../ledger", "a/b",    "a?b",
                                       "a b", "a\\u0000b", "\\u00e9"};
    for (size_t i = 0; i < COUNT(KEYS); i++) {
        const char *bytes =
            http("201 Created", "",
                 text("{\"transactionKey\":\"%s\",\"checkoutUrl\":\"http://a/\"}", KEYS[i]));
        rogue_recite(ROGUE_CHARGE, bytes, strlen(bytes), false);
        assert_answer(card_pay(buyer.token, stray.order_no), 502, "GATEWAY_FAILED");
    }
    rogue_feel(ROGUE_CHARGE, ROGUE_WORKS);
    assert_answer(card_pay(buyer.token, stray.order_no), 202, "SUCCESS");
    card_settle(&admin, SETTLE_S);
    assert_order(&stray, "PAID");
    card_books_agree();
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    static const char *const ENVIRONMENT[][2] = {
        {"RECONCILE_AFTER", "5s"},
        {"RETRY_BASE", "50ms"},
        {"RETRY_MAX", "60"},
        {"WORKER_TICK", "50ms"},
        {"PENDING_MAX", "1000"},
        {"JANGTEO_ADMIN_EMAIL", "admin@jangteo.example"},
        {"JANGTEO_ADMIN_PASSWORD", "admin of a shop under fire"},
    };
    for (size_t i = 0; i < COUNT(ENVIRONMENT); i++)
        assert_int_equal(setenv(ENVIRONMENT[i][0], ENVIRONMENT[i][1], 1), 0);
    rogue_start();
    stack_make(&stack);
    stack_start(&stack);
    seller = seller_new();
    admin = admin_person();
    buyer = customer_new();
    product = product_new(&seller, PRICE - 3000, 100000);
    return 0;
}

static int tear_down(void **state)
{
    rogue_stop();
    stack_remove(&stack, failed);
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(y2_refusal_of_a_repeated_start_ends_no_payment),
        PROVES(y2_refusal_of_the_first_start_ends_the_payment),
        PROVES(y6_payment_is_not_given_up_while_the_gateway_is_silent),
        PROVES(y6_given_up_payment_that_is_declined_has_come_to_its_end),
        PROVES(y6_buyer_who_comes_back_after_all_gets_the_money_back),
        PROVES(y6_money_is_not_passed_over_for_an_id_used_before),
        PROVES(x3_odd_answers_are_no_approval),
        PROVES(x3_endless_answers_hold_nobody),
        PROVES(x3_odd_starts_send_no_buyer_anywhere),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
