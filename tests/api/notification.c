/* /api/notification: every domain tells those whom it concerns; listed, read, streamed (N1, N2,
 * O12). */
#include "support/coupon.h"
#include "support/deal.h"
#include "support/stack.h"
#include "support/stream.h"
#include "support/test.h"

#include <stdio.h>

#define NOTICE                                                                                     \
    "notificationId:int kind:text title:text body:text link:text readAt:time? createdAt:time"

static long long told(long long member, const char *kind, const char *subject)
{
    return db_number("SELECT count(*) FROM notice WHERE member_id = %lld AND kind = '%s'"
                     " AND coalesce(subject, '') = '%s'",
                     member, kind, subject);
}

static long long told_state(long long member, const char *kind, const char *subject,
                            const char *status)
{
    return db_number("SELECT count(*) FROM notice WHERE member_id = %lld AND kind = '%s'"
                     " AND subject = '%s' AND state = '%s'",
                     member, kind, subject, status);
}

static struct answer list(const char *token, const char *query)
{
    return ask("GET", text("/api/notification%s", query), token);
}

/* A buyer with an order that was paid. */
struct scene {
    struct person seller, buyer;
    long long product;
    const char *number;
};

static struct scene scene_new(void)
{
    struct scene scene = {.seller = seller_new(), .buyer = customer_new()};
    scene.product = product_new(&scene.seller, 1000, 50);
    charge(&scene.buyer, 100000);
    struct answer a = order_paid(scene.buyer.token, scene.product, 1);
    assert_answer(a, 201, "SUCCESS");
    scene.number = answer_text(a, "data.orderNo");
    return scene;
}

/* ---- what is told ---- */

static void n2_paid_order_is_told_to_buyer_and_each_seller_once(void **state)
{
    (void)state;
    const struct deal d = deal_new(3);
    assert_int_equal(told(d.buyer.member, "ORDER_PAID", d.number), 1);
    assert_int_equal(told(d.buyer.member, "ORDER_PLACED", d.number), 0);
    assert_int_equal(told(d.sellers[0].member, "ORDER_RECEIVED", d.number), 1);
    assert_int_equal(told(d.sellers[1].member, "ORDER_RECEIVED", d.number), 1);
    struct answer a = list(d.buyer.token, "");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "items:list nextCursor:text?");
    assert_shape(a, "data.items.0", NOTICE);
    assert_text(a, "data.items.0.kind", "ORDER_PAID");
    assert_text(a, "data.items.0.link", text("/orders/%s", d.number));
    assert_string_equal(answer_raw(a, "data.items.0.readAt"), "null");
}

static void n2_pending_order_is_told_as_it_goes(void **state)
{
    (void)state;
    struct scene s = scene_new();
    const char *paid = answer_text(order_pending(s.buyer.token, s.product, 1), "data.orderNo");
    const char *gone = answer_text(order_pending(s.buyer.token, s.product, 1), "data.orderNo");
    const char *late = answer_text(order_pending(s.buyer.token, s.product, 1), "data.orderNo");
    assert_int_equal(told(s.buyer.member, "ORDER_PLACED", paid), 1);
    assert_int_equal(told(s.seller.member, "ORDER_RECEIVED", paid), 0);
    assert_answer(call("POST", "/api/pay", s.buyer.token, "{\"orderNo\":\"%s\"}", paid), 200,
                  "SUCCESS");
    assert_int_equal(told(s.buyer.member, "ORDER_PAID", paid), 1);
    assert_int_equal(told(s.seller.member, "ORDER_RECEIVED", paid), 1);
    assert_answer(ask("POST", text("/api/order/%s/cancel", gone), s.buyer.token), 200, "SUCCESS");
    assert_int_equal(told(s.buyer.member, "ORDER_CANCELLED", gone), 1);
    (void)db_do("UPDATE orders SET expires_at = now() - interval '1 s' WHERE order_no = '%s'",
                late);
    for (int tries = 0; tries < 300 && told(s.buyer.member, "ORDER_EXPIRED", late) == 0; tries++)
        pause_ms(50);
    assert_int_equal(told(s.buyer.member, "ORDER_EXPIRED", late), 1);
    assert_int_equal(told(s.seller.member, "ORDER_RECEIVED", late), 0);
}

