/* app/transact.c on a real database: idempotency keys, and what becomes of a commit whose fate is
 * unknown. The effect that is counted is a guest made by the use case. */
#include "store.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "app/app.h"
#include "app/idempotency.h"
#include "base/clock.h"
#include "shop/member/session.h"

struct world {
    PGconn *conn;
    struct db *db;
    struct settings settings;
    struct call call;
    const char *token, *other_token;
    struct response res;
};

/* ---- the program under test ---- */

static enum err (*interfere)(struct ctx *ctx, struct tx *tx);

static enum err make_guest(struct ctx *ctx, struct tx *tx)
{
    struct session_opened opened;
    TRY(session_open_guest(tx, &opened));
    if (interfere != NULL)
        TRY(interfere(ctx, tx));
    if ((ctx->route->flags & ROUTE_PAGE) != 0)
        return response_redirect(ctx->res, "/done");
    struct json data = json_answer(ctx);
    json_int(data, "guest", opened.guest_id.v);
    return app_json(ctx, 201, data);
}

static enum err handle(struct ctx *ctx)
{
    return app_transact(ctx, make_guest);
}

struct note {
    const char *note;
};
static const struct field NOTE_TABLE[] = {
    {.name = "note", .type = FIELD_LINE, .max = 50, .offset = offsetof(struct note, note)},
};
static const struct field_set NOTE_FIELDS = FIELD_SET(struct note, NOTE_TABLE);

static const struct route ROUTES[] = {
    {"POST", "/api/money", ACCESS_CALLER, ROUTE_IDEMPOTENT, handle, &NOTE_FIELDS, NULL, 0},
    {"POST", "/api/other", ACCESS_CALLER, ROUTE_IDEMPOTENT, handle, &NOTE_FIELDS, NULL, 0},
    {"POST", "/api/free", ACCESS_CALLER, 0, handle, &NOTE_FIELDS, NULL, 0},
    {"POST", "/money", ACCESS_CALLER, ROUTE_PAGE | ROUTE_IDEMPOTENT, handle, &NOTE_FIELDS, NULL, 0},
};
static const struct program PROGRAM = {"test", ROUTES, COUNT_OF(ROUTES), NULL};

/* ---- its surroundings ---- */

static enum err open_session(struct tx *tx, void *arg)
{
    return session_open_guest(tx, arg);
}

static const char *new_token(struct world *world)
{
    struct session_opened opened;
    assert_int_equal(tx_run(world->db, open_session, &opened), E_OK);
    return opened.token;
}

static void open_world(struct world *world)
{
    *world = (struct world){.db = db_new(store_conninfo())};
    world->settings.public_url = "http://127.0.0.1:8080";
    world->call = (struct call){
        .arena = arena_new(8 << 20),
        .settings = &world->settings,
        .now = clock_now(),
        .request_id = "test-request",
    };
    assert_non_null(world->db);
    assert_non_null(world->call.arena);
    db_serve(world->db, &world->call);
}

static void close_world(struct world *world)
{
    db_free(world->db);
    arena_free(world->call.arena);
}

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    interfere = NULL;
    open_world(world);
    world->conn = store_connect();
    world->token = new_token(world);
    world->other_token = new_token(world);
    *state = world;
    return 0;
}

static int teardown(void **state)
{
    struct world *world = *state;
    PQfinish(world->conn);
    close_world(world);
    free(world);
    return 0;
}

static void send_as(struct world *world, const char *token, const char *path, const char *key,
                    const char *body)
{
    const bool page = strncmp(path, "/api", 4) != 0;
    struct request req = {
        .method = "POST",
        .path = path,
        .query_text = "",
        .id = "test-request",
        .content_type = page ? "application/x-www-form-urlencoded" : "application/json",
        .authorization = arena_printf(world->call.arena, "Bearer %s", token),
        .idempotency_key = key,
        .body = {body, strlen(body)},
        .body_size = (int64_t)strlen(body),
    };
    world->call.problems = (struct problems){0};
    app_serve(&PROGRAM, world->db, &world->call, &req, &world->res);
}

static void post(struct world *world, const char *path, const char *key, const char *body)
{
    send_as(world, world->token, path, key, body);
}

