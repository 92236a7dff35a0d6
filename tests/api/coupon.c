/* /api/coupon: templates, issuing, listing, revoking (K1-K5, K8, K9). */
#include "support/coupon.h"
#include "support/test.h"

#include <unistd.h>

#define TEMPLATE                                                                                   \
    "couponId:int name:text description:text type:text value:int minOrderAmount:int "              \
    "maxDiscount:int? quantity:int remaining:int issueStartsAt:time issueEndsAt:time "             \
    "validDays:int"
#define ISSUED                                                                                     \
    "issuedCouponId:int couponId:int name:text type:text value:int status:text issuedAt:time "     \
    "expiresAt:time"

/* ---- templates ---- */

static void k1_template_is_made_as_said(void **state)
{
    (void)state;
    struct person admin = admin_person();
    struct answer a = call("POST", "/api/coupon", admin.token,
                           "{\"name\":\"봄맞이\",\"description\":\"봄 할인\",\"type\":\"PERCENT\","
                           "\"value\":10,\"minOrderAmount\":20000,\"maxDiscount\":5000,"
                           "\"quantity\":100,\"issueStartsAt\":\"2026-01-01T00:00:00+09:00\","
                           "\"issueEndsAt\":\"2099-12-31T15:00:00Z\",\"validDays\":30}");
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", TEMPLATE);
    assert_text(a, "data.name", "봄맞이");
    assert_text(a, "data.description", "봄 할인");
    assert_text(a, "data.type", "PERCENT");
    assert_int(a, "data.value", 10);
    assert_int(a, "data.minOrderAmount", 20000);
    assert_int(a, "data.maxDiscount", 5000);
    assert_int(a, "data.quantity", 100);
    assert_int(a, "data.remaining", 100);
    assert_text(a, "data.issueStartsAt", "2026-01-01T00:00:00+09:00");
    assert_text(a, "data.issueEndsAt", "2100-01-01T00:00:00+09:00");
    assert_int(a, "data.validDays", 30);
    a = coupon_draft(admin.token, "\"type\":\"FREE_SHIPPING\",\"quantity\":1000000,"
                                  "\"issueStartsAt\":\"2099-01-01T00:00:00+09:00\"");
    assert_answer(a, 201, "SUCCESS");
    assert_int(a, "data.value", 0);
    assert_int(a, "data.minOrderAmount", 0);
    assert_string_equal(answer_raw(a, "data.maxDiscount"), "null");
    assert_int(a, "data.validDays", 365);
}