static void n2_claims_are_told_to_the_other_side(void **state)
{
    (void)state;
    const struct deal d = deal_new(3);
    const long long buyer = d.buyer.member, seller = d.sellers[0].member;
    assert_answer(deal_move(&d, d.sellers[0].token, 0, "PREPARING"), 200, "SUCCESS");
    assert_int_equal(told_state(buyer, "LINE_CHANGED", d.number, "PREPARING"), 1);
    assert_int_equal(told(seller, "CLAIM_REQUESTED", d.number), 0);
    assert_answer(deal_claim(&d, d.buyer.token, 0, "cancel"), 200, "SUCCESS");
    assert_int_equal(told_state(seller, "CLAIM_REQUESTED", d.number, "CANCEL_REQUESTED"), 1);
    assert_int_equal(told_state(buyer, "LINE_CHANGED", d.number, "CANCEL_REQUESTED"), 0);
    /* One that is cancelled at once: both hear of its end, and the buyer of the money. */
    assert_answer(deal_claim(&d, d.buyer.token, 1, "cancel"), 200, "SUCCESS");
    assert_int_equal(told_state(seller, "CLAIM_REQUESTED", d.number, "CANCELLED"), 1);
    assert_int_equal(told_state(buyer, "LINE_CHANGED", d.number, "CANCELLED"), 1);
    assert_int_equal(told(buyer, "REFUNDED", d.number), 1);
    assert_int_equal(told(d.sellers[1].member, "CLAIM_REQUESTED", d.number), 0);
}

static void n2_coupon_issued_and_revoked_is_told(void **state)
{
    (void)state;
    struct person p = customer_new();
    const long long issued = coupon_issued(p.token, FIXED_3000);
    assert_int_equal(told(p.member, "COUPON_ISSUED", ""), 1);
    assert_answer(coupon_revoke(issued), 200, "SUCCESS");
    assert_answer(coupon_revoke(issued), 200, "SUCCESS");
    assert_int_equal(told(p.member, "COUPON_REVOKED", ""), 1);
    struct answer a = list(p.token, "");
    assert_text(a, "data.items.0.kind", "COUPON_REVOKED");
    assert_text(a, "data.items.0.body", "‘시험 쿠폰’ 쿠폰은 더 이상 사용할 수 없습니다.");
}

static void n2_stock_is_told_once_each_time_it_sinks(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 8);
    const char *subject = text("%lld", product);
    charge(&buyer, 100000);
    static const struct {
        long long quantity, low, out; /* what was told after an order of that many */
    } ORDERS[] = {{2, 0, 0}, {1, 1, 0}, {1, 1, 0}, {4, 1, 1}};
    for (size_t i = 0; i < COUNT(ORDERS); i++) {
        assert_answer(order_paid(buyer.token, product, ORDERS[i].quantity), 201, "SUCCESS");
        assert_int_equal(told(seller.member, "STOCK_LOW", subject), ORDERS[i].low);
        assert_int_equal(told(seller.member, "STOCK_OUT", subject), ORDERS[i].out);
    }
    assert_answer(
        call("PATCH", text("/api/product/%lld/stock", product), seller.token, "{\"delta\":9}"), 200,
        "SUCCESS");
    /* A reservation sinks it; paying for what is reserved does not sink it again. */
    struct answer a = order_pending(buyer.token, product, 4);
    assert_answer(a, 201, "SUCCESS");
    assert_int_equal(told(seller.member, "STOCK_LOW", subject), 2);
    assert_answer(call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\"}",
                       answer_text(a, "data.orderNo")),
                  200, "SUCCESS");
    assert_int_equal(told(seller.member, "STOCK_LOW", subject), 2);
    assert_int_equal(told(seller.member, "STOCK_OUT", subject), 1);
    a = list(seller.token, "?limit=100");
    assert_int_equal(answer_count(a, "data.items"), 8);
}

