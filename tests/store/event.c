/* The outbox as couriers see it: claims, order, back-off, parking (X1, X4). Time is a value. */
#include "store/handle.h"

#include "shop/event/event.h"

#define EVENT_KEEP_S 1000

static const struct settings SETTINGS = {
    .data_platform_url = "http://data",
    .delivery_url = "",
    .events_secret = "whsec_MTIz",
    .retry_base = {1000000},
    .retry_max = 3,
    .event_keep = {EVENT_KEEP_S * INT64_C(1000000)},
};
#define LEASE SPAN_SECONDS(40)
#define ORDER_A "20261120-A00000000A"
#define ORDER_B "20261120-B00000000B"

struct bench {
    struct client client;
    instant start;
};

static int set_up(void **state)
{
    static struct bench bench;
    PGconn *conn = store_connect();
    store_exec(conn, "TRUNCATE event_out");
    PQfinish(conn);
    client_open(&bench.client);
    bench.client.call.settings = &SETTINGS;
    bench.start = bench.client.call.now;
    *state = &bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    client_close(&bench->client);
    return 0;
}

struct news {
    enum event_type type;
    const char *order_no;
};

static enum err write_event(struct tx *tx, void *arg)
{
    const struct news *news = arg;
    event_queue(tx, news->type, news->order_no, "{\"a\":1}");
    return E_OK;
}

static void tell(struct bench *bench, enum event_type type, const char *order_no)
{
    struct news news = {type, order_no};
    assert_int_equal(tx_run(bench->client.db, write_event, &news), E_OK);
}

/* Claims for the data platform `after` seconds of the start. */
static struct event_batch claim(struct bench *bench, int64_t after_s, int64_t limit)
{
    struct event_batch batch;
    bench->client.call.now = instant_add(bench->start, SPAN_SECONDS(after_s));
    assert_int_equal(event_claim(bench->client.db, TO_DATA_PLATFORM, LEASE, limit, &batch), E_OK);
    return batch;
}

static void finish(struct bench *bench, const struct event_batch *batch, bool delivered)
{
    for (size_t i = 0; i < batch->count; i++)
        if (delivered)
            event_queue_delivered(bench->client.db, &batch->items[i], batch->claim,
                                  bench->client.call.now);
        else
            event_queue_failed(bench->client.db, &batch->items[i], batch->claim,
                               bench->client.call.now, "HTTP 500");
    assert_int_equal(db_flush(bench->client.db), E_OK);
}

static struct event newest(struct bench *bench)
{
    struct event_page page;
    assert_int_equal(event_list(bench->client.db, NULL, 0, 1, &page), E_OK);
    assert_int_equal(page.count, 1);
    return page.items[0];
}

static void x1_event_nobody_listens_to_is_not_written(void **state)
{
    struct event_page page;
    struct bench *bench = *state;
    tell(bench, EVENT_DELIVERY_REQUESTED, ORDER_A);
    assert_int_equal(event_list(bench->client.db, NULL, 0, 10, &page), E_OK);
    assert_int_equal(page.count, 0);
}

static void x1_x4_event_is_one_couriers_until_its_lease_ends(void **state)
{
    struct bench *bench = *state;
    tell(bench, EVENT_ORDER_PAID, ORDER_A);
    struct event_batch first = claim(bench, 0, 10);
    assert_int_equal(first.count, 1);
    assert_string_equal(first.items[0].payload, "{\"a\":1}");
    assert_int_equal(claim(bench, 39, 10).count, 0);
    /* The first courier died; what it says now comes too late. */
    struct event_batch second = claim(bench, 40, 10);
    assert_int_equal(second.count, 1);
    finish(bench, &first, false);
    assert_int_equal(newest(bench).attempts, 0);
    finish(bench, &second, true);
    const struct event event = newest(bench);
    assert_int_equal(event.state, EVENT_DELIVERED);
    assert_int_equal(event.attempts, 1);
    assert_int_equal(event.delivered_at.us, bench->client.call.now.us);
    assert_int_equal(claim(bench, 1000, 10).count, 0);
}

static void x1_event_given_back_is_there_at_once(void **state)
{
    struct bench *bench = *state;
    tell(bench, EVENT_ORDER_PAID, ORDER_A);
    struct event_batch batch = claim(bench, 0, 10);
    event_queue_release(bench->client.db, &batch.items[0], batch.claim);
    assert_int_equal(db_flush(bench->client.db), E_OK);
    assert_int_equal(claim(bench, 0, 10).count, 1);
    assert_int_equal(newest(bench).attempts, 0);
}

static void x1_x4_event_waits_for_the_older_one_of_its_order(void **state)
{
    struct bench *bench = *state;
    tell(bench, EVENT_ORDER_PAID, ORDER_A);
    tell(bench, EVENT_ORDER_REFUNDED, ORDER_A);
    tell(bench, EVENT_ORDER_PAID, ORDER_B);
    struct event_batch batch = claim(bench, 0, 10);
    assert_int_equal(batch.count, 2);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(batch.items[i].type, EVENT_ORDER_PAID);
    finish(bench, &batch, false);
    assert_int_equal(claim(bench, 0, 10).count, 0);
    batch = claim(bench, 2, 10);
    assert_int_equal(batch.count, 2);
    finish(bench, &batch, true);
    batch = claim(bench, 2, 10);
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.items[0].type, EVENT_ORDER_REFUNDED);
    assert_string_equal(batch.items[0].subject, ORDER_A);
}

