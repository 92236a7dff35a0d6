/* The admins' pages: who may see them; members, events, books and the overview. */
#include "support/desk.h"
#include "support/test.h"

static void m2_desk_is_an_admins_only(void **state)
{
    (void)state;
    static const char *const PATHS[] = {"/admin/coupons",   "/admin/orders", "/admin/members",
                                        "/admin/members/1", "/admin/events", "/admin/books"};
    static const char *const FORMS[] = {
        "/admin/coupons",          "/admin/orders/20260101-0000000001/payments/1/retry",
        "/admin/members/1/status", "/admin/events/1/resend",
        "/admin/events/resend",    "/admin/books"};
    struct person customer = customer_new(), seller = seller_new();
    const char *guest = guest_new();
    for (size_t i = 0; i < COUNT(PATHS); i++) {
        assert_non_null(strstr(place(ask("GET", PATHS[i], NULL)), "/login?next=%2Fadmin%2F"));
        assert_non_null(strstr(place(page(PATHS[i], guest)), "/login?next=%2Fadmin%2F"));
        assert_int_equal(page(PATHS[i], customer.token).status, 403);
        assert_int_equal(page(PATHS[i], seller.token).status, 403);
        assert_int_equal(post(FORMS[i], guest, "status=SUSPENDED").status, 403);
        assert_int_equal(post(FORMS[i], customer.token, "status=SUSPENDED").status, 403);
        assert_int_equal(post(FORMS[i], seller.token, "status=SUSPENDED").status, 403);
    }
}

static void m2_desk_forms_from_elsewhere_are_refused(void **state)
{
    (void)state;
    struct person admin = admin_person(), member = customer_new();
    struct answer a =
        ASK(.method = "POST", .path = text("/admin/members/%lld/status", member.member),
            .body = "status=SUSPENDED", .type = "application/x-www-form-urlencoded",
            .headers = {text("Cookie: sid=%s", admin.token), "Sec-Fetch-Site: cross-site"});
    assert_int_equal(a.status, 403);
    assert_int_equal(db_number("SELECT count(*) FROM member WHERE member_id = %lld AND"
                               " status = 'ACTIVE'",
                               member.member),
                     1);
}

/* ---- members ---- */

static void assert_finds(const struct person *admin, const char *sought, long long member)
{
    assert_shows(page(text("/admin/members?q=%s", sought), admin->token),
                 text("href=\"/admin/members/%lld\"", member));
}

static void m2_desk_finds_members_by_all_their_marks(void **state)
{
    (void)state;
    struct person admin = admin_person(), member = customer_new();
    const char *name = unique();
    /* The last nine digits of what nobody else got. */
    const char *phone = text("0%09lld", 100000000 + member.member % 800000000);
    db_do("UPDATE member SET name = '%s', phone = '%s' WHERE member_id = %lld", name, phone,
          member.member);
    assert_finds(&admin, "", member.member);
    assert_finds(&admin, name, member.member);
    assert_finds(&admin, name + 3, member.member); /* a part of it */
    assert_finds(&admin, member.email, member.member);
    assert_finds(&admin, text("%.*s", (int)strcspn(member.email, "@"), member.email),
                 member.member);
    assert_finds(&admin, text("%lld", member.member), member.member);
    assert_finds(&admin, phone, member.member);
    static const char *const NOBODYS[] = {"nobody-has-this-name",  "999999999999",       "a@", "0",
                                          "%27%20OR%201%3D1%20--", "20260101-0000000001"};
    for (size_t i = 0; i < COUNT(NOBODYS); i++)
        assert_shows(page(text("/admin/members?q=%s", NOBODYS[i]), admin.token), "class=\"empty\"");
}

static void m2_desk_pages_through_members(void **state)
{
    (void)state;
    struct person admin = admin_person(), older = customer_new(), newer = customer_new();
    struct answer a = page("/admin/members?limit=1", admin.token);
    assert_shows(a, text("/admin/members/%lld\"", newer.member));
    assert_shows(a, "/admin/members?limit=1&amp;cursor=");
    const char *cursor = strstr(a.body, "cursor=");
    assert_non_null(cursor);
    a = page(text("/admin/members?limit=1&%.*s", (int)strcspn(cursor, "\""), cursor), admin.token);
    assert_shows(a, text("/admin/members/%lld\"", older.member));
    assert_null(strstr(a.body, text("/admin/members/%lld\"", newer.member)));
    assert_int_equal(page("/admin/members?cursor=x", admin.token).status, 400);
}

