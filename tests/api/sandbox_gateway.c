/* The sandbox's payment gateway: its side of the protocol, its page, its callbacks (X3). */
#include "support/platform.h"
#include "support/stack.h"
#include "support/test.h"

#include <stdio.h>

#include <json-c/json.h>

#define GATEWAY "/sandbox/gateway"
#define FORM "application/x-www-form-urlencoded"
enum { WAIT_S = 20 };

static int port; /* where callbacks go */

static const char *secret(void)
{
    return getenv("GATEWAY_SECRET");
}

struct charge {
    const char *key, *page, *token; /* the transaction, the path of its page, its form's token */
};

static struct answer charge_of(const char *payment_key, long long amount, const char *order)
{
    return call("POST", GATEWAY "/transactions", secret(),
                "{\"paymentKey\":\"%s\",\"amount\":%lld,\"currency\":\"KRW\",\"orderNo\":\"%s\","
                "\"callbackUrl\":\"http://127.0.0.1:%d/data\","
                "\"returnUrl\":\"%s/orders?from=gateway\",\"metadata\":{\"any\":[\"thing\",null]}}",
                payment_key, amount, order, port, shop_url());
}

static struct charge charge_new(long long amount)
{
    struct answer a = charge_of(unique(), amount, "20261120-ABCDEFGHJK");
    assert_int_equal(a.status, 201);
    struct charge charge = {.key = answer_text(a, "transactionKey")};
    const char *url = answer_text(a, "checkoutUrl");
    assert_int_equal(strncmp(url, shop_origin(), strlen(shop_origin())), 0);
    charge.page = url + strlen(shop_origin());
    struct answer page = ask("GET", charge.page, NULL);
    assert_int_equal(page.status, 200);
    const char *token = strstr(page.body, "name=\"token\" value=\"");
    assert_non_null(token);
    charge.token = text("%.26s", token + strlen("name=\"token\" value=\""));
    return charge;
}

static struct answer decide(const struct charge *charge, const char *decision)
{
    return ASK(.method = "POST", .path = charge->page, .no_origin = true, .type = FORM,
               .body = text("token=%s&decision=%s", charge->token, decision));
}

static struct answer look(const struct charge *charge)
{
    return ask("GET", text(GATEWAY "/transactions/%s", charge->key), secret());
}

static void assert_state(const struct charge *charge, const char *status, long long refunded)
{
    struct answer a = look(charge);
    assert_int_equal(a.status, 200);
    assert_text(a, "status", status);
    assert_int(a, "refunded", refunded);
}

static struct answer give_back(const struct charge *charge, const char *key, long long amount)
{
    return call("POST", text(GATEWAY "/transactions/%s/refunds", charge->key), secret(),
                "{\"refundKey\":\"%s\",\"amount\":%lld,\"reason\":\"x\\ny\"}", key, amount);
}

static void x3_sandbox_charges_once_a_payment_key(void **state)
{
    (void)state;
    const char *key = unique();
    struct answer first = charge_of(key, 12300, "20261120-ABCDEFGHJK");
    assert_int_equal(first.status, 201);
    assert_shape(first, "", "transactionKey:text checkoutUrl:text");
    struct answer again = charge_of(key, 12300, "20261120-ABCDEFGHJK");
    assert_int_equal(again.status, 201);
    assert_string_equal(again.body, first.body);
    const struct answer others[] = {charge_of(key, 12301, "20261120-ABCDEFGHJK"),
                                    charge_of(key, 12300, "20261120-ABCDEFGHJX")};
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_int_equal(others[i].status, 409);
        assert_text(others[i], "code", "KEY_REUSED");
    }
    struct answer shown = ask(
        "GET", text(GATEWAY "/transactions/%s", answer_text(first, "transactionKey")), secret());
    assert_shape(shown, "",
                 "transactionKey:text paymentKey:text amount:int refunded:int status:text");
    assert_text(shown, "paymentKey", key);
    assert_int(shown, "amount", 12300);
    assert_text(shown, "status", "PENDING");
}

