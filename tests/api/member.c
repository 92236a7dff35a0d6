/* /api/member: registering, the profile, leaving (M1-M3, M6). */
#include <strings.h>

#include "support/test.h"

#define ADDRESS "\"address\":{\"postcode\":\"06236\",\"line1\":\"테헤란로 152\"}"

static const char *body_with(const char *email, const char *rest)
{
    return text("{\"email\":\"%s\",\"password\":\"" PASSWORD "\",\"name\":\"홍길동\",%s}", email,
                rest);
}

static struct answer post_member(const char *body)
{
    return ASK(.method = "POST", .path = "/api/member", .body = body);
}

static void m1_visitor_registers_and_is_a_customer(void **state)
{
    (void)state;
    const char *email = text("%s@Test.Example", unique());
    struct answer a = post_member(body_with(email, "\"phone\":\"01012345678\"," ADDRESS));
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data", "memberId:int email:text name:text role:text");
    assert_text(a, "data.name", "홍길동");
    assert_text(a, "data.role", "CUSTOMER");
    assert_int_equal(strcasecmp(answer_text(a, "data.email"), email), 0);
}

static void m1_email_is_one_account_whatever_its_case(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *upper = text("%s", p.email);
    for (char *c = (char *)(uintptr_t)upper; *c != '\0'; c++)
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    struct answer a = post_member(body_with(upper, "\"phone\":\"01012345678\"," ADDRESS));
    assert_answer(a, 409, "EMAIL_TAKEN");
    a = call("POST", "/api/session", NULL, "{\"email\":\"%s\",\"password\":\"" PASSWORD "\"}",
             upper);
    assert_answer(a, 200, "SUCCESS");
    assert_int(a, "data.memberId", p.member);
}

static void m1_name_address_and_phone_are_required(void **state)
{
    (void)state;
    struct answer a = call("POST", "/api/member", NULL, "{}");
    static const char *const FIELDS[] = {"email", "password", "name", "phone", "address"};
    for (size_t i = 0; i < COUNT(FIELDS); i++)
        assert_invalid(a, FIELDS[i], "REQUIRED");
    a = post_member(
        body_with(text("%s@test.example", unique()), "\"phone\":\"01012345678\",\"address\":{}"));
    assert_invalid(a, "address.postcode", "REQUIRED");
    assert_invalid(a, "address.line1", "REQUIRED");
}

static void m1_refused_fields_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value, *field, *code;
    } CASES[] = {
        {"email", "\"nobody\"", "email", "INVALID_FORMAT"},
        {"email", "\"a b@test.example\"", "email", "INVALID_FORMAT"},
        {"email", "12", "email", "INVALID_TYPE"},
        {"password", "\"short\"", "password", "TOO_SHORT"},
        {"password", "\"password\"", "password", "TOO_COMMON"},
        {"password", "null", "password", "INVALID_TYPE"},
        {"name", "\"\"", "name", "TOO_SHORT"},
        {"name", "\"a\\u0000b\"", "name", "INVALID_TEXT"},
        {"name", "\"\xff\xfe\"", "name", "INVALID_TEXT"},
        {"phone", "\"12345678901\"", "phone", "INVALID_FORMAT"},
        {"phone", "\"010-12-345678\"", "phone", "INVALID_FORMAT"},
        {"address", "{\"postcode\":\"1234\",\"line1\":\"x\"}", "address.postcode", "TOO_SHORT"},
        {"address", "{\"postcode\":\"1234a\",\"line1\":\"x\"}", "address.postcode",
         "INVALID_FORMAT"},
        {"address", "{\"postcode\":\"12345\",\"line1\":\"x\",\"line3\":\"y\"}", "address.line3",
         "UNKNOWN_FIELD"},
        {"role", "\"ADMIN\"", "role", "UNKNOWN_FIELD"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *good[][2] = {
            {"email", text("\"%s@test.example\"", unique())},
            {"password", "\"" PASSWORD "\""},
            {"name", "\"홍길동\""},
            {"phone", "\"02-345-6789\""},
            {"address", "{\"postcode\":\"06236\",\"line1\":\"테헤란로 152\"}"},
        };
        const char *body = text("{\"%s\":%s", CASES[i].name, CASES[i].value);
        for (size_t k = 0; k < COUNT(good); k++)
            if (strcmp(good[k][0], CASES[i].name) != 0)
                body = text("%s,\"%s\":%s", body, good[k][0], good[k][1]);
        assert_invalid(post_member(text("%s}", body)), CASES[i].field, CASES[i].code);
    }
}