static void m2_desk_suspends_and_lets_back(void **state)
{
    (void)state;
    struct person admin = admin_person(), member = customer_new();
    const char *path = text("/admin/members/%lld", member.member);
    const char *form = text("%s/status", path);
    assert_shows(page(path, admin.token), member.email);
    assert_string_equal(place(post(form, admin.token, "status=SUSPENDED")),
                        text("%s?done=true", path));
    assert_shows(page(text("%s?done=true", path), admin.token), "badge-SUSPENDED");
    assert_answer(ask("GET", "/api/member/me", member.token), 401, "UNAUTHENTICATED");
    assert_string_equal(place(post(form, admin.token, "status=ACTIVE")),
                        text("%s?done=true", path));
    assert_shows(page(path, admin.token), "badge-ACTIVE");
}

static void m2_desk_refuses_oneself_nobody_and_no_status(void **state)
{
    (void)state;
    struct person admin = admin_person(), member = customer_new();
    const char *own = text("/admin/members/%lld/status", admin.member);
    struct answer a = post(own, admin.token, "status=SUSPENDED");
    assert_int_equal(a.status, 403);
    assert_non_null(strstr(a.body, "role=\"alert\""));
    const char *form = text("/admin/members/%lld/status", member.member);
    a = post(form, admin.token, "status=WITHDRAWN");
    assert_int_equal(a.status, 400);
    assert_non_null(strstr(a.body, "role=\"alert\""));
    assert_int_equal(post(form, admin.token, "").status, 400);
    assert_int_equal(page("/admin/members/999999999999", admin.token).status, 404);
    assert_int_equal(
        post("/admin/members/999999999999/status", admin.token, "status=ACTIVE").status, 404);
}

static void m2_desk_shows_hostile_names_as_text(void **state)
{
    (void)state;
    struct person admin = admin_person(), member = customer_new();
    static const char *const HOSTILE[] = {
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
        "{{#ADMIN}}{{CSRF}}",        "' onfocus=alert(1) '",
        "javascript:alert(1)",
    };
    for (size_t i = 0; i < COUNT(HOSTILE); i++) {
        db_do("UPDATE member SET name = $q$%s$q$, line1 = $q$%s$q$ WHERE member_id = %lld",
              HOSTILE[i], HOSTILE[i], member.member);
        const char *const paths[] = {text("/admin/members/%lld", member.member),
                                     text("/admin/members?q=%s", member.email)};
        for (size_t k = 0; k < COUNT(paths); k++) {
            struct answer a = page(paths[k], admin.token);
            assert_int_equal(a.status, 200);
            assert_null(strstr(a.body, "<script>alert"));
            assert_null(strstr(a.body, "<img src=x"));
            assert_null(strstr(a.body, "' onfocus"));
        }
    }
    struct answer a =
        page("/admin/members?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E", admin.token);
    assert_int_equal(a.status, 200);
    assert_null(strstr(a.body, "<script>alert"));
}

/* ---- the overview ---- */

static void x2_desk_overview_shows_what_goes_on_and_leads_on(void **state)
{
    (void)state;
    struct person admin = admin_person(), seller = seller_new(), buyer = customer_new();
    assert_answer(order_pending(buyer.token, product_new(&seller, 1000, 10), 1), 201, "SUCCESS");
    struct answer a = page("/admin", admin.token);
    assert_shows(a, "<details>"); /* the chart's table: there was an order */
    assert_shows(a, "data-fresh");
    assert_shows(a, "<dt>최근 1시간</dt>");
    static const char *const LINKS[] = {"/admin/orders?failed=true", "/admin/events?state=parked",
                                        "/admin/books"};
    for (size_t i = 0; i < COUNT(LINKS); i++) {
        assert_shows(a, text("href=\"%s\"", LINKS[i]));
        assert_int_equal(page(LINKS[i], admin.token).status, 200);
    }
    assert_string_equal(place(ask("GET", "/admin", NULL)), "/login?next=%2Fadmin");
    assert_int_equal(page("/admin", seller.token).status, 403);
    assert_null(strstr(page("/me", buyer.token).body, "href=\"/admin\""));
    assert_shows(page("/me", admin.token), "href=\"/admin\"");
}

/* ---- events ---- */

/* An event of an order of its own, parked. */
static long long parked_event(void)
{
    struct person seller = seller_new(), buyer = customer_new();
    charge(&buyer, 100000);
    struct answer a = order_paid(buyer.token, product_new(&seller, 1000, 10), 1);
    assert_answer(a, 201, "SUCCESS");
    const char *order = answer_text(a, "data.orderNo");
    db_do(
        "UPDATE event_out SET state = 'PARKED', attempts = 12, claim = NULL, claimed_until = NULL,"
        " delivered_at = NULL, last_error = '<b>HTTP 500</b>'"
        " WHERE aggregateid = '%s' AND type = 'order.paid'",
        order);
    return db_number("SELECT coalesce(max(id), 0) FROM event_out WHERE aggregateid = '%s'"
                     " AND state = 'PARKED'",
                     order);
}