static void k1_wrong_terms_are_refused_field_by_field(void **state)
{
    (void)state;
    struct person admin = admin_person();
    static const struct {
        const char *fields, *field, *code;
    } CASES[] = {
        {"\"type\":\"GIFT\",\"value\":1,\"quantity\":1", "type", "INVALID_VALUE"},
        {"\"type\":\"\",\"value\":1,\"quantity\":1", "type", "INVALID_VALUE"},
        {"\"value\":1,\"quantity\":1", "type", "REQUIRED"},
        {"\"type\":\"FIXED\",\"quantity\":1", "value", "OUT_OF_RANGE"},
        {"\"type\":\"PERCENT\",\"value\":101,\"quantity\":1", "value", "OUT_OF_RANGE"},
        {"\"type\":\"FREE_SHIPPING\",\"value\":1,\"quantity\":1", "value", "OUT_OF_RANGE"},
        {"\"type\":\"FIXED\",\"value\":1", "quantity", "REQUIRED"},
        {"\"type\":\"FIXED\",\"value\":1,\"quantity\":0", "quantity", "OUT_OF_RANGE"},
        {"\"type\":\"FIXED\",\"value\":1,\"quantity\":1000001", "quantity", "OUT_OF_RANGE"},
        {FIXED_3000 ",\"maxDiscount\":10", "maxDiscount", "CONFLICTING"},
        {FIXED_3000 ",\"minOrderAmount\":-1", "minOrderAmount", "OUT_OF_RANGE"},
        {FIXED_3000 ",\"validDays\":0", "validDays", "OUT_OF_RANGE"},
        {FIXED_3000 ",\"validDays\":3651", "validDays", "OUT_OF_RANGE"},
        {FIXED_3000 ",\"issueStartsAt\":\"tomorrow\"", "issueStartsAt", "INVALID_FORMAT"},
        {FIXED_3000 ",\"issueStartsAt\":\"2100-01-01T00:00:00+09:00\"", "issueEndsAt",
         "INVALID_VALUE"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        assert_invalid(coupon_draft(admin.token, CASES[i].fields), CASES[i].field, CASES[i].code);
    assert_invalid(call("POST", "/api/coupon", admin.token, "{\"name\":\"x\"," FIXED_3000 "}"),
                   "issueEndsAt", "REQUIRED");
}

static void k1_only_admins_make_and_revoke(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *guest = guest_new();
    assert_answer(coupon_draft(seller.token, FIXED_3000), 403, "FORBIDDEN");
    assert_answer(coupon_draft(guest, FIXED_3000), 401, "UNAUTHENTICATED");
    assert_answer(ask("POST", "/api/coupon/issued/1/revoke", seller.token), 403, "FORBIDDEN");
    assert_answer(coupon_issue(guest, 1), 401, "UNAUTHENTICATED");
    assert_answer(ask("GET", "/api/coupon/mine", guest), 401, "UNAUTHENTICATED");
}

/* Whether the list of open templates has one, over all its pages; `ret_remaining` if so. */
static bool is_open(long long coupon, long long *ret_remaining)
{
    const char *cursor = "";
    for (int page = 0; page < 1000; page++) {
        struct answer a = ask("GET", text("/api/coupon?limit=3%s", cursor), NULL);
        assert_answer(a, 200, "SUCCESS");
        assert_shape(a, "data", "items:list nextCursor:text?");
        for (size_t i = 0; i < answer_count(a, "data.items"); i++) {
            assert_shape(a, text("data.items.%zu", i), TEMPLATE);
            if (answer_int(a, text("data.items.%zu.couponId", i)) != coupon)
                continue;
            *ret_remaining = answer_int(a, text("data.items.%zu.remaining", i));
            return true;
        }
        if (answer_text(a, "data.nextCursor") == NULL)
            return false;
        cursor = text("&cursor=%s", answer_text(a, "data.nextCursor"));
    }
    fail_msg("the list has no end");
    return false;
}

static void k1_open_templates_are_listed_with_what_is_left(void **state)
{
    (void)state;
    struct person p = customer_new();
    long long left;
    const long long open = coupon_new(FIXED_3000);
    const long long future =
        coupon_new(FIXED_3000 ",\"issueStartsAt\":\"2099-01-01T00:00:00+09:00\"");
    const long long over = coupon_new(FIXED_3000);
    db_do("UPDATE coupon SET issue_starts_at = now() - interval '2 h', "
          "issue_ends_at = now() - interval '1 s' WHERE coupon_id = %lld",
          over);
    assert_true(is_open(open, &left));
    assert_int_equal(left, 10);
    assert_false(is_open(future, &left));
    assert_false(is_open(over, &left));
    assert_answer(coupon_issue(p.token, open), 201, "SUCCESS");
    assert_true(is_open(open, &left));
    assert_int_equal(left, 9);
}

/* ---- issuing ---- */

static void k3_k4_coupon_is_issued_once_a_member_and_lasts_365_days(void **state)
{
    (void)state;
    struct person p = customer_new(), other = customer_new();
    const long long coupon = coupon_new(FIXED_3000);
    struct answer a = coupon_issue(p.token, coupon);
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", ISSUED);
    assert_int(a, "data.couponId", coupon);
    assert_text(a, "data.name", "시험 쿠폰");
    assert_text(a, "data.type", "FIXED");
    assert_int(a, "data.value", 3000);
    assert_text(a, "data.status", "AVAILABLE");
    assert_int_equal(db_number("SELECT extract(day FROM '%s'::timestamptz - '%s'::timestamptz)",
                               answer_text(a, "data.expiresAt"), answer_text(a, "data.issuedAt")),
                     365);
    assert_answer(coupon_issue(p.token, coupon), 409, "COUPON_ALREADY_ISSUED");
    assert_answer(coupon_issue(other.token, coupon), 201, "SUCCESS");
    assert_answer(coupon_issue(p.token, 999999999999), 404, "COUPON_NOT_FOUND");
}

static void k2_issue_is_replayed_under_its_key(void **state)
{
    (void)state;
    struct person p = customer_new();
    const long long coupon = coupon_new(FIXED_3000);
    const char *path = text("/api/coupon/%lld/issue", coupon);
    const char *key = text("Idempotency-Key: coupon-%s", unique());
    struct answer first = ASK(.method = "POST", .path = path, .token = p.token, .headers = {key});
    struct answer again = ASK(.method = "POST", .path = path, .token = p.token, .headers = {key});
    assert_answer(first, 201, "SUCCESS");
    assert_answer(again, 201, "SUCCESS");
    assert_string_equal(header(again, "Idempotent-Replayed"), "true");
    assert_int_equal(answer_int(first, "data.issuedCouponId"),
                     answer_int(again, "data.issuedCouponId"));
}

static void k2_exactly_the_quantity_is_issued(void **state)
{
    (void)state;
    struct person p[3] = {customer_new(), customer_new(), customer_new()};
    long long left;
    const long long coupon = coupon_new("\"type\":\"FIXED\",\"value\":100,\"quantity\":2");
    assert_answer(coupon_issue(p[0].token, coupon), 201, "SUCCESS");
    assert_answer(coupon_issue(p[1].token, coupon), 201, "SUCCESS");
    assert_answer(coupon_issue(p[2].token, coupon), 409, "COUPON_SOLD_OUT");
    assert_true(is_open(coupon, &left));
    assert_int_equal(left, 0);
}

static void k1_issued_only_inside_the_window(void **state)
{
    (void)state;
    struct person p = customer_new();
    const long long early =
        coupon_new(FIXED_3000 ",\"issueStartsAt\":\"2099-01-01T00:00:00+09:00\"");
    const long long late = coupon_new(FIXED_3000);
    db_do("UPDATE coupon SET issue_starts_at = now() - interval '2 h', "
          "issue_ends_at = now() - interval '1 s' WHERE coupon_id = %lld",
          late);
    assert_answer(coupon_issue(p.token, early), 409, "COUPON_NOT_ISSUABLE");
    assert_answer(coupon_issue(p.token, late), 409, "COUPON_NOT_ISSUABLE");
}

/* The worker's part: a big template opens once all its slots are there. */
static void k2_worker_makes_the_slots_of_a_big_template(void **state)
{
    (void)state;
    enum { QUANTITY = 50000 };
    struct person p = customer_new();
    const long long coupon =
        coupon_new(text("\"type\":\"FIXED\",\"value\":100,\"quantity\":%d", QUANTITY));
    struct answer a = coupon_issue(p.token, coupon);
    for (int tries = 0; tries < 300 && a.status == 409; tries++) {
        assert_answer(a, 409, "COUPON_NOT_ISSUABLE");
        (void)usleep(100000);
        a = coupon_issue(p.token, coupon);
    }
    assert_answer(a, 201, "SUCCESS");
    assert_int_equal(db_number("SELECT count(*) FROM coupon_slot WHERE coupon_id = %lld", coupon),
                     QUANTITY - 1);
}

static void k9_issued_coupon_keeps_what_the_template_said(void **state)
{
    (void)state;
    struct person p = customer_new();
    const long long issued = coupon_issued(p.token, FIXED_3000);
    db_do(
        "UPDATE coupon SET name = '딴 이름', value = 1, description = '딴 말' FROM issued_coupon i "
        "WHERE i.coupon_id = coupon.coupon_id AND i.issued_coupon_id = %lld",
        issued);
    struct answer a = ask("GET", "/api/coupon/mine", p.token);
    assert_text(a, "data.items.0.name", "시험 쿠폰");
    assert_int(a, "data.items.0.value", 3000);
    assert_int_equal(
        db_number("SELECT count(*) FROM issued_coupon WHERE issued_coupon_id = %lld "
                  "AND description = '' AND min_order_amount = 0 AND max_discount IS NULL",
                  issued),
        1);
}

/* ---- a member's own ---- */

static void k5_own_coupons_are_listed_by_state(void **state)
{
    (void)state;
    struct person p = customer_new(), other = customer_new();
    long long issued[3];
    for (size_t i = 0; i < 3; i++)
        issued[i] = coupon_issued(p.token, FIXED_3000);
    struct answer a = ask("GET", "/api/coupon/mine?limit=2", p.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", "items:list nextCursor:text?");
    assert_shape(a, "data.items.0", ISSUED " heldBy:text*");
    assert_int(a, "data.items.0.issuedCouponId", issued[2]);
    assert_int(a, "data.items.1.issuedCouponId", issued[1]);
    a = ask("GET", text("/api/coupon/mine?limit=2&cursor=%s", answer_text(a, "data.nextCursor")),
            p.token);
    assert_int_equal(answer_count(a, "data.items"), 1);
    assert_int(a, "data.items.0.issuedCouponId", issued[0]);
    assert_string_equal(answer_raw(a, "data.nextCursor"), "null");
    assert_int_equal(answer_count(ask("GET", "/api/coupon/mine", other.token), "data.items"), 0);
    assert_int_equal(
        answer_count(ask("GET", "/api/coupon/mine?status=USED", p.token), "data.items"), 0);
    assert_invalid(ask("GET", "/api/coupon/mine?status=LOST", p.token), "status", "INVALID_VALUE");
}

static void k4_coupon_expires_by_itself(void **state)
{
    (void)state;
    struct person seller = seller_new(), p = customer_new();
    const long long issued = coupon_issued(p.token, FIXED_3000);
    const long long product = product_new(&seller, 10000, 5);
    coupon_let_expire(issued);
    assert_true(coupon_is(&p, "EXPIRED", issued));
    assert_false(coupon_is(&p, "AVAILABLE", issued));
    assert_answer(call("POST", "/api/order", p.token,
                       "{\"items\":[{\"productId\":%lld,\"quantity\":1}],\"couponId\":%lld,"
                       "\"paymentMethod\":\"POINT\"}",
                       product, issued),
                  409, "COUPON_NOT_USABLE");
    for (int tries = 0; tries < 200; tries++) {
        if (db_number("SELECT count(*) FROM issued_coupon WHERE issued_coupon_id = %lld "
                      "AND status = 'EXPIRED'",
                      issued) == 1)
            return;
        (void)usleep(100000);
    }
    fail_msg("the worker did not mark it");
}

static void k8_admin_revokes(void **state)
{
    (void)state;
    struct person p = customer_new();
    const long long issued = coupon_issued(p.token, FIXED_3000);
    struct answer a = coupon_revoke(issued);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", ISSUED);
    assert_text(a, "data.status", "REVOKED");
    assert_answer(coupon_revoke(issued), 200, "SUCCESS");
    assert_true(coupon_is(&p, "REVOKED", issued));
    assert_false(coupon_is(&p, "AVAILABLE", issued));
    assert_answer(coupon_revoke(999999999999), 404, "COUPON_NOT_FOUND");
    const long long over = coupon_issued(p.token, FIXED_3000);
    coupon_let_expire(over);
    assert_answer(coupon_revoke(over), 409, "COUPON_NOT_USABLE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(k1_template_is_made_as_said),
        PROVES(k1_wrong_terms_are_refused_field_by_field),
        PROVES(k1_only_admins_make_and_revoke),
        PROVES(k1_open_templates_are_listed_with_what_is_left),
        PROVES(k3_k4_coupon_is_issued_once_a_member_and_lasts_365_days),
        PROVES(k2_issue_is_replayed_under_its_key),
        PROVES(k2_exactly_the_quantity_is_issued),
        PROVES(k1_issued_only_inside_the_window),
        PROVES(k2_worker_makes_the_slots_of_a_big_template),
        PROVES(k9_issued_coupon_keeps_what_the_template_said),
        PROVES(k5_own_coupons_are_listed_by_state),
        PROVES(k4_coupon_expires_by_itself),
        PROVES(k8_admin_revokes),
    };
    return RUN_TESTS(tests);
}
