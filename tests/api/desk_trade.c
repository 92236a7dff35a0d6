/* The admins' pages of coupons and orders. */
#include "support/desk.h"
#include "support/test.h"

/* ---- coupons ---- */

/* A template made by the form, of five; gives its id. */
static long long coupon_made(const struct person *admin, const char *name)
{
    struct answer a = post("/admin/coupons", admin->token,
                           text("name=%s&type=PERCENT&value=10&maxDiscount=5000&quantity=5"
                                "&issueEndsAt=2099-01-01T10%%3A00",
                                name));
    assert_string_equal(place(a), "/admin/coupons?done=true");
    return db_number("SELECT coupon_id FROM coupon WHERE name = '%s'", name);
}

static void k1_desk_makes_and_lists_coupons(void **state)
{
    (void)state;
    struct person admin = admin_person();
    const char *name = unique();
    const long long coupon = coupon_made(&admin, name);
    struct answer a = page("/admin/coupons?done=true", admin.token);
    assert_shows(a, text("href=\"/admin/coupons/%lld\"><bdi>%s</bdi><", coupon, name));
    assert_shows(a, "0 / 5");
    assert_int_equal(db_number("SELECT count(*) FROM coupon WHERE coupon_id = %lld AND"
                               " issue_ends_at = '2099-01-01T01:00Z' AND valid_days = 365",
                               coupon),
                     1);
    assert_int_equal(page("/admin/coupons/999999999999", admin.token).status, 404);
}

