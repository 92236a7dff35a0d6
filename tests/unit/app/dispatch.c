/* app/: a whole request in memory, without a database: the stations and their order. */
#include "app_test.h"

#include "web/csrf.h"

struct thing {
    int64_t count;
};
static const struct field THING_TABLE[] = {
    {.name = "count",
     .type = FIELD_INT,
     .required = true,
     .min = 1,
     .max = 9,
     .offset = offsetof(struct thing, count)},
};
static const struct field_set THING_FIELDS = FIELD_SET(struct thing, THING_TABLE);

static enum err answer_count(struct ctx *ctx)
{
    const struct thing *thing = ctx->body;
    struct json data = json_answer(ctx);
    json_int(data, "count", thing->count);
    return app_json(ctx, 201, data);
}

static enum err answer_query(struct ctx *ctx)
{
    const struct thing *thing = ctx->query;
    struct json data = json_answer(ctx);
    json_int(data, "count", thing->count);
    return app_json(ctx, 200, data);
}

static enum err answer_nothing(struct ctx *ctx)
{
    return app_no_content(ctx);
}

static enum err answer_page(struct ctx *ctx)
{
    ctx->res->status = ctx->invalid ? 400 : 200;
    ctx->res->body = (struct slice){"page", 4};
    return E_OK;
}

static enum err show_form_again(struct ctx *ctx)
{
    ctx->res->status = 429;
    ctx->res->body = (struct slice){"page", 4};
    return E_OK;
}

static enum err fail_inside(struct ctx *ctx)
{
    (void)ctx;
    return E_DB_LOST;
}

static enum err forget_to_answer(struct ctx *ctx)
{
    (void)ctx;
    return E_OK;
}

static enum err use_up_memory(struct ctx *ctx)
{
    while (arena_alloc(ctx->call->arena, 1024) != NULL) {
    }
    return E_NO_MEMORY;
}

static const struct route ROUTES[] = {
    {"POST", "/api/thing", ACCESS_ANYONE, 0, answer_count, &THING_FIELDS, NULL, 0},
    {"GET", "/api/thing", ACCESS_ANYONE, 0, answer_query, NULL, &THING_FIELDS, 0},
    {"DELETE", "/api/thing", ACCESS_ANYONE, 0, answer_nothing, NULL, NULL, 0},
    {"POST", "/api/small", ACCESS_ANYONE, 0, answer_count, &THING_FIELDS, NULL, 10},
    {"GET", "/api/mine", ACCESS_CALLER, 0, answer_nothing, NULL, NULL, 0},
    {"POST", "/api/admin", ACCESS_ADMIN, 0, answer_count, &THING_FIELDS, NULL, 0},
    {"GET", "/api/lost", ACCESS_ANYONE, 0, fail_inside, NULL, NULL, 0},
    {"GET", "/api/silent", ACCESS_ANYONE, 0, forget_to_answer, NULL, NULL, 0},
    {"GET", "/api/greedy", ACCESS_ANYONE, 0, use_up_memory, NULL, NULL, 0},
    {"POST", "/api/signed", ACCESS_ANYONE, ROUTE_SIGNED, answer_nothing, NULL, NULL, 0},
    {"POST", "/page", ACCESS_ANYONE, ROUTE_PAGE, answer_page, &THING_FIELDS, NULL, 0},
    {"GET", "/page", ACCESS_ANYONE, ROUTE_PAGE, answer_page, NULL, NULL, 0},
    {"GET", "/busy", ACCESS_ANYONE, ROUTE_PAGE, show_form_again, NULL, NULL, 0},
    {"GET", "/private", ACCESS_MEMBER, ROUTE_PAGE, answer_page, NULL, NULL, 0},
    {"POST", "/private", ACCESS_MEMBER, ROUTE_PAGE, answer_page, NULL, NULL, 0},
};
static const struct program PROGRAM = {"test", ROUTES, COUNT_OF(ROUTES), NULL};

#define JSON "application/json"
#define FORM "application/x-www-form-urlencoded"

