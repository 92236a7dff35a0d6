/* /me/notifications and the number in the header (N1, O12). */
#include "support/test.h"

static void assert_says(struct answer a, long status, const char *words)
{
    assert_int_equal(a.status, status);
    if (strstr(a.body, words) == NULL)
        fail_msg("%s does not say %s", a.asked, words);
}

static struct answer page(const char *token)
{
    return ask("GET", "/me/notifications", token);
}

static long long newest(const char *token)
{
    return answer_int(ask("GET", "/api/notification", token), "data.items.0.notificationId");
}

static struct answer told_of_an_order(const struct person *p)
{
    struct person seller = seller_new();
    charge(p, 50000);
    struct answer a = order_paid(p->token, product_new(&seller, 9000, 5), 1);
    assert_answer(a, 201, "SUCCESS");
    return a;
}

static void n1_notices_are_listed_with_their_links_and_marked_as_read(void **state)
{
    (void)state;
    struct person p = customer_new();
    assert_says(page(p.token), 200, "아직 알림이 없습니다");
    const char *number = text("%s", answer_text(told_of_an_order(&p), "data.orderNo"));
    struct answer a = page(p.token);
    assert_says(a, 200, text("href=\"/orders/%s\"", number));
    assert_says(a, 200, "told-new");
    assert_says(a, 200, "알림 (1)");
    long long id = newest(p.token);
    a = ASK(.method = "POST", .path = text("/me/notifications/%lld/read", id), .token = p.token);
    assert_int_equal(a.status, 303);
    a = page(p.token);
    assert_says(a, 200, number);
    assert_null(strstr(a.body, "told-new"));
    assert_null(strstr(a.body, "알림 (1)"));
}

static void n1_all_are_marked_as_read_at_once(void **state)
{
    (void)state;
    struct person p = customer_new();
    (void)told_of_an_order(&p);
    (void)told_of_an_order(&p);
    assert_says(ask("GET", "/cart", p.token), 200, "알림 (2)");
    struct answer a = ASK(.method = "POST", .path = "/me/notifications/read", .token = p.token);
    assert_int_equal(a.status, 303);
    assert_null(strstr(ask("GET", "/cart", p.token).body, "알림 ("));
}

static void n1_notices_are_their_readers_alone(void **state)
{
    (void)state;
    struct person p = customer_new(), other = customer_new();
    const char *number = text("%s", answer_text(told_of_an_order(&p), "data.orderNo"));
    long long id = newest(p.token);
    assert_null(strstr(page(other.token).body, number));
    assert_int_equal(
        ASK(.method = "POST", .path = text("/me/notifications/%lld/read", id), .token = other.token)
            .status,
        404);
    assert_says(page(p.token), 200, "told-new");
    struct answer a = page(NULL);
    assert_int_equal(a.status, 303);
    assert_non_null(header_starting(a, "Location", "/login?next="));
    assert_int_equal(ASK(.method = "POST", .path = "/me/notifications/read").status, 403);
}

static void n1_guests_have_notices_and_visitors_no_bell(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *guest = guest_new();
    struct answer a = order_by_card(guest, product_new(&seller, 9000, 5), 1);
    assert_answer(a, 201, "SUCCESS");
    assert_says(page(guest), 200, answer_text(a, "data.orderNo"));
    assert_says(page(guest), 200, "data-bell");
    assert_null(strstr(ask("GET", "/", NULL).body, "data-bell"));
}

static void n1_hostile_names_are_shown_as_text(void **state)
{
    (void)state;
    struct person p = customer_new();
    db_do("insert into notice (kind, name, amount, created_at, member_id) "
          "values ('COUPON_ISSUED', '<img src=x>', 0, now(), %lld)",
          p.member);
    assert_says(page(p.token), 200, "&lt;img src=x&gt;");
    assert_null(strstr(page(p.token).body, "<img src=x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(n1_notices_are_listed_with_their_links_and_marked_as_read),
        PROVES(n1_all_are_marked_as_read_at_once),
        PROVES(n1_notices_are_their_readers_alone),
        PROVES(n1_guests_have_notices_and_visitors_no_bell),
        PROVES(n1_hostile_names_are_shown_as_text),
    };
    return RUN_TESTS(tests);
}