static void n2_guest_is_told_too(void **state)
{
    (void)state;
    struct scene s = scene_new();
    const char *guest = guest_new(), *stranger = guest_new();
    struct answer a = order_by_card(guest, s.product, 1);
    assert_answer(a, 201, "SUCCESS");
    a = list(guest, "?unread=true");
    assert_int_equal(answer_count(a, "data.items"), 1);
    assert_text(a, "data.items.0.kind", "ORDER_PLACED");
    assert_int_equal(answer_count(list(stranger, ""), "data.items"), 0);
    const long long id = answer_int(a, "data.items.0.notificationId");
    assert_answer(ask("POST", text("/api/notification/%lld/read", id), stranger), 404,
                  "NOTIFICATION_NOT_FOUND");
    a = ask("POST", "/api/notification/read", guest);
    assert_answer(a, 200, "SUCCESS");
    assert_int(a, "data.read", 1);
    assert_int_equal(answer_count(list(guest, "?unread=true"), "data.items"), 0);
}

/* ---- listing and reading ---- */

static void n2_list_is_paged_and_in_the_readers_language(void **state)
{
    (void)state;
    struct scene s = scene_new();
    for (int i = 0; i < 4; i++)
        (void)order_paid(s.buyer.token, s.product, 1);
    long long last = INT64_MAX, seen = 0;
    const char *query = "?limit=2";
    while (query != NULL) {
        struct answer a = list(s.buyer.token, query);
        assert_answer(a, 200, "SUCCESS");
        for (size_t i = 0; i < answer_count(a, "data.items"); i++, seen++) {
            const long long id = answer_int(a, text("data.items.%zu.notificationId", i));
            assert_true(id < last);
            last = id;
        }
        const char *next = answer_text(a, "data.nextCursor");
        query = next != NULL ? text("?limit=2&cursor=%s", next) : NULL;
    }
    assert_int_equal(seen, 5);
    struct answer english = ASK(.method = "GET", .path = "/api/notification",
                                .token = s.buyer.token, .headers = {"Accept-Language: en"});
    assert_text(english, "data.items.0.title", "Your order is paid");
    assert_text(list(s.buyer.token, ""), "data.items.0.title", "결제가 완료되었습니다");
    assert_invalid(list(s.buyer.token, "?cursor=x"), "cursor", "INVALID_VALUE");
    assert_invalid(list(s.buyer.token, "?unread=perhaps"), "unread", "INVALID_TYPE");
}

