/* Events out of a shop of this test's own, to systems that refuse, gabble, hang and come back,
 * while the worker is killed: nothing is lost, nothing overtakes, and no buyer notices (X1, X2,
 * X4). */
#include "support/platform.h"
#include "support/stack.h"
#include "support/test.h"

#include <signal.h>
#include <stdio.h>

#include <json-c/json.h>

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
enum { WAIT_S = 15 };

static struct stack stack;
static struct person seller, buyer, admin;
static long long product;
static bool failed = true;

static const char *paid_order(void)
{
    struct answer a = order_paid(buyer.token, product, 1);
    assert_answer(a, 201, "SUCCESS");
    return answer_text(a, "data.orderNo");
}

static struct json_object *part(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;
    (void)json_object_object_get_ex(object, name, &value);
    return value;
}

static long long waiting(void)
{
    return db_number("SELECT count(*) FROM event_out WHERE state <> 'DELIVERED'");
}

/* While everybody answers at once. A claim (40 s) that is 3 s old is a dead courier's then, whose
 * last words may have reached the database after its end: its lease is over now. */
static bool all_delivered_within(int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    while (waiting() > 0 && now_ms() < deadline) {
        (void)db_do("UPDATE event_out SET claimed_until = now()"
                    " WHERE claimed_until < now() + interval '37 s'");
        pause_ms(50);
    }
    return waiting() == 0;
}

/* One that died often is started again with a pause. */
static void kill_worker(void)
{
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    while (!stack_signal(&stack, PART_WORKER, 0, SIGKILL)) {
        assert_true(now_ms() < deadline);
        pause_ms(20);
    }
}

/* ---- the tests ---- */

static void x1_x2_paid_order_is_told_to_both_signed_and_whole(void **state)
{
    (void)state;
    struct platform_event paid = {0}, requested = {0};
    const char *order = paid_order();
    assert_int_equal(platform_wait("order.paid", order, WAIT_S, &paid), 1);
    assert_int_equal(platform_wait("delivery.requested", order, WAIT_S, &requested), 1);
    assert_true(paid.valid && requested.valid);
    assert_int_equal(paid.path, PLATFORM_DATA);
    assert_int_equal(requested.path, PLATFORM_DELIVERY);
    assert_string_not_equal(paid.id, requested.id);
    assert_string_equal(json_object_get_string(part(paid.document, "id")), paid.id);
    assert_string_equal(json_object_get_string(part(paid.document, "source")), shop_origin());

    struct json_object *data = part(paid.document, "data");
    assert_string_equal(json_object_get_string(part(data, "status")), "PAID");
    assert_int_equal(json_object_get_int64(part(data, "memberId")), buyer.member);
    assert_null(part(data, "shipping")); /* who lives where is none of its business */
    data = part(requested.document, "data");
    assert_string_equal(json_object_get_string(part(part(data, "shipping"), "phone")),
                        "01012345678");
    assert_int_equal(json_object_array_length(part(data, "items")), 1);
}

static void x1_order_paid_later_and_order_cancelled_are_told(void **state)
{
    (void)state;
    const char *later = answer_text(order_pending(buyer.token, product, 1), "data.orderNo");
    const char *never = answer_text(order_pending(buyer.token, product, 1), "data.orderNo");
    assert_int_equal(
        db_number("SELECT count(*) FROM event_out WHERE aggregateid IN ('%s', '%s')", later, never),
        0);
    assert_answer(call("POST", "/api/pay", buyer.token, "{\"orderNo\":\"%s\"}", later), 200,
                  "SUCCESS");
    assert_answer(ask("POST", text("/api/order/%s/cancel", never), buyer.token), 200, "SUCCESS");
    assert_int_equal(platform_wait("order.paid", later, WAIT_S, NULL), 1);
    assert_int_equal(platform_wait("delivery.requested", later, WAIT_S, NULL), 1);
    assert_int_equal(platform_wait("order.cancelled", never, WAIT_S, NULL), 1);
    assert_int_equal(platform_count("delivery.requested", never, NULL), 0);
}

static void x1_event_that_is_refused_is_tried_again_in_order(void **state)
{
    (void)state;
    platform_feel(PLATFORM_DATA, PLATFORM_GABBLES);
    const char *order = paid_order();
    (void)db_do("INSERT INTO event_out (aggregatetype, aggregateid, type, payload, destination,"
                " state, attempts, created_at, next_try_at) VALUES ('order', '%s',"
                " 'order.refunded', '{}', 'DATA_PLATFORM', 'PENDING', 0, now(), now())",
                order);
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    while (platform_count("order.paid", order, NULL) < 2 && now_ms() < deadline)
        pause_ms(20);
    platform_feel(PLATFORM_DATA, PLATFORM_TAKES);
    assert_int_equal(platform_wait("order.refunded", order, WAIT_S, NULL), 1);
    assert_true(platform_count("order.paid", order, NULL) >= 3);
    assert_true(platform_place("order.paid", order) < platform_place("order.refunded", order));
    assert_int_equal(platform_count("order.refunded", order, NULL), 1);
}