static enum err resend(struct tx *tx, void *arg)
{
    struct event event;
    TRY(event_resend(tx, *(const int64_t *)arg, &event));
    return event.state == EVENT_PENDING && event.attempts == 0 ? E_OK : E_INTERNAL;
}

static void x1_event_is_parked_after_its_last_try_and_holds_its_order_back(void **state)
{
    struct event_page page;
    const enum event_state parked = EVENT_PARKED;
    struct bench *bench = *state;
    tell(bench, EVENT_ORDER_PAID, ORDER_A);
    tell(bench, EVENT_ORDER_REFUNDED, ORDER_A);
    for (int64_t try = 0; try < 3; try++) {
        struct event_batch batch = claim(bench, try * 10, 10);
        assert_int_equal(batch.count, 1);
        assert_int_equal(batch.items[0].attempts, try);
        finish(bench, &batch, false);
    }
    assert_int_equal(claim(bench, 100000, 10).count, 0);
    assert_int_equal(event_list(bench->client.db, &parked, 0, 10, &page), E_OK);
    assert_int_equal(page.count, 1);
    assert_int_equal(page.items[0].attempts, 3);
    assert_string_equal(page.items[0].last_error, "HTTP 500");

    int64_t id = page.items[0].event_id;
    assert_int_equal(tx_run(bench->client.db, resend, &id), E_OK);
    struct event_batch batch = claim(bench, 100000, 10);
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.items[0].event_id, id);
    finish(bench, &batch, true);
    assert_int_equal(claim(bench, 100000, 10).count, 1);
    id = INT64_MAX;
    assert_int_equal(tx_run(bench->client.db, resend, &id), E_NOT_FOUND);
}

static void x1_couriers_at_once_share_the_events(void **state)
{
    struct bench *bench = *state;
    struct client other;
    struct event_batch theirs;
    for (int i = 0; i < 6; i++) {
        char order_no[32];
        (void)snprintf(order_no, sizeof order_no, "20261120-A00000000%d", i);
        tell(bench, EVENT_ORDER_PAID, order_no);
    }
    client_open(&other);
    other.call.settings = &SETTINGS;
    PGconn *conn = store_connect();
    store_exec(conn, "BEGIN");
    store_exec(conn, "SELECT FROM event_out ORDER BY id LIMIT 2 FOR UPDATE");
    assert_int_equal(event_claim(other.db, TO_DATA_PLATFORM, LEASE, 3, &theirs), E_OK);
    assert_int_equal(theirs.count, 3); /* it does not wait for rows another has */
    store_exec(conn, "ROLLBACK");      /* an end of the connection alone may come later */
    PQfinish(conn);
    const struct event_batch mine = claim(bench, 0, 10);
    assert_int_equal(mine.count, 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 3; k++)
            assert_int_not_equal(mine.items[i].event_id, theirs.items[k].event_id);
    client_close(&other);
}

/* EVENT_KEEP after its delivery; one that is parked or waits stays, however old. */
static enum err run_sweep(struct tx *tx, void *arg)
{
    return event_sweep(tx, arg);
}

static int64_t sweep(struct bench *bench, int64_t after_s)
{
    int64_t count = -1;
    bench->client.call.now = instant_add(bench->start, SPAN_SECONDS(after_s));
    assert_int_equal(tx_run(bench->client.db, run_sweep, &count), E_OK);
    return count;
}

static void x1_delivered_event_goes_after_its_time_and_no_other(void **state)
{
    struct bench *bench = *state;
    tell(bench, EVENT_ORDER_PAID, ORDER_A);
    tell(bench, EVENT_ORDER_REFUNDED, ORDER_A);
    struct event_batch batch = claim(bench, 10, 1);
    assert_int_equal(batch.count, 1);
    finish(bench, &batch, true);
    assert_int_equal(sweep(bench, 10 + EVENT_KEEP_S - 1), 0);
    assert_int_equal(sweep(bench, 10 + EVENT_KEEP_S), 1);
    assert_int_equal(sweep(bench, 100 * EVENT_KEEP_S), 0);
    batch = claim(bench, 100 * EVENT_KEEP_S, 10);
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.items[0].type, EVENT_ORDER_REFUNDED);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        TEST(x1_event_nobody_listens_to_is_not_written),
        TEST(x1_x4_event_is_one_couriers_until_its_lease_ends),
        TEST(x1_event_given_back_is_there_at_once),
        TEST(x1_x4_event_waits_for_the_older_one_of_its_order),
        TEST(x1_event_is_parked_after_its_last_try_and_holds_its_order_back),
        TEST(x1_couriers_at_once_share_the_events),
        TEST(x1_delivered_event_goes_after_its_time_and_no_other),
    };
    return cmocka_run_group_tests_name("store/event", tests, NULL, NULL);
}