static void n2_notification_is_read_by_its_reader_only(void **state)
{
    (void)state;
    struct scene s = scene_new();
    const long long id = answer_int(list(s.buyer.token, ""), "data.items.0.notificationId");
    const char *path = text("/api/notification/%lld/read", id);
    assert_answer(ask("POST", path, s.seller.token), 404, "NOTIFICATION_NOT_FOUND");
    assert_answer(ask("POST", path, NULL), 401, "UNAUTHENTICATED");
    assert_int_equal(answer_count(list(s.buyer.token, "?unread=true"), "data.items"), 1);
    struct answer a = ask("POST", path, s.buyer.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", NOTICE);
    const char *read_at = answer_text(a, "data.readAt");
    assert_non_null(read_at);
    assert_text(ask("POST", path, s.buyer.token), "data.readAt", read_at);
    assert_int_equal(answer_count(list(s.buyer.token, "?unread=true"), "data.items"), 0);
    assert_int_equal(answer_count(list(s.buyer.token, ""), "data.items"), 1);
    assert_answer(ask("POST", "/api/notification/999999999999/read", s.buyer.token), 404,
                  "NOTIFICATION_NOT_FOUND");
    assert_answer(list(NULL, ""), 401, "UNAUTHENTICATED");
}

static void m2_who_leaves_takes_the_notifications_along(void **state)
{
    (void)state;
    struct person p = customer_new();
    (void)coupon_issued(p.token, FIXED_3000);
    assert_answer(call("DELETE", "/api/member/me", p.token, "{\"password\":\"" PASSWORD "\"}"), 204,
                  NULL);
    assert_int_equal(db_number("SELECT count(*) FROM notice WHERE member_id = %lld", p.member), 0);
}

/* ---- the stream ---- */

static void n1_o12_order_reaches_the_stream_of_its_buyer_alone(void **state)
{
    (void)state;
    struct scene s = scene_new();
    struct person other = customer_new();
    const char *tokens[] = {s.buyer.token, s.seller.token, other.token};
    struct stream streams[3];
    assert_true(streams_open(streams, tokens, 3, 20));
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(stream_status(&streams[i]), 200);
    assert_non_null(strstr(streams[0].text, "Content-Type: text/event-stream"));
    struct answer a = order_paid(s.buyer.token, s.product, 1);
    const char *number = answer_text(a, "data.orderNo");
    assert_true(stream_wait(&streams[0], number, 20));
    assert_true(stream_wait(&streams[1], number, 20));
    assert_non_null(strstr(streams[0].text, "event: notification\n"));
    assert_int_equal(stream_count(&streams[0], "\"kind\":\"ORDER_RECEIVED\""), 0);
    assert_int_equal(stream_count(&streams[1], "\"kind\":\"ORDER_PAID\""), 0);
    /* What the stream brings is what the list shows. */
    const long long id = answer_int(list(s.buyer.token, ""), "data.items.0.notificationId");
    assert_int_equal(stream_count(&streams[0], text("\"notificationId\":%lld,", id)), 1);
    streams_read(&streams[2], 1, 0);
    assert_int_equal(stream_count(&streams[2], "notificationId"), 0);
    streams_close(streams, 3);
}

static void n1_guest_has_a_stream(void **state)
{
    (void)state;
    struct scene s = scene_new();
    const char *guest = guest_new();
    struct stream stream;
    assert_true(streams_open(&stream, &guest, 1, 20));
    const char *number = answer_text(order_by_card(guest, s.product, 1), "data.orderNo");
    assert_true(stream_wait(&stream, number, 20));
    streams_close(&stream, 1);
}

static void n1_stream_is_for_callers_and_nobody_listens_or_publishes_elsewhere(void **state)
{
    (void)state;
    struct person p = customer_new();
    assert_answer(ASK(.method = "GET", .path = "/api/notification/stream",
                      .headers = {"Accept: text/event-stream"}),
                  401, "UNAUTHENTICATED");
    assert_invalid(ask("GET", "/api/notification/stream", p.token), "Accept", "INVALID_VALUE");
    const char *channel = text("m%lld-ko", p.member);
    assert_int_equal(ASK(.method = "GET", .path = text("/.stream/%s", channel), .token = p.token,
                         .headers = {"Accept: text/event-stream"})
                         .status,
                     404);
    static const char *const WAYS[] = {"/push/%s", "/.stream/%s", "/.push/%s", "//push/%s"};
    for (size_t i = 0; i < COUNT(WAYS); i++) {
        char path[100];
        (void)snprintf(path, sizeof path, WAYS[i], channel);
        const long status = ASK(.method = "POST", .path = path, .token = p.token, .body = "{}",
                                .headers = {"X-Forwarded-For: 127.0.0.1"})
                                .status;
        assert_true(status == 404 || status == 405);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(n2_paid_order_is_told_to_buyer_and_each_seller_once),
        PROVES(n2_pending_order_is_told_as_it_goes),
        PROVES(n2_claims_are_told_to_the_other_side),
        PROVES(n2_coupon_issued_and_revoked_is_told),
        PROVES(n2_stock_is_told_once_each_time_it_sinks),
        PROVES(n2_guest_is_told_too),
        PROVES(n2_list_is_paged_and_in_the_readers_language),
        PROVES(n2_notification_is_read_by_its_reader_only),
        PROVES(m2_who_leaves_takes_the_notifications_along),
        PROVES(n1_o12_order_reaches_the_stream_of_its_buyer_alone),
        PROVES(n1_guest_has_a_stream),
        PROVES(n1_stream_is_for_callers_and_nobody_listens_or_publishes_elsewhere),
    };
    return RUN_TESTS(tests);
}