static void k1_desk_coupon_form_keeps_what_was_typed_and_says_what_is_wrong(void **state)
{
    (void)state;
    struct person admin = admin_person();
    static const struct {
        const char *form, *problem;
    } CASES[] = {
        {"type=FIXED&value=1000&quantity=5&issueEndsAt=2099-01-01T10:00", "name-problem"},
        {"name=x&type=FIXED&value=0&quantity=5&issueEndsAt=2099-01-01T10:00", "value-problem"},
        {"name=x&type=PERCENT&value=101&quantity=5&issueEndsAt=2099-01-01T10:00", "value-problem"},
        {"name=x&type=FIXED&value=9&maxDiscount=9&quantity=5&issueEndsAt=2099-01-01T10:00",
         "maxDiscount-problem"},
        {"name=x&type=FIXED&value=9&quantity=0&issueEndsAt=2099-01-01T10:00", "quantity-problem"},
        {"name=x&type=FIXED&value=9&quantity=5&issueEndsAt=soon", "issueEndsAt-problem"},
        {"name=x&type=FIXED&value=9&quantity=5&issueEndsAt=2001-01-01T10:00",
         "issueEndsAt-problem"},
        {"name=x&type=GIFT&value=9&quantity=5&issueEndsAt=2099-01-01T10:00", "type-problem"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct answer a = post("/admin/coupons", admin.token,
                               text("%s&description=%%3Cb%%3Ekept", CASES[i].form));
        assert_int_equal(a.status, 400);
        if (strstr(a.body, text("id=\"%s\"", CASES[i].problem)) == NULL)
            fail_msg("%s: no %s", CASES[i].form, CASES[i].problem);
        assert_non_null(strstr(a.body, ">\n&lt;b&gt;kept</textarea>"));
    }
}

static void k8_desk_shows_who_has_a_coupon_and_revokes_it(void **state)
{
    (void)state;
    struct person admin = admin_person(), holder = customer_new(), other = customer_new();
    const long long coupon = coupon_made(&admin, unique()),
                    elsewhere = coupon_made(&admin, unique());
    struct answer a = ASK(.method = "POST", .path = text("/api/coupon/%lld/issue", coupon),
                          .token = holder.token);
    assert_answer(a, 201, "SUCCESS");
    const long long issued = answer_int(a, "data.issuedCouponId");
    const char *path = text("/admin/coupons/%lld", coupon);
    const char *revoke = text("%s/issued/%lld/revoke", path, issued);
    const char *name = unique();
    db_do("UPDATE member SET name = '%s' WHERE member_id = %lld", name, holder.member);
    a = page(path, admin.token);
    assert_shows(a, revoke);
    assert_shows(a, "data-fresh");
    assert_shows(a, name);
    assert_shows(a, text("#%lld<", holder.member));
    assert_shows(a, "지금 속도면 약 "); /* one of its few in this minute */
    db_do("UPDATE coupon SET issue_ends_at = now() + interval '30 seconds' WHERE coupon_id = %lld",
          coupon);
    assert_shows(page(path, admin.token), "발급이 끝날 때까지 남습니다");
    assert_shows(page(text("%s?q=%s", path, holder.email), admin.token), revoke);
    assert_null(strstr(page(text("%s?q=%s", path, other.email), admin.token).body, revoke));
    assert_null(strstr(page(text("%s?q=nobody@b.example", path), admin.token).body, revoke));
    /* By another template's address it is not there. */
    a = post(text("/admin/coupons/%lld/issued/%lld/revoke", elsewhere, issued), admin.token, "");
    assert_int_equal(a.status, 404);
    assert_int_equal(post(revoke, holder.token, "").status, 403);
    assert_string_equal(place(post(revoke, admin.token, "")), text("%s?done=true", path));
    a = page(path, admin.token);
    assert_shows(a, "badge-REVOKED");
    assert_null(strstr(a.body, revoke));
    db_do("UPDATE issued_coupon SET status = 'EXPIRED', revoked = false WHERE issued_coupon_id = "
          "%lld",
          issued);
    assert_int_equal(post(revoke, admin.token, "").status, 409);
}

/* ---- orders ---- */

static void assert_finds_order(const struct person *admin, const char *sought, const char *order)
{
    assert_shows(page(text("/admin/orders?q=%s", sought), admin->token),
                 text("href=\"/admin/orders/%s\"", order));
}

static void o7_desk_finds_orders_by_number_phone_and_member(void **state)
{
    (void)state;
    struct person admin = admin_person(), seller = seller_new(), buyer = customer_new();
    struct answer a = order_pending(buyer.token, product_new(&seller, 1000, 10), 1);
    assert_answer(a, 201, "SUCCESS");
    const char *order = answer_text(a, "data.orderNo");
    const char *phone = text("0%09lld", 100000000 + buyer.member % 800000000);
    db_do("UPDATE orders SET phone = '%s' WHERE order_no = '%s'", phone, order);
    assert_finds_order(&admin, "", order);
    assert_finds_order(&admin, order, order);
    assert_finds_order(&admin, phone, order);
    assert_finds_order(&admin, text("%lld", buyer.member), order);
    assert_finds_order(&admin, buyer.email, order);
    const char *name = unique();
    db_do("UPDATE member SET name = '%s' WHERE member_id = %lld", name, buyer.member);
    assert_finds_order(&admin, name + 3, order);
    static const char *const NOTHINGS[] = {"20260101-0000000001", "999999999999", "a@b.example",
                                           "0", "somebody"};
    for (size_t i = 0; i < COUNT(NOTHINGS); i++)
        assert_shows(page(text("/admin/orders?q=%s", NOTHINGS[i]), admin.token), "class=\"empty\"");
    a = page("/admin/orders?limit=1", admin.token);
    assert_shows(a, "cursor=");
    assert_int_equal(page("/admin/orders/20260101-0000000001", admin.token).status, 404);
}

static void y1_desk_shows_all_that_happened_to_an_order(void **state)
{
    (void)state;
    struct person admin = admin_person(), seller = seller_new(), buyer = customer_new();
    charge(&buyer, 100000);
    struct answer a = order_paid(buyer.token, product_new(&seller, 1000, 10), 2);
    assert_answer(a, 201, "SUCCESS");
    const char *order = answer_text(a, "data.orderNo");
    db_do("UPDATE orders SET recipient = '<script>alert(1)</script>' WHERE order_no = '%s'", order);
    a = page(text("/admin/orders/%s", order), admin.token);
    assert_shows(a, text("/admin/members/%lld", buyer.member));
    assert_shows(a, "badge-PENDING_PAYMENT"); /* the history's first row */
    assert_shows(a, "badge-APPROVED");
    assert_shows(a, "포인트 5,000원");
    assert_null(strstr(a.body, "POINT 5000"));
    /* A gateway's key is no sum, whatever it looks like. */
    db_do("INSERT INTO payment_log (payment_id, event, detail, created_at) SELECT payment_id,"
          " 'GATEWAY_ACCEPTED', '7654321', now() FROM payment JOIN orders USING (order_id)"
          " WHERE order_no = '%s'",
          order);
    const struct answer accepted = page(text("/admin/orders/%s", order), admin.token);
    assert_shows(accepted, "7654321");
    assert_shows(a, "원이 결제되어 주문이 확정되었습니다");
    assert_shows(a, "새 주문이 들어왔습니다"); /* what its seller was told */
    assert_shows(a, "&lt;script&gt;alert(1)");
    assert_null(strstr(a.body, "<script>alert"));
    assert_null(strstr(a.body, "/retry"));
    assert_answer(call("POST", text("/api/order/%s/cancel", order), buyer.token, "{}"), 200,
                  "SUCCESS");
    assert_shows(page(text("/admin/orders/%s", order), admin.token), "badge-CANCELLED");
}

/* A card payment of an order, with a refund that failed; gives the payment's id. */
static long long failed_refund(const char **ret_order)
{
    struct person seller = seller_new(), buyer = customer_new();
    struct answer a = order_by_card(buyer.token, product_new(&seller, 1000, 10), 1);
    assert_answer(a, 201, "SUCCESS");
    *ret_order = answer_text(a, "data.orderNo");
    db_do(
        "WITH made AS (INSERT INTO payment (order_id, method, amount, refunded, status,"
        " completes_order, payment_key, transaction_key, created_at, updated_at)"
        " SELECT order_id, 'CARD', payable, 0, 'APPROVED', false, 'pk-%s', 'tk-%s', now(), now()"
        " FROM orders WHERE order_no = '%s' RETURNING payment_id, amount)"
        " INSERT INTO refund (payment_id, refund_key, amount, reason, kind, status, attempts,"
        " next_at, last_error, created_at) SELECT payment_id, 'rk-%s', amount, 'late', 'RETURNED',"
        " 'FAILED', 12, 'infinity', '<u>HTTP 500</u>', now() FROM made",
        *ret_order, *ret_order, *ret_order, *ret_order);
    return db_number("SELECT payment_id FROM payment WHERE payment_key = 'pk-%s'", *ret_order);
}

/* What the books would not bear. */
static void forget_payment(long long payment)
{
    db_do("DELETE FROM refund WHERE payment_id = %lld", payment);
    db_do("DELETE FROM payment_log WHERE payment_id = %lld", payment);
    db_do("DELETE FROM payment WHERE payment_id = %lld", payment);
}

static void y5_desk_tries_a_failed_refund_again(void **state)
{
    (void)state;
    struct person admin = admin_person();
    const char *order, *other;
    const long long payment = failed_refund(&order), elsewhere = failed_refund(&other);
    struct answer a = page("/admin/orders?failed=true", admin.token);
    assert_shows(a, text("href=\"/admin/orders/%s\"", order));
    a = page(text("/admin/orders/%s", order), admin.token);
    assert_shows(a, text("/admin/orders/%s/payments/%lld/retry", order, payment));
    assert_shows(a, "&lt;u&gt;HTTP 500&lt;/u&gt;");
    db_do("UPDATE refund SET last_error = 'HTTP 500', reason = 'the order was over'"
          " WHERE payment_id = %lld",
          payment);
    a = page(text("/admin/orders/%s", order), admin.token);
    assert_shows(a, "오류 응답 (HTTP 500)");
    assert_shows(a, "이미 끝난 주문의 결제");
    /* Another order's payment is none of this one's. */
    a = post(text("/admin/orders/%s/payments/%lld/retry", order, elsewhere), admin.token, "");
    assert_int_equal(a.status, 404);
    const char *form = text("idempotency_key=%s", unique());
    const char *retry = text("/admin/orders/%s/payments/%lld/retry", order, payment);
    assert_string_equal(place(post(retry, admin.token, form)),
                        text("/admin/orders/%s?done=true", order));
    assert_int_equal(db_number("SELECT count(*) FROM payment_log WHERE payment_id = %lld"
                               " AND event = 'REFUND_RETRIED'",
                               payment),
                     1);
    assert_int_equal(post(retry, admin.token, form).status, 303); /* a double click */
    forget_payment(payment);
    forget_payment(elsewhere);
}

static void y5_desk_refuses_to_retry_what_has_not_failed(void **state)
{
    (void)state;
    struct person admin = admin_person(), seller = seller_new(), buyer = customer_new();
    charge(&buyer, 100000);
    struct answer a = order_paid(buyer.token, product_new(&seller, 1000, 10), 1);
    const char *order = answer_text(a, "data.orderNo");
    a = post(text("/admin/orders/%s/payments/%lld/retry", order, answer_int(a, "data.paymentId")),
             admin.token, "");
    assert_int_equal(a.status, 409);
    assert_non_null(strstr(a.body, "role=\"alert\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(k1_desk_makes_and_lists_coupons),
        PROVES(k1_desk_coupon_form_keeps_what_was_typed_and_says_what_is_wrong),
        PROVES(k8_desk_shows_who_has_a_coupon_and_revokes_it),
        PROVES(o7_desk_finds_orders_by_number_phone_and_member),
        PROVES(y1_desk_shows_all_that_happened_to_an_order),
        PROVES(y5_desk_tries_a_failed_refund_again),
        PROVES(y5_desk_refuses_to_retry_what_has_not_failed),
    };
    return RUN_TESTS(tests);
}
