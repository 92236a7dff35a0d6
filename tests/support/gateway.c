#include "support/gateway.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <json-c/json.h>

#include "base/signature.h"
#include "support/http.h"
#include "support/server.h"
#include "support/stack.h"

enum { TRANSACTIONS_MAX = 20000, REFUNDS_MAX = 20000, SLOW_MS = 8000 };

const char *const ROGUE_MOOD_NAMES[ROGUE_MOODS] = {
    "works",     "fails",     "refuses",      "shuts",     "is slow", "gabbles",
    "truncates", "miscounts", "swaps amount", "swaps key", "dies"};
static const char *const STATUS_NAMES[] = {"PENDING", "APPROVED", "DECLINED"};

struct refund {
    char key[120];
    size_t transaction;
    long long amount;
};

/* What it says by heart; under the lock. */
struct recital {
    char *bytes;
    size_t size;
    bool drips;
};

static struct {
    struct recital recitals[ROGUE_CALLS];
    int port, holder;    /* bound to the port as long as the gateway lives, listening or not */
    atomic_int listener; /* -1: down */
    pthread_t thread;
    atomic_bool stopping;
    atomic_int busy; /* connections under way */
    _Atomic enum rogue_mood moods[ROGUE_CALLS];
    pthread_mutex_t lock;
    struct rogue_transaction transactions[TRANSACTIONS_MAX];
    struct refund refunds[REFUNDS_MAX];
    size_t count, refund_count;
} gateway = {.listener = -1, .lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- the books; under the lock ---- */

static struct rogue_transaction *find(const char *key)
{
    for (size_t i = 0; i < gateway.count; i++)
        if (strcmp(gateway.transactions[i].key, key) == 0)
            return &gateway.transactions[i];
    return NULL;
}

static struct rogue_transaction *find_payment(const char *payment_key)
{
    for (size_t i = 0; i < gateway.count; i++)
        if (strcmp(gateway.transactions[i].payment_key, payment_key) == 0)
            return &gateway.transactions[i];
    return NULL;
}

static const struct refund *find_refund(const char *key)
{
    for (size_t i = 0; i < gateway.refund_count; i++)
        if (strcmp(gateway.refunds[i].key, key) == 0)
            return &gateway.refunds[i];
    return NULL;
}

static const char *text_in(struct json_object *body, const char *name)
{
    struct json_object *value;
    return json_object_object_get_ex(body, name, &value) ? json_object_get_string(value) : "";
}

static long long number_in(struct json_object *body, const char *name)
{
    struct json_object *value;
    return json_object_object_get_ex(body, name, &value) ? json_object_get_int64(value) : 0;
}

/* An answer under way: status 0 is a 404. */
struct reply {
    int status;
    char body[1000];
};

static void charge(struct json_object *body, struct reply *reply)
{
    const char *url = text_in(body, "callbackUrl"), *path = strstr(url, "/api/");
    struct rogue_transaction *transaction = find_payment(text_in(body, "paymentKey"));
    if (transaction == NULL) {
        if (gateway.count == TRANSACTIONS_MAX || path == NULL)
            abort();
        transaction = &gateway.transactions[gateway.count++];
        *transaction = (struct rogue_transaction){.amount = number_in(body, "amount")};
        (void)snprintf(transaction->key, sizeof transaction->key, "tx-%d-%zu", gateway.port,
                       gateway.count);
        (void)snprintf(transaction->payment_key, sizeof transaction->payment_key, "%s",
                       text_in(body, "paymentKey"));
        (void)snprintf(transaction->order_no, sizeof transaction->order_no, "%s",
                       text_in(body, "orderNo"));
        (void)snprintf(transaction->callback_path, sizeof transaction->callback_path, "%s", path);
    } else if (transaction->amount != number_in(body, "amount") ||
               strcmp(transaction->order_no, text_in(body, "orderNo")) != 0) {
        *reply = (struct reply){409, "{\"code\":\"KEY_REUSED\"}"};
        return;
    }
    reply->status = 201;
    (void)snprintf(
        reply->body, sizeof reply->body,
        "{\"transactionKey\":\"%s\",\"checkoutUrl\":\"http://127.0.0.1:%d/checkout/%s\"}",
        transaction->key, gateway.port, transaction->key);
}

static void show(const char *key, enum rogue_mood mood, struct reply *reply)
{
    struct rogue_transaction *transaction = find(key);
    if (transaction == NULL)
        return;
    transaction->asked++;
    reply->status = 200;
    (void)snprintf(reply->body, sizeof reply->body,
                   "{\"transactionKey\":\"%s\",\"paymentKey\":\"%s%s\",\"amount\":%lld,"
                   "\"refunded\":%lld,\"status\":\"%s\"}",
                   key, transaction->payment_key, mood == ROGUE_SWAPS_KEY ? "x" : "",
                   transaction->amount + (mood == ROGUE_SWAPS_AMOUNT), transaction->refunded,
                   STATUS_NAMES[transaction->status]);
}

static bool refund_again(const struct refund *known, const struct rogue_transaction *transaction,
                         long long amount)
{
    return &gateway.transactions[known->transaction] == transaction && known->amount == amount;
}

static bool refund_new(struct rogue_transaction *transaction, const char *key, long long amount)
{
    if (transaction->status != ROGUE_APPROVED || amount <= 0 ||
        amount > transaction->amount - transaction->refunded)
        return false;
    if (gateway.refund_count == REFUNDS_MAX)
        abort();
    struct refund *refund = &gateway.refunds[gateway.refund_count++];
    *refund = (struct refund){.transaction = (size_t)(transaction - gateway.transactions),
                              .amount = amount};
    (void)snprintf(refund->key, sizeof refund->key, "%s", key);
    transaction->refunded += amount;
    transaction->refunds++;
    return true;
}

static void refund(const char *key, struct json_object *body, enum rogue_mood mood,
                   struct reply *reply)
{
    struct rogue_transaction *transaction = find(key);
    const char *refund_key = text_in(body, "refundKey");
    const struct refund *known = find_refund(refund_key);
    const long long amount = number_in(body, "amount");
    if (transaction == NULL)
        return;
    if (known != NULL && !refund_again(known, transaction, amount)) {
        *reply = (struct reply){409, "{\"code\":\"KEY_REUSED\"}"};
        return;
    }
    if (known == NULL && !refund_new(transaction, refund_key, amount)) {
        *reply = (struct reply){422, "{\"code\":\"REFUSED\"}"};
        return;
    }
    reply->status = 201;
    (void)snprintf(reply->body, sizeof reply->body, "{\"refundKey\":\"%s%s\",\"amount\":%lld}",
                   refund_key, mood == ROGUE_SWAPS_KEY ? "x" : "",
                   amount + (mood == ROGUE_SWAPS_AMOUNT));
}

/* ---- a request ---- */

static enum rogue_call call_of(const char *request)
{
    const char *end = strstr(request, " HTTP/");
    if (strncmp(request, "GET ", 4) == 0)
        return ROGUE_ASK;
    return end != NULL && end - request > 8 && memcmp(end - 8, "/refunds", 8) == 0 ? ROGUE_REFUND
                                                                                   : ROGUE_CHARGE;
}

static void work(const char *request, const char *text_body, enum rogue_call call,
                 enum rogue_mood mood, struct reply *reply)
{
    static const char PATH[] = "/transactions/";
    char key[64] = "";
    const char *at = strstr(request, PATH);
    if (at != NULL && at < strstr(request, "\r\n"))
        (void)snprintf(key, sizeof key, "%.*s", (int)strcspn(at + strlen(PATH), "/ "),
                       at + strlen(PATH));
    struct json_object *body = call == ROGUE_ASK ? NULL : json_tokener_parse(text_body);
    (void)pthread_mutex_lock(&gateway.lock);
    if (call == ROGUE_CHARGE)
        charge(body, reply);
    else if (call == ROGUE_ASK)
        show(key, mood, reply);
    else
        refund(key, body, mood, reply);
    (void)pthread_mutex_unlock(&gateway.lock);
    json_object_put(body);
}

/* Until the other side has given up, or for longer than it may wait. */
static void be_slow(int fd)
{
    const long long end = now_ms() + SLOW_MS;
    struct pollfd other = {.fd = fd, .events = POLLIN | POLLRDHUP};
    while (!atomic_load(&gateway.stopping) && now_ms() < end && poll(&other, 1, 50) == 0)
        continue;
}

static void say(int fd, const struct reply *reply, size_t announced, size_t sent)
{
    char answer[1400];
    (void)snprintf(answer, sizeof answer,
                   "HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nConnection: close\r\n"
                   "Content-Length: %zu\r\n\r\n%.*s",
                   reply->status, announced, (int)sent, reply->body);
    server_say(fd, answer);
}

static void recite(int fd, enum rogue_call call)
{
    const long long end = now_ms() + SLOW_MS;
    (void)pthread_mutex_lock(&gateway.lock);
    struct recital recital = gateway.recitals[call];
    recital.bytes = recital.bytes != NULL ? malloc(recital.size + 1) : NULL;
    if (recital.bytes != NULL)
        memcpy(recital.bytes, gateway.recitals[call].bytes, recital.size);
    (void)pthread_mutex_unlock(&gateway.lock);
    bool goes_on = recital.bytes != NULL;
    while (goes_on) {
        goes_on = send(fd, recital.bytes, recital.size, MSG_NOSIGNAL) > 0 && recital.drips &&
                  !atomic_load(&gateway.stopping) && now_ms() < end;
        pause_ms(recital.drips ? 20 : 0);
    }
    free(recital.bytes);
}

static void answer(int fd, enum rogue_call call, enum rogue_mood mood, const struct reply *reply)
{
    const size_t size = strlen(reply->body);
    switch (mood) {
    case ROGUE_RECITES:
        recite(fd, call);
        return;
    case ROGUE_SLOW:
        be_slow(fd);
        break;
    case ROGUE_GABBLES:
        server_say(fd, "\x16\x03\x01 <html>{\"status\":\"APPROVED\"}\n\n");
        return;
    case ROGUE_TRUNCATES:
        say(fd, reply, size / 2, size / 2);
        return;
    case ROGUE_MISCOUNTS:
        say(fd, reply, size + 100, size);
        return;
    case ROGUE_DIES:
    case ROGUE_SHUTS:
        return;
    case ROGUE_WORKS:
    case ROGUE_FAILS:
    case ROGUE_REFUSES:
    case ROGUE_SWAPS_AMOUNT:
    case ROGUE_SWAPS_KEY:
    case ROGUE_MOODS:
        break;
    }
    say(fd, reply, size, size);
}

static void serve(int fd, const char *request, const char *body)
{
    const enum rogue_call call = call_of(request);
    const enum rogue_mood mood = atomic_load(&gateway.moods[call]);
    struct reply reply = {404, "{\"code\":\"NOT_FOUND\"}"};
    char authorization[200];
    server_header(request, "Authorization", authorization, sizeof authorization);
    if (strcmp(authorization, "Bearer " ROGUE_SECRET_TEXT) != 0)
        reply = (struct reply){401, "{\"code\":\"UNAUTHENTICATED\"}"};
    else if (mood == ROGUE_FAILS)
        reply = (struct reply){500, "{\"code\":\"OH_NO\"}"};
    else if (mood == ROGUE_REFUSES)
        reply = (struct reply){422, "{\"code\":\"REFUSED\"}"};
    else if (mood != ROGUE_SHUTS)
        work(request, body, call, mood, &reply);
    answer(fd, call, mood, &reply);
}

static void *talk(void *arg)
{
    const int fd = (int)(intptr_t)arg;
    char *request = malloc(SERVER_REQUEST_MAX);
    size_t size;
    const char *body =
        request != NULL ? server_receive(fd, request, SERVER_REQUEST_MAX, &size) : NULL;
    if (body != NULL)
        serve(fd, request, body);
    free(request);
    (void)close(fd);
    atomic_fetch_sub(&gateway.busy, 1);
    return NULL;
}

static void *listen_on(void *arg)
{
    (void)arg;
    while (!atomic_load(&gateway.stopping)) {
        pthread_t thread;
        struct pollfd listener = {.fd = atomic_load(&gateway.listener), .events = POLLIN};
        const int fd = poll(&listener, 1, 20) > 0 ? accept(listener.fd, NULL, NULL) : -1;
        if (fd < 0)
            continue;
        atomic_fetch_add(&gateway.busy, 1);
        if (pthread_create(&thread, NULL, talk, (void *)(intptr_t)fd) == 0) {
            (void)pthread_detach(thread);
        } else {
            atomic_fetch_sub(&gateway.busy, 1);
            (void)close(fd);
        }
    }
    return NULL;
}

/* ---- up and down ---- */

static void give_up(const char *what)
{
    perror(what);
    abort();
}

/* A socket on the gateway's port; several may share it, and only one of them listens. */
static int bound_socket(int port)
{
    const int on = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0 ||
        bind(fd, (struct sockaddr *)&at, sizeof at) != 0)
        give_up("gateway");
    return fd;
}