static const char *header(const struct app_test *test, const char *name)
{
    const char *value = response_header_of(&test->res, name);
    return value != NULL ? value : "";
}

static void own_page(struct app_test *test)
{
    test->req.origin = test->settings.public_url;
}

static void a_body_is_decoded_and_answered(void **state)
{
    struct app_test *test = *state;
    own_page(test);
    app_send(test, &PROGRAM, "POST", "/api/thing", JSON, "{\"count\":3}");
    assert_int_equal(test->res.status, 201);
    assert_said(test, "{\"code\":\"SUCCESS\"");
    assert_said(test, "\"data\":{\"count\":3}");
}

static void a_body_that_is_wrong_is_refused(void **state)
{
    static const struct {
        const char *body, *named;
    } CASES[] = {
        {"{\"count\":0}", "\"field\":\"count\",\"code\":\"OUT_OF_RANGE\""},
        {"{\"count\":\"1\"}", "\"field\":\"count\",\"code\":\"INVALID_TYPE\""},
        {"{\"count\":1,\"x\":1}", "\"field\":\"x\",\"code\":\"UNKNOWN_FIELD\""},
        {"{}", "\"field\":\"count\",\"code\":\"REQUIRED\""},
        {"", "\"field\":\"count\",\"code\":\"REQUIRED\""},
        {"{", "\"code\":\"MALFORMED\""},
    };
    struct app_test *test = *state;
    own_page(test);
    for (size_t i = 0; i < COUNT_OF(CASES); i++) {
        app_send(test, &PROGRAM, "POST", "/api/thing", JSON, CASES[i].body);
        assert_int_equal(test->res.status, 400);
        assert_said(test, "\"code\":\"INVALID_REQUEST\"");
        assert_said(test, CASES[i].named);
        assert_said(test, "\"requestId\":\"test-request\"");
    }
}

static void a_body_has_a_type_and_a_limit(void **state)
{
    struct app_test *test = *state;
    own_page(test);
    app_send(test, &PROGRAM, "POST", "/api/thing", FORM, "count=1");
    assert_int_equal(test->res.status, 415);
    app_send(test, &PROGRAM, "POST", "/api/thing", NULL, "{\"count\":1}");
    assert_int_equal(test->res.status, 415);
    app_send(test, &PROGRAM, "POST", "/api/small", JSON, "{\"count\":1}");
    assert_int_equal(test->res.status, 413);
    app_send(test, &PROGRAM, "POST", "/page", JSON, "{}");
    assert_int_equal(test->res.status, 415);
}

static void nothing_is_wanted_nothing_is_taken(void **state)
{
    struct app_test *test = *state;
    own_page(test);
    app_send(test, &PROGRAM, "DELETE", "/api/thing", NULL, NULL);
    assert_int_equal(test->res.status, 204);
    app_send(test, &PROGRAM, "DELETE", "/api/thing", JSON, "{}");
    assert_int_equal(test->res.status, 204);
    app_send(test, &PROGRAM, "DELETE", "/api/thing", JSON, "{\"a\":1}");
    assert_int_equal(test->res.status, 400);
}

static void unknown_paths_and_methods(void **state)
{
    struct app_test *test = *state;
    app_send(test, &PROGRAM, "GET", "/api/other", NULL, NULL);
    assert_int_equal(test->res.status, 404);
    assert_said(test, "\"ENTITY_NOT_FOUND\"");
    app_send(test, &PROGRAM, "PUT", "/api/thing", JSON, "{}");
    assert_int_equal(test->res.status, 405);
    assert_non_null(strstr(header(test, "Allow"), "DELETE"));
    app_send(test, &PROGRAM, "GET", "/other", NULL, NULL);
    assert_int_equal(test->res.status, 404);
    assert_string_equal(test->res.content_type, "text/html; charset=utf-8");
    app_send(test, &PROGRAM, "GET", "/apiary", NULL, NULL);
    assert_string_equal(test->res.content_type, "text/html; charset=utf-8");
}

