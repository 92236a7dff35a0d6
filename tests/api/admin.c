/* /api/admin: events, and members who are shut out (X1, X2, M2). The sandbox takes the events of
 * this stack, where it runs. */
#include "support/stack.h"
#include "support/stream.h"
#include "support/test.h"

#define EVENT                                                                                      \
    "eventId:int type:text subject:text state:text attempts:int lastError:text? createdAt:time "   \
    "deliveredAt:time?"

static const char *order_of(struct person *buyer)
{
    struct person seller = seller_new();
    charge(buyer, 100000);
    struct answer a = order_paid(buyer->token, product_new(&seller, 1000, 10), 1);
    assert_answer(a, 201, "SUCCESS");
    return answer_text(a, "data.orderNo");
}

static void x1_events_are_listed_newest_first_page_by_page(void **state)
{
    (void)state;
    struct person admin = admin_person(), buyer = customer_new();
    const char *order = order_of(&buyer);
    struct answer a = ask("GET", "/api/admin/event?limit=2", admin.token);
    assert_answer(a, 200, "SUCCESS");
    if (db_number("SELECT count(*) FROM event_out") == 0)
        skip(); /* this stack tells nobody */
    assert_shape(a, "data", "items:list nextCursor:text?");
    assert_shape(a, "data.items.0", EVENT);
    assert_text(a, "data.items.0.type", "delivery.requested");
    assert_text(a, "data.items.0.subject", order);
    assert_text(a, "data.items.1.type", "order.paid");
    struct answer b = ask("GET", "/api/admin/event?limit=1", admin.token);
    b = ask("GET", text("/api/admin/event?limit=1&cursor=%s", answer_text(b, "data.nextCursor")),
            admin.token);
    assert_int(b, "data.items.0.eventId", answer_int(a, "data.items.1.eventId"));
}

static void x1_events_are_listed_by_state(void **state)
{
    (void)state;
    static const char *const STATES[] = {"pending", "delivered", "parked"};
    struct person admin = admin_person();
    for (size_t i = 0; i < COUNT(STATES); i++) {
        struct answer a = ask("GET", text("/api/admin/event?state=%s", STATES[i]), admin.token);
        assert_answer(a, 200, "SUCCESS");
        for (size_t k = 0; k < answer_count(a, "data.items"); k++)
            assert_text(a, text("data.items.%zu.state", k), STATES[i]);
    }
    assert_invalid(ask("GET", "/api/admin/event?state=lost", admin.token), "state",
                   "INVALID_VALUE");
}

static bool delivered_within(const char *order, int seconds)
{
    const long long deadline = now_ms() + seconds * 1000LL;
    while (db_number("SELECT count(*) FROM event_out WHERE aggregateid = '%s' AND"
                     " state <> 'DELIVERED'",
                     order) > 0) {
        if (now_ms() > deadline)
            return false;
        pause_ms(50);
    }
    return true;
}

