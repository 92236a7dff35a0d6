/* /coupons and /me/coupons, and the open coupons of the start page (K2-K5, K7). */
#include "support/coupon.h"
#include "support/test.h"

#define HOSTILE "<script>alert(1)</script>"
#define HOSTILE_SHOWN "&lt;script&gt;alert(1)&lt;/script&gt;"

static struct answer page(const char *token, const char *path)
{
    return ask("GET", path, token);
}

static struct answer take(const char *token, long long coupon)
{
    return ASK(.method = "POST", .path = text("/coupons/%lld", coupon), .token = token);
}

static void assert_says(struct answer a, long status, const char *words)
{
    assert_int_equal(a.status, status);
    if (strstr(a.body, words) == NULL)
        fail_msg("%s does not say %s", a.asked, words);
}

/* Closes before all others, so that it stands on the first page. */
static long long coupon_soon(const char *fields)
{
    long long id = coupon_new(fields);
    db_do("update coupon set issue_ends_at = now() + interval '10 minutes' where coupon_id = %lld",
          id);
    return id;
}

static void k2_taking_a_coupon_says_what_happened(void **state)
{
    (void)state;
    struct person first = customer_new(), second = customer_new();
    long long coupon = coupon_soon("\"type\":\"FIXED\",\"value\":3000,\"quantity\":1");
    const char *form = text("action=\"/coupons/%lld\"", coupon);
    assert_says(page(first.token, "/coupons"), 200, form);
    struct answer a = take(first.token, coupon);
    assert_int_equal(a.status, 303);
    assert_non_null(header_starting(a, "Location", "/coupons?got=true"));
    a = page(first.token, "/coupons?got=true");
    assert_says(a, 200, "쿠폰을 받았습니다");
    assert_null(strstr(a.body, form));
    assert_says(take(first.token, coupon), 409, "이미 발급받은 쿠폰입니다");
    assert_says(take(second.token, coupon), 409, "모두 소진");
    assert_says(take(second.token, 999999999), 404, "쿠폰을 찾을 수 없습니다");
    assert_int_equal(db_number("select count(*) from issued_coupon where coupon_id = %lld", coupon),
                     1);
}

static void k2_outside_its_window_the_page_says_when(void **state)
{
    (void)state;
    struct person p = customer_new();
    long long coupon = coupon_new(FIXED_3000 ",\"issueStartsAt\":\"2099-01-01T00:00:00+09:00\"");
    struct answer a = take(p.token, coupon);
    assert_says(a, 409, "아직 열리지 않은 쿠폰입니다");
    assert_says(a, 409, "2099년 1월 1일");
    coupon = coupon_new(FIXED_3000);
    db_do("update coupon set issue_starts_at = now() - interval '2 hours', "
          "issue_ends_at = now() - interval '1 hour' where coupon_id = %lld",
          coupon);
    assert_says(take(p.token, coupon), 409, "발급 기간이 끝난 쿠폰입니다");
}

static void k2_what_opens_within_a_week_is_shown_before_it_does(void **state)
{
    (void)state;
    struct person p = customer_new();
    const long long soon = coupon_new(FIXED_3000), later = coupon_new(FIXED_3000);
    db_do("update coupon set issue_starts_at = now() + interval '1 hour' where coupon_id = %lld",
          soon);
    db_do("update coupon set issue_starts_at = now() + interval '169 hours' where coupon_id = %lld",
          later);
    struct answer a = page(p.token, "/coupons");
    assert_says(a, 200, "곧 열리는 쿠폰");
    assert_says(a, 200, text("action=\"/coupons/%lld\"", soon));
    assert_says(a, 200, "disabled data-opens=\"");
    assert_says(a, 200, "부터 받을 수 있어요");
    assert_null(strstr(a.body, text("action=\"/coupons/%lld\"", later)));
    assert_says(take(p.token, soon), 409, "아직 열리지 않은 쿠폰입니다");
    /* It is none of those open now, for which the API is asked. */
    a = ask("GET", "/api/coupon?limit=100", p.token);
    assert_answer(a, 200, "SUCCESS");
    assert_null(strstr(a.body, text("\"couponId\":%lld,", soon)));
    db_do("update coupon set issue_starts_at = now() where coupon_id = %lld", soon);
    assert_int_equal(take(p.token, soon).status, 303);
}

static void k2_visitors_are_sent_to_log_in_and_get_nothing_of_their_own(void **state)
{
    (void)state;
    long long coupon = coupon_soon(FIXED_3000);
    struct answer a = page(NULL, text("/coupons?limit=%lld", coupon % 100 + 1));
    assert_says(a, 200, "/login?next=/coupons");
    assert_null(header(a, "Set-Cookie"));
    assert_non_null(strstr(a.body, "name=\"csrf\" value=\"\""));
    assert_null(strstr(a.body, text("action=\"/coupons/%lld\"", coupon)));
    assert_int_equal(take(NULL, coupon).status, 403);
    assert_int_equal(take(guest_new(), coupon).status, 403);
    a = page(NULL, "/me/coupons");
    assert_int_equal(a.status, 303);
    assert_non_null(header_starting(a, "Location", "/login?next="));
}