void rogue_be_down(bool down)
{
    if (down == (atomic_load(&gateway.listener) < 0))
        return;
    if (down) {
        (void)close(atomic_exchange(&gateway.listener, -1));
        return;
    }
    const int listener = bound_socket(gateway.port);
    if (listen(listener, 512) != 0)
        give_up("gateway");
    atomic_store(&gateway.listener, listener);
}

void rogue_feel(enum rogue_call call, enum rogue_mood mood)
{
    atomic_store(&gateway.moods[call], mood);
}

void rogue_recite(enum rogue_call call, const char *bytes, size_t size, bool drips)
{
    char *copy = malloc(size + 1);
    if (copy == NULL)
        abort();
    memcpy(copy, bytes, size);
    (void)pthread_mutex_lock(&gateway.lock);
    free(gateway.recitals[call].bytes);
    gateway.recitals[call] = (struct recital){copy, size, drips};
    (void)pthread_mutex_unlock(&gateway.lock);
    rogue_feel(call, ROGUE_RECITES);
}

void rogue_feel_all(enum rogue_mood mood)
{
    for (enum rogue_call call = 0; call < ROGUE_CALLS; call++)
        rogue_feel(call, mood);
}

void rogue_start(void)
{
    struct sockaddr_in at = {0};
    socklen_t size = sizeof at;
    gateway.holder = bound_socket(0);
    if (getsockname(gateway.holder, (struct sockaddr *)&at, &size) != 0)
        give_up("gateway");
    gateway.port = ntohs(at.sin_port);
    rogue_be_down(false);
    if (pthread_create(&gateway.thread, NULL, listen_on, NULL) != 0 ||
        setenv("GATEWAY_URL", text("http://127.0.0.1:%d", gateway.port), 1) != 0 ||
        setenv("GATEWAY_SECRET", ROGUE_SECRET_TEXT, 1) != 0 ||
        setenv("GATEWAY_WEBHOOK_SECRET", ROGUE_WEBHOOK_TEXT, 1) != 0)
        give_up("gateway");
}