static void x3_sandbox_wants_its_secret(void **state)
{
    (void)state;
    const struct charge charge = charge_new(100);
    const char *const paths[][2] = {
        {"POST", GATEWAY "/transactions"},
        {"GET", text(GATEWAY "/transactions/%s", charge.key)},
        {"POST", text(GATEWAY "/transactions/%s/refunds", charge.key)},
        {"GET", GATEWAY "/ledger"},
    };
    const char *const tokens[] = {NULL, "x", text("%sx", secret()),
                                  text("%.*s", (int)strlen(secret()) - 1, secret())};
    for (size_t p = 0; p < COUNT(paths); p++) {
        for (size_t t = 0; t < COUNT(tokens); t++) {
            struct answer a =
                ASK(.method = paths[p][0], .path = paths[p][1], .token = tokens[t],
                    .body = paths[p][0][0] == 'P' ? "{\"refundKey\":\"x\",\"amount\":1}" : NULL);
            assert_int_equal(a.status, 401);
            assert_text(a, "code", "UNAUTHENTICATED");
        }
    }
    assert_int_equal(ASK(.method = "GET", .path = GATEWAY "/ledger",
                         .headers = {text("Authorization: Basic %s", secret())})
                         .status,
                     401);
}

#define CHARGE_OF(key, amount, currency, order, callback, back)                                    \
    "{\"paymentKey\":" key ",\"amount\":" amount ",\"currency\":" currency ",\"orderNo\":" order   \
    ",\"callbackUrl\":" callback ",\"returnUrl\":" back "}"
#define URL "\"http://127.0.0.1/\""