static void x1_sandbox_shows_what_arrived_and_an_admin_sends_it_again(void **state)
{
    (void)state;
    struct person admin = admin_person(), buyer = customer_new();
    if (ask("GET", "/sandbox/events", NULL).status != 200)
        skip(); /* no sandbox here */
    const char *order = order_of(&buyer);
    assert_true(delivered_within(order, 15));
    struct answer a = ask("GET", "/sandbox/events", NULL);
    size_t seen = 0;
    for (size_t i = 0; i < answer_count(a, "items"); i++)
        if (strstr(answer_text(a, text("items.%zu.document", i)), order) != NULL) {
            assert_string_equal(answer_raw(a, text("items.%zu.valid", i)), "true");
            seen++;
        }
    assert_int_equal(seen, 2);

    const long long id = db_number(
        "SELECT id FROM event_out WHERE aggregateid = '%s' AND type = 'order.paid'", order);
    a = ask("POST", text("/api/admin/event/%lld/resend", id), admin.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", EVENT);
    assert_text(a, "data.state", "pending");
    assert_int(a, "data.attempts", 0);
    assert_true(delivered_within(order, 15));
}

static void x1_sandbox_refuses_what_is_not_signed(void **state)
{
    (void)state;
    if (ask("GET", "/sandbox/events", NULL).status != 200)
        skip();
    assert_int_equal(call("POST", "/sandbox/data-platform", NULL, "{\"a\":1}").status, 401);
    assert_int_equal(ask("GET", "/sandbox/data-platform", NULL).status, 404);
    assert_int_equal(ask("GET", "/sandbox/elsewhere", NULL).status, 404);
}

static void x1_events_are_an_admins_only(void **state)
{
    (void)state;
    struct person customer = customer_new(), seller = seller_new(), admin = admin_person();
    const char *guest = guest_new();
    const char *const methods[] = {"GET", "POST"};
    const char *const paths[] = {"/api/admin/event", "/api/admin/event/1/resend"};
    for (size_t i = 0; i < COUNT(paths); i++) {
        assert_answer(ask(methods[i], paths[i], NULL), 401, "UNAUTHENTICATED");
        assert_answer(ask(methods[i], paths[i], guest), 401, "UNAUTHENTICATED");
        assert_answer(ask(methods[i], paths[i], customer.token), 403, "FORBIDDEN");
        assert_answer(ask(methods[i], paths[i], seller.token), 403, "FORBIDDEN");
    }
    assert_answer(ask("POST", "/api/admin/event/999999999999/resend", admin.token), 404,
                  "ENTITY_NOT_FOUND");
    assert_answer(ask("DELETE", "/api/admin/event", admin.token), 405, "METHOD_NOT_ALLOWED");
}

/* ---- the books ---- */

static void o13_audit_runs_when_an_admin_asks_and_is_kept(void **state)
{
    (void)state;
    struct person admin = admin_person(), customer = customer_new();
    struct answer a = ask("POST", "/api/admin/audit", admin.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "ranAt:time laws:list");
    assert_true(answer_count(a, "data.laws") >= 25);
    for (size_t i = 0; i < answer_count(a, "data.laws"); i++) {
        assert_shape(a, text("data.laws.%zu", i), "name:text violations:int");
        assert_int(a, text("data.laws.%zu.violations", i), 0);
    }
    struct answer b = ask("GET", "/api/admin/audit", admin.token);
    assert_answer(b, 200, "SUCCESS");
    assert_string_equal(answer_raw(b, "data.laws"), answer_raw(a, "data.laws"));
    assert_answer(ask("POST", "/api/admin/audit", customer.token), 403, "FORBIDDEN");
    assert_answer(ask("GET", "/api/admin/audit", NULL), 401, "UNAUTHENTICATED");
}

/* ---- members ---- */

static struct answer set_status(const struct person *admin, long long member, const char *status)
{
    return call("PATCH", text("/api/admin/member/%lld", member), admin->token,
                "{\"status\":\"%s\"}", status);
}

static struct answer log_in(const struct person *person)
{
    return call("POST", "/api/session", NULL, "{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}",
                person->email);
}

static void m2_suspended_members_sessions_end_until_they_are_let_in_again(void **state)
{
    (void)state;
    struct person admin = admin_person(), member = customer_new();
    struct answer a = set_status(&admin, member.member, "SUSPENDED");
    assert_answer(a, 200, "SUCCESS");
    assert_int(a, "data.memberId", member.member);
    assert_text(a, "data.status", "SUSPENDED");
    assert_answer(ask("GET", "/api/member/me", member.token), 401, "UNAUTHENTICATED");
    assert_answer(log_in(&member), 403, "FORBIDDEN");
    assert_int_equal(
        db_number("SELECT count(*) FROM session WHERE member_id = %lld", member.member), 0);

    assert_answer(set_status(&admin, member.member, "ACTIVE"), 200, "SUCCESS");
    assert_answer(ask("GET", "/api/member/me", member.token), 401, "UNAUTHENTICATED");
    assert_answer(log_in(&member), 200, "SUCCESS");
}

static void m2_n1_nothing_is_pushed_to_a_suspended_member(void **state)
{
    (void)state;
    struct person admin = admin_person(), member = customer_new(), other = customer_new();
    const char *tokens[] = {member.token, other.token};
    struct stream streams[2];
    assert_true(streams_open(streams, tokens, COUNT(streams), 20));
    assert_answer(set_status(&admin, member.member, "SUSPENDED"), 200, "SUCCESS");
    assert_int_equal(
        db_number("SELECT count(*) FROM notice_listener WHERE reader = 'm%lld'", member.member), 0);
    assert_int_equal(
        db_number("SELECT count(*) FROM notice_listener WHERE reader = 'm%lld'", other.member), 1);
    streams_close(streams, COUNT(streams));
}

static void m2_status_of_nobody_of_oneself_or_of_no_kind_is_refused(void **state)
{
    (void)state;
    struct person admin = admin_person(), member = customer_new();
    assert_answer(set_status(&admin, 999999999999, "SUSPENDED"), 404, "MEMBER_NOT_FOUND");
    assert_answer(set_status(&admin, admin.member, "SUSPENDED"), 403, "FORBIDDEN");
    assert_invalid(set_status(&admin, member.member, "WITHDRAWN"), "status", "INVALID_VALUE");
    assert_invalid(call("PATCH", text("/api/admin/member/%lld", member.member), admin.token, "{}"),
                   "status", "REQUIRED");
    assert_answer(set_status(&member, member.member, "ACTIVE"), 403, "FORBIDDEN");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(x1_events_are_listed_newest_first_page_by_page),
        PROVES(x1_events_are_listed_by_state),
        PROVES(x1_sandbox_shows_what_arrived_and_an_admin_sends_it_again),
        PROVES(x1_sandbox_refuses_what_is_not_signed),
        PROVES(x1_events_are_an_admins_only),
        PROVES(o13_audit_runs_when_an_admin_asks_and_is_kept),
        PROVES(m2_suspended_members_sessions_end_until_they_are_let_in_again),
        PROVES(m2_n1_nothing_is_pushed_to_a_suspended_member),
        PROVES(m2_status_of_nobody_of_oneself_or_of_no_kind_is_refused),
    };
    return RUN_TESTS(tests);
}
