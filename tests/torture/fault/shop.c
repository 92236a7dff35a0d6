#include "torture/fault/shop.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <signal.h>
#include <sodium.h>

#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/signature.h"
#include "shop/payment/payment_follow.h"
#include "support/gateway.h"
#include "support/platform.h"
#include "torture/fault/inject.h"
#include "torture/fault/parsed.h"
#include "worker/cashier.h"
#include "worker/courier.h"
#include "worker/job.h"

#define EVENTS_SECRET "whsec_a2V5IG9mIGV2ZW50cyBpbiBhIHRyaWFs"
#define REQUEST_LIMIT ((size_t)16 << 20)

/* ---- the programs ---- */

#define FOR_EACH_PROGRAM(use)                                                                      \
    use(point) use(cart) use(sheet) use(order) use(claim) use(coupon) use(pay) use(payment)        \
        use(product) use(seller) use(admin)

#define DECLARE(name) int program_##name(void);
FOR_EACH_PROGRAM(DECLARE)
#define MAIN(name) program_##name,
static int (*const MAINS[])(void) = {FOR_EACH_PROGRAM(MAIN)};

static const struct program *programs[COUNT(MAINS)];
static size_t program_count;

/* What every main() hands its program to. */
int app_main(const struct program *program)
{
    programs[program_count++] = program;
    return 0;
}

static const struct program *program_of(struct arena *arena, const char *method, const char *path)
{
    for (size_t i = 0; i < program_count; i++) {
        struct route_match match = {0};
        route_find(programs[i]->routes, programs[i]->route_count, arena, method, path, &match);
        if (match.route != NULL)
            return programs[i];
    }
    fail_msg("no program has %s %s", method, path);
    return NULL;
}

/* ---- a thread of theirs ---- */

struct seller seller;
struct buyer admin;
long long coupon;

static struct settings settings;
static struct db *db;
static struct arena *arena;
static struct {
    struct json_object *json;
    char body[200000];
} last;

static void end_thread(void)
{
    db_free(db);
    arena_free(arena);
    db = NULL;
    arena = NULL;
}

void shop_new_thread(void)
{
    end_thread();
    db = db_new(getenv("JANGTEO_DB"));
    arena = arena_new(REQUEST_LIMIT);
    assert_non_null(db);
    assert_non_null(arena);
}

static struct answer answer_of(const struct request *req, const struct response *res)
{
    assert_true(res->body.size < sizeof last.body);
    if (res->body.size > 0)
        memcpy(last.body, res->body.data, res->body.size);
    last.body[res->body.size] = '\0';
    parsed_free(last.json);
    last.json = parsed_new(last.body);
    return (struct answer){.status = res->status,
                           .body = last.body,
                           .size = res->body.size,
                           .head = "",
                           .json = last.json,
                           .asked = req->path};
}

static struct answer serve(struct request *req)
{
    struct response res = {0};
    struct call call = {
        .arena = arena, .settings = &settings, .now = clock_now(), .request_id = "trial"};
    const struct program *program = program_of(arena, req->method, req->path);
    arena_reset(arena);
    inject_watch(true);
    app_serve(program, db, &call, req, &res);
    inject_watch(false);
    const struct answer answer = answer_of(req, &res);
    arena_reset(arena);
    return answer;
}

struct answer shop_request(const char *method, const char *path, const char *token, const char *key,
                           const char *body)
{
    char plain[300], authorization[100];
    struct pair pair = {"payment", NULL};
    const char *query = strchr(path, '?');
    const size_t size = query != NULL ? (size_t)(query - path) : strlen(path);
    (void)snprintf(plain, sizeof plain, "%.*s", (int)size, path);
    (void)snprintf(authorization, sizeof authorization, "Bearer %s", token);
    struct request req = {
        .method = method,
        .path = plain,
        .query_text = query != NULL ? query + 1 : "",
        .id = "trial",
        .authorization = authorization,
        .idempotency_key = key,
        .content_type = body != NULL ? "application/json" : NULL,
        .body = {body != NULL ? body : "", body != NULL ? strlen(body) : 0},
        .body_size = body != NULL ? (int64_t)strlen(body) : 0,
        .remote_address = "127.0.0.1",
    };
    if (query != NULL) {
        pair.value = strchr(query, '=') + 1;
        req.query = &pair;
        req.query_count = 1;
    }
    return serve(&req);
}

struct answer shop_callback(const char *order_no, size_t nth, const char *status, const char *id)
{
    struct rogue_transaction transaction = {0};
    char body[500], signature[SIGNATURE_SIZE], at[24];
    const int64_t now_s = clock_now().us / 1000000;
    assert_true(rogue_transaction(order_no, nth, &transaction));
    (void)snprintf(body, sizeof body,
                   "{\"transactionKey\":\"%s\",\"paymentKey\":\"%s\",\"orderNo\":\"%s\","
                   "\"amount\":%lld,\"status\":\"%s\"}",
                   transaction.key, transaction.payment_key, order_no, transaction.amount, status);
    assert_true(signature_make(ROGUE_WEBHOOK_TEXT, id, now_s, (struct slice){body, strlen(body)},
                               signature));
    (void)snprintf(at, sizeof at, "%" PRId64, now_s);
    struct request req = {
        .method = "POST",
        .path = "/api/pay/callback",
        .query_text = "",
        .id = "trial",
        .content_type = "application/json",
        .body = {body, strlen(body)},
        .body_size = (int64_t)strlen(body),
        .webhook_id = id,
        .webhook_timestamp = at,
        .webhook_signature = signature,
        .remote_address = "127.0.0.1",
    };
    return serve(&req);
}

