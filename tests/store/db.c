/* The database layer on a sound connection: arguments, rows, pipelines, constraint errors. */
#include "store/handle.h"

struct echo {
    int64_t number;
    const char *text;
    struct slice bytes;
    bool flag;
    instant at;
    const char *numbers, *texts;
    int64_t text_count;
};

static const struct row_field ECHO_FIELDS[] = {
    ROW_FIELD_NULL(ROW_INT, struct echo, number),  ROW_FIELD_NULL(ROW_TEXT, struct echo, text),
    ROW_FIELD_NULL(ROW_BYTES, struct echo, bytes), ROW_FIELD_NULL(ROW_BOOL, struct echo, flag),
    ROW_FIELD_NULL(ROW_TIME, struct echo, at),     ROW_FIELD_NULL(ROW_TEXT, struct echo, numbers),
    ROW_FIELD_NULL(ROW_TEXT, struct echo, texts),  ROW_FIELD_NULL(ROW_INT, struct echo, text_count),
};

static struct echo echo(struct client *client, const struct db_arg args[7])
{
    struct rows rows;
    struct echo echo = {0};
    assert_int_equal(db_run(client->db, Q_probe_echo, args, 7, &rows), E_OK);
    assert_int_equal(
        rows_decode_one(client->db, &rows, ECHO_FIELDS, COUNT_OF(ECHO_FIELDS), E_NOT_FOUND, &echo),
        E_OK);
    return echo;
}

static void arguments_come_back_as_they_went(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    const char bytes[] = {0, 1, '\\', 'x', '\'', (char)0xff, 0};
    const int64_t numbers[] = {INT64_MIN, -1, 0, INT64_MAX};
    const char *const texts[] = {"", "a,b", "\"{}\\", NULL, "NULL", "장터"};
    const instant at = {INT64_C(1795132800123456)};
    struct echo e =
        echo(&client, (struct db_arg[]){arg_int(INT64_MAX), arg_text("말 \\ ' \""),
                                        arg_bytes(bytes, sizeof bytes), arg_bool(true),
                                        arg_time(at), arg_ints(numbers, 4), arg_texts(texts, 6)});
    assert_true(e.number == INT64_MAX);
    assert_string_equal(e.text, "말 \\ ' \"");
    assert_int_equal(e.bytes.size, sizeof bytes);
    assert_memory_equal(e.bytes.data, bytes, sizeof bytes);
    assert_true(e.flag);
    assert_int_equal(instant_compare(e.at, at), 0);
    assert_string_equal(e.numbers, "{-9223372036854775808,-1,0,9223372036854775807}");
    assert_string_equal(e.texts, "{\"\",\"a,b\",\"\\\"{}\\\\\",NULL,\"NULL\",장터}");
    assert_int_equal(e.text_count, 6);
    client_close(&client);
}

static void arguments_may_be_null_or_empty(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    struct echo e =
        echo(&client, (struct db_arg[]){arg_id(0), arg_text(NULL), arg_null(), arg_null(),
                                        arg_time(INSTANT_NONE), arg_null(), arg_null()});
    assert_int_equal(e.number, 0);
    assert_null(e.text);
    assert_null(e.bytes.data);
    assert_false(e.flag);
    assert_true(instant_is_none(e.at));
    assert_null(e.texts);
    e = echo(&client,
             (struct db_arg[]){arg_int(0), arg_text(""), arg_bytes("", 0), arg_bool(false),
                               arg_time((instant){0}), arg_ints(NULL, 0), arg_texts(NULL, 0)});
    assert_string_equal(e.text, "");
    assert_int_equal(e.bytes.size, 0);
    assert_non_null(e.bytes.data);
    assert_string_equal(e.numbers, "{}");
    assert_int_equal(e.text_count, 0);
    client_close(&client);
}

struct line {
    int64_t n;
    const char *filling;
};
static const struct row_field LINE_FIELDS[] = {ROW_FIELD(ROW_INT, struct line, n),
                                               ROW_FIELD(ROW_TEXT, struct line, filling)};

