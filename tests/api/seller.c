/* /api/seller: a member becomes a seller (M3, M4). */
#include "support/test.h"

static const char *seller_body(const char *number)
{
    return text("{\"businessName\":\"시험상회\",\"registrationNumber\":\"%s\","
                "\"contact\":\"02-123-4567\",\"address\":{\"postcode\":\"04524\","
                "\"line1\":\"세종대로 110\"},\"category\":\"생활\"}",
                number);
}

static void m4_member_becomes_a_seller(void **state)
{
    (void)state;
    struct person p = customer_new();
    const char *number = registration_number();
    struct answer a = call("POST", "/api/seller", p.token, "%s", seller_body(number));
    assert_answer(a, 201, "SUCCESS");
    assert_shape(a, "data",
                 "sellerId:int memberId:int businessName:text registrationNumber:text "
                 "contact:text address:object category:text");
    assert_int(a, "data.memberId", p.member);
    assert_text(a, "data.registrationNumber", number);
    a = ask("GET", "/api/member/me", p.token);
    assert_text(a, "data.role", "SELLER");
    assert_answer(call("POST", "/api/product", p.token,
                       "{\"name\":\"첫 상품\",\"price\":1000,\"category\":\"시험\"}"),
                  201, "SUCCESS");
}

static void m4_number_may_have_hyphens_and_is_one_sellers(void **state)
{
    (void)state;
    struct person p = customer_new(), other = customer_new();
    const char *number = registration_number();
    const char *hyphens = text("%.3s-%.2s-%s", number, number + 3, number + 5);
    struct answer a = call("POST", "/api/seller", p.token, "%s", seller_body(hyphens));
    assert_answer(a, 201, "SUCCESS");
    assert_text(a, "data.registrationNumber", number);
    a = call("POST", "/api/seller", other.token, "%s", seller_body(number));
    assert_invalid(a, "registrationNumber", "TAKEN");
    a = ask("GET", "/api/member/me", other.token);
    assert_text(a, "data.role", "CUSTOMER");
}

static void m4_check_digit_is_verified(void **state)
{
    (void)state;
    struct person p = customer_new();
    char *number = (char *)(uintptr_t)registration_number();
    number[9] = (char)('0' + (number[9] - '0' + 1) % 10);
    assert_invalid(call("POST", "/api/seller", p.token, "%s", seller_body(number)),
                   "registrationNumber", "INVALID_FORMAT");
    assert_invalid(call("POST", "/api/seller", p.token, "%s", seller_body("0000000000")),
                   "registrationNumber", "INVALID_FORMAT");
    assert_invalid(call("POST", "/api/seller", p.token, "%s", seller_body("12345")),
                   "registrationNumber", "TOO_SHORT");
}

static void m4_every_field_is_required(void **state)
{
    (void)state;
    struct person p = customer_new();
    static const char *const FIELDS[] = {"businessName", "registrationNumber", "contact", "address",
                                         "category"};
    struct answer a = call("POST", "/api/seller", p.token, "{}");
    for (size_t i = 0; i < COUNT(FIELDS); i++)
        assert_invalid(a, FIELDS[i], "REQUIRED");
}

static void only_a_member_who_is_no_seller_becomes_one(void **state)
{
    (void)state;
    struct person seller = seller_new();
    const char *body = seller_body(registration_number());
    assert_answer(call("POST", "/api/seller", NULL, "%s", body), 401, "UNAUTHENTICATED");
    assert_answer(call("POST", "/api/seller", guest_new(), "%s", body), 401, "UNAUTHENTICATED");
    assert_answer(call("POST", "/api/seller", seller.token, "%s", body), 403, "FORBIDDEN");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PROVES(m4_member_becomes_a_seller),
        PROVES(m4_number_may_have_hyphens_and_is_one_sellers),
        PROVES(m4_check_digit_is_verified),
        PROVES(m4_every_field_is_required),
        PROVES(only_a_member_who_is_no_seller_becomes_one),
    };
    return RUN_TESTS(tests);
}