static const char *body_of(struct world *world)
{
    return arena_strndup(world->call.arena, world->res.body.data, world->res.body.size);
}

static bool replayed(const struct world *world)
{
    return response_header_of(&world->res, "Idempotent-Replayed") != NULL;
}

static long count_guests(struct world *world)
{
    PGresult *result = PQexec(world->conn, "SELECT count(*) FROM guest");
    long count = strtol(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return count;
}

static void assert_refused(struct world *world, int status, const char *code)
{
    assert_int_equal(world->res.status, status);
    assert_non_null(strstr(body_of(world), code));
}

/* ---- keys ---- */

static void the_same_key_gives_the_same_answer(void **state)
{
    struct world *world = *state;
    const long before = count_guests(world);
    post(world, "/api/money", "key-1", "{\"note\":\"a\"}");
    assert_int_equal(world->res.status, 201);
    assert_false(replayed(world));
    const char *first = body_of(world);
    post(world, "/api/money", "\"key-1\"", "{\"note\":\"a\"}");
    assert_int_equal(world->res.status, 201);
    assert_true(replayed(world));
    assert_string_equal(world->res.content_type, "application/json");
    assert_string_equal(body_of(world), first);
    assert_int_equal(count_guests(world), before + 1);
}

static void a_key_is_one_callers_for_one_request(void **state)
{
    struct world *world = *state;
    const long before = count_guests(world);
    post(world, "/api/money", "key-2", "{\"note\":\"a\"}");
    post(world, "/api/money", "key-2", "{\"note\":\"b\"}");
    assert_refused(world, 422, "IDEMPOTENCY_KEY_REUSED");
    post(world, "/api/money", "key-2", "{\"note\": \"a\"}");
    assert_refused(world, 422, "IDEMPOTENCY_KEY_REUSED");
    post(world, "/api/other", "key-2", "{\"note\":\"a\"}");
    assert_refused(world, 422, "IDEMPOTENCY_KEY_REUSED");
    send_as(world, world->other_token, "/api/money", "key-2", "{\"note\":\"b\"}");
    assert_int_equal(world->res.status, 201);
    assert_false(replayed(world));
    assert_int_equal(count_guests(world), before + 2);
}

static void no_key_and_no_promise(void **state)
{
    struct world *world = *state;
    const long before = count_guests(world);
    post(world, "/api/money", NULL, "{}");
    post(world, "/api/money", NULL, "{}");
    post(world, "/api/free", "key-3", "{}");
    post(world, "/api/free", "key-3", "{}");
    assert_int_equal(world->res.status, 201);
    assert_int_equal(count_guests(world), before + 4);
    post(world, "/api/money", "", "{}");
    assert_refused(world, 400, "Idempotency-Key");
}

static enum err refuse(struct ctx *ctx, struct tx *tx)
{
    (void)ctx;
    (void)tx;
    return E_BALANCE_NOT_ENOUGH;
}

static void a_refusal_leaves_the_key_free(void **state)
{
    struct world *world = *state;
    const long before = count_guests(world);
    interfere = refuse;
    post(world, "/api/money", "key-4", "{}");
    assert_refused(world, 400, "BALANCE_NOT_ENOUGH");
    interfere = NULL;
    post(world, "/api/money", "key-4", "{}");
    assert_int_equal(world->res.status, 201);
    assert_false(replayed(world));
    assert_int_equal(count_guests(world), before + 1);
}

static void a_key_is_kept_for_a_day(void **state)
{
    struct world *world = *state;
    const instant start = world->call.now;
    post(world, "/api/money", "key-5", "{}");
    world->call.now = instant_add(start, SPAN_HOURS(23));
    post(world, "/api/money", "key-5", "{}");
    assert_true(replayed(world));
    world->call.now = instant_add(start, SPAN_HOURS(25));
    post(world, "/api/money", "key-5", "{\"note\":\"another\"}");
    assert_int_equal(world->res.status, 201);
    assert_false(replayed(world));
    post(world, "/api/money", "key-5", "{\"note\":\"another\"}");
    assert_true(replayed(world));
}

static void a_form_carries_its_key(void **state)
{
    struct world *world = *state;
    const long before = count_guests(world);
    post(world, "/money", NULL, "note=a&csrf=one&idempotency_key=form-1");
    assert_int_equal(world->res.status, 303);
    post(world, "/money", NULL, "note=a&csrf=two&idempotency_key=form-1");
    assert_int_equal(world->res.status, 303);
    assert_true(replayed(world));
    assert_string_equal(response_header_of(&world->res, "Location"), "/done");
    assert_int_equal(count_guests(world), before + 1);
    post(world, "/money", NULL, "note=a&csrf=one&idempotency_key=");
    assert_int_equal(count_guests(world), before + 2);
}

/* ---- at the same time ---- */

#define COPIES 12

struct copy {
    pthread_t thread;
    const char *token, *path, *body;
    int status;
    bool replayed;
};

static void *send_copy(void *arg)
{
    struct copy *copy = arg;
    struct world world;
    open_world(&world);
    send_as(&world, copy->token, copy->path, "key-all", copy->body);
    copy->status = world.res.status;
    copy->replayed = replayed(&world);
    close_world(&world);
    return NULL;
}

static void run_copies(struct world *world, const char *path, const char *body,
                       struct copy copies[COPIES])
{
    for (int i = 0; i < COPIES; i++) {
        copies[i] = (struct copy){.token = world->token, .path = path, .body = body};
        assert_int_equal(pthread_create(&copies[i].thread, NULL, send_copy, &copies[i]), 0);
    }
    for (int i = 0; i < COPIES; i++)
        assert_int_equal(pthread_join(copies[i].thread, NULL), 0);
}

static void copies_take_effect_once(void **state)
{
    struct world *world = *state;
    struct copy copies[COPIES];
    const long before = count_guests(world);
    int firsts = 0;
    run_copies(world, "/api/money", "{}", copies);
    for (int i = 0; i < COPIES; i++) {
        assert_true(copies[i].status == 201 || copies[i].status == 409);
        firsts += copies[i].status == 201 && !copies[i].replayed;
    }
    assert_int_equal(firsts, 1);
    assert_int_equal(count_guests(world), before + 1);
}

static void a_double_click_shows_the_same_page(void **state)
{
    struct world *world = *state;
    struct copy copies[COPIES];
    const long before = count_guests(world);
    run_copies(world, "/money", "note=a&idempotency_key=form-all", copies);
    for (int i = 0; i < COPIES; i++)
        assert_int_equal(copies[i].status, 303);
    assert_int_equal(count_guests(world), before + 1);
}

/* ---- connections that die ---- */

/* Ends this transaction's own back end: before anything was committed. */
static enum err die_before_commit(struct ctx *ctx, struct tx *tx)
{
    (void)tx;
    PGconn *conn = store_connect();
    store_exec(conn, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
                     "pg_backend_pid() AND state = 'idle in transaction' AND datname = "
                     "current_database()");
    PQfinish(conn);
    return ctx != NULL ? E_OK : E_INTERNAL;
}

static void a_lost_connection_is_no_success(void **state)
{
    struct world *world = *state;
    const long before = count_guests(world);
    interfere = die_before_commit;
    post(world, "/api/money", "key-6", "{}");
    assert_refused(world, 503, "SERVICE_UNAVAILABLE");
    assert_non_null(response_header_of(&world->res, "Retry-After"));
    assert_int_equal(count_guests(world), before);
    interfere = NULL;
    post(world, "/api/money", "key-6", "{}");
    assert_int_equal(world->res.status, 201);
    assert_false(replayed(world));
}

/* A relay in front of the server that, once armed, lets a COMMIT pass, waits for what the server
 * says to it (or not even that), and hangs up on the client without a word. */
struct relay {
    char folder[40], path[80], server[108];
    int listening;
    atomic_bool armed;
    bool reaches_server; /* whether the COMMIT gets through */
    pthread_t thread;
};

static int connect_to(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Moves what is there from one end to the other. False when the connection is over. */
static bool pass_on(struct relay *relay, int from, int to, bool from_client)
{
    static char data[1 << 16];
    ssize_t size = read(from, data, sizeof data);
    if (size <= 0)
        return false;
    const bool commit = from_client && atomic_load(&relay->armed) &&
                        memmem(data, (size_t)size, "COMMIT", 6) != NULL;
    if (commit)
        atomic_store(&relay->armed, false);
    if (commit && !relay->reaches_server)
        return false;
    if (write(to, data, (size_t)size) != size)
        return false;
    return !commit || read(to, data, sizeof data) < 0;
}

static void relay_connection(struct relay *relay, int client)
{
    int server = connect_to(relay->server);
    struct pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
    for (bool alive = true; alive;) {
        alive = poll(ends, 2, 10000) > 0;
        if (alive && ends[0].revents != 0)
            alive = pass_on(relay, client, server, true);
        if (alive && ends[1].revents != 0)
            alive = pass_on(relay, server, client, false);
    }
    close(client);
    close(server);
}

static void *relay_run(void *arg)
{
    struct relay *relay = arg;
    int client;
    while ((client = accept(relay->listening, NULL, NULL)) >= 0)
        relay_connection(relay, client);
    return NULL;
}

static void relay_start(struct relay *relay, PGconn *conn)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    *relay = (struct relay){.folder = "/tmp/jangteo-relay-XXXXXX"};
    assert_non_null(mkdtemp(relay->folder));
    snprintf(relay->path, sizeof relay->path, "%s/.s.PGSQL.%s", relay->folder, PQport(conn));
    snprintf(relay->server, sizeof relay->server, "%s/.s.PGSQL.%s", PQhost(conn), PQport(conn));
    snprintf(address.sun_path, sizeof address.sun_path, "%s", relay->path);
    relay->listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(relay->listening, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(relay->listening, 8), 0);
    assert_int_equal(pthread_create(&relay->thread, NULL, relay_run, relay), 0);
}

static void relay_stop(struct relay *relay)
{
    shutdown(relay->listening, SHUT_RDWR);
    pthread_join(relay->thread, NULL);
    close(relay->listening);
    unlink(relay->path);
    rmdir(relay->folder);
}

/* Sends one request through the relay, whose connection dies at COMMIT. */
static void commit_in_doubt(struct world *world, bool reaches_server, const char *key)
{
    struct relay relay;
    relay_start(&relay, world->conn);
    relay.reaches_server = reaches_server;
    char *conninfo = arena_printf(world->call.arena, "%s host=%s", store_conninfo(), relay.folder);
    struct db *direct = world->db;
    world->db = db_new(conninfo);
    assert_non_null(world->db);
    atomic_store(&relay.armed, true);
    post(world, "/api/money", key, "{}");
    assert_false(atomic_load(&relay.armed));
    db_free(world->db);
    world->db = direct;
    relay_stop(&relay);
}

static void a_commit_that_was_done_is_found(void **state)
{
    struct world *world = *state;
    const long before = count_guests(world);
    commit_in_doubt(world, true, "key-7");
    assert_int_equal(world->res.status, 201);
    assert_false(replayed(world));
    assert_int_equal(count_guests(world), before + 1);
    const char *first = body_of(world);
    post(world, "/api/money", "key-7", "{}");
    assert_true(replayed(world));
    assert_string_equal(body_of(world), first);
    commit_in_doubt(world, true, NULL);
    assert_int_equal(world->res.status, 201);
    assert_int_equal(count_guests(world), before + 2);
}

static void a_commit_that_was_not_done_is_not_claimed(void **state)
{
    struct world *world = *state;
    const long before = count_guests(world);
    commit_in_doubt(world, false, "key-8");
    assert_refused(world, 503, "SERVICE_UNAVAILABLE");
    assert_int_equal(count_guests(world), before);
    post(world, "/api/money", "key-8", "{}");
    assert_int_equal(world->res.status, 201);
    assert_false(replayed(world));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_key_gives_the_same_answer),
        TEST(a_key_is_one_callers_for_one_request),
        TEST(no_key_and_no_promise),
        TEST(a_refusal_leaves_the_key_free),
        TEST(a_key_is_kept_for_a_day),
        TEST(a_form_carries_its_key),
        TEST(copies_take_effect_once),
        TEST(a_double_click_shows_the_same_page),
        TEST(a_lost_connection_is_no_success),
        TEST(a_commit_that_was_done_is_found),
        TEST(a_commit_that_was_not_done_is_not_claimed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
