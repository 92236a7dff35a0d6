#include "shop/payment/gateway.h"

#include <inttypes.h>
#include <pthread.h>
#include <string.h>

#include <curl/curl.h>
#include <sodium.h>

#include "view/json.h"
#include "view/json_read.h"

enum { CONNECT_MS = 2000, WHOLE_MS = 5000, KEY_MAX = 200, ADDRESS_MAX = 2000 };
#define ANSWER_MAX ((size_t)64 << 10)
#define WON_MAX INT64_C(1000000000000000)

/* ---- one exchange ---- */

/* One handle a thread, so that its connection is kept. */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t handle_key;
static bool ready;

static void set_up(void)
{
    ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK &&
            pthread_key_create(&handle_key, curl_easy_cleanup) == 0;
}

static CURL *thread_handle(void)
{
    (void)pthread_once(&once, set_up);
    if (!ready)
        return NULL;
    CURL *curl = pthread_getspecific(handle_key);
    if (curl != NULL) {
        curl_easy_reset(curl);
        return curl;
    }
    curl = curl_easy_init();
    if (curl != NULL && pthread_setspecific(handle_key, curl) != 0) {
        curl_easy_cleanup(curl);
        return NULL;
    }
    return curl;
}

struct exchange {
    const char *url;
    struct slice body; /* data NULL: a GET */
    struct curl_slist *headers;
    struct strbuf answer;
    long status;
};

// NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's
static size_t take_answer(char *data, size_t size, size_t count, void *arg)
{
    struct exchange *exchange = arg;
    strbuf_add(&exchange->answer, data, size * count);
    return exchange->answer.failed ? 0 : size * count;
}

static bool set_options(CURL *curl, struct exchange *exchange)
{
    /* The address is called as it is set: no proxy, no redirect, no other protocol. */
    if (curl_easy_setopt(curl, CURLOPT_URL, exchange->url) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_NOPROXY, "*") != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, exchange->headers) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange) != CURLE_OK)
        return false;
    return exchange->body.data == NULL ||
           (curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)exchange->body.size) ==
                CURLE_OK &&
            curl_easy_setopt(curl, CURLOPT_POSTFIELDS, exchange->body.data) == CURLE_OK);
}

static bool add_header(struct exchange *exchange, const char *line)
{
    struct curl_slist *longer = line != NULL ? curl_slist_append(exchange->headers, line) : NULL;
    if (longer != NULL)
        exchange->headers = longer;
    return longer != NULL;
}

static struct gateway_result unknown(const char *error)
{
    return (struct gateway_result){GATEWAY_UNKNOWN, error != NULL ? error : "out of memory"};
}

/* What a status means, whatever the answer holds. A refusal is for good only where the gateway has
 * looked at the request itself. */
static struct gateway_result judge(struct arena *arena, CURLcode code, long status)
{
    static const long PASSING[] = {401, 403, 408, 409, 425, 429};
    /* An answer that was cut off or too long is none, whatever its status says. */
    if (code != CURLE_OK)
        return unknown(curl_easy_strerror(code));
    if (status == 200 || status == 201)
        return (struct gateway_result){GATEWAY_DONE, NULL};
    bool refused = status >= 400 && status < 500;
    for (size_t i = 0; i < sizeof PASSING / sizeof *PASSING; i++)
        refused = refused && status != PASSING[i];
    const char *error = arena_printf(arena, "HTTP %ld", status);
    return refused && error != NULL ? (struct gateway_result){GATEWAY_REFUSED, error}
                                    : unknown(error);
}

/* Sends a request and reads the answer as an object. `ret_answer` only when done. */
static struct gateway_result exchange(struct call *call, const char *path, struct slice body,
                                      struct json_reader *ret_answer)
{
    struct arena *arena = call->arena;
    const struct settings *settings = call->settings;
    struct exchange exchange = {.body = body, .answer = strbuf_make(arena, ANSWER_MAX)};
    const size_t base = strlen(settings->gateway_url);
    const bool slash = base > 0 && settings->gateway_url[base - 1] == '/';
    exchange.url = arena_printf(arena, "%.*s%s", (int)(base - slash), settings->gateway_url, path);
    CURL *curl = thread_handle();
    CURLcode code = CURLE_OUT_OF_MEMORY;
    if (exchange.url != NULL && curl != NULL &&
        add_header(&exchange,
                   arena_printf(arena, "Authorization: Bearer %s", settings->gateway_secret)) &&
        add_header(&exchange, "Content-Type: application/json") &&
        add_header(&exchange, "Accept: application/json") && add_header(&exchange, "Expect:") &&
        set_options(curl, &exchange)) {
        code = curl_easy_perform(curl);
        (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &exchange.status);
    }
    curl_slist_free_all(exchange.headers);
    struct gateway_result result = judge(arena, code, exchange.status);
    struct slice text;
    if (result.outcome == GATEWAY_DONE && (strbuf_finish(&exchange.answer, &text) != E_OK ||
                                           json_read(arena, text, ret_answer) != E_OK))
        return unknown("the answer is no JSON object");
    return result;
}