static void stations_come_in_their_order(void **state)
{
    struct app_test *test = *state;
    /* No session, no CSRF token, a bad body: what comes first is what is said. */
    app_send(test, &PROGRAM, "POST", "/api/admin", JSON, "{\"count\":0}");
    assert_int_equal(test->res.status, 401);
    app_send(test, &PROGRAM, "POST", "/api/thing", JSON, "{\"count\":0}");
    assert_int_equal(test->res.status, 403);
    assert_said(test, "\"CSRF_REJECTED\"");
    app_send(test, &PROGRAM, "GET", "/api/mine", NULL, NULL);
    assert_int_equal(test->res.status, 401);
}

static void csrf_by_origin_bearer_or_token(void **state)
{
    struct app_test *test = *state;
    test->req.origin = "http://evil.example";
    app_send(test, &PROGRAM, "DELETE", "/api/thing", NULL, NULL);
    assert_int_equal(test->res.status, 403);
    test->req.authorization = "Bearer nobody-knows-me";
    app_send(test, &PROGRAM, "DELETE", "/api/thing", NULL, NULL);
    assert_int_equal(test->res.status, 204);
    test->req.authorization = NULL;
    app_send(test, &PROGRAM, "POST", "/api/signed", JSON, "{\"any\":\"thing\"}");
    assert_int_equal(test->res.status, 204);

    test->req.origin = NULL;
    test->req.cookie = "lang=en; pre=a-secret-of-some-length-that-nobody-guesses";
    const char *secret = "a-secret-of-some-length-that-nobody-guesses";
    const char *token = csrf_token(test->call.arena, (struct slice){secret, strlen(secret)});
    const char *good = arena_printf(test->call.arena, "count=1&csrf=%s", token);
    app_send(test, &PROGRAM, "POST", "/page", FORM, good);
    assert_int_equal(test->res.status, 200);
    app_send(test, &PROGRAM, "POST", "/page", FORM, "count=1&csrf=guess");
    assert_int_equal(test->res.status, 403);
    app_send(test, &PROGRAM, "POST", "/page", FORM, "count=1&csrf=");
    assert_int_equal(test->res.status, 403);
    test->req.cookie = NULL;
    app_send(test, &PROGRAM, "POST", "/page", FORM, "count=1&csrf=");
    assert_int_equal(test->res.status, 403);
}

static void a_page_shows_its_form_again(void **state)
{
    struct app_test *test = *state;
    own_page(test);
    app_send(test, &PROGRAM, "POST", "/page", FORM, "count=0");
    assert_int_equal(test->res.status, 400);
    assert_said(test, "page");
    app_send(test, &PROGRAM, "POST", "/page", FORM, "count=%zz");
    assert_int_equal(test->res.status, 400);
    assert_false(app_said(test, "<p>page"));
}

static void a_visitor_is_sent_to_the_log_in(void **state)
{
    struct app_test *test = *state;
    test->req.query_text = "a=1&b=%2F";
    app_send(test, &PROGRAM, "GET", "/private", NULL, NULL);
    assert_int_equal(test->res.status, 303);
    assert_string_equal(header(test, "Location"), "/login?next=%2Fprivate%3Fa%3D1%26b%3D%252F");
    /* Neither another site nor what is no text. */
    static const char *const LEFT_OUT[] = {"a=//evil", "a=\xff"};
    for (size_t i = 0; i < COUNT_OF(LEFT_OUT); i++) {
        test->req.query_text = LEFT_OUT[i];
        app_send(test, &PROGRAM, "GET", "/private", NULL, NULL);
        assert_string_equal(header(test, "Location"), "/login?next=%2Fprivate");
    }
    own_page(test);
    app_send(test, &PROGRAM, "POST", "/private", FORM, "");
    assert_int_equal(test->res.status, 403);
}