static void m1_password_bounds_are_8_and_128_characters(void **state)
{
    (void)state;
    char longest[200];
    memset(longest, 0, sizeof longest);
    for (size_t i = 0; i < 128; i++)
        longest[i] = (char)('a' + i * 7 % 26);
    const char *rest = "\"name\":\"홍길동\",\"phone\":\"0212345678\"," ADDRESS;
    const char *form = "{\"email\":\"%s@test.example\",\"password\":\"%s\",%s}";
    /* Eight characters, of three bytes each. */
    const char *shortest = "가나다라마바사아";
    assert_answer(call("POST", "/api/member", NULL, form, unique(), shortest, rest), 201,
                  "SUCCESS");
    assert_answer(call("POST", "/api/member", NULL, form, unique(), longest, rest), 201, "SUCCESS");
    longest[128] = 'z';
    assert_invalid(call("POST", "/api/member", NULL, form, unique(), longest, rest), "password",
                   "TOO_LONG");
}

#define PROFILE                                                                                    \
    "memberId:int email:text name:text role:text phone:text address:object status:text "           \
    "sellerId:int* createdAt:time"

static void member_sees_the_own_profile(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = ask("GET", "/api/member/me", p.token);
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", PROFILE);
    assert_shape(a, "data.address", "postcode:text line1:text line2:text*");
    assert_int(a, "data.memberId", p.member);
    assert_text(a, "data.email", p.email);
    assert_text(a, "data.phone", "01012345678");
    assert_text(a, "data.address.line2", "7층");
    assert_text(a, "data.status", "ACTIVE");
    assert_answer(ask("GET", text("/api/member/%lld", p.member), p.token), 200, "SUCCESS");
}

static void profile_needs_a_member(void **state)
{
    (void)state;
    assert_answer(ask("GET", "/api/member/me", NULL), 401, "UNAUTHENTICATED");
    assert_answer(ask("GET", "/api/member/me", guest_new()), 401, "UNAUTHENTICATED");
    assert_answer(ask("GET", "/api/member/me", "no-such-token"), 401, "UNAUTHENTICATED");
    assert_answer(ask("DELETE", "/api/member/me", NULL), 401, "UNAUTHENTICATED");
}

static void m6_unknown_member_is_404_before_403(void **state)
{
    (void)state;
    struct person p = customer_new(), other = customer_new();
    assert_answer(ask("GET", "/api/member/999999999999", p.token), 404, "MEMBER_NOT_FOUND");
    assert_answer(ask("GET", text("/api/member/%lld", other.member), p.token), 403, "FORBIDDEN");
    assert_answer(ask("GET", "/api/member/0", p.token), 404, "ENTITY_NOT_FOUND");
    assert_answer(ask("GET", "/api/member/abc", p.token), 404, "ENTITY_NOT_FOUND");
}

static void m3_admin_sees_any_member(void **state)
{
    (void)state;
    struct person admin = admin_person(), p = customer_new();
    struct answer a = ask("GET", text("/api/member/%lld", p.member), admin.token);
    assert_answer(a, 200, "SUCCESS");
    assert_text(a, "data.email", p.email);
}

static void member_changes_the_profile(void **state)
{
    (void)state;
    struct person p = customer_new();
    struct answer a = call("PATCH", "/api/member/me", p.token,
                           "{\"name\":\"김철수\",\"phone\":\"02-555-1234\","
                           "\"address\":{\"postcode\":\"04524\",\"line1\":\"세종대로 110\"}}");
    assert_answer(a, 200, "SUCCESS");
    assert_shape(a, "data", PROFILE);
    assert_text(a, "data.name", "김철수");
    assert_text(a, "data.phone", "025551234");
    assert_text(a, "data.address.postcode", "04524");
    assert_false(answer_has(a, "data.address.line2"));
    a = call("PATCH", "/api/member/me", p.token, "{\"name\":\"이영희\"}");
    assert_text(a, "data.phone", "025551234");
    assert_invalid(call("PATCH", "/api/member/me", p.token, "{\"email\":\"x@test.example\"}"),
                   "email", "UNKNOWN_FIELD");
    assert_invalid(call("PATCH", "/api/member/me", p.token, "{\"phone\":\"999\"}"), "phone",
                   "TOO_SHORT");
}

static void new_password_needs_the_current_one(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *path = "/api/member/me";
    assert_invalid(call("PATCH", path, p.token, "{\"password\":\"another long one\"}"),
                   "currentPassword", "REQUIRED");
    assert_invalid(call("PATCH", path, p.token,
                        "{\"password\":\"another long one\",\"currentPassword\":\"wrong one\"}"),
                   "currentPassword", "WRONG_PASSWORD");
    assert_invalid(call("PATCH", path, p.token,
                        "{\"password\":\"password123\",\"currentPassword\":\"" PASSWORD "\"}"),
                   "password", "TOO_COMMON");
}