static void results_may_be_large(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    struct rows rows;
    struct line *lines = NULL;
    assert_int_equal(db_run(client.db, Q_probe_series, ARGS(arg_int(20000), arg_int(1000)), &rows),
                     E_OK);
    assert_int_equal(rows.count, 20000);
    assert_int_equal(rows_decode(client.db, &rows, LINE_FIELDS, 2, sizeof *lines, &lines), E_OK);
    assert_int_equal(lines[19999].n, 20000);
    assert_int_equal(strlen(lines[19999].filling), 1000);
    assert_int_equal(db_run(client.db, Q_probe_series, ARGS(arg_int(0), arg_int(1)), &rows), E_OK);
    lines = NULL;
    assert_int_equal(rows_decode(client.db, &rows, LINE_FIELDS, 2, sizeof *lines, &lines), E_OK);
    assert_non_null(lines);
    client_close(&client);
}

/* More than both sockets' buffers hold, so that both sides write at the same time. */
static void pipelines_may_be_long(void **state)
{
    (void)state;
    enum { LONG = 400 };
    static struct rows rows[LONG];
    static char filling[20000];
    struct client client;
    client_open(&client);
    memset(filling, 'y', sizeof filling - 1);
    for (size_t i = 0; i < LONG; i++) {
        const struct db_arg args[] = {arg_int((int64_t)i), arg_text(filling), arg_null(),
                                      arg_null(),          arg_null(),        arg_null(),
                                      arg_null()};
        db_queue(client.db, Q_probe_echo, args, 7, &rows[i]);
    }
    assert_int_equal(db_flush(client.db), E_OK);
    for (size_t i = 0; i < LONG; i++) {
        int64_t number = -1;
        assert_int_equal(rows_int(client.db, &rows[i], E_NOT_FOUND, &number), E_OK);
        assert_int_equal(number, i);
    }
    client_close(&client);
}

static void a_flush_happens_as_a_whole(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    struct rows rows = {.count = 77};
    drop_category(&client, "probe-whole");
    db_queue(client.db, Q_probe_insert, ARGS(arg_text("probe-whole"), arg_int(1)), &rows);
    db_queue(client.db, Q_probe_insert, ARGS(arg_text("probe-whole"), arg_int(2)), &rows);
    assert_int_equal(db_flush(client.db), E_INTERNAL);
    assert_int_equal(rows.count, 77);
    assert_int_equal(products_of(&client, "probe-whole"), -1);
    assert_int_equal(
        db_run(client.db, Q_probe_insert, ARGS(arg_text("probe-whole"), arg_int(3)), &rows), E_OK);
    assert_int_equal(rows.affected, 1);
    assert_int_equal(products_of(&client, "probe-whole"), 3);
    drop_category(&client, "probe-whole");
    client_close(&client);
}

static void a_constraint_has_its_error(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    const struct db_arg args[] = {arg_int(999999999), arg_int(-1), arg_time(client.call.now)};
    assert_int_equal(db_run(client.db, Q_stock_insert, args, 3, NULL), E_STOCK_NOT_ENOUGH);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
}

static void a_wrong_value_is_our_fault(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    assert_int_equal(db_run(client.db, Q_probe_sleep, ARGS(arg_text("soon")), NULL), E_INTERNAL);
    assert_int_equal(db_ping(client.db), E_OK);
    client_close(&client);
}