void rogue_stop(void)
{
    atomic_store(&gateway.stopping, true);
    (void)pthread_join(gateway.thread, NULL);
    while (atomic_load(&gateway.busy) > 0)
        pause_ms(10);
    rogue_quiet();
    rogue_be_down(true);
    (void)close(gateway.holder);
    for (enum rogue_call call = 0; call < ROGUE_CALLS; call++)
        free(gateway.recitals[call].bytes);
}

/* ---- as tests see its books ---- */

bool rogue_transaction(const char *order_no, size_t n, struct rogue_transaction *ret_transaction)
{
    bool found = false;
    (void)pthread_mutex_lock(&gateway.lock);
    for (size_t i = 0; !found && i < gateway.count; i++) {
        const struct rogue_transaction *transaction = &gateway.transactions[i];
        if (order_no != NULL && strcmp(transaction->order_no, order_no) != 0)
            continue;
        found = n-- == 0;
        if (found)
            *ret_transaction = *transaction;
    }
    (void)pthread_mutex_unlock(&gateway.lock);
    return found;
}

bool rogue_find(const char *transaction_key, struct rogue_transaction *ret_transaction)
{
    (void)pthread_mutex_lock(&gateway.lock);
    const struct rogue_transaction *transaction = find(transaction_key);
    if (transaction != NULL)
        *ret_transaction = *transaction;
    (void)pthread_mutex_unlock(&gateway.lock);
    return transaction != NULL;
}

bool rogue_set(const char *transaction_key, enum rogue_status status)
{
    (void)pthread_mutex_lock(&gateway.lock);
    struct rogue_transaction *transaction = find(transaction_key);
    if (transaction != NULL)
        transaction->status = status;
    (void)pthread_mutex_unlock(&gateway.lock);
    return transaction != NULL;
}

long long rogue_holds(const char *order_no)
{
    long long held = 0;
    (void)pthread_mutex_lock(&gateway.lock);
    for (size_t i = 0; i < gateway.count; i++) {
        const struct rogue_transaction *transaction = &gateway.transactions[i];
        if (transaction->status == ROGUE_APPROVED &&
            (order_no == NULL || strcmp(transaction->order_no, order_no) == 0))
            held += transaction->amount - transaction->refunded;
    }
    (void)pthread_mutex_unlock(&gateway.lock);
    return held;
}