static void x1_event_is_parked_after_the_last_try_and_sent_again_by_an_admin(void **state)
{
    (void)state;
    platform_feel(PLATFORM_DATA, PLATFORM_REFUSES);
    const char *order = paid_order();
    struct answer a;
    const long long deadline = now_ms() + WAIT_S * 1000LL;
    do {
        pause_ms(50);
        a = ask("GET", "/api/admin/event?state=parked", admin.token);
    } while (answer_count(a, "data.items") == 0 && now_ms() < deadline);
    assert_int(a, "data.items.0.attempts", 4);
    assert_text(a, "data.items.0.lastError", "HTTP 500");
    assert_text(a, "data.items.0.subject", order);
    assert_int_equal(platform_count("order.paid", order, NULL), 4);

    platform_feel(PLATFORM_DATA, PLATFORM_TAKES);
    const long long id = answer_int(a, "data.items.0.eventId");
    a = ask("POST", text("/api/admin/event/%lld/resend", id), admin.token);
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.state", "pending");
    assert_int_equal(platform_wait("order.paid", order, WAIT_S, NULL), 1);
    assert_true(all_delivered_within(WAIT_S));
}

static void x1_dead_platform_changes_nothing_for_a_buyer_nor_for_delivery(void **state)
{
    (void)state;
    enum { ORDERS = 20 };
    char orders[ORDERS][24];
    platform_feel(PLATFORM_DATA, PLATFORM_HANGS);
    const long long start = now_ms();
    for (size_t i = 0; i < ORDERS; i++)
        (void)snprintf(orders[i], sizeof orders[i], "%s", paid_order());
    assert_true(now_ms() - start < 8000); /* one hung call takes longer */
    for (size_t i = 0; i < ORDERS; i++)
        assert_true(platform_wait("delivery.requested", orders[i], WAIT_S, NULL) > 0);

    /* The worker dies with the calls under way; its successor gets them when the lease is over. */
    kill_worker();
    platform_feel(PLATFORM_DATA, PLATFORM_TAKES);
    assert_true(all_delivered_within(WAIT_S * 2));
    for (size_t i = 0; i < ORDERS; i++)
        assert_true(platform_wait("order.paid", orders[i], 0, NULL) > 0);
    audit_is_clean();
}

struct shopping {
    struct buyer buyers[8];
};

static struct answer order_one(size_t index, void *arg)
{
    const struct shopping *shopping = arg;
    return order_paid(shopping->buyers[index % 8].token, product, 1);
}

static void x1_x4_nothing_is_lost_while_workers_are_killed(void **state)
{
    (void)state;
    enum { CLIENTS = 32 };
    static struct outcome outcomes[CLIENTS];
    static struct shopping shopping;
    buyers_new(shopping.buyers, COUNT(shopping.buyers), 1000000);
    for (int round = 0; round < 4; round++) {
        crowd(CLIENTS, order_one, &shopping, outcomes);
        assert_int_equal(outcomes_of(outcomes, CLIENTS, 201, "SUCCESS"), CLIENTS);
        kill_worker();
    }
    assert_true(all_delivered_within(WAIT_S * 2));
    for (size_t i = 0; i < CLIENTS; i++) {
        struct platform_event event = {0};
        assert_true(platform_wait("order.paid", outcomes[i].order_no, 0, &event) > 0);
        assert_true(event.valid);
        assert_true(platform_wait("delivery.requested", outcomes[i].order_no, 0, NULL) > 0);
    }
    assert_int_equal(db_number("SELECT count(*) FROM orders o WHERE status = 'PAID' AND"
                               " (SELECT count(*) FROM event_out e WHERE e.aggregateid = o.order_no"
                               "  AND e.type IN ('order.paid', 'delivery.requested')) <> 2"),
                     0);
    audit_is_clean();
    failed = false;
}

static int set_up(void **state)
{
    (void)state;
    const int port = platform_start(SECRET);
    stack_make(&stack);
    const char *const environment[][2] = {
        {"DATA_PLATFORM_URL", text("http://127.0.0.1:%d/data", port)},
        {"DELIVERY_URL", text("http://127.0.0.1:%d/delivery", port)},
        {"EVENTS_SECRET", SECRET},
        {"RETRY_BASE", "200ms"},
        {"RETRY_MAX", "4"},
        {"WORKER_TICK", "100ms"},
        {"JANGTEO_ADMIN_EMAIL", "admin@jangteo.example"},
        {"JANGTEO_ADMIN_PASSWORD", "admin of a shop under fire"},
    };
    for (size_t i = 0; i < COUNT(environment); i++)
        assert_int_equal(setenv(environment[i][0], environment[i][1], 1), 0);
    stack_start(&stack);
    seller = seller_new();
    buyer = customer_new();
    admin = admin_person();
    product = product_new(&seller, 1000, 100000);
    charge(&buyer, 1000000);
    return 0;
}

static int tear_down(void **state)
{
    stack_remove(&stack, failed);
    platform_stop();
    return test_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(x1_x2_paid_order_is_told_to_both_signed_and_whole),
        PROVES(x1_order_paid_later_and_order_cancelled_are_told),
        PROVES(x1_event_that_is_refused_is_tried_again_in_order),
        PROVES(x1_event_is_parked_after_the_last_try_and_sent_again_by_an_admin),
        PROVES(x1_dead_platform_changes_nothing_for_a_buyer_nor_for_delivery),
        PROVES(x1_x4_nothing_is_lost_while_workers_are_killed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
