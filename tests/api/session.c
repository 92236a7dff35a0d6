/* /api/session: log-in, log-out, guests, cookies, and who is taken for the visitor's own page. */
#include "support/test.h"

static struct answer log_in(const struct person *p)
{
    return call("POST", "/api/session", NULL, "{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}",
                p->email);
}

/* The value of the cookie `sid` that an answer sets. */
static const char *sid_of(struct answer a)
{
    const char *cookie = header_starting(a, "Set-Cookie", "sid=");
    assert_non_null(cookie);
    return text("%.*s", (int)strcspn(cookie + 4, ";"), cookie + 4);
}

static void log_in_gives_a_token_and_a_cookie(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = log_in(&p);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "token:text memberId:int role:text expiresAt:time");
    assert_int(a, "data.memberId", p.member);
    assert_text(a, "data.role", "CUSTOMER");
    assert_string_equal(sid_of(a), answer_text(a, "data.token"));
    assert_string_not_equal(p.token, answer_text(a, "data.token"));
}

static void cookie_is_for_our_pages_only(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *cookie = header_starting(log_in(&p), "Set-Cookie", "sid=");
    assert_non_null(strstr(cookie, "; HttpOnly"));
    assert_non_null(strstr(cookie, "; SameSite=Lax"));
    assert_non_null(strstr(cookie, "; Path=/"));
    const bool tls = strncmp(shop_origin(), "https://", 8) == 0;
    assert_int_equal(strstr(cookie, "; Secure") != NULL, tls);
}

static void cookie_and_bearer_are_the_same_session(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = ASK(.method = "GET", .path = "/api/member/me",
                          .headers = {text("Cookie: other=1; sid=%s", p.token)});
    assert_answer(a, 200, "SUCCESS");
    assert_int(a, "data.memberId", p.member);
}

static void wrong_credentials_do_not_tell_which_part_is_wrong(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer known = call("POST", "/api/session", NULL,
                               "{\"email\":\"%s\",\"password\":\"wrong password\"}", p.email);
    struct answer unknown =
        call("POST", "/api/session", NULL,
             "{\"email\":\"%s@test.example\",\"password\":\"wrong password\"}", unique());
    assert_answer(known, 401, "INVALID_CREDENTIALS");
    assert_answer(unknown, 401, "INVALID_CREDENTIALS");
    assert_string_equal(answer_text(known, "message"), answer_text(unknown, "message"));
    assert_null(header_starting(known, "Set-Cookie", "sid="));
    assert_invalid(call("POST", "/api/session", NULL, "{\"email\":\"a@b.example\"}"), "password",
                   "REQUIRED");
}

static void log_in_again_ends_the_session_that_asked(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = call("POST", "/api/session", p.token,
                           "{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}", p.email);
    assert_answer(a, 200, "SUCCESS");
    assert_answer(ask("GET", "/api/member/me", p.token), 401, "UNAUTHENTICATED");
    assert_answer(ask("GET", "/api/member/me", answer_text(a, "data.token")), 200, "SUCCESS");
}

static void log_out_ends_the_session_and_takes_the_cookie_back(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = ASK(.method = "DELETE", .path = "/api/session",
                          .headers = {text("Cookie: sid=%s", p.token)});
    assert_answer(a, 204, "");
    assert_string_equal(sid_of(a), "");
    assert_answer(ask("GET", "/api/member/me", p.token), 401, "UNAUTHENTICATED");
    assert_answer(ask("DELETE", "/api/session", p.token), 401, "UNAUTHENTICATED");
}

static void suspended_member_is_out_at_once(void **state)
{
    (void)state;
    struct person p = customer_new();
    db_do("UPDATE member SET status = 'SUSPENDED' WHERE member_id = %lld", p.member);
    assert_answer(ask("GET", "/api/member/me", p.token), 401, "UNAUTHENTICATED");
    assert_answer(log_in(&p), 403, "FORBIDDEN");
}

static void session_past_its_time_is_over(void **state)
{
    (void)state;
    struct person idle = customer_new(), old = customer_new();
    db_do("UPDATE session SET seen_at = now() - interval '15 days' WHERE member_id = %lld",
          idle.member);
    db_do("UPDATE session SET expires_at = now() - interval '1 second' WHERE member_id = %lld",
          old.member);
    assert_answer(ask("GET", "/api/member/me", idle.token), 401, "UNAUTHENTICATED");
    assert_answer(ask("GET", "/api/member/me", old.token), 401, "UNAUTHENTICATED");
}