/* ---- what is said and answered ---- */

/* It becomes a part of an address. */
static bool is_key(const char *text)
{
    return text[0] != '\0' &&
           text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")] ==
               '\0';
}

static bool is_address(const char *text)
{
    const bool http = strncmp(text, "http://", 7) == 0, https = strncmp(text, "https://", 8) == 0;
    if (!http && !https)
        return false;
    for (const char *at = text; *at != '\0'; at++)
        if (*at <= 0x20 || *at >= 0x7f || strchr("\"<>\\^`{|}", *at) != NULL)
            return false;
    return text[http ? 7 : 8] != '\0' && text[http ? 7 : 8] != '/';
}

static struct slice start_body(struct call *call, const struct gateway_order *order)
{
    const char *origin = call->settings->public_url;
    struct json body = json_new(call->arena);
    struct slice text = {NULL, 0};
    const char *callback = arena_printf(call->arena, "%s/api/pay/callback", origin);
    const char *back =
        arena_printf(call->arena, "%s/pay/return?payment=%" PRId64, origin, order->payment_id.v);
    if (callback == NULL || back == NULL)
        return text;
    json_text(body, "paymentKey", order->payment_key);
    json_int(body, "amount", order->amount);
    json_text(body, "currency", "KRW");
    json_text(body, "orderNo", order->order_no);
    json_text(body, "callbackUrl", callback);
    json_text(body, "returnUrl", back);
    json_int(json_object(body, "metadata"), "paymentId", order->payment_id.v);
    return json_render(body, &text) == E_OK ? text : (struct slice){NULL, 0};
}

struct gateway_result gateway_start(struct call *call, const struct gateway_order *order,
                                    struct gateway_transaction *ret_transaction)
{
    const struct slice body = start_body(call, order);
    struct json_reader answer;
    struct gateway_transaction transaction;
    if (body.data == NULL)
        return unknown(NULL);
    struct gateway_result result = exchange(call, "/transactions", body, &answer);
    if (result.outcome != GATEWAY_DONE)
        return result;
    if (!json_read_text(&answer, "transactionKey", KEY_MAX, &transaction.transaction_key) ||
        !json_read_text(&answer, "checkoutUrl", ADDRESS_MAX, &transaction.checkout_url) ||
        !is_key(transaction.transaction_key) || !is_address(transaction.checkout_url))
        return unknown("the answer names no transaction");
    *ret_transaction = transaction;
    return result;
}

static bool text_is(const struct json_reader *answer, const char *name, const char *wanted)
{
    const char *text;
    return json_read_text(answer, name, KEY_MAX, &text) && strcmp(text, wanted) == 0;
}

static bool amount_is(const struct json_reader *answer, int64_t wanted)
{
    int64_t amount;
    return json_read_int(answer, "amount", WON_MAX, &amount) && amount == wanted;
}

struct gateway_result gateway_ask(struct call *call, const char *transaction_key,
                                  const char *payment_key, int64_t amount,
                                  enum gateway_verdict *ret_verdict)
{
    struct json_reader answer;
    const char *path = arena_printf(call->arena, "/transactions/%s", transaction_key);
    if (path == NULL)
        return unknown(NULL);
    struct gateway_result result = exchange(call, path, (struct slice){NULL, 0}, &answer);
    if (result.outcome != GATEWAY_DONE)
        return result;
    if (!text_is(&answer, "transactionKey", transaction_key) ||
        !text_is(&answer, "paymentKey", payment_key) || !amount_is(&answer, amount))
        return unknown("the answer speaks of another payment");
    for (int verdict = 0; GATEWAY_VERDICT_NAMES[verdict] != NULL; verdict++)
        if (text_is(&answer, "status", GATEWAY_VERDICT_NAMES[verdict])) {
            *ret_verdict = (enum gateway_verdict)verdict;
            return result;
        }
    return unknown("the answer has no status we know");
}

struct gateway_result gateway_refund(struct call *call, const struct gateway_refund *refund)
{
    struct json body = json_new(call->arena);
    struct json_reader answer;
    struct slice text;
    const char *path =
        arena_printf(call->arena, "/transactions/%s/refunds", refund->transaction_key);
    json_text(body, "refundKey", refund->refund_key);
    json_int(body, "amount", refund->amount);
    json_text(body, "reason", refund->reason);
    if (path == NULL || json_render(body, &text) != E_OK)
        return unknown(NULL);
    struct gateway_result result = exchange(call, path, text, &answer);
    if (result.outcome == GATEWAY_DONE &&
        (!text_is(&answer, "refundKey", refund->refund_key) || !amount_is(&answer, refund->amount)))
        return unknown("the answer speaks of another refund");
    return result;
}

const char *gateway_new_key(struct arena *arena)
{
    unsigned char bytes[24];
    randombytes_buf(bytes, sizeof bytes);
    return str_hex(arena, bytes, sizeof bytes);
}