/* ---- the worker ---- */

static bool run(enum err (*work)(struct db *db, struct call *call))
{
    struct call call = {.arena = arena, .settings = &settings, .now = clock_now()};
    arena_reset(arena);
    db_serve(db, &call);
    inject_watch(true);
    const enum err e = work(db, &call);
    inject_watch(false);
    arena_reset(arena);
    return e == E_OK;
}

bool shop_expire(void)
{
    return run(job_expire);
}

static enum err follow(struct db *on, struct call *call)
{
    size_t count;
    (void)call;
    return payment_follow(on, NULL, &count);
}

bool shop_follow(void)
{
    return run(follow);
}

bool shop_work(enum shop_worker worker)
{
    return inject_let_work(worker);
}

void shop_tell_all(void)
{
    while (db_number("SELECT count(*) FROM event_out WHERE state = 'PENDING'") > 0) {
        (void)shop_work(COURIER_TO_DATA);
        (void)shop_work(COURIER_TO_DELIVERY);
    }
}

/* ---- opening ---- */

static const char *url(const char *format, int port)
{
    static char made[2][60];
    static size_t next;
    char *at = made[next++ % COUNT(made)];
    (void)snprintf(at, sizeof made[0], format, port); // NOLINT: both formats stand below
    return at;
}

static void load_settings(void)
{
    char message[500];
    const int port = platform_start(EVENTS_SECRET);
    (void)setenv("EVENTS_SECRET", EVENTS_SECRET, 1);
    (void)setenv("DATA_PLATFORM_URL", url("http://127.0.0.1:%d/data", port), 1);
    (void)setenv("DELIVERY_URL", url("http://127.0.0.1:%d/delivery", port), 1);
    if (!settings_load(&settings, message, sizeof message))
        fail_msg("%s", message);
}

struct buyer shop_member(long long balance)
{
    struct buyer member;
    buyers_new(&member, 1, balance);
    db_do("UPDATE session SET expires_at = now() + interval '29 days' WHERE member_id = %lld",
          member.member);
    return member;
}

static long long make_product(const char *name, int price)
{
    const struct answer a = shop_request(
        "POST", "/api/product", seller.person.token, NULL,
        text("{\"name\":\"%s\",\"price\":%d,\"category\":\"생활\",\"stock\":500000}", name, price));
    assert_int_equal(a.status, 201);
    return answer_int(a, "data.productId");
}

static void fill(void)
{
    seller.person = shop_member(0);
    admin = shop_member(0);
    db_do("UPDATE member SET role = 'ADMIN' WHERE member_id = %lld", admin.member);
    struct answer a =
        shop_request("POST", "/api/seller", seller.person.token, NULL,
                     "{\"businessName\":\"시험상회\",\"registrationNumber\":\"1234567891\","
                     "\"contact\":\"02-123-4567\",\"address\":{\"postcode\":\"04524\","
                     "\"line1\":\"세종대로 110\"},\"category\":\"생활\"}");
    assert_int_equal(a.status, 201);
    seller.products[0] = make_product("주전자", PRICE);
    seller.products[1] = make_product("찻잔", PRICE_OTHER);
    a = shop_request("POST", "/api/coupon", admin.token, NULL,
                     text("{\"name\":\"할인\",\"type\":\"FIXED\",\"value\":%d,\"quantity\":50000,"
                          "\"issueEndsAt\":\"2090-01-01T00:00:00+09:00\",\"validDays\":3000}",
                          COUPON_VALUE));
    assert_int_equal(a.status, 201);
    coupon = answer_int(a, "data.couponId");
    while (db_number("SELECT quantity - made FROM coupon_supply WHERE coupon_id = %lld", coupon) >
           0)
        assert_true(run(job_coupons));
}

void shop_open(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    assert_true(sodium_init() >= 0);
    assert_int_equal(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
    for (size_t i = 0; i < COUNT(MAINS); i++)
        (void)MAINS[i]();
    rogue_start();
    load_settings();
    tpl_root(getenv("JANGTEO_TEMPLATES"));
    shop_new_thread();
    fill();
    assert_true(cashier_start(&settings, getenv("JANGTEO_DB")));
    inject_await_workers(CASHIER + 1);
    assert_true(couriers_start(&settings, getenv("JANGTEO_DB")));
    inject_await_workers(COURIER_TO_DELIVERY + 1);
}

void shop_close(void)
{
    inject_free_workers();
    cashier_stop();
    couriers_stop();
    end_thread();
    parsed_free(last.json);
    last.json = NULL;
    platform_stop();
    rogue_stop();
    http_end();
    db_end();
}