static void token_is_not_kept_as_it_is(void **state)
{
    (void)state;
    struct person p = customer_new();
    assert_int_equal(db_number("SELECT count(*) FROM session WHERE member_id = %lld AND "
                               "token_hash = convert_to('%s', 'UTF8')",
                               p.member, p.token),
                     0);
}

static void b8_guest_session_is_one_of_its_own(void **state)
{
    (void)state;
    struct answer a = ask("POST", "/api/session/guest", NULL);
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", "token:text expiresAt:time");
    const char *first = answer_text(a, "data.token");
    assert_string_not_equal(first, guest_new());
    assert_answer(ask("GET", "/api/cart", first), 200, "SUCCESS");
}

/* ---- whose request it is ---- */

static struct answer add_point(const char *token, const char *const headers[3])
{
    const char *cookie = text("Cookie: sid=%s", token);
    return ASK(.method = "PATCH", .path = "/api/point/charge", .body = "{\"amount\":100}",
               .no_origin = true, .headers = {cookie, headers[0], headers[1], headers[2]});
}

static void cross_site_requests_with_a_cookie_are_refused(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *own = text("Origin: %s", shop_origin());
    const struct {
        const char *headers[3];
        bool allowed;
    } cases[] = {
        {{NULL}, false},
        {{"Origin: https://evil.example"}, false},
        {{"Origin: null"}, false},
        {{text("%s.evil.example", own)}, false},
        {{"Sec-Fetch-Site: cross-site"}, false},
        {{"Sec-Fetch-Site: same-site", own}, false},
        {{"Sec-Fetch-Site: none", own}, false},
        {{"X-CSRF-Token: guessed"}, false},
        {{own}, true},
        {{"Sec-Fetch-Site: same-origin"}, true},
        {{"Sec-Fetch-Site: same-origin", own}, true},
    };
    long long right = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer a = add_point(p.token, cases[i].headers);
        if (cases[i].allowed)
            assert_answer(a, 200, "SUCCESS");
        else
            assert_answer(a, 403, "CSRF_REJECTED");
        right += cases[i].allowed;
    }
    assert_int_equal(balance_of(&p), 100 * right);
}

static void bearer_needs_no_origin(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = ASK(.method = "PATCH", .path = "/api/point/charge", .token = p.token,
                          .body = "{\"amount\":100}", .headers = {"Origin: https://evil.example"});
    assert_answer(a, 200, "SUCCESS");
}

static void log_in_itself_is_guarded(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *body = text("{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}", p.email);
    struct answer a = ASK(.method = "POST", .path = "/api/session", .body = body, .no_origin = true,
                          .headers = {"Origin: https://evil.example"});
    assert_answer(a, 403, "CSRF_REJECTED");
    a = ASK(.method = "POST", .path = "/api/session", .body = body, .no_origin = true);
    assert_answer(a, 403, "CSRF_REJECTED");
    a = ASK(.method = "POST", .path = "/api/session/guest", .no_origin = true);
    assert_answer(a, 403, "CSRF_REJECTED");
}

static void reading_needs_no_origin(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a =
        ASK(.method = "GET", .path = "/api/member/me", .no_origin = true,
            .headers = {text("Cookie: sid=%s", p.token), "Sec-Fetch-Site: cross-site"});
    assert_answer(a, 200, "SUCCESS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(log_in_gives_a_token_and_a_cookie),
        PROVES(cookie_is_for_our_pages_only),
        PROVES(cookie_and_bearer_are_the_same_session),
        PROVES(wrong_credentials_do_not_tell_which_part_is_wrong),
        PROVES(log_in_again_ends_the_session_that_asked),
        PROVES(log_out_ends_the_session_and_takes_the_cookie_back),
        PROVES(suspended_member_is_out_at_once),
        PROVES(session_past_its_time_is_over),
        PROVES(token_is_not_kept_as_it_is),
        PROVES(b8_guest_session_is_one_of_its_own),
        PROVES(cross_site_requests_with_a_cookie_are_refused),
        PROVES(bearer_needs_no_origin),
        PROVES(log_in_itself_is_guarded),
        PROVES(reading_needs_no_origin),
    };
    return RUN_TESTS(tests);
}