static void a_query_is_decoded(void **state)
{
    struct app_test *test = *state;
    const struct pair query[] = {{"count", "7"}, {"other", "x"}};
    test->req.query = query;
    test->req.query_count = 2;
    app_send(test, &PROGRAM, "GET", "/api/thing", NULL, NULL);
    assert_int_equal(test->res.status, 200);
    assert_said(test, "\"count\":7");
    test->req.query_count = 0;
    app_send(test, &PROGRAM, "GET", "/api/thing", NULL, NULL);
    assert_int_equal(test->res.status, 400);
    test->req.query_broken = true;
    app_send(test, &PROGRAM, "GET", "/api/thing", NULL, NULL);
    assert_int_equal(test->res.status, 400);
}

static void faults_tell_nothing(void **state)
{
    struct app_test *test = *state;
    app_send(test, &PROGRAM, "GET", "/api/lost", NULL, NULL);
    assert_int_equal(test->res.status, 503);
    assert_said(test, "\"SERVICE_UNAVAILABLE\"");
    assert_string_not_equal(header(test, "Retry-After"), "");
    app_send(test, &PROGRAM, "GET", "/api/silent", NULL, NULL);
    assert_int_equal(test->res.status, 500);
    app_send(test, &PROGRAM, "GET", "/api/greedy", NULL, NULL);
    assert_int_equal(test->res.status, 500);
    assert_said(test, "\"INTERNAL_SERVER_ERROR\"");
}

static void a_refusal_on_a_form_has_its_headers(void **state)
{
    struct app_test *test = *state;
    app_send(test, &PROGRAM, "GET", "/busy", NULL, NULL);
    assert_int_equal(test->res.status, 429);
    assert_string_not_equal(header(test, "Retry-After"), "");
    assert_said(test, "page");
}

static void the_language_is_the_clients(void **state)
{
    struct app_test *test = *state;
    app_send(test, &PROGRAM, "GET", "/api/mine", NULL, NULL);
    assert_said(test, message_error(LANG_KO, E_UNAUTHENTICATED));
    test->req.accept_language = "en-GB,en;q=0.9";
    app_send(test, &PROGRAM, "GET", "/api/mine", NULL, NULL);
    assert_said(test, message_error(LANG_EN, E_UNAUTHENTICATED));
    test->req.cookie = "lang=ko";
    app_send(test, &PROGRAM, "GET", "/api/mine", NULL, NULL);
    assert_said(test, message_error(LANG_EN, E_UNAUTHENTICATED));
    app_send(test, &PROGRAM, "GET", "/other", NULL, NULL);
    assert_said(test, message_error(LANG_KO, E_NOT_FOUND));
}

/* Whichever allocation fails, there is an answer. */
static void every_failed_allocation_is_answered(void **state)
{
    struct app_test *test = *state;
    own_page(test);
    for (uint64_t nth = 1; nth < 200; nth++) {
        arena_reset(test->call.arena);
        arena_fail_at(test->call.arena, nth);
        app_send(test, &PROGRAM, "POST", "/api/thing", JSON, "{\"count\":3}");
        const bool done = test->res.status == 201;
        if (!done)
            assert_int_equal(test->res.status, 500);
        assert_true(test->res.body.size > 0);
        arena_fail_at(test->call.arena, 0);
        if (done)
            return;
    }
    fail_msg("the request never came through");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        APP_TEST(a_body_is_decoded_and_answered),
        APP_TEST(a_body_that_is_wrong_is_refused),
        APP_TEST(a_body_has_a_type_and_a_limit),
        APP_TEST(nothing_is_wanted_nothing_is_taken),
        APP_TEST(unknown_paths_and_methods),
        APP_TEST(stations_come_in_their_order),
        APP_TEST(csrf_by_origin_bearer_or_token),
        APP_TEST(a_page_shows_its_form_again),
        APP_TEST(a_visitor_is_sent_to_the_log_in),
        APP_TEST(a_query_is_decoded),
        APP_TEST(faults_tell_nothing),
        APP_TEST(a_refusal_on_a_form_has_its_headers),
        APP_TEST(the_language_is_the_clients),
        APP_TEST(every_failed_allocation_is_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