static void x3_sandbox_refuses_what_is_no_charge(void **state)
{
    (void)state;
    static const struct {
        const char *body, *field;
    } CASES[] = {
        {"{", ""},
        {"[]", ""},
        {"{}", "paymentKey"},
        {CHARGE_OF("\"\"", "1", "\"KRW\"", "\"o\"", URL, URL), "paymentKey"},
        {CHARGE_OF("\"a\\tb\"", "1", "\"KRW\"", "\"o\"", URL, URL), "paymentKey"},
        {CHARGE_OF("\"a\\nrefund\"", "1", "\"KRW\"", "\"o\"", URL, URL), "paymentKey"},
        {CHARGE_OF("\"a\\u0000b\"", "1", "\"KRW\"", "\"o\"", URL, URL), "paymentKey"},
        {CHARGE_OF("null", "1", "\"KRW\"", "\"o\"", URL, URL), "paymentKey"},
        {CHARGE_OF("\"k\"", "0", "\"KRW\"", "\"o\"", URL, URL), "amount"},
        {CHARGE_OF("\"k\"", "-5", "\"KRW\"", "\"o\"", URL, URL), "amount"},
        {CHARGE_OF("\"k\"", "1.5", "\"KRW\"", "\"o\"", URL, URL), "amount"},
        {CHARGE_OF("\"k\"", "\"1\"", "\"KRW\"", "\"o\"", URL, URL), "amount"},
        {CHARGE_OF("\"k\"", "9223372036854775808", "\"KRW\"", "\"o\"", URL, URL), "amount"},
        {CHARGE_OF("\"k\"", "1", "\"USD\"", "\"o\"", URL, URL), "currency"},
        {CHARGE_OF("\"k\"", "1", "\"KRW\"", "\"\"", URL, URL), "orderNo"},
        {CHARGE_OF("\"k\"", "1", "\"KRW\"", "\"o\"", "\"javascript:alert(1)\"", URL),
         "callbackUrl"},
        {CHARGE_OF("\"k\"", "1", "\"KRW\"", "\"o\"", URL, "\"javascript:alert(1)\""), "returnUrl"},
        {CHARGE_OF("\"k\"", "1", "\"KRW\"", "\"o\"", URL, "\"http://a b\""), "returnUrl"},
        {CHARGE_OF("\"k\"", "1", "\"KRW\"", "\"o\"", URL, "\"http://a\\r\\nX: y\""), "returnUrl"},
        {CHARGE_OF("\"k\"", "1", "\"KRW\"", "\"o\"", "\"file:///etc/passwd\"", URL), "callbackUrl"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct answer a = ASK(.method = "POST", .path = GATEWAY "/transactions", .token = secret(),
                              .body = CASES[i].body);
        assert_int_equal(a.status, 400);
        assert_text(a, "code", "INVALID_REQUEST");
        assert_text(a, "errors.0.field", CASES[i].field);
    }
    assert_int_equal(ASK(.method = "POST", .path = GATEWAY "/transactions", .token = secret(),
                         .type = "text/plain", .body = "{}")
                         .status,
                     415);
}

static void x3_sandbox_knows_its_ways_only(void **state)
{
    (void)state;
    static const char *const PATHS[] = {
        GATEWAY "/transactions/tx_nobody",
        GATEWAY "/transactions/..%2f..%2fledger",
        GATEWAY "/transactions/%F0%28%8C%28",
        GATEWAY "/transactions/a/b",
        GATEWAY "/checkout/tx_nobody",
        GATEWAY "/checkout/%3Cscript%3E",
        GATEWAY "/checkout/",
        GATEWAY,
        GATEWAY "/elsewhere",
    };
    for (size_t i = 0; i < COUNT(PATHS); i++)
        assert_int_equal(ask("GET", PATHS[i], secret()).status, 404);
    struct answer a = ask("DELETE", GATEWAY "/ledger", secret());
    assert_int_equal(a.status, 405);
    assert_string_equal(header(a, "Allow"), "GET");
    assert_int_equal(give_back(&(struct charge){.key = "tx_nobody"}, unique(), 1).status, 404);
}

static void x3_page_says_what_is_paid_in_both_languages(void **state)
{
    (void)state;
    struct answer made = charge_of(unique(), 1234500, "<b>&amp;\\\"'");
    assert_int_equal(made.status, 201);
    const char *path = answer_text(made, "checkoutUrl") + strlen(shop_origin());
    struct answer ko = ask("GET", path, NULL);
    struct answer en =
        ASK(.method = "GET", .path = path, .headers = {"Accept-Language: en-GB,en;q=0.9"});
    assert_int_equal(ko.status, 200);
    assert_non_null(strstr(ko.body, "<html lang=\"ko\">"));
    assert_non_null(strstr(ko.body, "1,234,500원"));
    assert_non_null(strstr(en.body, "<html lang=\"en\">"));
    assert_non_null(strstr(en.body, "Approve ₩1,234,500"));
    assert_non_null(strstr(ko.body, "&lt;b&gt;&amp;amp;"));
    assert_null(strstr(ko.body, "<b>"));
}

static void x3_buyer_approves_and_goes_back(void **state)
{
    (void)state;
    const struct charge charge = charge_new(5000);
    struct answer a = decide(&charge, "approve");
    assert_int_equal(a.status, 303);
    assert_string_equal(header(a, "Location"), text("%s/orders?from=gateway", shop_url()));
    assert_state(&charge, "APPROVED", 0);
    assert_int_equal(decide(&charge, "approve").status, 303); /* a double click */
    assert_int_equal(decide(&charge, "decline").status, 409);
    assert_state(&charge, "APPROVED", 0);
    struct answer page = ask("GET", charge.page, NULL);
    assert_null(strstr(page.body, "<form"));
    assert_non_null(strstr(page.body, "/orders?from=gateway"));
    struct platform_event event;
    assert_true(platform_wait_member("transactionKey", charge.key, WAIT_S, &event) == 1);
    assert_true(event.valid);
    const char *document = json_object_to_json_string_ext(event.document, JSON_C_TO_STRING_PLAIN);
    assert_non_null(strstr(document, "\"orderNo\":\"20261120-ABCDEFGHJK\",\"amount\":5000,"
                                     "\"status\":\"APPROVED\"}"));
}

static void x3_buyer_declines(void **state)
{
    (void)state;
    const struct charge charge = charge_new(5000);
    struct platform_event event;
    assert_int_equal(decide(&charge, "decline").status, 303);
    assert_state(&charge, "DECLINED", 0);
    assert_int_equal(give_back(&charge, unique(), 1).status, 422);
    assert_true(platform_wait_member("transactionKey", charge.key, WAIT_S, &event) > 0);
    assert_true(event.valid);
    const char *document = json_object_to_json_string_ext(event.document, JSON_C_TO_STRING_PLAIN);
    assert_non_null(strstr(document, "\"status\":\"DECLINED\",\"reason\":"));
}

static void x3_forged_form_decides_nothing(void **state)
{
    (void)state;
    const struct charge charge = charge_new(5000), other = charge_new(5000);
    const char *const bodies[] = {"decision=approve", "token=&decision=approve",
                                  text("token=%s&decision=approve", other.token),
                                  text("token=%sx&decision=approve", charge.token),
                                  text("token=%.25s&decision=approve", charge.token)};
    for (size_t i = 0; i < COUNT(bodies); i++) {
        struct answer a = ASK(.method = "POST", .path = charge.page, .no_origin = true,
                              .type = FORM, .body = bodies[i]);
        assert_int_equal(a.status, 403);
    }
    static const char *const WRONG[] = {"x=1",
                                        "decision=",
                                        "decision=explode",
                                        "decision=late&seconds=0",
                                        "decision=late&seconds=601",
                                        "decision=late&seconds=1e1",
                                        "decision=late&seconds=x"};
    for (size_t i = 0; i < COUNT(WRONG); i++) {
        struct answer a = ASK(.method = "POST", .path = charge.page, .no_origin = true,
                              .type = FORM, .body = text("token=%s&%s", charge.token, WRONG[i]));
        assert_int_equal(a.status, 400);
        assert_non_null(strstr(a.body, "<form"));
    }
    assert_int_equal(ASK(.method = "POST", .path = charge.page, .no_origin = true,
                         .body = "{\"decision\":\"approve\"}")
                         .status,
                     415);
    assert_state(&charge, "PENDING", 0);
}

static void x3_late_approval_counts_later(void **state)
{
    (void)state;
    const struct charge charge = charge_new(700);
    struct platform_event event;
    assert_int_equal(decide(&charge, "late&seconds=3").status, 303);
    assert_state(&charge, "PENDING", 0);
    assert_int_equal(give_back(&charge, unique(), 1).status, 422);
    assert_null(strstr(ask("GET", charge.page, NULL).body, "<form"));
    assert_true(platform_wait_member("transactionKey", charge.key, WAIT_S, &event) > 0);
    assert_state(&charge, "APPROVED", 0);
}

static void x3_silent_approval_is_told_to_nobody(void **state)
{
    (void)state;
    const struct charge silent = charge_new(700), loud = charge_new(700);
    assert_int_equal(decide(&silent, "silent").status, 303);
    assert_int_equal(decide(&loud, "approve").status, 303);
    assert_state(&silent, "APPROVED", 0);
    assert_true(platform_wait_member("transactionKey", loud.key, WAIT_S, NULL) > 0);
    assert_int_equal(platform_count_member("transactionKey", silent.key), 0);
}

static void x3_callback_is_repeated_until_it_is_taken(void **state)
{
    (void)state;
    const struct charge charge = charge_new(700);
    struct platform_event event;
    platform_feel(PLATFORM_DATA, PLATFORM_REFUSES);
    assert_int_equal(decide(&charge, "approve").status, 303);
    const long long deadline = now_ms() + WAIT_S * 1000;
    while (platform_count_member("transactionKey", charge.key) < 2 && now_ms() < deadline)
        pause_ms(20);
    platform_feel(PLATFORM_DATA, PLATFORM_TAKES);
    assert_true(platform_wait_member("transactionKey", charge.key, WAIT_S, &event) == 1);
    assert_true(platform_count_member("transactionKey", charge.key) >= 3);
    assert_true(event.valid);
    assert_string_equal(event.id, text("callback-%s", charge.key));
}

static void x3_refunds_never_exceed_what_was_approved(void **state)
{
    (void)state;
    const struct charge charge = charge_new(1000), other = charge_new(1000);
    const char *first = unique();
    assert_int_equal(give_back(&charge, unique(), 1).status, 422); /* still pending */
    assert_int_equal(decide(&charge, "silent").status, 303);
    assert_int_equal(decide(&other, "silent").status, 303);
    for (int i = 0; i < 2; i++) {
        struct answer a = give_back(&charge, first, 400);
        assert_int_equal(a.status, 201);
        assert_shape(a, "", "refundKey:text amount:int");
        assert_text(a, "refundKey", first);
        assert_int(a, "amount", 400);
        assert_state(&charge, "APPROVED", 400);
    }
    assert_int_equal(give_back(&charge, first, 401).status, 409);
    assert_int_equal(give_back(&other, first, 400).status, 409);
    struct answer a = give_back(&charge, unique(), 601);
    assert_int_equal(a.status, 422);
    assert_text(a, "code", "AMOUNT_TOO_LARGE");
    assert_int_equal(give_back(&charge, unique(), 0).status, 400);
    assert_int_equal(give_back(&charge, unique(), 600).status, 201);
    assert_int_equal(give_back(&charge, unique(), 1).status, 422);
    assert_state(&charge, "APPROVED", 1000);
    assert_state(&other, "APPROVED", 0);
}

static void x3_ledger_shows_all_with_sums(void **state)
{
    (void)state;
    struct answer before = ask("GET", GATEWAY "/ledger", secret());
    const struct charge charge = charge_new(900);
    assert_int_equal(decide(&charge, "silent").status, 303);
    assert_int_equal(give_back(&charge, unique(), 250).status, 201);
    struct answer after = ask("GET", GATEWAY "/ledger", secret());
    assert_int_equal(after.status, 200);
    assert_int_equal(answer_int(after, "approved") - answer_int(before, "approved"), 900);
    assert_int_equal(answer_int(after, "refunded") - answer_int(before, "refunded"), 250);
    const size_t count = answer_count(after, "items");
    assert_int_equal(count, answer_count(before, "items") + 1);
    const char *last = text("items.%zu", count - 1);
    assert_shape(after, last,
                 "transactionKey:text paymentKey:text orderNo:text amount:int refunded:int "
                 "status:text");
    assert_text(after, text("%s.transactionKey", last), charge.key);
}

static int set_up(void **state)
{
    (void)state;
    if (secret() == NULL || getenv("GATEWAY_WEBHOOK_SECRET") == NULL) {
        (void)fputs("GATEWAY_SECRET is not set: run `make api`\n", stderr);
        return -1;
    }
    port = platform_start(getenv("GATEWAY_WEBHOOK_SECRET"));
    return 0;
}

static int tear_down(void **state)
{
    platform_stop();
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(x3_sandbox_charges_once_a_payment_key),
        PROVES(x3_sandbox_wants_its_secret),
        PROVES(x3_sandbox_refuses_what_is_no_charge),
        PROVES(x3_sandbox_knows_its_ways_only),
        PROVES(x3_page_says_what_is_paid_in_both_languages),
        PROVES(x3_buyer_approves_and_goes_back),
        PROVES(x3_buyer_declines),
        PROVES(x3_forged_form_decides_nothing),
        PROVES(x3_late_approval_counts_later),
        PROVES(x3_silent_approval_is_told_to_nobody),
        PROVES(x3_callback_is_repeated_until_it_is_taken),
        PROVES(x3_refunds_never_exceed_what_was_approved),
        PROVES(x3_ledger_shows_all_with_sums),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