static void changing_the_password_ends_the_other_sessions(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *form = "{\"email\":\"%s\",\"password\":\"%s\"}";
    struct answer a = call("POST", "/api/session", NULL, form, p.email, PASSWORD);
    const char *other = answer_text(a, "data.token");
    a = call("PATCH", "/api/member/me", p.token,
             "{\"password\":\"another long one\",\"currentPassword\":\"" PASSWORD "\"}");
    assert_answer(a, 200, "SUCCESS");
    assert_answer(ask("GET", "/api/member/me", other), 401, "UNAUTHENTICATED");
    assert_answer(ask("GET", "/api/member/me", p.token), 200, "SUCCESS");
    assert_answer(call("POST", "/api/session", NULL, form, p.email, PASSWORD), 401,
                  "INVALID_CREDENTIALS");
    assert_answer(call("POST", "/api/session", NULL, form, p.email, "another long one"), 200,
                  "SUCCESS");
}

static void m2_leaving_erases_the_member_and_keeps_the_ledger(void **state)
{
    (void)state;
    struct person p = customer_new();
    charge(&p, 5000);
    assert_invalid(call("DELETE", "/api/member/me", p.token, "{\"password\":\"not it at all\"}"),
                   "password", "WRONG_PASSWORD");
    assert_invalid(call("DELETE", "/api/member/me", p.token, "{}"), "password", "REQUIRED");
    struct answer a = call("DELETE", "/api/member/me", p.token, "{\"password\":\"" PASSWORD "\"}");
    assert_answer(a, 204, "");
    assert_answer(ask("GET", "/api/member/me", p.token), 401, "UNAUTHENTICATED");
    assert_answer(call("POST", "/api/session", NULL, "{\"email\":\"%s\",\"password\":\"%s\"}",
                       p.email, PASSWORD),
                  401, "INVALID_CREDENTIALS");
    assert_int_equal(db_number("SELECT count(*) FROM member WHERE member_id = %lld AND "
                               "status = 'WITHDRAWN' AND email IS NULL AND phone IS NULL",
                               p.member),
                     1);
    assert_int_equal(db_number("SELECT amount FROM point_entry WHERE member_id = %lld AND "
                               "kind = 'WITHDRAWAL' AND balance_after = 0",
                               p.member),
                     -5000);
    struct person other = customer_new();
    assert_answer(ask("GET", text("/api/member/%lld", p.member), other.token), 404,
                  "MEMBER_NOT_FOUND");
    assert_answer(ask("GET", text("/api/point/%lld", p.member), other.token), 404,
                  "MEMBER_NOT_FOUND");
}

static void m2_address_of_who_left_can_register_again(void **state)
{
    (void)state;
    struct person p = customer_new();
    assert_answer(call("DELETE", "/api/member/me", p.token, "{\"password\":\"" PASSWORD "\"}"), 204,
                  "");
    assert_answer(post_member(body_with(p.email, "\"phone\":\"01012345678\"," ADDRESS)), 201,
                  "SUCCESS");
}

static void m2_nobody_leaves_with_an_order_or_a_product_open(void **state)
{
    (void)state;
    struct person seller = seller_new(), buyer = customer_new();
    const long long product = product_new(&seller, 1000, 5);
    const char *farewell = "{\"password\":\"" PASSWORD "\"}";
    struct answer order = order_pending(buyer.token, product, 1);
    assert_answer(order, 201, "SUCCESS");
    assert_answer(call("DELETE", "/api/member/me", buyer.token, "%s", farewell), 409,
                  "MEMBER_HAS_OPEN_BUSINESS");
    assert_answer(
        ask("POST", text("/api/order/%s/cancel", answer_text(order, "data.orderNo")), buyer.token),
        200, "SUCCESS");
    assert_answer(call("DELETE", "/api/member/me", buyer.token, "%s", farewell), 204, "");
    assert_answer(call("DELETE", "/api/member/me", seller.token, "%s", farewell), 409,
                  "MEMBER_HAS_OPEN_BUSINESS");
    assert_answer(ask("DELETE", text("/api/product/%lld", product), seller.token), 204, "");
    assert_answer(call("DELETE", "/api/member/me", seller.token, "%s", farewell), 204, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(m1_visitor_registers_and_is_a_customer),
        PROVES(m1_email_is_one_account_whatever_its_case),
        PROVES(m1_name_address_and_phone_are_required),
        PROVES(m1_refused_fields_are_named),
        PROVES(m1_password_bounds_are_8_and_128_characters),
        PROVES(member_sees_the_own_profile),
        PROVES(profile_needs_a_member),
        PROVES(m6_unknown_member_is_404_before_403),
        PROVES(m3_admin_sees_any_member),
        PROVES(member_changes_the_profile),
        PROVES(new_password_needs_the_current_one),
        PROVES(changing_the_password_ends_the_other_sessions),
        PROVES(m2_leaving_erases_the_member_and_keeps_the_ledger),
        PROVES(m2_address_of_who_left_can_register_again),
        PROVES(m2_nobody_leaves_with_an_order_or_a_product_open),
    };
    return RUN_TESTS(tests);
}
