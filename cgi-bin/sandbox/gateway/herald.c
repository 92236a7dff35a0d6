#include "sandbox/gateway/herald.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/signature.h"
#include "view/json.h"

enum { CONNECT_MS = 2000, WHOLE_MS = 10000, WAIT_MAX_S = 30 };
#define ARENA_LIMIT ((size_t)1 << 20)
#define TRIED_FOR SPAN_SECONDS(300)

struct errand {
    struct errand *next;
    struct transaction transaction;
    instant due;
    span wait; /* after the next failure */
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct errand *errands;
    const struct settings *settings;
    struct arena *arena;
    CURL *curl;
} herald = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};

// NOLINTNEXTLINE(readability-non-const-parameter): the type is libcurl's
static size_t drop(char *data, size_t size, size_t count, void *arg)
{
    (void)data;
    (void)arg;
    return size * count;
}

/* ---- one callback ---- */

static enum err write_body(const struct transaction *transaction, struct slice *ret_body)
{
    struct json root = json_new(herald.arena);
    json_text(root, "transactionKey", transaction->key);
    json_text(root, "paymentKey", transaction->charge.payment_key);
    json_text(root, "orderNo", transaction->charge.order_no);
    json_int(root, "amount", transaction->charge.amount);
    json_text(root, "status", VERDICT_NAMES[transaction->verdict]);
    if (transaction->verdict == VERDICT_DECLINED)
        json_text(root, "reason", "declined by the buyer");
    return json_render(root, ret_body);
}

static bool add_header(struct curl_slist **headers, const char *line)
{
    struct curl_slist *longer = line != NULL ? curl_slist_append(*headers, line) : NULL;
    if (longer == NULL)
        return false;
    *headers = longer;
    return true;
}

/* The id is the same for every try: by it the merchant knows a copy. */
static bool sign(const struct transaction *transaction, struct slice body,
                 struct curl_slist **headers)
{
    const int64_t now_s = clock_now().us / 1000000;
    char signature[SIGNATURE_SIZE];
    const char *id = arena_printf(herald.arena, "callback-%s", transaction->key);
    return id != NULL &&
           signature_make(herald.settings->gateway_webhook_secret, id, now_s, body, signature) &&
           add_header(headers, "Content-Type: application/json") &&
           add_header(headers, "Expect:") &&
           add_header(headers, arena_printf(herald.arena, "webhook-id: %s", id)) &&
           add_header(headers, arena_printf(herald.arena, "webhook-timestamp: %" PRId64, now_s)) &&
           add_header(headers, arena_printf(herald.arena, "webhook-signature: %s", signature));
}

static bool post(const char *url, struct slice body, const struct curl_slist *headers)
{
    CURL *curl = herald.curl;
    long status = 0;
    curl_easy_reset(curl);
    if (curl_easy_setopt(curl, CURLOPT_URL, url) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https") != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_NOPROXY, "*") != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)WHOLE_MS) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.size) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data) != CURLE_OK ||
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop) != CURLE_OK)
        return false;
    return curl_easy_perform(curl) == CURLE_OK &&
           curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK && status >= 200 &&
           status < 300;
}

static bool deliver(const struct transaction *transaction)
{
    struct slice body;
    struct curl_slist *headers = NULL;
    const bool delivered = write_body(transaction, &body) == E_OK &&
                           sign(transaction, body, &headers) &&
                           post(transaction->charge.callback_url, body, headers);
    curl_slist_free_all(headers);
    arena_reset(herald.arena);
    return delivered;
}

/* ---- the queue ---- */

static void queue(struct errand *errand)
{
    (void)pthread_mutex_lock(&herald.lock);
    errand->next = herald.errands;
    herald.errands = errand;
    (void)pthread_cond_signal(&herald.more);
    (void)pthread_mutex_unlock(&herald.lock);
}

static struct errand **first_due(void)
{
    struct errand **first = &herald.errands;
    for (struct errand **at = &herald.errands; *at != NULL; at = &(*at)->next)
        if (instant_compare((*at)->due, (*first)->due) < 0)
            first = at;
    return first;
}

/* Waits until an errand is due, and takes it out of the queue. */
static struct errand *take_due(void)
{
    (void)pthread_mutex_lock(&herald.lock);
    for (;;) {
        struct errand **first = first_due(), *errand = *first;
        if (errand == NULL) {
            (void)pthread_cond_wait(&herald.more, &herald.lock);
            continue;
        }
        if (instant_compare(errand->due, clock_now()) <= 0) {
            *first = errand->next;
            (void)pthread_mutex_unlock(&herald.lock);
            return errand;
        }
        const struct timespec until = {errand->due.us / 1000000, errand->due.us % 1000000 * 1000};
        (void)pthread_cond_timedwait(&herald.more, &herald.lock, &until);
    }
}

/* Should the ledger not take it, the merchant is told once more after the next start. */
static void finish(struct errand *errand)
{
    if (ledger_called_back(errand->transaction.key) != LEDGER_OK)
        log_write(LOG_WARN, "the ledger does not know that a callback is over");
    free(errand);
}

static void try_again_later(struct errand *errand)
{
    const instant now = clock_now();
    if (instant_compare(instant_add(errand->transaction.decided_at, TRIED_FOR), now) < 0) {
        log_write(LOG_WARN, "a callback was tried for minutes and is given up");
        finish(errand);
        return;
    }
    if (errand->wait.us > SPAN_SECONDS(WAIT_MAX_S).us)
        errand->wait = SPAN_SECONDS(WAIT_MAX_S);
    errand->due = instant_add(now, errand->wait);
    errand->wait.us *= 2;
    queue(errand);
}

static void *herald_thread(void *arg)
{
    (void)arg;
    for (;;) {
        struct errand *errand = take_due();
        if (deliver(&errand->transaction))
            finish(errand);
        else
            try_again_later(errand);
    }
    return NULL;
}

void herald_tell(const struct transaction *transaction)
{
    struct errand *errand = calloc(1, sizeof *errand);
    if (errand == NULL) {
        log_write(LOG_ERROR, "no memory for a callback");
        return;
    }
    *errand = (struct errand){.transaction = *transaction,
                              .due = transaction->decided_at,
                              .wait = herald.settings->retry_base};
    queue(errand);
}

bool herald_start(const struct settings *settings)
{
    pthread_t thread;
    struct transaction transaction;
    sigset_t all, before;
    herald.settings = settings;
    herald.arena = arena_new(ARENA_LIMIT);
    if (herald.arena == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        (herald.curl = curl_easy_init()) == NULL)
        return false;
    for (size_t i = 0; ledger_at(i, &transaction); i++)
        if (transaction.calls_back && !transaction.called_back)
            herald_tell(&transaction);
    /* A signal that ends the program is the other thread's to take: it waits in accept(). */
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool started = pthread_create(&thread, NULL, herald_thread, NULL) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}
