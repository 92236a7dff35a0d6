/* Notices as the worker sees them: who is pushed to, claims, tries, and what is swept away (N1).
 * Time is a value. */
#include "store/handle.h"

#include "shop/notice/notice.h"

#define LEASE SPAN_SECONDS(60)
#define BATCH 100

static const struct owner MEMBER = {.member = {900071}}, GUEST = {.guest = {900072}};

struct bench {
    struct client client;
    instant start;
};

static int set_up(void **state)
{
    static struct bench bench;
    PGconn *conn = store_connect();
    store_exec(conn, "TRUNCATE notice, notice_push, notice_listener");
    PQfinish(conn);
    client_open(&bench.client);
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

static enum err tell_both(struct tx *tx, void *arg)
{
    (void)arg;
    const struct notice notice = {.kind = NOTICE_COUPON_ISSUED, .name = "쿠폰"};
    notice_queue(tx, MEMBER, &notice);
    notice_queue(tx, GUEST, &notice);
    return E_OK;
}

static enum err listen_in(struct tx *tx, void *arg)
{
    const char *channel;
    TRY(notice_listen(tx, MEMBER, arg, &channel));
    assert_non_null(strstr(channel, "m900071-"));
    return E_OK;
}

static void tell(struct bench *bench)
{
    assert_int_equal(tx_run(bench->client.db, tell_both, NULL), E_OK);
}

static void hear(struct bench *bench, const char *lang)
{
    assert_int_equal(tx_run(bench->client.db, listen_in, (void *)lang), E_OK);
}

/* Claims `after` seconds of the start. */
static struct notice_batch claim(struct bench *bench, int64_t after_s)
{
    struct notice_batch batch;
    bench->client.call.now = instant_add(bench->start, SPAN_SECONDS(after_s));
    assert_int_equal(notice_claim(bench->client.db, LEASE, BATCH, &batch), E_OK);
    return batch;
}

static void fail_push(struct bench *bench, const struct notice_batch *batch)
{
    notice_queue_push_failed(bench->client.db, &batch->items[0], batch->claim, "http://gone");
    assert_int_equal(db_flush(bench->client.db), E_OK);
}

static void n1_only_who_listens_is_pushed_to_in_each_language(void **state)
{
    struct bench *bench = *state;
    tell(bench);
    struct notice_batch batch = claim(bench, 0);
    assert_int_equal(batch.count, 2);
    assert_null(batch.items[0].lang);
    assert_null(batch.items[1].lang);
    assert_int_equal(claim(bench, 100).count, 0); /* done with */
    hear(bench, "en");
    hear(bench, "ko");
    tell(bench);
    batch = claim(bench, 100);
    assert_int_equal(batch.count, 3);
    assert_string_equal(batch.items[0].reader, "m900071");
    assert_string_equal(batch.items[0].lang, "en");
    assert_string_equal(batch.items[1].lang, "ko");
    assert_int_equal(batch.items[0].row.notice_id, batch.items[1].row.notice_id);
    assert_int_equal(batch.items[0].row.notice.kind, NOTICE_COUPON_ISSUED);
    assert_null(batch.items[2].lang);
}

static void n1_listener_counts_for_as_long_as_a_stream_may_last(void **state)
{
    struct bench *bench = *state;
    const int64_t last_s = NOTICE_LISTENS.us / 1000000;
    hear(bench, "ko");
    tell(bench);
    assert_null(claim(bench, last_s).items[0].lang);
    tell(bench);
    assert_non_null(claim(bench, last_s - 1).items[0].lang);
}

static void n1_claim_that_ran_out_is_anothers(void **state)
{
    struct bench *bench = *state;
    hear(bench, "ko");
    tell(bench);
    const struct notice_batch dead = claim(bench, 0);
    assert_int_equal(claim(bench, 59).count, 0);
    const struct notice_batch next = claim(bench, 60);
    assert_int_equal(next.count, 1);
    notice_queue_pushed(bench->client.db, &dead.items[0].row.notice_id, 1, dead.claim);
    assert_int_equal(db_flush(bench->client.db), E_OK);
    notice_queue_release(bench->client.db, &next.items[0].row.notice_id, 1, next.claim);
    assert_int_equal(db_flush(bench->client.db), E_OK);
    const struct notice_batch last = claim(bench, 61);
    assert_int_equal(last.count, 1);
    notice_queue_pushed(bench->client.db, &last.items[0].row.notice_id, 1, last.claim);
    assert_int_equal(db_flush(bench->client.db), E_OK);
    assert_int_equal(claim(bench, 1000).count, 0);
}

static void n1_push_is_tried_a_few_times_where_it_did_not_arrive(void **state)
{
    struct bench *bench = *state;
    hear(bench, "ko");
    tell(bench);
    struct notice_batch batch = claim(bench, 0);
    assert_null(batch.items[0].addresses);
    for (int64_t i = 1; i < NOTICE_PUSH_TRIES; i++) {
        fail_push(bench, &batch);
        assert_int_equal(claim(bench, 3 * i - 1).count, 0);
        batch = claim(bench, 3 * i);
        assert_int_equal(batch.count, 1);
        assert_int_equal(batch.items[0].attempts, i);
        assert_string_equal(batch.items[0].addresses, "http://gone");
    }
    fail_push(bench, &batch);
    assert_int_equal(claim(bench, 1000).count, 0);
    struct notice_page page;
    assert_int_equal(notice_list(bench->client.db, MEMBER, true, 0, 10, &page), E_OK);
    assert_int_equal(page.count, 1); /* the list has it all the same */
}

static enum err sweep(struct tx *tx, void *arg)
{
    return notice_sweep(tx, arg);
}

static void n1_old_notices_and_listeners_are_swept(void **state)
{
    struct bench *bench = *state;
    int64_t count = 0;
    hear(bench, "ko");
    tell(bench);
    const instant old = instant_add(bench->start, NOTICE_KEPT);
    bench->client.call.now = instant_sub(old, SPAN_SECONDS(1));
    assert_int_equal(tx_run(bench->client.db, sweep, &count), E_OK);
    assert_int_equal(count, 1); /* the listener */
    bench->client.call.now = old;
    assert_int_equal(tx_run(bench->client.db, sweep, &count), E_OK);
    assert_int_equal(count, 2);
    /* What was still to be pushed goes with the next claim. */
    struct notice_batch batch;
    assert_int_equal(notice_claim(bench->client.db, LEASE, BATCH, &batch), E_OK);
    assert_int_equal(notice_claim(bench->client.db, LEASE, BATCH, &batch), E_OK);
    assert_int_equal(batch.count, 0);
}

#define ON_BENCH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BENCH(n1_only_who_listens_is_pushed_to_in_each_language),
        ON_BENCH(n1_listener_counts_for_as_long_as_a_stream_may_last),
        ON_BENCH(n1_claim_that_ran_out_is_anothers),
        ON_BENCH(n1_push_is_tried_a_few_times_where_it_did_not_arrive),
        ON_BENCH(n1_old_notices_and_listeners_are_swept),
    };
    return cmocka_run_group_tests_name("store/notice", tests, NULL, NULL);
}