static void x2_desk_lists_parked_events_and_sends_one_again(void **state)
{
    (void)state;
    struct person admin = admin_person();
    const long long id = parked_event();
    if (id == 0)
        skip(); /* this stack tells nobody, or its courier was quicker */
    struct answer a = page("/admin/events?state=parked", admin.token);
    assert_shows(a, text("/admin/events/%lld/resend", id));
    assert_shows(a, "&lt;b&gt;HTTP 500&lt;/b&gt;");
    assert_shows(a, "value=\"DATA_PLATFORM\"");
    a = post(text("/admin/events/%lld/resend", id), admin.token, "");
    assert_string_equal(place(a), "/admin/events?state=pending&again=1");
    assert_int_equal(
        db_number("SELECT count(*) FROM event_out WHERE id = %lld AND state = 'PARKED'", id), 0);
    assert_shows(page(place(a), admin.token), "role=\"status\"");
    assert_int_equal(post("/admin/events/999999999999/resend", admin.token, "").status, 404);
}

static void x2_desk_sends_all_parked_of_a_destination_again(void **state)
{
    (void)state;
    struct person admin = admin_person();
    const long long first = parked_event(), second = parked_event();
    if (first == 0 || second == 0)
        skip();
    struct answer a = post("/admin/events/resend", admin.token, "destination=DATA_PLATFORM");
    assert_non_null(strstr(place(a), "/admin/events?state=pending&again="));
    assert_int_equal(db_number("SELECT count(*) FROM event_out WHERE id IN (%lld, %lld)"
                               " AND state = 'PARKED'",
                               first, second),
                     0);
    assert_int_equal(post("/admin/events/resend", admin.token, "destination=MOON").status, 400);
}

static void x1_desk_shows_events_of_each_state(void **state)
{
    (void)state;
    struct person admin = admin_person();
    assert_shows(page("/admin/events", admin.token), "aria-current=\"page\"");
    assert_shows(page("/admin/events?state=delivered", admin.token), "state=parked");
    assert_int_equal(page("/admin/events?state=lost", admin.token).status, 400);
}

/* ---- the books ---- */

static void o13_desk_runs_the_audit_and_shows_each_law(void **state)
{
    (void)state;
    struct person admin = admin_person();
    assert_string_equal(place(post("/admin/books", admin.token, "")), "/admin/books?done=true");
    struct answer a = page("/admin/books?done=true", admin.token);
    assert_shows(a, "role=\"status\"");
    assert_shows(a, "verdict-good");
    struct answer laws = ask("GET", "/api/admin/audit", admin.token);
    for (size_t i = 0; i < answer_count(laws, "data.laws"); i++) {
        const char *name = answer_text(laws, text("data.laws.%zu.name", i));
        assert_shows(a, text("title=\"%s\"", name));
        /* Its title is a text of the catalogue. */
        assert_null(strstr(a.body, text(">%s<", name)));
    }
    assert_shows(a, "잔액, 재고, 가격, 수량, 금액은 0보다 작지 않습니다.");
}

static void o13_desk_shows_the_rows_that_break_a_law(void **state)
{
    (void)state;
    struct person admin = admin_person();
    assert_int_equal(post("/admin/books", admin.token, "").status, 303);
    db_do(
        "UPDATE audit_result SET violations = 21, offenders = E'member_id\\tbalance\\n7\\t<i>9</i>'"
        " WHERE name = 'ledger_runs'");
    struct answer a = page("/admin/books", admin.token);
    assert_shows(a, "verdict-bad");
    assert_shows(a, "<th scope=\"col\">member_id</th><th scope=\"col\">balance</th>");
    assert_shows(a, "<tr><td>7</td><td>&lt;i&gt;9&lt;/i&gt;</td></tr>");
    assert_int_equal(post("/admin/books", admin.token, "").status, 303);
    assert_shows(page("/admin/books", admin.token), "verdict-good");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(m2_desk_is_an_admins_only),
        PROVES(m2_desk_forms_from_elsewhere_are_refused),
        PROVES(m2_desk_finds_members_by_all_their_marks),
        PROVES(m2_desk_pages_through_members),
        PROVES(m2_desk_suspends_and_lets_back),
        PROVES(m2_desk_refuses_oneself_nobody_and_no_status),
        PROVES(m2_desk_shows_hostile_names_as_text),
        PROVES(x2_desk_overview_shows_what_goes_on_and_leads_on),
        PROVES(x2_desk_lists_parked_events_and_sends_one_again),
        PROVES(x2_desk_sends_all_parked_of_a_destination_again),
        PROVES(x1_desk_shows_events_of_each_state),
        PROVES(o13_desk_runs_the_audit_and_shows_each_law),
        PROVES(o13_desk_shows_the_rows_that_break_a_law),
    };
    return RUN_TESTS(tests);
}