static void k3_what_is_left_is_shown_on_the_start_page_too(void **state)
{
    (void)state;
    struct person p = customer_new();
    long long coupon = coupon_soon("\"type\":\"FREE_SHIPPING\",\"quantity\":4321");
    assert_says(page(p.token, "/coupons"), 200, "4,321장 중 4,321장 남음");
    assert_int_equal(take(p.token, coupon).status, 303);
    assert_says(page(p.token, "/coupons"), 200, "4,321장 중 4,320장 남음");
    assert_says(page(NULL, "/"), 200, "쿠폰");
    db_do("update coupon set issue_ends_at = now() + interval '5 minutes' where coupon_id = %lld",
          coupon);
    assert_says(page(p.token, "/"), 200, "4,321장 중 4,320장 남음");

    long long gone = coupon_soon("\"type\":\"FIXED\",\"value\":1000,\"quantity\":1");
    assert_int_equal(take(p.token, gone).status, 303);
    assert_says(page(p.token, "/coupons"), 200, "1장 중 0장 남음");
    assert_null(strstr(page(p.token, "/").body, "중 0장 남음"));
}

static void k7_own_coupons_stand_under_their_states(void **state)
{
    (void)state;
    struct person p = customer_new(), other = customer_new(), seller = seller_new();
    long long product = product_new(&seller, 20000, 10);
    long long held = coupon_issued(p.token, FIXED_3000);
    struct answer a = call("POST", "/api/order", p.token,
                           "{\"items\":[{\"productId\":%lld,\"quantity\":1}],\"couponId\":%lld,"
                           "\"paymentMethod\":\"POINT\",\"pay\":false,%s}",
                           product, held, SHIPPING);
    assert_answer(a, 201, "SUCCESS");
    const char *number = text("%s", answer_text(a, "data.orderNo"));
    assert_says(page(p.token, "/me/coupons"), 200, text("href=\"/orders/%s\"", number));
    assert_null(strstr(page(other.token, "/me/coupons").body, number));
    charge(&p, 30000);
    assert_answer(call("POST", "/api/pay", p.token, "{\"orderNo\":\"%s\"}", number), 200,
                  "SUCCESS");
    assert_null(strstr(page(p.token, "/me/coupons").body, number));
    assert_says(page(p.token, "/me/coupons?status=USED"), 200, text("href=\"/orders/%s\"", number));
    coupon_let_expire(coupon_issued(p.token, FIXED_3000));
    assert_says(page(p.token, "/me/coupons?status=EXPIRED"), 200, "badge-EXPIRED");
    assert_says(page(p.token, "/me/coupons?status=REVOKED"), 200, "쿠폰이 없습니다");
    assert_int_equal(page(p.token, "/me/coupons?status=GONE").status, 400);
}

static void k1_hostile_names_are_shown_as_text(void **state)
{
    (void)state;
    struct person p = customer_new(), admin = admin_person();
    struct answer a = call("POST", "/api/coupon", admin.token,
                           "{\"name\":\"" HOSTILE "\",\"description\":\"" HOSTILE "\"," FIXED_3000
                           ",\"issueEndsAt\":\"2099-01-01T00:00:00+09:00\"}");
    assert_answer(a, 201, "SUCCESS");
    long long coupon = answer_int(a, "data.couponId");
    db_do("update coupon set issue_ends_at = now() + interval '5 minutes' where coupon_id = %lld",
          coupon);
    assert_says(page(p.token, "/coupons"), 200, HOSTILE_SHOWN);
    assert_null(strstr(page(p.token, "/coupons").body, HOSTILE));
    assert_int_equal(take(p.token, coupon).status, 303);
    assert_says(page(p.token, "/me/coupons"), 200, HOSTILE_SHOWN);
    assert_null(strstr(page(p.token, "/me/coupons").body, HOSTILE));
    /* Not among those that the start page shows to tests after this one. */
    db_do("update coupon set issue_starts_at = now() - interval '2 hours', "
          "issue_ends_at = now() - interval '1 hour' where coupon_id = %lld",
          coupon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(k2_taking_a_coupon_says_what_happened),
        PROVES(k2_outside_its_window_the_page_says_when),
        PROVES(k2_what_opens_within_a_week_is_shown_before_it_does),
        PROVES(k2_visitors_are_sent_to_log_in_and_get_nothing_of_their_own),
        PROVES(k3_what_is_left_is_shown_on_the_start_page_too),
        PROVES(k7_own_coupons_stand_under_their_states),
        PROVES(k1_hostile_names_are_shown_as_text),
    };
    return RUN_TESTS(tests);
}