static void rows_of_another_shape_are_refused(void **state)
{
    (void)state;
    static const struct row_field missing[] = {ROW_FIELD_AS(ROW_INT, struct line, n, "nowhere")};
    static const struct row_field mistyped[] = {ROW_FIELD_AS(ROW_INT, struct line, n, "filling")};
    static const struct row_field not_time[] = {ROW_FIELD_AS(ROW_TIME, struct line, n, "filling")};
    static const struct row_field null[] = {ROW_FIELD_AS(ROW_TEXT, struct line, filling, "text")};
    struct client client;
    client_open(&client);
    struct rows rows;
    struct line line = {.n = 5}, *lines = NULL;
    assert_int_equal(db_run(client.db, Q_probe_series, ARGS(arg_int(1), arg_int(3)), &rows), E_OK);
    assert_int_equal(rows_decode_one(client.db, &rows, missing, 1, E_NOT_FOUND, &line), E_INTERNAL);
    assert_int_equal(rows_decode_one(client.db, &rows, mistyped, 1, E_NOT_FOUND, &line),
                     E_INTERNAL);
    assert_int_equal(rows_decode(client.db, &rows, not_time, 1, sizeof line, &lines), E_INTERNAL);
    assert_int_equal(line.n, 5);
    assert_null(lines);
    const struct db_arg nulls[7] = {{.kind = ARG_NULL}};
    assert_int_equal(db_run(client.db, Q_probe_echo, nulls, 7, &rows), E_OK);
    assert_int_equal(rows_decode_one(client.db, &rows, null, 1, E_NOT_FOUND, &line), E_INTERNAL);
    assert_int_equal(db_run(client.db, Q_probe_series, ARGS(arg_int(0), arg_int(3)), &rows), E_OK);
    assert_int_equal(rows_decode_one(client.db, &rows, missing, 1, E_NOT_FOUND, &line),
                     E_NOT_FOUND);
    client_close(&client);
}

static void an_exhausted_arena_is_an_error(void **state)
{
    (void)state;
    struct client client;
    client_open_with(&client, store_conninfo(), 4096);
    struct rows rows = {0};
    struct arena_mark mark = arena_mark(client.call.arena);
    while (arena_alloc(client.call.arena, 16) != NULL)
        ;
    assert_int_equal(db_run(client.db, Q_db_ping, NO_ARGS, &rows), E_NO_MEMORY);
    arena_rewind(client.call.arena, mark);
    assert_int_equal(db_run(client.db, Q_db_ping, NO_ARGS, &rows), E_OK);
    client_close(&client);
}

/* What a call queued and never sent is not the next call's. */
static void a_new_call_starts_with_nothing_queued(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    drop_category(&client, "probe-left");
    db_queue(client.db, Q_probe_insert, ARGS(arg_text("probe-left"), arg_int(1)), NULL);
    db_serve(client.db, &client.call);
    assert_int_equal(db_ping(client.db), E_OK);
    assert_int_equal(products_of(&client, "probe-left"), -1);
    client_close(&client);
}

/* Nothing is made anew that a connection has already. */
static void a_connection_is_kept_and_prepares_once(void **state)
{
    (void)state;
    struct client client;
    client_open(&client);
    int64_t connects = metric_value(METRIC_DB_CONNECTS, NO_LABELS);
    for (int i = 0; i < 50; i++) {
        db_queue(client.db, Q_db_ping, NO_ARGS, NULL);
        db_queue(client.db, Q_db_ping, NO_ARGS, NULL);
        assert_int_equal(db_flush(client.db), E_OK);
        assert_int_equal(products_of(&client, "probe-none"), -1);
        db_close_if_idle(client.db);
    }
    assert_int_equal(metric_value(METRIC_DB_CONNECTS, NO_LABELS), connects + 1);
    client_close(&client);
}

int main(void)
{
    (void)store_conninfo();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_come_back_as_they_went),
        cmocka_unit_test(arguments_may_be_null_or_empty),
        cmocka_unit_test(results_may_be_large),
        cmocka_unit_test(pipelines_may_be_long),
        cmocka_unit_test(a_flush_happens_as_a_whole),
        cmocka_unit_test(a_constraint_has_its_error),
        cmocka_unit_test(a_wrong_value_is_our_fault),
        cmocka_unit_test(rows_of_another_shape_are_refused),
        cmocka_unit_test(an_exhausted_arena_is_an_error),
        cmocka_unit_test(a_connection_is_kept_and_prepares_once),
        cmocka_unit_test(a_new_call_starts_with_nothing_queued),
    };
    return cmocka_run_group_tests_name("store/db", tests, NULL, NULL);
}
